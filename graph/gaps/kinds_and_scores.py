"""Kind and score of every segment of a region at once, as arrays.

`graph.gaps.find` makes gaps of them; `graph.gaps.all_cities` computes them for every city of the country.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.measures import formulas
from graph.measures.formulas import Floats
from graph.measures.network import Network
from graph.model.records import Action, GapKind
from graph.region.footprint import Footprint

STRONG = 6.0  # units: one large firm wholly in the segment, or three medium ones
FAINT = 0.3  # units: below this a neighbour is too small to ask for anything
HALF = 1.0  # units of pull or push at which need counts one half
# The same for what is missing or broken. The buyers of a large city ask for more than a firm or two of nearly
# everything that it lacks: what ten large firms ask for must differ from what one asks for.
HALF_ABSENT = 2 * STRONG
WEAK_QUOTIENT = 0.8  # upper bound of the shrunk quotient below which the region is thin for its chain
WEAK_COVER = 0.5  # strength over what local buyers pull, below which the segment cannot feed them
FEW_SUPPLIERS = 1.5  # effective number below which one firm decides
ARGUMENT = 0.1  # of the sales of the smallest usual plant, which local need must fill to be an argument
NEAR = 0.5  # a segment is within reach from this rank of relatedness in its chain
UNASKED = 0.25  # of its surprise is lost by an absence that no local need argues for, the less the likelier it is there
SURPRISE = 4.0  # odds of being there at which an absence counts one half, where a city is well known
KNOWN_CITY = (
    300.0  # firms on record at which it counts one half at half these odds: of a city known by few firms little
)
# can be expected, and what little is expected is all there is to go by
MANY_CANDIDATES = 30

Mask = NDArray[np.bool_]
KINDS: tuple[GapKind, ...] = ("missing", "break", "weak", "single_point", "extension")
NONE = -1
ACTION: dict[GapKind, Action] = {
    "missing": "filling",
    "break": "filling",
    "weak": "strengthening",
    "single_point": "strengthening",
    "extension": "extension",
}
# The best score that an action can reach: what is absent goes before what is weak and can grow out of the local firms,
# and before what nobody asks for yet.
PRIORITY: dict[Action, float] = {"filling": 1.0, "strengthening": 0.5, "extension": 0.6}
_SHARES: dict[Action, dict[str, float]] = {
    "filling": {"peers": 0.80, "need": 0.10, "consequence": 0.03, "base": 0.02, "value": 0.03, "candidates": 0.02},
    "strengthening": {"need": 0.30, "consequence": 0.15, "base": 0.05, "weakness": 0.35, "value": 0.15},
    "extension": {
        "peers": 0.30,
        "base": 0.25,
        "consequence": 0.05,
        "value": 0.15,
        "feasibility": 0.15,
        "candidates": 0.10,
    },
}
# What each component can add to the score, by action; each row adds up to the action's `PRIORITY`.
WEIGHTS: dict[Action, dict[str, float]] = {
    action: {name: PRIORITY[action] * share for name, share in shares.items()} for action, shares in _SHARES.items()
}


@dataclass(frozen=True)
class Assessment:
    """Of every segment: kind (row of `KINDS`, `NONE` where it is no gap), components, score before certainty; argued:
    is local need an argument (`argued_by`)."""

    kind: NDArray[np.int64]
    components: Mapping[str, Floats]
    score: Floats
    measures: Mapping[str, Floats]
    argued: Mask


@dataclass(frozen=True)
class Signals:
    """What the kind of a segment follows from; every array is (S,), or (S, R) for many regions.

    strength: local, in units; pull: what local buyers ask for; buyer, supplier: strength of the strongest linked
    local segment on that side; quotient_high: upper bound of the shrunk location quotient; effective: effective
    number of local suppliers; through: a local path runs through the segment within two links on each side; near:
    related to what the region has; implied: expected here from the other cities.
    """

    strength: Floats
    pull: Floats
    buyer: Floats
    supplier: Floats
    quotient_high: Floats
    effective: Floats
    through: Mask
    near: Mask
    implied: Mask


def kinds_of(s: Signals) -> NDArray[np.int64]:
    """The structural kind of each segment as a row of `KINDS`, `NONE` where it is no gap; in the signals' shape."""
    absent, asked = s.strength <= 0, s.buyer >= FAINT
    broken = absent & (s.buyer >= STRONG) & (s.supplier >= STRONG)
    missing = absent & (asked | s.through | s.implied)
    thin = (s.quotient_high < WEAK_QUOTIENT) | (s.strength < WEAK_COVER * s.pull)
    weak = asked & (s.strength < STRONG) & thin
    single = asked & (s.effective < FEW_SUPPLIERS)
    extension = absent & s.near & (s.supplier >= STRONG)
    cases = [broken, missing, extension, ~absent & weak, ~absent & single]
    return np.select(cases, [KINDS.index(k) for k in ("break", "missing", "extension", "weak", "single_point")], NONE)


