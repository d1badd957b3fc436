"""The page 拜访: from a card to the list, to a plan that can be changed, to a promise that is due."""

from __future__ import annotations

from datetime import date, timedelta

from streamlit.testing.v1 import AppTest

from app_pages.pages.visits.trip import map
from app_pages.read import base, casework, firms
from graph.model.regions import Regions
from outreach.after import commitments as followup
from outreach.casework.models import Target
from outreach.targets import claims
from tests.support.app_store import OUTSIDE_SEPARATORS
from tests.support.seen import page, words

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
    with casework.opened().write() as session:
        for t in claims.open_targets(session, "410700"):
            claims.hand_over(session, t, "现纺专班", date(2026, 11, 2))
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
    with casework.opened().write() as session:
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


def doors(app: AppTest, view: str) -> AppTest:
    """The section 引荐与活动 at one of its registers."""
    at = page(app, "visits")
    at.segmented_control(key="visits_section").set_value("doors").run()
    at.segmented_control(key="doors_view").set_value(view).run()
    assert not at.exception
    return at


def test_an_ambassador_who_is_entered_is_offered_and_credited(app: AppTest) -> None:
    at = doors(with_targets(app), "ambassadors")
    at.text_input(key="amb_0_0_name").set_value("宁德商会会长")
    at.selectbox(key="amb_0_0_region").set_value("350900")
    at.text_input(key="amb_0_0_contact").set_value("商会办公室")
    at.button(key="FormSubmitter:amb_form_amb_0_0-保存").click().run()
    assert not at.exception
    assert "招商大使 1 位" in words(at)
    assert "尚无引荐" in words(at)
    at.segmented_control(key="doors_view").set_value("introductions").run()
    at.selectbox(key="doors_whom").set_value(OUTSIDE_SEPARATORS[0]).run()
    assert "常驻宁德市，与其同城" in words(at)
    assert at.selectbox(key="doors_who").value == "宁德商会会长"
    at.selectbox(key="doors_result").set_value("met")
    at.selectbox(key="doors_consent").set_value("given")
    at.button(key="FormSubmitter:doors_form-保存").click().run()
    assert not at.exception
    assert "引荐记录 1 条" in words(at)
    assert "已会面" in words(at)
    at.segmented_control(key="doors_view").set_value("ambassadors").run()
    assert "引荐 1 家，见面 1 家，成 0 个项目" in words(at)


def test_a_firm_that_is_not_saved_yet_has_its_introducers_on_its_card(app: AppTest) -> None:
    at = doors(app, "offices")  # the three offices of the city stand there from the first time
    assert "驻外联络处 3 个" in words(at)
    at = page(at, "targets")
    at.selectbox(key="targets_segment").set_value(SEPARATOR).run()
    assert "驻深圳招商联络处" in words(at)
    key = next(b.key for b in at.button if b.key and b.key.startswith("introduce_"))
    at.button(key=key).click().run()
    assert not at.exception
    assert at.selectbox(key="doors_whom").value in (*OUTSIDE_SEPARATORS, "郑州隔膜有限公司")
    with casework.opened().read() as session:
        assert claims.open_targets(session, "410700") == []


def test_an_office_is_changed_in_its_place(app: AppTest) -> None:
    at = doors(app, "offices")
    at.text_input(key="off_1_3_contact").set_value("0755-0000000")
    at.multiselect(key="off_1_3_covers").set_value(["440000", "350000"])
    at.button(key="FormSubmitter:off_form_off_1_3-保存").click().run()
    assert not at.exception
    assert "广东省、福建省" in words(at)
    assert "驻外联络处 3 个" in words(at)


def test_what_was_learnt_of_segments_and_associations_is_reviewed(app: AppTest) -> None:
    at = page(with_targets(app), "visits")
    at.segmented_control(key="visits_section").set_value("after").run()
    at.segmented_control(key="fact_what").set_value("membership").run()
    firm = next(o for o in firms.names() if o["name"] == OUTSIDE_SEPARATORS[0])["id"]
    at.selectbox(key="fact_firm").set_value(firm)
    at.selectbox(key="fact_does").set_value("denies")
    at.selectbox(key="fact_segment").set_value(SEPARATOR)
    at.button(key="after_save").click().run()
    assert not at.exception
    assert f"{OUTSIDE_SEPARATORS[0]}不从事隔膜。" in words(at)
    assert "图谱现记为从事该环节" in words(at)
    at.text_input(key="after_reviewer").set_value("发改委产业处").run()
    at.button(key="accept_1").click().run()
    assert not at.exception
    assert SEPARATOR not in {m.segment_id for m in base.space().store.memberships([firm])}


def test_an_event_is_shown_as_entered(app: AppTest) -> None:
    at = doors(app, "events")
    at.text_input(key="event_name").set_value("招商推介会")
    at.button(key="FormSubmitter:events_form-保存").click().run()
    assert "招商推介会" in words(at)


def test_the_map_numbers_the_stops_in_order_and_holds_them_all(regions: Regions) -> None:
    def line(kind: str, place: str, start: str = "", name: str = "") -> dict[str, str]:
        return {
            "kind": kind,
            "place": place,
            "from": start,
            "name": name,
            "place_name": regions.full_name(place),
            "from_name": regions.full_name(start) if start else "",
        }

    lines = [
        line("travel", "410100", "410700"),
        line("visit", "410100", name="甲"),
        line("travel", "440300", "410100"),
        line("visit", "440300", name="乙"),
        line("visit", "440300", name="丙"),
        line("travel", "410700", "440300"),
    ]
    option = map.route_option({"parties": [{"name": "第一组", "lines": lines}]}, regions)
    way, stops = option["series"]
    labels = {d["name"]: d["label"]["formatter"] for d in stops["data"]}
    assert labels == {"甲": "1 郑州市", "乙；丙": "2–3 深圳市", "河南省新乡市": "新乡市"}
    assert len(way["data"][0]["coords"]) == 4
    (west, north), (east, south) = option["geo"]["boundingCoords"]
    assert all(west < x < east and south < y < north for x, y in way["data"][0]["coords"])
