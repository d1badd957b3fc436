"""The cities that ship: complete, mostly read somewhere, and agreeing with the totals of their provinces."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.model.cities import City
from graph.model.regions import MUNICIPALITIES, Regions
from graph.settings import load
from workspace import Workspace

# GDP of provinces in 2024 as their statistics state it, 亿元.
GDP_2024 = {"32": 137008, "37": 98565.8, "41": 63589.99, "44": 141633.81, "51": 64697, "62": 13002.9, "64": 5502.76}
OF_THE_WHOLE = ("139001", "139002")  # 定州 and 辛集 are also counted in 保定 and 石家庄
HENAN = [f"41{n:02}00" for n in range(1, 18)]


@pytest.fixture(scope="module")
def cities() -> dict[str, City]:
    return Workspace(load()).cities


@pytest.fixture(scope="module")
def regions(data: Path) -> Regions:
    return Regions.load(data / "regions.csv")


def test_every_city_of_the_regions_has_a_row_under_its_name(cities: dict[str, City], regions: Regions) -> None:
    assert set(cities) == set(regions.cities())
    assert {c.code: c.name for c in cities.values()} == {code: regions.by_code[code].name for code in cities}
    assert set(MUNICIPALITIES) <= set(cities)


def test_most_cities_rest_on_something_that_was_read(cities: dict[str, City]) -> None:
    opened = [c for c in cities.values() if c.population.opened and c.gdp and c.gdp.opened]
    assert len(opened) >= 330


@pytest.mark.parametrize("code", HENAN)
def test_the_cities_of_henan_are_recent_and_read(cities: dict[str, City], code: str) -> None:
    city = cities[code]
    assert city.gdp is not None
    assert (city.population.opened, city.gdp.opened) == (True, True)
    assert min(city.population.year, city.gdp.year) >= 2024


def test_xinxiang_is_as_its_communique_says(cities: dict[str, City]) -> None:
    city = cities["410700"]
    assert city.gdp is not None
    assert city.shares is not None
    assert (city.population.value, city.gdp.value) == (609.1, 3687.07)
    assert (city.shares.primary, city.shares.secondary, city.shares.tertiary) == (0.08, 0.427, 0.493)
    read_in = {city.population.source, city.gdp.source, city.shares.source}
    assert read_in == {"新乡市2025年国民经济和社会发展统计公报"}


@pytest.mark.parametrize("province", GDP_2024)
def test_the_cities_of_a_province_add_up(cities: dict[str, City], province: str) -> None:
    total = sum(c.gdp.value for c in cities.values() if c.code[:2] == province and c.gdp and c.code not in OF_THE_WHOLE)
    assert total == pytest.approx(GDP_2024[province], rel=0.03)


def test_only_sansha_has_no_output(cities: dict[str, City]) -> None:
    assert [c.name for c in cities.values() if c.gdp is None or c.shares is None] == ["三沙市"]
