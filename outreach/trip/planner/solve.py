"""The search for the best plan: dynamic programming for each party (`beam`), the parties improved in turn, and OR-tools
to pick the best combination of all routes that were seen, one a party, nobody visited twice.

Same request and seed, same plan: work is counted, never timed; the solver has one worker, a fixed seed and a limit in
its own deterministic time. Tried and left: one circuit model in CP-SAT (10 s for 12 stops, nothing gained in 85 s for
60), best insertion with ruin and recreate (up to 16% below the optimum for 12 stops with narrow opening hours).
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from ortools.sat.python import cp_model

from graph.errors import InvalidArgument
from outreach.trip.planner.beam import routes as beam
from outreach.trip.planner.build import MUST, Orders
from outreach.trip.planner.problem import Dropped, TripPlan, TripProblem
from outreach.trip.planner.schedule import timetable, value
from outreach.trip.planner.why import impossible, why_dropped

FEW, EXACT = 14, 6_000  # so few candidates are planned with this many labels a layer, which is exact in practice
WORK = 12_000  # else labels × candidates of a layer: two hundred labels for sixty candidates
TURNS = 3  # rounds in which each party is planned anew
LEFT_OUT = 0.3  # largest share of the candidates that a round hides, to look elsewhere
POOL = 600  # routes a party at most from which the combination is chosen
EFFORT = 2.0  # deterministic seconds for choosing it

Routes = list[list[int]]
Pool = list[dict[int, tuple[int, tuple[int, ...]]]]  # by party: set of visits → (gain, order)


def solve(problem: TripProblem, seed: int = 0, turns: int = TURNS) -> TripPlan:
    """The best plan found.

    Raises `InvalidArgument` with what to change where nothing can be visited at all, or a must-visit cannot.
    """
    trouble = impossible(problem)
    if trouble:
        raise InvalidArgument(trouble)
    orders = Orders(problem)
    return finish(problem, orders, search(orders, seed, turns))


def finish(problem: TripProblem, orders: Orders, routes: Sequence[Sequence[int]]) -> TripPlan:
    """Routes of numbers as a plan with times and the reasons for what is left out."""
    named = [[orders.keys[n] for n in r] for r in routes]
    tables = [timetable(problem, p, order) for p, order in zip(problem.parties, named, strict=True)]
    seen = {k for order in named for k in order}
    missing = [c for c in problem.candidates if c.must and c.key not in seen]
    if missing:
        names = "、".join(f"“{c.name}”" for c in missing)
        raise InvalidArgument(
            f"必访的{names}排不进这次行程：与其他必访或固定安排时间冲突。请增加天数或组数，或取消其中一家的必访。"
        )
    dropped = [
        Dropped(c.key, c.name, why_dropped(orders, routes, orders.number[c.key]))
        for c in problem.candidates
        if c.key not in seen
    ]
    total = value(problem, list(zip(problem.parties, named, strict=True)))
    return TripPlan(tuple(t.route for t in tables), tuple(dropped), total)


def search(orders: Orders, seed: int = 0, turns: int = TURNS) -> Routes:
    """One party alone is one run. Several are planned one after the other, then anew in turns, each time out of what
    the others left; at the end the best combination of all routes seen is chosen."""
    everyone = [n for n in range(orders.n) if orders.ever(n)]
    width = EXACT if len(everyone) <= FEW else max(150, WORK // len(everyone))
    parties = range(len(orders.problem.parties))
    if len(parties) == 1:
        return [list(_top(orders, beam(orders, 0, everyone, width), [], 0))]
    dice = random.Random(seed)
    pool: Pool = [beam(orders, p, everyone, width) for p in parties]
    best: Routes = [[] for _ in parties]
    for p in parties:
        best[p] = list(_top(orders, beam(orders, p, _free(best, p, everyone), width), best, p))
    current = [list(r) for r in best]
    for turn in range(turns):
        hidden = set(dice.sample(everyone, int(len(everyone) * dice.uniform(0, LEFT_OUT)))) if turn else set()
        for p in dice.sample(list(parties), len(parties)):
            free = [n for n in _free(current, p, everyone) if n not in hidden or orders.worth[n] >= MUST]
            seen = beam(orders, p, free, width)
            _merge(pool[p], seen)
            current[p] = list(_top(orders, seen, current, p))
        for p in parties:  # what was hidden may fill what is left
            seen = beam(orders, p, _free(current, p, everyone), width)
            _merge(pool[p], seen)
            current[p] = list(_top(orders, seen, current, p))
        if orders.value(current) > orders.value(best):
            best = [list(r) for r in current]
    combined = _combine(orders, pool, best, seed)
    return max(best, combined, key=orders.value)


def _free(routes: Routes, party: int, everyone: Sequence[int]) -> list[int]:
    """Whom this party may still visit: all but those the others do."""
    taken = {n for p, r in enumerate(routes) if p != party for n in r}
    return [n for n in everyone if n not in taken]


def _top(orders: Orders, seen: dict[int, tuple[int, tuple[int, ...]]], routes: Routes, party: int) -> tuple[int, ...]:
    """The route that, beside the others' routes, makes the best plan; quotas hold over all parties."""
    others = [r for p, r in enumerate(routes) if p != party]
    if not orders.problem.least and not orders.problem.most:
        return max(seen.values(), key=lambda s: s[0])[1]
    used: dict[str, int] = {}
    for n in (n for r in others for n in r):
        used[orders.kind[n]] = used.get(orders.kind[n], 0) + 1
    best, best_value = tuple[int, ...](), -(10**12)
    for _, order in sorted(seen.values(), key=lambda s: -s[0])[:POOL]:
        kinds = dict(used)
        for n in order:
            kinds[orders.kind[n]] = kinds.get(orders.kind[n], 0) + 1
        over = any(kinds.get(k, 0) > most for k, most in orders.problem.most.items())
        if over and not any(orders.worth[n] >= MUST for n in order):
            continue
        short = sum(max(0, least - kinds.get(k, 0)) for k, least in orders.problem.least.items())
        now = orders.gain(party, order) - short * (MUST // 10) - over * MUST
        if now > best_value:
            best, best_value = order, now
    return best


def _merge(pool: dict[int, tuple[int, tuple[int, ...]]], seen: dict[int, tuple[int, tuple[int, ...]]]) -> None:
    for mask, route in seen.items():
        if mask not in pool or route[0] > pool[mask][0]:
            pool[mask] = route


def _pair(pool: Pool, hint: Routes) -> Routes:
    """The best pair of disjoint routes, exactly: both lists best first, given up where no better sum can follow."""
    ours, theirs = (sorted(seen.items(), key=lambda s: (-s[1][0], s[0])) for seen in pool)
    best, best_value = hint, -(10**12)
    for mask, (gain, order) in ours:
        if gain + theirs[0][1][0] <= best_value:
            break
        for other, (more, second) in theirs:
            if gain + more <= best_value:
                break
            if not mask & other:
                best, best_value = [list(order), list(second)], gain + more
                break
    return best


def _combine(orders: Orders, pool: Pool, hint: Routes, seed: int) -> Routes:
    """One route for each party out of those seen, so that the sum is largest and nobody is visited twice."""
    if len(pool) == 2 and not orders.problem.most and not orders.problem.least and len(pool[0]) <= 2**FEW:
        return _pair(pool, hint)
    model = cp_model.CpModel()
    picks = []
    for party, seen in enumerate(pool):
        ranked = sorted(seen.values(), key=lambda s: (-s[0], s[1]))[:POOL]
        ranked += [
            s
            for s in [(orders.gain(party, hint[party]), tuple(hint[party])), (orders.gain(party, ()), ())]
            if s not in ranked
        ]
        picks += [(party, orders.gain(party, r), r, model.new_bool_var("")) for _, r in ranked]
    for party in range(len(pool)):
        model.add_exactly_one(x for p, _, _, x in picks if p == party)
    for node in range(orders.n):
        model.add_at_most_one(x for _, _, route, x in picks if node in route)
    for kind, most in orders.problem.most.items():
        musts = sum(orders.kind[n] == kind and orders.worth[n] >= MUST for n in range(orders.n))
        count = sum(sum(orders.kind[n] == kind for n in route) * x for _, _, route, x in picks)
        model.add(count <= max(most, musts))
    lack = []
    for kind, least in orders.problem.least.items():
        short = model.new_int_var(0, max(0, least), f"short_{kind}")
        count = sum(sum(orders.kind[n] == kind for n in route) * x for _, _, route, x in picks)
        model.add(short >= least - count)
        lack.append(short * (MUST // 10))
    model.maximize(sum(gain * x for _, gain, _, x in picks) - sum(lack))
    for party, _, route, x in picks:
        model.add_hint(x, list(route) == hint[party])
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = EFFORT
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return hint
    out: Routes = [[] for _ in pool]
    for party, _, route, x in picks:
        if solver.boolean_value(x):
            out[party] = list(route)
    return out
