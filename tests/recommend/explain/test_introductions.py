"""Who can introduce a target, through which tie, and that nobody is asked too often."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from graph.model.records import Firm, Institution, Relation
from graph.region.footprint import footprint
from recommend.explain.introductions import STRENGTH, WAYS, WORDS, Introductions, may_speak
from recommend.rank.firm_facts import grouped
from tests.support.small import Country


def ways(built: Country, relations: list[Relation], names: dict[str, Firm]) -> Introductions:
    foot = footprint(built.store, built.regions, "410700")
    firms = {f.id: f for f in built.store.firms()} | names
    return Introductions(foot, firms, grouped({"relation": relations}), {})


SEPARATOR = "battery_ev.separator"
CELLS, CRANES, FILM = "n:新乡市明日电芯有限公司@4107", "n:河南大力机械有限公司@4107", "s:300999.SZ"


def test_only_ties_on_record_count(built: Country) -> None:
    """That a cell works here takes separators holds for every firm of the list and stands above it: on a card it would
    say that this firm's suit it, which nobody knows."""
    film = next(f for f in built.store.firms() if f.id == FILM)
    assert ways(built, [], {}).to(film, SEPARATOR) == []
    told = ways(built, [Relation(CRANES, FILM, "supplier", "", film.name, source="年报")], {})
    found = told.to(film, SEPARATOR)
    assert [(w["firm"], w["role"], w["named"], w["source"]) for w in found] == [(CRANES, "customer", True, "年报")]


def test_who_is_here_already_needs_no_association(built: Country) -> None:
    film = next(f for f in built.store.firms() if f.id == FILM)
    body = Institution("a", "中国电池协会", kind="association", chains=("battery_ev",), region="110000")
    foot = footprint(built.store, built.regions, "410700")
    firms = {f.id: f for f in built.store.firms()}
    there = Introductions(foot, firms, {}, {}, [body])
    assert [w["name"] for w in there.to(replace(film, sites=("320500",)), SEPARATOR)] == ["中国电池协会"]
    assert there.to(replace(film, sites=("410783",)), SEPARATOR) == []


def test_a_shared_partner_is_a_way_too(built: Country) -> None:
    film = next(f for f in built.store.firms() if f.id == FILM)
    rows = [Relation(CRANES, "x:宁德", "customer", "", "宁德"), Relation(FILM, "x:宁德", "customer", "", "宁德")]
    found = ways(built, rows, {}).to(film, SEPARATOR)
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
        found = Introductions(foot, firms, {}, {}, given).to(film, SEPARATOR)
        return str(found[-1]["name"]) if found else ""

    assert last(*known) == "广东隔膜协会"
    assert last(known[0], known[2]) == "中国电池协会"
    assert last(known[2], known[3]) == ""  # none fits


def test_no_introducer_is_worn_out(built: Country) -> None:
    """Of equals, the one named least comes first: over a list of six, three pairs."""
    film = next(f for f in built.store.firms() if f.id == FILM)
    group = [Relation(FILM, i, "group", "", i) for i in (CELLS, CRANES, "n:新乡市金穗食品有限公司@4107")]
    spread = ways(built, group, {})
    lists_of = [{"introductions": spread.to(film, "green_food.retail")[:1]} for _ in range(6)]
    assert len(lists_of[0]["introductions"]) == 1
    busiest = Counter(i["name"] for t in lists_of for i in t["introductions"])
    assert sum(busiest.values()) == 6
    assert WAYS == 3


def test_every_tie_has_a_strength_and_words() -> None:
    """Ties of trade stand before a partner in common, and an association stands last."""
    assert set(STRENGTH) == set(WORDS)
    assert min(STRENGTH, key=STRENGTH.__getitem__) == "association"
    assert STRENGTH["partner"] > STRENGTH["shared_customer"] > STRENGTH["association"]


def test_a_sister_firm_introduces_its_group(built: Country) -> None:
    firms = {f.id: f for f in built.store.firms()}
    film = firms[FILM]
    groups = {film.name: [CRANES, FILM]}
    foot = footprint(built.store, built.regions, "410700")
    first = Introductions(foot, firms, {}, groups).to(film, SEPARATOR)[0]
    assert (first["firm"], first["role"], first["strength"]) == (CRANES, "group", 1.0)
    assert first["text"] == f"{firms[CRANES].name}：同一集团（{film.name}）。"


@pytest.mark.parametrize(
    ("name", "tags"),
    [
        ("新乡市中心医院", ()),
        ("中国石化销售股份有限公司河南新乡石油分公司", ()),
        ("某某餐饮公司平原路店", ()),
        ("新乡某厂", ("分支机构",)),
    ],
)
def test_public_buyers_shops_and_sales_branches_introduce_nobody(name: str, tags: tuple[str, ...]) -> None:
    assert not may_speak(Firm("x", name, tags=tags))
    assert may_speak(Firm("y", "新乡市明日电芯有限公司"))
