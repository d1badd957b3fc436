"""Compared with whom: like and chosen cities with their grounds, and counts only over sources that cover both."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.gaps.comparison import Comparison, Yardstick
from graph.gaps.find import find_gaps
from graph.model.cities import City, Figure, Shares
from graph.model.cities.benchmark_cities import BenchmarkCity
from graph.region.scopes import Listing, Scope

NAMES = ("ore", "powder", "cell", "pack", "car")


def city(code: str, people: float) -> City:
    return City(
        code, code, Figure(people, 2024, "t"), Figure(people * 6, 2024, "t"), Shares(0.1, 0.4, 0.5, 2024, "t"), None, ""
    )


CITIES = {c: city(c, people) for c, people in (("410700", 600), ("320500", 610), ("310000", 2400), ("410500", 560))}


def peers_of(foot, yardstick: Yardstick, segment: str = "toy.cell"):
    (gap,) = [g for g in find_gaps(foot) if g.segment == segment]
    return {p["region"]: p for p in Comparison(foot, yardstick).of(gap)}


def test_like_cities_are_of_the_same_size_and_say_so(town) -> None:
    """安阳 is of the province and nearly of the size, 苏州 is here given the same size, 上海 is four times as large."""
    foot = town(elsewhere={"320500": NAMES, "310000": ("car",)}, cell=())
    found = peers_of(foot, Yardstick(CITIES))
    assert list(found) == ["410500", "320500", "310000"]
    why = found["410500"]["likeness_of"]
    assert why["same_province"] is True
    assert why["sentence"].startswith("同省，常住人口 560 万、人均生产总值 6.0 万元、二产占 40%")
    assert found["320500"]["sentence"] == "苏州市：同一来源口径在库 1 家，新乡市同口径在库未见。"
    assert found["310000"]["sentence"] == "上海市：同一来源口径在库未见，新乡市同口径在库未见。"


def test_the_leaders_choice_stands_first_and_says_why(town) -> None:
    foot = town(elsewhere={"310000": ("cell",)}, cell=())
    chosen = Yardstick(CITIES, [BenchmarkCity("410700", "310000", "产业转移来源地", "2026-11")])
    found = peers_of(foot, chosen)
    assert next(iter(found)) == "310000"
    assert found["310000"]["chosen"] is True
    assert found["310000"]["likeness_of"]["sentence"].startswith("领导选定的对标城市（产业转移来源地）")


def test_nothing_is_compared_over_a_register_of_one_city(town) -> None:
    """The firms here stand in the city's own register, those of 苏州 in that of 苏州."""
    foot = town(elsewhere={"320500": NAMES}, cell=())
    of = {f: ["新乡名录" if r == "410700" else "苏州名录"] for f, r in _seats(foot).items()}
    listing = Listing({"新乡名录": Scope("register", "410700"), "苏州名录": Scope("register", "320500")}, of)
    apart = replace(foot, country=replace(foot.country, listing=listing))
    found = peers_of(apart, Yardstick(CITIES))["320500"]
    assert found["comparable"] is False
    assert "不可比" in found["sentence"]
    (gap,) = [g for g in find_gaps(apart) if g.segment == "toy.cell"]
    assert "peers" not in gap.components
    assert apart.comparable is False
    # The other components share its weight: the score is their mean by weight, as far as it can go.
    weights = {"need": 0.10, "consequence": 0.03, "base": 0.02, "value": 0.03, "candidates": 0.02}
    mean = sum(w * gap.components[c] for c, w in weights.items()) / sum(weights.values())
    assert gap.score == pytest.approx(gap.components["certainty"] * mean)


def test_counts_are_those_of_the_common_source(town) -> None:
    """苏州 has two makers of cells; the table that covers both cities lists one of them."""
    foot = town(elsewhere={"320500": NAMES}, cell=(3,))
    seats = _seats(foot)
    listing = Listing(
        {"表": Scope("listed"), "册": Scope("register", "410700")},
        {f: ["册"] if r == "410700" else ["表"] for f, r in seats.items()},
    )
    seen = replace(foot, country=replace(foot.country, listing=listing))
    pair = next(p for p in Comparison(seen, Yardstick(CITIES)).pairs if p.like.city == "320500")
    row = foot.network.row["toy.cell"]
    assert (pair.kinds, pair.here[row], pair.there[row]) == (["listed"], 0.0, 1.0)


def test_a_city_without_size_is_told(town) -> None:
    foot = town(cell=())
    compared = Comparison(foot, Yardstick({}))
    assert compared.pairs == []
    assert compared.grounds()[0] == "新乡市的人口、产值未收录（data/cities.csv），无法按规模找同类城市，待补。"


def _seats(foot) -> dict[str, str]:
    return {m.firm_id: m.region for m in (*foot.local, *foot.national)}
