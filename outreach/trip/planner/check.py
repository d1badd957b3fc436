"""An independent check of a plan, line by line. It shares nothing with the search or the timetable, so that neither
can hide its own mistake. Pages and tests ask it after every change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from outreach.trip.planner.problem import DAY, Call, Candidate, Move, Night, PlannedParty, Route, TripPlan, TripProblem

Say = Callable[[str, str, str], None]  # code, sentence, key of the visit


@dataclass(frozen=True, slots=True)
class Issue:
    """A fault of a plan: a code for programs, a sentence for people."""

    code: str
    sentence: str
    party: int = 0
    key: str = ""


def check(problem: TripProblem, plan: TripPlan) -> list[Issue]:
    """Everything that is wrong with a plan; empty where it can be travelled as it stands."""
    issues: list[Issue] = []
    by_key = {c.key: c for c in problem.candidates}
    parties = {p.number: p for p in problem.parties}
    for route in plan.routes:
        issues += _route(problem, parties[route.party], route, by_key)
    issues += _together(problem, plan, by_key)
    return issues


def _together(problem: TripProblem, plan: TripPlan, by_key: dict[str, Candidate]) -> list[Issue]:
    issues: list[Issue] = []
    seen = Counter(call.key for route in plan.routes for call in route.calls)
    issues += [
        Issue("twice", f"“{by_key[k].name}”排了 {n} 次。", key=k) for k, n in seen.items() if n > 1 and k in by_key
    ]
    issues += [
        Issue("must", f"必访的“{c.name}”没有排上。", key=c.key)
        for c in problem.candidates
        if c.must and c.key not in seen
    ]
    kinds = Counter(by_key[k].kind for k in seen if k in by_key)
    words = {"firm": "企业", "institute": "科研院所", "expert": "专家", "association": "行业协会"}
    for kind, most in problem.most.items():
        if kinds[kind] > most:
            issues.append(Issue("most", f"{words.get(kind, kind)}排了 {kinds[kind]} 家，超过上限 {most} 家。"))
    for kind, least in problem.least.items():
        if kinds[kind] < least:
            issues.append(Issue("least", f"{words.get(kind, kind)}只排上 {kinds[kind]} 家，不足 {least} 家。"))
    leaders = Counter(p.leader for p in problem.parties if p.leader)
    issues += [Issue("leader", f"“{name}”同时带 {n} 个组，请另指定带队领导。") for name, n in leaders.items() if n > 1]
    return issues


def _route(problem: TripProblem, party: PlannedParty, route: Route, by_key: dict[str, Candidate]) -> list[Issue]:
    issues: list[Issue] = []

    def bad(code: str, sentence: str, key: str = "") -> None:
        issues.append(Issue(code, sentence, party.number, key))

    place, moved = party.start, False
    now = problem.wake if party.leave is None else party.leave
    by = (problem.days - 1) * DAY + problem.home_by if party.back is None else party.back
    day = now // DAY
    for line in route.lines:
        if line.start < now:
            bad("overlap", f"第 {party.number} 组在 {_clock(problem, line.start)} 有两件事重叠。")
        if line.end < line.start:
            bad("order", f"第 {party.number} 组有一项结束早于开始（{_clock(problem, line.start)}）。")
        if isinstance(line, Night):
            if line.place != place:
                bad("place", f"第 {party.number} 组住宿地与所在地不一致（{_clock(problem, line.start)}）。")
            day = line.end // DAY
        else:
            if line.start // DAY != day or (line.end > line.start and (line.end - 1) // DAY != day):
                bad("night", f"第 {party.number} 组在 {_clock(problem, line.start)} 之前没有安排住宿。")
                day = line.end // DAY
            if line.start < day * DAY + problem.wake or line.end > day * DAY + problem.late:
                bad("hours", f"第 {party.number} 组在 {_clock(problem, line.start)} 的安排过早或过晚。")
        if isinstance(line, Move):
            needed = problem.legs[line.origin, line.place].minutes
            if line.origin != place:
                bad("place", f"第 {party.number} 组不在出发地（{_clock(problem, line.start)}）。")
            if line.end - line.start < needed:
                bad("short", f"第 {party.number} 组 {_clock(problem, line.start)} 的路程至少需 {needed} 分钟。")
            place, moved = line.place, True
        elif isinstance(line, Night):
            moved = False
        elif isinstance(line, Call):
            candidate = by_key.get(line.key)
            if candidate is None:
                bad("unknown", "行程里有一家不在名单上。", line.key)
            else:
                _call(problem, party, line, candidate, place, moved, bad)
                place = candidate.place
            moved = False
        now = max(now, line.end)
    if place != party.end:
        bad("home", f"第 {party.number} 组没有返程。")
    if now > by:
        bad("late", f"第 {party.number} 组返程到达时间为 {_clock(problem, now)}，超出行程。请删去一站，或延长一天。")
    return issues


def _call(
    problem: TripProblem, party: PlannedParty, line: Call, c: Candidate, place: str, moved: bool, say: Say
) -> None:
    if place != c.place or not moved:
        say("place", f"去“{c.name}”之前没有安排路程。", c.key)
    if line.end - line.start < c.minutes:
        say("length", f"“{c.name}”只留了 {line.end - line.start} 分钟，至少需 {c.minutes} 分钟。", c.key)
    day, begin, end = line.start // DAY, line.start % DAY, line.end - line.start // DAY * DAY
    the_day = problem.moment(line.start).date()
    if the_day in problem.off and c.kind != "appointment":
        say("holiday", f"“{c.name}”排在了{problem.off[the_day]}放假期间。", c.key)
    if c.days is not None and day not in c.days:
        say("day", f"“{c.name}”不能安排在{_clock(problem, line.start)}那天。", c.key)
    if c.days is None and not problem.weekends and the_day.weekday() >= 5 and the_day not in problem.on:
        say("weekend", f"“{c.name}”排在了周末。", c.key)
    if not any(lo <= begin and end <= hi for lo, hi in c.windows):
        say("closed", f"“{c.name}”在 {_clock(problem, line.start)} 不接待。", c.key)
    if c.parties is not None and party.number not in c.parties:
        say("party", f"“{c.name}”不归第 {party.number} 组。", c.key)


def _clock(problem: TripProblem, minute: int) -> str:
    at = problem.moment(minute)
    return f"{at.month}月{at.day}日 {at.hour}:{at.minute:02d}"
