"""Reads `data/cities.csv`: one row a city. Everything wrong with the table is told together."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from graph.errors import BadCell, InvalidData
from graph.model.cities.city import ESTIMATE, City, Figure, Shares
from graph.model.headings.csv_rows import rows_of
from graph.model.row_problems import RowProblem, of_cell

FIGURES = {"population": "population_wan", "gdp": "gdp_yi", "industry": "industry_yi"}  # with the unit in the heading
SHARES = ("primary_share", "secondary_share", "tertiary_share")
COLUMNS = (
    "region_code",
    "name",
    "population_wan",
    "population_year",
    "gdp_yi",
    "gdp_year",
    *SHARES,
    "shares_year",
    "industry_yi",
    "industry_year",
    "population_source",
    "gdp_source",
    "shares_source",
    "industry_source",
    "as_of",
)
FIRST_YEAR = 1990
SUM_OFF = 0.01  # the shares of a source are rounded
PER_HEAD_WAN = (2.0, 30.0)  # from the poorest prefecture of the plateau to the oil towns
INDUSTRY_OVER = 1.05  # industry is a part of the secondary sector; both are rounded
ESTIMATE_DIGITS = 2  # an estimate that says more pretends to know more


def load(file: Path, today: date | None = None) -> dict[str, City]:
    """The cities by region code. Raises `UnreadableFile`, `MissingColumn`, or `InvalidData` with all problems."""
    rows, problems = read(file, today)
    if problems:
        raise InvalidData([f"{p.file} row {p.row}, column {p.column}: {p.in_data(p.file).en}" for p in problems])
    return {city.code: city for city in rows.values()}


def read(file: Path, today: date | None = None) -> tuple[dict[int, City], list[RowProblem]]:
    """The rows that can be used, by their number, and what is wrong with the others.

    Raises `UnreadableFile`, `MissingColumn`.
    """
    latest = (today or date.today()).year
    cities: dict[int, City] = {}
    seen: set[str] = set()
    problems: list[RowProblem] = []
    for number, row in rows_of(file, COLUMNS):
        found = list(_problems(row, latest))
        if row["region_code"] in seen:
            found.append(BadCell("city_twice", "region_code", row["region_code"]))
        seen.add(row["region_code"])
        problems += [of_cell(e, file.name, number, {e.field: e.field}, row["name"]) for e in found]
        if not found:
            cities[number] = _city(row)
    return cities, problems


def _problems(row: Mapping[str, str], latest: int) -> Iterator[BadCell]:
    """Everything wrong with one row; what it is held against follows only where its own cells can be read."""
    empty = [BadCell("city_empty", c, "") for c in ("region_code", "name", "as_of", "population_wan") if not row[c]]
    cells = empty + [e for kind in (*FIGURES, "shares") if _given(row, kind) for e in _cells(row, kind, latest)]
    yield from cells
    if cells:
        return
    city = _city(row)
    if city.shares and abs(sum(_values(row, SHARES)) - 1) > SUM_OFF + 1e-9:
        total = f"{sum(_values(row, SHARES)):.3f}"
        yield BadCell("city_share_sum", "tertiary_share", total)
    head, (low, high) = city.gdp_per_head_wan, PER_HEAD_WAN
    if head is not None and not low <= head <= high:
        yield BadCell("city_per_head", "gdp_yi", f"{head:.2f}", low=f"{low:g}", high=f"{high:g}")
    if city.industry and city.gdp and city.shares and city.industry.year == city.gdp.year == city.shares.year:
        secondary = city.gdp.value * city.shares.secondary
        if city.industry.value > secondary * INDUSTRY_OVER:
            yield BadCell("city_industry", "industry_yi", row["industry_yi"], secondary=f"{secondary:.0f}")


def _given(row: Mapping[str, str], kind: str) -> bool:
    """Does the row say anything of this kind? Then it must say all of it."""
    return any(row[c] for c in (*_numbers(kind), f"{kind}_year", f"{kind}_source"))


def _numbers(kind: str) -> tuple[str, ...]:
    return SHARES if kind == "shares" else (FIGURES[kind],)


def _cells(row: Mapping[str, str], kind: str, latest: int) -> Iterator[BadCell]:
    """What is wrong with the cells of one figure: number, year, source, and the digits of an estimate."""
    source = row[f"{kind}_source"]
    for column in _numbers(kind):
        value = _number(row[column])
        if value is None or value < 0 or (kind == "shares" and value > 1) or (kind != "shares" and value == 0):
            code = "city_share" if kind == "shares" else "city_number"
            yield BadCell(code, column, row[column])
        elif source == ESTIMATE and _digits(row[column]) > ESTIMATE_DIGITS:
            yield BadCell("city_precise", column, row[column], digits=ESTIMATE_DIGITS)
    year = row[f"{kind}_year"]
    if not (year.isdecimal() and FIRST_YEAR <= int(year) <= latest):
        yield BadCell("city_year", f"{kind}_year", year, first=FIRST_YEAR, latest=latest)
    if not source:
        yield BadCell("city_no_source", f"{kind}_source", "")


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _digits(text: str) -> int:
    """Digits that say something: 2 of 1500 and of 0.037, 3 of 0.125."""
    return len("".join(map(str, Decimal(text).normalize().as_tuple().digits)))


def _values(row: Mapping[str, str], columns: tuple[str, ...]) -> tuple[float, ...]:
    return tuple(float(row[c]) for c in columns)


def _city(row: Mapping[str, str]) -> City:
    """The city of a row whose cells can be read."""

    def figure(kind: str) -> Figure | None:
        if not row[FIGURES[kind]]:
            return None
        return Figure(float(row[FIGURES[kind]]), int(row[f"{kind}_year"]), row[f"{kind}_source"])

    population = figure("population")
    assert population is not None  # a row without one is a problem before this
    shares = None
    if row[SHARES[0]]:
        primary, secondary, tertiary = _values(row, SHARES)
        shares = Shares(primary, secondary, tertiary, int(row["shares_year"]), row["shares_source"])
    return City(row["region_code"], row["name"], population, figure("gdp"), shares, figure("industry"), row["as_of"])