def argued_by(net: Network, demand_yi: Floats) -> Mask:
    """(S,) or (S, R) would this local need (亿元 a year) fill at least `ARGUMENT` of the smallest usual plant? True
    where there is some and the size of such a plant is not known."""
    least = np.nan_to_num(net.least_sales, nan=0.0).reshape(-1, *([1] * (demand_yi.ndim - 1)))
    return (demand_yi > 0) & (demand_yi >= ARGUMENT * least)


def surprise(firms: Floats | float) -> Floats:
    """Odds at which an absence counts one half, in a city of so many firms on record (a number or (R,)); `SURPRISE`
    where no source is told."""
    known = np.asarray(firms, dtype=np.float64)
    return np.asarray(np.where(known > 0, SURPRISE * known / (known + KNOWN_CITY), SURPRISE))


def half_of(kind: NDArray[np.int64]) -> Floats:
    """Units of pull or push at which need counts one half, of each kind (rows of `KINDS`), in their shape."""
    filled = [k for k, name in enumerate(KINDS) if ACTION[name] == "filling"]
    return np.where(np.isin(kind, filled), HALF_ABSENT, HALF)


def moving(net: Network, rows: NDArray[np.int64] | slice, x: Floats, argued: Mask, half: Floats) -> dict[str, Floats]:
    """The components that depend on the local firms, for these rows of the segments and x of shape (S,) or (S, B).

    need: what local buyers ask for, none where it is no argument (`argued`, of all segments, broadcast against x);
    base: what local suppliers offer to it; weakness: how far its own strength falls short of that need (1 where there
    is none); consequence: the local strength whose cost hangs on it through a supplier between them. half: see
    `half_of`, of these rows, broadcast against x.
    """
    pull, push = net.shares[rows] @ x, net.shares[:, rows].T @ x
    behind, own = net.spent_indirectly[rows] @ x, x[rows]
    return {
        "need": np.where(argued[rows], pull / (pull + half), 0.0),
        "base": push / (push + half),
        "weakness": 1.0 - own / (own + np.maximum(pull, STRONG)),
        "consequence": behind / (behind + half),
    }


def weighted(components: Mapping[str, Floats], kind: NDArray[np.int64]) -> Floats:
    """Score of each row by the weights of its kind's action, before certainty; components (G,) or (G, B).

    A component that is not a number is not known and falls out: the others share its weight.
    """
    shape = np.broadcast_shapes(*(np.shape(v) for v in components.values()))
    out = np.zeros(shape)
    for k, name in enumerate(KINDS):
        chosen = kind == k
        if chosen.any():
            weights = WEIGHTS[ACTION[name]]
            values = {c: np.broadcast_to(components[c], shape)[chosen] for c in weights}
            total = sum(w * np.nan_to_num(values[c]) for c, w in weights.items())
            lost = sum(w * np.isnan(values[c]) for c, w in weights.items())
            whole = PRIORITY[ACTION[name]]
            out[chosen] = np.where(np.asarray(lost) > 0, total * whole / np.maximum(whole - lost, 1e-9), total)
    return out


def assess(footprint: Footprint) -> Assessment:
    """Every segment of the region."""
    net, x = footprint.network, footprint.x
    effective, largest = formulas.suppliers_by_segment(
        footprint.country.segment[footprint.rows], footprint.amounts, len(x)
    )
    pull, push = formulas.demand_pull(net.shares, x), formulas.supply_push(net.shares, x)
    mean, low, high = footprint.quotient
    standing = standing_of(footprint, effective)
    kind, components = standing.rated(net)
    return Assessment(
        kind,
        components,
        weighted(components, kind),
        {
            "strength": x,
            "pull": pull,
            "push": push,
            "chance": footprint.expected.chance,
            "quotient": mean,
            "quotient_low": low,
            "quotient_high": high,
            "density": footprint.density,
            "effective_suppliers": effective,
            "largest_share": largest,
            "betweenness": net.position,
            "upstreamness": net.upstreamness,
            "import_dependence": net.imports,
        },
        standing.argued,
    )


