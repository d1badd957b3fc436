"""`--as-of`: a store as it stood at a date, rebuilt beside it from what it holds and remembers.

A record that no later batch touched is taken as it is; one that a later batch changed or retired is what the store's
log says it was before the first of those batches; one that came later is left out. The batches, not the dates in the
rows, decide, so that several loads on one day are kept apart from the next day's.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

import sqlalchemy as sa

from graph.errors import InvalidArgument, StoreError
from graph.model.records import Batch
from graph.model.specs import DEFAULTS, Json
from graph.store.base.protocol import GraphStore
from graph.store.embedded import tables
from graph.store.embedded.rows import connect
from graph.store.embedded.store import EmbeddedStore

Step = Callable[[int, int], None]


class Snapshot(EmbeddedStore):
    """A store at a date, in a file of its own that goes when the object does. Writing to it is of no use.

    date: the day (inclusive) as given; last: the newest batch it holds.
    """

    def __init__(self, engine: sa.Engine, day: date, last: Batch, folder: tempfile.TemporaryDirectory[str]) -> None:
        super().__init__(engine)
        self.date, self.last = day, last
        self._folder = folder  # kept alive with the store

    def close(self) -> None:
        """Let go of the file at once."""
        self.engine.dispose()
        self._folder.cleanup()


def _silent(done: int, total: int) -> None:
    pass


def as_of(store: GraphStore, day: date, step: Step = _silent) -> Snapshot:
    """The store at the end of that day; `step` is told how many tables are done, of how many.

    Raises `InvalidArgument` for a day before the first load, and `StoreError` where the store cannot be read.
    """
    batches = sorted(store.batches(), key=lambda b: b.id)
    known = [b for b in batches if b.loaded_on <= day]
    if not known:
        when = f"the first load was on {batches[0].loaded_on}" if batches else "nothing has been loaded yet"
        raise InvalidArgument(f"the store knows nothing of {day}: {when}; name that day or a later one")
    folder = tempfile.TemporaryDirectory(prefix="liantu-", ignore_cleanup_errors=True)
    engine = connect(f"sqlite:///{Path(folder.name) / 'past.db'}")
    try:
        with engine.connect() as c:
            # The file lives as long as this object: nothing to keep safe, and indexes are cheaper made at the end.
            for pragma in ("journal_mode=OFF", "synchronous=OFF"):
                _sqlite(c).execute(f"PRAGMA {pragma}")
            for table in tables.metadata.tables.values():
                c.execute(sa.schema.CreateTable(table))
            c.commit()
            if (file := file_of(store)) is not None:
                fill_from_file(c, file, known[-1].id, step)
            else:
                fill(c, store, known, step)
            for table in tables.metadata.tables.values():
                for index in sorted(table.indexes, key=lambda i: str(i.name)):
                    c.execute(sa.schema.CreateIndex(index))
            c.commit()
    except BaseException as error:
        engine.dispose()
        folder.cleanup()
        if not isinstance(error, sa.exc.DatabaseError | sqlite3.Error):
            raise
        why = getattr(error, "orig", error)
        raise StoreError(f"the earlier state cannot be read ({why}); the store itself is unchanged") from error
    return Snapshot(engine, day, known[-1], folder)


def fill(c: sa.Connection, store: GraphStore, known: Sequence[Batch], step: Step) -> None:
    """Write what any store held right after the last of these batches into empty tables."""
    for done, (name, table) in enumerate(tables.TABLES.items()):
        step(done, len(tables.TABLES))
        for page in store.past(name, known[-1].id):
            _insert(
                c,
                table,
                (
                    {
                        **v.content.values,
                        "rid": v.content.key,
                        "source": v.content.source,
                        "hash": v.content.hash,
                        "batch": v.batch,
                        "valid_from": v.since,
                        "valid_to": "",
                    }
                    for v in page
                ),
            )
    for keys in store.firm_keys():
        _insert(c, tables.firm_key, ({"key": k, "firm_id": f} for k, f in keys.items()))
    _insert(c, tables.meta, ({"key": k, "value": v} for k, v in store.metas().items()))
    _insert(c, tables.batch, (asdict(b) for b in known))
    c.commit()


def _insert(c: sa.Connection, table: sa.Table, rows: Iterable[Mapping[str, Json]]) -> None:
    listed = list(rows)
    if listed:
        c.execute(table.insert(), listed)


def file_of(store: GraphStore) -> Path | None:
    """The SQLite file that holds this store, or None where it is kept otherwise."""
    if isinstance(store, EmbeddedStore) and store.engine.dialect.name == "sqlite" and store.engine.url.database:
        return Path(store.engine.url.database)
    return None


def _sqlite(c: sa.Connection) -> sqlite3.Connection:
    driver = c.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


def fill_from_file(c: sa.Connection, file: Path, last: int, step: Step) -> None:
    """The same from a SQLite file, which SQLite copies by itself in a fraction of the time."""
    # Attaching is not allowed inside a transaction, and SQLAlchemy opens one with the first statement.
    driver = _sqlite(c)
    driver.execute("ATTACH DATABASE ? AS now", (str(file.resolve()),))
    with c.begin():
        for done, (name, table) in enumerate(tables.TABLES.items()):
            step(done, len(tables.TABLES))
            _rebuild(c, name, table, last)
        for plain in (tables.meta, tables.firm_key):
            _copy(c, plain.name, [k.name for k in plain.c])
        _copy(c, "batch", [k.name for k in tables.batch.c], "where id <= :last", {"last": last})
    driver.execute("DETACH DATABASE now")


def _rebuild(c: sa.Connection, name: str, table: sa.Table, last: int) -> None:
    """One record's rows as they were right after batch `last`; see `graph.store.embedded.history.past`."""
    columns = [k.name for k in table.c]
    values: dict[str, Json] = {"name": name, "last": last}
    touched = "select rid from now.change where record = :name and batch > :last"
    _copy(c, name, columns, f"where batch <= :last and valid_to = '' and rid not in ({touched})", values)
    first = "select min(id) from now.change where record = :name and batch > :last group by rid"
    query = sa.text(f"select before from now.change where id in ({first})").columns(before=sa.JSON())
    rows = [row for row in c.execute(query, values).scalars() if row["batch"] <= last and not row["valid_to"]]
    _insert(c, table, ({**DEFAULTS[name], **row} for row in rows))  # a row may be older than some of the fields


def _copy(
    c: sa.Connection, table: str, columns: list[str], where: str = "", values: Mapping[str, Json] | None = None
) -> None:
    listed = ", ".join(f'"{k}"' for k in columns)
    c.execute(
        sa.text(f'insert into main."{table}" ({listed}) select {listed} from now."{table}" {where}'), values or {}
    )
