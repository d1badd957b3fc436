"""What the firms of each place of the country buy of a segment: the arithmetic of certificates, place by place.

A place is a city; a province for firms of which no more is known; `NOWHERE` for those without any seat. What a city
buys here is therefore, to the last digit, what the certificate of that city says. An outside firm's plant counts where
it stands, as it does there, beside the firm at its seat: about 1% of all sales.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from graph.gaps.partners import Knowledge, Linked, Partners
from graph.gaps.recruitability import demand_yi
from graph.measures.columns import MemberColumns
from graph.measures.formulas import Ints
from graph.model.goods.product_routes import ProductRoutes
from graph.model.records import Firm, Membership
from graph.model.regions import Regions
from graph.region.country import Country
from graph.region.coverage import coverage
from graph.region.footprint import Footprint

NOWHERE = "000000"  # no region has this code; it stands for a seat that is not known
LEAST_YI = 1e-6  # 亿元: a hundred yuan, below which a place buys nothing


@dataclass(frozen=True)
class PlaceMarket:
    """What firms of one place buy of a segment in a year. bought_yi: 亿元, buyers too small to be felt included;
    buyers: the buying segments with the firms that can be named; firms: how many firms of each buying segment."""

    place: str
    bought_yi: float
    buyers: tuple[Linked, ...]
    firms: Mapping[str, int]


def places(country: Country) -> tuple[Footprint, ...]:
    """The footprint of every place that has a firm: cities in order, then provinces, then `NOWHERE`."""
    regions, columns = country.regions, country.given
    city = {c: regions.city_of(c) for c in columns.regions}
    cities = sorted({c for c in city.values() if c})
    known = {c: regions.canonical(c) for c in columns.regions}
    vague = sorted({c for c in columns.regions if known[c] and not city[c]})
    out = [_footprint(country, c) for c in cities]
    out += [_footprint(_seated_at(country, [c]), c) for c in vague]
    lost = _lost(country, [c for c in columns.regions if not known[c]])
    return (*out, _footprint(lost, NOWHERE)) if len(lost.given.firm) else tuple(out)


def _footprint(country: Country, place: str) -> Footprint:
    return Footprint(country.network, place, country, coverage({}))


def _rows(columns: MemberColumns, codes: Sequence[str], unknown: bool = False) -> Ints:
    """(F,) 1 where the seat is one of these codes, or with `unknown` where none is known."""
    chosen = np.array([*(c in codes for c in columns.regions), unknown], dtype=np.int64)
    return np.asarray(chosen[columns.seat])


def _seated_at(country: Country, codes: Sequence[str]) -> Country:
    """The country of the firms whose seat is exactly one of these codes."""
    given = country.given
    kept = _rows(given, codes) > 0
    return replace(country, given=given.where(kept[given.firm]))


def _lost(country: Country, codes: Sequence[str]) -> Country:
    """The country of the firms without a seat, or with one of these codes that are none, all of them at `NOWHERE`."""
    given = country.given
    lost = _rows(given, codes, unknown=True) > 0
    n = len(given.firms)
    moved = replace(
        given.where(lost[given.firm]),
        regions=(NOWHERE,),
        seat=np.where(lost, 0, -1).astype(np.int32),
        site_start=np.zeros(n + 1, dtype=np.int64),
        site=np.zeros(0, dtype=np.int32),
    )
    return replace(country, given=moved)


def buying(footprint: Footprint, segment: str) -> list[str]:
    """The segments that spend any of their cost on this one."""
    net = footprint.network
    return [net.ids[j] for j in np.flatnonzero(net.spent[net.row[segment]]).tolist()]


def firms_of(country: Country, segments: Iterable[str]) -> list[str]:
    """The ids of the firms that count in any of these segments, wherever they are, in order."""
    rows = [country.network.row[s] for s in segments]
    found = np.unique(country.columns.firm[np.isin(country.segment, rows)])
    return [country.columns.firms[i] for i in found.tolist()]


def known_of(
    regions: Regions, firms: Iterable[Firm], memberships: Iterable[Membership], routes: ProductRoutes
) -> Knowledge:
    """What is on record of these firms; those without a place are put where `places` has them."""
    placed = (f if regions.canonical(f.region) else replace(f, region=NOWHERE) for f in firms)
    return Knowledge.of(placed, memberships, routes)


def market(footprints: Iterable[Footprint], knowledge: Knowledge, segment: str) -> list[PlaceMarket]:
    """What each place buys of a segment, the most first; places that buy nothing are left out."""
    out = []
    for foot in footprints:
        one = of_place(foot, knowledge, segment)
        if one.bought_yi >= LEAST_YI or any(b.partners for b in one.buyers):
            out.append(one)
    return sorted(out, key=lambda p: (-p.bought_yi, p.place))


def of_place(footprint: Footprint, knowledge: Knowledge, segment: str) -> PlaceMarket:
    """What the firms of one region buy of a segment."""
    partners = Partners(footprint, knowledge)
    buyers = tuple(partners.buyers(segment))
    firms = {b.segment: len(footprint.sold_by.get(b.segment, {})) for b in buyers}
    bought = partners.bought_yi(segment, demand_yi(footprint))
    return PlaceMarket(footprint.region, bought, buyers, firms)
