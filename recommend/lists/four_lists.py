"""The four lists of a chain-leader team. What keeps them useful is in `recommend.lists.diversity` and
`recommend.lists.demand`.

1. outsiders to invite (`Recommender.recommend`); 2. 增资扩股: who is here and could do more; 3. 资本招商: groups and
holders that could bring a firm; 4. outflow: local firms that build elsewhere. Pure functions over what a recommender
holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from graph.model.records import MICRO, Firm, Project, Relation, Site
from graph.model.regions import Regions
from graph.model.text import short_name
from graph.model.words import UNKNOWN
from recommend.lists.shapes import ListRow
from recommend.rank.firm_facts import FirmFacts
from recommend.rank.holdings import Holdings

if TYPE_CHECKING:
    from recommend.explain.shapes import EvidenceRow

LEAST_GROUP = 3  # firms of one group from which it counts as one that could bring a firm
EVIDENCE = 3
UNDER_WAY = ("在建", "规划")
BUSY = 85  # utilisation in % from which a firm is short of capacity
HOLDERS = ("基金", "投资")  # words in the name of a shareholder that make it a fund


def expanding(h: Holdings, region: str, chain: str = "") -> list[ListRow]:
    """增资扩股: firms with headquarters elsewhere and a plant or subsidiary here, then local firms short of capacity or
    building.

    The first score 1 + size/30; local ones by what speaks for growth.
    """
    out = []
    for firm in h.in_chain(chain):
        local = Regions.within(firm.region, region)
        row = _growing(h, firm, region) if local else _plant_here(h, firm, region)
        if row is not None:
            out.append(row)
    return _sorted(out)


def _plant_here(h: Holdings, firm: Firm, region: str) -> ListRow | None:
    """A firm of elsewhere with a plant or subsidiary in the region."""
    here = [s for s in h.of(firm.id).sites if Regions.within(s.region, region)]
    places = sorted({s.region for s in here} | {s for s in firm.sites if Regions.within(s, region)})
    if not places:
        return None
    named = "、".join(h.regions.name(p) for p in places[:EVIDENCE])
    return _row(
        h,
        firm,
        "plant_here",
        f"总部在外地，已在{named}设厂或设子公司，可谈增资扩产。",
        "Headquarters elsewhere, with a plant or subsidiary here: discuss an expansion.",
        1 + firm.size / MICRO / 30,
        _place_evidence(h, firm, here) or [_own(firm)],
    )


def _growing(h: Holdings, firm: Firm, region: str) -> ListRow | None:
    """A local firm that builds here, is short of capacity, or is large."""
    facts = h.of(firm.id)
    if under_way := _under_way(facts, region):
        n = len(under_way)
        return _row(
            h,
            firm,
            "building_here",
            f"有在建或规划项目 {n} 个，可对接要素保障。",
            f"{n} project{'s' if n > 1 else ''} under way or planned.",
            0.9,
            _place_evidence(h, firm, under_way),
        )
    busy = [
        c for c in facts.capacities if c.metric == "capacity_utilization" and c.amount is not None and c.amount >= BUSY
    ]
    if busy:
        top = max(c.amount or 0 for c in busy)
        evidence = [_own(firm, f"{c.product} {c.value}", c.source) for c in busy]
        zh = f"产能利用率最高 {top:.0f}%，产能紧张。"
        return _row(h, firm, "short_of_capacity", zh, "Short of capacity.", 0.8, evidence)
    if "龙头" in firm.tags or "大型" in firm.tags:
        zh, en = "本地骨干企业，近期有无扩产计划待核。", "A large local firm; expansion plans unverified."
        return _row(h, firm, "large_local", zh, en, 0.3 + firm.size / MICRO / 100, [_own(firm)])
    return None


def _under_way(facts: FirmFacts, region: str) -> list[Project]:
    """Projects under way or planned, here or at a place that is not known."""
    return [p for p in facts.projects if p.status in UNDER_WAY and (not p.region or Regions.within(p.region, region))]


def capital(h: Holdings, region: str, chain: str = "") -> list[ListRow]:
    """资本招商: groups with several firms of the chain outside, and holders of stakes that reports name. Where the data
    has neither, the list is empty and the page says so."""
    outside = [f for f in h.in_chain(chain) if not Regions.within(f.region, region)]
    return _sorted([*_groups(h, outside), *_holders(h, outside)])


def _groups(h: Holdings, outside: Sequence[Firm]) -> list[ListRow]:
    """Groups with at least `LEAST_GROUP` of these firms."""
    members: dict[str, list[Firm]] = defaultdict(list)
    for firm in outside:
        if firm.parent:
            members[firm.parent].append(firm)
    by_name = {f.name: f for f in h.firms.values()}
    out = []
    for group, firms in members.items():
        if len(firms) < LEAST_GROUP:
            continue
        short = [short_name(f) for f in firms[:EVIDENCE]]
        evidence = [_own(f, f"{f.name}：{'、'.join(f.products[:EVIDENCE]) or UNKNOWN['zh']}") for f in firms]
        out.append(
            _row(
                h,
                by_name.get(group) or _largest(firms),
                "group",
                f"{group}在本链有 {len(firms)} 家企业：{'、'.join(short)}，可整体对接。",
                f"{group} has {len(firms)} firms of this chain: {', '.join(short)}.",
                len(firms) / 10,
                evidence,
                group,
            )
        )
    return out


def _holders(h: Holdings, outside: Sequence[Firm]) -> list[ListRow]:
    """Funds with a stake in more than one of these firms."""
    stakes: dict[str, list[tuple[Firm, Relation]]] = defaultdict(list)
    for firm in outside:
        for r in h.of(firm.id).relations:
            if r.kind == "investor" and any(word in r.to_name for word in HOLDERS):
                stakes[r.to_name].append((firm, r))
    out = []
    for holder, pairs in stakes.items():
        if len(pairs) < 2:
            continue
        short = [short_name(f) for f, _ in pairs[:EVIDENCE]]
        out.append(
            _row(
                h,
                _largest([f for f, _ in pairs]),
                "holder",
                f"{holder}持有本链 {len(pairs)} 家企业股份：{'、'.join(short)}。",
                f"{holder} holds stakes in {len(pairs)} firms of this chain: {', '.join(short)}.",
                len(pairs) / 20,
                [_own(f, f.name, r.source) for f, r in pairs],
                holder,
            )
        )
    return out


def outflow(h: Holdings, region: str, chain: str = "") -> list[ListRow]:
    """外流预警: local firms that build elsewhere, projects under way first, then by the number of places."""
    out = []
    for firm in h.in_chain(chain):
        row = _building_elsewhere(h, firm, region) if Regions.within(firm.region, region) else None
        if row is not None:
            out.append(row)
    return _sorted(out)


def _building_elsewhere(h: Holdings, firm: Firm, region: str) -> ListRow | None:
    """A local firm with projects, sites or plants outside the region."""
    facts = h.of(firm.id)
    projects = [p for p in facts.projects if p.region and not Regions.within(p.region, region)]
    sites = [s for s in facts.sites if s.region and not Regions.within(s.region, region)]
    plants = {s for s in firm.sites if not Regions.within(s, region)}
    places = {p.region for p in projects} | {s.region for s in sites} | plants
    if not places:
        return None
    moving = [p for p in projects if p.status in UNDER_WAY]
    named = "、".join(h.regions.name(p) for p in sorted(places)[:EVIDENCE])
    projects_zh = f"，其中在建或规划项目 {len(moving)} 个" if moving else ""
    count = "1 place" if len(places) == 1 else f"{len(places)} places"
    return _row(
        h,
        firm,
        "outflow",
        f"在外地 {len(places)} 处布局（{named}）{projects_zh}，宜走访了解原因。",
        f"Builds in {count} elsewhere; ask why.",
        len(moving) + len(places) / 100,
        _place_evidence(h, firm, [*moving, *projects, *sites]) or [_own(firm)],
    )


def group_of(firm: Firm) -> str:
    """The group a firm belongs to: its parent's name, else its own."""
    return firm.parent or firm.name


