"""Each sentence that speaks against a target, and what is not known of it."""

from __future__ import annotations

import dataclasses
from copy import copy
from datetime import date

import pytest

from graph.gaps.market.local_need import Range
from graph.model.records import MICRO, Firm, Park, Project, Relation, Site
from graph.region.footprint import footprint
from recommend.explain.counter import counter_arguments, unknowns
from recommend.explain.neighbours import Neighbours
from recommend.explain.shapes import CounterArgument
from recommend.rank.exclusions import ParkFit
from recommend.rank.features import FEATURES, Case, Place
from recommend.rank.firm_facts import FirmFacts
from tests.support.small import Country

SEPARATOR, CELL = "battery_ev.separator", "battery_ev.cell"
FOUND = FirmFacts(projects=(Project("f", "本市二期", "440300"),))


@pytest.fixture(scope="module")
def case(built: Country) -> Case:
    """A firm against which nothing speaks: neither next door nor far, sure, large, a project in its own city."""
    foot = footprint(built.store, built.regions, "410700")
    firm = Firm("f", "深圳某某有限公司", region="440300", size=2 * MICRO)
    place = Place("410700", foot.network, foot.x, foot.density)
    return Case(firm, SEPARATOR, 0.8, place, (SEPARATOR,), 200.0, (), facts=FOUND, today=date(2026, 11, 24))


@pytest.fixture(scope="module")
def around(built: Country) -> Neighbours:
    foot = footprint(built.store, built.regions, "410700")
    return Neighbours.of(foot, SEPARATOR, {f.id: f for f in built.store.firms()})


def said(case: Case, around: Neighbours, *parks: ParkFit) -> list[CounterArgument]:
    named = {"320500": "江苏省苏州市", "310000": "上海市", "410800": "河南省焦作市", "410100": "河南省郑州市"}
    return counter_arguments(case, around, named.__getitem__, parks)


def test_what_nobody_has_asked_yet_is_no_argument(case: Case, around: Neighbours) -> None:
    assert said(case, around) == []


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"capability": 0.49}, "unsure"),
        ({"distance_km": 601.0}, "far"),
        ({"sites": ("320500",)}, "elsewhere"),
        ({"segment": CELL}, "no_supplier"),
    ],
)
def test_one_thing_speaks_against(case: Case, around: Neighbours, change: dict[str, object], kind: str) -> None:
    found = said(dataclasses.replace(case, **change), around)  # type: ignore[arg-type]
    assert [c["kind"] for c in found] == [kind]


@pytest.mark.parametrize(
    "facts", [FirmFacts(), FirmFacts(FOUND.sites, (Relation("f", "x:甲", "customer"),), FOUND.projects)]
)
def test_what_is_not_on_record_speaks_against_nobody(case: Case, around: Neighbours, facts: FirmFacts) -> None:
    """No plant elsewhere on record, a single customer on record: both say how little we know."""
    assert said(dataclasses.replace(case, facts=facts), around) == []


def test_a_small_firm_and_no_buyer(case: Case, around: Neighbours) -> None:
    small = dataclasses.replace(case, firm=dataclasses.replace(case.firm, tags=("小型",)))
    nobody = dataclasses.replace(around, buyers=(), suppliers=())
    assert [c["kind"] for c in said(small, nobody)] == ["no_buyer", "small"]
    assert said(case, nobody)[0]["text"] == "在库未见本地企业采购这类产品，产品须销往外地。"


def test_a_need_too_small_for_a_plant_is_told_with_its_amount(case: Case, around: Neighbours) -> None:
    """3 million yuan a year of all buyers, more or less, is no ground for a plant."""
    buyers = (dataclasses.replace(around.buyers[0], yi=0.03),)
    little = dataclasses.replace(around, buyers=buyers, need=Range(0.03, 0.015, 0.06))
    (only,) = said(case, little)
    assert (only["kind"], only["text"]) == (
        "small_need",
        "本地企业一年在这类产品上花费约 150 万至 600 万元（估算），撑不起一个项目，产品须销往外地。",
    )


def test_a_group_decides_for_its_plant(case: Case, around: Neighbours) -> None:
    owned = dataclasses.replace(case, firm=dataclasses.replace(case.firm, parent="卫龙美味（09985.HK）"))
    (only,) = said(owned, around)
    assert (only["kind"], only["text"]) == ("group", "属卫龙美味，重大投资由集团决定，须同时对接集团。")


def test_plants_elsewhere_are_not_counted(case: Case, around: Neighbours) -> None:
    """What is on record is never all there is; an office that sells is no plant; one here ends the argument."""
    facts = FirmFacts(sites=(Site("f", "330100", "subsidiary", "杭州某某材料有限公司"),))
    (both,) = said(dataclasses.replace(case, sites=("320500",), facts=facts), around)
    assert both["text"] == "已在外地布点，扩产可能优先选在现有基地。"
    assert [e["what"] for e in both["evidence"]] == ["杭州某某材料有限公司"]
    office = FirmFacts(sites=(Site("f", "330100", "subsidiary", "杭州某某销售有限公司"),))
    assert said(dataclasses.replace(case, facts=office), around) == []
    capital = FirmFacts(sites=(Site("f", "310000", "subsidiary", "上海某某科技有限公司"),))
    assert said(dataclasses.replace(case, facts=capital), around) == []
    assert said(dataclasses.replace(case, sites=("320500", "410783")), around) == []


