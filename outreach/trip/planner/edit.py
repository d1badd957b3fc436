"""Plan B when a visit is cancelled, and a plan laid out from an order of visits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from outreach.trip.planner.build import Orders
from outreach.trip.planner.check import Issue, check
from outreach.trip.planner.problem import DAY, Dropped, TripPlan, TripProblem
from outreach.trip.planner.schedule import timetable, value
from outreach.trip.planner.why import why_dropped


@dataclass(frozen=True, slots=True)
class Edited:
    """A plan after a change, and what is now wrong with it."""

    plan: TripPlan
    issues: tuple[Issue, ...]


def orders_of(plan: TripPlan) -> dict[int, list[str]]:
    """Keys by party, in order."""
    return {r.party: list(r.order) for r in plan.routes}


def lay_out(problem: TripProblem, orders: Mapping[int, Sequence[str]], old: TripPlan | None = None) -> Edited:
    """The plan of these orders, with times anew. Reasons for what is left out are kept where they still stand."""
    tables = [timetable(problem, p, orders.get(p.number, ())) for p in problem.parties]
    inside = {k for order in orders.values() for k in order}
    reasons = {d.key: d for d in old.dropped} if old else {}
    was = {k for r in old.routes for k in r.order} if old else set()
    dropped = tuple(
        reasons.get(c.key) or Dropped(c.key, c.name, "手工删去。" if c.key in was else "没有安排。")
        for c in problem.candidates
        if c.key not in inside
    )
    total = value(problem, [(p, orders.get(p.number, ())) for p in problem.parties])
    plan = TripPlan(tuple(t.route for t in tables), dropped, total)
    said = {key for t in tables for key, _ in t.wrong if key}
    wrong = [Issue("time", sentence, t.route.party, key) for t in tables for key, sentence in t.wrong]
    wrong += [
        i
        for i in check(problem, plan)
        if not (i.key in said and i.code in ("closed", "day", "weekend", "holiday", "party"))
    ]
    return Edited(plan, tuple(dict.fromkeys(wrong)))


def without(problem: TripProblem, plan: TripPlan, key: str) -> tuple[TripPlan, tuple[str, ...]]:
    """Plan B when one cancels, with the least change: every other visit keeps its minute; who was left out takes the
    free time where one fits without moving anybody. Returns the plan and what changed, in sentences.

    Where the rides around the gap do not fit any more (a long ride in one go does not fit the evening that two short
    ones fitted), that route is laid out anew, and the sentences say so.
    """
    names = {c.key: c.name for c in problem.candidates}
    said = [f"“{names[key]}”取消。"]
    orders = {p: [k for k in o if k != key] for p, o in orders_of(plan).items()}
    party = next(r.party for r in plan.routes if key in r.order)
    fixed = {c.key: c.start for r in plan.routes for c in r.calls if c.key != key}
    pinned = _pinned(problem, fixed)
    if lay_out(pinned, orders).issues:
        pinned = problem
        said.append("前后路程有变，该组时间重新排定。")
    numbers = Orders(pinned)
    dropped = sorted((d.key for d in plan.dropped), key=lambda k: (-numbers.worth[numbers.number[k]], k))
    for k in dropped:
        node = numbers.number[k]
        used = sum(numbers.kind[numbers.number[o]] == numbers.kind[node] for v in orders.values() for o in v)
        if used >= problem.most.get(numbers.kind[node], 1 << 30):
            continue
        index = next(i for i, p in enumerate(problem.parties) if p.number == party)
        hit = numbers.best_place(index, [numbers.number[o] for o in orders[party]], node)
        if hit is not None and hit[2] < numbers.worth[node]:
            orders[party].insert(hit[1], k)
            said.append(f"空出的时间改访“{names[k]}”。")
            break
    after = lay_out(pinned, orders, plan).plan
    routes = tuple(r for r in after.routes)
    moved = [
        k
        for k, start in fixed.items()
        if start != next((c.start for r in routes for c in r.calls if c.key == k), start)
    ]
    said += [f"“{names[k]}”时间有变。" for k in moved]
    if len(said) == 1:
        said.append("其余不变，空出的时间没有合适的替补。")
    all_numbers = Orders(problem)
    listed = [[all_numbers.number[k] for k in r.order] for r in routes]
    left = tuple(
        Dropped(
            c.key, c.name, "对方取消。" if c.key == key else why_dropped(all_numbers, listed, all_numbers.number[c.key])
        )
        for c in problem.candidates
        if not any(c.key in r.order for r in routes)
    )
    total = value(problem, [(p, r.order) for p, r in zip(problem.parties, routes, strict=True)])
    return TripPlan(routes, left, total), tuple(said)


def _pinned(problem: TripProblem, fixed: Mapping[str, int]) -> TripProblem:
    """The same request with the visits of a plan held to their minute."""

    held = tuple(
        replace(c, windows=((fixed[c.key] % DAY, fixed[c.key] % DAY + c.minutes),), days=(fixed[c.key] // DAY,))
        if c.key in fixed
        else c
        for c in problem.candidates
    )
    return replace(problem, candidates=held)
