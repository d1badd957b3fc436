"""`--as-of`: the embedded store as it stood at a date, rebuilt from its rows and its change log.

A row that no later batch touched is taken as it is; a row that a later batch changed or retired is what the change log
says it was before the first of those batches; a row that came later is left out. The batches, not the dates in the
rows, decide, so that several loads on one day are kept apart from the next day's.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from graph import schema
from graph.embedded import EmbeddedStore
from graph.errors import InvalidArgument, StoreError
from graph.sql import chunks, connect
from graph.types import Batch


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


def day_of(text: str) -> date:
    """A date as a person writes it, `2026-11-24`. Raises `InvalidArgument`."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise InvalidArgument(f"cannot read the date {text!r}; write it as 2026-11-24") from error


def loaded_on(batch: Batch) -> date:
    """The day, by the clock on the wall, on which a batch became visible."""
    return datetime.fromisoformat(batch.finished).astimezone().date()


def _silent(done: int, total: int) -> None:
    pass


def as_of(store: EmbeddedStore, day: date, step: Callable[[int, int], None] = _silent) -> Snapshot:
    """The store at the end of that day; `step` is told how many tables are done, of how many.

    Raises `InvalidArgument` for a day before the first load, and `StoreError` for a store that is no SQLite file.
    """
    batches = sorted(store.batches(), key=lambda b: b.id)
    known = [b for b in batches if loaded_on(b) <= day]
    if not known:
        when = f"the first load was on {loaded_on(batches[0])}" if batches else "nothing has been loaded yet"
        raise InvalidArgument(f"the store knows nothing of {day}: {when}; name that day or a later one")
    file = store.engine.url.database
    if store.engine.dialect.name != "sqlite" or not file:
        raise StoreError("earlier states can be read from a SQLite store only; name one with --db")
    folder = tempfile.TemporaryDirectory(prefix="liantu-", ignore_cleanup_errors=True)
    engine = connect(f"sqlite:///{Path(folder.name) / 'past.db'}")
    try:
        with engine.connect() as c:
            # The file lives as long as this object: nothing to keep safe, and indexes are cheaper made at the end.
            for pragma in ("journal_mode=OFF", "synchronous=OFF"):
                c.connection.driver_connection.execute(f"PRAGMA {pragma}")  # type: ignore[union-attr]
            for table in schema.metadata.tables.values():
                c.execute(sa.schema.CreateTable(table))
            c.commit()
            # Attaching is not allowed inside a transaction, and SQLAlchemy opens one with the first statement.
            driver: Any = c.connection.driver_connection
            driver.execute("ATTACH DATABASE ? AS now", (str(Path(file).resolve()),))
            with c.begin():
                for done, (name, table) in enumerate(schema.TABLES.items()):
                    step(done, len(schema.TABLES))
                    _rebuild(c, name, table, known[-1].id)
                for plain in (schema.meta, schema.firm_key):
                    _copy(c, plain.name, [k.name for k in plain.c])
                _copy(c, "batch", [k.name for k in schema.batch.c], "where id <= :last", {"last": known[-1].id})
            driver.execute("DETACH DATABASE now")
            for table in schema.metadata.tables.values():
                for index in sorted(table.indexes, key=lambda i: str(i.name)):
                    c.execute(sa.schema.CreateIndex(index))
            c.commit()
    except (sa.exc.DatabaseError, sqlite3.Error) as error:
        engine.dispose()
        folder.cleanup()
        why = getattr(error, "orig", error)
        raise StoreError(f"the earlier state cannot be read ({why}); the store itself is unchanged") from error
    return Snapshot(engine, day, known[-1], folder)


def _rebuild(c: sa.Connection, name: str, table: sa.Table, last: int) -> None:
    """One record's rows as they were right after batch `last`."""
    columns = [k.name for k in table.c]
    touched = "select rid from now.change where record = :name and batch > :last"
    _copy(c, name, columns, f"where batch <= :last and rid not in ({touched})", {"name": name, "last": last})
    query = sa.text(
        "select before from now.change where id in"
        " (select min(id) from now.change where record = :name and batch > :last group by rid)"
    )
    before = [json.loads(text) for (text,) in c.execute(query, {"name": name, "last": last})]
    for part in chunks(before):
        c.execute(table.insert(), [dict(row) for row in part])


def _copy(
    c: sa.Connection, table: str, columns: list[str], where: str = "", values: dict[str, Any] | None = None
) -> None:
    listed = ", ".join(f'"{k}"' for k in columns)
    c.execute(
        sa.text(f'insert into main."{table}" ({listed}) select {listed} from now."{table}" {where}'), values or {}
    )
