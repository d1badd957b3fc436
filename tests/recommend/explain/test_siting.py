"""Where a project could stand: only a park that leads with the very segment, and the permit it needs."""

from __future__ import annotations

import dataclasses

import pytest

from graph.model.records import Firm, Park, Segment
from recommend.explain.siting import brands, siting_words
from tests.support.small import Country

ROBOT = Segment("e.robot", "e", "机器人", "Robots", "midstream", "", ("工业机器人",), gbt4754=("3491",))
ACID = dataclasses.replace(
    ROBOT, id="e.acid", name="电解液", gbt4754=("2669",), siting={"environment": "chemical_park"}
)
FIBRE = dataclasses.replace(ACID, id="e.fibre", name="氨纶", gbt4754=("2826",))
BOARD = dataclasses.replace(ROBOT, id="e.board", name="电路板", siting={"permit": "electroplating"})
LEADS = Park("a", "高端装备园", ("e",), ("e.robot", "e.acid", "e.fibre", "e.board"))
CHAIN = Park("b", "中央厨房园", ("e",))
CHEMICAL = Park("c", "精细化工园", ("x",), chemical_park="yes")


def said(segment: Segment, *parks: Park, rivals: tuple[str, ...] = ()) -> str:
    found = siting_words(segment, parks, rivals)
    return found.zh if found else ""


def test_only_a_park_that_leads_with_the_segment_is_named() -> None:
    assert said(ROBOT, CHAIN, LEADS) == "可落位高端装备园（主导产业一致，承载条件待核）。"
    assert said(ROBOT, CHAIN) == ""


def test_a_park_named_after_a_competitor_is_not_offered() -> None:
    named = dataclasses.replace(LEADS, name="新松机器人产业园")
    assert said(ROBOT, named, rivals=("新松",)) == ""
    assert said(ROBOT, named) != ""


def test_chemistry_goes_into_a_chemical_park_whatever_else_leads() -> None:
    assert said(ACID, LEADS, CHEMICAL) == "属化工项目，须进化工园区：精细化工园含化工园区，能否承接待核。"
    assert said(ACID, LEADS) == "属化工项目，须进化工园区，本地园区是否认定待核。"


def test_a_fibre_maker_is_no_chemical_project_by_its_trade() -> None:
    """By its code it makes fibres: the park that leads with it, else the assessments decide."""
    assert said(FIBRE, LEADS, CHEMICAL).startswith("可落位高端装备园")
    assert said(FIBRE, CHEMICAL) == "部分工序按化工管理，是否须进化工园区由环评、安评确定。"


def test_plating_needs_a_park_that_admits_it() -> None:
    told = said(BOARD, LEADS)
    assert "电镀" in told
    assert "高端装备园" not in told


@pytest.mark.parametrize(
    ("name", "region", "brand"),
    [("苏州汇川技术有限公司", "320500", "汇川"), ("新乡新松机器人有限公司", "410700", "")],
)
def test_the_word_a_firm_goes_by(built: Country, name: str, region: str, brand: str) -> None:
    """What follows the place in the name; a firm seated here is no rival of its own park."""
    assert brands([Firm("f", name, region=region)], built.regions, "410700") == (frozenset({brand}) if brand else set())
