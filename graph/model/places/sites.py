"""What no park can build, by place: which cities have an airport, a seaport, a refinery. Read from `data/sites.csv`.

A row names a resource (`graph.model.vocabulary.NaturalResource`), the regions that have it (`*`: all) and those of them
that do not. With `segments` it speaks of these only: a lithium deposit is no salt. A resource without a row is unknown
everywhere; where there is one, a region that it does not name lacks the resource.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.errors import InvalidData
from graph.model.headings.csv_rows import rows_of
from graph.model.vocabulary import NaturalResource

FILE = "sites.csv"
COLUMNS = ("resource", "segments", "has", "lacks", "source", "as_of")
ANY = "*"


@dataclass(frozen=True, slots=True)
class Site:
    """One row of the table; regions and segments as codes."""

    resource: str
    segments: tuple[str, ...]
    has: tuple[str, ...]
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sites:
    """All rows."""

    rows: Sequence[Site] = ()

    def has(self, region: str, resource: str, segment: str) -> bool | None:
        """Has a region what a segment cannot do without? None where nothing is on record of it."""
        rows = [r for r in self.rows if r.resource == resource]
        row = next((r for r in rows if segment in r.segments), None) or next((r for r in rows if not r.segments), None)
        if row is None:
            return None
        if any(_inside(region, code) for code in row.lacks):
            return False
        return any(code == ANY or _inside(region, code) or _inside(code, region) for code in row.has)


def _inside(code: str, wider: str) -> bool:
    """Is a region another, or part of it?"""
    return code.startswith(wider[:2] if wider.endswith("0000") else wider[:4] if wider[4:] == "00" else wider)


def load(file: Path) -> Sites:
    """The rows of the file; none where there is no file. Raises `MissingColumn`, or `InvalidData` with every row that
    names a resource that does not exist or a region that is no code."""
    if not file.is_file():
        return Sites()
    problems, out = [], []
    known = {r.value for r in NaturalResource}
    for number, row in rows_of(file, COLUMNS):
        lists = {c: tuple(w.strip() for w in row[c].split(";") if w.strip()) for c in ("segments", "has", "lacks")}
        if row["resource"] not in known:
            words = ", ".join(sorted(known))
            problems.append(f"{file.name} row {number}, column resource: {row['resource']!r}; write one of {words}")
        for column in ("has", "lacks"):
            problems += [
                f"{file.name} row {number}, column {column}: {code!r} is no region code of six digits"
                for code in lists[column]
                if not (code == ANY and column == "has") and not (len(code) == 6 and code.isdigit())
            ]
        out.append(Site(row["resource"], lists["segments"], lists["has"], lists["lacks"]))
    if problems:
        raise InvalidData(problems)
    return Sites(tuple(out))
