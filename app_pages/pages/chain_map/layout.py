"""Where every segment of a chain stands on the map, worked out without a browser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

import networkx as nx

from graph.gaps.documents.shapes import LinkDocument, SegmentDocument

WIDTH = 800  # nominal px; the canvas stretches with the page, which only adds room
ROW, ROOMY_ROW, HEAD, BAND_GAP = 30, 40, 26, 6
GOOD_HEIGHT = 548  # px that fit an office screen; short chains get roomier rows, never tighter ones
MAX_COLUMNS, MIN_ROWS = 5, 8
NODE_X = 16  # px from the left edge of a column to the middle of its nodes
LARGEST_NODE = 24  # px
UNIT_PX = 6  # half a Chinese character at the size of the labels
SWEEPS = 12
BUYERS = "buyers"  # the band of those who only buy
MAIN_TIERS = ("upstream", "midstream", "downstream")

Tie = tuple[str, str, float, str]  # supplier, buyer, share of the buyer's cost, kind


@dataclass(frozen=True)
class Band:
    """The ground one tier stands on, in px of the nominal canvas."""

    tier: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Layout:
    """Where every segment stands, in px of a canvas `WIDTH` × `height`, and how long a label may be."""

    positions: Mapping[str, tuple[float, float]]
    bands: tuple[Band, ...]
    height: int
    label_units: int


def layout(segments: Sequence[SegmentDocument], links: Sequence[LinkDocument]) -> Layout:
    """Columns by tier (several where a tier is long), rows by the barycentre of their neighbours; below them the
    supporting segments, and apart from all tiers those who only buy.

    The same catalogue gives the same picture: ties follow the order of the catalogue, nothing is random.
    Links with an end outside the chain are left out of account.
    """
    order = {s["id"]: i for i, s in enumerate(segments)}
    by_tier = {t: [s["id"] for s in segments if s["tier"] == t and not s["demand"]] for t in (*MAIN_TIERS, "support")}
    buyers = [s["id"] for s in segments if s["demand"]]
    ties = [
        (k["from"], k["to"], max(k["share"], 0.02), k["kind"])
        for k in links
        if k["from"] in order and k["to"] in order and k["from"] != k["to"]
    ]
    rows = _rows([len(by_tier[t]) for t in MAIN_TIERS])
    columns: list[list[str]] = []
    spans: list[tuple[str, int, int]] = []
    for tier in MAIN_TIERS:
        parts = _columns(by_tier[tier], ties, order, rows)
        if parts:
            spans.append((tier, len(columns), len(columns) + len(parts)))
            columns += parts
    _untangle(columns, ties, order)
    below = [(name, ids) for name, ids in (("support", by_tier["support"]), (BUYERS, buyers)) if ids]
    return _placed(columns, spans, below, rows)


def _placed(
    columns: Sequence[Sequence[str]],
    spans: Sequence[tuple[str, int, int]],
    below: Sequence[tuple[str, Sequence[str]]],
    rows: int,
) -> Layout:
    """Positions in px: the columns side by side, supporting segments and those who only buy in bands below.

    spans: (tier, first column, column behind its last); below: bands with their segments; rows: what the longest
    column may hold.
    """
    wide = max(len(columns), MAX_COLUMNS)
    step = WIDTH / wide
    # Tiers share the whole width, also where there are few columns.
    stretch = wide / len(columns) if columns else 1.0
    supports = sum(ceil(len(ids) / wide) for _, ids in below)
    fixed = HEAD + 2 * BAND_GAP + HEAD * len(below)
    row = min(ROOMY_ROW, max(ROW, (GOOD_HEIGHT - fixed) // ((rows if columns else 0) + supports or 1)))
    tall = rows * row if columns else 0
    positions: dict[str, tuple[float, float]] = {}
    for c, column in enumerate(columns):
        for r, segment in enumerate(column):
            positions[segment] = (c * stretch * step + NODE_X, HEAD + (r + 0.5) * tall / len(column))
    bands = [
        Band(tier, first * stretch * step + 1, 0, last * stretch * step - BAND_GAP, HEAD + tall + 2)
        for tier, first, last in spans
    ]
    height = HEAD + tall + 4 if columns else 0
    for name, ids in below:
        top = height + BAND_GAP
        for i, segment in enumerate(ids):
            positions[segment] = (i % wide * step + NODE_X, top + HEAD + (i // wide + 0.5) * row)
        bottom = top + HEAD + ceil(len(ids) / wide) * row + 2
        bands.append(Band(name, 1, top, WIDTH - BAND_GAP, bottom))
        height = bottom
    room = step - NODE_X - LARGEST_NODE / 2 - BAND_GAP - 8
    return Layout(positions, tuple(bands), int(height + BAND_GAP), int(room // UNIT_PX))


def _rows(counts: Sequence[int]) -> int:
    """Fewest rows that keep the tiers within `MAX_COLUMNS` columns."""
    rows = MIN_ROWS
    while sum(ceil(n / rows) for n in counts) > MAX_COLUMNS:
        rows += 1
    return rows


def _columns(ids: Sequence[str], ties: Sequence[Tie], order: Mapping[str, int], rows: int) -> list[list[str]]:
    """A tier cut into columns of at most `rows`, suppliers left of their buyers."""
    if not ids:
        return []
    inside: nx.DiGraph[str] = nx.DiGraph()
    inside.add_nodes_from(ids)
    inside.add_edges_from((a, b) for a, b, _, _ in ties if a in inside and b in inside)
    knots = nx.condensation(inside)
    depth: dict[int, int] = {}
    for knot in nx.topological_sort(knots):
        depth[knot] = 1 + max((depth[p] for p in knots.predecessors(knot)), default=-1)
    of_node = knots.graph["mapping"]
    ordered = sorted(ids, key=lambda s: (depth[of_node[s]], order[s]))
    n = ceil(len(ordered) / rows)
    cuts = [round(i * len(ordered) / n) for i in range(n + 1)]
    return [ordered[a:b] for a, b in pairwise(cuts)]


def _untangle(columns: list[list[str]], ties: Sequence[Tie], order: Mapping[str, int]) -> None:
    """Order each column by the weighted mean height of its neighbours, forth and back, in place."""
    neighbours: dict[str, list[tuple[str, float]]] = {s: [] for column in columns for s in column}
    for a, b, share, _ in ties:
        if a in neighbours and b in neighbours:
            neighbours[a].append((b, share))
            neighbours[b].append((a, share))
    height = {s: (r + 0.5) / len(column) for column in columns for r, s in enumerate(column)}
    for sweep in range(SWEEPS):
        for column in columns if sweep % 2 == 0 else columns[::-1]:
            own = set(column)
            wanted = {}
            for s in column:
                outside = [(height[o], w) for o, w in neighbours[s] if o not in own]
                total = sum(w for _, w in outside)
                wanted[s] = sum(h * w for h, w in outside) / total if total else height[s]
            column.sort(key=lambda s: (wanted[s], order[s]))
            for r, s in enumerate(column):
                height[s] = (r + 0.5) / len(column)
