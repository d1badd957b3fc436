"""The embedded store: SQLite in WAL mode through SQLAlchemy. One file, many readers, one writer at a time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, fields, is_dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import networkx as nx
import sqlalchemy as sa
from sqlalchemy import event

from graph import schema
from graph import types as t
from graph.catalogue import ORDER, as_digraph
from graph.errors import StoreError
from graph.measures import strength
from graph.regions import Regions
from graph.store import Counts, StrengthMatrix

CHUNK = 400  # SQLite allows 32,766 variables in a statement; 400 keys a query leave room everywhere
T = TypeVar("T")


def connect(url: str) -> sa.Engine:
    """An engine with the pragmas this store relies on. Write transactions take their lock at the start."""
    engine = sa.create_engine(url)
    if engine.dialect.name != "sqlite":
        return engine

    @event.listens_for(engine, "connect")
    def _pragmas(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # we begin ourselves, see below
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=15000", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        write = connection.get_execution_options().get("write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def chunks(items: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    for i in range(0, len(items), size):
        yield items[i : i + size]


class _Codec:
    """Turns records of one type into columns and back; tuples and nested dataclasses are JSON lists in the table."""

    def __init__(self, spec: schema.Spec) -> None:
        hints = get_type_hints(spec.type)
        self.type = spec.type
        self.names = tuple(schema.stored_fields(spec))
        self.tuples = frozenset(n for n in self.names if get_origin(hints[n]) is tuple)
        self.nested = {n: a for n in self.tuples for a in get_args(hints[n])[:1] if is_dataclass(a)}
        self.has_source = any(f.name == "source" for f in fields(spec.type))

    def dump(self, row: Any) -> dict[str, Any]:
        out = {name: getattr(row, name) for name in self.names}
        for name in self.tuples:
            out[name] = [list(astuple(v)) for v in out[name]] if name in self.nested else list(out[name])
        return out

    def load(self, row: Any, **extra: Any) -> Any:
        values = {name: row[name] for name in self.names}
        for name in self.tuples:
            kind: Any = self.nested.get(name)
            values[name] = tuple(kind(*v) for v in values[name]) if kind else tuple(values[name])
        if self.has_source:
            values["source"] = row["source"]
        return self.type(**values, **extra)


CODECS = {spec.name: _Codec(spec) for spec in schema.SPECS}


def _rid(spec: schema.Spec, row: Any) -> str:
    return "|".join(str(getattr(row, k)) for k in spec.key)


def _hash(content: dict[str, Any]) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=10).hexdigest()


class EmbeddedBatch:
    """See `graph.store.WriteBatch`."""

    def __init__(self, connection: sa.Connection, batch_id: int, source: str, today: str) -> None:
        self.id = batch_id
        self.totals: dict[str, Counts] = {}
        self._connection = connection
        self._source = source
        self._today = today

    def upsert(self, rows: Iterable[Any]) -> Counts:
        total = Counts()
        by_spec: dict[str, dict[str, Any]] = {}
        for row in rows:
            spec = schema.BY_TYPE[type(row)]
            by_spec.setdefault(spec.name, {})[_rid(spec, row)] = row
        for name, keyed in by_spec.items():
            total += self._write(schema.BY_NAME[name], keyed)
        return total

    def replace(self, record: str, field: str, owners: Iterable[str], rows: Iterable[Any]) -> Counts:
        spec, table = schema.BY_NAME[record], schema.TABLES[record]
        keyed = {_rid(spec, row): row for row in rows}
        gone: list[str] = []
        for part in chunks(sorted(set(owners))):
            query = sa.select(table.c.rid).where(table.c[field].in_(part), table.c.valid_to == "")
            gone += [rid for (rid,) in self._connection.execute(query) if rid not in keyed]
        total = self._write(spec, keyed)
        total += self._retire(record, gone)
        return total

    def retire(self, record: str, rids: Iterable[str]) -> Counts:
        """End the validity of these records; they stay in the store."""
        return self._retire(record, list(rids))

    def keep_only(self, record: str, rids: Iterable[str], **where: str) -> Counts:
        """Retire every current record of this type (with these column values, where given) that is not in `rids`."""
        kept = set(rids)
        return self._retire(record, sorted(r for r in self.hashes(record, **where) if r not in kept))

    def hashes(self, record: str, **where: str) -> dict[str, str]:
        """Content hash of every current record of this type, by key."""
        table = schema.TABLES[record]
        query = sa.select(table.c.rid, table.c.hash).where(table.c.valid_to == "")
        for column, value in where.items():
            query = query.where(table.c[column] == value)
        return {str(rid): str(digest) for rid, digest in self._connection.execute(query)}

    def values(self, record: str, column: str) -> set[str]:
        """Distinct values of a column over the current records."""
        table = schema.TABLES[record]
        query = sa.select(table.c[column]).distinct().where(table.c.valid_to == "")
        return {str(v) for (v,) in self._connection.execute(query)}

    def meta(self, key: str) -> str:
        """A remembered value, '' if there is none."""
        query = sa.select(schema.meta.c.value).where(schema.meta.c.key == key)
        return str(self._connection.execute(query).scalar() or "")

    def set_meta(self, key: str, value: str) -> None:
        """Remember a value."""
        self._connection.execute(schema.meta.delete().where(schema.meta.c.key == key))
        self._connection.execute(schema.meta.insert().values(key=key, value=value))

    def keys(self, keys: Sequence[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for part in chunks(keys):
            query = sa.select(schema.firm_key.c.key, schema.firm_key.c.firm_id).where(schema.firm_key.c.key.in_(part))
            found.update((k, f) for k, f in self._connection.execute(query))
        return found

    def add_keys(self, keys: dict[str, str]) -> None:
        known = self.keys(list(keys))
        new = [{"key": k, "firm_id": f} for k, f in keys.items() if k not in known]
        if new:
            self._connection.execute(schema.firm_key.insert(), new)

    def records_of(self, firm_ids: Sequence[str]) -> dict[str, list[tuple[str, dict[str, Any]]]]:
        table = schema.TABLES["firm_record"]
        out: dict[str, list[tuple[str, dict[str, Any]]]] = {f: [] for f in firm_ids}
        for part in chunks(sorted(set(firm_ids))):
            query = (
                sa.select(table.c.firm_id, table.c.origin, table.c.data)
                .where(table.c.firm_id.in_(part), table.c.valid_to == "")
                .order_by(table.c.rid)
            )
            for firm_id, origin, data in self._connection.execute(query):
                out[firm_id].append((origin, data))
        return out

    def _write(self, spec: schema.Spec, keyed: dict[str, Any]) -> Counts:
        table, codec, counts = schema.TABLES[spec.name], CODECS[spec.name], Counts()
        insert: list[dict[str, Any]] = []
        changed: list[tuple[str, dict[str, Any]]] = []
        for part in chunks(list(keyed)):
            query = sa.select(table.c.rid, table.c.hash, table.c.valid_to).where(table.c.rid.in_(part))
            known = {rid: (h, end) for rid, h, end in self._connection.execute(query)}
            for rid in part:
                content = codec.dump(keyed[rid])
                source = getattr(keyed[rid], "source", "") or self._source
                digest = _hash({**content, "source": source})
                if known.get(rid) == (digest, ""):
                    counts.unchanged += 1
                    continue
                stamp = {"rid": rid, "source": source, "batch": self.id, "hash": digest,
                         "valid_from": self._today, "valid_to": ""}  # fmt: skip
                if rid in known:
                    changed.append((rid, content | stamp))
                else:
                    insert.append(content | stamp)
        if insert:
            self._connection.execute(table.insert(), insert)
        self._remember(spec.name, [rid for rid, _ in changed])
        for rid, values in changed:
            self._connection.execute(table.update().where(table.c.rid == rid).values(**values))
        counts.added, counts.changed = len(insert), len(changed)
        self._count(spec.name, counts)
        return counts

    def _retire(self, record: str, rids: Sequence[str]) -> Counts:
        table = schema.TABLES[record]
        self._remember(record, rids)
        for part in chunks(rids):
            where = table.update().where(table.c.rid.in_(part))
            self._connection.execute(where.values(valid_to=self._today, batch=self.id))
        counts = Counts(retired=len(rids))
        self._count(record, counts)
        return counts

    def _remember(self, record: str, rids: Sequence[str]) -> None:
        """Write what these rows are now into the change log, before they become something else."""
        table = schema.TABLES[record]
        for part in chunks(rids):
            rows = self._connection.execute(sa.select(table).where(table.c.rid.in_(part))).mappings().all()
            log = [{"batch": self.id, "record": record, "rid": r["rid"], "before": dict(r)} for r in rows]
            if log:
                self._connection.execute(schema.change.insert(), log)

    def _count(self, record: str, counts: Counts) -> None:
        total = self.totals.setdefault(record, Counts())
        total += counts


class EmbeddedStore:
    """See `graph.store.GraphStore`."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    @classmethod
    def open(cls, url: str) -> EmbeddedStore:
        """Open an existing store. Raises `StoreError` where there is none or it is of another version."""
        file = Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None
        if file is not None and not file.is_file():
            raise StoreError(f"no store at {file.name}; run `liantu build` first")
        store = cls(connect(url))
        try:
            with store.engine.connect() as c:
                found = c.execute(sa.text("select version_num from alembic_version")).scalar()
        except sa.exc.DatabaseError as error:
            raise StoreError(f"{file.name if file else url}: not a liantu store; name another with --db") from error
        if found != schema.SCHEMA_VERSION:
            raise StoreError(f"the store has version {found}, this program needs {schema.SCHEMA_VERSION}; run `liantu build`")
        return store

    @classmethod
    def create(cls, url: str) -> EmbeddedStore:
        """Open a store, making the file and bringing its tables up to date by migrations."""
        from graph.migrate import upgrade  # alembic is slow to import and only needed here

        if url.startswith("sqlite:///"):
            Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
        engine = connect(url)
        try:
            upgrade(engine)
        except sa.exc.DatabaseError as error:
            raise StoreError(f"cannot create the store: {error.orig}; name another file with --db") from error
        return cls(engine)

    # -- writing ---------------------------------------------------------------------------------

    @contextmanager
    def batch(self, kind: str, source: str, file: str = "") -> Iterator[EmbeddedBatch]:
        started = _now()
        try:
            with self.engine.connect().execution_options(write=True) as connection, connection.begin():
                last = connection.execute(sa.select(sa.func.max(schema.batch.c.id))).scalar() or 0
                open_batch = EmbeddedBatch(connection, last + 1, source, date.today().isoformat())
                yield open_batch
                counts = {
                    f"{name}.{field}": n
                    for name, c in sorted(open_batch.totals.items())
                    for field, n in vars(c).items()
                    if n
                }
                connection.execute(
                    schema.batch.insert().values(
                        id=open_batch.id, kind=kind, source=source, file=file, started=started, finished=_now(), counts=counts
                    )
                )
        except sa.exc.OperationalError as error:
            raise StoreError(f"the store cannot be written ({error.orig}); nothing was changed, try again") from error

    # -- reading ---------------------------------------------------------------------------------

    def chains(self) -> list[t.Chain]:
        by_chain: dict[str, list[t.Segment]] = {}
        for s in self._rows(t.Segment):
            by_chain.setdefault(s.chain, []).append(s)
        into: dict[str, list[t.Link]] = {}
        for link in self.links():
            into.setdefault(link.target_id.split(".")[0], []).append(link)
        rank = {c: i for i, c in enumerate(ORDER)}
        chains = [
            CODECS["chain"].load(row, segments=tuple(by_chain.get(row["id"], ())), links=tuple(into.get(row["id"], ())))
            for row in self._mappings("chain")
        ]
        return sorted(chains, key=lambda c: (rank.get(c.id, len(rank)), c.id))

    def links(self) -> list[t.Link]:
        return self._rows(t.Link)

    def neighbours(self, segment_id: str) -> tuple[list[t.Link], list[t.Link]]:
        links = self.links()
        return [k for k in links if k.target_id == segment_id], [k for k in links if k.source_id == segment_id]

    def paths(self, source_id: str, target_id: str, longest: int = 4) -> list[list[str]]:
        graph = as_digraph(self.links())
        if source_id not in graph or target_id not in graph:
            return []
        found = nx.all_simple_paths(graph, source_id, target_id, cutoff=longest)
        return sorted(found, key=lambda p: (len(p), p))

    def firm(self, firm_id: str) -> t.Firm | None:
        return next(iter(self.firms([firm_id])), None)

    def firms(self, firm_ids: Sequence[str] | None = None) -> list[t.Firm]:
        if firm_ids is None:
            return self._rows(t.Firm)
        table = schema.TABLES["firm"]
        out: list[t.Firm] = []
        for part in chunks(sorted(set(firm_ids))):
            out += self._rows(t.Firm, table.c.rid.in_(part))
        return out

    def memberships(self, firm_ids: Sequence[str]) -> list[t.Membership]:
        table = schema.TABLES["membership"]
        out: list[t.Membership] = []
        for part in chunks(sorted(set(firm_ids))):
            out += self._rows(t.Membership, table.c.firm_id.in_(part))
        return out

    def firms_of(self, segment_id: str, region: str = "") -> list[tuple[t.Firm, t.Membership]]:
        members = {m.firm_id: m for m in self._rows(t.Membership, schema.TABLES["membership"].c.segment_id == segment_id)}
        pairs = [
            (f, members[f.id])
            for f in self.firms(list(members))
            if not region or any(Regions.within(r, region) for r in (f.region, *f.sites))
        ]
        return sorted(pairs, key=lambda p: (-p[1].confidence * p[0].size, p[0].id))

    def members(self) -> list[t.Member]:
        m, f = schema.TABLES["membership"], schema.TABLES["firm"]
        query = (
            sa.select(m.c.firm_id, m.c.segment_id, m.c.confidence, f.c.size, f.c.region, f.c.sites)
            .join(f, f.c.rid == m.c.firm_id)
            .where(m.c.valid_to == "", f.c.valid_to == "")
            .order_by(m.c.rid)
        )
        with self.engine.connect() as c:
            return [t.Member(a, b, conf, size, region, tuple(sites)) for a, b, conf, size, region, sites in c.execute(query)]

    def strength_matrix(self, regions: Regions) -> StrengthMatrix:
        segments = tuple(s.id for s in self._rows(t.Segment))
        cities = tuple(regions.cities())
        return StrengthMatrix(segments, cities, strength(self.members(), segments, cities, regions.city_of))

    def origins(self, region: str) -> dict[str, set[str]]:
        f, r = schema.TABLES["firm"], schema.TABLES["firm_record"]
        query = (
            sa.select(f.c.id, f.c.region, f.c.sites, r.c.origin)
            .join(r, r.c.firm_id == f.c.id)
            .where(f.c.valid_to == "", r.c.valid_to == "")
        )
        out: dict[str, set[str]] = {}
        with self.engine.connect() as c:
            for firm_id, seat, sites, origin in c.execute(query):
                if any(Regions.within(code, region) for code in (seat, *sites)):
                    out.setdefault(firm_id, set()).add(origin)
        return out

    def rows(self, record: str) -> list[Any]:
        return self._rows(schema.BY_NAME[record].type)

    def counts(self) -> dict[str, int]:
        with self.engine.connect() as c:
            return {
                name: int(c.execute(sa.select(sa.func.count()).select_from(table).where(table.c.valid_to == "")).scalar() or 0)
                for name, table in schema.TABLES.items()
            }

    def sources(self) -> list[dict[str, Any]]:
        r, b = schema.TABLES["firm_record"], schema.batch
        query = (
            sa.select(r.c.origin, sa.func.count(sa.distinct(r.c.firm_id)), sa.func.max(r.c.batch), sa.func.max(b.c.finished))
            .join(b, b.c.id == r.c.batch)
            .where(r.c.valid_to == "")
            .group_by(r.c.origin)
            .order_by(r.c.origin)
        )
        with self.engine.connect() as c:
            return [{"source": o, "firms": n, "batch": k, "loaded": when} for o, n, k, when in c.execute(query)]

    def meta(self, key: str) -> str:
        """A remembered value about the store itself, '' if there is none."""
        with self.engine.connect() as c:
            return str(c.execute(sa.select(schema.meta.c.value).where(schema.meta.c.key == key)).scalar() or "")

    def batches(self) -> list[t.Batch]:
        with self.engine.connect() as c:
            rows = c.execute(sa.select(schema.batch).order_by(schema.batch.c.id.desc())).mappings()
            return [t.Batch(**row) for row in rows]

    def data_version(self) -> str:
        with self.engine.connect() as c:
            newest = c.execute(sa.select(sa.func.max(schema.batch.c.id), sa.func.max(schema.batch.c.finished))).one()
            return f"{newest[0] or 0}@{newest[1] or ''}"

    def _mappings(self, record: str, *where: Any) -> list[Any]:
        table = schema.TABLES[record]
        query = sa.select(table).where(table.c.valid_to == "", *where).order_by(table.c.rid)
        with self.engine.connect() as c:
            return list(c.execute(query).mappings())

    def _rows(self, record: type[T], *where: Any) -> list[T]:
        name = schema.BY_TYPE[record].name
        return [CODECS[name].load(row) for row in self._mappings(name, *where)]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
