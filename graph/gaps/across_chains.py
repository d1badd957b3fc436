"""跨链: segments and firms whose landing would close gaps in two or more chains at once.

A segment counts for its own chain where it is a gap there, and for every other chain in which local firms buy from
it. A firm counts for each chain in which it works in a gap with at least `SURE` confidence. Firms with a seat or a
plant in the region are left out: they are here already.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from graph.gaps.find import Gap
from graph.gaps.kinds_and_scores import FAINT
from graph.model.records import MICRO
from graph.model.regions import Regions
from graph.model.text import short_name
from graph.region.footprint import Footprint
from graph.store.base.protocol import GraphStore

SURE = MICRO // 2  # confidence from which a firm is taken to do this work
LEAST = 2  # chains from which something is across chains
SHOWN = 50


def segments_across(footprint: Footprint, gaps: Sequence[Gap]) -> list[dict[str, Any]]:
    """Gaps that local buyers of two or more chains wait for, those of most chains first, then by score.

    Each: {segment, chain, name, name_en, kind, verdict, score, chains, reasons}; a reason is a local buying segment
    {segment, chain, name, name_en, share, strength, firms: [id…]}.
    """
    net = footprint.network
    out: list[dict[str, Any]] = []
    for gap in gaps:
        buyers = [b for b in gap.buyers if b.strength >= FAINT and b.kind != "channel"]
        chains = {gap.chain} | {net.segments[b.segment].chain for b in buyers}
        if len(chains) < LEAST:
            continue
        own = net.segments[gap.segment]
        out.append(
            {
                "segment": gap.segment,
                "chain": gap.chain,
                "name": own.name,
                "name_en": own.name_en,
                "kind": gap.kind,
                "verdict": gap.verdict,
                "score": gap.score,
                "chains": _ordered(chains, footprint),
                "reasons": [
                    {
                        "segment": b.segment,
                        "chain": net.segments[b.segment].chain,
                        "name": net.segments[b.segment].name,
                        "name_en": net.segments[b.segment].name_en,
                        "share": b.share,
                        "strength": b.strength,
                        "firms": list(b.firms),
                    }
                    for b in buyers
                ],
            }
        )
    return sorted(out, key=lambda d: (-len(d["chains"]), -d["score"], d["segment"]))


def firms_across(
    store: GraphStore, regions: Regions, footprint: Footprint, gaps: Sequence[Gap], limit: int = SHOWN
) -> list[dict[str, Any]]:
    """Firms from elsewhere that work in gaps of two or more chains, those of most chains first, then by what the
    gaps weigh (each chain's best gap times how sure we are that the firm does it).

    Each: {id, name, short, region, chains, weight, reasons}; a reason is a gap {segment, chain, name, name_en, kind,
    verdict, score, confidence}.
    """
    by_segment = {g.segment: g for g in gaps}
    here = {m.firm_id for m in footprint.local}
    held: dict[str, dict[str, int]] = defaultdict(dict)
    for m in footprint.national:
        if m.segment_id in by_segment and m.confidence >= SURE and m.firm_id not in here:
            held[m.firm_id][m.segment_id] = m.confidence
    found: list[tuple[int, float, str, list[str]]] = []
    for firm, own in held.items():
        best: dict[str, float] = {}
        for segment, confidence in own.items():
            gap = by_segment[segment]
            best[gap.chain] = max(best.get(gap.chain, 0.0), gap.score * confidence / MICRO)
        if len(best) >= LEAST:
            found.append((-len(best), -sum(best.values()), firm, _ordered(best, footprint)))
    found = sorted(found)[:limit]
    firms = {f.id: f for f in store.firms([f for _, _, f, _ in found])}
    net = footprint.network
    return [
        {
            "id": f,
            "name": firms[f].name,
            "short": short_name(firms[f]),
            "region": regions.full_name(firms[f].region),
            "verified": firms[f].verified,
            "chains": chains,
            "weight": -weight,
            "reasons": [
                {
                    "segment": s,
                    "chain": by_segment[s].chain,
                    "name": net.segments[s].name,
                    "name_en": net.segments[s].name_en,
                    "kind": by_segment[s].kind,
                    "verdict": by_segment[s].verdict,
                    "score": by_segment[s].score,
                    "confidence": held[f][s] / MICRO,
                }
                for s in sorted(held[f], key=lambda s: (-by_segment[s].score, s))
            ],
        }
        for _, weight, f, chains in found
        if f in firms
    ]


def _ordered(chains: Collection[str] | Mapping[str, float], footprint: Footprint) -> list[str]:
    """Chain ids in the order of the policy."""
    return [c.id for c in footprint.network.chains if c.id in chains]
