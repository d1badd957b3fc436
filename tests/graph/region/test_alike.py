"""Which cities are like a city: by hand, and among the real cities."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from graph.model import cities
from graph.model.cities import City, Figure, Shares
from graph.region.alike import NO_PROFILE, SAME, STEP, chosen_city, like_cities, size_likeness


def city(code: str, people: float = 600, per_head: float | None = 6, secondary: float = 0.4) -> City:
    gdp = None if per_head is None else Figure(people * per_head, 2024, "test")
    shares = Shares(0.1, secondary, 0.9 - secondary, 2024, "test")
    return City(code, code, Figure(people, 2024, "test"), gdp, shares, None, "2026")


def test_one_step_in_every_figure_is_the_root_of_e() -> None:
    one = city("410700")
    people = 600 * math.exp(STEP["population"])
    other = city("320500", people, 6 * math.exp(STEP["per_head"]), 0.4 + STEP["secondary"])
    # Three of the four figures lie a step apart; the primary sector is the same.
    assert size_likeness(one, other) == pytest.approx(math.exp(-3 / 4 / 2))
    assert size_likeness(one, one) == 1.0


def test_people_alone_do_not_make_cities_alike() -> None:
    bare = City("320500", "x", Figure(600, 2024, "test"), None, None, None, "2026")
    assert size_likeness(city("410700"), bare) is None


def test_the_same_province_comes_first_where_as_alike() -> None:
    """A twin far away, a sister of the province hardly less alike, and one of the province that is much less so."""
    there = {c.code: c for c in (city("410700"), city("320500"), city("410500", 650), city("410100", 1300, 11))}
    found = like_cities("410700", there, {})
    assert [c.city for c in found] == ["410500", "320500", "410100"]
    assert found[1].likeness - found[0].likeness < SAME < found[1].likeness - found[2].likeness


def test_industries_decide_among_cities_of_one_size() -> None:
    there = {c: city(c) for c in ("410700", "320500", "330100", "440300")}
    found = {c.city: c.likeness for c in like_cities("410700", there, {"320500": 1.0, "330100": 0.0})}
    assert found == pytest.approx({"320500": 1.0, "330100": 0.5, "440300": 0.5 + NO_PROFILE / 2})


def test_a_city_without_size_has_no_like_cities() -> None:
    assert like_cities("410700", {"320500": city("320500")}, {}) == []
    chosen = chosen_city("410700", "320500", {}, {}, "产业转移对口城市")
    assert (chosen.chosen, chosen.reason, chosen.likeness) == (True, "产业转移对口城市", 0.0)


def test_xinxiang_is_like_prefectures_of_its_size(data: Path) -> None:
    """Not Shanghai, Beijing, Nanjing or Hangzhou; at least three of its own province."""
    found = [c.city for c in like_cities("410700", cities.load(data / "cities.csv"), {})]
    assert {"110000", "310000", "320100", "330100", "440300"}.isdisjoint(found)
    assert sum(c.startswith("41") for c in found) >= 3
