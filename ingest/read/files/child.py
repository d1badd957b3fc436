"""The process that opens one file from outside. It may run out of memory or time and die; who asked lives on.

It is handed a request on stdin, writes what it finds to a spool file, and says on stdout how it went. It loads
nothing but what reading takes.
"""

from __future__ import annotations

import csv
import gc
import json
import pickle
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from graph.errors import UnreadableFile
from graph.files.inert import legible
from ingest.read.files.limits import MB, MOST_ALIKE, MOST_TABLES, WIDE, WIDE_CELLS, Limits
from ingest.read.files.opening import not_a_table, sheets_of
from ingest.read.layout.find import Piece, as_it_stands, pieces
from ingest.read.layout.shapes import Head, Row

CHUNK = 4_000  # rows spooled together


@dataclass(frozen=True)
class Request:
    """words: the headings known; only: rows wanted of each table, 0 for all of them; memory_mb and seconds: what
    this process may take; paper: its text is wanted, line by line, instead of its tables."""

    path: str
    spool: str
    limits: Limits
    words: frozenset[str]
    memory_mb: int
    seconds: float
    only: int = 0
    paper: bool = False
    plain: bool = False  # the first line is the heading and every other one a row, whatever it says


def main() -> None:
    """Read the request, limit ourselves, read the file."""
    request: Request = pickle.load(sys.stdin.buffer)
    answer: dict[str, str] = {}
    _limit(request.memory_mb, request.seconds)
    gc.disable()  # rows hold no cycles; looking for some takes longer than the reading
    try:
        read_paper(request) if request.paper else read(request)
    except UnreadableFile as error:
        answer = {"why": error.why, "mend": error.mend}
    except MemoryError:
        answer = {"died": "memory"}
    except RecursionError:
        answer = {"why": "it is nested too deeply", "mend": "open it, and save it anew"}
    sys.stdout.write(json.dumps(answer))


def _limit(memory_mb: int, seconds: float) -> None:
    """Bound memory and computing time where the system can (it cannot on Windows)."""
    try:
        import resource
    except ImportError:
        return
    for what, most in ((resource.RLIMIT_AS, memory_mb * MB), (resource.RLIMIT_CPU, max(1, round(seconds)))):
        try:
            hard = resource.getrlimit(what)[1]
            resource.setrlimit(what, (most if hard < 0 else min(most, hard), hard))
        except (ValueError, OSError):  # not settable here: the clock of who asked still holds
            continue


def read(request: Request) -> None:
    """Find the tables of the file and spool them. Raises `UnreadableFile`."""
    path = Path(request.path)
    with Path(request.spool).open("wb") as spool:
        try:
            _spool(spool, path, request, strict=True)
        except csv.Error as error:
            if "unexpected end" in str(error) or "field larger" in str(error):
                raise not_a_table(path.name, error, request.limits) from error
            # Text behind a closing quote is untidy, but every row is still a row.
            spool.seek(0)
            spool.truncate()
            try:
                _spool(spool, path, request, strict=False)
            except csv.Error as second:
                raise not_a_table(path.name, second, request.limits) from second


def read_paper(request: Request) -> None:
    """Spool the lines of a paper. Raises `UnreadableFile`."""
    from ingest.read.files.paper_text import lines_of  # loads the reader of Word files

    with Path(request.spool).open("wb") as spool:
        pickle.dump(lines_of(Path(request.path), request.limits), spool, pickle.HIGHEST_PROTOCOL)


def _spool(spool: IO[bytes], path: Path, request: Request, strict: bool) -> None:
    for number, sheet in enumerate(sheets_of(path, request.limits, request.words, strict), 1):
        if number > MOST_TABLES:
            raise UnreadableFile(path.name, f"there are more than {MOST_TABLES} tables in it", "split it")
        found = as_it_stands(sheet) if request.plain else pieces(sheet, request.words)
        found = _refuse_repeats(path.name, _refuse_wide(path.name, found))
        for part in _chunked(found, request.only):
            pickle.dump(part, spool, pickle.HIGHEST_PROTOCOL)


def _refuse_wide(name: str, found: Iterator[Piece]) -> Iterator[Piece]:
    """Pass on the pieces of a sheet; a table that is wide and long at once would fill the memory of who reads it.
    Raises `UnreadableFile`."""
    rows = wide = 0
    for piece in found:
        if isinstance(piece, Row):
            rows += 1
            if wide > WIDE and rows * wide > WIDE_CELLS:
                raise UnreadableFile(name, f"it has {wide:,} columns in over {rows:,} rows", "delete empty columns")
        elif isinstance(piece, Head):
            rows, wide = 0, len(piece.columns)
        yield piece


def _refuse_repeats(name: str, found: Iterator[Piece]) -> Iterator[Piece]:
    """Pass on the pieces of a sheet; one row written over and over would be a million firms from a few bytes. Raises
    `UnreadableFile`."""
    before: list[str] = []
    alike = 0
    for piece in found:
        if isinstance(piece, Row):
            alike = alike + 1 if piece.cells == before else 0
            before = piece.cells
            if alike > MOST_ALIKE:
                raise UnreadableFile(
                    name, f"row {piece.number - alike:,} stands there over {alike:,} times", "delete the repeats"
                )
        yield piece


def _chunked(found: Iterator[Piece], only: int) -> Iterator[list[Piece | tuple[int, list[str], str]]]:
    """The pieces in lists; rows as plain tuples, which are packed three times as fast."""
    out: list[Piece | tuple[int, list[str], str]] = []
    rows = 0
    for piece in found:
        if isinstance(piece, Row):
            rows += 1
            if only and rows > only:
                continue
            cells = piece.cells if "".join(piece.cells).isprintable() else [legible(c) for c in piece.cells]
            out.append((piece.number, cells, piece.section))
        else:
            if not only or rows <= only:
                out.append(piece)
            rows = rows if not hasattr(piece, "columns") else 0
        if len(out) >= CHUNK:
            yield out
            out = []
    if out:
        yield out
