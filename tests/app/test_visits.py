"""The page 拜访: from a card to the list, to a plan that can be changed, to a promise that is due."""

from __future__ import annotations

from datetime import date, timedelta

from app_store import OUTSIDE_SEPARATORS
from seen import page, words
from streamlit.testing.v1 import AppTest

from app_pages import loaders, visit_map
from graph.regions import Regions
from outreach import followup, holding
from outreach.casework.models import Target

SEPARATOR = "battery_ev.separator"


def with_targets(app: AppTest) -> AppTest:
    """Save the outside separator firms from their cards."""
    at = page(app, "targets")
    at.selectbox(key="targets_segment").set_value(SEPARATOR).run()
    while free := [b.key for b in at.button if b.key and b.key.startswith("add_") and not b.key.endswith("_release")]:
        at.button(key=free[0]).click().run()
        assert not at.exception
    return at


def planned(app: AppTest) -> AppTest:
    at = page(with_targets(app), "visits")
    at.segmented_control(key="visits_section").set_value("trip").run()
    at.button(key="visits_go").click().run()
    assert not at.exception
    return at


def test_a_target_saved_from_its_card_stands_on_the_list_with_its_holder(app: AppTest) -> None:
    at = page(with_targets(app), "visits")
    rows = at.dataframe[0].value
    assert set(OUTSIDE_SEPARATORS) <= set(rows["拜访对象"])
    assert set(rows["负责专班"]) == {"动力电池专班"}
    assert set(rows["自何日起"]) == {date.today().isoformat()}


def test_another_team_is_told_who_holds_it(app: AppTest) -> None:
    with_targets(app)
    with loaders.casework().write() as session:
        for t in holding.held(session, "410700"):
            holding.hand_over(session, t, "现纺专班", date(2026, 11, 2))
    at = page(app, "targets")
    assert "现纺专班对接，自 2026-11-02" in words(at)
    assert not [
        b.key for b in at.button if b.key and b.key.startswith("add_")
    ]  # nothing to take up, nothing to give back


def test_an_empty_list_says_where_to_begin(app: AppTest) -> None:
    assert "还没有名单" in words(page(app, "visits"))


def test_a_plan_is_shown_feasible_and_changes_by_hand(app: AppTest) -> None:
    at = planned(app)
    assert "行程可行" in words(at)
    before = list(at.dataframe[0].value["内容"])
    assert set(OUTSIDE_SEPARATORS) <= set(before)
    first = at.selectbox(key="visits_pick").value
    at.button(key="visits_remove").click().run()
    assert not at.exception
    gone = set(before) - set(at.dataframe[0].value["内容"])
    assert gone & set(OUTSIDE_SEPARATORS) or first not in at.selectbox(key="visits_pick").options
    at.button(key="visits_insert").click().run()
    assert set(OUTSIDE_SEPARATORS) <= set(at.dataframe[0].value["内容"])


def test_an_overdue_promise_leads_the_page(app: AppTest) -> None:
    with_targets(app)
    yesterday = date.today() - timedelta(days=1)
    with loaders.casework().write() as session:
        target = session.get(Target, 1)
        assert target is not None
        followup.write_minutes(
            session,
            target=1,
            day=yesterday,
            commitments=[{"text": "报送厂房清单", "owner": "经开区", "due": yesterday}],
        )
    at = page(app, "visits")
    at.segmented_control(key="visits_section").set_value("after").run()
    assert "超期 1 项" in at.header[0].value
    assert list(at.dataframe[0].value["缓急"]) == ["已超期 1 天"]
    at.button(key="after_urge").click().run()
    assert not at.exception
    assert list(at.dataframe[0].value["督办单"]) == [f"督〔{date.today().year}〕1号"]
    at.button(key="after_done").click().run()
    assert "待办承诺 0 项" in at.header[0].value


def test_introductions_and_events_show_what_was_entered(app: AppTest) -> None:
    at = page(with_targets(app), "visits")
    at.segmented_control(key="visits_section").set_value("doors").run()
    at.text_input(key="doors_who").set_value("协会秘书长")
    at.button(key="FormSubmitter:doors_form-保存").click().run()
    assert not at.exception
    assert "协会秘书长" in words(at)
    at.text_input(key="event_name").set_value("招商推介会")
    at.button(key="FormSubmitter:events_form-保存").click().run()
    assert "招商推介会" in words(at)


def test_the_map_numbers_the_stops_in_order_and_holds_them_all(regions: Regions) -> None:
    def line(kind: str, place: str, start: str = "", name: str = "") -> dict[str, str]:
        return {"kind": kind, "place": place, "from": start, "name": name, "place_name": regions.full_name(place),
                "from_name": regions.full_name(start) if start else ""}  # fmt: skip

    lines = [line("travel", "410100", "410700"), line("visit", "410100", name="甲"), line("travel", "440300", "410100"),
             line("visit", "440300", name="乙"), line("visit", "440300", name="丙"), line("travel", "410700", "440300")]  # fmt: skip
    option = visit_map.route_option({"parties": [{"name": "第一组", "lines": lines}]}, regions)
    way, stops = option["series"]
    labels = {d["name"]: d["label"]["formatter"] for d in stops["data"]}
    assert labels == {"甲": "1 郑州市", "乙；丙": "2–3 深圳市", "河南省新乡市": "新乡市"}
    assert len(way["data"][0]["coords"]) == 4
    (west, north), (east, south) = option["geo"]["boundingCoords"]
    assert all(west < x < east and south < y < north for x, y in way["data"][0]["coords"])


def test_the_outlines_keep_every_province_and_line_with_fewer_points() -> None:
    shapes = visit_map.outlines()["features"]
    assert len([f for f in shapes if f["properties"].get("name")]) >= 34
    assert len(str(shapes)) < 600_000
