"""The memberships of a whole country as arrays: what the measures read when all cities are looked at together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.model.records import ROLE_CODES, Member

Index = NDArray[np.int32]
Ints = NDArray[np.int64]
_ROLE: dict[str, int] = {r: i for i, r in enumerate(ROLE_CODES)}
_NO_HOUSES: Mapping[int, str] = {}


@dataclass(frozen=True, eq=False)
class FirmColumns:
    """F firms by columns, in the order of their ids; read once for memberships and sources alike.

    size: (F,) micro-units; regions: the codes that occur, in order; seat: (F,) rows of `regions`, -1 where no seat is
    known; site_start: (F + 1,), site: the plants of firm f are `regions[site[site_start[f]:site_start[f + 1]]]`;
    houses: the names that branches share with their firm, in order; house: (F,) rows of it, -1 for none.
    """

    firms: tuple[str, ...]
    size: Ints
    regions: tuple[str, ...]
    seat: Index
    site_start: Ints
    site: Index
    houses: tuple[str, ...]
    house: Index

    @classmethod
    def build(
        cls,
        ids: Sequence[str],
        size: Sequence[int],
        seat: Sequence[str],
        sites: Mapping[int, Sequence[str]],
        houses: Mapping[int, str] = _NO_HOUSES,
    ) -> FirmColumns:
        """From columns in any order; `sites` holds the plants by the firm's place in them, for those that have any,
        `houses` the house of those that belong to one (`graph.model.records.Member`)."""
        order = sorted(range(len(ids)), key=ids.__getitem__)
        regions = tuple(sorted({*seat, *(s for places in sites.values() for s in places)} - {""}))
        at = {c: i for i, c in enumerate(regions)} | {"": -1}
        start = np.zeros(len(ids) + 1, dtype=np.int64)
        with_plants = [(place, sites[k]) for place, k in enumerate(order) if k in sites] if sites else []
        for place, codes in with_plants:
            start[place + 1] = len(codes)
        np.cumsum(start, out=start)
        given = np.array(order, dtype=np.int64)
        names, which = _indexed(list(houses.values()))
        house = np.full(len(ids), -1, dtype=np.int32)
        house[list(houses)] = which
        return cls(
            tuple(map(ids.__getitem__, order)),
            np.fromiter(size, np.int64, len(ids))[given],
            regions,
            np.fromiter(map(at.__getitem__, seat), np.int32, len(ids))[given],
            start,
            np.fromiter((at[s] for _, codes in with_plants for s in codes), np.int32, int(start[-1])),
            names,
            house[given],
        )

    @cached_property
    def row(self) -> dict[str, int]:
        """The row of each id."""
        return {f: i for i, f in enumerate(self.firms)}

    def rows(self, ids: Sequence[str]) -> Index:
        """The row of each of these ids, -1 for one that is no firm here."""
        row = self.row
        return np.fromiter((row.get(f, -1) for f in ids), np.int32, len(ids))

    def within(self, region: str) -> list[str]:
        """The ids of the firms with a seat or a plant in a region."""
        inside = within(region_numbers(self.regions), region)
        local = inside[self.seat]
        owner = np.repeat(np.arange(len(self.firms)), np.diff(self.site_start))
        local[owner[inside[self.site]]] = True
        return [self.firms[i] for i in np.flatnonzero(local)]

    def only(self, chosen: NDArray[np.int64]) -> FirmColumns:
        """These rows alone, in the order given, with the codes that then occur."""
        site = self.site[ranges(self.site_start, chosen)]
        seat = self.seat[chosen]
        used = np.zeros(len(self.regions) + 1, dtype=bool)
        used[site] = used[seat] = True
        used[-1] = False
        renamed = np.full(len(used), -1, dtype=np.int32)
        renamed[used] = np.arange(int(used.sum()))
        start = np.zeros(len(chosen) + 1, dtype=np.int64)
        np.cumsum(self.site_start[chosen + 1] - self.site_start[chosen], out=start[1:])
        return FirmColumns(
            tuple(map(self.firms.__getitem__, chosen.tolist())),
            self.size[chosen],
            tuple(self.regions[k] for k in np.flatnonzero(used)),
            renamed[seat],
            start,
            renamed[site],
            self.houses,
            self.house[chosen],
        )


@dataclass(frozen=True, eq=False)
class MemberColumns:
    """M memberships of F firms, by columns; every store gives the same arrays for the same data.

    firms: (F,) ids in order, those with a membership; segments, regions: the ids and codes that occur, in order.
    firm, segment: (M,) rows of `firms` and `segments`, ordered by firm, then segment; confidence: (M,) micro-units;
    role: (M,) rows of `ROLE_CODES`. size, seat, site_start, site, houses, house: as in `FirmColumns`.
    """

    firms: tuple[str, ...]
    segments: tuple[str, ...]
    regions: tuple[str, ...]
    firm: Index
    segment: Index
    confidence: Ints
    role: Index
    size: Ints
    seat: Index
    site_start: Ints
    site: Index
    houses: tuple[str, ...]
    house: Index

    @classmethod
    def build(
        cls,
        firms: FirmColumns,
        firm: Sequence[str],
        segment: Sequence[str],
        confidence: Sequence[int],
        role: Sequence[str],
    ) -> MemberColumns:
        """From the firms and the memberships' columns, in any order.

        A membership whose firm is not given is left out, and so is a firm without membership.
        """
        owner = firms.rows(firm)
        known = owner >= 0
        owner, names = owner[known], segment if known.all() else [s for s, k in zip(segment, known, strict=True) if k]
        segments, which = _indexed(names)
        chosen, owner = _used(owner, len(firms.firms))
        order = np.argsort(owner.astype(np.int64) * max(len(segments), 1) + which, kind="stable")
        own = firms.only(chosen)
        return cls(
            own.firms,
            segments,
            own.regions,
            owner[order],
            which[order],
            np.fromiter(confidence, np.int64, len(confidence))[known][order],
            np.fromiter(map(_ROLE.__getitem__, role), np.int32, len(role))[known][order],
            own.size,
            own.seat,
            own.site_start,
            own.site,
            own.houses,
            own.house,
        )

    @cached_property
    def start(self) -> Ints:
        """(F + 1,) the memberships of firm f are the rows from `start[f]` to `start[f + 1]`."""
        return _starts(self.firm, len(self.firms))

    @classmethod
    def of(cls, members: Sequence[Member]) -> MemberColumns:
        """From memberships that are already decoded."""
        first = list({m.firm_id: m for m in members}.values())
        firms = FirmColumns.build(
            [m.firm_id for m in first],
            [m.size for m in first],
            [m.region for m in first],
            {k: m.sites for k, m in enumerate(first) if m.sites},
            {k: m.house for k, m in enumerate(first) if m.house},
        )
        return cls.build(
            firms,
            [m.firm_id for m in members],
            [m.segment_id for m in members],
            [m.confidence for m in members],
            [m.role for m in members],
        )

    def where(self, kept: NDArray[np.bool_]) -> MemberColumns:
        """The same with only some memberships; firms and codes keep their rows. kept: (M,)."""
        return replace(
            self,
            firm=self.firm[kept],
            segment=self.segment[kept],
            confidence=self.confidence[kept],
            role=self.role[kept],
        )

    def members(self, rows: NDArray[np.int64] | slice = slice(None)) -> Iterator[Member]:
        """The same (or some rows of it) as records, by firm and segment."""
        columns = (self.firm, self.segment, self.confidence, self.role)
        for f, s, confidence, role in zip(*(c[rows].tolist() for c in columns), strict=True):
            seat, house = int(self.seat[f]), int(self.house[f])
            sites = self.site[self.site_start[f] : self.site_start[f + 1]].tolist()
            yield Member(
                self.firms[f],
                self.segments[s],
                confidence,
                int(self.size[f]),
                self.regions[seat] if seat >= 0 else "",
                tuple(self.regions[k] for k in sites),
                ROLE_CODES[role],
                self.houses[house] if house >= 0 else "",
            )


@dataclass(frozen=True, eq=False)
class OriginColumns:
    """Which source lists which firm, for all F firms of the country: what coverage is estimated from.

    firms: (F,) ids in order, those with a record; origins, regions: the names and codes that occur, in order.
    firm, origin: (N,) rows of `firms` and `origins`, each pair once, in order; seat, site_start, site as in
    `MemberColumns`.
    """

    firms: tuple[str, ...]
    origins: tuple[str, ...]
    regions: tuple[str, ...]
    firm: Index
    origin: Index
    seat: Index
    site_start: Ints
    site: Index

    @classmethod
    def build(cls, firms: FirmColumns, firm: Sequence[str], origin: Sequence[str]) -> OriginColumns:
        """From the firms and the records' columns, in any order; a record without its firm is left out."""
        owner = firms.rows(firm)
        known = owner >= 0
        origins, which = _indexed(origin if known.all() else [o for o, k in zip(origin, known, strict=True) if k])
        chosen, owner = _used(owner[known], len(firms.firms))
        pairs = np.sort(owner.astype(np.int64) * max(len(origins), 1) + which)
        pairs = pairs[np.diff(pairs, prepend=-1) > 0]  # each pair once, in order
        owner, which = (a.astype(np.int32) for a in np.divmod(pairs, max(len(origins), 1)))
        own = firms.only(chosen)
        return cls(own.firms, origins, own.regions, owner, which, own.seat, own.site_start, own.site)

    @cached_property
    def start(self) -> Ints:
        """(F + 1,) the records of firm f are the rows from `start[f]` to `start[f + 1]`."""
        return _starts(self.firm, len(self.firms))

    @cached_property
    def codes(self) -> Ints:
        """(codes + 1,) `regions` as numbers, -1 where one is no number, and for an unknown seat."""
        return region_numbers(self.regions)

    @cached_property
    def owner(self) -> Ints:
        """(sites,) the firm of each row of `site`."""
        return np.repeat(np.arange(len(self.firms)), np.diff(self.site_start))


