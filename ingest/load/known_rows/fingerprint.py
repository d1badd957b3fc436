"""What the reading of a row rests on beside its cells: the program that reads, the tables of places, what stands around
the row in its table. A digest of each; where one changed, no row is known again."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import fields
from functools import cache, partial
from hashlib import blake2b
from pathlib import Path
from typing import Any

from graph.model.regions import Regions
from ingest.read.firm_rows import Parsed
from ingest.read.tables import Table

ROOT = Path(__file__).resolve().parents[3]
# Where all stands that turns cells into facts and keys (a test follows the imports).
READS = ("graph/errors.py", "graph/files", "graph/model", "ingest/load/resolve.py", "ingest/match", "ingest/read")
# Of a table: its name stands in messages alone, and a row about which there is one is not kept.
APART = ("file", "rows", "left")


@cache
def _program() -> bytes:
    """A digest of the program that reads: its own files and Python's version, whose tables of characters it uses."""
    told = blake2b(sys.version.encode())
    for file in (f for place in READS for f in _files(ROOT / place)):
        told.update(f"\0{file.relative_to(ROOT).as_posix()}\0".encode())
        told.update(file.read_bytes())
    return told.digest()


def _files(place: Path) -> Iterator[Path]:
    if place.is_file():
        yield place
        return
    yield from sorted(f for f in place.rglob("*") if f.is_file() and "__pycache__" not in f.parts)


def reader(regions: Regions, year: int) -> bytes:
    """A digest of the program and of the tables of places; year: today's, by which a year of two digits is read."""
    told = blake2b(_program())
    told.update(repr((year, list(regions.by_code.values()))).encode())
    for file in sorted(regions.folder.glob("*.csv")) if regions.folder else ():
        told.update(f"\0{file.name}\0".encode())
        told.update(file.read_bytes())
    return told.digest()


def around(table: Table, parse_rows: Callable[[Table, Regions], Parsed]) -> bytes:
    """A digest of all of a table but its rows, and of how they are read; b'' where the reader has no name by which it
    could be told from another."""
    given: dict[str, Any] = {}
    called: Callable[..., Any] = parse_rows
    if isinstance(parse_rows, partial):
        called, given = parse_rows.func, parse_rows.keywords
    name = getattr(called, "__qualname__", "")
    if not name or "<" in name:
        return b""
    told = {f.name: getattr(table, f.name) for f in fields(table) if f.name not in APART}
    told["fields"] = sorted(table.fields.items()) if table.fields is not None else None
    return blake2b(repr((called.__module__, name, sorted(given.items()), sorted(told.items()))).encode()).digest()
