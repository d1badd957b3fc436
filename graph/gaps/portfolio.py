"""组合引进: which k landings together do most for the chains, under limits that the office enters.

A landing is one medium firm (`WHAT_IF_SIZE`) in a gap. What a set S of landings is worth, in 0–1:

    f(S) = ½ · (completeness gained / lacking in these gaps) + ½ · (local need met / that these gaps could meet)

Completeness is value-weighted, each chain alike, and saturates (a segment that is strong cannot become stronger). Need
is met by coverage: a local buying segment t lacks the part a_st = share_st · (1 − strength_s / strong) from segment s,
and what it has gained is 1 − Π over landed s of (1 − a_st), weighted by its strength. Both are monotone and submodular,
so that greedy choice reaches at least 1 − 1/e of the best possible (Nemhauser, Wolsey & Fisher 1978, Math. Program.
14) under a limit on the number alone. Under money, land and power too, the better of two greedy runs is taken, and in
every case an upper bound is computed from the data, so that the distance to the best possible is known
(`graph.measures.submodular`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from typing import TYPE_CHECKING, Self

import numpy as np

from graph.gaps.find import Gap
from graph.gaps.kinds_and_scores import STRONG
from graph.measures.formulas import Floats
from graph.measures.submodular import TINY, greedy
from graph.model.records import MICRO, Segment
from graph.model.vocabulary import Use
from graph.region.footprint import WHAT_IF_SIZE, Footprint

if TYPE_CHECKING:
    from graph.gaps.documents.plan_shapes import FrontierPoint, Resource

GUARANTEE = 1 - 1 / np.e  # of greedy choice under a limit on the number alone
LANDING = WHAT_IF_SIZE / MICRO  # size units
COPIES = 3  # landings that make an empty segment strong; more add nothing
RESOURCES: tuple[Resource, ...] = ("money_yi", "land_mu", "high_power")


@dataclass(frozen=True)
class Budget:
    """What the office can afford; None means no limit.

    k: landings; money_yi: 亿元 of investment in all; land_mu: 亩 in all; high_power: landings that need much power.
    """

    k: int
    money_yi: float | None = None
    land_mu: float | None = None
    high_power: int | None = None

    def of(self, resource: Resource) -> float | None:
        value = getattr(self, resource)
        return None if value is None else float(value)


@dataclass(frozen=True)
class Cost:
    """What one usual project of a segment takes; None where nobody knows (待核).

    money_yi, land_mu: the geometric middle of the usual range in the catalogue, whose ends lie a factor of ten
    apart; high_power: 1 where the segment needs much power, else 0.
    """

    money_yi: float | None
    land_mu: float | None
    high_power: float | None


def cost_of(segment: Segment) -> Cost:
    """The usual cost of a project, from the segment's `siting`."""
    siting = segment.siting

    def middle(ends: list[float] | None) -> float | None:
        return sqrt(float(ends[0]) * float(ends[1])) if ends and min(ends) > 0 else None

    power = siting.get("power")
    return Cost(
        middle(siting.get("investment_yi")),
        middle(siting.get("land_mu")),
        None if power is None else float(power == Use.HIGH),
    )


@dataclass(frozen=True)
class Step:
    """One landing: what it adds to the worth of the set, and its two parts."""

    segment: str
    gain: float
    value: float  # of the set so far
    completeness: float  # part filled of what the candidates lack, value-weighted
    need: float  # part met of the local need that the candidates could meet


@dataclass(frozen=True)
class Portfolio:
    """The landings in the order chosen, with what they use and how good they can be at most.

    bound: no set within the limits is worth more than this; guaranteed: the part of the best that greedy choice
    promises (0 where limits other than the number hold); left_out: gaps whose cost is unknown though it is limited,
    by resource.
    """

    steps: tuple[Step, ...]
    bound: float
    guaranteed: float
    used: Mapping[Resource, float]
    unknown: Mapping[Resource, tuple[str, ...]]
    left_out: Mapping[Resource, tuple[str, ...]]

    @property
    def value(self) -> float:
        return self.steps[-1].value if self.steps else 0.0

    @property
    def segments(self) -> tuple[str, ...]:
        return tuple(s.segment for s in self.steps)


