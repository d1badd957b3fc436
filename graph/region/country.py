"""The whole country at once: every segment in every city as arrays, read from the columns of a store.

What does not depend on one region is computed once here; `graph.region.footprint` takes a region out of it.
Shapes: M memberships, F firms, S segments (rows of `network.ids`), R cities (`regions.cities()`).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.measures import formulas
from graph.measures.columns import MemberColumns, ranges, region_numbers, within
from graph.measures.counting import weights
from graph.measures.formulas import SITE_SHARE, Floats, Ints
from graph.measures.network import Network
from graph.model.records import MICRO
from graph.model.regions import EARTH_KM, Regions
from graph.model.trade_kinds import is_field, makes
from graph.region.scopes import Listing

Mask = NDArray[np.bool_]
LARGE_FARM = 3 * MICRO  # size (root of sales) from which a farm is known by more than its registered capital
FARM_SALES = round(0.4 * MICRO)  # of what its size says, that a smaller farm sells (own estimate)
PLANT_YI = 4  # 亿元 a year: a medium plant
OUTLET_YI = 0.3  # and a hotel, clinic or depot of a chain


@dataclass(frozen=True, eq=False)
class Here:
    """What every city has; each array is (S, R).

    effective: number of effective suppliers; firms: with a seat or a plant here, seated: with their seat here, each
    counted with its confidence; candidates: firms elsewhere that are not in the segment here.
    """

    effective: Floats
    firms: Floats
    seated: Floats
    candidates: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Country:
    """All memberships in known segments, by columns, with the matrices over cities made from them when first asked.

    given: all of them, whatever they count for; `columns` are those that count for something.
    listing: which source lists which firm; None where that is not known, and every firm counts everywhere.
    """

    network: Network
    regions: Regions
    given: MemberColumns
    listing: Listing | None = None

    @classmethod
    def of(cls, columns: MemberColumns, network: Network, regions: Regions, listing: Listing | None = None) -> Country:
        """The country of these memberships; those in segments that the chains do not know are left out."""
        known = np.array([s in network.row for s in columns.segments], dtype=bool)
        return cls(network, regions, columns if known.all() else columns.where(known[columns.segment]), listing)

    @cached_property
    def compared(self) -> Country:
        """The same by the firms that can be counted in every city alike: those that a source covering the whole country
        lists (`graph.region.scopes`). A city known by its register is not held against cities known by listed firms."""
        if self.listing is None:
            return self
        apart = self.listing.apart
        kept = np.array([f not in apart for f in self.given.firms], dtype=bool)
        if kept.all():
            return self
        return replace(self, given=self.given.where(kept[self.given.firm]), listing=None)

    def counted_between(self, one: str, other: str) -> tuple[Floats, Floats]:
        """(S,) firms of each segment in two regions, each by its confidence, over the sources that cover both."""
        return self._counted(one, (one, other)), self._counted(other, (one, other))

    def _counted(self, place: str, regions: tuple[str, str]) -> Floats:
        """(S,) firms of each segment in a place, by the sources that cover all of these regions."""
        part = self.part(place)
        here = np.flatnonzero(part)
        if self.listing is not None:
            listing, ids = self.listing, self.columns.firms
            here = here[np.array([listing.comparable(ids[f], *regions) for f in here.tolist()], dtype=bool)]
        rows = ranges(self.columns.start, here)
        amounts = self.sure[rows] * part[self.columns.firm[rows]] // MICRO
        return np.asarray(_sums(self.segment[rows], amounts, len(self.network.ids)) / MICRO)

    def without(self, region: str, segments: Collection[str]) -> Country:
        """The same with the region's memberships in these segments taken away, as if they had never been loaded."""
        hidden = np.array([s in segments for s in self.given.segments], dtype=bool)
        if not hidden.any():
            return self
        gone = hidden[self.given.segment] & (self.part(region)[self.given.firm] > 0)
        return replace(self, given=self.given.where(~gone))

    # -- memberships -----------------------------------------------------------------------------

    @cached_property
    def weight(self) -> Ints:
        """What each of `given` counts for, in micro-units."""
        return weights(self.given, self.network.segments)

    @cached_property
    def uncounted(self) -> dict[str, set[str]]:
        """The firms of each segment that are no part of its strength there: who only sells what it makes."""
        out: dict[str, set[str]] = {}
        for i in np.flatnonzero(self.weight == 0).tolist():
            segment = self.given.segments[self.given.segment[i]]
            out.setdefault(segment, set()).add(self.given.firms[self.given.firm[i]])
        return out

    @cached_property
    def columns(self) -> MemberColumns:
        """The M memberships that count, by the firm's role in the segment (`graph.measures.counting`)."""
        counts = self.weight > 0
        return self.given if counts.all() else self.given.where(counts)

    @cached_property
    def sure(self) -> Ints:
        """(M,) confidence × what the role counts for, in micro-units: how much of one firm each membership is."""
        weight = self.weight[self.weight > 0]
        return self.columns.confidence * weight // MICRO

    @cached_property
    def segment(self) -> NDArray[np.int64]:
        """(M,) row of `network.ids`."""
        rows = np.array([self.network.row.get(s, -1) for s in self.columns.segments], dtype=np.int64)
        return rows[self.columns.segment]

    @cached_property
    def whole(self) -> Ints:
        """(M,) `sure` × size in micro-units."""
        return self.sure * self.columns.size[self.columns.firm] // MICRO

    @cached_property
    def sales(self) -> Ints:
        """(M,) estimated yearly sales of the firm in the segment, micro-亿元: size squared (`graph.model.firm_size`) by
        confidence; in all its segments together a firm sells what it sells."""
        # What farms and cooperatives register as capital is promised rather than paid in.
        grows = [is_field(self.network.segments[s].gbt4754) for s in self.network.ids]
        farm = np.array(grows, dtype=bool)[self.segment] & (self.columns.size[self.columns.firm] < LARGE_FARM)
        total = np.bincount(self.columns.firm, weights=self.sure, minlength=len(self.columns.firms)).astype(np.int64)
        sold = self.whole * self.columns.size[self.columns.firm] // MICRO
        sold = np.where(farm, sold * FARM_SALES // MICRO, sold)
        return sold * MICRO // np.maximum(total, MICRO)[self.columns.firm]

    @cached_property
    def site_sales(self) -> Ints:
        """(M,) the most that a site away from the firm's seat is thought to sell in a year, micro-亿元."""
        making = np.array([makes(self.network.segments[s]) for s in self.network.ids], dtype=bool)
        return np.where(making[self.segment], PLANT_YI * MICRO, round(OUTLET_YI * MICRO))

    @cached_property
    def revenue(self) -> Floats:
        """(S, R) estimated yearly sales of the firms in each city, 亿元; of an outside firm's plant see `sold`."""
        member, city, part = self.cells
        r = len(self.cities)
        values = sold(self.sales[member], part, self.site_sales[member])
        found = _sums(self.segment[member] * r + city, values, len(self.network.ids) * r).reshape(-1, r)
        return np.asarray(found / MICRO)

    @cached_property
    def whole_by_segment(self) -> Ints:
        """(S,) Σ `whole`."""
        return _sums(self.segment, self.whole, len(self.network.ids))

    @cached_property
    def firms_by_segment(self) -> Ints:
        """(S,) Σ `sure`, in micro-units."""
        return _sums(self.segment, self.sure, len(self.network.ids))

    @cached_property
    def members_by_segment(self) -> NDArray[np.int64]:
        """(S,) number of memberships."""
        return np.bincount(self.segment, minlength=len(self.network.ids))

    @cached_property
    def ranked(self) -> NDArray[np.int64]:
        """(M,) memberships by segment, strongest first, equals by firm."""
        return np.lexsort((self.columns.firm, -self.whole, self.segment))

    @cached_property
    def _codes(self) -> NDArray[np.int64]:
        return region_numbers(self.columns.regions)

    def inside(self, region: str) -> Mask:
        """(codes + 1,) does each of `columns.regions` lie in the region? The last stands for an unknown seat."""
        return within(self._codes, region)

    def part(self, region: str) -> Ints:
        """(F,) micro-units of each firm that count in the region: all with its seat there, else `SITE_SHARE`."""
        inside = self.inside(region)
        out = np.zeros(len(self.columns.firms), dtype=np.int64)
        out[self._site_firm[inside[self.columns.site]]] = SITE_SHARE
        out[inside[self.columns.seat]] = MICRO
        return out

    def seated(self, region: str) -> Mask:
        """(F,) has the firm its seat in the region?"""
        return self.inside(region)[self.columns.seat]

    @cached_property
    def _site_firm(self) -> NDArray[np.int64]:
        return np.repeat(np.arange(len(self.columns.firms)), np.diff(self.columns.site_start))

    @cached_property
    def here(self) -> Here:
        """What every city has, as (S, R) arrays."""
        member, city, part = self.cells
        n, r = len(self.network.ids), len(self.cities)
        amount = self.whole[member] * part // MICRO
        cell = self.segment[member] * r + city
        seated, counts = part == MICRO, amount > 0
        confidence = self.sure[member]
        effective, _ = formulas.suppliers_by_segment(cell, amount, n * r)

        def table(rows: Mask, values: Ints) -> Floats:
            return np.asarray(_sums(cell[rows], values[rows], n * r).reshape(n, r) / MICRO)

        taken = np.bincount(cell[seated | counts], minlength=n * r).reshape(n, r)
        return Here(
            effective.reshape(n, r),
            table(counts, confidence),
            table(seated, confidence),
            self.members_by_segment[:, None] - taken,
        )

    # -- cities ----------------------------------------------------------------------------------

    @cached_property
    def cities(self) -> tuple[str, ...]:
        return tuple(self.regions.cities())

    @cached_property
    def _city_codes(self) -> NDArray[np.int64]:
        return np.array([int(c) for c in self.cities], dtype=np.int64)

    def overlapping(self, region: str) -> Mask:
        """(R,) cities that lie in the region, or in which it lies: they say nothing about the rest."""
        out = within(self._city_codes, region)
        city = self.regions.city_of(region)
        if city:
            out = out | (self._city_codes == int(city))
        return out

    @cached_property
    def cells(self) -> tuple[NDArray[np.int64], NDArray[np.int64], Ints]:
        """Every (membership, city) pair, with the micro-units of the firm that count there."""
        at = {c: j for j, c in enumerate(self.cities)}
        city = np.array([at.get(self.regions.city_of(c), -1) for c in self.columns.regions] + [-1], dtype=np.int64)
        seat = city[self.columns.seat]
        # A plant in the seat's own city adds nothing; two in one city are one.
        r = max(len(self.cities), 1)
        there = city[self.columns.site]
        pairs = np.unique((self._site_firm * r + there)[(there >= 0) & (there != seat[self._site_firm])])
        firm, where = np.divmod(pairs, r)
        start = self.columns.start
        length = start[firm + 1] - start[firm]
        member = ranges(start, firm)
        seated = np.flatnonzero(seat[self.columns.firm] >= 0)
        return (
            np.concatenate([seated, member]),
            np.concatenate([seat[self.columns.firm[seated]], np.repeat(where, length)]),
            np.concatenate([np.full(len(seated), MICRO), np.full(len(member), SITE_SHARE)]).astype(np.int64),
        )

    def _matrix(self, amount: Ints) -> Ints:
        """(S, R) sum of an amount per membership over cities."""
        member, city, part = self.cells
        r = len(self.cities)
        values = amount[member] * part // MICRO
        return _sums(self.segment[member] * r + city, values, len(self.network.ids) * r).reshape(-1, r)

    @cached_property
    def strength(self) -> Ints:
        """(S, R) strength in micro-units."""
        return self._matrix(self.whole)

    @cached_property
    def counts(self) -> Floats:
        """(S, R) firms, each as `sure` as it is, a plant as `SITE_SHARE` of one."""
        return np.asarray(self._matrix(self.sure) / MICRO)

    @cached_property
    def phi(self) -> Floats:
        """(S, S) proximity of segments over all cities."""
        return formulas.proximity(formulas.specialised(self.strength / MICRO))

    @cached_property
    def per_city(self) -> Floats:
        """(R,) Σ `counts`."""
        return np.asarray(self.counts.sum(axis=0))

    @cached_property
    def firms_per_city(self) -> NDArray[np.int64]:
        """(R,) different firms with a part in any segment."""
        member, city, part = self.cells
        counts = self.whole[member] * part // MICRO > 0
        firm = self.columns.firm[member]
        r = max(len(self.cities), 1)
        pairs = np.unique(firm[counts].astype(np.int64) * r + city[counts])
        return np.bincount(pairs % r, minlength=len(self.cities))

    @cached_property
    def elsewhere(self) -> Floats:
        """(S, R) cities other than each, and those that overlap with it, that have the segment."""
        away = np.stack([~self.overlapping(c) for c in self.cities], axis=1).astype(float)
        return np.asarray((self.counts > 0).astype(float) @ away)

    @cached_property
    def ubiquity(self) -> NDArray[np.int64]:
        """(S,) cities that have the segment."""
        return np.asarray((self.counts > 0).sum(axis=1))

    @cached_property
    def profile(self) -> tuple[Floats, Floats, Floats]:
        """Mean make-up (S,); (S, R) make-up of each city by segment less that mean; its squares summed over the
        segments (R,).

        The make-up is the root of the shares (Hellinger), so that no single large trade rules how alike two cities are.
        """
        root = np.sqrt(self.counts / np.maximum(self.per_city, 1e-9))
        mean = root.mean(axis=1) if root.size else np.zeros(len(root))
        profile = root - mean[:, None]
        return mean, profile, (profile**2).sum(axis=0)

    def density_elsewhere(self, region: str, presence: Floats) -> Floats:
        """(S,) or (S, n) relatedness density by the proximities of the other cities alone: for fits, where a segment's
        own presence in the region must not speak for itself. presence: (S,), or (S, n) for several at once."""
        away = ~self.overlapping(region)
        phi = formulas.proximity(formulas.specialised(self.strength[:, away] / MICRO))
        return formulas.relatedness_density(phi, presence)

    def strongest_near(self, region: str, segment: str, km: float, most: int = 3) -> tuple[tuple[str, str], ...]:
        """The cities within so many kilometres, without the region's own, that are strongest in a segment, by name in
        both languages."""
        near = (self.distances(region) <= km) & ~self.overlapping(region)
        strength = np.where(near, self.strength[self.network.row[segment]], 0)
        best = [j for j in np.argsort(-strength, kind="stable")[:most].tolist() if strength[j] > 0]
        return tuple((self.regions.name(self.cities[j]), self.regions.name_en(self.cities[j])) for j in best)

    def distances(self, region: str) -> Floats:
        """(R,) kilometres from the region's centre to each city; infinite where a place is not known."""
        here = self.regions.by_code.get(self.regions.canonical(region))
        if here is None or here.lat is None or here.lng is None:
            return np.full(len(self.cities), np.inf)
        lat, lng = self._coordinates
        h = (
            np.sin((lat - np.radians(here.lat)) / 2) ** 2
            + np.cos(lat) * np.cos(np.radians(here.lat)) * np.sin((lng - np.radians(here.lng)) / 2) ** 2
        )
        return np.asarray(np.nan_to_num(2 * EARTH_KM * np.arcsin(np.sqrt(h)), nan=np.inf))

    @cached_property
    def _coordinates(self) -> tuple[Floats, Floats]:
        places = [self.regions.by_code[c] for c in self.cities]
        lat, lng = ([np.nan if v is None else v for v in axis] for axis in zip(*((p.lat, p.lng) for p in places)))  # noqa: B905
        return np.radians(np.array(lat, dtype=np.float64)), np.radians(np.array(lng, dtype=np.float64))


def sold(sales: Ints, part: Ints, most: Ints) -> Ints:
    """What a firm with these sales (micro-亿元) sells where `part` of it counts: all of it at its seat. A site
    elsewhere is thought of as `SITE_SHARE` of the firm, but as no more than `most` (`Country.site_sales`), since nobody
    knows."""
    return np.where(part == MICRO, sales, np.minimum(sales * part // MICRO, most))


def _sums(index: NDArray[np.int64], values: Ints, n: int) -> Ints:
    """Integer sums by index. Exact: micro-units of a whole country stay far below 2⁵³, where doubles count singly."""
    return np.bincount(index, weights=values, minlength=n).astype(np.int64)
