"""Public holidays: nobody is visited on one, a worked weekend counts as a working day, and a plan says both."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from icalendar import Calendar

from graph.errors import InvalidArgument, InvalidData, MissingColumn
from graph.model.regions import Regions
from outreach.papers.trip_workbook import trip_workbook
from outreach.trip import planning
from outreach.trip.calendar import calendar
from outreach.trip.holidays import COLUMNS, Holidays
from outreach.trip.planner.check import check
from outreach.trip.planner.edit import lay_out
from outreach.trip.planner.problem import DAY, TripProblem
from outreach.trip.planner.solve import solve
from outreach.trip.request import asked
from tests.support.case_small import document
from tests.support.oracle import optimum
from tests.support.requests_small import one, request, small


@pytest.fixture(scope="module")
def holidays(data: Path) -> Holidays:
    return Holidays.load(data / "holidays.csv")


def test_the_schedule_of_2026_is_whole(holidays: Holidays) -> None:
    """Days off by feast as the notice counts them: 3, 9, 3, 5, 3, 3, 7; and the six weekend days that are worked."""
    counts = Counter(name for d, name in holidays.off.items() if d.year == 2026)
    assert counts == {"元旦": 3, "春节": 9, "清明节": 3, "劳动节": 5, "端午节": 3, "中秋节": 3, "国庆节": 7}
    assert {d.strftime("%m-%d %a") for d in holidays.on} == {
        "01-04 Sun",
        "02-14 Sat",
        "02-28 Sat",
        "05-09 Sat",
        "09-20 Sun",
        "10-10 Sat",
    }
    assert 2026 not in holidays.open_years


def test_2027_has_the_thirteen_statutory_days_and_says_it_is_open(holidays: Holidays) -> None:
    """Article 2 of 全国年节及纪念日放假办法 as amended for 2025: 1 + 4 + 1 + 2 + 1 + 1 + 3 days."""
    counts = Counter(name for d, name in holidays.off.items() if d.year == 2027)
    assert counts == {"元旦": 1, "春节": 4, "清明节": 1, "劳动节": 2, "端午节": 1, "中秋节": 1, "国庆节": 3}
    assert holidays.open_years == {2027}
    assert (
        holidays.notes(date(2027, 2, 1), 3)[-1]
        == "2027年放假调休安排尚未收录，仅按法定节日当天排除，调休和补班日期待核。"
    )
    assert holidays.notes(date(2027, 3, 8), 5) == []  # no feast is near
    assert holidays.notes(date(2028, 3, 6), 2) == ["2028年放假安排未收录，仅按周末排期，待核。"]


def over(holidays: Holidays, start: date, days: int, **more: Any) -> TripProblem:
    return replace(
        small(*(one(k, p) for k, p in zip("pqrst", "abcde", strict=True)), days=days, start=start),
        off=holidays.off,
        on=holidays.on,
        **more,
    )


def days_of(problem: TripProblem) -> set[date]:
    plan = solve(problem, 0)
    assert check(problem, plan) == []
    return {problem.start + timedelta(days=c.start // DAY) for r in plan.routes for c in r.calls}


def test_over_national_day_only_working_days_are_used_and_the_worked_saturday_is_one(holidays: Holidays) -> None:
    assert days_of(over(holidays, date(2026, 9, 30), 11)) <= {
        date(2026, 9, 30),
        date(2026, 10, 8),
        date(2026, 10, 9),
        date(2026, 10, 10),
    }
    assert days_of(over(holidays, date(2026, 10, 10), 2)) == {date(2026, 10, 10)}  # a Saturday
    # Weekends allowed does not mean holidays allowed.
    assert days_of(over(holidays, date(2026, 10, 2), 9, weekends=True)) <= {date(2026, 10, d) for d in (8, 9, 10)}


@given(seed=st.integers(0, 10_000), offset=st.integers(0, 16))
def test_no_plan_visits_on_a_holiday(holidays: Holidays, seed: int, offset: int) -> None:
    asked_for = request(seed, 6, 6, start=date(2026, 9, 18) + timedelta(days=offset))
    problem = replace(asked_for, off=holidays.off, on=holidays.on)
    try:
        plan = solve(problem, 0)
    except InvalidArgument:
        assume(False)  # nobody can be reached on the working days of this one
        return
    assert check(problem, plan) == []
    by_key = {c.key: c for c in problem.candidates}
    for route in plan.routes:
        for call in route.calls:
            day = problem.moment(call.start).date()
            assert day not in holidays.off
            assert by_key[call.key].days is not None or day.weekday() < 5 or day in holidays.on


@pytest.mark.parametrize("seed", range(6))
def test_over_holidays_the_plan_is_as_good_as_the_exact_optimum(holidays: Holidays, seed: int) -> None:
    """The oracle knows holidays by itself; the margin is the issue's 1 %."""
    problem = replace(request(seed, 8, 5, start=date(2026, 9, 30)), off=holidays.off, on=holidays.on)
    found = solve(problem, 0)
    assert check(problem, found) == []
    assert found.value >= optimum(problem) * 0.99


