"""What a card says of the firm itself: each sentence in both languages, with its record, in its order."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from graph.model.records import (
    MICRO,
    Capacity,
    Firm,
    FirmProduct,
    FirmTechnology,
    Membership,
    Relation,
    Segment,
    Site,
    Technology,
)
from graph.region.footprint import footprint
from recommend.explain.own_facts import Others, amount, naming_of, own_facts, plain, tells
from recommend.explain.shapes import Reason
from recommend.rank.features import Case, Place
from recommend.rank.firm_facts import FirmFacts, of_segment
from tests.support.small import Country

SEPARATOR = "battery_ev.separator"
REPORT = "年度报告（摘录）"
LOCAL = Firm("l", "新乡市明日电芯有限公司", aliases=("明日电芯",), region="410700", size=2 * MICRO)
FAR = Firm("x", "上海包能系统有限公司", aliases=("包能",), region="310000", size=3 * MICRO)
BIG = Firm("b", "深圳大电池股份有限公司", region="440300", size=9 * MICRO)
FIRMS = {f.id: f for f in (LOCAL, FAR, BIG)}


@pytest.fixture(scope="module")
def segment(built: Country) -> Segment:
    return built.catalogue.segments[SEPARATOR]


@pytest.fixture(scope="module")
def case(built: Country) -> Case:
    """A separator maker of Shenzhen of which nothing is on record, seen from Xinxiang."""
    foot = footprint(built.store, built.regions, "410700")
    firm = Firm("f", "深圳某膜有限公司", region="440300", products=("锂电隔膜",), size=2 * MICRO, source="名录")
    place = Place("410700", foot.network, foot.x, foot.density)
    return Case(firm, SEPARATOR, 0.8, place, (SEPARATOR,), 1400.0, (MICRO,), today=date(2026, 11, 30))


def told(
    case: Case, segment: Segment, others: Others | None = None, share: int | None = None, **facts: object
) -> list[Reason]:
    """What is said of the firm where these are its facts."""
    known = dataclasses.replace(case, facts=FirmFacts(**facts))  # type: ignore[arg-type]
    membership = Membership("f", SEPARATOR, MICRO, (), share)
    return own_facts(known, segment, membership, others or Others(FIRMS, lambda code: f"地区{code}"))


def both(reason: Reason) -> tuple[str, str, str]:
    return reason["kind"], reason["text"], reason["text_en"]


def tie(to: str, kind: str, name: str = "", by: str = "f") -> Relation:
    return Relation(by, to, kind, "", name, "2025", REPORT)


def test_of_a_firm_without_records_nothing_is_said(case: Case, segment: Segment) -> None:
    assert told(case, segment) == []


def test_a_customer_here_is_named_before_all(case: Case, segment: Segment) -> None:
    facts = told(
        case,
        segment,
        relations=(tie("x", "customer", FAR.name), tie("l", "customer", LOCAL.name)),
        products=(FirmProduct("f", "湿法隔膜", 625_000, as_of="2025"),),
    )
    assert [r["kind"] for r in facts] == ["local_trade", "revenue_share"]
    assert both(facts[0])[1:] == (
        "其客户在本地：明日电芯（2025 年，待核）。",
        "A customer of its own is here: 明日电芯 (2025, unverified).",
    )
    (row,) = facts[0]["evidence"]
    assert (row["what"], row["source"], row["as_of"], row["verified"]) == (LOCAL.name, REPORT, "2025", False)


def test_a_local_firms_own_report_names_it(case: Case, segment: Segment) -> None:
    naming = naming_of([tie("f", "supplier", case.firm.name, "l"), tie("x:某某", "supplier", "某某", "l")])
    assert list(naming) == ["f"]
    (fact,) = told(case, segment, Others(FIRMS, str, naming))
    assert both(fact) == (
        "local_trade",
        "本地企业明日电芯的年报列该企业为其供应商（2025 年，待核）。",
        "Reports of firms here name it as a supplier: 明日电芯 (2025, unverified).",
    )
    assert fact["evidence"][0]["firm"] == "l"


def test_the_share_is_that_of_the_very_product(case: Case, segment: Segment) -> None:
    products = (FirmProduct("f", "铝塑膜", 700_000, as_of="2025"), FirmProduct("f", "湿法隔膜", 251_000, as_of="2025"))
    (fact,) = told(case, segment, products=products, share=251_000)
    assert both(fact)[1:] == (
        "湿法隔膜占其营业收入 25.1%（2025 年，待核）。",
        "湿法隔膜 brings 25.1% of its revenue (2025, unverified).",
    )
    assert fact["evidence"][0]["what"] == "湿法隔膜 25.1%"


def test_without_a_product_of_that_name_the_segments_share_speaks(case: Case, segment: Segment) -> None:
    (fact,) = told(case, segment, products=(FirmProduct("f", "基膜", 400_000, as_of="2025"),), share=400_000)
    assert fact["text"] == "电池隔膜类产品占其营业收入约 40%（2025 年，待核）。"
    assert told(case, segment, products=(FirmProduct("f", "基膜", 400_000),)) == []


def test_a_share_of_the_firms_own_table_is_told_by_the_name_of_its_line(case: Case, segment: Segment) -> None:
    """The table says 40% of wet separators: of separators as a whole it says nothing."""
    others = Others(FIRMS, str, stated={"f": {"湿法隔膜": 400_000, "铝塑膜": 500_000}})
    (fact,) = told(case, segment, others, share=400_000)
    assert both(fact)[1:] == (
        "湿法隔膜占其营业收入约 40%（待核）。",
        "湿法隔膜 bring about 40% of its revenue (unverified).",
    )


def test_capacity_comes_with_its_use_and_its_year(case: Case, segment: Segment) -> None:
    facts = (
        Capacity("f", "铝塑膜", "capacity", "2025", "9万平方米", 9.0, "万平方米", "2025", REPORT),
        Capacity("f", "湿法隔膜", "production_volume", "2025", "11亿平方米", 11.0, "亿平方米", "2025", REPORT),
        Capacity("f", "湿法隔膜", "capacity", "2025", "12亿平方米/年", 12.0, "亿平方米/年", "2025", REPORT),
        Capacity("f", "湿法隔膜", "capacity_utilization", "2025", "93.5%", 93.5, "%", "2025", REPORT),
        Capacity("f", "铝塑膜", "capacity_utilization", "2025", "40%", 40.0, "%", "2025", REPORT),
    )
    (fact,) = told(case, segment, capacities=facts)
    assert both(fact) == (
        "own_capacity",
        "湿法隔膜产能 12 亿平方米/年，利用率 93.5%（2025 年，待核）。",
        "Capacity, 湿法隔膜: 12 亿平方米/年, 93.5% in use (2025, unverified).",
    )
    assert [e["what"] for e in fact["evidence"]] == ["湿法隔膜 12亿平方米/年", "湿法隔膜 93.5%"]
    (only_use,) = told(case, segment, capacities=facts[3:])
    assert only_use["text"] == "湿法隔膜产能利用率 93.5%（2025 年，待核）。"
    idle = Capacity("f", "湿法隔膜", "capacity_utilization", "2025", "58.1%", 58.1, "%", "2025", REPORT)
    (no_merit,) = told(case, segment, capacities=(facts[2], idle))
    assert no_merit["text"] == "湿法隔膜产能 12 亿平方米/年（2025 年，待核）。"
    assert told(case, segment, capacities=(idle,)) == []


def test_another_products_capacity_and_trade_far_away_are_not_said(case: Case, segment: Segment) -> None:
    """They say nothing to whoever wants the firm for this segment and this place."""
    other = Capacity("f", "铝塑膜", "production_volume", "2025", "90000平方米", 90_000.0, "平方米", "2025")
    naming = naming_of([tie("f", "customer", "", "x")])
    far = (tie("x", "customer", FAR.name),)
    assert told(case, segment, Others(FIRMS, str, naming), capacities=(other,), relations=far) == []


def test_a_side_line_is_no_reason(case: Case, segment: Segment) -> None:
    """1.17% of the revenue speaks against the firm; from a tenth on it is told."""
    assert told(case, segment, products=(FirmProduct("f", "湿法隔膜", 11_700, as_of="2025"),)) == []
    assert told(case, segment, products=(FirmProduct("f", "基膜", 90_000),), share=90_000) == []
    (fact,) = told(case, segment, products=(FirmProduct("f", "湿法隔膜+", 100_000, as_of="2025"),))
    assert fact["text"] == "湿法隔膜占其营业收入 10%（2025 年，待核）。"


@pytest.mark.parametrize(
    ("name", "says"),
    [("核心隔膜技术", False), ("隔膜生产工艺", False), ("湿法双向拉伸工艺", True), ("mSAP工艺", True)],
)
def test_a_technology_must_say_more_than_the_product(name: str, says: bool) -> None:
    assert tells(name, ("湿法隔膜", "隔膜")) is says


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("滑动轴承（一）", "滑动轴承"),
        ("机器人+产品", "机器人产品"),
        ("种子（制种产量）", "种子"),
        ("易拉罐&铝瓶", "易拉罐和铝瓶"),
        ("干式（DMD）隔膜", "干式（DMD）隔膜"),
    ],
)
def test_products_as_people_say_them(name: str, said: str) -> None:
    assert plain(name) == said


def test_routes_of_other_products_and_certificates_are_none(case: Case, segment: Segment) -> None:
    technologies = (
        FirmTechnology("f", "铝塑复合工艺", "process", "铝塑膜", "2025"),
        FirmTechnology("f", "陶瓷涂覆技术", "core", "涂覆隔膜", "2025"),
        FirmTechnology("f", "ISO9001认证", "certification", "", "2025"),
    )
    known = dataclasses.replace(segment, techs=(Technology("陶瓷涂覆", "mature", "stable"),))
    assert told(case, segment, technologies=technologies) == []  # no route that the catalogue knows
    (fact,) = told(case, known, technologies=technologies)
    assert both(fact) == (
        "route",
        "年报所列技术路线：陶瓷涂覆技术（2025 年，待核）。",
        "Routes of technology in its report: 陶瓷涂覆技术 (2025, unverified).",
    )
    assert told(case, known, technologies=(technologies[0], technologies[2])) == []


def test_a_subsidiary_in_the_province_is_near_and_one_here_is_presence(case: Case, segment: Segment) -> None:
    near = Site("f", "410100", "subsidiary", "郑州某膜有限公司", as_of="2025")
    here, far = (
        Site("f", "410700", "subsidiary", "新乡某膜有限公司"),
        Site("f", "310000", "subsidiary", "上海某膜有限公司"),
    )
    (fact,) = told(case, segment, sites=(here, near, far))
    assert both(fact) == (
        "subsidiary_near",
        "在本省已有子公司（2025 年，待核）：郑州某膜有限公司（地区410100）。",
        "Has a subsidiary in this province (2025, unverified): 郑州某膜有限公司.",
    )
    plant = dataclasses.replace(case, sites=("410100", "310000"))
    (fact,) = told(plant, segment)
    assert fact["text"] == "在本省已有基地（待核）：地区410100。"
    at_home = dataclasses.replace(case, firm=dataclasses.replace(case.firm, region="410100"))
    assert told(at_home, segment, sites=(near,)) == []


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (12_265_098.0, "只", "1230 万只"),
        (205_000.0, "万只", "20.5 亿只"),
        (7.3, "万吨/年", "7.3 万吨/年"),
        (609.0, "万千瓦", "609 万千瓦"),
        (8.0, "GWh", "8 GWh"),
        (1_200_000.0, "兆瓦", "120 万兆瓦"),
        (26_500.0, "MWh", "26.5 GWh"),
        (3.0, "万T", "3 万吨"),
        (59.0, "亿pcs", "59 亿件"),
        (611.0, "万PCS", "611 万件"),
        (6_820_000.0, "千只", "68.2 亿只"),
        (120_000.0, "千克", "120 吨"),
        (2_300.0, "千平方米", "230 万平方米"),
        (5.0, "万套/万件", "5 万套/件"),
    ],
)
def test_amounts_as_people_say_them(value: float, unit: str, said: str) -> None:
    assert amount(Capacity("f", "膜", "capacity", "", "", value, unit)) == said


@pytest.mark.parametrize(
    ("text", "mine"),
    [("锂电湿法隔膜产品", True), ("湿法隔", True), ("隔膜", False), ("铝塑膜", False), ("法", False), ("", False)],
)
def test_a_product_is_of_the_segment_where_one_names_the_other(text: str, mine: bool) -> None:
    assert of_segment(text, ("锂电隔膜", "湿法隔膜")) is mine


def test_the_longest_word_says_what_a_product_is() -> None:
    """制冷压缩机 is of the segment that has this very word, not of the one that has 压缩机."""
    every = frozenset({"压缩机", "制冷压缩机", "螺杆压缩机"})
    assert of_segment("螺杆压缩机整机", ("压缩机", "螺杆压缩机"), every)
    assert not of_segment("制冷压缩机", ("压缩机", "螺杆压缩机"), every)
    assert of_segment("制冷压缩机", ("制冷压缩机",), every)