def region_numbers(codes: Sequence[str]) -> Ints:
    """Codes as numbers, -1 where one is no number; one more -1 at the end stands for an unknown seat (row -1)."""
    return np.array([int(c) if c.isdigit() else -1 for c in codes] + [-1], dtype=np.int64)


def within(codes: NDArray[np.int64], region: str) -> NDArray[np.bool_]:
    """Which codes lie in a region, itself included; codes nest by prefix (`Regions.within`, for many at once).

    Where `region` is no code, none does.
    """
    if not region.isdigit():
        return np.zeros(len(codes), dtype=bool)
    code = int(region)
    step = 10_000 if region[2:] == "0000" else 100 if region[4:] == "00" else 1
    return np.asarray((codes // step == code // step) & (codes >= 0))


def ranges(start: Ints, chosen: Ints) -> Ints:
    """All rows from `start[i]` to `start[i + 1]` of each i in `chosen`, one after another."""
    first, length = start[chosen], start[chosen + 1] - start[chosen]
    before = np.cumsum(length) - length
    return np.asarray(np.repeat(first - before, length) + np.arange(int(length.sum())))


def _starts(owner: Index, n: int) -> Ints:
    return np.searchsorted(owner, np.arange(n + 1)).astype(np.int64)


def _indexed(values: Sequence[str]) -> tuple[tuple[str, ...], Index]:
    """The distinct values in order, and the row of each value among them."""
    distinct = tuple(sorted(set(values)))
    at = {v: i for i, v in enumerate(distinct)}
    return distinct, np.fromiter(map(at.__getitem__, values), np.int32, len(values))


def _used(rows: Index, n: int) -> tuple[Ints, Index]:
    """Which of `n` rows occur, in order, and the given ones as rows of those."""
    there = np.zeros(n, dtype=bool)
    there[rows] = True
    renamed = (np.cumsum(there) - 1).astype(np.int32)
    return np.flatnonzero(there), renamed[rows]
