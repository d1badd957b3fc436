"""技术路线图: nothing overlaps, what is chosen is drawn, the panel names firms, the address keeps it all."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from app_pages.pages.tech_map import export
from app_pages.pages.tech_map.layout import AT_REST, COLUMN, HEAD, WIDTH, layout, opened
from app_pages.pages.tech_map.picture import OPEN_ROUTE, OPEN_ROW, REST, label, picture
from app_pages.read.maps import tech_map as read
from app_pages.state import Selection
from graph.model.regions import Regions
from graph.routes.shapes import TechMap
from graph.settings import load
from outreach.maps.tech_map import local
from tests.support.app_store import LOCAL_CATHODES, NEW_WAY, OLD_WAY, add_routes
from tests.support.seen import page, words
from tests.support.tech_city import CELL, NEW, OLD, city
from workspace import Workspace

FORBIDDEN = re.compile(r"\bNone\b|\bnan\b|battery_ev\.|没有企业")


@pytest.fixture(scope="module")
def found(regions: Regions) -> TechMap:
    return city(regions)


@pytest.fixture(scope="module")
def shipped(shipped_space: Workspace) -> TechMap:
    """A chain with many routes, by the shipped data; read without a page."""
    from functools import partial

    from graph.model.records import Institution
    from graph.routes.tech_document import Known, members_of, tech_map
    from ingest.own_words import own_words

    space = shipped_space
    foot, chain = space.footprint("410700"), next(c for c in space.network.chains if c.id == "equipment")
    firms = {f.id: f for f in space.store.firms(members_of(chain, foot))}
    facts = read.facts_by_firm(space.store)
    ride = partial(read.ride, space.regions, "410700")
    bodies = list(space.store.rows(Institution))
    texts = lambda i: own_words(firms[i], facts.get(i, ()))  # noqa: E731
    return tech_map(chain, Known(foot, space.regions, firms, texts, ride, bodies, space.route_words))


# -- the picture -------------------------------------------------------------------------------------


def test_no_two_tiles_overlap_at_rest_or_opened(shipped: TechMap) -> None:
    for lane in ("", *(x["id"] for x in shipped["lanes"])):
        place = layout(shipped, lane)
        spots = [*place.places.values(), *((r.x, r.y) for r in place.rest)]
        wide, high = place.tile
        for (x, y), (u, v) in combinations(spots, 2):
            assert abs(x - u) >= wide or abs(y - v) >= high
        assert all(x + wide / 2 <= WIDTH and HEAD < y < place.height for x, y in spots)


def test_at_rest_every_sub_chain_has_two_lines_and_counts_what_it_leaves_out(shipped: TechMap) -> None:
    place = layout(shipped)
    assert place.height <= 620, "the picture fits an office screen"
    for row in place.rows:
        routes = [r for r in shipped["routes"] if r["lane"] == row.id]
        drawn = [r for r in routes if r["id"] in place.places]
        left_out = sum(r.n for r in place.rest if r.row == row.id)
        assert len(drawn) + left_out == len(routes)
        assert row.bottom - row.top <= AT_REST * 27
        most = max(map(local, routes))
        assert most == 0 or any(local(r) == most for r in drawn), "where most local firms are is drawn"


def test_opened_a_sub_chain_shows_all_its_routes_and_no_others(shipped: TechMap) -> None:
    for lane in shipped["lanes"]:
        place = layout(shipped, lane["id"])
        assert set(place.places) == {r["id"] for r in shipped["routes"] if r["lane"] == lane["id"]}
        assert not place.rest


def test_what_the_address_names_is_drawn(shipped: TechMap) -> None:
    at_rest = layout(shipped).places
    for r in shipped["routes"]:
        lane = opened(shipped, "", r["segment"], r["name"])
        assert r["id"] in layout(shipped, lane).places
        assert (lane == "") == (r["id"] in at_rest)
    assert opened(shipped, "no lane", "", "") == ""
    assert opened(shipped, "no lane", "no.segment", "x") == ""


def series(option: Any, number: int) -> list[dict[str, Any]]:
    return list(option["series"][number]["data"])


def test_trend_stands_as_arrow_and_rim_firms_as_fill_and_number(found: TechMap) -> None:
    option: Any = picture(found, layout(found), "zh", CELL, f"{CELL}:{NEW}")
    tiles = {t["name"]: t for t in series(option, 1)}
    old, new = tiles[f"{CELL}:{OLD}"], tiles[f"{CELL}:{NEW}"]
    assert old["label"]["formatter"] == f"↓{OLD} 3"
    assert (old["label"]["borderType"], old["label"]["fontWeight"]) == ("dashed", "bold")
    assert old["label"]["backgroundColor"] != "#FFFFFF"
    assert new["label"]["borderWidth"] > old["label"]["borderWidth"], "what is chosen is ringed"
    assert "本地 3 家，在库共 3 家" in old["tooltip"]["formatter"]
    ids = [t["id"] for t in (*series(option, 1), *series(option, 2))]
    assert len(ids) == len(set(ids)), "a graph with two nodes of one id is no picture at all"
    heads = [
        b[0]["label"]["formatter"] for b in option["series"][0]["markArea"]["data"] if "formatter" in b[0]["label"]
    ]
    assert [h.split("（")[0].split(" ▸")[0] for h in heads] == ["萌芽 1 条", "成长 1 条", "成熟 1 条", "衰退 1 条"]


def test_a_name_is_cut_but_never_its_number(shipped: TechMap) -> None:
    for r in shipped["routes"]:
        text = label(r, layout(shipped).label_units)
        assert text[0] in "↑→↓"
        assert not local(r) or text.endswith(f" {local(r)}")
    assert COLUMN > 100


def test_clicks_lead_to_a_route_or_a_row(found: TechMap) -> None:
    option: Any = picture(found, layout(found), "en")
    assert {t["id"] for t in series(option, 1)} == {f"{OPEN_ROUTE}{r['id']}" for r in found["routes"]}
    assert {t["id"].partition(REST)[0] for t in series(option, 2)} == {f"{OPEN_ROW}{x['id']}" for x in found["lanes"]}


# -- the page ----------------------------------------------------------------------------------------


@pytest.fixture
def routed(home: Path, app: AppTest) -> AppTest:
    """The app on a store whose cathode has two routes; `app` is there so that the path is set."""
    add_routes(home / "data")
    Workspace(load()).build()
    st.cache_data.clear()
    st.cache_resource.clear()
    return app.run()


def test_the_maps_lead_to_one_another_by_address(routed: AppTest) -> None:
    separator = "battery_ev.separator"
    at = page(routed, "chain_map")
    at.selectbox(key="map_segment").set_value(separator).run()
    for start, pressed, then in (
        ("chain_map", "panel_routes", "tech_to_market"),
        ("tech_map", "tech_to_market", "market_chain"),
        ("market_map", "market_routes", "tech_to_chain"),
        ("tech_map", "tech_to_chain", "panel_gap"),
        ("chain_map", "panel_gap", "why_routes"),
        ("gap_list", "why_routes", "tech_to_gap"),
        ("tech_map", "tech_to_gap", "why_market"),
        ("market_map", "market_chain", "panel_routes"),
    ):
        at = page(at, start)  # a run in the test begins where the test last went, not where a button led
        at.button(key=pressed).click().run()
        assert not at.exception, pressed
        assert then in {b.key for b in at.button}, pressed
        assert at.query_params["segment"] in (separator, [separator])


def test_a_chain_without_technologies_leads_back_to_its_segment(app: AppTest) -> None:
    at = page(app, "chain_map")
    at.selectbox(key="map_segment").set_value("battery_ev.separator").run()
    at.button(key="panel_routes").click().run()
    at.button(key="tech_none_chain").click().run()
    assert at.selectbox(key="map_segment").value == "battery_ev.separator"


def test_the_page_says_what_is_at_risk_and_names_the_firms(routed: AppTest) -> None:
    at = page(routed, "tech_map")
    seen = words(at)
    assert "动力电池：2 条技术路线，新乡市企业点明走其中 1 条；1 条走下坡的路线上有本地企业" in seen
    assert f"取代它的是：{NEW_WAY}" in seen
    assert "编者行业知识，待核" in seen
    assert "三小时车程内在库未见研究它的院所" in seen
    assert any(b.label == LOCAL_CATHODES[0] for b in at.button if b.key and b.key.startswith("tech_risk_0_f_"))
    assert not FORBIDDEN.search(seen)


def test_a_route_opens_its_panel_and_stands_in_the_address(routed: AppTest) -> None:
    at = page(routed, "tech_map")
    at.selectbox(key="tech_route").set_value(f"battery_ev.cathode:{OLD_WAY}").run()
    assert not at.exception
    seen = words(at)
    assert "要让位给谁" in seen
    assert "凭产品“磷酸铁锂”" in seen
    assert "谁领先" in seen
    assert at.query_params["route"] == OLD_WAY
    assert at.query_params["segment"] == "battery_ev.cathode"
    for gone in ("segment", "route"):  # as the back button does: the address of the map at rest
        del at.query_params[gone]
    at.run()
    assert "要让位给谁" not in words(at)
    at.selectbox(key="tech_route").set_value(f"battery_ev.cathode:{OLD_WAY}").run()
    at.button(key="tech_ahead_0").click().run()
    assert "在库未见本地企业点明走这条路线" in words(at)
    assert at.query_params["route"] == NEW_WAY
    at.button(key="tech_back").click().run()
    assert "route" not in at.query_params
    assert "风险" in words(at)


def test_the_table_is_the_workbook_and_the_exports_say_the_same(routed: AppTest) -> None:
    at = page(routed, "tech_map")
    at.query_params["view"] = "table"
    at.run()
    frame = at.dataframe[0].value
    assert list(frame["技术路线"]) == [OLD_WAY, NEW_WAY]
    sheet = export.sheet(Selection(chain="battery_ev"))
    assert list(frame["本地企业（家）"]) == [local(r) for r in sheet.found["routes"]]


def test_an_address_with_a_route_that_is_none_is_said_and_shown_without(routed: AppTest) -> None:
    at = page(routed, "tech_map")
    at.query_params["segment"] = "battery_ev.cathode"
    at.query_params["route"] = "没有的路线"
    at.query_params["lane"] = "nowhere"
    at.run()
    assert not at.exception
    assert any("已取消" in t.value for t in at.toast)
    assert "环节“正极材料”的路线" in words(at)
    at.query_params["lang"] = "en"
    at.run()
    assert "firms in Xinxiang are on 1 of 2 technology routes" in words(at)


def test_a_chain_without_technologies_says_so_and_lists_its_segments(app: AppTest) -> None:
    seen = words(page(app, "tech_map"))
    assert "产业链目录里还没有“动力电池”的技术路线" in seen
    for name in ("正极材料", "隔膜", "电芯"):
        assert name in seen
    assert not FORBIDDEN.search(seen)


def test_a_region_without_coordinates_has_no_rides_and_shows_the_rest() -> None:
    regions = Regions.load(Path("data/regions.csv"))
    assert read.ride(regions, "999999", "410100") is None
    assert read.ride(regions, "410700", "") is None
    assert read.ride(regions, "410700", "410783") == (40, "local")
    minutes, mode = read.ride(regions, "410700", "410100") or (0, "")
    assert mode == "road"
    assert 60 <= minutes <= 120
