"""A safe copy: graph, casework, vectors and what the office taught, in one archive, made while people work."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from graph.errors import StoreFault
from graph.files.whole import unwritable, whole
from graph.store.embedded.care import faults
from graph.store.embedded.care.check import connected
from graph.upkeep.places import Places
from graph.upkeep.shapes import BackupDocument, Manifest

FORMAT = 1
MANIFEST = "manifest.json"
PAGES = 2_000  # copied at once; writers get their turn in between
PART = 1 << 20
Progress = Callable[[str, int, int], None]


def file_name(now: datetime) -> str:
    """What a backup is called: 链图备份-20261130-1520.zip."""
    return f"链图备份-{now:%Y%m%d-%H%M}.zip"


def backup(
    places: Places, out: Path, program: str, progress: Progress, now: datetime, vectors: bool = True
) -> BackupDocument:
    """Write a backup to the file `out`, whole or not at all. Databases are copied by SQLite as of one moment, also
    while others write. vectors: they can be made again, which takes time.

    Raises `StoreFault` where there is no graph or it is damaged, `UnwritableFile` where the disk is full.
    """
    databases = {name: file for name, file in places.databases().items() if file.is_file()}
    if "graph.db" not in databases:
        name = places.graph.name if places.graph else "the graph server"
        raise StoreFault("absent", f"no store at {name}: there is nothing to copy; name the store with --db")
    plain = places.plain_files(vectors)
    held = [*databases, *plain]
    with whole(out, "name another place with --out") as half, tempfile.TemporaryDirectory(dir=out.parent) as folder:
        sums: dict[str, str] = {}
        told: dict[str, str] = {}
        with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for i, name in enumerate(held):
                progress("备份", i, len(held))
                file = plain.get(name) or Path(folder) / name
                if name in databases:
                    copy_database(databases[name], file, out)
                    told[name] = schema_of(file)
                    told["version"] = data_version(file) if name == "graph.db" else told.get("version", "")
                sums[name] = _added(archive, file, name)
                if name in databases:
                    file.unlink()
            manifest: Manifest = {
                "format": FORMAT,
                "made": now.isoformat(timespec="seconds"),
                "program": program,
                "data_version": told["version"],
                "graph_schema": told["graph.db"],
                "casework_schema": told.get("casework.db", ""),
                "files": sums,
            }
            archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    progress("备份", len(held), len(held))
    return {
        "file": str(out),
        "size": out.stat().st_size,
        "made": manifest["made"],
        "data_version": manifest["data_version"],
        "files": held,
        "kept": [],
    }


def copy_database(source: Path, target: Path, told: Path | None = None) -> None:
    """Copy a database as it stands at one moment, and see that the copy is sound. Raises `StoreFault`; what stands
    in the way of writing the copy comes out as `UnwritableFile`, which names `told` where the copy is temporary."""
    try:
        with closing(connected(source)) as live, closing(sqlite3.connect(target)) as copy:
            live.backup(copy, pages=PAGES, sleep=0.01)
            copy.execute("PRAGMA journal_mode=DELETE")
            found = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        if faults.kind_of(error, target) in ("full", "disk"):
            raise unwritable(told or target, OSError(28, "No space left on device")) from error
        raise faults.fault(source.name, error, source) from error
    if found != "ok":
        raise faults.of_kind("damaged", source.name)


def _added(archive: zipfile.ZipFile, file: Path, name: str) -> str:
    """Add a file; returns its SHA-256. One that grows meanwhile is taken as far as it went at the start."""
    left, made = file.stat().st_size, hashlib.sha256()
    with file.open("rb") as source, archive.open(name, "w", force_zip64=True) as out:
        while left > 0 and (part := source.read(min(PART, left))):
            left -= len(part)
            made.update(part)
            out.write(part)
    return made.hexdigest()


def schema_of(file: Path) -> str:
    """The version of a database's tables, graph's or casework's; '' where it tells none."""
    with closing(connected(file)) as connection:
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")}
        table = next((t for t in ("alembic_version", "casework_version") if t in names), "")
        found = connection.execute(f'SELECT version_num FROM "{table}"').fetchone() if table else None
    return str(found[0]) if found else ""


def data_version(file: Path) -> str:
    """The last load of a graph, as its store says it. Raises `StoreFault` where it is no graph of ours."""
    try:
        with closing(connected(file)) as connection:
            last, finished = connection.execute('SELECT max(id), max(finished) FROM "batch"').fetchone()
    except sqlite3.DatabaseError as error:
        raise faults.fault(file.name, error, file) from error
    return f"{last or 0}@{finished or ''}"
