"""Connections of the embedded store, and reading its tables."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import orjson
import sqlalchemy as sa
from sqlalchemy import event

from graph.store.base import assemble
from graph.store.embedded import tables
from graph.store.embedded.care import faults
from graph.store.embedded.care.check import connected

CHUNK = 400  # SQLite allows 32,766 variables in a statement; 400 keys a query leave room everywhere
MOST_AMONG = 5_000  # values handed over in one text
# Pages a connection may hold. A register goes into a dozen indexes at once; with SQLite's own 2 MB its load writes and
# reads the same pages several times over.
PAGES_HELD_KB = 65_536
BUSY_SECONDS = 15  # how long a connection waits for another one's lock
WAL_TRIES = 100  # twenty a second
PART = 500_000  # rows of a table read at once
T = TypeVar("T")


def schema_version(url: str) -> str:
    """The version of the store's tables, read without changing anything: the database may be somebody else's.

    Raises SQLAlchemy's `DatabaseError` where it is no database or has no such version.
    """
    waiting = {"timeout": BUSY_SECONDS} if url.startswith("sqlite") else {}
    engine = sa.create_engine(url, poolclass=sa.NullPool, connect_args=waiting, **_protected(url))
    with engine.connect() as connection:
        version = connection.execute(sa.text("select version_num from alembic_version")).scalar()
    return str(version or "(none)")  # before any number, as a text


def connect(url: str, durable: bool = False) -> sa.Engine:
    """An engine with the pragmas this store relies on. Write transactions take their lock at the start.

    durable: every commit is on the disk when it returns (casework, which nobody could type again); without it a power
    cut may take the last loads back, which can be loaded again.
    """
    protected = _protected(url)
    # Lists within rows, read in a tenth of the time.
    engine = sa.create_engine(url, json_deserializer=orjson.loads, json_serializer=_json, **protected)
    if engine.dialect.name != "sqlite":
        return engine

    @event.listens_for(engine, "connect")
    def _pragmas(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None  # we begin ourselves, see below
        synchronous = "FULL" if durable else "NORMAL"
        checks = ("foreign_keys=ON", "cell_size_check=ON", f"cache_size=-{PAGES_HELD_KB}")
        for pragma in (f"busy_timeout={BUSY_SECONDS * 1000}", f"synchronous={synchronous}", *checks):
            connection.execute(f"PRAGMA {pragma}")
        if not protected:
            _write_ahead(connection)

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        write = connection.get_execution_options().get("write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def file_of_url(url: str) -> Path | None:
    """The file that an SQLite URL names, None for another database or one in memory."""
    name = url.removeprefix("sqlite:///")
    return Path(name) if name != url and name and name != ":memory:" else None


def _protected(url: str) -> dict[str, Callable[[], sqlite3.Connection]]:
    """How a file that is write-protected, or on a disk that is full, is opened: to be read only; nothing for any
    other."""
    file = file_of_url(url)
    if file is None or not file.is_file() or (writable(file) and not _without_room(file)):
        return {}
    return {"creator": partial(connected, file)}


def _without_room(file: Path) -> bool:
    """Is the disk so full that SQLite cannot even make what it reads by?"""
    try:
        with closing(sqlite3.connect(file, timeout=BUSY_SECONDS)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        return faults.kind_of(error, file) == "full"
    except sqlite3.DatabaseError:  # it is said where the file is opened
        return False
    return False


def writable(file: Path) -> bool:
    """May the file be written, and its write-ahead log be made beside it?"""
    return os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Turn a file to its write-ahead log. Of several that open a new file at once SQLite sends all but one away without
    waiting for its busy timeout, so we wait ourselves; once it is done, the pragma changes nothing and needs no
    lock."""
    for attempt in range(WAL_TRIES):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or attempt == WAL_TRIES - 1:
                raise
            time.sleep(0.05)


def chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """The items in lists that fit into one statement."""
    return assemble.chunks(items, CHUNK)


def insert_all(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that name the same columns. SQLite is handed their values as they are stored: going over each row in
    SQLAlchemy takes longer than the writing."""
    if not rows:
        return
    if connection.dialect.name != "sqlite":
        connection.execute(table.insert(), list(rows))
        return
    names = tuple(rows[0])
    given = [_as_stored(table.c[name].type, connection.dialect, [row[name] for row in rows]) for name in names]
    quoted = ", ".join(f'"{name}"' for name in names)
    places = ", ".join("?" * len(names))
    connection.exec_driver_sql(
        f'INSERT INTO "{table.name}" ({quoted}) VALUES ({places})', list(zip(*given, strict=True))
    )


def _as_stored(kind: sa.types.TypeEngine[Any], dialect: sa.Dialect, values: list[Any]) -> list[Any]:
    """A column's values as the type writes them."""
    stored = kind.dialect_impl(dialect).bind_processor(dialect)
    return [stored(value) for value in values] if stored else values


def _json(value: object) -> str:
    """As `json.dumps` has it; most lists of a firm are empty."""
    return "[]" if value == [] else json.dumps(value)


def among(
    connection: sa.Connection, query: sa.Select[Any], column: sa.ColumnElement[Any], values: Sequence[str]
) -> Iterator[Any]:
    """The rows of a query whose column holds one of these values. SQLite is handed all of them as one text: a statement
    with hundreds of places costs more to put together than to answer."""
    if connection.dialect.name != "sqlite":
        for part in chunks(values):
            yield from connection.execute(query.where(column.in_(part)))
        return
    one = sa.func.json_each(sa.bindparam("values_among", type_=sa.Text())).table_valued("value")
    asked = query.where(column.in_(sa.select(one.c.value)))
    for part in assemble.chunks(values, MOST_AMONG):
        yield from connection.execute(asked, {"values_among": json.dumps(list(part), ensure_ascii=False)})


@contextmanager
def readable(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection for reading; what the database says of a damaged or locked file becomes a `StoreError`."""
    try:
        with engine.connect() as connection:
            yield connection
    except (sa.exc.DatabaseError, sqlite3.DatabaseError) as error:
        file = faults.file_of(engine)
        raise faults.fault(file.name if file else "the database", error, file) from error


def whole_columns(
    connection: sa.Connection, record: str, *names: str, where: Sequence[sa.ColumnElement[bool]] = ()
) -> list[list[Any]]:
    """These columns of all current records of a type (of which `where` holds), each as a list, all in one order; a list
    within comes as text.

    SQLite puts a column together as one text and Python takes it apart: half a million rows take a third of the time
    that rows one by one take. In parts, since SQLite holds no text over a billion bytes.
    """
    table = tables.TABLES[record]
    row = sa.literal_column("rowid", sa.Integer())
    last = connection.execute(sa.select(sa.func.max(row)).select_from(table)).scalar() or 0
    out: list[list[Any]] = [[] for _ in names]
    arrays = [sa.func.json_group_array(sa.type_coerce(table.c[n], sa.Text()), type_=sa.Text()) for n in names]
    for first in range(0, last + 1, PART):
        query = sa.select(*arrays).where(table.c.valid_to == "", row >= first, row < first + PART, *where)
        for column, text in zip(out, connection.execute(query).one(), strict=True):
            column += json.loads(text)
    return out
