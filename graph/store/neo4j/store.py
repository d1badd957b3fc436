"""The graph on a Neo4j server, see `graph.store.base.protocol.GraphStore`.

How a load becomes visible at once: `graph.store.neo4j.cypher.labels`.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import neo4j

from graph.errors import StoreError
from graph.measures.columns import MemberColumns, OriginColumns
from graph.model import records as t
from graph.model import specs
from graph.model.regions import Regions
from graph.model.specs import R, key_part, name_of, rid
from graph.store.base.abilities import Reopener, Vectors
from graph.store.base.assemble import (
    chunks,
    code_prefix,
    firms_by_chain,
    simple_paths,
    strength_matrix,
    strongest_in,
    whole_chains,
    with_scopes,
)
from graph.store.base.by_name import SHOWN, asked_for
from graph.store.base.clock import Clock, local_time
from graph.store.base.digest import sum_of_hashes, sum_of_values
from graph.store.base.protocol import Content, LoadedSource, StrengthMatrix, Version
from graph.store.neo4j import history
from graph.store.neo4j.codec import PROPERTIES, anchor, load, short_key
from graph.store.neo4j.columns import IDS, ServerColumns
from graph.store.neo4j.cypher import labels, measuring, nearness, reading, store_node
from graph.store.neo4j.load.batch import Neo4jBatch, own_loads
from graph.store.neo4j.load.writer import FULL
from graph.store.neo4j.server import migrations
from graph.store.neo4j.server.connect import Line
from graph.store.neo4j.server.presence import Presence
from graph.store.neo4j.vectors import INSTEAD, ServerVectors
from graph.store.neo4j.versions import Newest, VersionedReads

READ_BACK, HASHES = 2_500, 20_000  # records, content hashes in a page: some megabytes
PAGE = 0.25  # seconds: less than anybody takes between two pages


class Neo4jStore:
    """See `graph.store.base.protocol.GraphStore`. The driver is handed in; several stores may share it."""

    def __init__(
        self, driver: neo4j.Driver, database: str = "", name: str = "graph server", clock: Clock = local_time
    ) -> None:
        """clock: what a load takes the time and the day from."""
        self.line = Line(driver, database, name)
        self.pace = FULL  # of the loads into this store
        self.fresh_for = 0.0  # seconds for which `data_version` is not asked for again, unless this process has loaded
        self._version: tuple[float, int, str] | None = None  # when it was asked for, after how many own loads, and it
        self.clock = clock
        self.reopen: Callable[[], Neo4jStore] | None = None  # set by who knows the address: `graph.store.opening`
        self._reads = VersionedReads(self.line)
        self._columns = ServerColumns(self._reads)
        self._chains: tuple[Newest, list[t.Chain]] | None = None

    @classmethod
    def open(cls, driver: neo4j.Driver, database: str = "", name: str = "graph server") -> Neo4jStore:
        """Open an existing graph. Raises `StoreError` where there is none, or one of another version."""
        store = cls(driver, database, name)
        store.line.check()
        state = store.line.read(store_node.STATE)
        if not state:
            migrations.refuse_foreign(store.line)
            raise StoreError(f"no liantu graph on {name} yet; run `liantu build` or `liantu graph push` first")
        if str(state[0]["version"]) > migrations.VERSION:
            raise StoreError(migrations.newer(name, str(state[0]["version"])))
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
        """Say on the server, whenever this store is read, that somebody reads: a load then leaves room. The version of
        the data is then asked for once a page, which asks for it dozens of times."""
        self._reads.presence = Presence(self.line)
        self.fresh_for = PAGE

    def reopener(self) -> Reopener | None:
        """A picklable function that opens this graph in another process; None where its address is not known."""
        return self.reopen

    def lacks(self) -> dict[str, str]:
        """What this server does not offer, and what is done instead."""
        missing = set(self.line.read(store_node.STATE)[0]["lacks"])
        out = {o.name: o.instead for o in migrations.OPTIONAL if o.name in missing}
        vectors = self.vectors
        for record in labels.VECTORS:  # made with the vectors, whose length the index must know
            if self.line.read(nearness.vectors_held(record) + " LIMIT 1") and not vectors.indexed(record):
                out[f"vector.{record}"] = INSTEAD
        return out

    @property
    def vectors(self) -> ServerVectors:
        """The vectors of firms and segments on this server."""
        return ServerVectors(self.line)

    def nearest(self, record: str, vector: Vectors, model: str, limit: int) -> list[tuple[str, float]]:
        """(id, cosine) of the current records whose texts are nearest to a vector; see `ServerVectors.nearest`."""
        return self._reads.at(lambda v: self.vectors.nearest(record, vector, model, limit, v))

    # -- writing ---------------------------------------------------------------------------------

    @contextmanager
    def batch(self, kind: str, source: str, file: str = "", resume: str = "") -> Iterator[Neo4jBatch]:
        """A load. With `resume`, what a load of the same name had written before it broke off is kept and continued."""
        with Neo4jBatch.begin(self.line, kind, source, file, resume, self.pace, self.clock) as open_batch:
            yield open_batch

    # -- reading ---------------------------------------------------------------------------------

    def rows(self, record: type[R]) -> list[R]:
        return _sorted(record, self._reads.query(reading.rows(name_of(record))))

    def of_firms(self, record: type[R], firm_ids: Sequence[str]) -> list[R]:
        field = "from_id" if record is t.Relation else "firm_id"
        ids = sorted(set(firm_ids))
        return self._by(record, field, [anchor(f) for f in ids] if name_of(record) in labels.TIES else ids)

    def _by(self, record: type[R], field: str, values: Sequence[str]) -> list[R]:
        """The current records with one of these values in `field`; for the end of a relationship, the keys of its
        nodes."""
        text = reading.rows_by(name_of(record), field)

        def read(v: int) -> list[neo4j.Record]:
            return [r for part in chunks(values, IDS) for r in self.line.read(text, v=v, values=part)]

        return _sorted(record, self._reads.at(read))

    def columns(self, record: str, *names: str) -> list[tuple[Any, ...]]:
        properties = PROPERTIES[record]
        found = sorted(self._reads.query(reading.columns(record, names)), key=lambda r: str(r["rid"]))
        return [tuple(properties.value(name, r[f"c{i}"]) for i, name in enumerate(names)) for r in found]

    def hashes(self, record: str, first: str, rest: Sequence[str]) -> dict[str, str]:
        wanted = {f"{key_part(first)}|{key_part(r)}": r for r in rest}

        def read(v: int) -> dict[str, str]:
            found: dict[str, str] = {}
            for part in chunks(list(wanted), IDS):
                known = {short_key(key): key for key in part}
                for key, digest in self.line.gathered(reading.hashes(record), v=v, keys=list(known)):
                    found[wanted[known[short_key(key)]]] = digest
            return found

        return self._reads.at(read)

    def contents(self, record: str, size: int = 2_000) -> Iterator[list[Content]]:
        """All current records by pages, as of one version; raises `StoreError` where a load ends meanwhile."""
        v = int(self._reads.state()["committed"])
        for page in self._pages(record, v, size):
            yield page
            if int(self._reads.state()["settling"]) > v:
                raise StoreError(f"the graph on {self.line.name} was changed meanwhile; try again")

    def hash_sum(self, record: str) -> tuple[int, int]:
        state = self._reads.state()
        if state["sums"]:  # the last load was a copy, which knew them
            count, total = json.loads(state["sums"])[record]
            return count, int(total, 16)

        def take(v: int) -> tuple[int, int]:
            pages = self.line.pages(reading.content_hashes(record), HASHES, 0, v=v)
            return sum_of_hashes(digest for page in pages for _, digest in page)

        return self._reads.at(take)

    def value_sum(self, record: str) -> tuple[int, int]:
        names = self.line.read(store_node.TYPES if record in labels.TIES else store_node.LABELS)
        if labels.kind_of(record) not in {r["name"] for r in names}:
            return 0, 0  # asked by a statement that is planned once, instead of one for each empty type
        return self._reads.at(lambda v: sum_of_values(self._pages(record, v, READ_BACK)))

    def _pages(self, record: str, v: int, size: int) -> Iterator[list[Content]]:
        """The records of a type at version `v` by pages, in the order of their keys."""
        content = PROPERTIES[record].content
        for page in self.line.pages(reading.page(record), size, 2, v=v):
            yield [content(p, start, end) for start, end, _, p in page]

    def past(self, record: str, last: int, size: int = 2_000) -> Iterator[list[Version]]:
        return history.past(self.line, record, last, size)

    def touched(self, record: str, rids: Sequence[str], last: int) -> dict[str, int]:
        return self._reads.at(lambda v: history.touched(self.line, record, rids, last, v))

    def names_of(self, firm_ids: Sequence[str]) -> dict[str, str]:
        def read(v: int) -> dict[str, str]:
            names: dict[str, str] = {}
            # At the version last folded in, a firm that a load has retired since still stands.
            for at in (int(self._reads.state()["settled"]), v):
                for part in chunks(sorted(set(firm_ids)), IDS):
                    found = self.line.read(reading.rows_by("firm", "id"), v=at, values=part)
                    names |= {r["p"]["id"]: r["p"]["name"] for r in found}
            keys = {key_part(f): f for f in firm_ids if f not in names}
            return names | {keys[k]: name for k, name in history.last_names(self.line, list(keys)).items()}

        return self._reads.at(read)

    def chains(self) -> list[t.Chain]:
        """All chains; kept as long as no load has ended, since every page asks for them."""
        version = self._reads.newest()
        kept = self._chains
        if kept is None or kept[0] != version:
            whole = whole_chains(self.rows(t.Chain), self.rows(t.Segment), self.links())
            kept = self._chains = (version, whole)
        return list(kept[1])

    def links(self) -> list[t.Link]:
        return self.rows(t.Link)

    def neighbours(self, segment_id: str) -> tuple[list[t.Link], list[t.Link]]:
        key = [anchor(segment_id)]
        return self._by(t.Link, "target_id", key), self._by(t.Link, "source_id", key)

    def paths(self, source_id: str, target_id: str, longest: int = 4) -> list[list[str]]:
        return simple_paths(self.links(), source_id, target_id, longest)

    def firm(self, firm_id: str) -> t.Firm | None:
        found = next(iter(self.firms([firm_id])), None)
        if found is None and (now := self.known_keys([firm_id]).get(firm_id, firm_id)) != firm_id:
            return next(iter(self.firms([now])), None)  # an id of before: the firm goes by a surer key since
        return found

    def firms(self, firm_ids: Sequence[str] | None = None) -> list[t.Firm]:
        if firm_ids is None:
            return self.rows(t.Firm)
        return self._by(t.Firm, "id", sorted(set(firm_ids)))

    def firms_named(self, text: str, limit: int = SHOWN) -> list[t.Firm]:
        wanted = asked_for(text)
        if not wanted:
            return []
        found = self._reads.query(reading.FIRMS_NAMED, wanted=wanted, limit=limit)
        return [load(t.Firm, r["p"]) for r in found]

    def memberships(self, firm_ids: Sequence[str]) -> list[t.Membership]:
        return self._by(t.Membership, "firm_id", [anchor(f) for f in sorted(set(firm_ids))])

    def firms_of(self, segment_id: str, region: str = "", closed: bool = False) -> list[tuple[t.Firm, t.Membership]]:
        def read(v: int) -> list[tuple[t.Firm, t.Membership]]:
            found = self.line.read(measuring.FIRMS_OF, v=v, key=anchor(segment_id), prefix=code_prefix(region))
            members = {r["start"]: load(t.Membership, r["p"], r["start"], r["end"]) for r in found}
            firms = {r["start"]: load(t.Firm, r["firm"]) for r in found if r["firm"] is not None}
            missing = [f for f in members if f not in firms]  # their newest version is not folded in yet
            for part in chunks(missing, IDS):
                for r in self.line.read(reading.rows_by("firm", "id"), v=v, values=part):
                    firm = load(t.Firm, r["p"])
                    firms[firm.id] = firm
            return [(firms[f], members[f]) for f in members if f in firms]

        return strongest_in(self._reads.at(read), region, closed)

    def members(self) -> list[t.Member]:
        return self._columns.members()

    def member_columns(self) -> MemberColumns:
        return self._columns.member_columns()

    def origin_columns(self) -> OriginColumns:
        return self._columns.origin_columns()

    def country_columns(self) -> tuple[MemberColumns, OriginColumns]:
        return self._columns.country_columns()

    def chain_firms(self) -> dict[str, int]:
        return firms_by_chain(self.member_columns(), self.rows(t.Segment))

    def strength_matrix(self, regions: Regions) -> StrengthMatrix:
        return strength_matrix(self.member_columns(), self.rows(t.Segment), regions)

    def origins(self, region: str) -> dict[str, set[str]]:
        return self._columns.origins(region)

    def counts(self) -> dict[str, int]:
        def read(v: int) -> dict[str, int]:
            used = {r["name"] for text in (store_node.LABELS, store_node.TYPES) for r in self.line.read(text)}
            return {
                name: int(self.line.read(reading.count(name), v=v)[0]["n"]) if labels.kind_of(name) in used else 0
                for name in specs.BY_NAME
            }

        return dict(self._reads.kept("counts", read))

    def sources(self) -> list[LoadedSource]:
        found = self._reads.kept("sources", lambda v: self.line.read(reading.SOURCES, v=v))
        return with_scopes([(r[0], r[1], r[2], r[3]) for r in found], self.rows(t.Source))

    def known_keys(self, keys: Sequence[str]) -> dict[str, str]:
        def read(v: int) -> dict[str, str]:
            return {
                r["key"]: r["firm_id"]
                for part in chunks(list(keys), IDS)
                for r in self.line.read(reading.KEYS, v=v, keys=list(part))
            }

        return self._reads.at(read)

    def meta(self, key: str) -> str:
        """A remembered value about the graph itself, '' if there is none."""
        found = self.line.read(reading.META, key=key)
        return str(found[0]["value"]) if found else ""

    def metas(self) -> dict[str, str]:
        return {r["key"]: r["value"] for r in self.line.read(reading.METAS)}

    def batches(self) -> list[t.Batch]:
        return [
            t.Batch(r["id"], r["kind"], r["source"], r["file"], r["started"], r["finished"], json.loads(r["counts"]))
            for r in self._reads.kept("batches", lambda v: self.line.read(reading.BATCHES, v=v))
        ]

    def data_version(self) -> str:
        now = time.monotonic()
        if self._version is None or now - self._version[0] >= self.fresh_for or self._version[1] != own_loads.ended:
            loads, state = own_loads.ended, self._reads.state()
            self._version = (now, loads, f"{state['committed']}@{state['finished']}")
        return self._version[2]

    def firm_keys(self, size: int = 5_000) -> Iterator[dict[str, str]]:
        """All firm keys by pages."""
        v, after = int(self._reads.state()["committed"]), ""
        while found := self.line.read(reading.ALL_KEYS, v=v, after=after, limit=size):
            after = found[-1]["key"]
            yield {r["key"]: r["firm_id"] for r in found}


def _sorted(record: type[R], found: Iterable[neo4j.Record]) -> list[R]:
    """Records in the order of their keys, which is that of their bytes in every store."""
    return sorted((load(record, r["p"], r["start"], r["end"]) for r in found), key=rid)
