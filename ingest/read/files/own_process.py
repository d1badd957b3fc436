"""A file from outside, opened in a process of its own (`child`), whatever it does to it."""

from __future__ import annotations

import json
import pickle
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from graph.errors import UnreadableFile
from ingest.read.files import child
from ingest.read.files.limits import PLAIN, WAITING, Limits
from ingest.read.files.opening import checked
from ingest.read.layout.shapes import Head, Left, SkippedSheet

# What the process hands back: rows as (number, cells, section).
Part = Head | Left | SkippedSheet | tuple[int, list[str], str]

MEND = "open it in Excel and save it as .xlsx or .csv"
PROJECT = Path(__file__).resolve().parents[3]
_START = "import sys; sys.path.insert(0, {project!r}); from ingest.read.files.child import main; main()"


@contextmanager
def opened(
    path: Path, limits: Limits, words: frozenset[str], only: int = 0, plain: bool = False
) -> Iterator[Iterator[Part]]:
    """What stands in the file, in order. only: rows wanted of each table (for a preview), 0 for all; plain: its first
    line is its heading, nothing is looked for.

    Raises `UnreadableFile`, also where opening it takes more memory or time than it can be worth.
    """
    with _spooled(path, limits, words, only, plain=plain) as spool:
        yield _parts(spool)


def text_of(path: Path, limits: Limits) -> str:
    """All text of a paper, a paragraph, table cell or line a line. Raises `UnreadableFile` as `opened` does."""
    with _spooled(path, limits, frozenset(), 0, paper=True) as spool, spool.open("rb") as handle:
        lines = cast("list[str]", pickle.load(handle))
    return "\n".join(lines)


@contextmanager
def _spooled(
    path: Path, limits: Limits, words: frozenset[str], only: int, paper: bool = False, plain: bool = False
) -> Iterator[Path]:
    size = checked(path, limits.max_mb)
    with path.open("rb") as handle:
        packed = handle.read(4).startswith((b"PK", b"\x1f\x8b", b"\xd0\xcf"))
    with tempfile.TemporaryDirectory(prefix="liantu-") as folder:
        spool = Path(folder) / "spool"
        memory, seconds = limits.memory_mb(size), limits.seconds(size if packed else size // PLAIN)
        _run(path, child.Request(str(path), str(spool), limits, words, memory, seconds, only, paper, plain))
        yield spool


def _parts(spool: Path) -> Iterator[Part]:
    with spool.open("rb") as handle:
        while True:
            try:
                part = cast("list[Part]", pickle.load(handle))
            except EOFError:
                return
            yield from part


def _run(path: Path, request: child.Request) -> None:
    # Not `multiprocessing`: its processes import the program's main module anew, with all that it loads.
    command = [sys.executable, "-c", _START.format(project=str(PROJECT))]
    try:
        done = subprocess.run(
            command, input=pickle.dumps(request), capture_output=True, timeout=request.seconds * WAITING, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise _too_long(path.name, request) from error
    try:
        answer: dict[str, str] = json.loads(done.stdout)
    except ValueError:
        answer = {"died": "time" if done.returncode == -getattr(signal, "SIGXCPU", 0) else "memory"}
    if "why" in answer:
        raise UnreadableFile(path.name, answer["why"], answer["mend"])
    if answer.get("died") == "time":
        raise _too_long(path.name, request)
    if "died" in answer:
        raise _too_much(path.name, request, done.stderr)


def _too_long(name: str, request: child.Request) -> UnreadableFile:
    return UnreadableFile(
        name, f"opening it takes more than {request.seconds:.0f} seconds", "save it anew, or split it"
    )


def _too_much(name: str, request: child.Request, told: bytes) -> UnreadableFile:
    """Nearly always memory; what else ended the reader is told by its last words."""
    last = told.decode("utf-8", "replace").strip().rsplit("\n", 1)[-1].lower()
    why = f"opening it takes more than {request.memory_mb} MB of memory"
    if last and "memory" not in last and "alloc" not in last:
        why = "its content is damaged where its reader did not expect it"
    return UnreadableFile(name, why, "open it and save it anew" if request.paper else MEND)
