"""A digest of the store's file as its last load left it, in a small file beside it (`liantu.db.sum`).

SQLite finds torn pages, not a letter that changed within a row. The digest does; it speaks only as long as nobody else
wrote: it names the last load, and with a later one, or with writes that still lie in the write-ahead log, it is out of
date and says nothing. Both sides hold the write lock, so that no file is read while it changes.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from graph.errors import UnwritableFile
from graph.files import whole

MOST = 2 << 30  # bytes: a larger store is not read again after every load
PART = 1 << 20
WAITS = 15.0  # seconds for the write lock where the answer is needed, a moment where it is not


def sum_file(file: Path) -> Path:
    """Where the digest of a store is kept."""
    return file.with_name(file.name + ".sum")


def forget(file: Path) -> None:
    """The digest holds no longer: something other than a load will write."""
    with suppress(OSError):
        sum_file(file).unlink(missing_ok=True)


def keep(file: Path) -> None:
    """Write down what the file is now; nothing where others read or write it just now, or where it cannot be written:
    the digest is a help, not a condition."""
    forget(file)
    with suppress(OSError, UnwritableFile, sqlite3.Error):
        if file.stat().st_size > MOST:
            return
        with closing(sqlite3.connect(file, timeout=1, isolation_level=None)) as connection:
            if connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                return
            with _locked(connection):
                if not _unmerged(file):
                    told = {"version": _version(connection), "digest": digest(file)}
                    whole.put_text(sum_file(file), json.dumps(told))


def differs(file: Path) -> bool | None:
    """Is the file another than its last load left it? None where nobody can say, or where the database itself fails:
    who asked finds out why by his own means."""
    try:
        kept = json.loads(sum_file(file).read_text(encoding="utf-8"))
        with closing(sqlite3.connect(file, timeout=WAITS, isolation_level=None)) as connection, _locked(connection):
            if _unmerged(file) or kept["version"] != _version(connection):
                return None
            return bool(digest(file) != kept["digest"])
    except sqlite3.DatabaseError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def digest(file: Path) -> str:
    """Of all pages. The bytes 24–27 and 92–99 of the head, which count openings and name the version of SQLite, are
    left out."""
    made = hashlib.blake2b(digest_size=16)
    with file.open("rb") as handle:
        head = bytearray(handle.read(PART))
        head[24:28] = bytes(4)
        head[92:100] = bytes(8)
        made.update(head)
        while part := handle.read(PART):
            made.update(part)
    return made.hexdigest()


@contextmanager
def _locked(connection: sqlite3.Connection) -> Iterator[None]:
    """Nobody writes in the meantime."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")


def _version(connection: sqlite3.Connection) -> str:
    last, finished = connection.execute('SELECT max(id), max(finished) FROM "batch"').fetchone()
    return f"{last or 0}@{finished or ''}"


def _unmerged(file: Path) -> bool:
    wal = file.with_name(file.name + "-wal")
    return wal.exists() and wal.stat().st_size > 0
