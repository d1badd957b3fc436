"""Faults of a route arranged by hand, in the words of the office: a visit that cannot be reached in time, is closed
then or collides with a fixed time, a day that is too short; each with what could be changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from outreach.trip.planner.problem import DAY, Call, Candidate, PlannedParty, Route, TripProblem
from outreach.trip.planner.schedule import Timetable


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: a code for programs (late, closed, overlap, day, far, party, follows, home, or one
    of `check`), a sentence for people."""

    code: str
    sentence: str
    party: int = 0
    key: str = ""
    sentence_en: str = ""  # '' where only `check` says it


def own_faults(
    problem: TripProblem, party: PlannedParty, route: Route, wanted: Mapping[str, tuple[int, int | None]]
) -> list[Fault]:
    """Faults of the visits of one party. `wanted`: the day a visit was put on, and its agreed minute or None."""
    out: list[Fault] = []
    before: Call | None = None
    late = False
    for call in route.calls:
        c = problem.by_key[call.key]
        code, said, said_en = _of_call(problem, party, c, call, wanted[call.key], before)
        if code and late and code in ("late", "overlap", "day"):
            code, said = "follows", f"“{c.name}”随之赶不上。"
            said_en = f"{c.name} is then too late as well."
        if code:
            out.append(Fault(code, said, party.number, call.key, said_en))
        late = late or code in ("late", "overlap", "day", "far")
        before = call
    return out


def home_fault(problem: TripProblem, party: PlannedParty, table: Timetable) -> list[Fault]:
    """A return that comes too late."""
    en = f"Party {party.number} is back later than {_stamp(problem, problem.due(party))}. Take one out, or add a day."
    return [Fault("home", f"{party.name}{said}", party.number, "", en) for key, said in table.wrong if not key]


def _of_call(
    problem: TripProblem,
    party: PlannedParty,
    c: Candidate,
    call: Call,
    wanted: tuple[int, int | None],
    before: Call | None,
) -> tuple[str, str, str]:
    """(code, sentence, English sentence) of what is wrong with one visit, empty where nothing is."""
    day, agreed = wanted
    if c.parties is not None and party.number not in c.parties:
        names = "、".join(p.name for p in problem.parties if p.number in c.parties)
        said = f"“{c.name}”须由{names or '其他组'}去，不能放在{party.name}。"
        return "party", said, f"{c.name} is for party {', '.join(map(str, c.parties))} only."
    hours = [(lo, hi) for lo, hi in problem.open_hours(c) if lo // DAY == day]
    start = day * DAY + agreed if agreed is not None else None
    if not hours or (start is not None and call.start == start and not _within(start, hours)):
        return "closed", *_closed(problem, c, day, start)
    if call.start // DAY == day and (call.start == start if start is not None else _within(call.start, hours)):
        return "", "", ""
    return _late(problem, party, c, call, day, start, hours, before)


def _within(start: int, hours: list[tuple[int, int]]) -> bool:
    return any(lo <= start <= hi for lo, hi in hours)


def _closed(problem: TripProblem, c: Candidate, day: int, start: int | None) -> tuple[str, str]:
    date = problem.start + timedelta(days=day)
    told = f"{date.month}月{date.day}日"
    if c.days is not None and day not in c.days:
        agreed = [d for d in c.days if 0 <= d < problem.days]
        zh = "、".join(_date(problem, d) for d in agreed) or "别的日子"
        en = ", ".join(_day(problem, d) for d in agreed) or "another day"
        return f"“{c.name}”只约在{zh}，不能放在{told}。", f"{c.name} receives on {en} only, not on {date.isoformat()}."
    holiday = problem.holiday(day)
    if holiday or (c.days is None and day not in problem.working):
        word = holiday or (f"周{'一二三四五六日'[date.weekday()]}" if date.weekday() >= 5 else "非工作日")
        return (
            f"“{c.name}”{told}（{word}）不接待，请换一天。",
            f"{c.name} does not receive on {date.isoformat()}, no working day.",
        )
    zh_hours, en_hours = ((mark.join(f"{_hm(lo)}—{_hm(hi)}" for lo, hi in c.windows)) for mark in ("、", ", "))
    at = f"{_hm(start % DAY)} " if start is not None else ""
    return (
        f"“{c.name}”{told} {at}不接待（接待时间 {zh_hours}，需 {c.minutes} 分钟），请换时间。",
        f"{c.name} does not receive on {date.isoformat()} {at}(hours {en_hours}; {c.minutes} minutes needed).",
    )


def _late(
    problem: TripProblem,
    party: PlannedParty,
    c: Candidate,
    call: Call,
    day: int,
    start: int | None,
    hours: list[tuple[int, int]],
    before: Call | None,
) -> tuple[str, str, str]:
    leave = before.end if before is not None else problem.leaves(party)
    leg = problem.leg(problem.by_key[before.key].place if before is not None else party.start, c.place)
    hours_zh, hours_en = _hours(leg.minutes), f"{leg.minutes / 60:.1f} h"
    if leg.minutes > problem.late - problem.wake:
        return (
            "far",
            f"到“{c.name}”路上约需 {hours_zh}，一天之内到不了。",
            f"{c.name} is {hours_en} away, too far for a day.",
        )
    name = problem.by_key[before.key].name if before is not None else ""
    begin = f"“{name}”{_moment(problem, leave)} 才结束" if name else f"{_moment(problem, leave)} 出发"
    way = f"{begin}，路上约 {hours_zh}"
    way_en = f"{f'{name} ends' if name else 'we leave'} {_stamp(problem, leave)}, the way takes {hours_en}"
    if start is not None or c.kind == "appointment":
        when = start if start is not None else hours[0][0]
        return (
            "overlap",
            f"“{c.name}”定在 {_moment(problem, when)}，与前面冲突：{way}，最早 {_moment(problem, call.start)} 到。",
            f"{c.name} is fixed for {_stamp(problem, when)} and clashes: {way_en}, "
            f"arrival {_stamp(problem, call.start)}.",
        )
    if call.start // DAY > day:
        return (
            "day",
            f"{_date(problem, day)}时间不够：{way}，到不了“{c.name}”。请换到后一天，或删去一站。",
            f"{_day(problem, day)} is too short for {c.name}: {way_en}. Choose the next day, or take one out.",
        )
    last = max(hi for _, hi in hours) + c.minutes
    return (
        "late",
        f"赶不上“{c.name}”：{way}，{_hm(call.start % DAY)} 才到；"
        f"对方接待到 {_hm(last % DAY)}，需 {c.minutes} 分钟。请提前、换天或换组。",
        f"Too late for {c.name}: {way_en}, arrival {_hm(call.start % DAY)}; they receive until {_hm(last % DAY)} "
        f"and need {c.minutes} minutes. Go earlier, another day or with another party.",
    )


def _day(problem: TripProblem, day: int) -> str:
    return (problem.start + timedelta(days=day)).isoformat()


def _stamp(problem: TripProblem, minute: int) -> str:
    return f"{_day(problem, minute // DAY)} {_hm(minute % DAY)}"


def _date(problem: TripProblem, day: int) -> str:
    at = problem.start + timedelta(days=day)
    return f"{at.month}月{at.day}日"


def _moment(problem: TripProblem, minute: int) -> str:
    return f"{_date(problem, minute // DAY)} {_hm(minute % DAY)}"


def _hm(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02d}"


def _hours(minutes: int) -> str:
    return f"{minutes / 60:.1f} 小时" if minutes >= 60 else f"{minutes} 分钟"
