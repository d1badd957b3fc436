"""Gap-finding: what is missing, weak, broken, single-source or within reach in a region's chains, and how sure.

The kind is structural: it follows from the chain and the local firms alone. The verdict says how far the data
carries it and never changes the kind. The score orders what to work on first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph import measures
from graph.footprint import WHAT_IF_SIZE, Footprint
from graph.measures import Floats
from graph.types import MICRO, Action, GapKind, Verdict

STRONG = 6.0  # units: one large firm wholly in the segment, or three medium ones
FAINT = 0.3  # units: below this a neighbour is too small to ask for anything
HALF = 1.0  # units of pull or push at which need counts one half
WEAK_QUOTIENT = 0.8  # upper bound of the shrunk quotient below which the region is thin for its chain
WEAK_COVER = 0.5  # strength over what local buyers pull, below which the segment cannot feed them
FEW_SUPPLIERS = 1.5  # effective number below which one firm decides
NEAR = 0.5  # a segment is within reach from this rank of relatedness in its chain
GOOD_COVERAGE, POOR_COVERAGE = 0.6, 0.15
FEW_FIRMS = 10  # a region of which we know fewer firms is one we know nothing about
BIG_PROJECT_YI = 2.0  # 亿元: where even a small plant costs this much, one list can hardly have missed it
# What a gap keeps of its score when the data does not carry it: still in the list, no longer at its head.
CERTAINTY: dict[Verdict, float] = {"confirmed": 1.0, "likely": 1.0, "insufficient_data": 0.75}
DRAWS, SEED, LEVEL = 200, 20260101, 0.8

# Share of each component in the score, by action; each row adds up to 1.
WEIGHTS: dict[Action, dict[str, float]] = {
    "filling": {"need": 0.30, "consequence": 0.15, "base": 0.10, "weakness": 0.10, "value": 0.15,
                "feasibility": 0.10, "candidates": 0.10},
    "strengthening": {"need": 0.30, "consequence": 0.15, "base": 0.05, "weakness": 0.25, "value": 0.15,
                      "feasibility": 0.05, "candidates": 0.05},
    "extension": {"need": 0.0, "consequence": 0.05, "base": 0.35, "weakness": 0.0, "value": 0.20,
                  "feasibility": 0.25, "candidates": 0.15},
}  # fmt: skip
MANY_CANDIDATES = 30


@dataclass(frozen=True)
class Neighbour:
    """A linked segment with local firms: who they are and how much of the buyer's cost the link stands for."""

    segment: str
    share: float
    kind: str
    strength: float
    firms: tuple[str, ...]


@dataclass(frozen=True)
class Gap:
    """缺口. Firms are ids; `graph.report` puts names to them. See DESIGN for kinds and verdicts."""

    segment: str
    chain: str
    kind: GapKind
    verdict: Verdict
    verdict_reason: str
    action: Action
    score: float
    components: Mapping[str, float]
    interval: tuple[float, float]
    buyers: tuple[Neighbour, ...]
    suppliers: tuple[Neighbour, ...]
    local: tuple[str, ...]
    candidates: tuple[str, ...]
    measures: Mapping[str, float]


def kind_of(
    strength: float,
    pull: float,
    buyers: Sequence[float],
    suppliers: Sequence[float],
    quotient_high: float,
    effective: float,
    through: bool,
    near: bool,
) -> GapKind | None:
    """The structural kind of one segment, or None where nothing is amiss.

    strength: local, in units; pull: what local buyers ask for; buyers, suppliers: strengths of the linked local
    segments; quotient_high: upper bound of the shrunk location quotient; effective: effective number of local
    suppliers; through: a local path runs through the segment within two links on each side; near: related to
    what the region has.
    """  # fmt: skip
    if strength <= 0:
        if any(b >= STRONG for b in buyers) and any(s >= STRONG for s in suppliers):
            return "break"
        if any(b >= FAINT for b in buyers) or through:
            return "missing"
        if near and any(s >= STRONG for s in suppliers):
            return "extension"
        return None
    needed = any(b >= FAINT for b in buyers)
    if needed and strength < STRONG and (quotient_high < WEAK_QUOTIENT or strength < WEAK_COVER * pull):
        return "weak"
    if needed and effective < FEW_SUPPLIERS:
        return "single_point"
    return None


def action_of(kind: GapKind) -> Action:
    """Filling for what is not there, extension for what could come next, strengthening for what is thin."""
    if kind == "extension":
        return "extension"
    return "filling" if kind in ("missing", "break") else "strengthening"


