"""Is a store sound? A quick look before every load, and the whole examination for `liantu doctor`."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa

from graph.model.specs import SPECS, Json, content_hash, stored_fields
from graph.store.embedded.care import faults, page_sum

QUICK_SECONDS = 2.0  # what a load may wait for it; what a larger store has not been asked by then is left to the doctor
AGAIN = 600.0  # seconds in which the same process does not look again
STEPS = 20_000  # instructions of SQLite between two looks at the clock
Progress = Callable[[int, int], None]
_looked: dict[Path, float] = {}


def before_writing(file: Path) -> None:
    """Refuse to write into a damaged store: it would bury what can still be saved. Raises `StoreFault`."""
    now = time.monotonic()
    if now - _looked.get(file, -AGAIN) < AGAIN:
        return
    changed = page_sum.differs(file)
    if changed or (changed is None and not quickly_sound(file)):
        raise faults.of_kind("damaged", file.name)
    _looked[file] = now


def quickly_sound(file: Path, seconds: float = QUICK_SECONDS) -> bool:
    """What SQLite's quick check says within this time; True where it has found nothing by then."""
    end = time.monotonic() + seconds
    try:
        with closing(connected(file)) as connection:
            connection.set_progress_handler(lambda: int(time.monotonic() > end), STEPS)
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except sqlite3.DatabaseError as error:
        return faults.kind_of(error, file) not in ("damaged", "foreign")


def connected(file: Path) -> sqlite3.Connection:
    """A connection that only reads; where nothing beside the file can be made either, it is read as it stands."""
    address = f"file:{quote(str(file))}?mode=ro"
    connection = sqlite3.connect(address, uri=True, timeout=15)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        if faults.kind_of(error, file) not in ("barred", "read_only", "full", "disk"):
            raise
        wal = file.with_name(file.name + "-wal")
        if wal.exists() and wal.stat().st_size > 0:
            raise faults.of_kind("unmerged", file.name) from error
        connection = sqlite3.connect(f"{address}&immutable=1", uri=True)
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return connection


def read_only(file: Path, url: str) -> sa.Engine:
    """An engine for a store that cannot be written: everything is read, nothing is made beside it."""
    return sa.create_engine(url, creator=lambda: connected(file))


def damages(file: Path) -> list[str]:
    """Everything SQLite's full check finds, at most ten; none where the file is sound. Raises `StoreFault` where it
    cannot be opened at all."""
    try:
        with closing(connected(file)) as connection:
            found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(10)")]
            keys = [f"{row[0]} {row[1]} points at nothing" for row in connection.execute("PRAGMA foreign_key_check")]
    except sqlite3.DatabaseError as error:
        if faults.kind_of(error, file) == "damaged":
            return [str(error)]
        raise faults.fault(file.name, error, file) from error
    return [*(f for f in found if f != "ok"), *keys[:10]]


def changed_rows(file: Path, progress: Progress | None = None) -> list[str]:
    """Rows whose content is not what their own digest says, and records of earlier states that cannot be read: at most
    ten, as `table key`. Raises `StoreFault` where the tables cannot be read."""
    found: list[str] = []
    try:
        with closing(connected(file)) as connection:
            connection.text_factory = lambda raw: raw.decode("utf-8", "replace")  # spoiled letters are a finding
            for i, spec in enumerate(SPECS):
                if progress:
                    progress(i, len(SPECS))
                found += [f"{spec.name} {key}" for key in _changed(connection, spec.name, stored_fields(spec))]
            found += [f"change {i}" for i in _unreadable(connection)]
    except sqlite3.DatabaseError as error:
        raise faults.fault(file.name, error, file) from error
    return found[:10]


def _changed(connection: sqlite3.Connection, table: str, names: tuple[str, ...] | list[str]) -> Iterator[str]:
    columns = ", ".join(f'"{n}"' for n in (*names, "rid", "source", "hash"))
    kinds = {row[1]: str(row[2]).upper() for row in connection.execute(f'PRAGMA table_info("{table}")')}
    for row in connection.execute(f'SELECT {columns} FROM "{table}"'):
        *values, key, source, told = row
        try:
            content = {n: _value(v, kinds[n]) for n, v in zip(names, values, strict=True)}
            if content_hash({**content, "source": source}) != told:
                yield str(key)
        except (ValueError, TypeError):
            yield str(key)


def _value(value: Any, kind: str) -> Json:
    if value is None:
        return None
    if kind == "JSON" and isinstance(value, str):
        decoded: Json = json.loads(value)
        return decoded
    plain: Json = bool(value) if kind == "BOOLEAN" else value
    return plain


def _unreadable(connection: sqlite3.Connection) -> Iterator[int]:
    for number, text in connection.execute('SELECT id, before FROM "change"'):
        with suppress(ValueError, TypeError):
            json.loads(text)
            continue
        yield int(number)
