"""The map of a city whose routes, firms and institutes are known beforehand."""

from __future__ import annotations

import pytest

from graph.model.regions import Regions
from graph.routes import route_sentences
from graph.routes.shapes import RouteDocument, TechMap
from graph.routes.standing import Said
from graph.routes.tech_document import members_of, tech_map
from tests.support.tech_city import CELL, FIRMS, HOME, LAB, NEW, OLD, SHELL, TEXTS, TUBE, chain, city, known


@pytest.fixture(scope="module")
def found(regions: Regions) -> TechMap:
    return city(regions)


def route(found: TechMap, name: str) -> RouteDocument:
    return next(r for r in found["routes"] if r["name"] == name)


def test_firms_stand_where_their_own_words_put_them_the_largest_first(found: TechMap) -> None:
    assert [(f["id"], f["local"], f["kind"]) for f in route(found, OLD)["standing"]] == [
        ("甲", True, "product"),
        ("乙", True, "scope"),
        ("丙", True, "scope"),
    ]
    assert [(f["id"], f["local"]) for f in route(found, NEW)["standing"]] == [("戊", False), ("甲", True)]
    assert route(found, LAB)["standing"] == []
    assert route(found, OLD)["standing"][0]["text"] == "镉镍蓄电池"
    assert route(found, OLD)["standing"][2]["region"] == "长垣市"


def test_who_names_no_route_is_left_unplaced(found: TechMap) -> None:
    cell, shell = found["segments"]
    assert (cell["local"], cell["unplaced"]) == (3, [])
    assert [f["id"] for f in shell["unplaced"]] == ["丁"]
    assert (found["local_firms"], found["placed_firms"]) == (4, 3)
    assert "本链本地在库企业 4 家，其中 3 家" in route_sentences.coverage(found)[0]
    assert "其余 1 家走哪条路线待核" in route_sentences.coverage(found)[0]


def test_a_risk_names_its_firms_what_takes_its_place_and_who_has_moved(found: TechMap) -> None:
    (risk,) = found["risks"]  # nobody names the declining route of the other segment
    assert risk["route"] == f"{CELL}:{OLD}"
    assert ([f["id"] for f in risk["firms"]], risk["moving"]) == (["甲", "乙", "丙"], ["甲"])
    zh, en = route_sentences.risk(risk, route(found, OLD))
    assert zh == f"“{OLD}”（镍系电池）成熟、下降，本地 3 家在这条路线上。取代它的是：{NEW}。其中 1 家同时走上升的路线。"
    assert "3 local firms" in en


def test_what_nobody_named_as_its_heir_is_said_to_be_open(found: TechMap) -> None:
    assert (route(found, TUBE)["gives_way_to"], route(found, TUBE)["told"]) == ([], False)
    assert route_sentences.ahead(route(found, TUBE))[0] == "替代它的路线待核。"
    assert (route(found, OLD)["gives_way_to"], route(found, OLD)["told"]) == ([NEW], True)
    assert route(found, NEW)["gives_way_to"] == []
    assert route_sentences.ahead(route(found, NEW)) == ("", "")


def test_institutes_by_field_the_nearest_first_and_no_associations(found: TechMap) -> None:
    cell, shell = found["segments"]
    assert [(x["id"], x["minutes"]) for x in cell["institutes"]] == [("near", 90), ("far", 500), ("nowhere", None)]
    assert [x["id"] for x in shell["institutes"]] == ["other"]


def test_the_title_counts_what_the_routes_hold(found: TechMap) -> None:
    zh = "电池链：4 条技术路线，新乡市企业点明走其中 2 条；1 条走下坡的路线上有本地企业 3 家"
    assert route_sentences.finding(found)[0] == zh


def test_a_chain_without_sub_chains_is_laid_by_tier(regions: Regions) -> None:
    found = city(regions, lanes=False)
    assert {r["lane"] for r in found["routes"]} == {"midstream"}
    assert [x["id"] for x in found["lanes"]] == ["upstream", "midstream", "downstream", "support"]


def test_a_chain_without_technologies_shows_its_segments(regions: Regions) -> None:
    of = chain(techs={})
    found = tech_map(of, known(regions, of))
    assert (found["routes"], found["risks"]) == ([], [])
    assert [(s["name"], s["local"]) for s in found["segments"]] == [("镍系电池", 3), ("电池壳", 1)]
    assert route_sentences.finding(found)[0] == "电池链：目录里还没有技术路线，只列环节"
    assert "戊" not in members_of(of, known(regions, of).foot)


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({}, "4 条技术路线中，在库未见新乡市企业点明走哪一条"),
        ({"甲": [Said("product", NEW)]}, "在库未见企业站在走下坡的路线上"),
    ],
)
def test_what_is_not_on_record_is_not_denied(regions: Regions, texts: dict[str, list[Said]], said: str) -> None:
    of = chain()
    zh = route_sentences.finding(tech_map(of, known(regions, of, texts=texts)))[0]
    assert said in zh
    assert "没有" not in zh


def test_a_firm_without_a_seat_and_five_thousand_firms(regions: Regions) -> None:
    of = chain()
    many = {f"f{i}": (HOME if i % 2 else "", 1.0, CELL) for i in range(5000)}
    found = tech_map(of, known(regions, of, firms=FIRMS | many, texts=TEXTS | dict.fromkeys(many, TEXTS["乙"])))
    on_it = route(found, OLD)["standing"]
    assert (len(on_it), sum(f["local"] for f in on_it)) == (5003, 2503)
    assert {f["region"] for f in on_it if not f["seat"]} == {"待核"}
    assert found["segments"][1]["id"] == SHELL
