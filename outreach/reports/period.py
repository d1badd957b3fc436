"""The rhythm of the policy: week, month, quarter, half-year, year, each up to a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from graph.errors import InvalidArgument
from outreach.papers.parts.context import chinese_day

TITLES = {
    "week": "招商周动态",
    "month": "招商月通报",
    "quarter": "招商季排名",
    "half": "招商半年观摩材料",
    "year": "招商年终总结",
}
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


@dataclass(frozen=True, slots=True)
class Period:
    """`start` to `end`, both included; `end` is the day of the report, `last` the day on which the period is over."""

    kind: str
    start: date
    end: date
    last: date

    @classmethod
    def of(cls, kind: str, day: date) -> Period:
        """The period that holds a day, up to that day. Raises `InvalidArgument` for another kind."""
        if kind not in TITLES:
            raise InvalidArgument(f"没有“{kind}”这种报告，请用 {'、'.join(TITLES)} / no period {kind!r}")
        if kind == "week":
            start = day - timedelta(days=day.weekday())
            return cls(kind, start, day, start + timedelta(days=6))
        months = _MONTHS[kind]
        start = date(day.year, (day.month - 1) // months * months + 1, 1)
        after = start.month + months
        end = date(start.year + (after > 12), after - 12 if after > 12 else after, 1) - timedelta(days=1)
        return cls(kind, start, day, end)

    def before(self) -> Period:
        """The whole period before this one."""
        last = self.start - timedelta(days=1)
        whole = Period.of(self.kind, last)
        return Period(self.kind, whole.start, last, last)

    def holds(self, day: date | None) -> bool:
        """Whether a day lies in it."""
        return day is not None and self.start <= day <= self.end

    @property
    def name(self) -> str:
        """2026年第48周, 2026年11月, 2026年第四季度, 2026年下半年, 2026年."""
        year = self.start.year
        if self.kind == "week":
            iso = self.start.isocalendar()
            return f"{iso.year}年第{iso.week}周"
        return {
            "month": f"{year}年{self.start.month}月",
            "quarter": f"{year}年第{'一二三四'[(self.start.month - 1) // 3]}季度",
            "half": f"{year}年{'上' if self.start.month == 1 else '下'}半年",
            "year": f"{year}年",
        }[self.kind]

    @property
    def days(self) -> str:
        """2026年11月23日至2026年11月25日, and that it goes on."""
        words = f"{chinese_day(self.start)}至{chinese_day(self.end)}"
        return words + ("" if self.end >= self.last else "（本期未满）")