@dataclass
class LandingWorth:
    """f(S) and its marginal gains over the candidate segments, for one region.

    value: (n,) value weight over what the candidates of its chain lack, the chains alike; x: (n,) local strength;
    lack: (n, T) a_st; buyers: (T,) strength of the buying segments. Shared by the greedy run and, in the tests, by
    brute force.
    """

    value: Floats
    x: Floats
    lack: Floats
    buyers: Floats
    landed: Floats = field(init=False)
    rest: Floats = field(init=False)  # (T,) Π (1 − a_st) over landed s

    def __post_init__(self) -> None:
        self.landed = np.zeros(len(self.x))
        self.rest = np.ones(len(self.buyers))
        whole = 1 - np.prod(1 - self.lack, axis=0) if len(self.x) else np.zeros(len(self.buyers))
        self._whole = float((self.buyers * whole).sum())

    def parts(self) -> tuple[float, float]:
        """(share of what the candidates lack that is filled, share of the need they could meet that is met), in 0–1."""
        filled = np.minimum(1.0, (self.x + LANDING * self.landed) / STRONG) - np.minimum(1.0, self.x / STRONG)
        need = float((self.buyers * (1 - self.rest)).sum())
        return float((self.value * filled).sum()), need / self._whole if self._whole > TINY else 0.0

    def worth(self) -> float:
        """f of the landed set."""
        return sum(self.parts()) / 2

    def gains(self) -> Floats:
        """(n,) what one more landing in each segment would add to f."""
        before = np.minimum(1.0, (self.x + LANDING * self.landed) / STRONG)
        after = np.minimum(1.0, (self.x + LANDING * (self.landed + 1)) / STRONG)
        full = self.value * (after - before)
        if self._whole <= TINY:
            return np.asarray(full / 2)
        need = np.where(self.landed > 0, 0.0, self.lack @ (self.buyers * self.rest)) / self._whole
        return np.asarray((full + need) / 2)

    def gain(self, i: int) -> float:
        """What one more landing in segment i would add to f."""
        level = self.x[i] + LANDING * self.landed[i]
        full = self.value[i] * (min(1.0, (level + LANDING) / STRONG) - min(1.0, level / STRONG))
        if self.landed[i] > 0 or self._whole <= TINY:
            return float(full / 2)
        return float((full + self.lack[i] @ (self.buyers * self.rest) / self._whole) / 2)

    def land(self, i: int) -> None:
        """Put one more landing into segment i."""
        if self.landed[i] == 0:
            self.rest = self.rest * (1 - self.lack[i])
        self.landed[i] += 1

    def fresh(self) -> Self:
        """The same with nothing landed."""
        return type(self)(self.value, self.x, self.lack, self.buyers)


def worth(footprint: Footprint, segments: Sequence[str], chains: Collection[str] = ()) -> LandingWorth:
    """The worth of landings in these segments, over these chains (all with a candidate where none is named)."""
    net = footprint.network
    rows = [net.row[s] for s in segments]
    counted = set(chains) or {net.segments[s].chain for s in segments}
    # Each chain counts alike, and within it what its candidates lack adds up to one.
    weight = np.array([net.segments[s].value_weight * (net.segments[s].chain in counted) for s in segments])
    lacking: dict[str, float] = defaultdict(float)
    for s, i, w in zip(segments, rows, weight, strict=True):
        lacking[net.segments[s].chain] += float(w * (1 - min(1.0, footprint.x[i] / STRONG)))
    total = {c: v for c, v in lacking.items() if v > TINY}
    value = np.array(
        [
            w / total[c] / len(total) if (c := net.segments[s].chain) in total else 0.0
            for s, w in zip(segments, weight, strict=True)
        ]
    )
    short = 1 - np.minimum(1.0, footprint.x[rows] / STRONG)
    lack = np.clip(net.shares[rows] * net.using[rows] * short[:, None], 0.0, 1.0)
    inside = np.array([net.segments[s].chain in counted for s in net.ids])
    return LandingWorth(value, footprint.x[rows], lack, footprint.x * inside)


