"""市场分布图 as a document: where what a segment makes is bought, by whom, and how far away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import ceil

import numpy as np

from graph.gaps.market import by_place
from graph.gaps.market.by_place import NOWHERE, PlaceMarket
from graph.gaps.recruitability import haul_km
from graph.measures.network import Network
from graph.model.cities import City
from graph.model.firm_size import LARGEST
from graph.model.goods.product_routes import ALL_TAKE, ProductRoutes
from graph.model.records import Firm, Link
from graph.model.records import Scope as ScopeKind
from graph.model.regions import Regions
from graph.model.text import short_name
from graph.model.vocabulary import Market
from graph.region.country import Country
from graph.region.footprint import Footprint
from graph.region.scopes import WIDEST
from graph.store.base.protocol import GraphStore
from outreach.maps.market.shapes import (
    BoughtFor,
    Buyer,
    BuyingSegment,
    CityMarket,
    MarketDocument,
    Plant,
    ProvinceMarket,
    Ring,
)
from outreach.trip.planner.travel import SPEEDS, STEP, WITHIN, minutes_by, reach_km

HOURS = (2, 5, 8)  # of the rings
UNKNOWN_PLACE = ("所在地待核", "seat unverified")


@dataclass(frozen=True)
class Ground:
    """What documents of a version of the data are made from. footprints: see `by_place.places`; cities: how large they
    are, by code, none where the data folder does not say."""

    store: GraphStore
    country: Country
    footprints: Sequence[Footprint]
    cities: Mapping[str, City] = field(default_factory=dict)
    routes: ProductRoutes = ALL_TAKE


def market_document(ground: Ground, footprint: Footprint, segment: str, day: str, review: str = "") -> MarketDocument:
    """The document of a segment of the store as seen from the region of `footprint`. day: of the data, ISO, ''
    unknown; review: the review number (审图号) of the map, '' where none is set."""
    return _Writer(ground, footprint, segment).document(day, review)


@dataclass(frozen=True)
class _Writer:
    ground: Ground
    footprint: Footprint
    segment: str

    @property
    def net(self) -> Network:
        return self.ground.country.network

    @property
    def regions(self) -> Regions:
        return self.ground.country.regions

    @property
    def region(self) -> str:
        return self.footprint.region

    @cached_property
    def firms(self) -> dict[str, Firm]:
        """The firms of all segments that buy."""
        ids = by_place.firms_of(self.ground.country, by_place.buying(self.footprint, self.segment))
        return {f.id: f for f in self.ground.store.firms(ids)}

    @cached_property
    def found(self) -> tuple[list[PlaceMarket], PlaceMarket]:
        """What each place buys, and what the region buys."""
        memberships = self.ground.store.memberships(list(self.firms))
        known = by_place.known_of(self.regions, self.firms.values(), memberships, self.ground.routes)
        here = by_place.of_place(self.footprint, known, self.segment)
        return by_place.market(self.ground.footprints, known, self.segment), here

    @cached_property
    def total(self) -> float:
        return sum(p.bought_yi for p in self.found[0])

    def document(self, day: str, review: str) -> MarketDocument:
        spec, chains = self.net.segments[self.segment], {c.id: c for c in self.net.chains}
        place = self.regions.by_code.get(self.region)
        cities = [self._city(p) for p in self.found[0]]
        buyers, segments = self._buyers(), self._segments()
        demand = [self.net.segments[s] for s in by_place.buying(self.footprint, self.segment)]
        far = haul_km(spec)
        located = place is not None and place.lng is not None and place.lat is not None
        rings = self._rings(cities, Market.RESIDENTS in spec.siting.get("market", [])) if located else []
        return {
            "segment": self.segment,
            "name": spec.name,
            "name_en": spec.name_en,
            "chain": spec.chain,
            "chain_name": chains[spec.chain].name,
            "chain_name_en": chains[spec.chain].name_en,
            "products": list(spec.products),
            "region": self.region,
            "region_name": self.regions.full_name(self.region),
            "region_lng": place.lng if place else None,
            "region_lat": place.lat if place else None,
            "day": day,
            "review": review,
            "is_demand": spec.demand,
            "located": located,
            "total_yi": self.total,
            "local_yi": self.found[1].bought_yi,
            "named_yi": sum(b["yi"] for b in buyers),
            "unplaced_yi": sum(c["yi"] for c in cities if not c["is_city"]),
            "far_unknown_yi": sum(c["yi"] for c in cities if c["is_city"] and c["minutes"] is None),
            "scattered_yi": max(0.0, self.total - sum(s["yi"] for s in segments)),
            "firms": len(by_place.firms_of(self.ground.country, [s["segment"] for s in segments])),
            "people": list(spec.siting.get("market", [])),
            "demand": [(s.name, s.name_en) for s in demand if s.demand],
            "outside": self._kinds(),
            "inside": self.footprint.scopes,
            "haul_km": far if far and np.isfinite(far) else None,
            "on_the_spot": far == 0,
            "plant": self._plant(rings) if far != 0 and not spec.demand else None,
            "rings": rings,
            "segments": segments,
            "provinces": self._provinces(cities),
            "cities": cities,
            "buyers": buyers,
        }

    def _share(self, yi: float) -> float:
        return yi / self.total if self.total > 0 else 0.0

    # -- places ----------------------------------------------------------------------------------

    def minutes(self, place: str) -> int | None:
        """By road from the region to a city; None where the way is not known."""
        if Regions.within(place, self.region):
            return SPEEDS.local
        km = self.regions.distance_km(self.region, place)
        if km is None:
            return WITHIN if self.regions.city_of(self.region) == place else None
        return max(SPEEDS.local, ceil(minutes_by("road", km) / STEP) * STEP)

    def _city(self, found: PlaceMarket) -> CityMarket:
        code, known = found.place, self.regions.by_code.get(found.place)
        is_city = code in self._drawn
        return {
            "code": code if code != NOWHERE else "",
            "province": self._province(code),
            "name": self._name(code)[0],
            "name_en": self._name(code)[1],
            "full": self.regions.full_name(code) if code != NOWHERE else UNKNOWN_PLACE[0],
            "yi": found.bought_yi,
            "share": self._share(found.bought_yi),
            "named": len({p.firm for b in found.buyers for p in b.partners}),
            "minutes": self.minutes(code) if is_city else None,
            "lng": known.lng if known and is_city else None,
            "lat": known.lat if known and is_city else None,
            "is_city": is_city,
        }

    @cached_property
    def _drawn(self) -> frozenset[str]:
        return frozenset(self.ground.country.cities)

    def _name(self, code: str) -> tuple[str, str]:
        """A city, a province whose cities are not known, or no place at all."""
        if code == NOWHERE:
            return UNKNOWN_PLACE
        name, name_en = self.regions.name(code), self.regions.name_en(code)
        return (name, name_en) if code in self._drawn else (f"{name}（城市待核）", f"{name_en} (city unverified)")

    def _province(self, code: str) -> str:
        return "" if code == NOWHERE else f"{code[:2]}0000"

    def _provinces(self, cities: Iterable[CityMarket]) -> list[ProvinceMarket]:
        rows: dict[str, list[CityMarket]] = {}
        for city in cities:
            rows.setdefault(city["province"], []).append(city)
        out: list[ProvinceMarket] = []
        for code, members in rows.items():
            yi = sum(c["yi"] for c in members)
            name = self.regions.name(code) if code else UNKNOWN_PLACE[0]
            out.append(
                {
                    "code": code,
                    "name": name,
                    "name_en": self.regions.name_en(code) if code else UNKNOWN_PLACE[1],
                    "yi": yi,
                    "share": self._share(yi),
                    "named": sum(c["named"] for c in members),
                }
            )
        return sorted(out, key=lambda p: (-p["yi"], p["code"]))

    def _rings(self, cities: Sequence[CityMarket], people: bool) -> list[Ring]:
        heads = {c: city.population.value for c, city in self.ground.cities.items()} if people else {}
        everybody = sum(heads.values())
        near = {c: m for c in heads if (m := self.minutes(c)) is not None}
        out: list[Ring] = []
        for hours in HOURS:
            yi = sum(c["yi"] for c in cities if c["minutes"] is not None and c["minutes"] <= hours * 60)
            within = sum(heads[c] for c, m in near.items() if m <= hours * 60)
            out.append(
                {
                    "hours": hours,
                    "km": reach_km("road", hours),
                    "yi": yi,
                    "share": self._share(yi),
                    "people_wan": within,
                    "people_share": within / everybody if everybody else 0.0,
                }
            )
        return out

    def _plant(self, rings: Sequence[Ring]) -> Plant | None:
        """A plant of the smallest usual size and how far its output would have to go, if nobody else sold there."""
        sales = float(self.net.least_sales[self.net.row[self.segment]])
        if np.isnan(sales) or sales <= 0:
            return None
        reached = 0 if self.found[1].bought_yi >= sales else next((r["hours"] for r in rings if r["yi"] >= sales), None)
        return {"sales_yi": sales, "hours": reached}

    # -- who buys --------------------------------------------------------------------------------

    @cached_property
    def _links(self) -> dict[str, Link]:
        """The largest link to each buying segment."""
        links = sorted(self.net.links, key=lambda k: (k.share, k.kind))
        return {k.target_id: k for k in links if k.source_id == self.segment and k.kind != "channel"}

    def _segments(self) -> list[BuyingSegment]:
        chains, rows = {c.id: c for c in self.net.chains}, self.net.row
        yi: dict[str, float] = {}
        named: dict[str, set[str]] = {}
        share: dict[str, float] = {}
        for place in self.found[0]:
            for b in place.buyers:
                yi[b.segment] = yi.get(b.segment, 0.0) + b.yi
                named.setdefault(b.segment, set()).update(p.firm for p in b.partners)
                share[b.segment] = b.share
        out: list[BuyingSegment] = []
        for s in sorted(yi, key=lambda i: (-yi[i], i)):
            spec, link = self.net.segments[s], self._links[s]
            out.append(
                {
                    "segment": s,
                    "name": spec.name,
                    "name_en": spec.name_en,
                    "chain": spec.chain,
                    "chain_name": chains[spec.chain].name,
                    "chain_name_en": chains[spec.chain].name_en,
                    "cost_share": share[s],
                    "source": link.source,
                    "kind": link.kind,
                    "firms": int(self.ground.country.members_by_segment[rows[s]]),
                    "named": len(named[s]),
                    "yi": yi[s],
                    "share": self._share(yi[s]),
                }
            )
        return out

    def _buyers(self) -> list[Buyer]:
        parts: dict[str, list[BoughtFor]] = {}
        at: dict[str, str] = {}
        for place in self.found[0]:
            for b in place.buyers:
                spec = self.net.segments[b.segment]
                for p in b.partners:
                    at[p.firm] = place.place
                    parts.setdefault(p.firm, []).append(
                        {
                            "segment": b.segment,
                            "name": spec.name,
                            "name_en": spec.name_en,
                            "product": p.product,
                            "sales_yi": p.yi / b.share,
                            "cost_share": b.share,
                            "yi": p.yi,
                        }
                    )
        order = sorted(parts, key=lambda f: (-sum(p["yi"] for p in parts[f]), f))
        return [self._buyer(n, f, at[f], parts[f]) for n, f in enumerate(order, 1)]

    def _buyer(self, rank: int, firm_id: str, code: str, parts: list[BoughtFor]) -> Buyer:
        firm, known = self.firms[firm_id], self.regions.by_code.get(code)
        yi = sum(p["yi"] for p in parts)
        is_city = code in self._drawn
        return {
            "rank": rank,
            "id": firm_id,
            "name": firm.name,
            "short": short_name(firm),
            "place": self.regions.full_name(firm.region) if code != NOWHERE else UNKNOWN_PLACE[0],
            "city": code if code != NOWHERE else "",
            "city_name": self._name(code)[0],
            "city_name_en": self._name(code)[1],
            "province": self._province(code),
            "minutes": self.minutes(code) if is_city else None,
            "lng": known.lng if known and is_city else None,
            "lat": known.lat if known and is_city else None,
            "known": bool(firm.revenue_yi),
            "capped": (firm.revenue_yi or 0.0) > LARGEST**2,
            "verified_products": firm.verified_products,
            "parts": sorted(parts, key=lambda p: (_place_in(firm.products, p["product"]), -p["yi"], p["segment"])),
            "yi": yi,
            "share": self._share(yi),
        }

    def _kinds(self) -> list[ScopeKind]:
        """The kinds of sources in which the buying firms seated elsewhere stand."""
        listing = self.ground.country.listing
        if listing is None:
            return []
        away = (f for f in self.firms.values() if not Regions.within(f.region, self.region))
        kinds = {listing.sources[s].kind for f in away for s in listing.of.get(f.id, ()) if s in listing.sources}
        return sorted(kinds, key=WIDEST.index)


def _place_in(products: Sequence[str], product: str) -> int:
    """Where a product stands in a firm's list, which names the main one first; behind them where it does not."""
    return products.index(product) if product in products else len(products)
