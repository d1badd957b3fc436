"""The table of cities: what a good row says, and every way a row can be wrong, told together."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from graph.errors import InvalidData, MissingColumn, UnreadableFile
from graph.model.cities import Figure, Shares, load, read
from graph.model.cities.table import COLUMNS
from tests.support.cities import ROW

TODAY = date(2026, 11, 30)


def write(folder: Path, *rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> Path:
    file = folder / "cities.csv"
    with file.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return file


def test_a_city_carries_each_figure_with_year_and_source(tmp_path: Path) -> None:
    city = load(write(tmp_path, ROW), TODAY)["410700"]
    assert (city.code, city.name, city.as_of) == ("410700", "新乡市", "2026-11")
    assert city.population == Figure(611.3, 2024, "a yearbook")
    assert city.gdp == Figure(3569.7, 2024, "a communiqué")
    assert city.shares == Shares(0.097, 0.449, 0.454, 2020, "a communiqué")
    assert city.shares.opened
    assert city.industry is not None
    assert not city.industry.opened
    assert city.gdp_per_head_wan == pytest.approx(5.84, abs=0.01)


def test_what_nobody_publishes_is_none(tmp_path: Path) -> None:
    kept = ("region_code", "name", "population_wan", "population_year", "population_source", "as_of")
    bare = {c: v if c in kept else "" for c, v in ROW.items()}
    city = load(write(tmp_path, bare), TODAY)["410700"]
    assert (city.gdp, city.shares, city.industry, city.gdp_per_head_wan) == (None, None, None, None)


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("region_code", "", "city_empty"),
        ("name", "", "city_empty"),
        ("as_of", "", "city_empty"),
        ("population_wan", "", "city_empty"),
        ("population_wan", "many", "city_number"),
        ("gdp_yi", "0", "city_number"),
        ("gdp_yi", "-3", "city_number"),
        ("gdp_yi", "inf", "city_number"),
        ("gdp_yi", "", "city_number"),
        ("gdp_year", "2027", "city_year"),
        ("gdp_year", "1949", "city_year"),
        ("shares_year", "", "city_year"),
        ("gdp_source", "", "city_no_source"),
        ("primary_share", "9.7", "city_share"),
        ("secondary_share", "", "city_share"),
        ("industry_yi", "1234", "city_precise"),
    ],
)
def test_a_cell_that_cannot_be_used_is_named(tmp_path: Path, column: str, value: str, code: str) -> None:
    cities, problems = read(write(tmp_path, ROW | {column: value}), TODAY)
    assert cities == {}
    assert (code, column, 2) in [(p.code, p.column, p.row) for p in problems]


@pytest.mark.parametrize(
    ("spoilt", "code", "value"),
    [
        ({"primary_share": "0.2"}, "city_share_sum", "1.103"),
        ({"gdp_yi": "356.97"}, "city_per_head", "0.58"),
        ({"gdp_yi": "35697"}, "city_per_head", "58.40"),
        ({"industry_yi": "1800", "shares_year": "2024"}, "city_industry", "1800"),
    ],
)
def test_figures_that_do_not_fit_each_other_are_told(
    tmp_path: Path, spoilt: dict[str, str], code: str, value: str
) -> None:
    _, problems = read(write(tmp_path, ROW | spoilt), TODAY)
    assert [(p.code, p.value) for p in problems] == [(code, value)]


def test_shares_may_be_rounded_and_an_estimate_is_short(tmp_path: Path) -> None:
    rounded = {"primary_share": "0.002", "secondary_share": "0.22", "tertiary_share": "0.78"}
    guessed = {"shares_source": "estimate", "gdp_source": "estimate", "gdp_yi": "3500"}
    assert load(write(tmp_path, ROW | rounded | guessed), TODAY)["410700"].shares is not None


def test_everything_wrong_is_reported_together(tmp_path: Path) -> None:
    file = write(tmp_path, ROW, ROW, ROW | {"region_code": "410100", "gdp_year": "2030", "gdp_source": ""})
    with pytest.raises(InvalidData) as told:
        load(file, TODAY)
    assert told.value.problems == [
        "cities.csv row 3, column region_code: 新乡市: '410700' in column region_code stands twice; "
        "remove one of the rows",
        "cities.csv row 4, column gdp_year: 新乡市: '2030' in column gdp_year is no year from 1990 to 2026; "
        "write the year that the figure is of",
        "cities.csv row 4, column gdp_source: 新乡市: '' in column gdp_source: a figure without source; "
        "name what was opened, or write estimate",
    ]


def test_a_table_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        load(tmp_path / "cities.csv")
    with pytest.raises(MissingColumn, match="as_of"):
        load(write(tmp_path, ROW, columns=COLUMNS[:-1]))
    (tmp_path / "cities.csv").write_bytes("新乡市".encode("gbk"))
    with pytest.raises(UnreadableFile, match="UTF-8"):
        load(tmp_path / "cities.csv")
