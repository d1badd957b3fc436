"""The embedded store: SQLite in WAL mode through SQLAlchemy. One file, many readers, one writer at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import orjson
import sqlalchemy as sa

from graph.errors import StoreError, StoreFault
from graph.measures.columns import MemberColumns, OriginColumns
from graph.model import records as t
from graph.model import specs
from graph.model.regions import Regions
from graph.model.specs import R, codec, key_part, name_of
from graph.store.base.abilities import Reopener
from graph.store.base.assemble import (
    firms_by_chain,
    simple_paths,
    strength_matrix,
    strongest_in,
    whole_chains,
    with_scopes,
)
from graph.store.base.by_name import FIELDS, SHOWN, asked_for, found_by, place
from graph.store.base.clock import Clock, local_time, never_back, stamp, today
from graph.store.base.digest import sum_of_hashes, sum_of_values
from graph.store.base.protocol import Content, LoadedSource, StrengthMatrix, Version
from graph.store.embedded import columns, history, tables
from graph.store.embedded.batch import EmbeddedBatch
from graph.store.embedded.care import check, faults, page_sum
from graph.store.embedded.rows import among, chunks, connect, readable, schema_version, whole_columns, writable


class EmbeddedStore:
    """See `graph.store.base.protocol.GraphStore`."""

    def __init__(self, engine: sa.Engine, clock: Clock = local_time) -> None:
        """clock: what a load takes the time and the day from."""
        self.engine, self._clock = engine, clock

    @classmethod
    def open(cls, url: str, clock: Clock = local_time) -> EmbeddedStore:
        """Open an existing store; the tables of an older one are brought up to date first.

        Raises `StoreError` where there is none, or it is of a newer version.
        """
        file = Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None
        if file is not None and file.is_dir():
            raise StoreError(f"{file.name} is a folder; name the file of the store with --db")
        if file is not None and not file.is_file():
            raise StoreFault("absent", f"no store at {file.name}; run `liantu build` first")
        version = _version(url, file)
        if version > tables.SCHEMA_VERSION:
            raise StoreFault(
                "newer",
                f"the store has version {version}, this program needs {tables.SCHEMA_VERSION}: it was made by a newer "
                "liantu; update the program, or name another store with --db",
            )
        if version in tables.OLDER_VERSIONS:
            if file is not None and not writable(file):
                raise StoreFault(
                    "older",
                    f"{file.name} has version {version} and is write-protected, so that it cannot be brought up to "
                    "date; allow writing once, or copy it and name the copy with --db",
                )
            return cls.create(url, clock)
        if version != tables.SCHEMA_VERSION:
            raise StoreFault(
                "foreign",
                f"the store has version {version}, this program needs {tables.SCHEMA_VERSION}; run `liantu build`",
            )
        return cls(connect(url), clock)

    @classmethod
    def create(cls, url: str, clock: Clock = local_time) -> EmbeddedStore:
        """Open a store, making the file and bringing its tables up to date by migrations."""
        from graph.store.embedded.migrate import upgrade  # alembic is slow to import and only needed here

        engine = connect(url)
        if (held := faults.file_of(engine)) is not None:
            page_sum.forget(held)  # what a migration writes is no load
        try:
            if url.startswith("sqlite:///"):
                Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
            upgrade(engine)
        except OSError as error:
            raise StoreError(f"cannot create the store: {error.strerror}; name another file with --db") from error
        except sa.exc.DatabaseError as error:
            file = faults.file_of(engine)
            told = faults.fault(file.name if file else "the database", error, file)
            if told.kind in ("full", "locked", "damaged", "disk"):
                raise told from error
            raise StoreFault(
                told.kind, f"cannot create the store: {error.orig}; name another file with --db"
            ) from error
        return cls(engine, clock)

    def reopener(self) -> Reopener:
        """A picklable function that opens this store in another process."""
        return partial(EmbeddedStore.open, self.engine.url.render_as_string(hide_password=False))

    # -- writing ---------------------------------------------------------------------------------

    @contextmanager
    def batch(self, kind: str, source: str, file: str = "", resume: str = "") -> Iterator[EmbeddedBatch]:
        held = faults.file_of(self.engine)
        if held is not None and held.is_file():
            check.before_writing(held)
        try:
            with self.engine.connect().execution_options(write=True) as connection, connection.begin():
                last, newest = connection.execute(
                    sa.select(sa.func.max(tables.batch.c.id), sa.func.max(tables.batch.c.finished))
                ).one()
                clock = never_back(self._clock, newest or "")
                started = stamp(clock)
                open_batch = EmbeddedBatch(connection, (last or 0) + 1, source, today(clock))
                yield open_batch
                counts = {
                    f"{name}.{field}": n
                    for name, c in sorted(open_batch.totals.items())
                    for field, n in vars(c).items()
                    if n
                }
                connection.execute(
                    tables.batch.insert().values(
                        id=open_batch.id,
                        kind=kind,
                        source=source,
                        file=file,
                        started=started,
                        finished=stamp(clock),
                        counts=counts,
                    )
                )
        except sa.exc.IntegrityError:
            raise  # our own mistake, not the file's
        except sa.exc.DatabaseError as error:
            raise faults.fault(held.name if held else "the database", error, held) from error
        if held is not None:
            page_sum.keep(held)

    # -- reading ---------------------------------------------------------------------------------

    def chains(self) -> list[t.Chain]:
        return whole_chains(self.rows(t.Chain), self.rows(t.Segment), self.links())

    def links(self) -> list[t.Link]:
        return self._rows(t.Link)

    def neighbours(self, segment_id: str) -> tuple[list[t.Link], list[t.Link]]:
        links = self.links()
        return [k for k in links if k.target_id == segment_id], [k for k in links if k.source_id == segment_id]

    def paths(self, source_id: str, target_id: str, longest: int = 4) -> list[list[str]]:
        return simple_paths(self.links(), source_id, target_id, longest)

    def firm(self, firm_id: str) -> t.Firm | None:
        found = next(iter(self.firms([firm_id])), None)
        if found is None and (now := self.known_keys([firm_id]).get(firm_id, firm_id)) != firm_id:
            return next(iter(self.firms([now])), None)  # an id of before: the firm goes by a surer key since
        return found

    def firms(self, firm_ids: Sequence[str] | None = None) -> list[t.Firm]:
        if firm_ids is None:
            return self._rows(t.Firm)
        table = tables.TABLES["firm"]
        out: list[t.Firm] = []
        for part in chunks(sorted(set(firm_ids))):
            out += self._rows(t.Firm, table.c.rid.in_([key_part(i) for i in part]))
        return out

    def firms_named(self, text: str, limit: int = SHOWN) -> list[t.Firm]:
        wanted = asked_for(text)
        if not wanted:
            return []
        rows = self.columns("firm", "id", *FIELDS)
        hits = [
            (place(name, wanted), name, i)
            for i, name, *rest in rows
            if wanted in found_by(dict(zip(FIELDS, (name, *rest), strict=True)))
        ]
        ids = [i for _, _, i in sorted(hits)[:limit]]
        known = {f.id: f for f in self.firms(ids)}
        return [known[i] for i in ids]

    def memberships(self, firm_ids: Sequence[str]) -> list[t.Membership]:
        table = tables.TABLES["membership"]
        out: list[t.Membership] = []
        for part in chunks(sorted(set(firm_ids))):
            out += self._rows(t.Membership, table.c.firm_id.in_(part))
        return out

    def firms_of(self, segment_id: str, region: str = "", closed: bool = False) -> list[tuple[t.Firm, t.Membership]]:
        members = {
            m.firm_id: m for m in self._rows(t.Membership, tables.TABLES["membership"].c.segment_id == segment_id)
        }
        return strongest_in(((f, members[f.id]) for f in self.firms(list(members))), region, closed)

    def members(self) -> list[t.Member]:
        return columns.members(self.engine)

    def member_columns(self) -> MemberColumns:
        return columns.member_columns(self.engine)

    def origin_columns(self) -> OriginColumns:
        return columns.origin_columns(self.engine)

    def country_columns(self) -> tuple[MemberColumns, OriginColumns]:
        return columns.country_columns(self.engine)

    def chain_firms(self) -> dict[str, int]:
        return firms_by_chain(self.member_columns(), self._rows(t.Segment))

    def strength_matrix(self, regions: Regions) -> StrengthMatrix:
        return strength_matrix(self.member_columns(), self._rows(t.Segment), regions)

    def origins(self, region: str) -> dict[str, set[str]]:
        return columns.origins(self.engine, region)

    def rows(self, record: type[R]) -> list[R]:
        return self._rows(record)

    def of_firms(self, record: type[R], firm_ids: Sequence[str]) -> list[R]:
        table = tables.TABLES[name_of(record)]
        column = table.c.from_id if record is t.Relation else table.c.firm_id
        out: list[R] = []
        for part in chunks(sorted(set(firm_ids))):
            out += self._rows(record, column.in_(part))
        return out

    def columns(self, record: str, *names: str) -> list[tuple[Any, ...]]:
        """These columns of every current record of a type, without making records of them."""
        table = tables.TABLES[record]
        query = sa.select(*(table.c[n] for n in names)).where(table.c.valid_to == "")
        with readable(self.engine) as c:
            return [tuple(row) for row in c.execute(query)]

    def hashes(self, record: str, first: str, rest: Sequence[str]) -> dict[str, str]:
        """Content hashes of the current records whose two-part key is (`first`, one of `rest`), by the second part."""
        table = tables.TABLES[record]
        wanted = {f"{key_part(first)}|{key_part(r)}": r for r in rest}
        query = sa.select(table.c.rid, table.c.hash).where(table.c.valid_to == "")
        with readable(self.engine) as c:
            return {wanted[key]: digest for key, digest in among(c, query, table.c.rid, list(wanted))}

    def contents(self, record: str, size: int = 2_000) -> Iterator[list[Content]]:
        table = tables.TABLES[record]
        names = specs.stored_fields(specs.BY_NAME[record])
        lists = [i for i, n in enumerate(names) if isinstance(table.c[n].type, sa.JSON)]
        # Lists come as text and are decoded here, in a tenth of the time.
        columns = [sa.type_coerce(table.c[n], sa.Text()) if i in lists else table.c[n] for i, n in enumerate(names)]
        query = (
            sa.select(table.c.rid, table.c.source, table.c.hash, *columns)
            .where(table.c.valid_to == "")
            .order_by(table.c.rid)
        )
        with readable(self.engine) as c:  # one read transaction: all pages are of one state
            for part in c.execution_options(yield_per=size).execute(query).partitions(size):
                page = []
                for key, source, digest, *values in part:
                    for i in lists:
                        text = values[i]
                        values[i] = [] if text == "[]" else orjson.loads(text) if isinstance(text, str) else text
                    page.append(Content(key, dict(zip(names, values, strict=True)), source, digest))
                yield page

    def hash_sum(self, record: str) -> tuple[int, int]:
        with readable(self.engine) as c:
            return sum_of_hashes(whole_columns(c, record, "hash")[0])

    def value_sum(self, record: str) -> tuple[int, int]:
        return sum_of_values(self.contents(record))

    def past(self, record: str, last: int, size: int = 2_000) -> Iterator[list[Version]]:
        return history.past(self.engine, record, last, size)

    def touched(self, record: str, rids: Sequence[str], last: int) -> dict[str, int]:
        return history.touched(self.engine, record, rids, last)

    def names_of(self, firm_ids: Sequence[str]) -> dict[str, str]:
        return history.names_of(self.engine, firm_ids)

    def firm_keys(self, size: int = 5_000) -> Iterator[dict[str, str]]:
        query = sa.select(tables.firm_key.c.key, tables.firm_key.c.firm_id).order_by(tables.firm_key.c.key)
        with readable(self.engine) as c:
            for part in c.execution_options(yield_per=size).execute(query).partitions(size):
                yield {row.key: row.firm_id for row in part}

    def known_keys(self, keys: Sequence[str]) -> dict[str, str]:
        table = tables.firm_key
        with readable(self.engine) as c:
            found = among(c, sa.select(table.c.key, table.c.firm_id), table.c.key, keys)
            return {str(row.key): str(row.firm_id) for row in found}

    def metas(self) -> dict[str, str]:
        with readable(self.engine) as c:
            return {row.key: row.value for row in c.execute(sa.select(tables.meta.c.key, tables.meta.c.value))}

    def counts(self) -> dict[str, int]:
        with readable(self.engine) as c:
            return {
                name: int(
                    c.execute(sa.select(sa.func.count()).select_from(table).where(table.c.valid_to == "")).scalar() or 0
                )
                for name, table in tables.TABLES.items()
            }

    def sources(self) -> list[LoadedSource]:
        r, b = tables.TABLES["firm_record"], tables.batch
        query = (
            sa.select(
                r.c.origin, sa.func.count(sa.distinct(r.c.firm_id)), sa.func.max(r.c.batch), sa.func.max(b.c.finished)
            )
            .join(b, b.c.id == r.c.batch)
            .where(r.c.valid_to == "")
            .group_by(r.c.origin)
            .order_by(r.c.origin)
        )
        with readable(self.engine) as c:
            rows = [(o, n, k, when) for o, n, k, when in c.execute(query)]
        return with_scopes(rows, self._rows(t.Source))

    def meta(self, key: str) -> str:
        """A remembered value about the store itself, '' if there is none."""
        with readable(self.engine) as c:
            return str(c.execute(sa.select(tables.meta.c.value).where(tables.meta.c.key == key)).scalar() or "")

    def batches(self) -> list[t.Batch]:
        with readable(self.engine) as c:
            rows = c.execute(sa.select(tables.batch).order_by(tables.batch.c.id.desc())).mappings()
            return [t.Batch(**row) for row in rows]

    def data_version(self) -> str:
        with readable(self.engine) as c:
            newest = c.execute(sa.select(sa.func.max(tables.batch.c.id), sa.func.max(tables.batch.c.finished))).one()
            return f"{newest[0] or 0}@{newest[1] or ''}"

    def _rows(self, record: type[R], *where: sa.ColumnElement[bool]) -> list[R]:
        table, load = tables.TABLES[name_of(record)], codec(record).load
        query = sa.select(table).where(table.c.valid_to == "", *where).order_by(table.c.rid)
        with readable(self.engine) as c:
            return [load(row) for row in c.execute(query).mappings()]


def _version(url: str, file: Path | None) -> str:
    """The version of the tables. Raises `StoreFault` where it cannot be read."""
    name = file.name if file else url
    try:
        return schema_version(url)
    except sa.exc.DatabaseError as error:
        told = faults.fault(name, error, file)
        if told.kind == "other":  # a database of something else: it has no such table
            told = faults.of_kind("empty" if file is not None and faults.is_bare(file) else "foreign", name)
        raise told from error
