"""The other lists, and look-alikes."""

from __future__ import annotations

import pytest

from graph.model.records import MICRO, Capacity, Firm, Project, Relation, Site
from graph.model.regions import Regions
from recommend.lists import four_lists
from recommend.lists.shapes import ListRow
from recommend.rank.firm_facts import grouped
from recommend.rank.holdings import Holdings
from tests.support.small import ROOT

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


def ids(rows: list[ListRow]) -> list[str]:
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
