"""Three kinds of firm that chain work turns on, defined and computed, each mark with its reason.

链主 (`leader`), local chain leader: a large local firm that holds a good part of its chain here and whose work is tied
to other local segments, so that it can lead them.
头部企业 (`head`), head firm: among the first in the country in a segment that buys a good part of its cost from
suppliers, so that its move brings suppliers along. Any firm, wherever it sits.
核心节点企业 (`core`), core-node firm: a local firm that holds most of a segment here, whose place few others in the
country could take, and on which many other local firms depend.

These are definitions for ordering and marking, not findings; the thresholds stand below and no more was tuned on
anything. A firm can be several kinds, in several chains.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.gaps.kinds_and_scores import STRONG
from graph.model.records import MICRO
from graph.model.words import Lang
from graph.region.footprint import Footprint

if TYPE_CHECKING:
    from graph.gaps.documents.plan_shapes import RoleKind

KINDS: tuple[RoleKind, ...] = ("leader", "head", "core")
LEADER_SHARE = 0.10  # of the chain's local strength
LEADER_TIES = 2  # other local segments, up or down, with a firm of their own
LEADERS = 3  # at most this many to a chain
HEAD_PLACES = 3  # first in the country in the segment
HEAD_DRAW = 0.30  # of the segment's cost that is bought as material or component
HEAD_SUPPLIERS = 2  # segments that it buys from
CORE_SHARE = 0.5  # of the segment's local strength
CORE_FIRMS = 5  # other local firms in segments that take its work
CORE_OTHERS = 10  # firms of the country that do the same, above which it is easily replaced


@dataclass(frozen=True)
class Role:
    """One mark of a firm: where it holds, how strong it is (for order) and the figures it stands on.

    figures: leader {share, ties}; head {place, share_bought, suppliers}; core {share, firms, others}.
    """

    firm: str
    kind: RoleKind
    chain: str
    segment: str  # the segment it holds in; a leader's is its strongest
    weight: float
    figures: Mapping[str, float]


def roles(footprint: Footprint) -> list[Role]:
    """All marks in a region's view of the country, by kind, chain and weight."""
    found = [*leaders(footprint), *heads(footprint), *cores(footprint)]
    return sorted(found, key=lambda r: (KINDS.index(r.kind), r.chain, -r.weight, r.firm, r.segment))


def leaders(footprint: Footprint) -> list[Role]:
    """链主: share of the chain's local strength ≥ `LEADER_SHARE`, size of a large firm (`STRONG` units), and ≥
    `LEADER_TIES` other local segments linked to what it does; the first `LEADERS` of a chain by share × ties."""
    net = footprint.network
    own: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)  # (chain, firm) → segment → micro-units
    total: dict[str, int] = defaultdict(int)
    for m, w in zip(footprint.local, footprint.weights, strict=True):
        chain = net.segments[m.segment_id].chain
        own[chain, m.firm_id][m.segment_id] = w
        total[chain] += w
    by_chain: dict[str, list[Role]] = defaultdict(list)
    for (chain, firm), amounts in own.items():
        strength = sum(amounts.values())
        share = strength / total[chain] if total[chain] else 0.0
        if share < LEADER_SHARE or strength < STRONG * MICRO:
            continue
        ties = len(_tied(footprint, firm, amounts))
        if ties >= LEADER_TIES:
            best = min(amounts, key=lambda s: (-amounts[s], s))
            by_chain[chain].append(Role(firm, "leader", chain, best, share * ties, {"share": share, "ties": ties}))
    return [r for rows in by_chain.values() for r in sorted(rows, key=lambda r: (-r.weight, r.firm))[:LEADERS]]


def _tied(footprint: Footprint, firm: str, own: Collection[str]) -> set[str]:
    """Other segments one link away in which another local firm works."""
    net = footprint.network
    near: set[str] = set()
    for segment in own:
        near.update(net.digraph.successors(segment), net.digraph.predecessors(segment))
    return {s for s in near - set(own) if any(f != firm for f, _ in footprint.by_segment.get(s, ()))}


