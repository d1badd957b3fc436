"""Back from a safe copy. What is replaced is kept beside it, and nothing is touched before the copy is known sound."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from graph.errors import InvalidArgument, StoreFault, UnreadableFile
from graph.files import given
from graph.files.whole import unwritable
from graph.store.embedded.care import check, faults, page_sum
from graph.store.embedded.rows import writable
from graph.upkeep.backup import FORMAT, MANIFEST, PART, copy_database, data_version
from graph.upkeep.places import Places
from graph.upkeep.shapes import BackupDocument, Manifest

MEND = "name a file that `liantu backup` wrote"
BROKEN = (zlib.error, EOFError, NotImplementedError, RuntimeError, RecursionError)  # what a spoiled archive raises
LONGEST_MANIFEST = 16 << 20  # bytes: a line a file
WAITS = 15.0  # seconds for whoever writes just now
Progress = Callable[[str, int, int], None]


def restore(
    file: Path, places: Places, schemas: tuple[str, str], progress: Progress, now: datetime, force: bool = False
) -> BackupDocument:
    """Take a backup back. schemas: the newest versions of graph and casework that this program knows; force: also over
    a graph with later loads. What stood there is kept as `<name>.before-<time>`.

    Raises `UnreadableFile` where the backup is damaged or none, `StoreFault` where it is of a newer program, where the
    graph here is newer, or where somebody is writing; nothing is changed then.
    """
    manifest = read_manifest(file)
    _refuse_newer(file.name, manifest, schemas)
    if not force:
        _refuse_over_newer(places, manifest)
    names = [n for n in manifest["files"] if places.target(n) is not None]
    kept: list[str] = []
    home = (places.graph or places.vectors).parent
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home, prefix=".restore-") as folder:
        for i, name in enumerate(names):
            progress("核对备份", i, len(names))
            _unpacked(file, name, manifest["files"][name], Path(folder) / str(i))
            if name.endswith(".db") and (found := check.damages(Path(folder) / str(i))):
                raise UnreadableFile(file.name, f"{name} in it is damaged ({found[0]})", "take another backup")
        for i, name in enumerate(names):
            progress("恢复", i, len(names))
            target = places.target(name)
            assert target is not None
            kept += _put(Path(folder) / str(i), target, now, name in ("graph.db", "casework.db"))
            if name == "graph.db":
                page_sum.keep(target)
    progress("恢复", len(names), len(names))
    return {
        "file": str(file),
        "size": file.stat().st_size,
        "made": manifest["made"],
        "data_version": manifest["data_version"],
        "files": names,
        "kept": kept,
    }


def read_manifest(file: Path) -> Manifest:
    """What a backup holds. Raises `UnreadableFile` where it is none or damaged."""
    given.size_of(file, MEND)
    try:
        with zipfile.ZipFile(file) as archive:
            if archive.getinfo(MANIFEST).file_size > LONGEST_MANIFEST:
                raise ValueError("its list of files is no list")
            manifest: Manifest = json.loads(archive.read(MANIFEST))
            told = int(manifest["format"]), dict(manifest["files"]), str(manifest["data_version"])
    except (zipfile.BadZipFile, OSError, LookupError, ValueError, TypeError, AttributeError, *BROKEN) as error:
        raise UnreadableFile(file.name, "it is no backup, or a damaged one", MEND) from error
    if told[0] != FORMAT:
        raise UnreadableFile(
            file.name, f"it is a backup of form {told[0]}, and this liantu knows {FORMAT}", "update it"
        )
    return manifest


def _refuse_newer(name: str, manifest: Manifest, schemas: tuple[str, str]) -> None:
    for mine, theirs in zip(schemas, (manifest["graph_schema"], manifest["casework_schema"]), strict=True):
        if theirs > mine:
            raise StoreFault(
                "newer",
                f"{name}: this backup is of a newer liantu ({manifest['program']}, tables {theirs}, here {mine}); "
                "update the program, then restore",
            )


def _order(version: str) -> tuple[str, int]:
    """What orders versions of the data: the time of the last load, and of two in one second the number of the load."""
    number, _, at = version.partition("@")
    return at, int(number) if number.isdigit() else 0


def _refuse_over_newer(places: Places, manifest: Manifest) -> None:
    """A graph with later loads is not replaced by accident; one that cannot be read holds nothing to lose."""
    if places.graph is None:
        raise InvalidArgument(
            "the graph is on a server; unset LIANTU_GRAPH, or restore it there with `liantu graph push`"
        )
    if not places.graph.is_file():
        return
    here = ""
    with suppress(StoreFault):
        here = data_version(places.graph)
    if here and _order(here) > _order(manifest["data_version"]):
        raise StoreFault(
            "newer",
            f"the store here was loaded later ({here.partition('@')[2]}) than this backup "
            f"({manifest['data_version'].partition('@')[2]}); to give the later loads up, add --force: they are kept "
            "beside it",
        )


def _unpacked(file: Path, name: str, told: str, target: Path) -> None:
    made = hashlib.sha256()
    try:
        with zipfile.ZipFile(file) as archive, archive.open(name) as source, target.open("wb") as out:
            while part := source.read(PART):
                made.update(part)
                out.write(part)
    except OSError as error:
        raise unwritable(target, error) from error
    except (zipfile.BadZipFile, KeyError, EOFError, zlib.error, NotImplementedError, RuntimeError) as error:
        raise UnreadableFile(file.name, f"{name} in it is damaged", "take another backup") from error
    if made.hexdigest() != told:
        raise UnreadableFile(file.name, f"{name} in it is not what was backed up", "take another backup")


def _put(new: Path, target: Path, now: datetime, database: bool) -> list[str]:
    """Put a file in its place; returns what was kept of the one before."""
    target.parent.mkdir(parents=True, exist_ok=True)
    before = _unused(target.with_name(f"{target.name}.before-{now:%Y%m%d-%H%M%S}"))
    if not database:
        if target.is_file() and target.suffix in (".keys", ".f32", ".crc"):
            target.unlink()  # vectors can be made again, and are as large as all the rest
        elif target.is_file():
            target.replace(before)
        new.replace(target)
        return [str(before)] if before.is_file() else []
    if target.is_file() and not writable(target):
        raise faults.of_kind("read_only", target.name)
    page_sum.forget(target)
    if target.is_file() and check.quickly_sound(target, 30.0):
        copy_database(target, before)  # those who have it open go on, and see the restored one at their next look
        _over(new, target)
    else:  # a damaged one cannot be written into: it goes aside whole
        for end in ("", "-wal", "-shm"):
            old = target.with_name(target.name + end)
            if old.exists():
                old.replace(before.with_name(before.name + end))
        new.replace(target)
    return [str(before)] if before.exists() else []


def _unused(file: Path) -> Path:
    """The same name, or one with a number behind it: two restores in one second keep what each of them replaced."""
    names = (file, *(file.with_name(f"{file.name}-{n}") for n in range(2, 1_000)))
    return next(f for f in names if not f.exists())


def _over(new: Path, target: Path) -> None:
    """Write a database over another, in one transaction. Raises `StoreFault` where somebody writes just now."""
    try:
        with closing(sqlite3.connect(new)) as source, closing(sqlite3.connect(target, timeout=WAITS)) as live:
            source.backup(live)
    except sqlite3.DatabaseError as error:
        raise faults.fault(target.name, error, target) from error
