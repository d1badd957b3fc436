"""Segments that ended: the table that names their heirs, and ids that are still used somewhere in `data/`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.errors import LiantuError
from graph.model.row_problems import RowProblem
from ingest.lint.findings import finding
from ingest.lint.shipped_rows import MAX_MB
from ingest.read import normalise as n
from ingest.read.tables import read_table

TABLE = "segments_retired.csv"
_TEXT = (".csv", ".yaml", ".yml")


@dataclass(frozen=True)
class Retired:
    """An id that ended, and the segments that took its place, best first."""

    row: int
    id: str
    heirs: tuple[str, ...]


def read_retired(data: Path, found: list[RowProblem]) -> list[Retired]:
    """The rows of the table; an absent table is empty, an unreadable one adds to `found`."""
    file = data / TABLE
    # A heading alone: no segment has ended yet.
    if not file.is_file() or len(file.read_text(encoding="utf-8-sig", errors="replace").split()) < 2:
        return []
    try:
        table = read_table(file, MAX_MB)
    except LiantuError as error:
        found.append(finding("unreadable", TABLE, why=str(error)))
        return []
    missing = [c for c in ("old", "new") if c not in table.columns]
    found += [finding("no_column", TABLE, 1, column=c) for c in missing]
    if missing:
        return []
    return [
        Retired(row, n.blank(cells.get("old", "")), tuple(n.items(n.blank(cells.get("new", "")))))
        for row, cells in table.rows
    ]


def lint_retired(data: Path, retired: Collection[Retired], segments: Collection[str]) -> Iterator[RowProblem]:
    """Rows of the table that lead nowhere, and every line of `data/` that still names an id that ended."""
    first: dict[str, int] = {}
    for r in retired:
        if r.id in first:
            yield finding("id_twice", TABLE, r.row, r.id, value=r.id, first=first[r.id])
        first.setdefault(r.id, r.row)
        if r.id in segments:
            yield finding("retired_alive", TABLE, r.row, r.id, value=r.id)
        for heir in r.heirs:
            if heir not in segments and not _lives_on(heir, retired, segments):
                yield finding("retired_no_heir", TABLE, r.row, r.id, value=r.id, heir=heir)
    heirs = {r.id: "、".join(r.heirs) for r in retired if r.id not in segments}
    if heirs:
        yield from _used(data, heirs)


def _lives_on(segment: str, retired: Collection[Retired], segments: Collection[str]) -> bool:
    """Does an heir that ended itself lead to a segment of today, through as many rows as it takes?"""
    rows = {r.id: r.heirs for r in retired}
    seen, ahead = {segment}, [segment]
    while ahead:
        for heir in rows.get(ahead.pop(), ()):
            if heir in segments:
                return True
            if heir not in seen:
                seen.add(heir)
                ahead.append(heir)
    return False


def _used(data: Path, heirs: Mapping[str, str]) -> Iterator[RowProblem]:
    pattern = re.compile(rf"(?<![\w.])(?:{'|'.join(map(re.escape, sorted(heirs, key=len, reverse=True)))})(?![\w.])")
    for file in sorted(p for p in data.rglob("*") if p.suffix in _TEXT and p.name != TABLE):
        label = file.relative_to(data).as_posix()
        # In the chain files too: a link that names an ended segment in full.
        for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            for old in dict.fromkeys(pattern.findall(line)):
                yield finding("retired_used", label, number, old, value=old, heirs=heirs[old] or "—")
