"""Whom to visit for a gap: firms from the recommender; institutes, experts (by office) and associations from the graph.

All four kinds come as one form, the *target document*: {key, kind, name, office, ref, group, region, place, segment,
segment_name, gap, gap_kind, grade, score, reasons, counter, unknown, path, facts, source, as_of, verified}.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graph.measures.network import Network
from graph.model.records import Firm, Institution, Segment
from graph.model.regions import Regions
from graph.store.base.protocol import GraphStore
from recommend.recommender import Recommender

FIRMS, OTHERS = 12, 3  # how many of a kind are offered for one gap
EXPERT = "学术带头人"
TABLE = "科研院所与行业协会名录"
OFFICES = {"firm": "投资发展部门", "institute": "科研管理部门", "association": "秘书处", "expert": EXPERT}


def for_segment(
    recommender: Recommender,
    region: str,
    segment: str,
    gap: Mapping[str, Any] | None,
    firms: int = FIRMS,
    others: int = OTHERS,
) -> list[dict[str, Any]]:
    """Targets of all four kinds for a segment of a region, firms first, each kind best first.

    gap: its document from `graph.gaps.documents.gap.gap_documents`, or None where the segment is not listed as a gap.
    """
    row = recommender.network.segments[segment]
    found = recommender.recommend(region, segment, firms, exclude_local=True)
    targets = [from_recommendation(t, row, gap) for t in found if not t["below_floor"] and t["firm"]["region"]]
    return targets + institutions(recommender.store, recommender.regions, region, row, gap, others)


def from_recommendation(target: Mapping[str, Any], segment: Segment, gap: Mapping[str, Any] | None) -> dict[str, Any]:
    """A recommended firm as a target document."""
    firm = target["firm"]
    return _stem(segment, gap) | {
        "key": str(firm["id"]),
        "kind": "firm",
        "name": firm["name"],
        "office": OFFICES["firm"],
        "ref": firm["id"],
        "group": firm["parent"] or firm["name"],
        "region": firm["region"],
        "place": firm["place"],
        "grade": target["grade"],
        "score": target["score"],
        "reasons": target["reasons"],
        "counter": target["counter"],
        "unknown": target["unknown"],
        "path": target["path"],
        "facts": dict(firm),
        "source": firm["source"],
        "as_of": firm["as_of"],
        "verified": firm["verified"],
    }


def institutions(
    store: GraphStore,
    regions: Regions,
    region: str,
    segment: Segment,
    gap: Mapping[str, Any] | None,
    limit: int = OTHERS,
) -> list[dict[str, Any]]:
    """Institutes, experts by office and associations for a segment, at most `limit` of each; those elsewhere only."""
    ranked: dict[str, list[tuple[tuple[Any, ...], Institution]]] = {"institute": [], "expert": [], "association": []}
    for i in store.rows("institution"):
        if not i.region or Regions.within(i.region, region):
            continue
        if segment.id not in i.segments and segment.chain not in i.chains:
            continue
        kind = visit_kind(i)
        km = regions.distance_km(regions.city_of(i.region) or i.region, region)
        place = i.segments.index(segment.id) if segment.id in i.segments else 99
        ranked[kind].append(((place == 99, place, not i.verified, km if km is not None else 1e9, i.id), i))
    out = []
    for kind, rows in ranked.items():
        for order, i in sorted(rows, key=lambda r: r[0])[:limit]:
            out.append(from_institution(i, kind, segment, gap, regions, direct=not order[0]))
    return out


def visit_kind(institution: Institution) -> str:
    """institute, expert or association. Where one meets the leading scholar, the visit is to an expert."""
    if institution.kind == "association":
        return "association"
    return "expert" if institution.contact_office.startswith(EXPERT) else "institute"


def from_institution(
    i: Institution, kind: str, segment: Segment, gap: Mapping[str, Any] | None, regions: Regions, direct: bool
) -> dict[str, Any]:
    """An institute, expert or association as a target document."""
    evidence = {
        "what": TABLE,
        "institution": i.id,
        "name": i.name,
        "source": i.source,
        "as_of": i.as_of or "待核",
        "verified": i.verified,
    }
    about = {
        "association": ("联系的行业", "serves"),
        "expert": ("研究方向", "studies"),
        "institute": ("研究方向", "works on"),
    }[kind]
    what = (segment.name, segment.name_en) if direct else ("本链", "this chain")
    doubt = "" if i.verified else "（待核）"
    reason = {
        "kind": "capability",
        "text": f"{about[0]}包括{what[0]}{doubt}。",
        "text_en": f"It {about[1]} {what[1]}.",
        "evidence": [evidence],
    }
    unknown = {
        "kind": "contact",
        "text": "具体联系人和联系方式待核。",
        "text_en": "Whom to call is to be checked.",
        "evidence": [],
    }
    counter = {
        "kind": "no_plant",
        "text": "不直接投资设厂，作用在于引荐企业和提供技术。",
        "text_en": "It builds no plant; it introduces firms and gives technology.",
        "evidence": [],
    }
    return _stem(segment, gap) | {
        "key": f"{i.id}#{kind}",
        "kind": kind,
        "name": f"{i.name}（{EXPERT}）" if kind == "expert" else i.name,
        "office": i.contact_office or OFFICES[kind],
        "ref": i.id,
        "group": i.name,
        "region": i.region,
        "place": regions.full_name(i.region),
        "grade": ("A" if i.verified else "B") if direct else "C",
        "score": None,
        "reasons": [reason],
        "counter": [counter],
        "unknown": [unknown],
        "path": [],
        "facts": {"name": i.name, "name_en": i.name_en, "website": i.website, "city": i.city, "kind": i.kind},
        "source": i.source,
        "as_of": i.as_of,
        "verified": i.verified,
    }


def from_firm(
    firm: Firm, regions: Regions, segment: Segment | None = None, gap: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """A firm of the graph that nobody ranked: what is known of it, no reasons."""
    facts = {
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
        "verified": firm.verified,
    }
    return _stem(segment, gap) | {
        "key": firm.id,
        "kind": "firm",
        "name": firm.name,
        "office": OFFICES["firm"],
        "ref": firm.id,
        "group": firm.parent or firm.name,
        "region": firm.region,
        "place": regions.full_name(firm.region),
        "grade": "B",
        "score": None,
        "reasons": [],
        "counter": [],
        "unknown": [],
        "path": [],
        "facts": facts,
        "source": firm.source,
        "as_of": firm.as_of,
        "verified": firm.verified,
    }


def unknown_to_graph(kind: str, name: str, region: str, regions: Regions) -> dict[str, Any]:
    """Someone the office wants to see and the graph does not know."""
    return _stem(None, None) | {
        "key": f"{kind}:{name}",
        "kind": kind,
        "name": name,
        "office": OFFICES[kind],
        "ref": "",
        "group": name,
        "region": region,
        "place": regions.full_name(region),
        "grade": "B",
        "score": None,
        "reasons": [],
        "counter": [],
        "unknown": [],
        "path": [],
        "facts": {"name": name},
        "source": "",
        "as_of": "",
        "verified": False,
    }


def mixed(per_segment: Sequence[list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Targets for several gaps as one list; who answers several stands once, under the first."""
    seen: dict[str, dict[str, Any]] = {}
    for targets in per_segment:
        for t in targets:
            seen.setdefault(str(t["key"]), t)
    return list(seen.values())


def _stem(segment: Segment | None, gap: Mapping[str, Any] | None) -> dict[str, Any]:
    return {
        "segment": segment.id if segment else "",
        "segment_name": segment.name if segment else "",
        "gap": str(gap["sentence"]) if gap else "",
        "gap_kind": str(gap["kind"]) if gap else "",
    }


def local_stops(
    network: Network, store: GraphStore, regions: Regions, region: str, segments: Sequence[str]
) -> list[dict[str, Any]]:
    """What a delegation may be shown here: local firms of these segments and of those they sell to, strongest first."""
    wanted = list(
        dict.fromkeys(
            [
                *segments,
                *(k.target_id for s in segments for k in network.links if k.source_id == s and k.kind != "channel"),
            ]
        )
    )
    out: dict[str, dict[str, Any]] = {}
    for s in wanted:
        if s not in network.segments:
            continue
        for firm, _ in store.firms_of(s, region)[:OTHERS]:
            if Regions.within(firm.region, region):
                out.setdefault(firm.id, from_firm(firm, regions, network.segments[s]))
    return list(out.values())
