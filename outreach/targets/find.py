"""Targets of visits, found for a gap: firms from the recommender; institutes, experts (by office) and associations from
the graph. This module is the one place that writes a `VisitTarget`.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph.gaps.documents.shapes import GapDocument
from graph.measures.counting import counts
from graph.measures.network import Network
from graph.model.records import Firm, Institution, Segment
from graph.model.regions import Regions
from graph.store.base.protocol import GraphStore
from outreach.casework.models import Target
from outreach.casework.shapes import TargetFacts, identity_verified
from outreach.targets.shapes import VisitTarget
from recommend.explain.shapes import (
    CounterArgument,
    EvidenceRow,
    OpenQuestion,
    PathStep,
    Reason,
    TargetDocument,
    TargetFirm,
)
from recommend.recommender import Recommender

FIRMS, OTHERS = 12, 3  # how many of a kind are offered for one gap
EXPERT = "学术带头人"
TABLE = "科研院所与行业协会名录"
OFFICES = {"firm": "投资发展部门", "institute": "科研管理部门", "association": "秘书处", "expert": EXPERT}
# What the segments of an institution are to it: in Chinese, and the English verb.
_FIELD = {
    "association": ("联系的行业", "serves"),
    "expert": ("研究方向", "studies"),
    "institute": ("研究方向", "works on"),
}
# Not of the segment itself, place of the segment among its own, not verified, kilometres from the region, id.
_Rank = tuple[bool, int, bool, float, str]


def for_segment(
    recommender: Recommender,
    region: str,
    segment: str,
    gap: GapDocument | None,
    firms: int = FIRMS,
    others: int = OTHERS,
) -> list[VisitTarget]:
    """Targets of all four kinds for a segment of a region, firms first, each kind with the best first.

    gap: its document from `graph.gaps.documents.gap.gap_documents`, or None where the segment is not listed as a gap.
    """
    row = recommender.network.segments[segment]
    recommended = recommender.recommend(region, segment, firms, exclude_local=True)
    targets = [from_recommendation(t, row, gap) for t in recommended if not t["below_floor"] and t["firm"]["region"]]
    return targets + institutions(recommender.store, recommender.regions, region, row, gap, others)


def from_recommendation(target: TargetDocument, segment: Segment, gap: GapDocument | None) -> VisitTarget:
    """A recommended firm as a visit needs it."""
    firm = target["firm"]
    return _visit_target(
        segment,
        gap,
        key=firm["id"],
        kind="firm",
        name=firm["name"],
        ref=firm["id"],
        group=firm["parent"] or firm["name"],
        region=firm["region"],
        place=firm["place"],
        grade=target["grade"],
        score=target["score"],
        reasons=target["reasons"],
        counter=target["counter"],
        unknown=target["unknown"],
        path=target["path"],
        facts=_firm_facts(firm),
        source=firm["source"],
        as_of=firm["as_of"],
        verified_identity=firm["verified_identity"],
        verified_products=firm["verified_products"],
    )


def institutions(
    store: GraphStore,
    regions: Regions,
    region: str,
    segment: Segment,
    gap: GapDocument | None,
    limit: int = OTHERS,
) -> list[VisitTarget]:
    """Institutes, experts by office and associations for a segment, at most `limit` of each; those elsewhere only."""
    ranked: dict[str, list[tuple[_Rank, Institution]]] = {"institute": [], "expert": [], "association": []}
    for i in store.rows(Institution):
        if not i.region or Regions.within(i.region, region):
            continue
        if segment.id not in i.segments and segment.chain not in i.chains:
            continue
        kind = visit_kind(i)
        km = regions.distance_km(regions.city_of(i.region) or i.region, region)
        direct = segment.id in i.segments
        position = i.segments.index(segment.id) if direct else 0
        ranked[kind].append(((not direct, position, not i.verified, km if km is not None else 1e9, i.id), i))
    return [
        from_institution(i, kind, segment, gap, regions, direct=not rank[0])
        for kind, rows in ranked.items()
        for rank, i in sorted(rows, key=lambda r: r[0])[:limit]
    ]


def visit_kind(institution: Institution) -> str:
    """institute, expert or association. Where one meets the leading scholar, the visit is to an expert."""
    if institution.kind == "association":
        return "association"
    return "expert" if institution.contact_office.startswith(EXPERT) else "institute"


def from_institution(
    i: Institution, kind: str, segment: Segment, gap: GapDocument | None, regions: Regions, direct: bool
) -> VisitTarget:
    """An institute, expert or association as a visit needs it. `direct`: it serves the segment, not only the chain."""
    evidence: EvidenceRow = {
        "what": TABLE,
        "institution": i.id,
        "name": i.name,
        "source": i.source,
        "as_of": i.as_of or "待核",
        "verified": i.verified,
    }
    field, verb = _FIELD[kind]
    what, what_en = (segment.name, segment.name_en) if direct else ("本链", "this chain")
    doubt = "" if i.verified else "（待核）"
    reason: Reason = {
        "kind": "capability",
        "text": f"{field}包括{what}{doubt}。",
        "text_en": f"It {verb} {what_en}.",
        "evidence": [evidence],
    }
    facts: TargetFacts = {
        "name": i.name,
        "name_en": i.name_en,
        "website": i.website,
        "city": i.city,
        "kind": i.kind,
    }
    return _visit_target(
        segment,
        gap,
        key=f"{i.id}#{kind}",
        kind=kind,
        name=f"{i.name}（{EXPERT}）" if kind == "expert" else i.name,
        office=i.contact_office,
        ref=i.id,
        group=i.name,
        region=i.region,
        place=regions.full_name(i.region),
        grade=("A" if i.verified else "B") if direct else "C",
        reasons=[reason],
        counter=[_no_plant()],
        unknown=[_no_contact()],
        facts=facts,
        source=i.source,
        as_of=i.as_of,
        verified_identity=i.verified,
    )


def from_firm(
    firm: Firm, regions: Regions, segment: Segment | None = None, gap: GapDocument | None = None
) -> VisitTarget:
    """A firm of the graph that the recommender did not rank: what is known of it, without reasons."""
    facts: TargetFacts = {
        "id": firm.id,
        "name": firm.name,
        "uscc": firm.uscc,
        "stock_code": firm.stock_code,
        "region": firm.region,
        "place": regions.full_name(firm.region),
        "products": list(firm.products),
        "tags": list(firm.tags),
        "parent": firm.parent,
        "revenue_yi": firm.revenue_yi,
        "revenue_year": firm.revenue_year,
        "source": firm.source,
        "as_of": firm.as_of,
        "verified_identity": firm.verified_identity,
        "verified_products": firm.verified_products,
    }
    return _visit_target(
        segment,
        gap,
        key=firm.id,
        kind="firm",
        name=firm.name,
        ref=firm.id,
        group=firm.parent or firm.name,
        region=firm.region,
        place=regions.full_name(firm.region),
        facts=facts,
        source=firm.source,
        as_of=firm.as_of,
        verified_identity=firm.verified_identity,
        verified_products=firm.verified_products,
    )


def unknown_to_graph(kind: str, name: str, region: str, regions: Regions) -> VisitTarget:
    """A target that the office wants to visit and the graph does not know."""
    return _visit_target(
        None,
        None,
        key=f"{kind}:{name}",
        kind=kind,
        name=name,
        ref="",
        group=name,
        region=region,
        place=regions.full_name(region),
        facts={"name": name},
    )


def from_saved(target: Target, regions: Regions, segment_name: str) -> VisitTarget:
    """A saved target as it was when it was saved."""
    snapshot = target.snapshot.copy()
    path = snapshot.pop("path", [])
    facts: TargetFacts = snapshot
    return {
        "key": f"saved:{target.id}",
        "saved": target.id,
        "kind": target.kind,
        "name": target.name,
        "office": target.office,
        "ref": target.ref,
        "group": target.group,
        "region": target.region,
        "place": regions.full_name(target.region) if target.region else "待核",
        "segment": target.segment,
        "segment_name": segment_name,
        "gap": target.gap_sentence,
        "gap_kind": target.gap_kind,
        "grade": target.grade,
        "score": target.score,
        "reasons": list(target.reasons),
        "counter": list(target.counter),
        "unknown": list(target.unknown),
        "path": list(path),
        "facts": facts,
        "source": facts.get("source", ""),
        "as_of": facts.get("as_of", ""),
        "verified_identity": identity_verified(facts),
        "verified_products": facts.get("verified_products", False),
        "must": target.must,
        "hours": target.hours,
        "minutes": target.minutes,
    }


def mixed(per_segment: Sequence[list[VisitTarget]]) -> list[VisitTarget]:
    """Targets for several gaps as one list; a target that answers several is listed once, under the first."""
    by_key: dict[str, VisitTarget] = {}
    for targets in per_segment:
        for t in targets:
            by_key.setdefault(t["key"], t)
    return list(by_key.values())


def _firm_facts(firm: TargetFirm) -> TargetFacts:
    return {
        "id": firm["id"],
        "name": firm["name"],
        "short": firm["short"],
        "uscc": firm["uscc"],
        "stock_code": firm["stock_code"],
        "region": firm["region"],
        "place": firm["place"],
        "products": firm["products"],
        "tags": firm["tags"],
        "parent": firm["parent"],
        "sites": firm["sites"],
        "revenue_yi": firm["revenue_yi"],
        "revenue_year": firm["revenue_year"],
        "size": firm["size"],
        "source": firm["source"],
        "as_of": firm["as_of"],
        "verified_identity": firm["verified_identity"],
        "verified_products": firm["verified_products"],
    }


def _no_plant() -> CounterArgument:
    return {
        "kind": "no_plant",
        "text": "不直接投资设厂，作用在于引荐企业和提供技术。",
        "text_en": "It will not invest itself; it can introduce firms and provide technology.",
        "evidence": [],
    }


def _no_contact() -> OpenQuestion:
    return {
        "kind": "contact",
        "text": "具体联系人和联系方式待核。",
        "text_en": "The contact person is unverified.",
        "evidence": [],
    }


def _visit_target(
    segment: Segment | None,
    gap: GapDocument | None,
    *,
    key: str,
    kind: str,
    name: str,
    ref: str,
    group: str,
    region: str,
    place: str,
    facts: TargetFacts,
    office: str = "",
    grade: str = "B",
    score: float | None = None,
    reasons: Sequence[Reason] = (),
    counter: Sequence[CounterArgument] = (),
    unknown: Sequence[OpenQuestion] = (),
    path: Sequence[PathStep] = (),
    source: str = "",
    as_of: str = "",
    verified_identity: bool = False,
    verified_products: bool = False,
) -> VisitTarget:
    return {
        "segment": segment.id if segment else "",
        "segment_name": segment.name if segment else "",
        "gap": gap["sentence"] if gap else "",
        "gap_kind": gap["kind"] if gap else "",
        "key": key,
        "kind": kind,
        "name": name,
        "office": office or OFFICES[kind],
        "ref": ref,
        "group": group,
        "region": region,
        "place": place,
        "grade": grade,
        "score": score,
        "reasons": list(reasons),
        "counter": list(counter),
        "unknown": list(unknown),
        "path": list(path),
        "facts": facts,
        "source": source,
        "as_of": as_of,
        "verified_identity": verified_identity,
        "verified_products": verified_products,
    }


def local_stops(
    network: Network, store: GraphStore, regions: Regions, region: str, segments: Sequence[str]
) -> list[VisitTarget]:
    """What a delegation may be shown here: local firms of these segments and of those they sell to, strongest first."""
    buying = [k.target_id for s in segments for k in network.links if k.source_id == s and k.kind != "channel"]
    stops: dict[str, VisitTarget] = {}
    for s in dict.fromkeys([*segments, *buying]):
        if s not in network.segments:
            continue
        here = [f for f, m in store.firms_of(s, region) if counts(m.role, network.segments[s])]
        for firm in here[:OTHERS]:
            if Regions.within(firm.region, region):
                stops.setdefault(firm.id, from_firm(firm, regions, network.segments[s]))
    return list(stops.values())
