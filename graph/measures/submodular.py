"""Greedy maximisation of a monotone submodular function under limits, with an upper bound computed from the data.

Lazy (Minoux 1978, in Stoer, Optimization Techniques, LNCIS 7): what a candidate adds can only fall while the set grows,
and so can what it adds per cost. Its last known gain therefore bounds its present one, and only candidates whose bound
reaches the best gain known are evaluated again. The choice is the eager one, ties included.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from typing import Protocol, Self

import numpy as np

from graph.measures.formulas import Floats

TINY = 1e-12  # a gain of this or less is none
ROUNDING = 1e-13  # by so much a gain may rise, being a difference of doubles


class Worth(Protocol):
    """The worth f of a set of candidates that grows one by one; a candidate may be taken again."""

    def worth(self) -> float:
        """f of the set."""
        ...

    def gain(self, i: int) -> float:
        """What candidate i would add to it."""
        ...

    def gains(self) -> Floats:
        """(n,) `gain` of every candidate."""
        ...

    def land(self, i: int) -> None:
        """Take candidate i into the set."""
        ...

    def fresh(self) -> Self:
        """The same with an empty set."""
        ...


class LazyRun:
    """One greedy run: the set as it grows, by gain over `weight` (n,), with costs (n, R) under caps (R,)."""

    def __init__(self, state: Worth, costs: Floats, caps: Floats, weight: Floats) -> None:
        self.state, self.costs, self.caps, self.weight = state, costs, caps, weight
        self.rows: list[int] = []
        self.values: list[float] = [state.worth()]  # of the set with 0, 1, … candidates
        self._left = caps.astype(float)
        self._known: dict[int, float] = {}  # gains in the present state
        self._queue = [(-(g + ROUNDING) / w, i) for i, (g, w) in enumerate(zip(state.gains(), weight, strict=True))]
        heapq.heapify(self._queue)

    def best(self, m: int) -> list[tuple[int, float]]:
        """The m candidates that gain most per weight among those that still fit, as (row, gain), ties by row."""
        found: list[tuple[float, int]] = []  # (−gain over weight, row), best first
        while self._queue and m and (len(found) < m or self._queue[0][0] <= found[m - 1][0]):
            _, i = heapq.heappop(self._queue)
            # What does not fit or gain never will again: the room and the gains only shrink.
            if (self.costs[i] <= self._left + TINY).all() and (gain := self._gain(i)) > TINY:
                found.append((-gain / self.weight[i], i))
                found.sort()
        for _, i in found:
            heapq.heappush(self._queue, (-(self._known[i] + ROUNDING) / self.weight[i], i))
        return [(i, self._known[i]) for _, i in found[:m]]

    def grow(self) -> bool:
        """Take the best candidate; False where none fits or gains."""
        best = self.best(1)
        if not best:
            return False
        i = best[0][0]
        self.state.land(i)
        self._known.clear()
        self._left -= self.costs[i]
        self.rows.append(i)
        self.values.append(self.state.worth())
        return True

    def _gain(self, i: int) -> float:
        if i not in self._known:
            self._known[i] = self.state.gain(i)
        return self._known[i]


class Bound:
    """What no set within the limits can exceed, by number of candidates at most: the least, over all sets S met on the
    way, of f(S) + the best fractional set of gains.

    By submodularity no set adds more to S than the sum of its gains (Nemhauser, Wolsey & Fisher 1978, Math. Program.
    14). Each candidate may be taken `copies` times; its later turns gain no more than its first. The limits are the
    whole ones, not what is left of them: the best set need not hold what was taken here.
    """

    def __init__(self, numbers: Sequence[int], costs: Floats, caps: Floats, copies: int) -> None:
        self.value = dict.fromkeys(numbers, np.inf)
        self._costs, self._caps, self._copies = costs, caps, copies
        self._points: dict[int, Floats] = {}  # fractional sets within the limits

    def meet(self, run: LazyRun) -> None:
        """Reckon with the set that the run has reached, for all numbers that allow it."""
        numbers = sorted((k for k in self.value if k >= len(run.rows)), reverse=True)
        if not numbers:
            return
        if not len(self._caps):
            gains = np.repeat([g for _, g in run.best(-(-numbers[0] // self._copies))], self._copies)
            for k in numbers:
                self.value[k] = min(self.value[k], run.values[-1] + float(gains[:k].sum()))
            return
        gains = np.maximum(run.state.gains(), 0.0)  # a linear program needs them all
        for k in numbers:
            room = self.value[k] - run.values[-1]
            # A set within the limits that already gains more shows that this program cannot lower the bound.
            if k not in self._points or float(gains @ self._points[k]) < room:
                most, self._points[k] = self._program(gains, k)
                self.value[k] = min(self.value[k], run.values[-1] + most)

    def _program(self, gains: Floats, k: int) -> tuple[float, Floats]:
        """(value, times each candidate is taken) of the fractional knapsack with at most k candidates."""
        times = np.where((self._costs > self._caps + TINY).any(axis=1), 0.0, float(self._copies))
        if not times.any():
            return 0.0, np.zeros(len(gains))
        from scipy.optimize import linprog  # slow to import

        found = linprog(
            -gains,
            np.vstack([np.ones(len(gains)), self._costs.T]),
            np.concatenate([[k], self._caps]),
            bounds=np.stack([np.zeros(len(gains)), times], axis=1),
        )
        if not found.success:  # the sum of the k largest is never less
            return float(np.sort(np.repeat(gains, self._copies))[::-1][:k].sum()), np.zeros(len(gains))
        return float(-found.fun), np.asarray(found.x)


def greedy(
    model: Worth, numbers: Sequence[int], costs: Floats, caps: Floats, copies: int
) -> dict[int, tuple[list[int], float]]:
    """(rows chosen, upper bound) for each number of candidates at most; fewer are the beginning of more.

    Under caps two runs are made, by gain and by gain per cost, and the better kept (Leskovec et al. 2007, KDD, section
    3). The bound is that of all sets met in both.
    """
    weights = [np.ones(len(costs))]
    if len(caps):
        weights.append(TINY + (costs / np.maximum(caps, TINY)).max(axis=1))
    bound = Bound(numbers, costs, caps, copies)
    best: dict[int, tuple[float, list[int]]] = {}
    for weight in weights:
        run = LazyRun(model.fresh(), costs, caps, weight)
        bound.meet(run)
        while len(run.rows) < max(numbers, default=0) and run.grow():
            bound.meet(run)
        for k in numbers:
            taken = min(k, len(run.rows))
            if k not in best or run.values[taken] > best[k][0]:
                best[k] = run.values[taken], run.rows[:taken]
    return {k: (rows, max(bound.value[k], value)) for k, (value, rows) in best.items()}
