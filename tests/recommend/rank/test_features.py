"""Each feature alone: its value worked out from its docstring, its order, and the words it says."""

from __future__ import annotations

import dataclasses
import math
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model.records import MICRO, Capacity, Firm, FirmProduct, FirmTechnology, Park, Project, Site
from graph.region.footprint import footprint
from recommend.rank.features import FEATURES, Case, Feature, Place, Value, checked
from recommend.rank.firm_facts import NOTHING, FirmFacts
from tests.support.small import Country, calm

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def case(built: Country) -> Case:
    """A medium firm of Shenzhen weighed for the separators of Xinxiang, where cells are made."""
    firm = Firm("f", "深圳某某有限公司", region="440300", size=4 * MICRO)
    foot = footprint(built.store, built.regions, "410700")
    place = Place("410700", foot.network, foot.x, foot.density)
    sizes = (MICRO, 4 * MICRO, 9 * MICRO)
    return Case(firm, "battery_ev.separator", 0.8, place, ("battery_ev.separator",), 1400.0, sizes, today=TODAY)


def changed(case: Case, **firm: object) -> Case:
    return dataclasses.replace(case, firm=dataclasses.replace(case.firm, **firm))  # type: ignore[arg-type]


def told(case: Case, **facts: object) -> Case:
    return dataclasses.replace(case, facts=FirmFacts(**facts))  # type: ignore[arg-type]


def value(name: str, case: Case) -> float:
    return FEATURES[name](case).value


def test_every_feature_has_words(case: Case) -> None:
    for name, feature in FEATURES.items():
        assert feature.func.__doc__, name  # what a user reads under "why"
        found = feature(case)
        assert 0 <= found.value <= 1
        assert found.zh
        assert found.en


def test_capability_is_the_chance_itself(case: Case) -> None:
    assert value("capability", case) == 0.8
    assert FEATURES["capability"](case).zh == "产品与环节吻合度 80%"


def test_standing(case: Case) -> None:
    """One of the two others is smaller."""
    assert value("standing", case) == 0.5
    assert FEATURES["standing"](case).zh == "规模在 3 家候选中居第 2"
    assert value("standing", changed(case, size=9 * MICRO)) == 1.0
    assert value("standing", dataclasses.replace(case, peers=())) == 0.0


def test_scale_is_logarithmic_up_to_thirty(case: Case) -> None:
    assert value("scale", case) == pytest.approx(math.log(5) / math.log(31))
    assert value("scale", changed(case, size=30 * MICRO)) == pytest.approx(1.0)
    assert FEATURES["scale"](changed(case, revenue_yi=16.0, revenue_year=2024)).zh == "年营收约 16 亿元（2024）"
    assert FEATURES["scale"](changed(case, tags=("上市", "中型"))).zh == "中型企业"
    assert FEATURES["scale"](case).zh == "规模待核"


def test_expansion_counts_distinct_places_outside_the_seat(case: Case) -> None:
    """log(1+n)/log(9): none 0, eight and more 1; a subsidiary in the seat's own city is no expansion."""
    at = lambda n: dataclasses.replace(case, sites=tuple(f"32{i:02}00" for i in range(1, n + 1)))  # noqa: E731
    assert [value("expansion", at(n)) for n in (0, 2, 8, 12)] == pytest.approx([0, math.log(3) / math.log(9), 1, 1])
    assert value("expansion", dataclasses.replace(case, sites=("440300",))) == 0.0
    both = told(
        case, sites=(Site("f", "320500", "subsidiary", "苏州某某"),), projects=(Project("f", "二期", "320500"),)
    )
    assert FEATURES["expansion"](both).zh == "已在外地 1 处设有基地或子公司"


def test_building_reads_utilisation_and_projects(case: Case) -> None:
    rate = lambda amount: told(case, capacities=(Capacity("f", "膜", "capacity_utilization", "", "", amount, "%"),))  # noqa: E731
    assert value("building", rate(42.5)) == pytest.approx(0.5)
    assert value("building", rate(96.0)) == 1.0
    assert value("building", told(case, projects=(Project("f", "三期", status="在建"),))) == 1.0
    assert not FEATURES["building"](case).known


def test_technology_is_logarithmic_and_unknown_without_a_report(case: Case) -> None:
    some = told(case, technologies=tuple(FirmTechnology("f", f"专利{i}") for i in range(3)))
    assert value("technology", some) == pytest.approx(math.log(4) / math.log(16))
    assert not FEATURES["technology"](case).known
    read = told(case, products=(FirmProduct("f", "膜"),))
    assert value("technology", read) == 0.3  # none on record is not none at all
    assert not FEATURES["technology"](read).known
    one = told(case, technologies=(FirmTechnology("f", "涂覆工艺"),))
    assert value("technology", one) == 0.3  # ln 2 / ln 16 would be less than nothing known


