"""The shapes of 市场分布图. Amounts are estimates, 亿元 a year; shares are of `total_yi`, 0–1; minutes are by road."""

from __future__ import annotations

from typing import TypedDict

from graph.model.records import LinkKind
from graph.model.records import Scope as ScopeKind


class BuyingSegment(TypedDict):
    """A segment whose firms buy: the share of their cost and what it rests on (`source`); firms on record in it, those
    that can be named among them, and what all of them buy."""

    segment: str
    name: str
    name_en: str
    chain: str
    chain_name: str
    chain_name_en: str
    cost_share: float
    source: str
    kind: LinkKind
    firms: int
    named: int
    yi: float
    share: float


class ProvinceMarket(TypedDict):
    """A province; '' as its code stands for firms without a known seat."""

    code: str
    name: str
    name_en: str
    yi: float
    share: float
    named: int


class CityMarket(TypedDict):
    """A city, or a province for firms whose city is not known. minutes: None where the way is not known; lng, lat in
    degrees, None where not known; is_city: else it is no place to draw."""

    code: str
    province: str
    name: str
    name_en: str
    full: str
    yi: float
    share: float
    named: int
    minutes: int | None
    lng: float | None
    lat: float | None
    is_city: bool


class BoughtFor(TypedDict):
    """What a firm buys for one of its trades: the product that takes the input, its sales there and the share of cost
    that goes into it."""

    segment: str
    name: str
    name_en: str
    product: str
    sales_yi: float
    cost_share: float
    yi: float


class Buyer(TypedDict):
    """A firm that makes something that takes the input. known: its revenue is on record, else it was thought by size;
    capped: it sells more than was counted; parts: by its trades, its main product first; place as `CityMarket`."""

    rank: int
    id: str
    name: str
    short: str
    place: str
    city: str
    city_name: str
    city_name_en: str
    province: str
    minutes: int | None
    lng: float | None
    lat: float | None
    known: bool
    capped: bool
    verified_products: bool
    parts: list[BoughtFor]
    yi: float
    share: float


class Ring(TypedDict):
    """What lies within so many hours by road, the region itself included. people_wan: residents, 万人."""

    hours: int
    km: float
    yi: float
    share: float
    people_wan: float
    people_share: float


class Plant(TypedDict):
    """A plant of the smallest usual size: what it sells in a year. hours: of the first ring in which as much is bought,
    0 where the region alone does, None where no ring does."""

    sales_yi: float
    hours: int | None


class MarketDocument(TypedDict):
    """Where a segment's downstream is, seen from a region.

    review: the review number (审图号) of the map, '' where none is set; people: `graph.model.vocabulary.Market`s that
    buy beside firms; demand: demand nodes among the buyers, as (name, name_en), of whom nobody is on record; local_yi:
    what the region buys, as its certificate says; named_yi: of the firms in `buyers`; unplaced_yi: of firms without a
    city; far_unknown_yi: of cities to which the way is not known; scattered_yi: of segments that spend less than 1% of
    their cost on it, and of stray firms; firms: on record in `segments`; outside, inside: the kinds of sources of the
    buying firms elsewhere and of the region, the widest first; haul_km: how far the goods usually go, None where far or
    unknown; on_the_spot: work that nobody sends; plant: None of such work, and where the usual size is not known;
    located: has the region a position, else there are no rings; is_demand: the segment only buys.
    """

    segment: str
    name: str
    name_en: str
    chain: str
    chain_name: str
    chain_name_en: str
    products: list[str]
    region: str
    region_name: str
    region_lng: float | None
    region_lat: float | None
    day: str
    review: str
    is_demand: bool
    located: bool
    total_yi: float
    local_yi: float
    named_yi: float
    unplaced_yi: float
    far_unknown_yi: float
    scattered_yi: float
    firms: int
    people: list[str]
    demand: list[tuple[str, str]]
    outside: list[ScopeKind]
    inside: list[ScopeKind]
    haul_km: float | None
    on_the_spot: bool
    plant: Plant | None
    rings: list[Ring]
    segments: list[BuyingSegment]
    provinces: list[ProvinceMarket]
    cities: list[CityMarket]
    buyers: list[Buyer]
