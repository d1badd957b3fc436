"""Find the gaps in a region's chains: what is missing, weak, broken, single-source or within reach, and how certain.

The kind is structural: it follows from the chain and the local firms alone. The verdict says how far the data support
it and never changes the kind. The score orders what to work on first.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from graph.gaps.kinds_and_scores import (
    ACTION,
    KINDS,
    NONE,
    STRONG,
    WEIGHTS,
    Assessment,
    assess,
    half_of,
    moving,
    weighted,
)
from graph.measures import formulas
from graph.measures.formulas import Floats
from graph.measures.network import turnover
from graph.model.records import MICRO, Action, GapKind, LinkKind, Verdict
from graph.model.records import Scope as Kind
from graph.region.footprint import BIG_PROJECT_YI, MEDIUM_YI, Footprint
from graph.region.segment_coverage import SegmentCoverage

if TYPE_CHECKING:
    from graph.gaps.documents.shapes import LandingEffect, State

GOOD_COVERAGE, POOR_COVERAGE = 0.6, 0.15
ABSENCE_COVERAGE = 0.75  # from which an absence may be confirmed: it is a claim about every firm, those unseen too
FEW_FIRMS = 10  # a region of which we know fewer firms is one we know nothing about
UNSUPPORTED = 0.75  # of its score is kept by a gap that the data do not support: demoted, not hidden
DRAWS, SEED, LEVEL = 200, 20260101, 0.8


@dataclass(frozen=True)
class Neighbour:
    """A linked segment with local firms: who they are and how much of the buyer's cost the link stands for."""

    segment: str
    share: float
    kind: LinkKind
    strength: float
    firms: tuple[str, ...]


@dataclass(frozen=True)
class Gap:
    """缺口. Firms are ids; `graph.gaps.documents.gap` puts names to them. See DESIGN for kinds and verdicts."""

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
    rank: int = 0  # place by score, equals share it
    rank_of: int = 0  # among how many
    rank_interval: tuple[int, int] = (0, 0)  # the middle 80% of its place over the bootstrap draws
    by_source: Mapping[str, float] = field(default_factory=dict)  # score without the firms that only this source lists


def verdict_of(footprint: Footprint, segment: str, candidates: int) -> tuple[Verdict, str]:
    """How far the data support a claim about this region and segment, and why (a reason code).

    `insufficient_data` where too few firms are known, coverage is poor, nobody in the country is known to serve
    the segment, no source could have listed the small workshops, farms and carriers of such a trade, or it is one of
    branches and shops that every city has and no register lists in full (`siting.everywhere`); `confirmed`
    needs two sources, one of them of a scope that takes in firms of this size, good coverage of the trade, and for an
    absence that it can hardly have been missed; all else is `likely`.
    """
    row = footprint.network.row[segment]
    code = int(reasons(data_of(footprint), np.array([candidates]), np.array([row]))[0])
    reason = footprint.coverage.method if REASONS[code] == "" else REASONS[code]
    return VERDICT[REASONS[code]], reason


# Why the data support a claim or not, and the verdict that follows; '' is what the estimate of coverage says of itself.
VERDICT: dict[str, Verdict] = {
    "few_firms": "insufficient_data",
    "poor_coverage": "insufficient_data",
    "nobody_in_country": "insufficient_data",
    "small_trades": "insufficient_data",
    "branches_unlisted": "insufficient_data",
    "": "likely",
    "narrow_scope": "likely",
    "partial_coverage": "likely",
    "may_be_missed": "likely",
    "good_coverage": "confirmed",
}
REASONS = tuple(VERDICT)
MISSED = 0.05  # chance that all firms of a segment are missed above which an absence is not confirmed
FEW_MISSED = 0.45  # the same of the few large firms that so rare a trade would have here, often less than one


@dataclass(frozen=True)
class Data:
    """What a verdict rests on. firms, estimate: of all firms of the region; cover: (S,); small: (S,) is even a usual
    project small; absent: (S,) is no firm on record; scopes: of the sources that cover the region, the widest first;
    compared: can the region be held against other cities over a source that covers them all; everywhere: (S,) is it a
    trade of branches, shops or farms that every city has, whose absence from a register says nothing."""

    firms: int
    estimate: float | None
    cover: SegmentCoverage
    small: NDArray[np.bool_]
    absent: NDArray[np.bool_]
    scopes: Sequence[Kind]
    compared: bool = True
    everywhere: NDArray[np.bool_] | None = None


def data_of(footprint: Footprint) -> Data:
    """What the verdicts of a region rest on."""
    cover = footprint.coverage
    small = footprint.network.small_projects(BIG_PROJECT_YI)
    absent = footprint.x <= 0
    spread = [bool(footprint.network.segments[s].siting.get("everywhere", False)) for s in footprint.network.ids]
    scopes, compared = footprint.scopes, footprint.comparable
    return Data(cover.firms, cover.estimate, footprint.cover, small, absent, scopes, compared, np.array(spread))