def verdict_of(footprint: Footprint, segment: str, candidates: int) -> tuple[Verdict, str]:
    """How far the data carries a claim about this region and segment, and why (a reason code).

    `insufficient_data` where too few firms are known, coverage is poor, nobody in the country is known to serve
    the segment, or one list alone speaks about a trade of small workshops, farms and carriers that no list has
    in full; `confirmed` needs two sources and good coverage; all else is `likely`.
    """
    cover = footprint.coverage
    if cover.firms < FEW_FIRMS:
        return "insufficient_data", "few_firms"
    if cover.estimate is not None and cover.estimate < POOR_COVERAGE:
        return "insufficient_data", "poor_coverage"
    if candidates == 0:
        return "insufficient_data", "nobody_in_country"
    if cover.estimate is None:
        smallest = footprint.network.segments[segment].siting.get("investment_yi", (0.0,))[0]
        if smallest < BIG_PROJECT_YI:
            return "insufficient_data", "small_trades"
        return "likely", cover.method
    if cover.estimate < GOOD_COVERAGE:
        return "likely", "partial_coverage"
    return "confirmed", "good_coverage"


def find_gaps(footprint: Footprint, chain: str = "") -> list[Gap]:
    """All gaps of the region (in one chain, where given), best first; equal scores by segment id."""
    net = footprint.network
    x = footprint.x
    pull, push = measures.demand_pull(net.shares, x), measures.supply_push(net.shares, x)
    quotient = footprint.quotient
    near = _rank_in_chain(footprint)
    through = _through(footprint)
    rows = net.chain_rows[chain] if chain else range(len(net.ids))
    draws = _Draws(footprint)
    gaps: list[Gap] = []
    for i in rows:
        segment = net.ids[i]
        firms = footprint.by_segment.get(segment, [])
        effective, largest = measures.effective_suppliers([w for _, w in firms])
        buyers = np.flatnonzero(net.using[i] * (x > 0))
        suppliers = np.flatnonzero(net.adjacent[:, i] * (x > 0))
        kind = kind_of(
            float(x[i]), float(pull[i]), [float(x[j]) for j in buyers], [float(x[j]) for j in suppliers],
            float(quotient[2][i]), effective, bool(through[i]), bool(near[i] >= NEAR),
        )  # fmt: skip
        if kind is None:
            continue
        found = footprint.candidates.get(segment, [])
        verdict, reason = verdict_of(footprint, segment, len(found))
        action = action_of(kind)
        fixed = {
            "value": float(net.value[i]),
            "feasibility": float(near[i]),
            "candidates": float(min(1.0, np.log1p(len(found)) / np.log1p(MANY_CANDIDATES))),
        }
        moving = moving_components(net.reach[i], net.chain_rows[net.segments[segment].chain], x, pull[i], push[i], x[i])
        components = {k: fixed.get(k, float(moving.get(k, 0.0))) for k in WEIGHTS[action]}
        components["certainty"] = CERTAINTY[verdict]
        gaps.append(
            Gap(
                segment=segment, chain=net.segments[segment].chain, kind=kind, verdict=verdict, verdict_reason=reason,
                action=action, score=score(components, action), components=components,
                interval=draws.interval(i, action, fixed, CERTAINTY[verdict]),
                buyers=_neighbours(footprint, segment, buyers, outgoing=True),
                suppliers=_neighbours(footprint, segment, suppliers, outgoing=False),
                local=tuple(f for f, _ in firms), candidates=tuple(f for f, _ in found),
                measures={
                    "strength": float(x[i]), "pull": float(pull[i]), "push": float(push[i]),
                    "quotient": float(quotient[0][i]), "quotient_low": float(quotient[1][i]),
                    "quotient_high": float(quotient[2][i]), "density": float(footprint.density[i]),
                    "effective_suppliers": effective, "largest_share": largest,
                    "betweenness": float(net.position[i]), "upstreamness": float(net.upstreamness[i]),
                    "import_dependence": net.segments[segment].import_dependence,
                },
            )
        )  # fmt: skip
    return sorted(gaps, key=lambda g: (-g.score, g.segment))


def score(components: Mapping[str, float], action: Action) -> float:
    """Weighted sum of the components by `WEIGHTS`, times `certainty` where it is given; in 0–1."""
    return components.get("certainty", 1.0) * sum(w * components[name] for name, w in WEIGHTS[action].items())