def heads(footprint: Footprint) -> list[Role]:
    """头部企业: among the first `HEAD_PLACES` of the country in a segment, large, where ≥ `HEAD_DRAW` of the cost is
    bought as material or component from ≥ `HEAD_SUPPLIERS` segments; weight is size × share bought."""
    net = footprint.network
    bought: dict[str, dict[str, float]] = defaultdict(dict)
    for link in net.links:
        if link.kind in ("material", "component"):
            bought[link.target_id][link.source_id] = bought[link.target_id].get(link.source_id, 0.0) + link.share
    everyone: dict[str, dict[str, int]] = defaultdict(dict)
    country = footprint.country
    rows = zip(country.segment.tolist(), country.columns.firm.tolist(), country.whole.tolist(), strict=True)
    for segment, firm, whole in rows:
        everyone[net.ids[segment]][country.columns.firms[firm]] = whole
    found = []
    for segment, firms in everyone.items():
        share = min(1.0, sum(bought[segment].values()))
        if share < HEAD_DRAW or len(bought[segment]) < HEAD_SUPPLIERS:
            continue
        for place, firm in enumerate(sorted(firms, key=lambda f: (-firms[f], f))[:HEAD_PLACES], 1):
            if firms[firm] >= STRONG * MICRO:
                figures = {"place": place, "share_bought": share, "suppliers": len(bought[segment])}
                weight = firms[firm] / MICRO * share
                found.append(Role(firm, "head", net.segments[segment].chain, segment, weight, figures))
    return found


def cores(footprint: Footprint) -> list[Role]:
    """核心节点企业: ≥ `CORE_SHARE` of a segment's local strength, at most `CORE_OTHERS` firms elsewhere that could take
    its place, and ≥ `CORE_FIRMS` other local firms in the segments that take its work; weight is share × firms."""
    net = footprint.network
    found = []
    for segment, firms in footprint.by_segment.items():
        total = sum(w for _, w in firms)
        firm, weight = firms[0]
        share = weight / total if total else 0.0
        others = len(footprint.candidates.get(segment, ()))
        if share < CORE_SHARE or others > CORE_OTHERS:
            continue
        row = net.using[net.row[segment]]
        users = {f for j in row.nonzero()[0] for f, _ in footprint.by_segment.get(net.ids[int(j)], ())} - {firm}
        if len(users) >= CORE_FIRMS:
            figures = {"share": share, "firms": len(users), "others": others}
            found.append(Role(firm, "core", net.segments[segment].chain, segment, share * len(users), figures))
    return found


def reason(role: Role, names: Mapping[str, str], chains: Mapping[str, str], lang: Lang) -> str:
    """Why a firm bears the mark, as a sentence; names of segments and chains in the same language."""
    segment, chain = names[role.segment], chains[role.chain]
    return _reason_zh(role, segment, chain) if lang == "zh" else _reason_en(role, segment, chain)


def _reason_zh(role: Role, segment: str, chain: str) -> str:
    f = role.figures
    match role.kind:
        case "leader":
            return f"在本地{chain}中占本地实力约 {f['share']:.0%}，牵动本地上下游环节 {f['ties']:.0f} 个"
        case "head":
            return (
                f"{segment}全国在库第 {f['place']:.0f} 位；"
                f"该环节约 {f['share_bought']:.0%} 的成本外购（估计），来自 {f['suppliers']:.0f} 类供方，可带动配套企业"
            )
        case "core":
            return (
                f"占本地{segment}约 {f['share']:.0%}，本地下游企业 {f['firms']:.0f} 家用它的产品，"
                f"外地同类在库仅 {f['others']:.0f} 家"
            )


def _reason_en(role: Role, segment: str, chain: str) -> str:
    f = role.figures
    match role.kind:
        case "leader":
            return f"holds about {f['share']:.0%} of {chain} here, tied to {f['ties']:.0f} other local segments"
        case "head":
            return (
                f"no. {f['place']:.0f} of the country in {segment}, where about {f['share_bought']:.0%} of the cost "
                f"is bought (estimate) from {f['suppliers']:.0f} kinds of supplier that may follow"
            )
        case "core":
            return (
                f"about {f['share']:.0%} of {segment} here; {f['firms']:.0f} local firms take its work, "
                f"only {f['others']:.0f} firms elsewhere do the same"
            )


def by_firm(found: Sequence[Role]) -> dict[str, list[Role]]:
    """Marks of each firm."""
    out: dict[str, list[Role]] = defaultdict(list)
    for role in found:
        out[role.firm].append(role)
    return dict(out)
