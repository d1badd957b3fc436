"""The graph on a Neo4j server. See `graph.store.base.protocol.GraphStore`; how a load becomes visible at once: `graph.store.neo4j.cypher`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, TypeVar

import neo4j
import numpy as np
from numpy.typing import NDArray

from graph.errors import StoreError
from graph.measures.columns import FirmColumns, MemberColumns, OriginColumns
from graph.measures.formulas import SITE_SHARE
from graph.model import records as t
from graph.model import specs
from graph.model.chains import ORDER, as_digraph
from graph.model.regions import Regions
from graph.model.specs import CODECS, key_part, rid
from graph.store.base.abilities import Reopener
from graph.store.base.protocol import Content, StrengthMatrix, Version, firms_by_chain
from graph.store.embedded.rows import chunks
from graph.store.neo4j import cypher as q
from graph.store.neo4j import migrations, past
from graph.store.neo4j.batch import Neo4jBatch
from graph.store.neo4j.codec import PROPERTIES, anchor, short_key
from graph.store.neo4j.connect import Line
from graph.store.neo4j.presence import Presence
from graph.store.neo4j.vectors import INSTEAD, ServerVectors
from graph.store.neo4j.writer import FULL

T = TypeVar("T")
Newest = tuple[int, str]  # the last load, and when it ended: a graph made anew counts its loads from 1 again
IDS = 5_000  # ids asked for at once
TRIES = 20  # a read repeated because a load was being folded in meanwhile


class Neo4jStore:
    """See `graph.store.base.protocol.GraphStore`. The driver is handed in; several stores may share it."""

    def __init__(self, driver: neo4j.Driver, database: str = "", name: str = "graph server") -> None:
        self.line = Line(driver, database, name)
        self.pace = FULL  # of the loads into this store
        self._presence: Presence | None = None
        self._seen: Newest | None = None  # the newest version when last asked; reads are tried at it first
        self._kept: dict[str, tuple[Newest, Any]] = {}  # what every page asks for, as of one version
        self.reopen: Callable[[], Neo4jStore] | None = None  # set by who knows the address: `graph.store.opening`

    @classmethod
    def open(cls, driver: neo4j.Driver, database: str = "", name: str = "graph server") -> Neo4jStore:
        """Open an existing graph. Raises `StoreError` where there is none, or one of another version."""
        store = cls(driver, database, name)
        store.line.check()
        state = store.line.read(q.STATE)
        if not state:
            migrations.refuse_foreign(store.line)
            raise StoreError(f"no liantu graph on {name} yet; run `liantu build` or `liantu graph push` first")
        if state[0]["version"] != migrations.VERSION:
            raise StoreError(
                f"the graph on {name} has version {state[0]['version']}, this program needs {migrations.VERSION}; "
                "run `liantu build`"
            )
        return store

    @classmethod
    def create(cls, driver: neo4j.Driver, database: str = "", name: str = "graph server") -> Neo4jStore:
        """Open a graph, making it in an empty database and bringing constraints and indexes up to date."""
        store = cls(driver, database, name)
        migrations.upgrade(store.line)
        return store

    def announce(self) -> None:
        """Say on the server, whenever this store is read, that somebody reads: a load then leaves room."""
        self._presence = Presence(self.line)

    def reopener(self) -> Reopener | None:
        """A picklable function that opens this graph in another process; None where its address is not known."""
        return self.reopen

    def lacks(self) -> dict[str, str]:
        """What this server does not offer, and what is done instead."""
        missing = set(self.line.read(q.STATE)[0]["lacks"])
        out = {o.name: o.instead for o in migrations.OPTIONAL if o.name in missing}
        vectors = self.vectors
        for record in q.VECTORS:  # made with the vectors, whose length the index must know
            if self.line.read(q.vectors_held(record) + " LIMIT 1") and not vectors.indexed(record):
                out[f"vector.{record}"] = INSTEAD
        return out

    @property
    def vectors(self) -> ServerVectors:
        """The vectors of firms and segments on this server."""
        return ServerVectors(self.line)

    def nearest(self, record: str, vector: NDArray[np.float32], model: str, limit: int) -> list[tuple[str, float]]:
        """(id, cosine) of the current records whose texts are nearest to a vector; see `ServerVectors.nearest`."""
        return self._at(lambda v: self.vectors.nearest(record, vector, model, limit, v))

    # -- writing ---------------------------------------------------------------------------------

    @contextmanager
    def batch(self, kind: str, source: str, file: str = "", resume: str = "") -> Iterator[Neo4jBatch]:
        """A load. With `resume`, what a load of the same name had written before it broke off is kept and continued."""
        with Neo4jBatch.begin(self.line, kind, source, file, resume, self.pace) as open_batch:
            yield open_batch

    # -- reading ---------------------------------------------------------------------------------

    def _at(self, work: Callable[[int], T]) -> T:
        """`_at_version` for reads that only ask for the number of the load."""
        return self._at_version(lambda version: work(version[0]))

    def _at_version(self, work: Callable[[Newest], T]) -> T:
        """Run reads at the newest version of the graph; again where what they saw was folded away meanwhile.

        The first try is at the version last seen and holds where it is still the newest afterwards: one question to the
        server less than asking for the newest first.
        """
        guessed = self._seen
        version = guessed or self._newest()
        for _ in range(TRIES):
            result, state = work(version), self._state()
            newest = self._newest_of(state)
            if int(state["settling"]) <= version[0] and (version is not guessed or version == newest):
                return result
            version = newest
        raise StoreError(f"the graph on {self.line.name} changes faster than it can be read; try again")

    def _state(self) -> neo4j.Record:
        state = self.line.read(q.STATE)
        if not state:
            raise StoreError(f"the liantu graph on {self.line.name} is gone; run `liantu graph push` or `liantu build`")
        self._seen = self._newest_of(state[0])
        if self._presence is not None:
            self._presence.note()
        return state[0]

    @staticmethod
    def _newest_of(state: neo4j.Record) -> Newest:
        return int(state["committed"]), str(state["finished"])

    def _newest(self) -> Newest:
        return self._newest_of(self._state())

    def _once(self, name: str, version: Newest, make: Callable[[], T]) -> T:
        """What is made once for a version of the graph, and kept until there is another."""
        held = self._kept.get(name)
        if held is None or held[0] != version:
            held = self._kept[name] = (version, make())
        return held[1]

    def _query(self, text: str, **values: Any) -> list[neo4j.Record]:
        return self._at(lambda v: self.line.read(text, v=v, **values))

    def _load(self, record: str, found: Sequence[neo4j.Record]) -> list[Any]:
        """Records in the order of their keys, which is that of their bytes in every store."""
        return sorted((self._record(record, r) for r in found), key=rid)

    @staticmethod
    def _record(record: str, r: neo4j.Record) -> Any:
        if record == "chain":  # a chain owns its segments and links, which are records of their own
            return CODECS["chain"].load(PROPERTIES["chain"].row(r["p"]), segments=(), links=())
        return PROPERTIES[record].load(r["p"], r["start"], r["end"])

    def rows(self, record: str) -> list[Any]:
        return self._load(record, self._query(q.rows(record)))

    def of_firms(self, record: str, firm_ids: Sequence[str]) -> list[Any]:
        field = "from_id" if record == "relation" else "firm_id"
        ids = sorted(set(firm_ids))
        return self._by(record, field, [anchor(f) for f in ids] if record in q.TIES else ids)

    def columns(self, record: str, *names: str) -> list[tuple[Any, ...]]:
        properties = PROPERTIES[record]
        found = sorted(self._query(q.columns(record, names)), key=lambda r: str(r["rid"]))
        return [tuple(properties.value(name, r[f"c{i}"]) for i, name in enumerate(names)) for r in found]

    def hashes(self, record: str, first: str, rest: Sequence[str]) -> dict[str, str]:
        wanted = {f"{key_part(first)}|{key_part(r)}": r for r in rest}

        def read(v: int) -> dict[str, str]:
            found: dict[str, str] = {}
            for part in chunks(list(wanted), IDS):
                known = {short_key(key): key for key in part}
                for r in self.line.read(q.hashes(record), v=v, keys=list(known)):
                    found[wanted[known[short_key(r["rid"])]]] = r["hash"]
            return found

        return self._at(read)

    def contents(self, record: str, size: int = 2_000) -> Iterator[list[Content]]:
        """All current records by pages, as of one version; raises `StoreError` where a load ends meanwhile."""
        v = int(self._state()["committed"])
        properties, after = PROPERTIES[record], ""
        while found := self.line.read(q.page(record), v=v, after=after, limit=size):
            after = found[-1]["key"]
            page = []
            for r in found:
                p = r["p"]
                values = properties.row(p, r["start"], r["end"])
                page.append(Content(p.get("rid", p["key"]), values, values.pop("source"), p["hash"]))
            yield page
            if int(self._state()["settling"]) > v:
                raise StoreError(f"the graph on {self.line.name} was changed meanwhile; try again")

    def past(self, record: str, last: int, size: int = 2_000) -> Iterator[list[Version]]:
        return past.past(self.line, record, last, size)

    def touched(self, record: str, rids: Sequence[str], last: int) -> dict[str, int]:
        return self._at(lambda v: past.touched(self.line, record, rids, last, v))

    def names_of(self, firm_ids: Sequence[str]) -> dict[str, str]:
        def read(v: int) -> dict[str, str]:
            names: dict[str, str] = {}
            # At the version last folded in, a firm that a load has retired since still stands.
            for at in (int(self._state()["settled"]), v):
                for part in chunks(sorted(set(firm_ids)), IDS):
                    found = self.line.read(q.rows_by("firm", "id"), v=at, values=part)
                    names |= {r["p"]["id"]: r["p"]["name"] for r in found}
            keys = {key_part(f): f for f in firm_ids if f not in names}
            return names | {keys[k]: name for k, name in past.last_names(self.line, list(keys)).items()}

        return self._at(read)

    def chains(self) -> list[t.Chain]:
        """All chains; kept as long as no load has ended, since every page asks for them."""
        return list(self._once("chains", self._newest(), self._read_chains))

    def _read_chains(self) -> list[t.Chain]:
        segments, links = self.rows("segment"), self.rows("link")
        by_chain: dict[str, list[t.Segment]] = {}
        for s in sorted(segments, key=lambda s: s.position):
            by_chain.setdefault(s.chain, []).append(s)
        into: dict[str, list[t.Link]] = {}
        for link in links:
            into.setdefault(link.target_id.split(".")[0], []).append(link)
        rank = {c: i for i, c in enumerate(ORDER)}
        full = [
            replace(c, segments=tuple(by_chain.get(c.id, ())), links=tuple(into.get(c.id, ())))
            for c in self.rows("chain")
        ]
        return sorted(full, key=lambda c: (rank.get(c.id, len(rank)), c.id))

    def links(self) -> list[t.Link]:
        return self.rows("link")

    def neighbours(self, segment_id: str) -> tuple[list[t.Link], list[t.Link]]:
        into, out = (
            self._load("link", self._query(q.rows_by("link", field), values=[anchor(segment_id)]))
            for field in ("target_id", "source_id")
        )
        return into, out

    def paths(self, source_id: str, target_id: str, longest: int = 4) -> list[list[str]]:
        import networkx as nx  # slow to import, and only asked for here

        graph = as_digraph(self.links())
        if source_id not in graph or target_id not in graph:
            return []
        return sorted(nx.all_simple_paths(graph, source_id, target_id, cutoff=longest), key=lambda p: (len(p), p))

    def firm(self, firm_id: str) -> t.Firm | None:
        return next(iter(self.firms([firm_id])), None)

    def firms(self, firm_ids: Sequence[str] | None = None) -> list[t.Firm]:
        if firm_ids is None:
            return self.rows("firm")
        return self._by("firm", "id", sorted(set(firm_ids)))

    def memberships(self, firm_ids: Sequence[str]) -> list[t.Membership]:
        return self._by("membership", "firm_id", [anchor(f) for f in sorted(set(firm_ids))])

    def _by(self, record: str, field: str, values: Sequence[str]) -> list[Any]:
        found = self._at(
            lambda v: [
                r for part in chunks(values, IDS) for r in self.line.read(q.rows_by(record, field), v=v, values=part)
            ]
        )
        return self._load(record, found)

    def firms_of(self, segment_id: str, region: str = "") -> list[tuple[t.Firm, t.Membership]]:
        def read(v: int) -> list[tuple[t.Firm, t.Membership]]:
            found = self.line.read(q.FIRMS_OF, v=v, key=anchor(segment_id), prefix=prefix(region))
            members = {r["start"]: PROPERTIES["membership"].load(r["p"], r["start"], r["end"]) for r in found}
            firms = {r["start"]: PROPERTIES["firm"].load(r["firm"]) for r in found if r["firm"] is not None}
            missing = [f for f in members if f not in firms]  # their newest version is not folded in yet
            for part in chunks(missing, IDS):
                for r in self.line.read(q.rows_by("firm", "id"), v=v, values=part):
                    firm = PROPERTIES["firm"].load(r["p"])
                    firms[firm.id] = firm
            return [(firms[f], members[f]) for f in members if f in firms]

        pairs = [
            (f, m)
            for f, m in self._at(read)
            if not region or any(Regions.within(r, region) for r in (f.region, *f.sites))
        ]
        return sorted(pairs, key=lambda p: (-p[1].confidence * p[0].size, p[0].id))

    def members(self) -> list[t.Member]:
        return sorted(self.member_columns().members(), key=lambda m: rid(t.Membership(m.firm_id, m.segment_id, 0)))

    def member_columns(self) -> MemberColumns:
        return self._at_version(self._member_columns)

    def origin_columns(self) -> OriginColumns:
        return self._at_version(self._origin_columns)

    def country_columns(self) -> tuple[MemberColumns, OriginColumns]:
        return self._at_version(lambda version: (self._member_columns(version), self._origin_columns(version)))

    def chain_firms(self) -> dict[str, int]:
        def read(v: int) -> dict[str, int] | None:
            if int(self._state()["settled"]) < v:
                return None  # firms and ties stand apart for a moment, see `strength_matrix`
            return {r["chain"]: r["firms"] for r in self.line.read(q.CHAIN_FIRMS, v=v)}

        found = self._at(read)
        return firms_by_chain(self.members()) if found is None else found

    def _firm_columns(self, version: Newest) -> FirmColumns:
        def read() -> FirmColumns:
            places = self.line.read(q.FIRM_COLUMNS, v=version[0], size=t.MICRO)
            sites = [s for p in places for s in p["sites"]]
            return FirmColumns.build(
                [f for p in places for f in p["firms"]],
                [n for p in places for n in p["sizes"]],
                [p["region"] for p in places for _ in p["firms"]],
                {k: s for k, s in enumerate(sites) if s},
            )

        return self._once("firms", version, read)

    def _member_columns(self, version: Newest) -> MemberColumns:
        """Kept as long as no load has ended: what another load writes meanwhile would only make the reading slower."""

        def read() -> MemberColumns:
            groups = self.line.read(q.MEMBER_COLUMNS, v=version[0])
            return MemberColumns.build(
                self._firm_columns(version),
                [f for g in groups for f in g["firms"]],
                [g["segment"] for g in groups for _ in g["firms"]],
                [n for g in groups for n in g["confidences"]],
            )

        return self._once("members", version, read)

    def _origin_columns(self, version: Newest) -> OriginColumns:
        groups = self.line.read(q.ORIGIN_COLUMNS, v=version[0])
        return OriginColumns.build(
            self._firm_columns(version),
            [f for g in groups for f in g["firms"]],
            [g["origin"] for g in groups for _ in g["firms"]],
        )

    def strength_matrix(self, regions: Regions) -> StrengthMatrix:
        segments = tuple(s.id for s in self.rows("segment"))
        cities = tuple(regions.cities())
        row, column = ({name: i for i, name in enumerate(names)} for names in (segments, cities))

        def read(v: int) -> StrengthMatrix | None:
            if int(self._state()["settled"]) < v:
                return None
            out = np.zeros((len(segments), len(cities)), dtype=np.int64)
            for r in self.line.read(q.STRENGTH, v=v, size=t.MICRO, micro=t.MICRO, site_share=SITE_SHARE):
                i, seat = row.get(r["segment"]), regions.city_of(r["region"])
                if i is None:
                    continue
                places = [(seat, r["whole"])] + [
                    (c, r["part"]) for c in {regions.city_of(s) for s in r["sites"]} - {seat}
                ]
                for city, amount in places:
                    if city in column:
                        out[i, column[city]] += amount
            return StrengthMatrix(segments, cities, out)

        matrix = self._at(read)
        if (
            matrix is None
        ):  # a load has just ended and is still being folded in: firms and ties stand apart for a moment
            from graph.measures.formulas import strength

            return StrengthMatrix(segments, cities, strength(self.members(), segments, cities, regions.city_of))
        return matrix

    def origins(self, region: str) -> dict[str, set[str]]:
        def read(version: Newest) -> dict[str, set[str]]:
            out: dict[str, set[str]] = {}
            for part in chunks(self._firm_columns(version).within(region), IDS):
                for r in self.line.read(q.ORIGINS, v=version[0], ids=part):
                    out.setdefault(r["firm"], set()).add(r["origin"])
            return out

        return self._at_version(read)

    def counts(self) -> dict[str, int]:
        return self._at(lambda v: {name: int(self.line.read(q.count(name), v=v)[0]["n"]) for name in specs.BY_NAME})

    def sources(self) -> list[dict[str, Any]]:
        found = self._query(q.SOURCES)
        rows = [{"source": r["source"], "firms": r["firms"], "batch": r["batch"], "loaded": r["loaded"]} for r in found]
        return sorted(rows, key=lambda r: str(r["source"]))

    def meta(self, key: str) -> str:
        """A remembered value about the graph itself, '' if there is none."""
        found = self.line.read(q.META, key=key)
        return str(found[0]["value"]) if found else ""

    def metas(self) -> dict[str, str]:
        return {r["key"]: r["value"] for r in self.line.read(q.METAS)}

    def batches(self) -> list[t.Batch]:
        return [
            t.Batch(r["id"], r["kind"], r["source"], r["file"], r["started"], r["finished"], json.loads(r["counts"]))
            for r in self._query(q.BATCHES)
        ]

    def data_version(self) -> str:
        state = self._state()
        return f"{state['committed']}@{state['finished']}"

    def firm_keys(self, size: int = 5_000) -> Iterator[dict[str, str]]:
        """All firm keys by pages."""
        v, after = int(self._state()["committed"]), ""
        while found := self.line.read(q.ALL_KEYS, v=v, after=after, limit=size):
            after = found[-1]["key"]
            yield {r["key"]: r["firm_id"] for r in found}


def prefix(region: str) -> str:
    """What the codes in a region begin with; codes nest."""
    return region[:2] if region[2:] == "0000" else region[:4] if region[4:] == "00" else region
