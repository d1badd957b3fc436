"""总览 as the week's page: what to go for, what is due, what changed, what to check."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app_pages.read.daily import week
from graph import settings
from outreach.after.commitments import write_minutes
from outreach.casework.target import Target
from outreach.casework.trip import Visit
from tests.support.app_store import ROOT
from tests.support.seen import words
from workspace import Workspace

TODAY = date.today()
DAY = timedelta(days=1)


def overview() -> AppTest:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()
    assert not at.exception, [e.value for e in at.exception]
    return at


def heads(at: AppTest) -> list[str]:
    return [s.value for s in at.subheader]


def test_a_new_office_is_told_what_will_stand_here(app: AppTest) -> None:
    seen = words(app)
    assert "到期事项 0 件，其中 0 件已过期" in heads(app)
    assert "七天内没有到期的承诺和拜访" in seen
    assert "图谱建成不足七天" in seen


def test_what_is_due_stands_with_its_day_and_who_answers_for_it(home: Path) -> None:
    with Workspace(settings.load()).casework.write() as session:
        target = Target(name="宁德隔膜公司", kind="firm", home="410700", segment="battery_ev.separator")
        session.add(target)
        session.flush()
        session.add(Visit(target_id=target.id, name=target.name, day=TODAY + 2 * DAY))
        session.add(Visit(target_id=target.id, name=target.name, day=TODAY - 3 * DAY))
        session.add(Visit(target_id=target.id, name=target.name, day=TODAY + 30 * DAY))
        write_minutes(
            session,
            target=target.id,
            day=TODAY - 20 * DAY,
            text="谈妥先看地块",
            commitments=[
                {"text": "提供地块清单", "side": "ours", "owner": "经开区", "due": TODAY - 5 * DAY},
                {"text": "回访", "side": "ours", "owner": "招商局", "due": TODAY + 6 * DAY},
                {"text": "年底答复", "side": "theirs", "owner": "对方", "due": TODAY + 40 * DAY},
            ],
        )
    at = overview()
    seen = words(at)
    assert "到期事项 4 件，其中 2 件已过期" in heads(at)
    assert f"已超期 5 天：提供地块清单（经开区，{TODAY - 5 * DAY} 到期）" in seen
    assert f"{TODAY + 6 * DAY} 到期：回访（招商局）" in seen
    assert f"{TODAY - 3 * DAY} 拜访宁德隔膜公司：还没写纪要" in seen
    assert f"{TODAY + 2 * DAY} 拜访宁德隔膜公司" in seen
    assert "年底答复" not in seen


def test_what_the_week_closed_is_told_against_the_last_load_before_it(home: Path) -> None:
    """The first load is moved eight days back in the store's own table; then a firm closes a gap today."""
    work = Workspace(settings.load())
    gaps = [g for g in work.gaps("410700") if g["kind"] in ("missing", "break")]
    with sqlite3.connect(home / "liantu.db") as db:
        old = (TODAY - 8 * DAY).isoformat()
        db.execute(
            "update batch set started = ? || substr(started, 11), finished = ? || substr(finished, 11)", (old, old)
        )
    segment = work.network.segments[gaps[0]["segment"]]
    file = home / "新厂.csv"
    rows = [f"新乡新厂{i}有限公司,410700,{'、'.join(segment.products[:2])}" for i in range(4)]
    file.write_text("\n".join(["企业名称,区域代码,产品", *rows]), encoding="utf-8")
    Workspace(settings.load()).ingest(file)
    found = week.news("410700", TODAY)
    assert found.since == (TODAY - 8 * DAY).isoformat()
    assert found.changes is not None
    assert segment.id in [g["segment"] for g in found.changes["gaps"]["healed"]] or any(
        f["segment"] == segment.id and f["what"] == "firm_came" for f in found.changes["facts"]
    )
    seen = words(overview())
    assert "近七天：新增缺口" in "".join(heads(overview()))
    assert "新增企业 4 家" in seen


@pytest.mark.parametrize(
    ("ages", "base"),
    [((), None), ((0, 3), None), ((9, 8, 2), 8), ((7,), 7), ((30,), 30)],
)
def test_a_week_is_held_against_the_last_load_that_is_older(ages: tuple[int, ...], base: int | None) -> None:
    found = week.base_day([TODAY - n * DAY for n in ages], TODAY)
    assert found == (None if base is None else TODAY - base * DAY)
