"""The features, on a country small enough to work them out on paper."""

from __future__ import annotations

import math

import numpy as np
import pytest

from graph.chance.chance_data import ChanceData
from graph.chance.ground import (
    FEATURES,
    LARGE,
    MEDIUM,
    NEAR,
    SIZE,
    UNKNOWN_KM,
    Movers,
    ground,
    nearness,
    site_provinces,
)
from graph.chance.measure import Chances, level_of, without_warned
from graph.chance.precedents import Precedent, Precedents
from graph.chance.priority import NEED_SHARE, priority
from graph.chance.red_lines import Read, RedLine, RedLines
from graph.chance.weights import FILE, Weights, read, shipped
from graph.errors import UnreadableFile
from graph.measures.columns import MemberColumns
from graph.measures.network import Network
from graph.model.records import Site
from graph.model.regions import Regions
from graph.region.country import Country
from graph.region.footprint import Footprint

XINXIANG = "410700"


def red_line(segment: str, told: Read = "text") -> RedLine:
    return RedLine(segment, (), "warned", "产能过剩", "too much", "《某方案》", "2025", "", told, "page")


def country_of(make, regions: Regions, *members: object) -> Country:
    return Country.of(MemberColumns.of(members), Network((make.line(),)), regions)  # type: ignore[arg-type]


def foot_of(country: Country, region: str = XINXIANG) -> Footprint:
    return Footprint(country.network, region, country, None)  # type: ignore[arg-type]


@pytest.mark.parametrize(("km", "value"), [(0, 1.0), (30, 1.0), (300, 0.5), (3000, 0.0), (np.inf, 0.0)])
def test_nearness_halves_on_a_log_scale(km: float, value: float) -> None:
    assert float(nearness(np.array(km))) == pytest.approx(value)


def test_reach_counts_firms_of_some_size_by_their_main_segment(make, regions: Regions) -> None:
    """Of Zhengzhou's maker its surer segment counts; the workshop, and who is seated here, do not."""
    country = country_of(
        make,
        regions,
        make.member("a", "toy.cell", "410100", 9, 0.9),
        make.member("a", "toy.pack", "410100", 9, 0.5),
        make.member("small", "toy.cell", "410100", MEDIUM / 2),
        make.member("here", "toy.cell", XINXIANG, 25),
        make.member("nowhere", "toy.pack", "", 9),
    )
    found = Movers(country).reach(XINXIANG)
    row = country.network.row
    near = float(nearness(np.array(regions.distance_km("410100", XINXIANG))))
    size = SIZE * math.log1p(9) / math.log1p(LARGE)
    assert found[row["toy.cell"]] == pytest.approx(math.exp(size + NEAR * near))
    assert found[row["toy.pack"]] == pytest.approx(math.exp(size + NEAR * float(nearness(np.array(UNKNOWN_KM)))))
    assert found[row["toy.car"]] == 0


def test_who_built_away_from_home_before_counts_more(make, regions: Regions) -> None:
    """A maker in Zhengzhou with sites in three provinces: its own and the region's do not count, so ln 2 of its reach;
    one that never left home counts nothing."""
    country = country_of(
        make,
        regions,
        make.member("a", "toy.cell", "410100", 9),
        make.member("far", "toy.cell", "440100", 9),
        make.member("home", "toy.pack", "440100", 9),
    )
    row = country.network.row
    sites = site_provinces(
        [Site("a", "410100", "plant"), Site("a", "320500", "plant"), Site("a", "320100", "plant"), Site("far", "", "x")]
    )
    assert sites == {"a": {"41", "32"}}
    movers = Movers(country, sites | {"far": {"44", "41"}, "home": {"44"}})
    alone = Movers(country_of(make, regions, make.member("a", "toy.cell", "410100", 9)))
    found = movers.builders(XINXIANG)
    assert found[row["toy.cell"]] == pytest.approx(math.log(2) * alone.reach(XINXIANG)[row["toy.cell"]])
    assert found[row["toy.pack"]] == 0


def test_every_feature_by_hand(make, regions: Regions) -> None:
    """Here: a maker of packs of 4 units, who buys cells, and one of powder, who sells to them."""
    country = country_of(
        make,
        regions,
        make.member("pack", "toy.pack", XINXIANG, 4),
        make.member("powder", "toy.powder", XINXIANG, 2),
        make.member("away", "toy.cell", "410100", 9),
    )
    row = country.network.row["toy.cell"]
    projects = np.zeros(len(country.network.ids))
    projects[row] = 7
    values = dict(zip(FEATURES, ground(foot_of(country), projects)[row], strict=True))
    km = regions.distance_km("410100", XINXIANG)
    assert km is not None
    assert values["precedents"] == pytest.approx(math.log1p(7))
    assert values["local"] == 0
    assert values["demand"] == pytest.approx(math.log1p(0.3 * 4))
    assert values["suppliers"] == pytest.approx(math.log1p(0.3 * 2))
    assert values["around"] == pytest.approx(math.log1p(9 * math.exp(-km / 100)), rel=1e-3)
    local = dict(zip(FEATURES, ground(foot_of(country), projects)[country.network.row["toy.pack"]], strict=True))
    assert local["local"] == pytest.approx(math.log1p(1))  # one firm


