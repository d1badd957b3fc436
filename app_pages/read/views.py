"""Documents as the pages show them, made from a workspace: names put to ids, nothing left for a page to compute."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app_pages.draw.palette import state_counts
from app_pages.read.shapes import (
    ByLanguage,
    ChainCard,
    ChainView,
    FirmBrief,
    FirmName,
    FirmSegment,
    FirmView,
    FoundFirm,
    LinkEnd,
    Loaded,
    SegmentFirm,
    SegmentView,
)
from graph.gaps.documents.gap import chain_document
from graph.gaps.find import Gap
from graph.gaps.kinds_and_scores import STRONG
from graph.measures import formulas
from graph.measures.counting import counts
from graph.model.records import MICRO, Firm, Link, Role
from graph.model.text import short_name
from graph.region.footprint import Footprint
from ingest.load.undo.load_notes import load_notes
from ingest.load.undo.rollback import going_back, undone
from workspace import Workspace


def chain_view(foot: Footprint, gaps: Sequence[Gap], chain: str) -> ChainView:
    """`chain_document` with completeness, firms and counts by state."""
    net = foot.network
    document = chain_document(next(c for c in net.chains if c.id == chain), foot, [g for g in gaps if g.chain == chain])
    rows = net.chain_rows.get(chain, [])
    weights = np.array([net.segments[net.ids[i]].value_weight for i in rows])
    ids = {net.ids[i] for i in rows}
    return {
        **document,
        "completeness": formulas.completeness(foot.x[rows], weights, STRONG) if rows else 0.0,
        "counts": state_counts([s for s in document["segments"] if not s["demand"]]),
        "firms_local": len({m.firm_id for m in foot.local if m.segment_id in ids}),
        "firms_elsewhere": len({m.firm_id for m in foot.national if m.segment_id in ids}),
    }


def card(view: ChainView) -> ChainCard:
    """What the overview shows of one chain."""
    return {
        "id": view["id"],
        "name": view["name"],
        "name_en": view["name_en"],
        "completeness": view["completeness"],
        "counts": view["counts"],
        "firms_local": view["firms_local"],
        "firms_elsewhere": view["firms_elsewhere"],
    }


def segment_view(space: Workspace, foot: Footprint, segment: str) -> SegmentView:
    """One segment: what it is, who does it here and elsewhere, what it is linked with."""
    net = foot.network
    row = net.segments[segment]
    here, there = foot.by_segment.get(segment, []), foot.candidates.get(segment, [])
    roles = foot.roles.get(segment, {})
    counted = {f for f, _ in here}
    aside = sorted(f for f in roles if f not in counted)
    firms = {f.id: f for f in space.store.firms([*(f for f, _ in (*here, *there)), *aside])}
    chains = {c.id: c for c in net.chains}

    def end(other: str, link: Link) -> LinkEnd:
        linked = net.segments[other]
        return {
            "id": other,
            "name": linked.name,
            "name_en": linked.name_en,
            "chain": linked.chain,
            "share": link.share,
            "kind": link.kind,
            "source": link.source,
            "estimate": link.estimated,
            "chain_name": chains[linked.chain].name,
            "chain_name_en": chains[linked.chain].name_en,
            "firms": len(foot.by_segment.get(other, [])),
        }

    links = sorted(net.links, key=lambda k: (-k.share, k.source_id, k.target_id))
    return {
        "id": segment,
        "name": row.name,
        "name_en": row.name_en,
        "tier": row.tier,
        "chain": row.chain,
        "chain_name": chains[row.chain].name,
        "chain_name_en": chains[row.chain].name_en,
        "description": row.description,
        "products": list(row.products),
        "import_dependence": row.import_dependence,
        "foreign_share": row.foreign_share,
        "value_weight": row.value_weight,
        "siting": row.siting,
        "source": row.source,
        "demand": row.demand,
        "local": [_in_segment(space, firms[f], roles[f]) for f, _ in here if f in firms],
        "aside": [_in_segment(space, firms[f], roles[f]) for f in aside if f in firms],
        "closed": [_in_segment(space, f, m.role) for f, m in space.store.firms_of(segment, foot.region, closed=True)],
        "national": [brief(space, firms[f]) for f, _ in there if f in firms],
        "suppliers": [end(k.source_id, k) for k in links if k.target_id == segment],
        "buyers": [end(k.target_id, k) for k in links if k.source_id == segment],
    }


def brief(space: Workspace, firm: Firm) -> FirmBrief:
    """A firm as lists show it."""
    return {
        "id": firm.id,
        "name": firm.name,
        "short": short_name(firm),
        "place": space.regions.full_name(firm.region),
        "products": list(firm.products),
        "tags": list(firm.tags),
        "verified_identity": firm.verified_identity,
        "verified_products": firm.verified_products,
    }


def _in_segment(space: Workspace, firm: Firm, role: Role) -> SegmentFirm:
    """A firm as the list of a segment shows it."""
    return {**brief(space, firm), "role": role, "status": firm.status, "status_date": firm.status_date}


def firm_view(space: Workspace, firm_id: str) -> FirmView | None:
    """Everything known of one firm, each segment with the evidence for it; None where there is no such firm."""
    firm = space.store.firm(firm_id)
    if firm is None:
        return None
    origins = space.store.origins(firm.region).get(firm_id, set()) if firm.region else set()
    return {
        **brief(space, firm),
        "uscc": firm.uscc,
        "stock_code": firm.stock_code,
        "aliases": list(firm.aliases),
        "address": firm.address,
        "scope": firm.scope,
        "founded": firm.founded,
        "capital_wan": firm.capital_wan,
        "employees": firm.employees,
        "revenue_yi": firm.revenue_yi,
        "revenue_year": firm.revenue_year,
        "parent": firm.parent,
        "unit": firm.unit,
        "sites": [space.regions.full_name(s) for s in firm.sites],
        "source": firm.source,
        "as_of": firm.as_of,
        "origins": sorted(origins),
        "segments": _segments_of(space, firm_id),
        "status": firm.status,
        "status_date": firm.status_date,
        "branch_of": firm.branch_of,
    }


def _segments_of(space: Workspace, firm_id: str) -> list[FirmSegment]:
    """The segments that a firm works in, the surest first."""
    segments = space.network.segments
    chains = {c.id: c for c in space.network.chains}
    memberships = sorted(space.store.memberships([firm_id]), key=lambda m: (-m.confidence, m.segment_id))
    return [
        {
            "id": m.segment_id,
            "name": segments[m.segment_id].name,
            "name_en": segments[m.segment_id].name_en,
            "chain_name": chains[segments[m.segment_id].chain].name,
            "chain_name_en": chains[segments[m.segment_id].chain].name_en,
            "confidence": m.confidence / MICRO,
            "evidence": list(m.evidence),
            "role": m.role,
            "counts": counts(m.role, segments[m.segment_id]),
        }
        for m in memberships
        if m.segment_id in segments
    ]


def firm_names(space: Workspace) -> list[FirmName]:
    """All firms by name, with what else they can be found by."""
    return sorted((firm_name(space, f) for f in space.store.firms()), key=lambda f: (f["name"], f["id"]))


def firm_name(space: Workspace, firm: Firm) -> FirmName:
    """What a firm can be found by, and where it is."""
    return {
        "id": firm.id,
        "name": firm.name,
        "place": space.regions.full_name(firm.region),
        "codes": f"{firm.uscc} {firm.stock_code}",
        "aliases": " ".join(firm.aliases),
    }


def search_rows(space: Workspace, ids: Sequence[str]) -> dict[str, FoundFirm]:
    """By id: name, seat, products and the segments (in both languages) of firms that a search found."""
    by_firm: dict[str, list[ByLanguage]] = {}
    for m in space.store.memberships(ids):
        segment = space.network.segments.get(m.segment_id)
        if segment is not None:
            by_firm.setdefault(m.firm_id, []).append({"zh": segment.name, "en": segment.name_en})
    return {
        f.id: {
            "name": f.name,
            "short": short_name(f),
            "region": f.region,
            "place": space.regions.full_name(f.region),
            "products": list(f.products),
            "segments": by_firm.get(f.id, []),
        }
        for f in space.store.firms(ids)
    }


def loaded(space: Workspace) -> Loaded:
    """Sources, counts and loads of the store."""
    batches = space.store.batches()
    back, standing = undone(batches), going_back(batches)
    return {
        "counts": space.store.counts(),
        "sources": [
            {
                "source": s["source"],
                "firms": s["firms"],
                "loaded": s["loaded"],
                "batch": s["batch"],
                "scope": s["scope"],
                "region": s["region"],
                "as_of": s["as_of"],
            }
            for s in space.store.sources()
        ],
        "batches": [
            {
                "id": b.id,
                "kind": b.kind,
                "source": b.source,
                "file": b.file,
                "finished": b.finished,
                "counts": b.counts,
                "rolled_back_by": back.get(b.id),
                "can_go_back": b.id in standing,
            }
            for b in batches[:20]
        ],
        "notes": {n["batch"]: n for n in load_notes(space.store)},
    }
