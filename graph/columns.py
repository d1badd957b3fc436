"""The memberships of a whole country as arrays: what the measures read when all cities are looked at together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.types import Member

Index = NDArray[np.int32]
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class MemberColumns:
    """M memberships of F firms, by columns; every store gives the same arrays for the same data.

    firms: (F,) ids in order, those with a membership; segments, regions: the ids and codes that occur, in order.
    firm, segment: (M,) rows of `firms` and `segments`, ordered by firm, then segment; confidence: (M,) micro-units.
    size: (F,) micro-units; seat: (F,) rows of `regions`, -1 where no seat is known.
    site_start: (F + 1,), site: the plants of firm f are `regions[site[site_start[f]:site_start[f + 1]]]`.
    """

    firms: tuple[str, ...]
    segments: tuple[str, ...]
    regions: tuple[str, ...]
    firm: Index
    segment: Index
    confidence: Ints
    size: Ints
    seat: Index
    site_start: Ints
    site: Index

    @classmethod
    def build(
        cls,
        memberships: Iterable[Sequence[Any]],
        firms: Iterable[tuple[str, int, str, Sequence[str]]],
    ) -> MemberColumns:
        """From (firm id, segment id, confidence) and (firm id, size, seat, sites), in any order.

        A membership whose firm is not given is left out, and so is a firm without membership.
        """
        facts = {f[0]: f for f in firms}
        rows = [m for m in memberships if m[0] in facts]
        names, firm = _indexed([m[0] for m in rows])
        segments, segment = _indexed([m[1] for m in rows])
        confidence = np.fromiter((m[2] for m in rows), np.int64, len(rows))
        order = np.lexsort((segment, firm))
        chosen = [facts[f] for f in names]
        regions, seat, site_start, site = _places([(f[2], f[3]) for f in chosen])
        size = np.fromiter((f[1] for f in chosen), np.int64, len(chosen))
        return cls(
            names, segments, regions, firm[order], segment[order], confidence[order], size, seat, site_start, site
        )

    @classmethod
    def of(cls, members: Sequence[Member]) -> MemberColumns:
        """From memberships that are already decoded."""
        return cls.build(
            ((m.firm_id, m.segment_id, m.confidence) for m in members),
            ((m.firm_id, m.size, m.region, m.sites) for m in members),
        )

    def members(self, rows: NDArray[np.int64] | slice = slice(None)) -> Iterator[Member]:
        """The same (or some rows of it) as records, by firm and segment."""
        columns = (self.firm[rows].tolist(), self.segment[rows].tolist(), self.confidence[rows].tolist())
        for f, s, confidence in zip(*columns, strict=True):
            seat = int(self.seat[f])
            sites = self.site[self.site_start[f] : self.site_start[f + 1]].tolist()
            yield Member(
                self.firms[f], self.segments[s], confidence, int(self.size[f]),
                self.regions[seat] if seat >= 0 else "", tuple(self.regions[k] for k in sites),
            )  # fmt: skip


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
    def build(cls, records: Iterable[Sequence[Any]], firms: Iterable[tuple[str, str, Sequence[str]]]) -> OriginColumns:
        """From (firm id, origin) and (firm id, seat, sites), in any order; a record without its firm is left out."""
        facts = {f[0]: f for f in firms}
        rows = [r for r in records if r[0] in facts]
        names, firm = _indexed([r[0] for r in rows])
        origins, origin = _indexed([r[1] for r in rows])
        pairs = np.unique(firm.astype(np.int64) * max(len(origins), 1) + origin)  # each pair once, in order
        firm, origin = (a.astype(np.int32) for a in divmod(pairs, max(len(origins), 1)))
        regions, seat, site_start, site = _places([(facts[f][1], facts[f][2]) for f in names])
        return cls(names, origins, regions, firm, origin, seat, site_start, site)


def _indexed(values: Sequence[str]) -> tuple[tuple[str, ...], Index]:
    """The distinct values in order, and the row of each value among them."""
    distinct = tuple(sorted(set(values)))
    at = {v: i for i, v in enumerate(distinct)}
    return distinct, np.fromiter(map(at.__getitem__, values), np.int32, len(values))


def _places(places: Sequence[tuple[str, Sequence[str]]]) -> tuple[tuple[str, ...], Index, Ints, Index]:
    """The codes that occur in (seat, sites) in order; per firm the row of its seat, where its sites start, their rows."""
    codes = tuple(sorted({p[0] for p in places if p[0]} | {s for p in places for s in p[1]}))
    at = {c: i for i, c in enumerate(codes)}
    start = np.zeros(len(places) + 1, dtype=np.int64)
    np.cumsum([len(p[1]) for p in places], out=start[1:])
    return (
        codes,
        np.fromiter((at.get(p[0], -1) for p in places), np.int32, len(places)),
        start,
        np.fromiter((at[s] for p in places for s in p[1]), np.int32, int(start[-1])),
    )
