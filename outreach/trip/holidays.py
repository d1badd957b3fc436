"""Public holidays and worked weekends, from `data/holidays.csv`: which days an office receives visitors on.

One row a day that differs from an ordinary week: `date, kind (off | work), name, source, as_of, verified`. A year whose
rows are all verified follows the State Council's published schedule, worked weekends included. A year with unverified
rows has statutory days only (全国年节及纪念日放假办法), since its schedule was not published when the file was made;
the days moved around them (调休) are then unknown, and every plan that touches the year says so. The 2026 rows were
read in the notice and agree with the package chinesecalendar 1.11; the 2027 days of the lunar calendar with
lunardate 0.3.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Self

from graph.errors import BadCell, InvalidData
from graph.model.row_problems import RowProblem, of_cell

if TYPE_CHECKING:
    from graph.model.tables import TableSpec

_WEEK = "一二三四五六日"
NEAR = 4  # days beside an unpublished holiday that a moved working day may fall on


@dataclass(frozen=True)
class Holidays:
    """`off`, `on`: name of the holiday by day off and by worked weekend day; `open_years`: schedule not published."""

    off: Mapping[date, str] = field(default_factory=dict)
    on: Mapping[date, str] = field(default_factory=dict)
    years: frozenset[int] = frozenset()
    open_years: frozenset[int] = frozenset()

    @classmethod
    def load(cls, file: Path, spec: TableSpec) -> Self:
        """Read the table; where there is none, every year counts as unknown. Raises `InvalidData`, `MissingColumn`."""
        if not file.is_file():
            return cls()
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            spec.located(file.name, reader.fieldnames or ())
            rows = list(reader)
        off: dict[date, str] = {}
        on: dict[date, str] = {}
        unsure: set[int] = set()
        bad: list[RowProblem] = []
        for number, row in enumerate(rows, 2):
            try:
                day = _day_of(row)
                if day in off or day in on:
                    raise BadCell("holiday_twice", "date", str(day))
                _check(row)
            except BadCell as error:
                bad.append(of_cell(error, file.name, number, {error.field: error.field}))
                continue
            days = off if row["kind"] == "off" else on
            days[day] = row["name"].strip()
            if row["verified"] == "false":
                unsure.add(day.year)
        if bad:
            raise InvalidData([f"{p.file} row {p.row}: {p.en}" for p in bad])
        return cls(off, on, frozenset(d.year for d in off), frozenset(unsure))

    def notes(self, start: date, days: int) -> list[str]:
        """What a plan of these days should know, as sentences: holidays, worked weekends, what is not published."""
        span = [start + timedelta(days=i) for i in range(days)]
        said = []
        for name, group in _runs([(d, self.off[d]) for d in span if d in self.off]):
            said.append(f"{_days(group)}{name}放假，不安排拜访。")
        said += [f"{_say(d)}为{self.on[d]}调休上班日，照常安排拜访。" for d in span if d in self.on]
        years = sorted({d.year for d in span})
        for year in years:
            if year not in self.years:
                said.append(f"{year}年放假安排未收录，仅按周末排期，待核。")
            elif year in self.open_years and self._near(span, year):
                said.append(f"{year}年放假调休安排尚未收录，仅按法定节日当天排除，调休和补班日期待核。")
        return said

    def _near(self, span: Sequence[date], year: int) -> bool:
        """Does the trip touch the days around a holiday of a year whose schedule is not known?"""
        around = [d + timedelta(days=i) for d in self.off if d.year == year for i in range(-NEAR, NEAR + 1)]
        return not set(around).isdisjoint(span)


def _day_of(row: Mapping[str, str]) -> date:
    """The day of a row, which its kind must fit. Raises `BadCell`."""
    try:
        day = date.fromisoformat(row["date"])
    except ValueError:
        raise BadCell("holiday_date", "date", row["date"]) from None
    if row["kind"] not in ("off", "work"):
        raise BadCell("holiday_kind", "kind", row["kind"])
    if row["kind"] == "work" and day.weekday() < 5:
        raise BadCell("holiday_weekday", "date", str(day))
    return day


def _check(row: Mapping[str, str]) -> None:
    """Raises `BadCell` where a row has no name, or does not say whether it is verified."""
    if not row["name"].strip():
        raise BadCell("holiday_no_name", "name")
    if row["verified"] not in ("true", "false"):
        raise BadCell("holiday_verified", "verified", row["verified"])


def _runs(days: Sequence[tuple[date, str]]) -> list[tuple[str, list[date]]]:
    """Days of the same name that follow each other, together."""
    out: list[tuple[str, list[date]]] = []
    for day, name in days:
        if out and out[-1][0] == name and out[-1][1][-1] + timedelta(days=1) == day:
            out[-1][1].append(day)
        else:
            out.append((name, [day]))
    return out


def _days(group: Sequence[date]) -> str:
    return _say(group[0]) if len(group) == 1 else f"{_say(group[0])}至{_say(group[-1])}"


def _say(day: date) -> str:
    return f"{day.month}月{day.day}日（周{_WEEK[day.weekday()]}）"
