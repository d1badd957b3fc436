"""Where everything stands in the drawing of a chain: layers by tier, lanes for long links, rows by barycentre.

A layered drawing (Sugiyama et al. 1981): every tier gets one to four columns; a link over several columns runs
through lanes kept free in between, one lane for all links of a segment; rows are ordered to lessen crossings and
shifted towards their neighbours without touching. Support segments stand in a row below and are reached through
the gutters. Everything is decided by ids and integers, so that one catalogue gives one drawing.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from graph.model.records import Chain, Link

BOX_W, GAP_Y, LANE_H, LANE_GAP, PORT = 168.0, 13.0, 2.0, 4.0, 4.5
GUTTER, TRACK = 92.0, 5.0
COLUMN_HEIGHT, MOST_COLUMNS = 660.0, 4
TIERS = ("upstream", "midstream", "downstream")


@dataclass
class Node:
    """A box, or a lane through a column (`box` False). `y` is its top."""

    id: str
    col: int
    height: float
    box: bool = True
    y: float = 0.0

    @property
    def centre(self) -> float:
        return self.y + self.height / 2


@dataclass
class Layout:
    """Columns of nodes, in order; column numbers of each tier; the way of each link as node ids."""

    columns: list[list[Node]]
    tiers: dict[str, range]
    routes: dict[tuple[str, str], list[str]]
    nodes: dict[str, Node] = field(default_factory=dict)


def lay_out(chain: Chain, links: Sequence[Link], heights: dict[str, float]) -> Layout:
    """Place the segments of the three tiers; `links` are those between them, `heights` the box of each segment."""
    tiers, columns = _columns(chain, heights)
    col = _assign(chain, links, tiers, heights)
    nodes = {s: Node(s, c, heights[s]) for s, c in col.items()}
    routes, lanes = _routes(links, col)
    nodes |= {lane.id: lane for lane in lanes}
    grid: list[list[Node]] = [[] for _ in range(columns)]
    for node in nodes.values():
        grid[node.col].append(node)
    pairs = _pairs(routes.values(), nodes)
    _order(grid, pairs)
    _place(grid, pairs)
    return Layout(grid, tiers, routes, nodes)


def _columns(chain: Chain, heights: dict[str, float]) -> tuple[dict[str, range], int]:
    """How many columns each tier needs."""
    tiers, start = {}, 0
    for tier in TIERS:
        total = sum(heights[s.id] + GAP_Y for s in chain.segments if s.tier == tier)
        if not total:
            continue
        n = max(1, min(MOST_COLUMNS, math.ceil(total / COLUMN_HEIGHT)))
        tiers[tier] = range(start, start + n)
        start += n
    return tiers, start


def _assign(chain: Chain, links: Sequence[Link], tiers: dict[str, range], heights: dict[str, float]) -> dict[str, int]:
    """The column of each segment: links forward and short, columns of a tier about equally full."""
    members = [s for s in chain.segments if s.tier in tiers]
    col: dict[str, int] = {}
    fill: dict[int, float] = defaultdict(float)
    for s in members:
        col[s.id] = min(tiers[s.tier], key=lambda c: (fill[c], c))
        fill[col[s.id]] += heights[s.id] + GAP_Y
    fair = {t: sum(fill[c] for c in r) / len(r) for t, r in tiers.items()}
    touching: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        touching[link.source_id].append(link)
        touching[link.target_id].append(link)

    def cost(segment: str, tier: str, c: int) -> float:
        size = heights[segment] + GAP_Y
        over = max(0.0, fill[c] + size - fair[tier]) / size
        total = 2.5 * over * over
        for link in touching[segment]:
            other = col[link.target_id if link.source_id == segment else link.source_id]
            span = other - c if link.source_id == segment else c - other
            total += span - 1 if span > 0 else (4 if span == 0 else 6 - span)
        return total

    for _ in range(12):
        moved = False
        for s in members:
            if len(tiers[s.tier]) == 1:
                continue
            size = heights[s.id] + GAP_Y
            fill[col[s.id]] -= size
            best = min(tiers[s.tier], key=lambda c: (round(cost(s.id, s.tier, c), 6), c != col[s.id], c))
            moved |= best != col[s.id]
            col[s.id] = best
            fill[best] += size
        if not moved:
            break
    return col


def _routes(links: Sequence[Link], col: dict[str, int]) -> tuple[dict[tuple[str, str], list[str]], list[Node]]:
    """Each link as the nodes it passes; links of one segment share its lanes, forward and backward apart."""
    lanes: dict[str, Node] = {}
    routes: dict[tuple[str, str], list[str]] = {}
    for link in links:
        a, b = col[link.source_id], col[link.target_id]
        step = 1 if b > a else -1
        path = [link.source_id]
        for c in range(a + step, b, step):
            lane = f"{link.source_id}|{'+' if step > 0 else '-'}{c}"
            lanes.setdefault(lane, Node(lane, c, LANE_H, box=False))
            path.append(lane)
        routes[link.source_id, link.target_id] = [*path, link.target_id]
    return routes, list(lanes.values())


def _pairs(routes: Iterable[list[str]], nodes: dict[str, Node]) -> list[tuple[Node, Node]]:
    """Neighbours in adjacent columns that a link joins, the left one first."""
    found: dict[tuple[str, str], None] = {}
    for path in routes:
        for a, b in pairwise(path):
            if nodes[a].col != nodes[b].col:
                found[(a, b) if nodes[a].col < nodes[b].col else (b, a)] = None
    return [(nodes[a], nodes[b]) for a, b in found]


def _neighbours(pairs: Sequence[tuple[Node, Node]]) -> tuple[dict[str, list[Node]], dict[str, list[Node]]]:
    left: dict[str, list[Node]] = defaultdict(list)
    right: dict[str, list[Node]] = defaultdict(list)
    for a, b in pairs:
        right[a.id].append(b)
        left[b.id].append(a)
    return left, right


def _order(grid: list[list[Node]], pairs: Sequence[tuple[Node, Node]], sweeps: int = 40) -> None:
    """Order each column by the mean place of its neighbours, sweeping right and left; the best order seen stays."""
    left, right = _neighbours(pairs)
    best, fewest = [list(c) for c in grid], _crossings(grid, pairs)
    for sweep in range(sweeps):
        forward = sweep % 2 == 0
        for c in range(len(grid)) if forward else range(len(grid) - 1, -1, -1):
            place = {n.id: (i + 0.5) / len(col) for col in grid for i, n in enumerate(col)}
            means = {}
            for n in grid[c]:
                near = (left if forward else right)[n.id]
                if sweep % 8 >= 6:  # now and then look to both sides
                    near = left[n.id] + right[n.id]
                means[n.id] = round(sum(place[m.id] for m in near) / len(near), 9) if near else place[n.id]
            grid[c].sort(key=lambda n, means=means, place=place: (means[n.id], place[n.id]))  # type: ignore[misc]
        crossings = _crossings(grid, pairs)
        if crossings < fewest:
            best, fewest = [list(c) for c in grid], crossings
    for c, column in enumerate(best):
        grid[c][:] = column


def _crossings(grid: list[list[Node]], pairs: Sequence[tuple[Node, Node]]) -> int:
    place = {n.id: i for col in grid for i, n in enumerate(col)}
    between: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for a, b in pairs:
        between[a.col].append((place[a.id], place[b.id]))
    total = 0
    for ends in between.values():
        ends.sort()
        for i, (_, y) in enumerate(ends):
            total += sum(y2 < y for x2, y2 in ends[i + 1 :] if x2 > ends[i][0])
    return total


def _gap(a: Node, b: Node) -> float:
    return GAP_Y if a.box and b.box else (LANE_GAP if not a.box and not b.box else GAP_Y * 0.7)


def _place(grid: list[list[Node]], pairs: Sequence[tuple[Node, Node]], rounds: int = 30) -> None:
    """Heights: each node as near to the mean of its neighbours as order and gaps allow (isotonic regression)."""
    left, right = _neighbours(pairs)
    packed = {c: sum(n.height for n in col) + sum(map(_gap, col, col[1:])) for c, col in enumerate(grid)}
    total = max(packed.values(), default=0.0) * 1.03
    for c, col in enumerate(grid):
        y = (total - packed[c]) / 2
        for i, n in enumerate(col):
            n.y = y
            y += n.height + (_gap(n, col[i + 1]) if i + 1 < len(col) else 0)
    for turn in range(rounds):
        for c in range(len(grid)) if turn % 2 == 0 else range(len(grid) - 1, -1, -1):
            col = grid[c]
            offsets, want, weight, at = [], [], [], 0.0
            for i, n in enumerate(col):
                near = left[n.id] + right[n.id]
                centre = sum(m.centre for m in near) / len(near) if near else n.centre
                offsets.append(at)
                want.append(centre - n.height / 2 - at)
                weight.append(1.0 if n.box else 2.0)
                at += n.height + (_gap(n, col[i + 1]) if i + 1 < len(col) else 0)
            slack = total - packed[c]
            for n, z, offset in zip(col, _isotonic(want, weight), offsets, strict=True):
                n.y = round(min(max(z, 0.0), slack) + offset, 2)


def _isotonic(want: Sequence[float], weight: Sequence[float]) -> list[float]:
    """The non-decreasing sequence nearest to `want` (pool adjacent violators)."""
    blocks: list[tuple[float, float, int]] = []
    for value, w in zip(want, weight, strict=True):
        mean, mass, n = value, w, 1
        while blocks and blocks[-1][0] > mean:
            m2, w2, n2 = blocks.pop()
            mean, mass, n = (mean * mass + m2 * w2) / (mass + w2), mass + w2, n + n2
        blocks.append((mean, mass, n))
    return [mean for mean, _, n in blocks for _ in range(n)]