def test_materials_maker_is_the_share_of_products_that_are_materials(case: Case) -> None:
    mixed = told(
        case,
        products=tuple(FirmProduct("f", str(i), None, k) for i, k in enumerate(("material", "material", "device"))),
    )
    assert value("materials_maker", mixed) == pytest.approx(2 / 3)
    assert value("materials_maker", case) == 1.0  # no kinds told, but separators are a material of cells
    assert value("materials_maker", dataclasses.replace(case, segments=("battery_ev.pack",))) == 0.0


@pytest.mark.parametrize(
    ("code", "full"),
    [
        ("688001.SH", 1),
        ("300750.SZ", 1),
        ("920002.BJ", 1),
        ("603001.SH", 1),
        ("605001.SH", 1),
        ("001201.SZ", 1),
        ("600000.SH", 0),
        ("601001.SH", 0),
        ("000001.SZ", 0),
        ("002001.SZ", 0),
        ("", 0),
    ],
)
def test_fresh_capital_is_a_growth_board_or_a_late_listing(case: Case, code: str, full: float) -> None:
    assert value("fresh_capital", changed(case, stock_code=code)) == full


def test_supply_tie_counts_linked_segments_that_are_here(case: Case) -> None:
    """Separators sell to cells, which are here: one tie. A firm that also makes packs meets the cells again: still
    one."""
    assert value("supply_tie", case) == pytest.approx(1 - math.exp(-1 / 4))
    wider = dataclasses.replace(case, segments=("battery_ev.separator", "battery_ev.pack", "equipment.motor"))
    assert value("supply_tie", wider) == pytest.approx(1 - math.exp(-2 / 4))  # and the cranes buy its motors
    assert FEATURES["supply_tie"](wider).zh == "本地有 2 个上下游环节可配套"


def test_relatedness_is_the_mean_density(case: Case) -> None:
    net = case.place.network
    density = np.zeros(len(net.ids))
    density[net.row["battery_ev.separator"]], density[net.row["battery_ev.pack"]] = 0.2, 0.6
    near = dataclasses.replace(case, place=dataclasses.replace(case.place, density=density))
    assert value("relatedness", near) == pytest.approx(0.2)
    assert value("relatedness", dataclasses.replace(near, segments=("battery_ev.pack",))) == pytest.approx(0.4)


def test_nearness(case: Case) -> None:
    at = lambda km: value("nearness", dataclasses.replace(case, distance_km=km))  # noqa: E731
    assert [at(3000.0), at(300.0), at(30.0), at(0.0)] == pytest.approx([0.0, 0.5, 1.0, 1.0])
    assert at(600.0) - at(1200.0) == pytest.approx(at(150.0) - at(300.0))  # each halving counts the same
    assert not FEATURES["nearness"](dataclasses.replace(case, distance_km=None)).known


@calm
@given(st.floats(0, 4000), st.floats(0, 4000))
def test_nearer_is_never_worse(a: float, b: float) -> None:
    firm = Firm("f", "甲", region="440300")
    near, far = (value("nearness", Case(firm, "s", 0.5, None, (), km, (), today=TODAY)) for km in sorted((a, b)))  # type: ignore[arg-type]
    assert 0 <= far <= near <= 1


def test_same_province(case: Case) -> None:
    assert value("same_province", case) == 0.0
    assert value("same_province", changed(case, region="410100")) == 1.0
    assert value("same_province", changed(case, region="")) == 0.0


def test_presence(case: Case) -> None:
    """A plant or a subsidiary here, each called what it is, else a sister firm here, else nothing; a plant in a county
    is in the city."""
    sister = Firm("s", "新乡某某有限公司", region="410721")
    assert value("presence", case) == 0.0
    assert value("presence", dataclasses.replace(case, sites=("410783", "320500"))) == 1.0
    subsidiary = told(case, sites=(Site("f", "410721", "subsidiary", "新乡某某"),))
    assert value("presence", subsidiary) == 1.0
    assert FEATURES["presence"](subsidiary).zh == "在本地已有子公司或项目：新乡某某"
    assert FEATURES["presence"](dataclasses.replace(subsidiary, sites=("410783",))).zh == "已在本地设厂"
    assert value("presence", dataclasses.replace(case, here=(sister,))) == 0.8
    stations = Firm("p", "中国石化销售股份有限公司河南新乡石油分公司", region="410700")
    assert value("presence", dataclasses.replace(case, here=(stations,))) == 0.0
    assert "新乡某某有限公司" in FEATURES["presence"](dataclasses.replace(case, here=(sister,))).zh