def test_small_is_said_of_a_size_on_record_only(case: Case, around: Neighbours) -> None:
    """A size that was guessed from nothing makes no supermarket chain small."""
    guessed = dataclasses.replace(case, firm=dataclasses.replace(case.firm, size=MICRO // 2))
    assert said(guessed, around) == []
    told = dataclasses.replace(case, firm=dataclasses.replace(case.firm, revenue_yi=0.4))
    assert [c["kind"] for c in said(told, around)] == ["small"]


def test_the_seat_of_a_firm_registered_in_tibet_is_no_distance(case: Case, around: Neighbours) -> None:
    """Nor is the seat of one that has a plant in our province."""
    firm = dataclasses.replace(case.firm, region="540100", stock_code="300741.SZ")
    assert "far" not in [c["kind"] for c in said(dataclasses.replace(case, firm=firm, distance_km=2219.0), around)]
    near = dataclasses.replace(case, sites=("410800",), distance_km=1419.0)
    assert "far" not in [c["kind"] for c in said(near, around)]


def test_a_plant_named_after_its_town_has_a_group_behind_it(case: Case, around: Neighbours) -> None:
    for name, kinds in (("马斯奇奥（青岛）农机制造有限公司", ["group"]), ("康师傅集团股份有限公司", [])):
        named = dataclasses.replace(case, firm=dataclasses.replace(case.firm, name=name))
        assert [c["kind"] for c in said(named, around)] == kinds


def test_the_group_is_named_by_the_word_it_goes_by_and_no_group_is_its_own_subsidiary(
    case: Case, around: Neighbours
) -> None:
    def of(name: str) -> list[str]:
        named = dataclasses.replace(case, firm=dataclasses.replace(case.firm, name=name))
        return [c["text"] for c in said(named, around)]

    assert of("波马嘉仕其（北京）索道有限责任公司")[0].startswith("从名称看是“波马嘉仕其”在北京的企业")
    for itself in ("微医集团（浙江）有限公司", "云南某某农牧（集团）有限公司", "某某基金管理（有限合伙）"):
        assert of(itself) == []


def test_who_makes_it_next_door_need_not_build_here(case: Case, around: Neighbours) -> None:
    near = dataclasses.replace(case, distance_km=63.0)
    (only,) = said(near, around)
    assert only["text"] == "相距仅约 63 公里，现有工厂即可就近供应本地，来此另建的理由要讲清。"
    assert said(dataclasses.replace(near, sites=("410700",)), around) == []


def test_who_is_in_our_province_already_serves_us_from_there(case: Case, around: Neighbours) -> None:
    """A firm of Shenzhen with a laboratory in Zhengzhou needs none in Xinxiang; that stands in place of what is said of
    plants elsewhere, and one here ends it."""
    (only,) = said(dataclasses.replace(case, sites=("410100", "320500")), around)
    assert (only["kind"], only["text"]) == ("near", "在河南省郑州市已有布点，可就近供应本地，来此增设的理由要讲清。")
    assert said(dataclasses.replace(case, sites=("410100", "410700")), around) == []


def test_what_speaks_against_all_of_a_list_is_marked(case: Case, around: Neighbours) -> None:
    small = dataclasses.replace(case, firm=dataclasses.replace(case.firm, tags=("小型",)))
    nobody = dataclasses.replace(around, buyers=(), suppliers=())
    assert [bool(c.get("shared")) for c in said(small, nobody)] == [True, False]


def test_of_what_hospitals_buy_no_firm_is_missed(case: Case, around: Neighbours) -> None:
    spec = dataclasses.replace(around.network.segments[SEPARATOR], buyers=("医院神经外科", "康复医院"))
    network = copy(around.network)
    object.__setattr__(network, "segments", {**around.network.segments, SEPARATOR: spec})
    sold = dataclasses.replace(around, network=network, buyers=())
    (only,) = said(case, sold)
    assert only["text"] == "买方主要是医疗机构，进院须经集中采购或招标；本地用量有限，产品面向全国销售。"


def test_what_nobody_here_supplies_is_named(case: Case, around: Neighbours) -> None:
    cells = dataclasses.replace(case, segment=CELL)
    (told,) = (c for c in said(cells, around) if c["kind"] == "no_supplier")
    assert told["text"] == "在库未见本地供应电池隔膜的企业，须从外地采购。"


def test_the_first_park_says_what_clashes(case: Case, around: Neighbours) -> None:
    clash = ParkFit(Park("a", "甲园"), True, (("能耗指标不足", "not enough energy quota"),))
    (only,) = said(case, around, clash)
    assert (only["text"], only["text_en"]) == ("甲园：能耗指标不足。", "甲园: not enough energy quota.")


def test_what_is_not_known(case: Case) -> None:
    values = {name: feature(case) for name, feature in FEATURES.items()}
    assert [u["kind"] for u in unknowns(case.firm, values)] == ["revenue", "capacity", "credit"]
    sold = dataclasses.replace(case.firm, revenue_yi=3.0)
    busy = dataclasses.replace(case, facts=FirmFacts(projects=(Project("f", "三期", status="在建"),)))
    known = {name: feature(busy) for name, feature in FEATURES.items()}
    assert [u["kind"] for u in unknowns(sold, known)] == ["credit"]
