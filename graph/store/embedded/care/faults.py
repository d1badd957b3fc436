"""What is wrong with a database file, told apart by SQLite's own code, each with the next step that fits it."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa

from graph.errors import FaultKind, StoreFault

LEAST_ROOM = 4 << 20  # bytes
_MAYBE_FULL = ("disk", "read_only", "barred")  # what SQLite says of a full disk, too
MAGIC = b"SQLite format 3\x00"
_KINDS: dict[int, FaultKind] = {
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_READONLY: "read_only",
    sqlite3.SQLITE_CANTOPEN: "barred",
    sqlite3.SQLITE_PERM: "barred",
    sqlite3.SQLITE_AUTH: "barred",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_IOERR: "disk",
    sqlite3.SQLITE_NOTADB: "foreign",
}
SAID: dict[FaultKind, str] = {
    "locked": "the store is busy, another program is writing to it; try again in a moment",
    "full": "the disk is full; nothing was changed; free some space and do it again",
    "read_only": "the store can only be read: its file or folder is write-protected; allow writing, or name a copy "
    "with --db",
    "barred": "the store cannot be opened: no permission for its file or folder; allow it, or name another with --db",
    "damaged": "the store is damaged; do not build or load into it: run `liantu doctor`, then `liantu restore` with "
    "your last backup",
    "disk": "the disk reports an error; save what you can with `liantu backup`, then look at the disk",
    "foreign": "not a liantu store; name another with --db",
    "empty": "the store is empty, a build was broken off; run `liantu build`",
    "unmerged": "the store can only be read, and its last loads lie in a file of their own (-wal); allow writing in "
    "its folder once, so that they are merged",
}


def kind_of(error: BaseException, file: Path | None = None) -> FaultKind:
    """What an error of the database means. file: looked at where the database says that it is none."""
    inner = getattr(error, "orig", None) or error
    code = getattr(inner, "sqlite_errorcode", None)
    if code is None:
        told = str(inner)
        return "locked" if "locked" in told else "damaged" if "decode to UTF-8" in told else "other"
    kind = _KINDS.get(code & 0xFF, "other")
    if kind == "foreign" and file is not None and _was_ours(file):
        return "damaged"
    if kind in _MAYBE_FULL and file is not None and os.access(file, os.W_OK) and not _room(file):
        return "full"
    return kind


def fault(name: str, error: BaseException, file: Path | None = None) -> StoreFault:
    """The error as one sentence with the next step. name: what the store is called in it."""
    kind = kind_of(error, file)
    if kind == "other":
        told = getattr(error, "orig", None) or error
        return StoreFault("other", f"{name}: the store cannot be used ({told}); run `liantu doctor`")
    return StoreFault(kind, f"{name}: {SAID[kind]}")


def of_kind(kind: FaultKind, name: str) -> StoreFault:
    """A fault that was found otherwise."""
    return StoreFault(kind, f"{name}: {SAID[kind]}")


def is_bare(file: Path) -> bool:
    """Is it a database without a table: made, and left before anything was written into it?"""
    try:
        with closing(sqlite3.connect(f"file:{quote(str(file))}?mode=ro", uri=True)) as connection:
            return bool(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0)
    except sqlite3.Error:
        return False


def file_of(engine: sa.Engine) -> Path | None:
    """The file behind an engine; None where a server holds the database."""
    name = engine.url.database
    return Path(name) if engine.dialect.name == "sqlite" and name and name != ":memory:" else None


def _was_ours(file: Path) -> bool:
    """A store whose head is lost keeps company: its write-ahead log, or the sum of its last load."""
    try:
        with file.open("rb") as handle:
            if handle.read(len(MAGIC)) == MAGIC:
                return True
    except OSError:
        return False
    return any(file.with_name(file.name + end).exists() for end in ("-wal", ".sum"))


def _room(file: Path) -> bool:
    """Is there space for what SQLite makes beside a database, with what it has just given back?"""
    try:
        return shutil.disk_usage(file.parent).free > LEAST_ROOM
    except OSError:
        return True
