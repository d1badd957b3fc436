"""跨链: segments and firms whose landing would close gaps in two or more chains at once.

A segment counts for its own chain where it is a gap there, and for every other chain in which local firms buy from
it. A firm counts for each chain in which it works in a gap with at least `SURE` confidence. Firms with a seat or a
plant in the region are left out: they are here already.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from graph.gaps.find import Gap, Neighbour
from graph.gaps.kinds_and_scores import FAINT
from graph.gaps.scenario import segment_ref
from graph.measures.network import Network
from graph.model.records import MICRO
from graph.model.regions import Regions
from graph.model.text import rounded, short_name
from graph.region.footprint import Footprint
from graph.store.base.protocol import GraphStore

if TYPE_CHECKING:
    from graph.gaps.documents.plan_shapes import AcrossDocument, BuyingSegment, FirmAcross, SegmentAcross, ServedGap

SURE = MICRO // 2  # confidence from which a firm is taken to do this work
LEAST = 2  # chains from which something is across chains
SHOWN = 50


def across_document(store: GraphStore, regions: Regions, footprint: Footprint, gaps: Sequence[Gap]) -> AcrossDocument:
    """What would close gaps in two or more chains, as `liantu across --json` prints it."""
    document: AcrossDocument = {
        "region": footprint.region,
        "segments": segments_across(footprint, gaps),
        "firms": firms_across(store, regions, footprint, gaps),
    }
    return rounded(document)


def segments_across(footprint: Footprint, gaps: Sequence[Gap]) -> list[SegmentAcross]:
    """Gaps that local buyers of two or more chains wait for, those of most chains first, then by score."""
    net = footprint.network
    out: list[SegmentAcross] = []
    for gap in gaps:
        buyers = [b for b in gap.buyers if b.strength >= FAINT and b.kind != "channel"]
        chains = {gap.chain} | {net.segments[b.segment].chain for b in buyers}
        if len(chains) < LEAST:
            continue
        out.append(
            {
                **segment_ref(net, gap.segment),
                "kind": gap.kind,
                "verdict": gap.verdict,
                "score": gap.score,
                "chains": _ordered(chains, footprint),
                "reasons": [_buying(net, b) for b in buyers],
            }
        )
    return sorted(out, key=lambda d: (-len(d["chains"]), -d["score"], d["segment"]))


def _buying(net: Network, buyer: Neighbour) -> BuyingSegment:
    return {
        **segment_ref(net, buyer.segment),
        "share": buyer.share,
        "strength": buyer.strength,
        "firms": list(buyer.firms),
    }


def firms_across(
    store: GraphStore, regions: Regions, footprint: Footprint, gaps: Sequence[Gap], limit: int = SHOWN
) -> list[FirmAcross]:
    """Firms from elsewhere that work in gaps of two or more chains, those of most chains first, then by weight.

    The weight is the sum over chains of the best gap's score × the confidence that the firm does it.
    """
    by_segment = {g.segment: g for g in gaps}
    here = {m.firm_id for m in footprint.local}
    served: dict[str, dict[str, int]] = defaultdict(dict)  # firm → segment → confidence
    for m in footprint.national:
        if m.segment_id in by_segment and m.confidence >= SURE and m.firm_id not in here:
            served[m.firm_id][m.segment_id] = m.confidence
    order: list[tuple[int, float, str, list[str]]] = []
    for firm, own in served.items():
        best: dict[str, float] = {}
        for segment, confidence in own.items():
            gap = by_segment[segment]
            best[gap.chain] = max(best.get(gap.chain, 0.0), gap.score * confidence / MICRO)
        if len(best) >= LEAST:
            order.append((-len(best), -sum(best.values()), firm, _ordered(best, footprint)))
    order = sorted(order)[:limit]
    firms = {f.id: f for f in store.firms([f for _, _, f, _ in order])}
    return [
        {
            "id": f,
            "name": firms[f].name,
            "short": short_name(firms[f]),
            "region": regions.full_name(firms[f].region),
            "verified_identity": firms[f].verified_identity,
            "verified_products": firms[f].verified_products,
            "chains": chains,
            "weight": -weight,
            "reasons": [
                _served(footprint.network, by_segment[s], served[f][s])
                for s in sorted(served[f], key=lambda s: (-by_segment[s].score, s))
            ],
        }
        for _, weight, f, chains in order
        if f in firms
    ]


def _served(net: Network, gap: Gap, confidence: int) -> ServedGap:
    return {
        **segment_ref(net, gap.segment),
        "kind": gap.kind,
        "verdict": gap.verdict,
        "score": gap.score,
        "confidence": confidence / MICRO,
    }


def _ordered(chains: Collection[str] | Mapping[str, float], footprint: Footprint) -> list[str]:
    """Chain ids in the order of the policy."""
    return [c.id for c in footprint.network.chains if c.id in chains]
