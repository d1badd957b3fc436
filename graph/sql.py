"""How records become rows: connections, codecs, keys and content hashes of the embedded store."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, fields, is_dataclass
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import sqlalchemy as sa
from sqlalchemy import event

from graph import schema
from graph.errors import StoreError

CHUNK = 400  # SQLite allows 32,766 variables in a statement; 400 keys a query leave room everywhere
WAL_TRIES = 100  # twenty a second
PART = 500_000  # rows of a table read at once
T = TypeVar("T")


def connect(url: str) -> sa.Engine:
    """An engine with the pragmas this store relies on. Write transactions take their lock at the start."""
    engine = sa.create_engine(url)
    if engine.dialect.name != "sqlite":
        return engine

    @event.listens_for(engine, "connect")
    def _pragmas(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # we begin ourselves, see below
        for pragma in ("busy_timeout=15000", "synchronous=NORMAL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        _write_ahead(connection)

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        write = connection.get_execution_options().get("write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def _write_ahead(connection: Any) -> None:
    """Turn a file to its write-ahead log. Of several that open a new file at once SQLite sends all but one away without
    waiting for its busy timeout, so we wait ourselves; once it is done, the pragma changes nothing and needs no lock."""
    for attempt in range(WAL_TRIES):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or attempt == WAL_TRIES - 1:
                raise
            time.sleep(0.05)


def chunks(items: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    for i in range(0, len(items), size):
        yield items[i : i + size]


@contextmanager
def readable(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection for reading; what the database says of a damaged or locked file becomes a `StoreError`."""
    try:
        with engine.connect() as connection:
            yield connection
    except (sa.exc.DatabaseError, sqlite3.DatabaseError) as error:
        raise StoreError(
            f"the store cannot be read ({getattr(error, 'orig', error)}); restore it from a copy or run `liantu build`"
        ) from error


def whole_columns(connection: sa.Connection, record: str, *names: str) -> list[list[Any]]:
    """These columns of all current records of a type, each as a list, all in one order; a list within comes as text.

    SQLite puts a column together as one text and Python takes it apart: half a million rows take a third of the time
    that rows one by one take. In parts, since SQLite holds no text over a billion bytes.
    """
    table = schema.TABLES[record]
    row = sa.literal_column("rowid", sa.Integer())
    last = connection.execute(sa.select(sa.func.max(row)).select_from(table)).scalar() or 0
    out: list[list[Any]] = [[] for _ in names]
    arrays = [sa.func.json_group_array(sa.type_coerce(table.c[n], sa.Text()), type_=sa.Text()) for n in names]
    for first in range(0, last + 1, PART):
        query = sa.select(*arrays).where(table.c.valid_to == "", row >= first, row < first + PART)
        for column, text in zip(out, connection.execute(query).one(), strict=True):
            column += json.loads(text)
    return out


class Codec:
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


CODECS = {spec.name: Codec(spec) for spec in schema.SPECS}


def rid(row: Any) -> str:
    """A record's key as one text: its parts joined by `|`, a bar or backslash inside a part escaped."""
    return "|".join(key_part(str(getattr(row, k))) for k in schema.BY_TYPE[type(row)].key)


def key_part(text: str) -> str:
    """One part of a key as it stands in it."""
    return text.replace("\\", "\\\\").replace("|", "\\|")


def record_hash(row: Any, source: str) -> str:
    """The hash under which a record of this content and source is stored."""
    return content_hash({**CODECS[schema.BY_TYPE[type(row)].name].dump(row), "source": source})


def content_hash(content: dict[str, Any]) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=10).hexdigest()
