"""总览 as the page of the week: each block with its rows, or with a sentence and what to do."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from streamlit import cache_data, cache_resource
from streamlit.testing.v1 import AppTest

from app_pages.pages.overview import rows
from graph.office import Office, save
from graph.settings import Settings
from outreach.after import commitments
from outreach.casework.db import Casework
from outreach.casework.models import Target, Visit
from tests.support.app_store import LOCAL_CELLS, OUTSIDE_SEPARATORS
from tests.support.seen import page, words
from workspace import Workspace

HEADINGS = ("一周新增", "已补上的缺口", "眼下值得招的", "到期的拜访和承诺", "下一步核什么")


def with_casework(home: Path) -> None:
    """A visit that is late, one for another city, and two promises: late, and due in three days."""
    today = date.today()
    with Casework(f"sqlite:///{home / 'liantu-casework.db'}").write("专班") as session:
        ours = Target(kind="firm", name=OUTSIDE_SEPARATORS[0], home="410700")
        other = Target(kind="firm", name="别市企业", home="350100")
        session.add_all([ours, other])
        session.flush()
        for target in (ours, other):
            session.add(Visit(target_id=target.id, name=target.name, day=today - timedelta(days=2), status="planned"))
        commitments.write_minutes(
            session,
            target=ours.id,
            day=today - timedelta(days=9),
            commitments=[
                {"text": "报送厂房清单", "owner": "经开区", "due": today - timedelta(days=4)},
                {"text": "答复电价", "owner": "发改委", "due": today + timedelta(days=3)},
                {"text": "明年回访", "owner": "商务局", "due": today + timedelta(days=90)},
            ],
        )


def test_every_block_says_what_to_do_where_nothing_is_there_yet(app: AppTest) -> None:
    seen = words(app)
    assert all(h in [s.value for s in app.subheader] for h in HEADINGS)
    assert "之后在库未见新载入的数据" in seen
    assert "之后在库未见补上的缺口" in seen
    assert "七天内无到期的拜访和承诺" in seen
    app.button(key="week_due_way").click().run()
    assert app.segmented_control(key="visits_section").value


def test_what_is_late_stands_first_and_another_citys_is_left_out(app: AppTest, home: Path) -> None:
    with_casework(home)
    found = rows.due("410700", date.today())
    assert [(r.kind, r.who or r.text) for r in found] == [
        ("promise", "经开区"),
        ("visit", OUTSIDE_SEPARATORS[0]),
        ("promise", "发改委"),
    ]
    seen = words(page(app, "overview"))
    assert "超期 2 项，七天内到期 1 项" in seen
    assert "超期 4 天" in seen
    assert "报送厂房清单（经开区）" in seen
    assert "别市企业" not in seen
    assert "明年回访" not in seen
    app.button(key="week_due_0").click().run()
    assert app.segmented_control(key="visits_section").value == "after"
    assert "超期 1 项" in words(app)


def test_a_load_of_this_week_and_its_firm_are_new_and_lead_to_the_firm(app: AppTest, home: Path) -> None:
    """The build is set back ten days; a maker of separators is loaded today."""
    set_back(home, 10)
    table = home / "新企业.csv"
    table.write_text("企业名称,主要产品,城市\n新乡新隔膜有限公司,锂电池隔膜,新乡市\n", encoding="utf-8")
    Workspace(Settings(home / "data", str(home / "liantu.db"), "hash", home / "vectors", 150)).ingest(
        table, "新企业", "410700", home / "reports"
    )
    cache_resource.clear()
    cache_data.clear()
    at = page(app, "overview")
    assert "载入 1 批，新增企业 1 家" in words(at)
    (came,) = [b for b in at.button if b.key and b.key.startswith("week_came_")]
    came.click().run()
    assert at.header[0].value == "新乡新隔膜有限公司"


def set_back(home: Path, days: int) -> None:
    """As if the store had been built earlier."""
    import sqlite3

    day = (date.today() - timedelta(days=days)).isoformat()
    with sqlite3.connect(home / "liantu.db") as store:
        store.execute(
            "UPDATE batch SET started = ? || substr(started, 11), finished = ? || substr(finished, 11)", (day, day)
        )


def test_only_the_chains_that_the_office_follows_are_recruited_for(app: AppTest, home: Path) -> None:
    assert "全部产业链" in words(app)
    save(
        Settings(home / "data", str(home / "liantu.db"), "hash", home / "vectors", 150).office_file,
        Office(chains=("textile",)),
    )
    seen = page(app, "overview")
    assert "关注的 1 条链" in words(seen)
    assert not [b for b in seen.button if b.key and b.key.startswith("week_go_battery_ev")]


def test_chain_map_leads_to_routes_and_market_map_back_with_the_segment(app: AppTest) -> None:
    app.query_params["segment"] = "battery_ev.cell"
    at = page(app, "chain_map")
    at.button(key="panel_routes").click().run()
    assert not at.exception
    at = page(at, "market_map")
    at.button(key="market_chain").click().run()
    assert at.selectbox(key="map_segment").value == "battery_ev.cell"
    assert LOCAL_CELLS[0] in words(at)


def test_the_page_reads_in_english(app: AppTest, home: Path) -> None:
    with_casework(home)
    app.segmented_control(key="frame_lang").set_value("en").run()
    seen = words(page(app, "overview"))
    assert "Visits and promises due" in seen
    assert "Overdue: 2; within seven days: 1" in seen
    assert "4 days late" in seen
