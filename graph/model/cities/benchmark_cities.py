"""对标城市: the cities that a region's leaders have chosen to be measured against. Read from `data/benchmarks.csv`,
beside those that the office sets on a page (`graph.office`).

The file need not be there. One row a city: `region_code, city_code, reason, as_of`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.errors import InvalidData
from graph.model.headings.csv_rows import rows_of
from graph.model.regions import Regions

COLUMNS = ("region_code", "city_code", "reason", "as_of")


@dataclass(frozen=True, slots=True)
class BenchmarkCity:
    """A city that the region is measured against because its leaders say so; reason and day in their own words."""

    region: str
    city: str
    reason: str
    as_of: str


def load(file: Path, regions: Regions) -> tuple[BenchmarkCity, ...]:
    """The rows of the file in order. Raises `UnreadableFile`, `MissingColumn`, or `InvalidData` with all problems."""
    problems: list[str] = []
    out: list[BenchmarkCity] = []
    for number, row in rows_of(file, COLUMNS):
        found = _problem(row, regions, {(b.region, b.city) for b in out})
        if found:
            problems.append(f"{file.name} row {number}, {found}")
        else:
            out.append(BenchmarkCity(row["region_code"], row["city_code"], row["reason"], row["as_of"]))
    if problems:
        raise InvalidData(problems)
    return tuple(out)


def fitting(
    chosen: Iterable[BenchmarkCity], regions: Regions, known: Sequence[BenchmarkCity] = ()
) -> list[BenchmarkCity]:
    """Those of the chosen that are cities beside their region and that are not known already."""
    out: list[BenchmarkCity] = []
    for b in chosen:
        row = {"region_code": b.region, "city_code": b.city}
        if not _problem(row, regions, {(k.region, k.city) for k in (*known, *out)}):
            out.append(b)
    return out


def _problem(row: dict[str, str], regions: Regions, seen: set[tuple[str, str]]) -> str:
    """What is wrong with a row, with the fix; '' where nothing is."""
    region, city = row["region_code"], row["city_code"]
    for column in ("region_code", "city_code"):
        if row[column] not in regions.by_code:
            return f"column {column}: {row[column]!r} is no region code; write six digits as in data/regions.csv"
    if regions.city_of(city) != city:
        return f"column city_code: {city} ({regions.name(city)}) is no city; name the city it belongs to"
    if regions.within(region, city):
        return f"column city_code: {city} holds the region itself; name another city"
    if (region, city) in seen:
        return f"column city_code: {city} is named twice for {region}; delete one of the rows"
    return ""
