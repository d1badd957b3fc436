"""The other lists, look-alikes and introductions."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model.records import MICRO, Capacity, Firm, Institution, Project, Relation, Site
from graph.model.regions import Regions
from graph.region.footprint import footprint
from recommend.explain.introductions import WAYS, Introductions, load
from recommend.lists import four_lists
from recommend.rank.firm_facts import grouped
from recommend.rank.holdings import Holdings
from tests.support.small import ROOT, Country

CHAIN = "battery_ev"
FIRMS = {
    f.id: f
    for f in (
        Firm("here", "新乡电芯有限公司", region="410700", tags=("中型",)),
        Firm("big", "新乡龙头有限公司", region="410721", tags=("龙头",), size=9 * MICRO),
        Firm("plant", "深圳薄膜有限公司", region="440300", sites=("410783",), size=4 * MICRO),
        Firm("sub", "苏州涂覆有限公司", region="320500"),
        *(Firm(f"g{i}", f"上海集团{i}有限公司", region="310000", parent="上海集团") for i in range(3)),
        Firm("other", "上海食品有限公司", region="310000"),
    )
}
SEGMENTS = {f: ([f"{CHAIN}.cell"] if f != "other" else ["green_food.flour"]) for f in FIRMS}


@pytest.fixture(scope="module")
def holdings() -> Holdings:
    facts = grouped(
        {
            "site": [
                Site("sub", "410700", "subsidiary", "新乡涂覆有限公司"),
                Site("here", "440300", "subsidiary", "深圳新芯有限公司"),
            ],
            "project": [Project("here", "华南基地", "440300", "", 5.0, "在建")],
            "capacity": [Capacity("here", "电芯", "capacity_utilization", "2025", "93%", 93.0, "%")],
            "relation": [Relation(f, "x:某基金", "investor", "", "某产业投资基金") for f in ("plant", "sub")],
        }
    )
    return Holdings(FIRMS, facts, SEGMENTS, Regions.load(ROOT / "data" / "regions.csv"))


def ids(rows: list[dict[str, Any]]) -> list[str]:
    return [r["firm"]["id"] for r in rows]


def test_expanding_names_plants_here_first_then_local_firms(holdings: Holdings) -> None:
    rows = four_lists.expanding(holdings, "410700", CHAIN)
    assert ids(rows) == ["plant", "sub", "here", "big"]
    assert {r["firm"]["id"]: r["kind"] for r in rows} == {
        "plant": "plant_here",
        "sub": "plant_here",
        "here": "short_of_capacity",
        "big": "large_local",
    }
    assert "93%" in rows[2]["text"]
    assert rows[1]["evidence"][0]["what"] == "新乡涂覆有限公司"


def test_outflow_names_local_firms_that_build_elsewhere(holdings: Holdings) -> None:
    rows = four_lists.outflow(holdings, "410700", CHAIN)
    assert ids(rows) == ["here"]
    assert "深圳市" in rows[0]["text"]
    assert "在建或规划项目 1 个" in rows[0]["text"]
    assert four_lists.outflow(holdings, "440300", CHAIN)[0]["firm"]["id"] == "plant"  # 深圳 loses it to 长垣


def test_capital_needs_several_firms(holdings: Holdings) -> None:
    rows = four_lists.capital(holdings, "410700", CHAIN)
    assert {r["kind"] for r in rows} == {"group", "holder"}
    group = next(r for r in rows if r["kind"] == "group")
    assert "3 家企业" in group["text"]
    assert {r["title"] for r in rows} == {"上海集团", "某产业投资基金"}  # the card is headed by who could bring a firm
    assert [e["what"].split("：")[0] for e in group["evidence"]] == [FIRMS[f"g{i}"].name for i in range(3)]
    assert four_lists.capital(holdings, "310000", CHAIN)[0]["kind"] == "holder"  # there the group is at home
    assert four_lists.capital(holdings, "410700", "green_food") == []


def test_look_alikes_share_segments_or_words() -> None:
    firms = {f: Firm(f, f) for f in "abcd"}
    segments = {"a": ["s", "t"], "b": ["s", "t"], "c": ["s"], "d": []}
    found = four_lists.look_alike(firms["a"], {"c": 0.9, "d": 0.4}, segments, firms)
    assert [(f, g) for f, g, _ in found] == [("c", 0.5), ("b", 1.0)]
    assert four_lists.look_alike(firms["d"], {"d": 1.0}, segments, firms) == []


# -- introductions ---------------------------------------------------------------------------------


def ways(built: Country, relations: list[Relation], names: dict[str, Firm]) -> Introductions:
    foot = footprint(built.store, built.regions, "410700")
    firms = {f.id: f for f in built.store.firms()} | names
    return Introductions(foot, firms, grouped({"relation": relations}), {})


CELLS, CRANES, FILM = "n:新乡市明日电芯有限公司@4107", "n:河南大力机械有限公司@4107", "s:300999.SZ"


def test_a_named_tie_comes_before_what_the_chain_suggests(built: Country) -> None:
    film = next(f for f in built.store.firms() if f.id == FILM)
    guess = ways(built, [], {}).to(film, "battery_ev.separator", ("battery_ev.separator",))
    assert [(w["firm"], w["role"], w["named"]) for w in guess] == [(CELLS, "buyer_segment", False)]
    assert guess[0]["text_en"].endswith("(cell).")
    told = ways(built, [Relation(CRANES, FILM, "supplier", "", film.name, source="年报")], {})
    found = told.to(film, "battery_ev.separator", ())
    assert [(w["firm"], w["role"], w["named"]) for w in found] == [
        (CRANES, "customer", True),
        (CELLS, "buyer_segment", False),
    ]
    assert found[0]["source"] == "年报"


def test_a_shared_partner_is_a_way_too(built: Country) -> None:
    film = next(f for f in built.store.firms() if f.id == FILM)
    rows = [Relation(CRANES, "x:宁德", "customer", "", "宁德"), Relation(FILM, "x:宁德", "customer", "", "宁德")]
    found = ways(built, rows, {}).to(film, "battery_ev.separator", ())
    assert (CRANES, "shared_customer") in [(w["firm"], w["role"]) for w in found]


def test_an_association_of_its_segment_and_province_can_help(built: Country) -> None:
    film = next(f for f in built.store.firms() if f.id == FILM)  # of Shenzhen
    known = [
        Institution("a", "中国电池协会", kind="association", chains=("battery_ev",), region="110000"),
        Institution(
            "b",
            "广东隔膜协会",
            kind="association",
            chains=("battery_ev",),
            segments=("battery_ev.separator",),
            region="440000",
        ),
        Institution("c", "江苏隔膜协会", kind="association", segments=("battery_ev.separator",), region="320000"),
        Institution("d", "隔膜研究所", kind="institute", segments=("battery_ev.separator",), region="440000"),
    ]
    foot = footprint(built.store, built.regions, "410700")
    firms = {f.id: f for f in built.store.firms()}

    def last(*given: Institution) -> str:
        return str(Introductions(foot, firms, {}, {}, given).to(film, "battery_ev.separator", ())[-1]["name"])

    assert last(*known) == "广东隔膜协会"
    assert last(known[0], known[2]) == "中国电池协会"
    assert last(known[2], known[3]) == "新乡市明日电芯有限公司"  # none fits: only the firm is named


def test_no_introducer_is_worn_out(built: Country) -> None:
    """Of equals, the one named least comes first: over a list of six, three pairs."""
    film = next(f for f in built.store.firms() if f.id == FILM)
    group = [Relation(FILM, i, "group", "", i) for i in (CELLS, CRANES, "n:新乡市金穗食品有限公司@4107")]
    spread = ways(built, group, {})
    lists_of = [{"introductions": spread.to(film, "green_food.retail", ())[:1]} for _ in range(6)]
    assert len(lists_of[0]["introductions"]) == 1
    busiest = load(lists_of)
    assert sum(busiest.values()) == 6
    assert WAYS == 3
