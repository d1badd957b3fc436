"""Periodic reports: every figure is a number of rows, an empty ledger still reports, ties share a place."""

from __future__ import annotations

import io
import json
from datetime import date, datetime, timedelta
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from graph.errors import InvalidArgument
from liantu import app
from outreach.casework.db import Casework
from outreach.casework.models import CaseProject, Commitment, Lead, Minutes, Supervision, Target, Team, Visit
from outreach.reports import ledger as ledger_module
from outreach.reports.ledger import FIGURES, Ledger
from outreach.reports.period import Period
from outreach.reports.ranking import ranking
from outreach.reports.report_paper import report_document, report_xlsx
from workspace import Workspace

DAY = date(2026, 11, 25)
MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("kind", "start", "last", "name"),
    [
        ("week", MONDAY, date(2026, 11, 29), "2026年第48周"),
        ("month", date(2026, 11, 1), date(2026, 11, 30), "2026年11月"),
        ("quarter", date(2026, 10, 1), date(2026, 12, 31), "2026年第四季度"),
        ("half", date(2026, 7, 1), date(2026, 12, 31), "2026年下半年"),
        ("year", date(2026, 1, 1), date(2026, 12, 31), "2026年"),
    ],
)
def test_periods_by_the_calendar(kind: str, start: date, last: date, name: str) -> None:
    p = Period.of(kind, DAY)
    assert (p.start, p.end, p.last, p.name) == (start, DAY, last, name)


@given(st.sampled_from(["week", "month", "quarter", "half", "year"]), st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_the_period_before_ends_the_day_before(kind: str, day: date) -> None:
    p = Period.of(kind, day)
    before = p.before()
    assert p.start <= day <= p.last
    assert before.end == before.last == p.start - timedelta(days=1)
    assert Period.of(kind, before.end).start == before.start


def test_another_period_is_refused() -> None:
    with pytest.raises(InvalidArgument, match="day"):
        Period.of("day", DAY)


def fill(casework: Casework) -> None:
    """Two teams in Xinxiang, one in Zhengzhou; what each did is written beside it."""
    with casework.write("test") as s:
        battery, food, other = Team(name="电池专班"), Team(name="食品专班"), Team(name="郑州组", region="410100")
        s.add_all([battery, food, other])
        new = datetime(2026, 11, 24, 9)
        cell = Target(kind="firm", name="甲隔膜公司", home="410700", owner=battery, status="visited", created=new)
        park = Target(kind="association", name="乙协会", home="410700", owner=food, created=datetime(2026, 10, 8, 9))
        far = Target(kind="firm", name="丙公司", home="410100", owner=other, created=new)
        s.add_all([cell, park, far])
        s.flush()
        s.add_all(
            [
                Visit(target_id=cell.id, name="甲隔膜公司", day=date(2026, 11, 24), status="done"),
                Visit(target_id=park.id, name="乙协会", day=date(2026, 11, 27), status="confirmed"),
                Visit(target_id=far.id, name="丙公司", day=date(2026, 11, 24), status="done"),
            ]
        )
        m = Minutes(target_id=cell.id, title="与甲隔膜公司会谈纪要", day=date(2026, 11, 24))
        m.commitments = [
            Commitment(text="提供用地方案", owner="资规局", due=date(2026, 11, 24)),
            Commitment(text="寄送样品", side="theirs", owner="甲隔膜公司", due=date(2026, 11, 30)),
            Commitment(
                text="安排参观", owner="专班", due=date(2026, 11, 25), status="done", done_on=date(2026, 11, 25)
            ),
        ]
        s.add(m)
        s.flush()
        s.add(
            Supervision(number="督〔2026〕1号", commitment_id=m.commitments[0].id, unit="资规局", issued=DAY, due=DAY)
        )
        s.add(Lead(target_id=cell.id, text="隔膜二期", created=new))
        s.add(
            CaseProject(
                target_id=cell.id, name="隔膜项目", region="410700", investment_yi=12.5, status="signed", signed_on=DAY
            )
        )


def read(casework: Casework, home: str = "410700", kind: str = "week", day: date = DAY) -> Ledger:
    with casework.read() as s:
        return ledger_module.read_ledger(s, home, Period.of(kind, day), lambda _: "")


def test_every_figure_counts_what_was_entered(casework: Casework) -> None:
    fill(casework)
    held = read(casework)
    assert {f: held.count(f) for f in FIGURES} == {
        "targets": 1,
        "visits": 1,
        "minutes": 1,
        "made": 3,
        "kept": 1,
        "late": 0,
        "overdue": 1,
        "slips": 1,
        "leads": 1,
        "signed": 1,
        "facts": 0,
    }
    assert [r["name"] for r in held.ahead] == ["乙协会", "甲隔膜公司"]
    assert held.rows["overdue"][0]["what"] == "提供用地方案"
    assert read(casework, "410100").count("visits") == 1
    assert read(casework, kind="month", day=date(2026, 10, 31)).count("targets") == 1


def test_a_week_later_the_promise_is_still_overdue(casework: Casework) -> None:
    fill(casework)
    later = read(casework, day=date(2026, 12, 2))
    assert [r["what"] for r in later.rows["overdue"]] == ["提供用地方案", "寄送样品"]
    assert later.count("visits") == 0


def test_teams_are_ranked_by_what_came_of_their_work(casework: Casework) -> None:
    fill(casework)
    rows = ranking(read(casework, kind="quarter"))
    assert [(r["place"], r["team"], r["signed"]) for r in rows] == [(1, "电池专班", 1), (2, "食品专班", 0)]


def test_equal_teams_share_a_place() -> None:
    ledger = Ledger({f: [] for f in FIGURES}, [], [], ["乙", "甲", "丙"])
    assert [(r["place"], r["team"]) for r in ranking(ledger)] == [(1, "丙"), (1, "乙"), (1, "甲")]


def test_workbook_holds_a_line_for_every_row(casework: Casework) -> None:
    fill(casework)
    now = read(casework)
    report = report_document(
        now, read(casework, day=MONDAY - timedelta(days=1)), Period.of("week", DAY), None, "410700"
    )
    book = openpyxl.load_workbook(io.BytesIO(report_xlsx(report)))
    assert book.sheetnames == ["数据", "名次", "台账", "下一步"]
    rows = list(book["台账"].iter_rows(min_row=3, values_only=True))
    assert len(rows) == sum(now.count(f) for f in FIGURES)
    assert {r[2] for r in rows} >= {"隔膜二期", "隔膜项目", "甲隔膜公司"}


@pytest.mark.parametrize("kind", ["week", "month", "quarter", "half", "year"])
def test_the_command_reports_an_empty_ledger(
    shipped_space: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setenv("LIANTU_DB", str(shipped_space.settings.db))
    monkeypatch.setenv("LIANTU_CASEWORK", f"sqlite:///{tmp_path / 'none.db'}")
    done = CliRunner().invoke(
        app,
        [
            "report",
            "--period",
            kind,
            "--region",
            "410700",
            "--out",
            str(tmp_path / "r"),
            "--date",
            "2026-11-25",
            "--json",
        ],
    )
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["empty"]
    assert all(f["n"] == 0 for f in told["figures"])
    text = "\n".join(p.text for p in docx.Document(str(tmp_path / "r" / told["files"][0])).paragraphs)
    assert "本期台账没有记录" in text
    assert told["name"] in text
