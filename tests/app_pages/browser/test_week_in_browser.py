"""The office's week in a real browser: targets, a trip that is dragged into shape, its papers, the minutes, what is
overdue, what was learnt. No request leaves the machine."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from docx import Document
from icalendar import Calendar

from app_pages.texts import language
from graph.settings import Settings
from outreach.after import commitments as followup
from outreach.casework.db import Casework
from outreach.casework.models import Commitment, Visit
from tests.support.app_store import LOCAL_SEPARATOR_SITE, OUTSIDE_SEPARATORS
from tests.support.browser import MARKS, settled, shot
from workspace import Workspace

pytestmark = [*MARKS, pytest.mark.slow]
SEPARATOR = "battery_ev.separator"
CELLS = ".lt-board .lt-list"


def section(page: Any, name: str) -> None:
    page.locator(".st-key-visits_section").get_by_text(name, exact=True).click()
    settled(page)


def drag(page: Any, key: str, to: Any) -> None:
    """Press on a card, move as a hand does, let go over a day."""
    source = page.locator(f'.lt-card[data-key="{key}"]')
    source.scroll_into_view_if_needed()
    a, b = source.bounding_box(), to.bounding_box()
    page.mouse.move(a["x"] + a["width"] / 2, a["y"] + 15)
    page.mouse.down()
    page.mouse.move(a["x"] + a["width"] / 2 + 10, a["y"] + 25, steps=3)
    page.mouse.move(b["x"] + b["width"] / 2, b["y"] + b["height"] - 6, steps=12)
    page.wait_for_timeout(150)
    page.mouse.up()
    settled(page)


def names(page: Any, cell: int) -> list[str]:
    return list(page.locator(CELLS).nth(cell).locator(".lt-name").all_inner_texts())


def card_of(page: Any, name: str) -> Any:
    return page.locator(".lt-board .lt-card", has=page.get_by_text(name, exact=True))


def cell_of(cells: Sequence[Sequence[str]], name: str) -> int:
    """The number of the cell (party × day) that a visit is in."""
    return next(i for i, listed in enumerate(cells) if name in listed)


def claim_all(page: Any, server: str) -> int:
    """Claim every target of the list from its card; how many."""
    page.goto(f"{server}/targets?chain=battery_ev&region=410700&segment={SEPARATOR}")
    taking = page.get_by_role("button", name=language.TEXTS["targets.claim"][0], exact=False)
    taking.first.wait_for()
    settled(page)
    count = int(taking.count())
    assert count >= 3
    for _ in range(count):
        taking.first.click()
        settled(page)
    page.goto(f"{server}/visits?chain=battery_ev&region=410700&segment={SEPARATOR}")
    settled(page)
    page.get_by_text(f"拜访名单 {count} 家").wait_for()
    return count


def plan_a_trip(page: Any, count: int) -> list[list[str]]:
    """A trip of two parties, three days from a Monday; the names on the board by cell."""
    section(page, "排行程")
    page.get_by_label("组数").fill("2")
    page.get_by_label("天数").fill("3")
    page.keyboard.press("Tab")
    settled(page)
    page.get_by_role("button", name="排行程", exact=True).click()
    page.locator(".lt-board .lt-card").first.wait_for()
    settled(page)
    assert page.get_by_text("行程可行").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    shot(page, "9-board")
    cells = [names(page, i) for i in range(6)]
    assert sum(map(len, cells)) == count
    return cells


def drag_too_late_and_undo(page: Any, before: list[list[str]]) -> None:
    """A visit that is dragged where it is too late is named, and the trip cannot be kept until that is undone."""
    far = OUTSIDE_SEPARATORS[1]  # Shenzhen, a long ride away
    key = card_of(page, far).get_attribute("data-key")
    last_day = page.locator(CELLS).nth(cell_of(before, far) // 3 * 3 + 2)
    drag(page, key, last_day)
    page.locator(".lt-verdict.bad").wait_for()
    said = page.locator(".lt-verdict").inner_text()
    assert "排不下" in said
    assert "返程" in said or "赶不上" in said
    assert page.get_by_role("button", name="存入台账").is_disabled()
    others = {n for cell in before for n in cell} - {far}
    assert {n: i for i in range(6) for n in names(page, i) if n in others} == {
        n: i for i, cell in enumerate(before) for n in cell if n in others
    }
    shot(page, "10-not-feasible")
    page.get_by_role("button", name="撤销").click()
    page.get_by_text("行程可行").wait_for()
    settled(page)
    assert [names(page, i) for i in range(6)] == before


def move_by_keys_and_back(page: Any, before: list[list[str]]) -> None:
    """With the keys the near visit goes to the other party; with the fields it comes back."""
    near = LOCAL_SEPARATOR_SITE
    near_key = card_of(page, near).get_attribute("data-key")
    page.locator(f'.lt-card[data-key="{near_key}"]').focus()
    at_first = cell_of(before, near) < 3
    page.keyboard.press("Alt+Shift+ArrowDown" if at_first else "Alt+Shift+ArrowUp")
    page.get_by_role("button", name=f"换到第{'一' if at_first else '二'}组").wait_for()
    settled(page)
    assert (cell_of([names(page, i) for i in range(6)], near) < 3) != at_first
    page.get_by_role("button", name=f"换到第{'一' if at_first else '二'}组").click()
    page.get_by_role("button", name=f"换到第{'二' if at_first else '一'}组").wait_for()
    settled(page)
    assert (cell_of([names(page, i) for i in range(6)], near) < 3) == at_first
    assert page.get_by_text("行程可行").is_visible()


def download_and_keep(page: Any, case: Casework) -> None:
    """The papers of the trip name the visits, and the trip is kept in the casework."""
    far = OUTSIDE_SEPARATORS[1]
    with page.expect_download(timeout=90_000) as saved:
        page.get_by_role("button", name="下载全部文件").click()
    papers = zipfile.ZipFile(io.BytesIO(Path(saved.value.path()).read_bytes()))
    files = papers.namelist()
    briefs = [f for f in files if f.endswith(".docx") and far in f]
    assert far in "".join(p.text for p in Document(io.BytesIO(papers.read(briefs[0]))).paragraphs)
    calendars = [Calendar.from_ical(papers.read(f)) for f in files if f.endswith(".ics")]
    assert sum(far in str(e["summary"]) for c in calendars for e in c.walk("VEVENT"))
    page.get_by_role("button", name="存入台账").click()
    page.get_by_text("行程已存入台账").wait_for()
    with case.read() as session:
        assert {v.name for v in session.query(Visit)} >= {far, LOCAL_SEPARATOR_SITE}


def write_minutes(page: Any, case: Casework) -> None:
    """Minutes with a fact that was learnt. The table of promises is a canvas, so a late one is entered beside it."""
    section(page, "会后")
    page.locator("summary", has_text="录入会谈纪要").click()
    page.get_by_label("会谈内容").fill("对方愿意考察厂房。")
    page.locator(".st-key-fact_what").get_by_text("从事环节").click()
    settled(page)
    for label, chosen in (("新情况：哪家企业", OUTSIDE_SEPARATORS[1]), ("环节", "正极材料")):
        box = page.get_by_role("combobox", name=label).last
        box.click()
        box.fill(chosen)
        page.get_by_role("option", name=chosen).first.click()
        settled(page)
    page.get_by_role("button", name="保存纪要").click()
    page.get_by_text("待审核的新情况 1 条").wait_for()
    settled(page)
    yesterday = date.today() - timedelta(days=1)
    with case.write("动力电池专班") as session:
        visit = session.query(Visit).filter_by(status="done").one()
        followup.write_minutes(
            session,
            target=visit.target_id,
            day=yesterday,
            title="补记",
            commitments=[{"text": "报送厂房清单", "owner": "经开区", "due": yesterday}],
        )


def urge_and_accept(page: Any, case: Casework) -> None:
    """A slip for the overdue promise; the fact is accepted into the graph."""
    page.get_by_role("textbox", name="审核处室").fill("发改委产业处")
    page.keyboard.press("Tab")
    settled(page)
    page.get_by_text("超期 1 项").wait_for()
    assert page.get_by_text(f"{OUTSIDE_SEPARATORS[1]}从事正极材料。").is_visible()
    page.get_by_role("button", name="发督办单").click()
    settled(page)
    page.get_by_text("督办单 1 份").wait_for()
    with case.read() as session:
        assert [c.slips[0].unit for c in session.query(Commitment)] == ["经开区"]
    shot(page, "11-after")
    page.get_by_role("button", name="采纳入图谱").click()
    page.get_by_text("待审核的新情况").wait_for(state="detached")
    settled(page)


def test_the_week_from_targets_to_what_was_learnt(page: Any, server: str, tmp_path: Path) -> None:
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url))
    errors: list[str] = []
    page.on("pageerror", lambda e: errors.append(str(e)))
    home = tmp_path / "liantu"
    case = Casework(f"sqlite:///{home / 'liantu-casework.db'}")
    page.set_default_timeout(90_000)  # a long test: the machine may be busy

    # Monday to Thursday: targets from their cards, a trip arranged by hand, its papers.
    count = claim_all(page, server)
    board = plan_a_trip(page, count)
    drag_too_late_and_undo(page, board)
    move_by_keys_and_back(page, board)
    download_and_keep(page, case)
    # Friday: minutes, what is overdue, what was learnt.
    write_minutes(page, case)
    urge_and_accept(page, case)

    # It is in the graph, and nothing was asked of another machine.
    store = Workspace(Settings(home / "data", str(home / "liantu.db"), "hash", home / "vectors", 150)).store
    firm = next(f.id for f in store.firms() if f.name == OUTSIDE_SEPARATORS[1])
    assert "battery_ev.cathode" in {m.segment_id for m in store.memberships([firm])}
    assert not errors
    hosts = {urlsplit(u).netloc for u in asked if urlsplit(u).scheme in ("http", "https", "ws", "wss")}
    assert hosts == {urlsplit(server).netloc}