def test_the_checker_minds_a_visit_laid_on_a_holiday_by_hand(holidays: Holidays) -> None:
    plain = small(one("x", "a"), days=1, start=date(2026, 10, 1))
    plan = solve(plain, 0)
    assert check(plain, plan) == []
    closed = replace(plain, off=holidays.off, on=holidays.on)
    assert [(i.code, i.key) for i in check(closed, plan)] == [("holiday", "x")]
    assert lay_out(closed, {1: ["x"]}).issues


def test_a_trip_of_holidays_and_an_agreed_date_on_one_are_refused_in_a_sentence(
    holidays: Holidays, regions: Regions
) -> None:
    target = document("深圳甲公司")

    def plan(start: date, days: int, **more: Any) -> dict[str, Any]:
        return planning.plan_trip(asked(home="410700", start=start, days=days), [target | more], regions, holidays)

    with pytest.raises(InvalidArgument, match="2026-10-01 至 2026-10-04 逢国庆节放假，没有可拜访的工作日。请改期。"):
        plan(date(2026, 10, 1), 4)
    with pytest.raises(InvalidArgument, match="约定的日期逢国庆节放假，请另约工作日。"):
        plan(date(2026, 9, 28), 6, must=True, dates=[date(2026, 10, 2)])


def test_the_plan_the_workbook_and_the_calendar_say_what_the_days_are(holidays: Holidays, regions: Regions) -> None:
    targets = [document("深圳甲公司"), document("上海乙公司", region="310000")]
    made = planning.plan_trip(asked(home="410700", start=date(2026, 10, 5), days=7), targets, regions, holidays)
    said = [
        "10月5日（周一）至10月7日（周三）国庆节放假，不安排拜访。",
        "10月10日（周六）为国庆节调休上班日，照常安排拜访。",
    ]
    assert made["notes"] == said
    book = openpyxl.load_workbook(io.BytesIO(trip_workbook(made)))
    assert {c.value for r in book["说明"].iter_rows() for c in r} >= set(said)
    parsed = Calendar.from_ical(calendar(made, made["parties"][0]))
    assert str(parsed["x-wr-caldesc"]).split(" ") == said
    visits = [e["dtstart"].dt for e in parsed.walk("VEVENT") if str(e["summary"]).startswith("拜访")]
    assert len(visits) == 2
    assert {(v.date() >= date(2026, 10, 8), v.tzinfo.key) for v in visits} == {(True, "Asia/Shanghai")}


GOOD = "2026-10-01,off,国庆节,own knowledge,2026-11,false"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("2026-13-01,off,x,s,2026,true", "row 3: date is '2026-13-01', not like 2026-10-01"),
        ("2026-10-02,holiday,x,s,2026,true", "row 3: kind is 'holiday'"),
        ("2026-10-08,work,x,s,2026,true", "no weekend day"),
        ("2026-10-01,off,x,s,2026,true", "stands twice"),
        ("2026-10-02,off, ,s,2026,true", "name is empty"),
        ("2026-10-02,off,x,s,2026,yes", "verified is 'yes'"),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, row: str, says: str) -> None:
    file = tmp_path / "holidays.csv"
    file.write_text("\n".join([",".join(COLUMNS), GOOD, row]), "utf-8")
    with pytest.raises(InvalidData, match=says):
        Holidays.load(file)


def test_a_table_without_a_column_is_refused_and_no_table_is_no_holidays(tmp_path: Path) -> None:
    file = tmp_path / "holidays.csv"
    file.write_text("date,kind\n2026-10-01,off\n", "utf-8")
    with pytest.raises(MissingColumn, match="name"):
        Holidays.load(file)
    assert Holidays.load(tmp_path / "none.csv").notes(date(2026, 10, 1), 1) == [
        "2026年放假安排未收录，仅按周末排期，待核。"
    ]
