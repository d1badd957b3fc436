"""Routes of one party by dynamic programming over (visited set, last visit), with a bounded number of labels a layer.

A label is a time and a gain; one that is later and gains less than another of the same set and end is dropped. Where
the bound is never reached (a dozen candidates), the result is exact; else it is a beam search (Bellman 1962; Held &
Karp 1962; labels as in Righini & Salani 2008).
"""

from __future__ import annotations

from collections.abc import Iterable

from outreach.trip.planner.build import MUST, NEVER, Orders

RATES = (0.5, 2.0, 6.0)  # what a minute gone by counts in ranking labels of a layer; each rate fills its share
Label = tuple[int, int, int, int, "Label | None"]  # (now, gain, mask, last, before)


def routes(orders: Orders, party: int, pool: Iterable[int], width: int) -> dict[int, tuple[int, tuple[int, ...]]]:
    """For each set of visits found (as a bit mask of nodes) the largest gain and its order; the empty set too.

    Quotas: `most` is kept; each visit towards `least` counts extra, as in `Orders.value`.
    """
    problem = orders.problem
    nodes = [n for n in sorted(set(pool)) if party in orders.allowed[n] and orders.ever(n)]
    kinds = {k: sum(1 << n for n in range(orders.n) if orders.kind[n] == k) for k in {*problem.most, *problem.least}}
    end = orders.ends[party]
    found: dict[int, tuple[int, tuple[int, ...]]] = {0: (orders.gain(party, ()), ())}
    layer: list[Label] = [(orders.leaves[party], 0, 0, -1, None)]
    while layer:
        following: dict[tuple[int, int], list[Label]] = {}
        for label in layer:
            now, gain, mask, last, _ = label
            place = orders.place[last] if last >= 0 else orders.starts[party]
            from_here = orders.minutes[place]
            full = [m for k, m in kinds.items() if (mask & m).bit_count() >= problem.most.get(k, NEVER)]
            for n in nodes:
                bit = 1 << n
                if mask & bit or (full and orders.worth[n] < MUST and any(m & bit for m in full)):
                    continue
                done = orders.step(now, place, n)
                if done >= NEVER:
                    continue
                total = gain + orders.worth[n] - from_here[orders.place[n]]
                if problem.least:
                    kind = orders.kind[n]
                    if (mask & kinds.get(kind, 0)).bit_count() < problem.least.get(kind, 0):
                        total += MUST // 10
                held = following.setdefault((mask | bit, n), [])
                if any(h[0] <= done and h[1] >= total for h in held):
                    continue
                held[:] = [h for h in held if h[0] < done or h[1] > total]
                held.append((done, total, mask | bit, n, label))
        layer = _best([h for held in following.values() for h in held], width)
        for label in layer:
            now, gain, mask, last, _ = label
            here = orders.place[last]
            whole = gain - orders.minutes[here][end]
            if (mask not in found or whole > found[mask][0]) and orders.home(now, here, party):
                found[mask] = (whole, _order(label))
    return found


def _best(labels: list[Label], width: int) -> list[Label]:
    if len(labels) <= width:
        return labels
    kept: dict[tuple[int, int, int], Label] = {}
    for rate in RATES:
        ranked = sorted(labels, key=lambda h: (rate * h[0] - h[1], h[2], h[3]))
        for h in ranked[: width // len(RATES)]:
            kept[h[2], h[3], h[0]] = h
    return list(kept.values())


def _order(label: Label | None) -> tuple[int, ...]:
    out: list[int] = []
    while label is not None and label[3] >= 0:
        out.append(label[3])
        label = label[4]
    return tuple(reversed(out))