@dataclass(frozen=True)
class _Task:
    """What is chosen from: gaps whose cost is known where it is limited, with costs (n, R) under caps (R,)."""

    segments: tuple[str, ...]
    model: LandingWorth
    of: Mapping[str, Cost]
    costs: Floats
    caps: Floats
    left_out: Mapping[Resource, tuple[str, ...]]

    def best(self, numbers: Sequence[int]) -> dict[int, tuple[list[int], float]]:
        """(rows, upper bound) for each number of landings."""
        return greedy(self.model, numbers, self.costs, self.caps, COPIES)

    def used(self, rows: Sequence[int]) -> dict[Resource, float]:
        return {r: float(sum(getattr(self.of[self.segments[i]], r) or 0.0 for i in rows)) for r in RESOURCES}


def _task(footprint: Footprint, gaps: Sequence[Gap], limits: Budget, chains: Collection[str]) -> _Task:
    """A gap whose cost in a limited resource is unknown cannot be promised to fit: it is left out and named."""
    order = [g.segment for g in gaps]
    of = {s: cost_of(footprint.network.segments[s]) for s in order}
    limited = [r for r in RESOURCES if limits.of(r) is not None]
    left_out = {r: tuple(s for s in order if getattr(of[s], r) is None) for r in limited}
    barred = {s for names in left_out.values() for s in names}
    segments = tuple(s for s in order if s not in barred)
    costs = np.array([[getattr(of[s], r) or 0.0 for r in limited] for s in segments])
    caps = np.array([limits.of(r) or 0.0 for r in limited])
    model = worth(footprint, segments, chains)
    return _Task(segments, model, of, costs.reshape(len(segments), len(limited)), caps, left_out)


def choose(footprint: Footprint, gaps: Sequence[Gap], limits: Budget, chains: Collection[str] = ()) -> Portfolio:
    """The best landings among these gaps under the limits; ties go to the gap that stands first."""
    task = _task(footprint, gaps, limits, chains)
    rows, bound = task.best([limits.k])[limits.k]
    chosen = [task.segments[i] for i in rows]
    unknown = {r: tuple(sorted({s for s in chosen if getattr(task.of[s], r) is None})) for r in RESOURCES}
    guaranteed = 0.0 if len(task.caps) else GUARANTEE
    return Portfolio(_steps(task.model, chosen, rows), bound, guaranteed, task.used(rows), unknown, task.left_out)


def _steps(model: LandingWorth, names: Sequence[str], rows: Sequence[int]) -> tuple[Step, ...]:
    state = model.fresh()
    out = []
    before = 0.0
    for name, i in zip(names, rows, strict=True):
        state.land(i)
        full, need = state.parts()
        out.append(Step(name, state.worth() - before, state.worth(), full, need))
        before = state.worth()
    return tuple(out)


def frontier(
    footprint: Footprint, gaps: Sequence[Gap], limits: Budget, chains: Collection[str] = ()
) -> list[FrontierPoint]:
    """For 1 to k landings: worth, upper bound, money and land; what each further landing still brings."""
    task = _task(footprint, gaps, limits, chains)
    out: list[FrontierPoint] = []
    for k, (rows, bound) in task.best(range(1, limits.k + 1)).items():
        used = task.used(rows)
        steps = _steps(task.model, [task.segments[i] for i in rows], rows)
        out.append(
            {
                "k": k,
                "landings": len(rows),
                "value": steps[-1].value if steps else 0.0,
                "bound": bound,
                "money_yi": used["money_yi"],
                "land_mu": used["land_mu"],
            }
        )
    return out
