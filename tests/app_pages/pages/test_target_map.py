"""目标企业图: what stands on the map, what opens it, and what leads from it to the list and to a trip."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from app_pages.draw import china
from app_pages.pages.target_map import area, canvas, events, tools
from app_pages.pages.target_map.canvas import Layers
from app_pages.state import Selection
from outreach.maps.target_map import sheet as maps
from outreach.maps.target_map.sheet import MapSegment, TargetSheet
from tests.support.app_store import LOCAL_SEPARATOR_SITE, OUTSIDE_SEPARATORS, ROOT
from tests.support.seen import page, words
from tests.support.targets import target
from workspace import Workspace

SEPARATOR = "battery_ev.separator"


def sheet_of(space: Workspace, cities: list[str], home: str = "410700", parents: int = 0) -> TargetSheet:
    """Targets one after another in these cities, the first `parents` of one group, grades and sizes in turn."""
    regions = space.regions
    documents = []
    for i, city in enumerate(cities):
        made = target(f"企业{i}<b>", 0.9 - i / 1e5, region=city, grade="ABC"[i % 3])  # type: ignore[arg-type]
        made["segment"] = "c.s"
        made["firm"]["tags"] = [maps.SIZES[i % 3]]
        documents.append(made)
    heads = maps.heads_of([(f"企业{i}<b>", "某集团") for i in range(parents)])
    segment = MapSegment("c.s", "隔膜", "Separators", "attack")
    targets, out = maps.gathered([segment], {"c.s": documents}, home, regions, heads)
    codes = {c for t in targets for c in (t.province, t.city) if c}
    row = regions.by_code.get(home)
    at = (row.lng, row.lat) if row and row.lng is not None and row.lat is not None else None
    places = {c: regions.name(c) for c in codes}
    shorts = {c: regions.by_code[c].short for c in codes}
    return TargetSheet(
        home, regions.name(home), at, "Batteries", "动力电池", [segment], targets, places, shorts, left_out=out
    )


def drawn(option: Any) -> dict[str, list[Any]]:
    """The points of each layer: circles of provinces and cities, marks of firms."""
    series = option.get("baseOption", option)["series"]
    out: dict[str, list[Any]] = {"province": [], "city": [], "firm": []}
    for s in series:
        if s["name"] in out and not s.get("silent"):
            out[s["name"]] += s["data"]
    return out


def lines(option: Any) -> list[Any]:
    series = option.get("baseOption", option)["series"]
    return [d for s in series if s["type"] == "lines" and not s.get("polyline") for d in s["data"]]


def test_every_target_is_counted_once_on_every_layer(shipped_space: Workspace) -> None:
    sheet = sheet_of(shipped_space, ["440300"] * 5 + ["440100"] * 3 + ["350900"] * 2 + [""])
    points = drawn(canvas.option(sheet, "zh", Layers()))
    assert {p["id"]: p["value"][2] for p in points["province"]} == {"place:440000": 8, "place:350000": 2}
    assert {p["id"]: p["value"][2] for p in points["city"]} == {
        "place:440300": 5,
        "place:440100": 3,
        "place:350900": 2,
    }
    assert len({p["id"] for p in points["firm"]}) == 10  # the eleventh has no place
    assert points["province"][0]["name"] == "广东省：目标企业 8 家（A 级 3 家）"
    english = drawn(canvas.option(sheet, "en", Layers()))
    assert english["province"][0]["name"] == "Guangdong: 8 targets (3 of grade A)"


def test_grades_differ_by_mark_and_firms_by_size(shipped_space: Workspace) -> None:
    option: Any = canvas.option(sheet_of(shipped_space, ["440300"] * 6).within("440300"), "zh", Layers())
    marks = [s["symbol"] for s in option["series"] if s["name"] == "firm"]
    assert len(set(marks)) == 3
    sizes = {p["symbolSize"] for p in drawn(option)["firm"]}
    assert sizes == {canvas.SIZES[s] for s in maps.SIZES}


@pytest.mark.parametrize(
    ("place", "level"), [("", "province"), ("440000", "city"), ("440300", "firm"), ("110000", "firm")]
)
def test_what_is_seen_first_goes_by_the_place(shipped_space: Workspace, place: str, level: str) -> None:
    sheet = sheet_of(shipped_space, ["440300", "440100", "110000"]).within(place)
    option: Any = canvas.option(sheet, "zh", Layers())
    selected = option.get("baseOption", option)["legend"]["selected"]
    assert [name for name, on in selected.items() if on] == [level, "ground"]
    (west, north), (east, south) = canvas.view_of(sheet)
    assert all(west < x < east and south < y < north for t in sheet.targets if t.at for x, y in [t.at])


def test_groups_are_tied_and_rings_drawn_only_where_asked_and_known(shipped_space: Workspace) -> None:
    sheet = sheet_of(shipped_space, ["440300", "440100", "350900"], parents=3)
    tied = lines(canvas.option(sheet, "zh", Layers()))
    assert [t["name"] for t in tied] == ["某集团：3 家目标企业"] * 2
    assert lines(canvas.option(sheet, "zh", Layers(families=False))) == []

    def rings(option: Any) -> int:
        return sum(len(s["data"]) for s in option["baseOption"]["series"] if s.get("polyline"))

    assert rings(canvas.option(sheet, "zh", Layers("road"))) == len(maps.HOURS["road"])
    assert rings(canvas.option(sheet, "zh", Layers(None))) == 0
    nowhere = sheet_of(shipped_space, ["440300"], home="999999")
    assert rings(canvas.option(nowhere, "zh", Layers("rail"))) == 0
    assert len(drawn(canvas.option(nowhere, "zh", Layers()))["firm"]) == 1


@pytest.mark.parametrize("n", [0, 5000])
def test_none_and_five_thousand_can_be_drawn(shipped_space: Workspace, n: int) -> None:
    cities = [c for c in shipped_space.regions.cities() if c[:2] != "41"]
    sheet = sheet_of(shipped_space, [cities[i % len(cities)] for i in range(n)])
    option = canvas.option(sheet, "zh", Layers())
    points = drawn(option)
    assert len(points["firm"]) == n == sum(p["value"][2] for p in points["province"])
    assert len(json.dumps(option)) < 1_200_000


def test_circles_of_provinces_do_not_cover_each_other(shipped_space: Workspace) -> None:
    """In px of an office screen; what is near the capital lies closest."""
    cities = ["110000", "120000", "130100", "310000", "320500", "330100", "340100"]
    sheet = sheet_of(shipped_space, cities * 9)
    at = {s.id: s.at for s in canvas.spots(sheet, "province")}
    wide = {p["id"][6:]: p["symbolSize"] for p in drawn(canvas.option(sheet, "zh", Layers()))["province"]}
    (west, north), (east, south) = china.country()
    px = min(canvas.WIDTH / ((east - west) * canvas.NARROWER), canvas.HEIGHT / (north - south))
    for a in at:
        for b in at:
            if a < b:
                far = ((at[a][0] - at[b][0]) * canvas.NARROWER * px, (at[a][1] - at[b][1]) * px)
                assert (far[0] ** 2 + far[1] ** 2) ** 0.5 > (wide[a] + wide[b]) / 2 - 1


def test_what_is_drawn_around_means_what_was_seen(shipped_space: Workspace) -> None:
    sheet = sheet_of(shipped_space, ["440300", "440100", "350900"])
    around = "110.0,20.0;117.0,20.0;117.0,25.0;110.0,25.0"
    for level in canvas.LEVELS:
        found = area.read(f"{level}:{around}")
        assert found is not None
        assert [t.city for t in area.chosen(sheet, found)] == ["440300", "440100"]
    for bad in ("", "city:", "city:1,2", "town:1,2;3,4;5,6", "city:a,b;c,d;e,f", "city:1;2;3"):
        assert area.read(bad) is None
    assert area.holds([(0, 0), (4, 0), (4, 4), (2, 1), (0, 4)], (1, 1))
    assert not area.holds([(0, 0), (4, 0), (4, 4), (2, 1), (0, 4)], (2, 3))


def test_handlers_know_all_provinces_and_their_level() -> None:
    codes = {name: code for code, name in china.province_names().items()}
    made = events.events("city", codes, {"right": 1})
    assert '"台湾省": "710000"' in made["click"]
    assert '"city"' in made["georoam"]
    for word in ("LEVEL", "BASE", "STEPS", "CODES", "POINTS", "BRUSH", "TOOLBOX"):
        assert not [k for k, text in made.items() if word in text]


def test_the_outline_is_whole_and_small() -> None:
    shapes = china.outlines()["features"]
    names = [f["properties"]["name"] for f in shapes]
    assert len(names) == len(set(names)) == 34 + 3
    assert {china.LINES, china.INSET, china.FRAME} <= set(names)
    dashes = next(f for f in shapes if f["properties"]["name"] == china.LINES)["geometry"]["coordinates"]
    assert isinstance(dashes, list)
    assert min(y for line in dashes for _, y in line) < 4  # down to where the country ends
    assert len(str(shapes)) < 400_000


@pytest.mark.parametrize("layers", [Layers(), Layers("road"), Layers(None, False), Layers("rail", False)])
def test_layers_come_back_from_the_address(layers: Layers) -> None:
    assert tools.layers(Selection(layers=tools._write(layers))) == layers


# -- the page --------------------------------------------------------------------------------------------


def opened(home: Path, **address: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    for name, value in address.items():
        at.query_params[name] = value
    return page(at.run(), "target_map")


def test_the_page_finds_and_lists_the_outsiders(home: Path) -> None:
    at = opened(home, chain="battery_ev")
    head = at.header[0].value
    assert head.startswith("动力电池：目标企业")
    assert "估算" in head
    seen = words(at)
    assert set(OUTSIDE_SEPARATORS) <= {b.label.strip("*") for b in at.button}
    assert "审图号：未设置，公开使用前请送审" in seen
    assert "数据截至" in seen


def test_segment_place_and_table_are_chosen_and_stand_in_the_address(home: Path) -> None:
    at = opened(home, chain="battery_ev", segment=SEPARATOR)
    assert at.selectbox(key="tmap_segment").value == SEPARATOR
    at.selectbox(key="tmap_place").set_value("440000").run()
    assert at.header[0].value.startswith("广东省隔膜：目标企业 1 家")
    assert at.query_params["place"] == "440000"
    at.segmented_control(key="tmap_view").set_value("table").run()
    assert list(at.dataframe[0].value["企业名称"]) == [OUTSIDE_SEPARATORS[1]]
    assert at.query_params["view"] == "table"
    at.selectbox(key="tmap_place").set_value("").run()
    assert set(at.dataframe[0].value["企业名称"]) >= {*OUTSIDE_SEPARATORS, LOCAL_SEPARATOR_SITE}
    assert "place" not in at.query_params


def test_the_review_number_is_a_setting(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIANTU_MAP_REVIEW", "GS(2026)0001 号")
    assert "审图号：GS(2026)0001 号" in words(opened(home, chain="battery_ev"))


def test_a_target_goes_to_the_list_and_all_of_a_place_to_a_trip(home: Path) -> None:
    at = opened(home, chain="battery_ev", segment=SEPARATOR, place="350000")
    at.button(key="tmap_list_all").click().run()
    assert not at.exception
    assert [t.value for t in at.toast] == ["已加入名单 1 家。"]
    at = opened(home, chain="battery_ev", segment=SEPARATOR, place="440000")
    at.button(key="tmap_trip_all").click().run()
    assert not at.exception
    chosen = next(m for m in at.multiselect if str(m.key).startswith("visits_whom_"))
    assert [o.split("（")[0] for o in chosen.options] == list(OUTSIDE_SEPARATORS)
    assert len(chosen.value) == 1  # only whom the map sent, though two are saved


def test_addresses_that_mean_nothing_are_told_and_the_rest_is_shown(home: Path) -> None:
    at = opened(home, chain="battery_ev", place="999999", area="city:nonsense")
    assert len(at.toast) == 2
    assert at.selectbox(key="tmap_place").value == ""
    assert "目标企业" in at.header[0].value


def test_another_chain_drops_what_was_drawn_around() -> None:
    now = Selection(chain="a", place="440000", area="city:1,2;3,4;5,6")
    assert now.changed(chain="b").area == ""
    assert now.changed(place="350000").area == ""
    assert now.changed(firm="x").area == now.area
