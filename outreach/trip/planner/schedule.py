"""From an order of visits to a timetable: forward in time, each visit as early as it can be.

Leaving earlier never means arriving later here, so the earliest timetable of an order is feasible whenever any is; a
search need only look at orders.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from outreach.trip.planner.problem import DAY, Call, Candidate, Line, Move, Night, PlannedParty, Route, TripProblem


@dataclass(frozen=True, slots=True)
class Timetable:
    """A route, and its faults: (key or '', sentence), none where it is feasible."""

    route: Route
    wrong: tuple[tuple[str, str], ...]


def ride(problem: TripProblem, leave: int, minutes: int) -> int | None:
    """Arrival of a ride that may start at `leave` and is not broken by a night; None where no day is long enough."""
    if minutes > problem.late - problem.wake:
        return None
    day = leave // DAY
    start = max(leave, day * DAY + problem.wake)
    if start + minutes <= day * DAY + problem.late:
        return start + minutes
    return (day + 1) * DAY + problem.wake + minutes


def first_start(problem: TripProblem, candidate: Candidate, arrive: int) -> int | None:
    """The earliest beginning of a visit at or after an arrival; None where it is not open any more."""
    for lo, hi in problem.open_hours(candidate):
        if hi >= arrive:
            return max(lo, arrive)
    return None


def timetable(problem: TripProblem, party: PlannedParty, order: Sequence[str]) -> Timetable:
    """The timetable of a party that visits these in this order. Where something does not fit, the rest is still laid
    out, so that a person sees what breaks where: the visit then stands at the time of arrival."""
    by_key = problem.by_key
    lines: list[Line] = []
    wrong: list[tuple[str, str]] = []
    now, place = problem.leaves(party), party.start
    for key in order:
        c = by_key[key]
        leg = problem.leg(place, c.place)
        arrive = ride(problem, now, leg.minutes)
        if arrive is None:
            wrong.append((key, f"到“{c.name}”路上约需 {leg.minutes // 60} 小时，一天之内到不了。"))
            arrive = now + leg.minutes
        start = first_start(problem, c, arrive)
        if start is None:
            wrong.append((key, f"“{c.name}”：到达时（{stamp(problem, arrive)}）已过可拜访时间。"))
            start = arrive
        elif c.parties is not None and party.number not in c.parties:
            wrong.append((key, f"“{c.name}”不归第 {party.number} 组。"))
        lines += _between(problem, place, c.place, now, arrive, start, now == problem.leaves(party))
        lines.append(Call(key, start, start + c.minutes))
        now, place = start + c.minutes, c.place
    if order or party.start != party.end:
        lines += _home(problem, party, place, now, wrong)
    return Timetable(Route(party.number, tuple(lines)), tuple(wrong))


def _home(problem: TripProblem, party: PlannedParty, place: str, now: int, wrong: list[tuple[str, str]]) -> list[Line]:
    leg = problem.leg(place, party.end)
    arrive = ride(problem, now, leg.minutes)
    if arrive is None:
        wrong.append(("", f"返程约需 {leg.minutes // 60} 小时，一天之内到不了。"))
        arrive = now + leg.minutes
    elif arrive > problem.due(party):
        wrong.append(
            (
                "",
                f"返程到达时间为{stamp(problem, arrive)}，超出行程（须在{stamp(problem, problem.due(party))}前到）。"
                "请删去一站，或延长一天。",
            )
        )
    lines: list[Line] = []
    leave = arrive - leg.minutes
    if leave // DAY > now // DAY:
        lines.append(Night(place, now, leave))
    lines.append(Move(place, party.end, leave, arrive, leg.mode))
    return lines


def _between(
    problem: TripProblem, origin: str, place: str, now: int, arrive: int, start: int, first: bool
) -> list[Line]:
    """Rides and nights from `now` at `origin` to the beginning of a visit at `place`; the first ride is from a bed."""
    leg = problem.leg(origin, place)
    leave = arrive - leg.minutes
    same_day = arrive // DAY == start // DAY
    rested = leave // DAY > now // DAY or first
    if same_day and (rested or origin == place):
        # From a bed, or within a city, one leaves just in time; between cities as soon as one can.
        leave, arrive = start - leg.minutes, start
    lines: list[Line] = []
    if leave // DAY > now // DAY:
        lines.append(Night(origin, now, leave))
    if same_day:
        lines.append(Move(origin, place, leave, arrive, leg.mode))
        return lines
    if origin != place:
        lines.append(Move(origin, place, leave, arrive, leg.mode))
    else:
        arrive = now  # the same city: the ride is made in the morning
        lines.clear()
    local = problem.leg(place, place)
    lines.append(Night(place, arrive, start - local.minutes))
    lines.append(Move(place, place, start - local.minutes, start, local.mode))
    return lines


def stamp(problem: TripProblem, minute: int) -> str:
    """A moment as people say it: 12月1日 9:30."""
    at = problem.moment(minute)
    return f"{at.month}月{at.day}日 {at.hour}:{at.minute:02d}"


def value(problem: TripProblem, routes: Sequence[tuple[PlannedParty, Sequence[str]]]) -> int:
    """The worth of the visits of a plan less the minutes on the way; rides from the hotel do not count."""
    by_key = problem.by_key
    total = 0
    for party, order in routes:
        if not order and party.start == party.end:
            continue
        places = [party.start, *(by_key[k].place for k in order), party.end]
        total += sum(by_key[k].worth for k in order)
        total -= sum(problem.leg(a, b).minutes for a, b in itertools.pairwise(places))
    return total
