"""A plan that a person arranges by hand: who is visited by which party on which day, in which order.

Every visit keeps its minute (it may not begin earlier), so that moving one changes another only where they collide;
every change is named. A visit never leaves the day it was put on: where it does not fit that day, a fault says so.
Nothing is refused, since a person may know more than the program; `faults` lists what is impossible.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from outreach.trip.planner.check import check
from outreach.trip.planner.faults import Fault, home_fault, own_faults
from outreach.trip.planner.problem import DAY, Candidate, Dropped, PlannedParty, TripPlan, TripProblem, Window
from outreach.trip.planner.schedule import Timetable, timetable, value

GROUND: Window = (540, DAY)  # where a visit stands on a day on which nobody receives it


@dataclass(frozen=True, slots=True)
class Slot:
    """A visit on a day. `start`: minute of the day before which it does not begin, None as soon as it can; `fixed`: it
    begins then and at no other time."""

    key: str
    day: int
    start: int | None = None
    fixed: bool = False


Slots = Mapping[int, tuple[Slot, ...]]  # by party, in order of the days


@dataclass(frozen=True, slots=True)
class Arrangement:
    """An arrangement with the times that follow from it, and its faults."""

    slots: Slots
    plan: TripPlan
    faults: tuple[Fault, ...]


def of_plan(plan: TripPlan) -> Slots:
    """The arrangement of a plan, each visit at its minute."""
    return {r.party: tuple(Slot(c.key, c.start // DAY, c.start % DAY) for c in r.calls) for r in plan.routes}


def lay_out(problem: TripProblem, slots: Slots, old: TripPlan | None = None) -> Arrangement:
    """Times of an arrangement. Reasons for who is left out are kept where they still stand."""
    tables = [_table(problem, p, slots.get(p.number, ())) for p in problem.parties]
    inside = {s.key for s in _all(slots)}
    reasons = {d.key: d for d in old.dropped} if old else {}
    was = {k for r in old.routes for k in r.order} if old else set()
    dropped = tuple(
        reasons.get(c.key) or Dropped(c.key, c.name, "手工删去。" if c.key in was else "没有安排。")
        for c in problem.candidates
        if c.key not in inside
    )
    total = value(problem, [(p, [s.key for s in slots.get(p.number, ())]) for p in problem.parties])
    plan = TripPlan(tuple(t.route for t in tables), dropped, total)
    return Arrangement(slots, plan, faults(problem, slots, plan, tables))


def faults(problem: TripProblem, slots: Slots, plan: TripPlan, tables: list[Timetable]) -> tuple[Fault, ...]:
    """The faults of an arrangement, in the office's words. What the independent check finds beside them is added, so
    that no plan passes here that fails there."""
    found: list[Fault] = []
    for party, table in zip(problem.parties, tables, strict=True):
        days = {s.key: (s.day, s.start if s.fixed else None) for s in slots.get(party.number, ())}
        found += own_faults(problem, party, table.route, days)
        found += home_fault(problem, party, table)
    with_fault = {f.key for f in found if f.key}
    troubled = {f.party for f in found}
    for i in check(problem, plan):
        # Of a party that is in trouble already, lines that follow from it (too late in the evening) say nothing new.
        if not (i.key in with_fault if i.key else i.party in troubled):
            found.append(Fault(i.code, i.sentence, i.party, i.key))
    return tuple(dict.fromkeys(found))


def put(
    problem: TripProblem, before: Arrangement, key: str, party: int, day: int, at: int | None = None
) -> Arrangement:
    """Put a visit on a day of a party, before the `at`-th of that day's others (None: where it fits best). It is taken
    from wherever it stood; the others keep their minute where they can."""
    if at is None:
        others = sum(s.day == day for s in before.slots.get(party, ()) if s.key != key)
        tried = [put(problem, before, key, party, day, i) for i in range(others + 1)]
        return min(tried, key=lambda t: (len(t.faults), len(moved(before, t, key)), -t.plan.value))
    rest = {p: [s for s in own if s.key != key] for p, own in before.slots.items()}
    own = rest.setdefault(party, [])
    earlier = sum(s.day < day for s in own)
    that_day = sum(s.day == day for s in own)
    own.insert(earlier + max(0, min(at, that_day)), Slot(key, day))
    return _settled(problem, {p: tuple(s) for p, s in rest.items()}, before, key)


def fix(problem: TripProblem, before: Arrangement, key: str, start: int | None) -> Arrangement:
    """Fix a visit at an agreed time (minute of the day), or free it again (None). Among the visits of its day it goes
    where that time puts it."""
    party, slot = next((p, s) for p, own in before.slots.items() for s in own if s.key == key)
    others = [s for s in before.slots[party] if s.key != key]
    times = {c.key: c.start % DAY for r in before.plan.routes for c in r.calls}
    if start is None:
        new = [Slot(s.key, s.day) if s.key == key else s for s in before.slots[party]]
    else:
        at = sum(s.day < slot.day or (s.day == slot.day and times[s.key] < start) for s in others)
        new = [*others[:at], Slot(key, slot.day, start, True), *others[at:]]
    return _settled(problem, {**before.slots, party: tuple(new)}, before, key)


def take_out(problem: TripProblem, before: Arrangement, key: str) -> Arrangement:
    """Take a visit out; the others stay as they are."""
    slots = {p: tuple(s for s in own if s.key != key) for p, own in before.slots.items()}
    return lay_out(problem, slots, before.plan)


def tightened(problem: TripProblem, before: Arrangement) -> Arrangement:
    """Every visit as early as its day allows; agreed times stand."""
    loose = {p: tuple(s if s.fixed else Slot(s.key, s.day) for s in own) for p, own in before.slots.items()}
    after = lay_out(problem, loose, before.plan)
    starts = {c.key: c.start for r in after.plan.routes for c in r.calls}
    held = {p: tuple(_held(s, starts[s.key]) for s in own) for p, own in loose.items()}
    return replace(after, slots=held)


def moved(before: Arrangement, after: Arrangement, but: str = "") -> list[tuple[str, int, int]]:
    """Visits other than `but` whose time is another one: (key, minute before, minute after)."""
    was = {c.key: c.start for r in before.plan.routes for c in r.calls}
    now = {c.key: c.start for r in after.plan.routes for c in r.calls}
    return [(k, start, now[k]) for k, start in was.items() if k != but and k in now and now[k] != start]


def fits(problem: TripProblem, before: Arrangement, key: str) -> dict[tuple[int, int], bool]:
    """For every party and day: can this visit go there, somewhere in its order, without adding a fault?"""
    without = lay_out(problem, {p: tuple(s for s in own if s.key != key) for p, own in before.slots.items()})
    given = set(without.faults)
    chosen = problem.by_key[key]
    open_days = {lo // DAY for lo, _ in problem.open_hours(chosen)}
    out: dict[tuple[int, int], bool] = {}
    for p in problem.parties:
        own = list(without.slots.get(p.number, ()))
        for day in range(problem.days):
            may = day in open_days and (chosen.parties is None or p.number in chosen.parties)
            out[p.number, day] = may and any(
                not _new_faults(problem, p, (*own[:i], Slot(key, day), *own[i:]), given)
                for i in range(sum(s.day < day for s in own), sum(s.day <= day for s in own) + 1)
            )
    return out


def _new_faults(problem: TripProblem, party: PlannedParty, own: tuple[Slot, ...], given: set[Fault]) -> bool:
    """Does this order of one party bring a fault of its own that was not there before?"""
    table = _table(problem, party, own)
    days = {s.key: (s.day, s.start if s.fixed else None) for s in own}
    found = [*own_faults(problem, party, table.route, days), *home_fault(problem, party, table)]
    return any(f not in given for f in found)


def best_place(problem: TripProblem, before: Arrangement, key: str) -> Arrangement | None:
    """Where a visit fits with the fewest changes of the others and the least way; None where it fits nowhere."""
    here = [spot for spot, may in fits(problem, before, key).items() if may]
    tried = [put(problem, before, key, party, day) for party, day in here]
    good = [t for t in tried if len(t.faults) <= len(before.faults)]
    return min(good, key=lambda t: (len(moved(before, t, key)), -t.plan.value)) if good else None


def _settled(problem: TripProblem, slots: Slots, before: Arrangement, key: str) -> Arrangement:
    """Lay out, and keep the moved visit at the minute it got, so that a later change does not move it unseen."""
    after = lay_out(problem, slots, before.plan)
    if any(f.key == key for f in after.faults):
        return after
    start = next(c.start for r in after.plan.routes for c in r.calls if c.key == key)
    held = {p: tuple(_held(s, start) if s.key == key else s for s in own) for p, own in slots.items()}
    return replace(after, slots=held)


def _held(slot: Slot, start: int) -> Slot:
    return slot if slot.fixed or start // DAY != slot.day else replace(slot, start=start % DAY)


def _all(slots: Slots) -> Iterator[Slot]:
    for own in slots.values():
        yield from own


def _table(problem: TripProblem, party: PlannedParty, own: tuple[Slot, ...]) -> Timetable:
    """The timetable of a party, each visit bound to its day and its minute."""
    by_key = problem.by_key
    bound = replace(problem, candidates=tuple(_bound(problem, by_key[s.key], s) for s in own), weekends=True, off={})
    return timetable(bound, party, [s.key for s in own])


def _bound(problem: TripProblem, c: Candidate, slot: Slot) -> Candidate:
    if slot.fixed and slot.start is not None:
        return replace(c, windows=((slot.start, slot.start + c.minutes),), days=(slot.day,), parties=None)
    day = slot.day * DAY
    least = slot.start or 0
    windows = tuple(
        (max(lo - day, least), hi - day + c.minutes)
        for lo, hi in problem.open_hours(c)
        if lo // DAY == slot.day and hi - day >= least
    )
    if not windows:
        windows = ((max(GROUND[0], least), GROUND[1]),)
    return replace(c, windows=windows, days=(slot.day,), parties=None)