def test_policy_fit_asks_for_the_segment_first(case: Case) -> None:
    chain, lead = Park("a", "电池园", ("battery_ev",)), Park("b", "隔膜园", ("battery_ev",), ("battery_ev.separator",))

    def at(*parks: Park) -> float:
        return value("policy_fit", dataclasses.replace(case, place=dataclasses.replace(case.place, parks=parks)))

    assert (at(), at(chain), at(chain, lead)) == (0.0, 0.6, 1.0)


def test_risk_and_certainty(case: Case) -> None:
    assert value("risk", case) == 1.0
    assert value("risk", changed(case, tags=("失信",))) == 0.0
    assert value("risk", changed(case, aliases=("*ST某某",))) == 0.0
    assert value("certainty", case) < value("certainty", changed(case, verified_identity=True))
    assert value("certainty", changed(case, verified_identity=True, verified_products=True)) == 1.0


def test_facts_keep_only_what_is_wanted() -> None:
    facts = FirmFacts(sites=(Site("f", "320500"), Site("f", "310000")), projects=(Project("f", "一期", "310000"),))
    kept = facts.keep(lambda r: r.region == "320500")
    assert kept == FirmFacts(sites=(Site("f", "320500"),))
    assert facts.keep(lambda r: False) == NOTHING


# -- the list of features --------------------------------------------------------------------------


def years_of_trade(case: Case) -> Value:
    """Years since founding, full after ten: a feature that reads the day of the list."""
    years = case.today.year - int(case.firm.founded[:4])
    return Value(min(1.0, years / 10), f"成立 {years} 年", f"founded {years} years ago")


def test_one_entry_adds_a_feature(case: Case) -> None:
    """It is read from the case alone, and named after its function."""
    features = checked((*FEATURES.values(), Feature(years_of_trade, ("经营年限", "years of trade"), weight=0.02)))
    assert list(features)[-1] == "years_of_trade"
    assert features["years_of_trade"](changed(case, founded="2021-05-01")).value == 0.5


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (Feature(years_of_trade, ("经营年限", "years of trade")), "'years_of_trade' has no weight"),
        (Feature(years_of_trade, ("经营年限", ""), weight=0.02), "'years_of_trade' needs a label"),
        (Feature(FEATURES["risk"].func, ("风险", "risk"), weight=0.02), "'risk' stands twice"),
        (Feature(years_of_trade, ("经营年限", "years of trade"), weight=0.5), "add up to 1.24"),
    ],
)
def test_an_entry_that_is_not_complete_is_named(entry: Feature, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        checked((*FEATURES.values(), entry))


def test_records_behind_a_sentence(case: Case) -> None:
    """Named sites and projects before bare regions; utilisation and projects; technologies."""
    named = Site("f", "320500", "subsidiary", "苏州某某")
    project, rate = Project("f", "二期", "320500"), Capacity("f", "膜", "capacity_utilization", "", "", 90.0, "%")
    facts = told(
        case,
        sites=(named, Site("f", "310000")),
        projects=(project,),
        capacities=(rate, Capacity("f", "膜", "capacity")),
        technologies=(FirmTechnology("f", "专利"),),
    )
    records = {name: list(f.behind(facts)) for name, f in FEATURES.items() if f.behind}
    assert records == {
        "expansion": [named, project],
        "building": [project, rate],
        "technology": [FirmTechnology("f", "专利")],
        "presence": [],
    }
    bare = dataclasses.replace(told(case, sites=(Site("f", "310000"),)), sites=("320500", "310000"))
    assert FEATURES["expansion"].behind is not None
    assert list(FEATURES["expansion"].behind(bare)) == ["320500", "310000"]


def test_the_main_trade_by_shares_then_by_the_firms_own_order(case: Case) -> None:
    """A share in reports before the share in the firm's row before the place in its list; half of revenue is full."""
    name = "main_trade"
    assert not FEATURES[name](changed(case, products=("钛白粉",))).known
    first, third = (
        changed(case, products=("锂电隔膜", "铝塑膜")),
        changed(case, products=("钛白粉", "纯碱", "锂电隔膜")),
    )
    assert value(name, first) == 1.0
    assert value(name, third) < 0.5
    row = dataclasses.replace(first, revenue_share=100_000)
    assert value(name, row) == pytest.approx(0.2)
    reported = dataclasses.replace(row, facts=FirmFacts(products=(FirmProduct("f", "锂电隔膜", 450_000),)))
    assert value(name, reported) == pytest.approx(0.9)
    assert "45%" in FEATURES[name](reported).zh
