"""Lint of institutions, parks, districts, zones, events and regions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.errors import LiantuError
from graph.model.records import Segment
from graph.model.records.sources import own_only
from graph.model.regions import Regions
from graph.model.row_problems import RowProblem
from graph.model.vocabulary import PARK_COLUMNS, known
from ingest.lint.findings import finding
from ingest.lint.shipped_rows import MAX_MB
from ingest.read import normalise as n
from ingest.read.tables import read_table

INSTITUTION_KINDS = frozenset({"university", "institute", "key_laboratory", "engineering_centre", "association"})
COLUMNS: dict[str, tuple[str, ...]] = {
    "institutions": ("name", "kind", "chains", "segments", "region_code", "city", "source", "as_of", "verified"),
    "parks.csv": (
        "id",
        "name",
        "chains",
        "lead_segments",
        "unit",
        "region_code",
        "land_mu",
        "plants_m2",
        "energy",
        "environment",
        "chemical_park",
        "source",
        "as_of",
        "verified",
    ),
    "districts.csv": ("id", "name", "kind", "region_code", "source", "as_of", "verified"),
    "zones.csv": ("id", "name", "kind", "province", "city", "region_code", "source", "as_of", "verified"),
    "events.csv": ("id", "name", "chains", "city", "region_code", "source", "as_of", "verified"),
    "regions.csv": ("code", "level", "name", "short", "parent", "lng", "lat", "source", "as_of", "verified"),
}


@dataclass(frozen=True)
class PlaceRow:
    """One row of a table other than the firms'."""

    file: str
    row: int
    cells: dict[str, str]

    def get(self, column: str) -> str:
        return n.blank(self.cells.get(column, ""))

    @property
    def name(self) -> str:
        return self.get("name")


def read_rows(file: Path, label: str, columns: Sequence[str], found: list[RowProblem]) -> list[PlaceRow]:
    """The rows of a table; a file that cannot be read or lacks columns adds to `found`. An absent file is empty."""
    if not file.is_file():
        return []
    try:
        table = read_table(file, MAX_MB)
    except LiantuError as error:
        found.append(finding("unreadable", label, why=str(error)))
        return []
    found += [finding("no_column", label, 1, column=c) for c in columns if c not in table.columns]
    return [PlaceRow(label, row, cells) for row, cells in table.rows]


def lint_places(data: Path, regions: Regions, segments: Sequence[Segment]) -> list[RowProblem]:
    """Every finding of the tables of places."""
    found: list[RowProblem] = []
    tables = {name: read_rows(data / name, name, COLUMNS[name], found) for name in COLUMNS if name.endswith(".csv")}
    institutions = [
        r
        for file in sorted((data / "institutions").glob("*.csv"))
        for r in read_rows(file, f"institutions/{file.name}", COLUMNS["institutions"], found)
    ]
    chains, ids = {s.chain for s in segments}, {s.id for s in segments}
    units = {r.name for r in tables["districts.csv"]}
    for r in (*institutions, *(r for rows in tables.values() for r in rows)):
        found += _provenance(r)
        code = r.get("region_code")
        if code and not regions.canonical(code):
            found.append(finding("unknown_place", r.file, r.row, r.name, name=r.name, value=code))
        found += [
            finding("unknown_chain", r.file, r.row, r.name, name=r.name, value=c)
            for c in n.items(r.get("chains"))
            if c not in chains
        ]
        found += [
            finding("unknown_segment", r.file, r.row, r.name, name=r.name, value=s)
            for c in ("segments", "lead_segments")
            for s in n.items(r.get(c))
            if s not in ids
        ]
    for name, rows in tables.items():
        found += _ids(rows, "code" if name == "regions.csv" else "id")
    for r in tables["parks.csv"]:
        if r.get("unit") and r.get("unit") not in units:
            found.append(finding("unknown_unit", r.file, r.row, r.name, name=r.name, value=r.get("unit")))
        found += _conditions(r)
    found += _institutions(institutions)
    found += _regions(tables["regions.csv"])
    return found


def _conditions(park: PlaceRow) -> Iterator[RowProblem]:
    """Words for a park's conditions that are outside their vocabulary."""
    for column, kind in PARK_COLUMNS.items():
        value = park.cells.get(column, "")
        if known(kind, value) is None:
            allowed = ", ".join(word.value for word in kind)
            yield finding(
                "unknown_word",
                park.file,
                park.row,
                park.name,
                name=park.name,
                column=column,
                value=value,
                allowed=allowed,
            )


def _provenance(r: PlaceRow) -> Iterator[RowProblem]:
    for column in ("source", "as_of"):
        if not r.get(column):
            yield finding(f"missing_{column}", r.file, r.row, r.name, name=r.name)
    if n.truth(r.get("verified")) and own_only(r.get("source")):
        yield finding("verified_alone", r.file, r.row, r.name, name=r.name)


def _ids(rows: Sequence[PlaceRow], column: str) -> Iterator[RowProblem]:
    first: dict[str, int] = {}
    for r in rows:
        value = r.get(column)
        if value in first:
            yield finding("id_twice", r.file, r.row, r.name, value=value, first=first[value])
        first.setdefault(value, r.row)


def _institutions(rows: Sequence[PlaceRow]) -> Iterator[RowProblem]:
    """An institution may stand in the files of several chains; it stands once in each, and alike in all."""
    groups: dict[str, list[PlaceRow]] = defaultdict(list)
    for r in rows:
        if r.get("kind") not in INSTITUTION_KINDS:
            yield finding("unknown_kind", r.file, r.row, r.name, name=r.name, value=r.get("kind"))
        groups[n.name_key(r.name)].append(r)
    for group in groups.values():
        first: dict[str, int] = {}
        for r in group:
            if r.file in first:
                yield finding("institution_twice", r.file, r.row, r.name, name=r.name, first=first[r.file])
            first.setdefault(r.file, r.row)
        for field in ("kind", "city", "region_code"):
            values: dict[str, list[str]] = defaultdict(list)
            for r in group:
                if r.get(field):
                    values[r.get(field)].append(f"{r.file}:{r.row}")
            if len(values) > 1:
                shown = "; ".join(f"{v} ({', '.join(at)})" for v, at in values.items())
                last = group[-1]
                yield finding(
                    "institution_conflict", last.file, last.row, last.name, name=last.name, field=field, values=shown
                )


def _regions(rows: Sequence[PlaceRow]) -> Iterator[RowProblem]:
    codes = {r.get("code") for r in rows}
    for r in rows:
        # Only a province stands under nothing.
        if r.get("parent") not in codes and (r.get("parent") or r.get("level") != "province"):
            yield finding("region_no_parent", r.file, r.row, r.name, name=r.name, value=r.get("parent"))
        if n.number(r.get("lng")) is None or n.number(r.get("lat")) is None:
            yield finding("region_no_coordinates", r.file, r.row, r.name, name=r.name)
