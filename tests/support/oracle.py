"""The exact optimum of a trip by dynamic programming over (visited set, last visit), written from the rules alone.

A label is (time, minutes on the way); labels that are later and longer than another are dropped. For several parties
the best values of disjoint sets are added up. Small requests only: 2^n sets.
"""

from __future__ import annotations

from outreach.trip.planner.problem import DAY, Candidate, PlannedParty, TripProblem


def drive(p: TripProblem, leave: int, minutes: int) -> int | None:
    """Arrival: today, if one is there before the day is over, else tomorrow in the morning."""
    for day in (leave // DAY, leave // DAY + 1):
        begin = max(leave, day * DAY + p.wake)
        if begin + minutes <= day * DAY + p.late:
            return begin + minutes
    return None


def finish(p: TripProblem, c: Candidate, arrive: int) -> int | None:
    """End of a visit for someone who arrives then: the first moment of the trip at which the door is open."""
    ride = p.legs[c.place, c.place].minutes
    for day in range(p.days):
        if c.days is not None and day not in c.days:
            continue
        date = p.moment(day * DAY).date()
        if date in p.off or (c.days is None and not p.weekends and date.weekday() >= 5 and date not in p.on):
            continue
        for lo, hi in sorted(c.windows):
            begin = max(arrive, day * DAY + lo, day * DAY + p.wake + ride)
            if begin + c.minutes <= day * DAY + min(hi, p.late):
                return begin + c.minutes
    return None


def values(p: TripProblem, party: PlannedParty) -> dict[int, int]:
    """Best worth less minutes on the way of one party, for every set of visits it can make."""
    cs = p.candidates
    best: dict[int, int] = {0: 0 if party.start == party.end else -p.legs[party.start, party.end].minutes}
    layer: dict[tuple[int, int], list[tuple[int, int]]] = {(0, -1): [(p.leaves(party), 0)]}
    while layer:
        following: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for (mask, last), labels in layer.items():
            at = party.start if last < 0 else cs[last].place
            for now, spent in labels:
                for j, c in enumerate(cs):
                    if mask >> j & 1 or (c.parties is not None and party.number not in c.parties):
                        continue
                    leg = p.legs[at, c.place].minutes
                    arrive = drive(p, now, leg)
                    done = None if arrive is None else finish(p, c, arrive)
                    if done is None:
                        continue
                    held = following.setdefault((mask | 1 << j, j), [])
                    if any(t <= done and s <= spent + leg for t, s in held):
                        continue
                    held[:] = [(t, s) for t, s in held if t < done or s < spent + leg]
                    held.append((done, spent + leg))
        for (mask, last), labels in following.items():
            worth = sum(c.worth for i, c in enumerate(cs) if mask >> i & 1)
            back = p.legs[cs[last].place, party.end].minutes
            for now, spent in labels:
                home = drive(p, now, back)
                if home is not None and home <= p.due(party):
                    best[mask] = max(best.get(mask, -(10**9)), worth - spent - back)
        layer = following
    return best


def optimum(p: TripProblem) -> int:
    """The best value over all parties that makes every must-visit, -10^9 where none does."""
    musts = sum(1 << i for i, c in enumerate(p.candidates) if c.must)
    sums: dict[int, int] = {0: 0}
    for party in p.parties:
        own = values(p, party)
        added: dict[int, int] = {}
        for a, va in sums.items():
            for b, vb in own.items():
                if not a & b and va + vb > added.get(a | b, -(10**9)):
                    added[a | b] = va + vb
        sums = added
    fits = [v for mask, v in sums.items() if mask & musts == musts and _quotas(p, mask)]
    return max(fits, default=-(10**9))


def _quotas(p: TripProblem, mask: int) -> bool:
    kinds = [c.kind for i, c in enumerate(p.candidates) if mask >> i & 1]
    return all(kinds.count(k) <= most for k, most in p.most.items())