def standing_of(footprint: Footprint, effective: Floats) -> Standing:
    """A region as it stands; effective: (S,) effective number of suppliers."""
    net, expected = footprint.network, footprint.expected
    return Standing(
        strength=footprint.x,
        argued=argued_by(net, np.asarray(net.spent @ footprint.revenue)),
        quotient_high=footprint.quotient[2],
        effective=effective,
        density=footprint.density,
        odds=expected.odds if footprint.comparable else np.full(len(footprint.x), np.nan),
        implied=expected.implied & footprint.comparable,
        candidates=footprint.candidate_counts,
        surprise=surprise(len(footprint.listed)),
    )


@dataclass(frozen=True)
class Standing:
    """What kinds and components are computed from; every array is (S,), or (S, R) for many regions.

    strength: local, in units; argued: see `argued_by`; quotient_high, effective: see `Signals`; density: relatedness;
    odds: of being there, judged by the other cities, not a number where the region cannot be held against them;
    implied: are those odds at least even; candidates: number of firms elsewhere; surprise: a number, or (R,).
    """

    strength: Floats
    argued: Mask
    quotient_high: Floats
    effective: Floats
    density: Floats
    odds: Floats
    implied: Mask
    candidates: NDArray[np.int64]
    surprise: Floats

    def rated(self, net: Network) -> tuple[NDArray[np.int64], dict[str, Floats]]:
        """Kind (row of `KINDS`) and components of every segment."""
        x = self.strength
        there = (x >= FAINT).astype(float)
        near = rank_in_chain(net, self.density)
        signals = Signals(
            strength=x,
            pull=net.shares @ x,
            buyer=strongest(net.users, x),
            supplier=strongest(net.suppliers[::-1], x),
            quotient_high=self.quotient_high,
            effective=self.effective,
            through=(net.reach @ there > 0) & (net.reach.T @ there > 0),
            near=near >= NEAR,
            implied=self.implied,
        )
        value = net.value.reshape(-1, *([1] * (x.ndim - 1)))
        kind = kinds_of(signals)
        kind[net.demand] = NONE  # who only buys lacks nothing here
        return kind, moving(net, slice(None), x, self.argued, half_of(kind)) | {
            "peers": self._peers(),
            "value": np.broadcast_to(value, x.shape),
            "feasibility": near,
            "candidates": np.minimum(1.0, np.log1p(self.candidates) / np.log1p(MANY_CANDIDATES)),
        }

    def _peers(self) -> Floats:
        """How surprising an absence is. What nobody here asks for in earnest counts less, unless it is expected so
        surely that its absence speaks without a buyer (final goods have none)."""
        surprising = self.odds / (self.odds + self.surprise)
        return np.asarray(surprising * np.where(self.argued, 1.0, 1 - UNASKED * (1 - surprising)))


def strongest(ends: tuple[NDArray[np.int64], NDArray[np.int64]], x: Floats) -> Floats:
    """The largest x among the segments that each segment is linked to, 0 where there is none. ends: (from, to)."""
    out = np.zeros(x.shape)
    order = np.argsort(ends[0], kind="stable")
    rows, first = np.unique(ends[0][order], return_index=True)
    if len(rows):
        out[rows] = np.maximum.reduceat(x[ends[1][order]], first, axis=0)
    return out


def rank_in_chain(net: Network, density: Floats) -> Floats:
    """Rank of relatedness density within the chain, 0 (farthest) to 1 (nearest), of the shape of `density`: (S,) or
    (S, R). Ties share the lower rank; where nothing is related, all are 0. Demand nodes have no rank: 0."""
    out = np.zeros(density.shape)
    for listed in net.chain_rows.values():
        rows = [i for i in listed if not net.demand[i]]
        values = density[rows]
        if len(rows) > 1:
            out[rows] = (values[None] < values[:, None]).sum(axis=1) / (len(rows) - 1)
    return out
