"""What the measures read from a graph on a server: the whole country by columns, aggregated where it is."""

from __future__ import annotations

from graph.measures.columns import FirmColumns, MemberColumns, OriginColumns
from graph.model.records import COUNTED_STATUSES, MICRO, Member, Membership
from graph.model.specs import rid
from graph.store.base.assemble import chunks, houses
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
        self._origins: tuple[Newest, OriginColumns] | None = None

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

    def origins(self, region: str) -> dict[str, set[str]]:
        """See `graph.store.base.protocol.GraphStore.origins`."""

        def read(version: Newest) -> dict[str, set[str]]:
            out: dict[str, set[str]] = {}
            for part in chunks(self._firms_at(version).within(region), IDS):
                for r in self._reads.line.read(measuring.ORIGINS, v=version.batch, ids=part):
                    out.setdefault(r["firm"], set()).add(r["origin"])
            return out

        return self._reads.at_version(read)

    def _firms_at(self, version: Newest) -> FirmColumns:
        kept = self._firms
        if kept is None or kept[0] != version:
            places = self._reads.line.read(
                measuring.FIRM_COLUMNS, v=version.batch, size=MICRO, statuses=list(COUNTED_STATUSES)
            )
            ids, sizes, sites, heads = ([x for p in places for x in p[k]] for k in ("firms", "sizes", "sites", "heads"))
            built = FirmColumns.build(
                ids,
                sizes,
                [p["region"] for p in places for _ in p["firms"]],
                {k: s for k, s in enumerate(sites) if s},
                houses(ids, heads, self._named({h for h in heads if h}, version)),
            )
            kept = self._firms = (version, built)
        return kept[1]

    def _named(self, names: set[str], version: Newest) -> dict[str, str]:
        """The firms that bear one of these names, by id."""
        found: dict[str, str] = {}
        for part in chunks(sorted(names), IDS):
            for r in self._reads.line.read(measuring.FIRMS_NAMED, v=version.batch, names=part):
                found[r["id"]] = r["name"]
        return found

    def _members_at(self, version: Newest) -> MemberColumns:
        kept = self._members
        if kept is None or kept[0] != version:
            groups = self._reads.line.read(measuring.MEMBER_COLUMNS, v=version.batch)
            built = MemberColumns.build(
                self._firms_at(version),
                [f for g in groups for f in g["firms"]],
                [g["segment"] for g in groups for _ in g["firms"]],
                [n for g in groups for n in g["confidences"]],
                [r for g in groups for r in g["roles"]],
            )
            kept = self._members = (version, built)
        return kept[1]

    def _origins_at(self, version: Newest) -> OriginColumns:
        kept = self._origins
        if kept is None or kept[0] != version:
            groups = self._reads.line.read(measuring.ORIGIN_COLUMNS, v=version.batch)
            built = OriginColumns.build(
                self._firms_at(version),
                [f for g in groups for f in g["firms"]],
                [g["origin"] for g in groups for _ in g["firms"]],
            )
            kept = self._origins = (version, built)
        return kept[1]
