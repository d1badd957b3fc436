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
        rows = sorted((m[0], m[1], m[2]) for m in memberships)
        facts = {f[0]: f for f in firms}
        names = [f for f in dict.fromkeys(r[0] for r in rows) if f in facts]
        at = {f: i for i, f in enumerate(names)}
        if len(names) < len(facts) or len(at) < len(rows):
            rows = [r for r in rows if r[0] in at]
        segments = sorted({r[1] for r in rows})
        row = {s: i for i, s in enumerate(segments)}
        chosen = [facts[f] for f in names]
        codes = sorted({f[2] for f in chosen if f[2]} | {s for f in chosen for s in f[3]})
        place = {c: i for i, c in enumerate(codes)}
        return cls(
            tuple(names), tuple(segments), tuple(codes),
            np.fromiter((at[r[0]] for r in rows), np.int32, len(rows)),
            np.fromiter((row[r[1]] for r in rows), np.int32, len(rows)),
            np.fromiter((r[2] for r in rows), np.int64, len(rows)),
            np.fromiter((f[1] for f in chosen), np.int64, len(chosen)),
            np.fromiter((place.get(f[2], -1) for f in chosen), np.int32, len(chosen)),
            np.concatenate([[0], np.cumsum([len(f[3]) for f in chosen], dtype=np.int64)]).astype(np.int64),
            np.asarray([place[s] for f in chosen for s in f[3]], dtype=np.int32),
        )  # fmt: skip

    @classmethod
    def of(cls, members: Sequence[Member]) -> MemberColumns:
        """From memberships that are already decoded."""
        return cls.build(
            ((m.firm_id, m.segment_id, m.confidence) for m in members),
            ((m.firm_id, m.size, m.region, m.sites) for m in members),
        )

    def members(self) -> Iterator[Member]:
        """The same as records, by firm and segment."""
        for f, s, confidence in zip(self.firm.tolist(), self.segment.tolist(), self.confidence.tolist(), strict=True):
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
        pairs = sorted({(r[0], r[1]) for r in records if r[0] in facts})
        names = list(dict.fromkeys(p[0] for p in pairs))
        at = {f: i for i, f in enumerate(names)}
        origins = sorted({p[1] for p in pairs})
        row = {o: i for i, o in enumerate(origins)}
        chosen = [facts[f] for f in names]
        codes = sorted({f[1] for f in chosen if f[1]} | {s for f in chosen for s in f[2]})
        place = {c: i for i, c in enumerate(codes)}
        return cls(
            tuple(names), tuple(origins), tuple(codes),
            np.fromiter((at[p[0]] for p in pairs), np.int32, len(pairs)),
            np.fromiter((row[p[1]] for p in pairs), np.int32, len(pairs)),
            np.fromiter((place.get(f[1], -1) for f in chosen), np.int32, len(chosen)),
            np.concatenate([[0], np.cumsum([len(f[2]) for f in chosen], dtype=np.int64)]).astype(np.int64),
            np.asarray([place[s] for f in chosen for s in f[2]], dtype=np.int32),
        )  # fmt: skip
