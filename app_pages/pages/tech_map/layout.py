"""Where every technology route stands on the picture, worked out without a browser.

Columns are ages, from emerging to declining; rows are sub-chains, of which at rest the routes that matter most here are
drawn, or the segments of one sub-chain with all their routes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from graph.routes.shapes import MATURITIES, Maturity, RouteDocument, TechMap
from outreach.maps.tech_map import first

WIDTH = 812  # nominal px; the canvas stretches with the page, which only adds room
SIDE = 98  # the names of the rows
ACROSS: Mapping[Maturity, int] = {"emerging": 1, "growing": 2, "mature": 2, "declining": 1}  # tiles beside each other
TILE_HEIGHT, ROW, HEAD, GAP, FOOT = 23, 27, 26, 6, 20
AT_REST = 2  # rows of tiles in a sub-chain
UNIT_PX = 6  # half a Chinese character at the size of the labels
COLUMN = (WIDTH - SIDE) / sum(ACROSS.values())


@dataclass(frozen=True)
class Row:
    """A sub-chain, or a segment of the one that is opened; its id, name in both languages, and ground in px."""

    id: str
    name: tuple[str, str]
    top: float
    bottom: float


@dataclass(frozen=True)
class Rest:
    """How many routes of a row and an age are not drawn, and where that stands."""

    row: str
    age: Maturity
    n: int
    x: float
    y: float


@dataclass(frozen=True)
class Layout:
    """The middle of each route's tile by its id, in px of a canvas `WIDTH` × `height`; the sub-chain that is opened, ''
    at rest."""

    places: Mapping[str, tuple[float, float]]
    rows: tuple[Row, ...]
    rest: tuple[Rest, ...]
    height: int
    lane: str

    @property
    def tile(self) -> tuple[float, float]:
        """The size of a tile in px."""
        return COLUMN - 4, TILE_HEIGHT

    @property
    def label_units(self) -> int:
        """How many half-width characters fit a tile."""
        return int((self.tile[0] - 4) // UNIT_PX)


def column(age: Maturity) -> tuple[float, float]:
    """Left and right edge of an age in px."""
    before = sum(ACROSS[m] for m in MATURITIES[: MATURITIES.index(age)])
    return SIDE + before * COLUMN, SIDE + (before + ACROSS[age]) * COLUMN


def opened(found: TechMap, lane: str, segment: str, route: str) -> str:
    """The sub-chain that is to be drawn with all its routes: the one asked for, else that of a chosen segment or route
    that does not stand on the picture at rest. Empty for the picture at rest."""
    if any(x["id"] == lane for x in found["lanes"]):
        return lane
    row = next((s for s in found["segments"] if s["id"] == segment), None)
    if row is None or (route and f"{segment}:{route}" in layout(found).places):
        return ""
    return row["lane"]


def layout(found: TechMap, lane: str = "") -> Layout:
    """The picture at rest, or of one sub-chain. The same document gives the same picture."""
    if lane:
        groups = [(s["id"], (s["name"], s["name_en"])) for s in found["segments"] if s["lane"] == lane and s["routes"]]
        of = {i: [r for r in found["routes"] if r["segment"] == i] for i, _ in groups}
    else:
        groups = [(x["id"], (x["name"], x["name_en"])) for x in found["lanes"]]
        of = {i: [r for r in found["routes"] if r["lane"] == i] for i, _ in groups}
        groups = [g for g in groups if of[g[0]]]
    places: dict[str, tuple[float, float]] = {}
    rows: list[Row] = []
    rest: list[Rest] = []
    top = float(HEAD + GAP)
    for key, name in groups:
        by_age = {m: [r for r in of[key] if r["maturity"] == m] for m in MATURITIES}
        lines = max(ceil(len(by_age[m]) / ACROSS[m]) for m in MATURITIES)
        lines = lines if lane else min(lines, AT_REST)
        for m in MATURITIES:
            left_out = _place(by_age[m], m, top, lines, places)
            if left_out:
                x, y = _middle(m, lines * ACROSS[m] - 1, top)
                rest.append(Rest(key, m, left_out, x, y))
        bottom = top + lines * ROW
        rows.append(Row(key, name, top, bottom))
        top = bottom + GAP
    return Layout(places, tuple(rows), tuple(rest), ceil(top) + FOOT, lane)


def _middle(age: Maturity, number: int, top: float) -> tuple[float, float]:
    """The middle of the tile of this number in a row."""
    left, _ = column(age)
    return left + (number % ACROSS[age] + 0.5) * COLUMN, top + (number // ACROSS[age] + 0.5) * ROW


def _place(
    routes: Sequence[RouteDocument], age: Maturity, top: float, lines: int, places: dict[str, tuple[float, float]]
) -> int:
    """Put the routes of a row and an age; returns how many found no room."""
    room = lines * ACROSS[age]
    shown = first(routes)[: room if len(routes) <= room else room - 1]
    for n, r in enumerate(shown):
        places[r["id"]] = _middle(age, n, top)
    return len(routes) - len(shown)
