"""A first plan by best insertion, and the fast evaluation of orders that search and hand edits share.

The gain of putting a visit into a route is its worth less the detour in minutes, as in `schedule.value`.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

from outreach.trip.planner.problem import DAY, TripProblem

MUST = 1_000_000  # what a must-visit counts in the search, beyond any worth
NEVER = 1 << 30


class Orders:
    """A problem as numbers: nodes are candidates by position; a route is a list of nodes of one party."""

    def __init__(self, problem: TripProblem) -> None:
        self.problem = problem
        self.n = len(problem.candidates)
        self.keys = [c.key for c in problem.candidates]
        self.number = {k: i for i, k in enumerate(self.keys)}
        places = sorted({p for pair in problem.legs for p in pair})
        index = {p: i for i, p in enumerate(places)}
        self.minutes = [[problem.legs[a, b].minutes for b in places] for a in places]
        self.place = [index[c.place] for c in problem.candidates]
        self.starts = [index[p.start] for p in problem.parties]
        self.ends = [index[p.end] for p in problem.parties]
        self.length = [c.minutes for c in problem.candidates]
        self.worth = [c.worth + (MUST if c.must else 0) for c in problem.candidates]
        self.kind = [c.kind for c in problem.candidates]
        self.allowed = [
            frozenset(range(len(problem.parties)))
            if c.parties is None
            else frozenset(i for i, p in enumerate(problem.parties) if p.number in c.parties)
            for c in problem.candidates
        ]
        hours = [problem.open_hours(c) for c in problem.candidates]
        self._lo = [[lo for lo, _ in h] for h in hours]
        self._hi = [[hi for _, hi in h] for h in hours]
        self.leaves = [problem.leaves(p) for p in problem.parties]
        self.due = [problem.due(p) for p in problem.parties]
        self.span = problem.late - problem.wake

    def ever(self, node: int) -> bool:
        """Is the candidate open on any day of the trip?"""
        return bool(self._lo[node])

    def step(self, now: int, place: int, node: int) -> int:
        """When a visit ends that is made next, leaving `place` at `now`; `NEVER` where it cannot be made."""
        arrive = self._ride(now, self.minutes[place][self.place[node]])
        if arrive >= NEVER:
            return NEVER
        i = bisect_left(self._hi[node], arrive)
        if i == len(self._hi[node]):
            return NEVER
        return max(self._lo[node][i], arrive) + self.length[node]

    def _ride(self, now: int, minutes: int) -> int:
        if minutes > self.span:
            return NEVER
        base = now - now % DAY
        start = max(now, base + self.problem.wake)
        if start + minutes <= base + self.problem.late:
            return start + minutes
        return base + DAY + self.problem.wake + minutes

    def home(self, now: int, place: int, party: int) -> bool:
        """Can the party still be home in time?"""
        return self._ride(now, self.minutes[place][self.ends[party]]) <= self.due[party]

    def feasible(self, party: int, order: Sequence[int]) -> bool:
        """Does the order hold from start to end?"""
        now, place = self.leaves[party], self.starts[party]
        for node in order:
            if party not in self.allowed[node]:
                return False
            now = self.step(now, place, node)
            if now >= NEVER:
                return False
            place = self.place[node]
        return self.home(now, place, party)

    def detour(self, party: int, order: Sequence[int], at: int, node: int) -> int:
        """Minutes that putting `node` before position `at` adds."""
        before = self.place[order[at - 1]] if at else self.starts[party]
        after = self.place[order[at]] if at < len(order) else self.ends[party]
        here = self.place[node]
        alone = 0 if not order and self.starts[party] == self.ends[party] else self.minutes[before][after]
        return self.minutes[before][here] + self.minutes[here][after] - alone

    def best_place(
        self, party: int, order: Sequence[int], node: int, patience: float = 0.0
    ) -> tuple[float, int, int] | None:
        """(cost, position, detour) of the best feasible place for a node in a route, None where there is none.

        cost is the detour in minutes, plus `patience` times what the end of the route is put off by.
        """
        if party not in self.allowed[node]:
            return None
        ends = [self.leaves[party]]
        place = self.starts[party]
        for other in order:
            ends.append(self.step(ends[-1], place, other))
            place = self.place[other]
        best: tuple[float, int, int] | None = None
        for at in range(len(order) + 1):
            extra = self.detour(party, order, at, node)
            if best is not None and extra >= best[0]:
                continue
            place = self.place[order[at - 1]] if at else self.starts[party]
            now = self.step(ends[at], place, node)
            place = self.place[node]
            later = now - ends[at]
            for k in range(at, len(order)):
                if now >= NEVER:
                    break
                now = self.step(now, place, order[k])
                place = self.place[order[k]]
                later = now - ends[k + 1]
                if later <= 0:  # nothing behind is moved, so the rest holds as it did
                    later = 0
                    break
            if now >= NEVER or (later > 0 and not self.home(now, place, party)):
                continue
            cost = extra + patience * later if at < len(order) or later else float(extra)
            if best is None or cost < best[0]:
                best = (cost, at, extra)
        return best

    def insert(
        self,
        routes: Sequence[Sequence[int]],
        pool: Iterable[int],
        factor: Mapping[int, float] | None = None,
        power: float = 0.0,
        patience: float = 0.0,
    ) -> list[list[int]]:
        """Put in what promises most, one after the other, until nothing fits or gains. Quotas from above are kept.

        factor multiplies a candidate's worth while choosing, so that a search can look elsewhere; with `power` the
        promise is worth over (time it takes)^power; `patience` as in `best_place`.
        """
        out = [list(r) for r in routes]
        left = sorted(set(pool) - {n for r in out for n in r})
        cache: dict[tuple[int, int], tuple[float, int, int] | None] = {}
        used: dict[str, int] = {}
        for n in (n for r in out for n in r):
            used[self.kind[n]] = used.get(self.kind[n], 0) + 1
        while left:
            best: tuple[float, int, int, int] | None = None
            for node in left:
                kind = self.kind[node]
                if used.get(kind, 0) >= self.problem.most.get(kind, NEVER) and self.worth[node] < MUST:
                    continue
                bonus = MUST // 10 if used.get(kind, 0) < self.problem.least.get(kind, 0) else 0
                for party in range(len(out)):
                    if (node, party) not in cache:
                        cache[node, party] = self.best_place(party, out[party], node, patience)
                    hit = cache[node, party]
                    if hit is None or self.worth[node] + bonus <= hit[2]:
                        continue
                    promise = (self.worth[node] + bonus) * (factor or {}).get(node, 1.0) - hit[0]
                    promise /= (self.length[node] + max(0.0, hit[0])) ** power
                    if best is None or promise > best[0]:
                        best = (promise, node, party, hit[1])
            if best is None:
                break
            _, node, party, at = best
            out[party].insert(at, node)
            used[self.kind[node]] = used.get(self.kind[node], 0) + 1
            left.remove(node)
            cache = {k: v for k, v in cache.items() if k[1] != party}
        return out

    def gain(self, party: int, order: Sequence[int]) -> int:
        """What one route adds: the worth of its visits less its minutes on the way."""
        if not order and self.starts[party] == self.ends[party]:
            return 0
        places = [self.starts[party], *(self.place[n] for n in order), self.ends[party]]
        return sum(self.worth[n] for n in order) - sum(self.minutes[a][b] for a, b in itertools.pairwise(places))

    def value(self, routes: Sequence[Sequence[int]]) -> int:
        """The search's aim: worth (must-visits and missing quotas weighing far more) less minutes on the way."""
        used: dict[str, int] = {}
        for n in (n for order in routes for n in order):
            used[self.kind[n]] = used.get(self.kind[n], 0) + 1
        short = sum(max(0, least - used.get(kind, 0)) for kind, least in self.problem.least.items())
        return sum(self.gain(p, order) for p, order in enumerate(routes)) - short * (MUST // 10)