def test_what_a_red_line_catches_has_no_precedents(make) -> None:
    net = Network((make.line(),))
    projects = np.full(len(net.ids), 5.0)
    lines = RedLines((red_line("toy.cell"), red_line("toy.pack", "none"), red_line("toy.car", "report")))
    left = dict(zip(net.ids, without_warned(net, projects, lines), strict=True))
    assert left == {"toy.car": 0, "toy.cell": 0, "toy.ore": 5, "toy.pack": 5, "toy.powder": 5}


def test_expansion_in_a_warned_segment_never_raises_chance(make, regions: Regions) -> None:
    country = country_of(
        make, regions, make.member("a", "toy.cell", "410100", 9), make.member("b", "toy.ore", XINXIANG)
    )
    row = country.network.row["toy.cell"]

    def chance(n: int, lines: RedLines) -> float:
        counts = Precedents([Precedent("toy.cell", "32", 2025, n, 0, "test")])
        return float(Chances.of(foot_of(country), ChanceData(counts, lines)).value[row])

    warned = RedLines((red_line("toy.cell"),))
    assert chance(40, RedLines()) > chance(0, RedLines())
    assert chance(40, warned) == chance(0, warned) == chance(0, RedLines())


def test_the_own_provinces_projects_are_no_precedent(make, regions: Regions) -> None:
    country = country_of(
        make, regions, make.member("a", "toy.cell", "410100", 9), make.member("b", "toy.ore", XINXIANG)
    )
    rows = [Precedent("toy.cell", "41", 2025, 30, 2, "test"), Precedent("toy.cell", "32", 2025, 1, 0, "test")]
    found = Chances.of(foot_of(country), ChanceData(Precedents(rows)))
    value = found.values[country.network.row["toy.cell"], list(FEATURES).index("precedents")]
    assert value == pytest.approx(math.log1p(1))
    assert [p.province for p in found.precedents("toy.cell")] == ["32"]


@pytest.mark.parametrize(
    ("projects", "bases", "level"),
    [(0, 0, "none"), (1, 0, "few"), (1, 3, "few"), (1, 4, "precedent"), (5, 0, "precedent"), (0, 40, "few")],
)
def test_levels(projects: int, bases: int, level: str) -> None:
    assert level_of(projects, bases) == level


def test_priority_is_the_declared_sum_of_both() -> None:
    found = priority(np.array([0.0, 1.0, 0.5]), np.array([1.0, 0.0, 0.5]))
    assert found == pytest.approx([1 - NEED_SHARE, NEED_SHARE, 0.5])
    assert priority(np.array(0.4), np.array(0.8)) > priority(np.array(0.3), np.array(0.8))


# -- weights -------------------------------------------------------------------------------------


def test_a_place_lies_among_the_quantiles() -> None:
    weights = Weights(dict.fromkeys(FEATURES, 1.0), quantiles=[0.0, 1.0, 4.0])
    assert weights.place(np.array([-5.0, 0.0, 1.0, 2.5, 4.0, 9.0])) == pytest.approx([0, 0, 0.5, 0.75, 1, 1])


def test_a_province_is_judged_by_what_never_saw_it() -> None:
    full, less = dict.fromkeys(FEATURES, 1.0), dict.fromkeys(FEATURES, 2.0)
    weights = Weights(full, {"41": less})
    assert weights.of("41").tolist() == [2.0] * len(FEATURES)
    assert weights.of("32").tolist() == [1.0] * len(FEATURES)


def test_what_ships_speaks_for_a_place_with_every_feature() -> None:
    """Held at zero or above: no feature speaks against a place; what it was learned on is written beside it."""
    found = shipped()
    assert set(found.full) == set(found.usual) == set(FEATURES)
    assert all(v >= 0 for v in found.full.values())
    assert found.full["precedents"] > 0.2
    assert found.trained["landings"] > 300
    assert len(found.by_province) == found.trained["provinces"]
    assert list(found.quantiles) == sorted(found.quantiles)


def test_a_broken_file_of_weights_is_refused(tmp_path) -> None:
    file = tmp_path / "weights.json"
    file.write_text(FILE.read_text(encoding="utf-8").replace('"reach"', '"unheard_of"'), encoding="utf-8")
    with pytest.raises(UnreadableFile, match=r"weights\.json.*unheard_of"):
        read(file)
    with pytest.raises(UnreadableFile, match="train it anew"):
        read(tmp_path / "nothing.json")
