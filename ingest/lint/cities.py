"""Lint of `data/cities.csv`: each row by itself, and the table against the regions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from graph.errors import LiantuError
from graph.model.cities import City, read
from graph.model.regions import Regions
from graph.model.row_problems import RowProblem
from ingest.lint.findings import finding

FILE = "cities.csv"
OPENED = 150  # cities, of the country's 370, whose population and GDP must rest on something that was read


def lint_cities(data: Path, regions: Regions) -> list[RowProblem]:
    """Every finding of the table. A folder of one's own need not have it."""
    if not (data / FILE).is_file():
        return []
    try:
        cities, problems = read(data / FILE)
    except LiantuError as error:
        return [finding("unreadable", FILE, why=str(error))]
    found = [p.in_data(FILE) for p in problems]
    found += _places(cities, regions)
    found += _covered([*cities.values()], {p.name for p in problems}, regions)
    return found


def _places(cities: Mapping[int, City], regions: Regions) -> Iterator[RowProblem]:
    """Rows whose code is no city, or a city of another name."""
    expected = set(regions.cities())
    for row, city in cities.items():
        if city.code not in expected:
            yield finding("unknown_place", FILE, row, city.name, name=city.name, value=city.code)
        elif city.name != (given := regions.by_code[city.code].name):
            yield finding("city_name", FILE, row, city.name, name=city.name, value=city.code, given=given)


def _covered(cities: Sequence[City], wrong: set[str], regions: Regions) -> Iterator[RowProblem]:
    """Cities without a row, and too few that rest on a source. wrong: names of rows whose faults are told already."""
    codes = {city.code for city in cities}
    for code in regions.cities():
        name = regions.by_code[code].name
        if code not in codes and name not in wrong:
            yield finding("city_missing", FILE, None, name, name=name, value=code)
    opened = sum(c.population.opened and c.gdp is not None and c.gdp.opened for c in cities)
    least = min(OPENED, len(cities))
    if opened < least:
        yield finding("cities_few_opened", FILE, n=opened, least=least)
