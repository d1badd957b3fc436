"""The document of 技术路线图, which screen, page and workbook all read."""

from __future__ import annotations

from typing import Literal, TypedDict

from graph.gaps.documents.shapes import LaneDocument
from graph.model.text import FirmRef

Maturity = Literal["emerging", "growing", "mature", "declining"]
Trend = Literal["rising", "stable", "falling"]
MATURITIES: tuple[Maturity, ...] = ("emerging", "growing", "mature", "declining")
TRENDS: tuple[Trend, ...] = ("rising", "stable", "falling")
# What names a route: a product, a technology or a capacity that a firm reports, or its registered scope.
SaidKind = Literal["product", "technology", "capacity", "scope"]


class Standing(FirmRef):
    """A firm on a route: the word that names the route, the firm's own text it stands in, and who said so.

    seat: the code of its seat; local: with a seat or a plant in the region; source '' and as_of '' are unknown.
    """

    seat: str
    local: bool
    word: str
    text: str
    kind: SaidKind
    source: str
    as_of: str


class InstituteDocument(TypedDict):
    """An institution whose field is a segment. minutes: a ride from the region, None where a place has no position;
    mode: rail, road or local; checked: a second source agrees that there is such an institution."""

    id: str
    name: str
    name_en: str
    kind: str
    region: str
    city: str
    minutes: int | None
    mode: str
    checked: bool
    source: str
    as_of: str


class RouteDocument(TypedDict):
    """A technology route of a segment.

    id: `segment:name`; standing: the firms on it, the largest first; gives_way_to: routes of the segment that take
    its place, `told` whether a person named them (otherwise they are the segment's rising routes).
    """

    id: str
    name: str
    segment: str
    segment_name: str
    segment_name_en: str
    lane: str
    maturity: Maturity
    trend: Trend
    falls: bool
    standing: list[Standing]
    gives_way_to: list[str]
    told: bool


class RouteSegment(TypedDict):
    """A segment with its routes: local firms in it, and those of them that no route could be told of."""

    id: str
    name: str
    name_en: str
    lane: str
    description: str
    routes: list[str]
    local: int
    unplaced: list[FirmRef]
    institutes: list[InstituteDocument]


class RiskDocument(TypedDict):
    """A falling route with local firms on it. `moving`: the ids of those that also stand on what takes its place or on
    another rising route of the segment."""

    route: str
    firms: list[Standing]
    moving: list[str]


class TechMap(TypedDict):
    """One chain's routes as seen from a region. Segments and routes stand in the order of the catalogue, risks with
    most local firms first.

    region_name: with its province, place: without it. local_firms: in the chain; placed_firms: those of them on at
    least one route.
    """

    chain: str
    chain_name: str
    chain_name_en: str
    region: str
    region_name: str
    place: str
    lanes: list[LaneDocument]
    segments: list[RouteSegment]
    routes: list[RouteDocument]
    risks: list[RiskDocument]
    local_firms: int
    placed_firms: int