def reasons(data: Data, candidates: NDArray[np.int64], rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """(G,) rows of `REASONS` for these rows of the segments, see `verdict_of`."""
    code = REASONS.index
    if data.firms < FEW_FIRMS:
        return np.full(len(candidates), code("few_firms"))
    small = data.small[rows]
    # Listed firms say nothing about workshops; of a source whose scope nobody has told that is not known either.
    reaches = np.array("register" in data.scopes) | (~small & np.array(data.scopes != ["listed"]))
    if data.estimate is None:
        rest = np.where(small, code("small_trades"), code(""))
    else:
        estimate = data.cover.estimate[rows]
        seen = (data.cover.missed[rows] <= MISSED) & (data.cover.few[rows] <= FEW_MISSED)
        rest = np.select(
            [
                small & ~reaches,
                estimate < POOR_COVERAGE,
                ~(estimate >= GOOD_COVERAGE),
                ~reaches,
                data.absent[rows] & ~(seen & (estimate >= ABSENCE_COVERAGE)),
            ],
            [code(r) for r in ("small_trades", "poor_coverage", "partial_coverage", "narrow_scope", "may_be_missed")],
            code("good_coverage"),
        )
    if data.everywhere is not None:
        rest = np.where(data.everywhere[rows], code("branches_unlisted"), rest)
    return np.where(candidates == 0, code("nobody_in_country"), rest)


def certainty(data: Data, codes: NDArray[np.int64]) -> Floats:
    """(G,) what each gap keeps of its score, by its row of `REASONS`.

    Whose data do not support the claim keeps `UNSUPPORTED` of it. That nothing is on record of a small trade where only
    listed firms speak supports no claim; but the score holds the region against the other cities over those same listed
    firms, and there the trade stands as any other. So it is demoted only where the region cannot be compared.
    """
    kept = np.array([UNSUPPORTED if VERDICT[r] == "insufficient_data" else 1.0 for r in REASONS])
    for reason in ("small_trades", "branches_unlisted"):
        kept[REASONS.index(reason)] = 1.0 if data.compared else UNSUPPORTED
    return np.asarray(kept[codes])


def find_gaps(footprint: Footprint, chain: str = "") -> list[Gap]:
    """All gaps of the region (in one chain, where given), best first; equal scores by segment id."""
    net = footprint.network
    assessed = assess(footprint)
    chosen = np.zeros(len(net.ids), dtype=bool)
    chosen[net.chain_rows[chain] if chain else slice(None)] = True
    rows = np.flatnonzero(chosen & (assessed.kind != NONE))
    data = data_of(footprint)
    codes = reasons(data, footprint.candidate_counts[rows], rows)
    verdicts = {
        i: (VERDICT[REASONS[c]], REASONS[c] or footprint.coverage.method)
        for i, c in zip(rows.tolist(), codes.tolist(), strict=True)
    }
    kept = certainty(data, codes)
    drawn = kept[:, None] * _scores(footprint, assessed, rows, _draws(footprint))
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(drawn, [tail, 1 - tail], axis=1) if len(rows) else (drawn, drawn)
    places = np.round(np.quantile(_places(np.round(drawn, 9)), [tail, 1 - tail], axis=1)) if len(rows) else drawn
    scores = kept * assessed.score[rows]
    place = _places(np.round(scores, 9)[:, None])[:, 0]
    lean = {s: kept * _scores(footprint, assessed, rows, x[:, None])[:, 0] for s, x in _sources(footprint).items()}
    gaps = []
    for g, i in enumerate(rows.tolist()):
        segment, kind = net.ids[i], KINDS[assessed.kind[i]]
        verdict, reason = verdicts[i]
        action = ACTION[kind]
        components = _known({c: assessed.components[c][i] for c in WEIGHTS[action]})
        gaps.append(
            Gap(
                segment=segment,
                chain=net.segments[segment].chain,
                kind=kind,
                verdict=verdict,
                verdict_reason=reason,
                action=action,
                score=float(scores[g]),
                components=components | {"certainty": float(kept[g])},
                interval=(float(low[g]), float(high[g])),
                buyers=_neighbours(footprint, segment, np.flatnonzero(net.using[i] * (footprint.x > 0)), outgoing=True),
                suppliers=_neighbours(
                    footprint, segment, np.flatnonzero(net.adjacent[:, i] * (footprint.x > 0)), outgoing=False
                ),
                local=tuple(f for f, _ in footprint.by_segment.get(segment, [])),
                candidates=tuple(f for f, _ in footprint.candidates.get(segment, [])),
                measures=_known({name: values[i] for name, values in assessed.measures.items()}),
                rank=int(place[g]),
                rank_of=len(rows),
                rank_interval=(int(places[0][g]), int(places[1][g])),
                by_source={s: float(v[g]) for s, v in lean.items()},
            )
        )
    return sorted(gaps, key=lambda g: (-round(g.score, 9), g.segment))


def _known(values: Mapping[str, float]) -> dict[str, float]:
    """What is known of these: what cannot be compared is not a number, and is left out."""
    return {name: float(v) for name, v in values.items() if not np.isnan(v)}


def _scores(footprint: Footprint, assessed: Assessment, rows: NDArray[np.int64], x: Floats) -> Floats:
    """(G, B) scores before certainty of these segments, were the local strength x (S, B); kinds and the rest stay."""
    fixed = {k: assessed.components[k][rows][:, None] for k in ("peers", "value", "feasibility", "candidates")}
    kind = assessed.kind[rows]
    return weighted(fixed | moving(footprint.network, rows, x, assessed.argued[:, None], half_of(kind)[:, None]), kind)


def _places(scores: Floats) -> NDArray[np.int64]:
    """(G, B) place of each gap in each column, from 1; equals share the better place."""
    out = np.empty(scores.shape, dtype=np.int64)
    for b in range(scores.shape[1]):
        falling = np.sort(-scores[:, b])
        out[:, b] = np.searchsorted(falling, -scores[:, b], side="left") + 1
    return out


def _draws(footprint: Footprint) -> Floats:
    """(S, DRAWS) local strength in bootstrap draws of the local firms, each as often as it was drawn (Efron 1979)."""
    firm = footprint.country.columns.firm[footprint.rows]
    firms, column = np.unique(firm, return_inverse=True)
    n = len(firms)
    rng = np.random.default_rng(SEED)
    size = len(footprint.network.ids)
    if not n:
        return np.zeros((size, DRAWS))
    times = rng.multinomial(n, np.full(n, 1 / n), size=DRAWS)
    segment = footprint.country.segment[footprint.rows]
    out = np.zeros((size, DRAWS))
    for s in np.unique(segment).tolist():
        here = segment == s
        out[s] = times[:, column[here]] @ footprint.amounts[here]  # integers, so exact in any order
    return out / MICRO


def _sources(footprint: Footprint) -> dict[str, Floats]:
    """Per source, the (S,) local strength without the firms that it alone lists; {} where there is one source only."""
    groups = {f: {o.split(":")[0] for o in names} for f, names in footprint.listed.items()}
    names = sorted({o for g in groups.values() for o in g})
    if len(names) < 2:
        return {}
    columns, size = footprint.country.columns, len(footprint.network.ids)
    firm = columns.firm[footprint.rows]
    known: list[Collection[str]] = [groups.get(columns.firms[f], ()) for f in firm.tolist()]
    out = {}
    for name in names:
        kept = np.array([set(g) != {name} for g in known], dtype=bool)
        weights = footprint.amounts * kept
        out[name] = np.bincount(footprint.country.segment[footprint.rows], weights=weights, minlength=size) / MICRO
    return out


def _neighbours(footprint: Footprint, segment: str, rows: NDArray[np.int64], outgoing: bool) -> tuple[Neighbour, ...]:
    net = footprint.network
    out = []
    for j in rows:
        other = net.ids[int(j)]
        ends = (segment, other) if outgoing else (other, segment)
        share, kind = net.edges[ends]
        firms = tuple(f for f, _ in footprint.by_segment.get(other, []))
        out.append(Neighbour(other, float(share), kind, float(footprint.x[int(j)]), firms))
    return tuple(sorted(out, key=lambda n: (-n.share * n.strength, n.segment)))


def state_of(strength: float, gap: Gap | None) -> State:
    """What the graph shows for a segment: its gap kind (no_data where the data are too thin to claim an absence), else
    strong, present or absent."""
    if gap is not None:
        unsure = gap.verdict == "insufficient_data" and strength <= 0
        return "no_data" if unsure else gap.kind
    if strength >= STRONG:
        return "strong"
    return "present" if strength > 0 else "absent"


def landing_effect(footprint: Footprint, gap: Gap, needed_yi: float) -> LandingEffect:
    """What one medium firm landing in the gap would change: chain completeness before and after, buyers served. Where
    the smallest usual plant sells more than a medium firm, it is that plant, and never more than the middle of the
    trade's usual range. needed_yi: what local firms buy of it in a
    year, 亿元."""
    net = footprint.network
    rows = net.chain_rows[gap.chain]
    weights = np.array([net.segments[net.ids[i]].value_weight for i in rows])
    before = footprint.x[rows]
    after = before.copy()
    least = float(np.nan_to_num(net.least_sales[net.row[gap.segment]], nan=0.0))
    # Not larger than the middle, by ratio, of what the trade's projects cost: in small trades a medium firm leads.
    spec = net.segments[gap.segment]
    invested = spec.siting.get("investment_yi")
    middle = (float(invested[0]) * float(invested[1])) ** 0.5 * turnover(spec) if invested else MEDIUM_YI
    sales = max(float(f"{min(MEDIUM_YI, middle):.1g}"), least)
    after[rows.index(net.row[gap.segment])] += sales**0.5
    return {
        "completeness_before": formulas.completeness(before, weights, STRONG),
        "completeness_after": formulas.completeness(after, weights, STRONG),
        "buyers_served": float(len({f for n in gap.buyers for f in n.firms})),
        "sales_yi": sales,
        "local_part": min(1.0, needed_yi / sales),
    }