def moving_components(
    reach: Floats, chain_rows: Sequence[int], x: Floats, pull: Floats, push: Floats, own: Floats
) -> dict[str, Floats]:
    """The components that depend on the local firms, for x of shape (S,) or (S, B).

    need: what local buyers ask for; base: what local suppliers offer to it; weakness: how far its own strength
    falls short of that need (1 where there is none); consequence: the part of the chain's local strength that
    lies within two links downstream.
    """
    whole = x[chain_rows].sum(axis=0)
    downstream = reach @ x
    return {
        "need": pull / (pull + HALF),
        "base": push / (push + HALF),
        "weakness": 1.0 - own / (own + np.maximum(pull, STRONG)),
        "consequence": np.minimum(1.0, np.divide(downstream, whole, out=np.zeros_like(downstream), where=whole > 0)),
    }


class _Draws:
    """Bootstrap over the local firms: each draw weighs every firm by how often it was drawn (Efron 1979)."""

    def __init__(self, footprint: Footprint) -> None:
        self._net = footprint.network
        firms = sorted({m.firm_id for m in footprint.local})
        rng = np.random.default_rng(SEED)
        n = len(firms)
        times: NDArray[np.int64] = (
            rng.multinomial(n, np.full(n, 1 / n), size=DRAWS) if n else np.zeros((DRAWS, 0), dtype=np.int64)
        )
        column = {f: k for k, f in enumerate(firms)}
        drawn = np.zeros((len(self._net.ids), DRAWS), dtype=np.int64)
        for m, w in zip(footprint.local, footprint.weights, strict=True):
            drawn[self._net.row[m.segment_id]] += w * times[:, column[m.firm_id]]
        self._x = drawn / MICRO
        self._pull = measures.demand_pull(self._net.shares, self._x)
        self._push = measures.supply_push(self._net.shares, self._x)

    def interval(self, i: int, action: Action, fixed: Mapping[str, float], certainty: float) -> tuple[float, float]:
        """The middle `LEVEL` of the score over the draws."""
        rows = self._net.chain_rows[self._net.segments[self._net.ids[i]].chain]
        moving = moving_components(self._net.reach[i], rows, self._x, self._pull[i], self._push[i], self._x[i])
        total = np.zeros(DRAWS)
        for name, weight in WEIGHTS[action].items():
            total += weight * (fixed[name] if name in fixed else moving[name])
        tail = (1 - LEVEL) / 2
        low, high = certainty * np.quantile(total, [tail, 1 - tail])
        return float(low), float(high)


def _rank_in_chain(footprint: Footprint) -> Floats:
    """(S,) rank of relatedness density within the chain, 0 (farthest) to 1 (nearest); ties share the lower rank."""
    out = np.zeros(len(footprint.density))
    for rows in footprint.network.chain_rows.values():
        values = footprint.density[rows]
        if len(rows) > 1 and values.max() > 0:
            out[rows] = [float((values < v).sum()) / (len(rows) - 1) for v in values]
    return out


def _through(footprint: Footprint) -> NDArray[np.bool_]:
    """(S,) does a local path run through the segment: local supply and local buyers within two links on each side?"""
    there = (footprint.x >= FAINT).astype(float)
    reach = footprint.network.reach
    return np.asarray((reach @ there > 0) & (reach.T @ there > 0), dtype=bool)


def _neighbours(footprint: Footprint, segment: str, rows: NDArray[np.int64], outgoing: bool) -> tuple[Neighbour, ...]:
    net = footprint.network
    out = []
    for j in rows:
        other = net.ids[int(j)]
        ends = (segment, other) if outgoing else (other, segment)
        edge = net.digraph.edges[ends]
        firms = tuple(f for f, _ in footprint.by_segment.get(other, []))
        out.append(Neighbour(other, float(edge["share"]), str(edge["kind"]), float(footprint.x[int(j)]), firms))
    return tuple(sorted(out, key=lambda n: (-n.share * n.strength, n.segment)))


def landing_effect(footprint: Footprint, gap: Gap) -> dict[str, float]:
    """What one medium firm landing in the gap would change: chain completeness before and after, buyers served."""
    net = footprint.network
    rows = net.chain_rows[gap.chain]
    weights = np.array([net.segments[net.ids[i]].value_weight for i in rows])
    before = footprint.x[rows]
    after = before.copy()
    after[rows.index(net.row[gap.segment])] += WHAT_IF_SIZE / MICRO
    return {
        "completeness_before": measures.completeness(before, weights, STRONG),
        "completeness_after": measures.completeness(after, weights, STRONG),
        "buyers_served": float(len({f for n in gap.buyers for f in n.firms})),
    }
