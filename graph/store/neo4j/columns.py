"""What the measures read from a graph on a server: the whole country by columns, aggregated where it is."""

from __future__ import annotations

import numpy as np

from graph.measures.columns import FirmColumns, MemberColumns, OriginColumns
from graph.measures.formulas import SITE_SHARE, strength
from graph.model.records import MICRO, Member, Membership
from graph.model.regions import Regions
from graph.model.specs import rid
from graph.store.base.assemble import chunks, firms_by_chain
from graph.store.base.protocol import StrengthMatrix
from graph.store.neo4j.cypher import measuring
from graph.store.neo4j.versions import Newest, VersionedReads

IDS = 5_000  # ids asked for at once


class ServerColumns:
    """Firms and memberships are kept as long as no load has ended: what another load writes meanwhile would only make
    the reading slower."""

    def __init__(self, reads: VersionedReads) -> None:
        self._reads = reads
        self._firms: tuple[Newest, FirmColumns] | None = None
        self._members: tuple[Newest, MemberColumns] | None = None

    def members(self) -> list[Member]:
        """See `graph.store.base.protocol.GraphStore.members`."""
        rows = self.member_columns().members()
        return sorted(rows, key=lambda m: rid(Membership(m.firm_id, m.segment_id, 0)))

    def member_columns(self) -> MemberColumns:
        """See `graph.store.base.protocol.GraphStore.member_columns`."""
        return self._reads.at_version(self._members_at)

    def origin_columns(self) -> OriginColumns:
        """See `graph.store.base.protocol.GraphStore.origin_columns`."""
        return self._reads.at_version(self._origins_at)

    def country_columns(self) -> tuple[MemberColumns, OriginColumns]:
        """See `graph.store.base.protocol.GraphStore.country_columns`."""
        return self._reads.at_version(lambda version: (self._members_at(version), self._origins_at(version)))

    def chain_firms(self) -> dict[str, int]:
        """See `graph.store.base.protocol.GraphStore.chain_firms`."""

        def read(v: int) -> dict[str, int] | None:
            if int(self._reads.state()["settled"]) < v:
                return None  # firms and ties stand apart for a moment, see `strength_matrix`
            return {r["chain"]: r["firms"] for r in self._reads.line.read(measuring.CHAIN_FIRMS, v=v)}

        counted = self._reads.at(read)
        return firms_by_chain(self.members()) if counted is None else counted

    def origins(self, region: str) -> dict[str, set[str]]:
        """See `graph.store.base.protocol.GraphStore.origins`."""

        def read(version: Newest) -> dict[str, set[str]]:
            out: dict[str, set[str]] = {}
            for part in chunks(self._firms_at(version).within(region), IDS):
                for r in self._reads.line.read(measuring.ORIGINS, v=version.batch, ids=part):
                    out.setdefault(r["firm"], set()).add(r["origin"])
            return out

        return self._reads.at_version(read)

    def strength_matrix(self, segments: tuple[str, ...], regions: Regions) -> StrengthMatrix:
        """See `graph.store.base.protocol.GraphStore.strength_matrix`."""
        cities = tuple(regions.cities())
        row, column = ({name: i for i, name in enumerate(names)} for names in (segments, cities))

        def read(v: int) -> StrengthMatrix | None:
            if int(self._reads.state()["settled"]) < v:
                return None
            out = np.zeros((len(segments), len(cities)), dtype=np.int64)
            found = self._reads.line.read(measuring.STRENGTH, v=v, size=MICRO, micro=MICRO, site_share=SITE_SHARE)
            for r in found:
                i, seat = row.get(r["segment"]), regions.city_of(r["region"])
                if i is None:
                    continue
                elsewhere = {regions.city_of(s) for s in r["sites"]} - {seat}
                for city, amount in [(seat, r["whole"]), *((c, r["part"]) for c in elsewhere)]:
                    if city in column:
                        out[i, column[city]] += amount
            return StrengthMatrix(segments, cities, out)

        matrix = self._reads.at(read)
        if matrix is not None:
            return matrix
        # A load has just ended and is still being folded in: firms and ties stand apart for a moment.
        return StrengthMatrix(segments, cities, strength(self.members(), segments, cities, regions.city_of))

    def _firms_at(self, version: Newest) -> FirmColumns:
        kept = self._firms
        if kept is None or kept[0] != version:
            places = self._reads.line.read(measuring.FIRM_COLUMNS, v=version.batch, size=MICRO)
            sites = [s for p in places for s in p["sites"]]
            built = FirmColumns.build(
                [f for p in places for f in p["firms"]],
                [n for p in places for n in p["sizes"]],
                [p["region"] for p in places for _ in p["firms"]],
                {k: s for k, s in enumerate(sites) if s},
            )
            kept = self._firms = (version, built)
        return kept[1]

    def _members_at(self, version: Newest) -> MemberColumns:
        kept = self._members
        if kept is None or kept[0] != version:
            groups = self._reads.line.read(measuring.MEMBER_COLUMNS, v=version.batch)
            built = MemberColumns.build(
                self._firms_at(version),
                [f for g in groups for f in g["firms"]],
                [g["segment"] for g in groups for _ in g["firms"]],
                [n for g in groups for n in g["confidences"]],
            )
            kept = self._members = (version, built)
        return kept[1]

    def _origins_at(self, version: Newest) -> OriginColumns:
        groups = self._reads.line.read(measuring.ORIGIN_COLUMNS, v=version.batch)
        return OriginColumns.build(
            self._firms_at(version),
            [f for g in groups for f in g["firms"]],
            [g["origin"] for g in groups for _ in g["firms"]],
        )