def _largest(firms: Sequence[Firm]) -> Firm:
    return max(firms, key=lambda f: (f.size, f.id))


def _row(
    h: Holdings,
    firm: Firm,
    kind: str,
    zh: str,
    en: str,
    score: float,
    evidence: Sequence[EvidenceRow],
    title: str = "",
) -> ListRow:
    """title: the group or the holder behind the firm that the row is about; empty where it is about the firm itself."""
    return {
        "firm": {
            "id": firm.id,
            "name": firm.name,
            "short": short_name(firm),
            "place": h.regions.full_name(firm.region),
            "region": firm.region,
            "products": list(firm.products[:6]),
            "tags": list(firm.tags),
            "verified_identity": firm.verified_identity,
            "verified_products": firm.verified_products,
            "group": group_of(firm),
        },
        "kind": kind,
        "title": title,
        "text": zh,
        "text_en": en,
        "score": round(score, 9),
        "evidence": list(evidence[:EVIDENCE]),
    }


def _place_evidence(h: Holdings, firm: Firm, rows: Iterable[Site | Project]) -> list[EvidenceRow]:
    return [
        {
            "what": r.name or h.regions.full_name(r.region),
            "firm": firm.id,
            "name": firm.name,
            "source": firm.source if r.source in ("", "shipped") and firm.source else r.source or UNKNOWN["zh"],
            "as_of": r.as_of or firm.as_of or UNKNOWN["zh"],
            "verified": False,
        }
        for r in rows
    ]


def _own(firm: Firm, what: str = "", source: str = "") -> EvidenceRow:
    """The firm's own row as evidence; source: of the record that says it, where that is another."""
    return {
        "what": what or "、".join(firm.products[:EVIDENCE]) or firm.name,
        "firm": firm.id,
        "name": firm.name,
        "source": source or firm.source or UNKNOWN["zh"],
        "as_of": firm.as_of or UNKNOWN["zh"],
        "verified": firm.verified_products and not what,
    }


def _sorted(rows: list[ListRow]) -> list[ListRow]:
    return sorted(rows, key=lambda r: (-r["score"], r["firm"]["id"]))


def look_alike(
    like: Firm,
    text: Mapping[str, float],
    segments: Mapping[str, Sequence[str]],
    firms: Mapping[str, Firm],
    top: int = 20,
) -> list[tuple[str, float, float]]:
    """Firms like this one, as (id, graph, text), best first by the mean of both.

    text: firm → similarity of its products in 0–1. graph: Jaccard overlap of the segments they work in (Jaccard 1901).
    """
    mine = set(segments.get(like.id, ()))
    out = []
    for firm in firms:
        if firm == like.id:
            continue
        theirs = set(segments.get(firm, ()))
        graph = len(mine & theirs) / len(mine | theirs) if mine | theirs else 0.0
        words = text.get(firm, 0.0)
        if graph or words >= 0.5:
            out.append((firm, graph, words))
    return sorted(out, key=lambda r: (-(r[1] + r[2]) / 2, r[0]))[:top]
