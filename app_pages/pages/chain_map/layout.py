"""Where every segment of a chain stands on the map, worked out without a browser.

The map is read like a page: blocks, one for each sub-chain, run down the columns from the first upstream to the last
downstream; inside a block suppliers stand before their buyers. At the foot is the rim, for neighbours of other chains.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import ceil

import networkx as nx

from graph.gaps.documents.shapes import LaneDocument, LinkDocument, SegmentDocument
from graph.model.words import TIER

WIDTH = 812  # nominal px; the canvas stretches with the page, which only adds room
COLUMNS, ACROSS = 3, 2  # blocks beside each other, tiles beside each other in a block
TILE_HEIGHT, ROW, ROOMY_ROW, HEAD, GAP = 24, 28, 34, 23, 7
GOOD_HEIGHT = 560  # px that fit an office screen; short chains get roomier rows, never tighter ones
RIM_TILES = 6  # of each side
PADDING = 5  # px between the edge of a block and its tiles
UNIT_PX = 6  # half a Chinese character at the size of the labels
BUYERS = "buyers"  # the block of those who only buy, in a chain without sub-chains
TIERS = ("upstream", "midstream", "downstream", "support")


@dataclass(frozen=True)
class Band:
    """The ground of one block, in px of the nominal canvas; its title in Chinese and English."""

    name: tuple[str, str]
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Layout:
    """Where the middle of every tile stands, in px of a canvas `WIDTH` × `height`; the size of a tile; where the tiles
    of the rim may stand, suppliers first."""

    positions: Mapping[str, tuple[float, float]]
    bands: tuple[Band, ...]
    height: int
    tile: tuple[float, float]
    suppliers: tuple[tuple[float, float], ...]
    buyers: tuple[tuple[float, float], ...]

    @property
    def label_units(self) -> int:
        """How many half-width characters fit a tile."""
        return int((self.tile[0] - 4) // UNIT_PX)


@dataclass(frozen=True)
class _Block:
    """A sub-chain with its segments in order."""

    name: tuple[str, str]
    ids: tuple[str, ...]

    @property
    def rows(self) -> int:
        return ceil(len(self.ids) / ACROSS)


def layout(segments: Sequence[SegmentDocument], links: Sequence[LinkDocument], lanes: Sequence[LaneDocument]) -> Layout:
    """Blocks in the order of the chain, cut into `COLUMNS` columns of nearly one height.

    The same catalogue gives the same picture: ties follow the order of the catalogue, nothing is random.
    """
    columns = _balanced(_blocks(segments, links, lanes))
    rows = max((sum(b.rows for b in column) for column in columns), default=0)
    heads = max((len(column) for column in columns), default=0) * (HEAD + 2 * GAP)
    rim = 2 * ROW + HEAD + GAP
    row = min(ROOMY_ROW, max(ROW, (GOOD_HEIGHT - heads - rim) // (rows or 1)))
    across = (WIDTH - (COLUMNS - 1) * GAP) / COLUMNS
    step = (across - 2 * PADDING) / ACROSS
    positions: dict[str, tuple[float, float]] = {}
    bands: list[Band] = []
    height = 0.0
    for c, column in enumerate(columns):
        left, top = c * (across + GAP), 0.0
        for block in column:
            for i, segment in enumerate(block.ids):
                x = left + PADDING + (i % ACROSS + 0.5) * step
                positions[segment] = (x, top + HEAD + (i // ACROSS + 0.5) * row)
            bottom = top + HEAD + block.rows * row + 2
            bands.append(Band(block.name, left, top, left + across, bottom))
            top = bottom + GAP
        height = max(height, top)
    return _with_rim(positions, bands, height, step - 8)


def _with_rim(positions: Mapping[str, tuple[float, float]], bands: Sequence[Band], top: float, tile: float) -> Layout:
    """The rim below all blocks: a line of suppliers and a line of buyers of other chains."""
    step = WIDTH / RIM_TILES
    lines = [tuple(((i + 0.5) * step, top + HEAD + (line + 0.5) * ROW) for i in range(RIM_TILES)) for line in range(2)]
    bottom = top + HEAD + 2 * ROW + 2
    title = ("外链上下游（→ 供给本链，← 购自本链）", "Other chains (→ sell to this chain, ← buy from it)")
    rim = Band(title, 0, top, WIDTH, bottom)
    return Layout(positions, (*bands, rim), ceil(bottom), (tile, TILE_HEIGHT), lines[0], lines[1])


def _blocks(
    segments: Sequence[SegmentDocument], links: Sequence[LinkDocument], lanes: Sequence[LaneDocument]
) -> list[_Block]:
    """The sub-chains from upstream to downstream; the tiers themselves where the chain names no sub-chains."""
    order = {s["id"]: i for i, s in enumerate(segments)}
    depth = _depths(segments, links)
    named = {x["id"]: (x["name"], x["name_en"]) for x in lanes}
    if not named:
        named = {t: (TIER[t]["zh"], TIER[t]["en"]) for t in TIERS} | {
            BUYERS: ("买方（只采购）", "Buyers (who only buy)")
        }
    of: dict[str, list[SegmentDocument]] = {}
    for s in segments:
        lane = s["lane"] if lanes else BUYERS if s["demand"] else s["tier"]
        of.setdefault(lane if lane in named else next(iter(named)), []).append(s)

    def place(lane: str) -> tuple[float, int]:
        tiers = [TIERS.index(s["tier"]) for s in of[lane]]
        return (9.0 if lane == BUYERS else sum(tiers) / len(tiers)), list(named).index(lane)

    blocks = []
    for lane in sorted(of, key=place):
        ids = sorted((s["id"] for s in of[lane]), key=lambda i: (depth[i], order[i]))
        blocks.append(_Block(named[lane], tuple(ids)))
    return blocks


def _depths(segments: Sequence[SegmentDocument], links: Sequence[LinkDocument]) -> dict[str, tuple[int, int]]:
    """(tier, longest way from a segment without suppliers in the tier) of each segment; circles count as one step."""
    tier = {s["id"]: TIERS.index(s["tier"]) for s in segments}
    inside: nx.DiGraph[str] = nx.DiGraph()
    inside.add_nodes_from(tier)
    inside.add_edges_from((k["from"], k["to"]) for k in links if tier.get(k["from"], -1) == tier.get(k["to"], -2))
    knots = nx.condensation(inside)
    depth: dict[int, int] = {}
    for knot in nx.topological_sort(knots):
        depth[knot] = 1 + max((depth[p] for p in knots.predecessors(knot)), default=-1)
    return {s: (tier[s], depth[knot]) for s, knot in knots.graph["mapping"].items()}


def _balanced(blocks: Sequence[_Block]) -> list[list[_Block]]:
    """The blocks cut, in their order, into at most `COLUMNS` columns so that the longest is as short as can be."""
    if len(blocks) <= COLUMNS:
        return [[b] for b in blocks]

    def tallest(cuts: tuple[int, ...]) -> tuple[float, tuple[int, ...]]:
        ends = (0, *cuts, len(blocks))
        parts = [blocks[a:b] for a, b in pairwise(ends)]
        return max(sum(b.rows + HEAD / ROW for b in part) for part in parts), cuts

    best = min(tallest(cuts) for cuts in combinations(range(1, len(blocks)), COLUMNS - 1))[1]
    ends = (0, *best, len(blocks))
    return [list(blocks[a:b]) for a, b in pairwise(ends)]
