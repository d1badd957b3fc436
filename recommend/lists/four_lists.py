"""The four lists of a chain-leader team. What keeps them useful is in `recommend.lists.diversity` and `recommend.lists.demand`.

1. outsiders to invite (`Recommender.recommend`); 2. 增资扩股: who is here and could do more; 3. 资本招商: groups and holders
that could bring a firm; 4. outflow: local firms that build elsewhere. Pure functions over what a recommender holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph.model.records import MICRO, Firm, Project, Site
from graph.model.regions import Regions
from graph.model.text import short_name
from graph.model.words import UNKNOWN
from recommend.rank.holdings import Holdings

LEAST_GROUP = 3  # firms of one group from which it counts as one that could bring a firm
EVIDENCE = 3
UNDER_WAY = ("在建", "规划")


def group_of(firm: Firm) -> str:
    """The group a firm belongs to: its parent's name, else its own."""
    return firm.parent or firm.name


def _row(
    h: Holdings,
    firm: Firm,
    kind: str,
    zh: str,
    en: str,
    score: float,
    evidence: Sequence[Mapping[str, Any]],
    title: str = "",
) -> dict[str, Any]:
    """title: whom the row is about where that is not the firm itself but a group or a holder behind it."""
    return {
        "firm": {
            "id": firm.id,
            "name": firm.name,
            "short": short_name(firm),
            "place": h.regions.full_name(firm.region),
            "region": firm.region,
            "products": list(firm.products[:6]),
            "tags": list(firm.tags),
            "verified": firm.verified,
            "group": group_of(firm),
        },
        "kind": kind,
        "title": title,
        "text": zh,
        "text_en": en,
        "score": round(score, 9),
        "evidence": [dict(e) for e in evidence[:EVIDENCE]],
    }


def _place_evidence(h: Holdings, firm: Firm, rows: Iterable[Site | Project]) -> list[dict[str, Any]]:
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


def _sorted(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda r: (-r["score"], r["firm"]["id"]))


def expanding(h: Holdings, region: str, chain: str = "") -> list[dict[str, Any]]:
    """增资扩股: firms seated elsewhere with a plant or subsidiary here, then local firms short of capacity or building.

    A firm seated elsewhere scores 1 + size/30; a local one by what speaks for growth.
    """
    out = []
    for firm in h.in_chain(chain):
        facts = h.of(firm.id)
        if not Regions.within(firm.region, region):
            here = [s for s in facts.sites if Regions.within(s.region, region)]
            places = sorted({s.region for s in here} | {s for s in firm.sites if Regions.within(s, region)})
            if places:
                named = "、".join(h.regions.name(p) for p in places[:EVIDENCE])
                out.append(
                    _row(
                        h,
                        firm,
                        "plant_here",
                        f"总部在外地，已在{named}设厂或设子公司，可谈增资扩产。",
                        "Seated elsewhere, with a plant or subsidiary here: ask for more.",
                        1 + firm.size / MICRO / 30,
                        _place_evidence(h, firm, here) or [_own(firm)],
                    )
                )
            continue
        rates = [c for c in facts.capacities if c.metric == "capacity_utilization" and c.amount]
        busy = [c for c in rates if (c.amount or 0) >= 85]
        under_way = [
            p for p in facts.projects if p.status in UNDER_WAY and (not p.region or Regions.within(p.region, region))
        ]
        if under_way:
            out.append(
                _row(
                    h,
                    firm,
                    "building_here",
                    f"有在建或规划项目 {len(under_way)} 个，可对接要素保障。",
                    f"{len(under_way)} project(s) under way or planned.",
                    0.9,
                    _place_evidence(h, firm, under_way),
                )
            )
        elif busy:
            out.append(
                _row(
                    h,
                    firm,
                    "short_of_capacity",
                    f"产能利用率最高 {max(c.amount or 0 for c in busy):.0f}%，产能紧张。",
                    "Short of capacity.",
                    0.8,
                    [_own(firm) | {"what": f"{c.product} {c.value}", "source": c.source or firm.source} for c in busy],
                )
            )
        elif "龙头" in firm.tags or "大型" in firm.tags:
            out.append(
                _row(
                    h,
                    firm,
                    "large_local",
                    "本地骨干企业，近期有无扩产计划待核。",
                    "A large local firm; its plans are to be checked.",
                    0.3 + firm.size / MICRO / 100,
                    [_own(firm)],
                )
            )
    return _sorted(out)


def capital(h: Holdings, region: str, chain: str = "") -> list[dict[str, Any]]:
    """资本招商: groups with several firms of the chain outside, and holders of stakes that reports name. Where the data has
    neither, the list is empty and the page says so."""
    outside = [f for f in h.in_chain(chain) if not Regions.within(f.region, region)]
    members: dict[str, list[Firm]] = defaultdict(list)
    for firm in outside:
        if firm.parent:
            members[firm.parent].append(firm)
    by_name = {f.name: f for f in h.firms.values()}
    out = []
    for group, firms in members.items():
        if len(firms) >= LEAST_GROUP:
            head = by_name.get(group) or max(firms, key=lambda f: (f.size, f.id))
            names = "、".join(short_name(f) for f in firms[:EVIDENCE])
            out.append(
                _row(
                    h,
                    head,
                    "group",
                    f"{group}在本链有 {len(firms)} 家企业：{names}，可整体对接。",
                    f"{group} has {len(firms)} firms of this chain: {', '.join(short_name(f) for f in firms[:EVIDENCE])}.",
                    len(firms) / 10,
                    [
                        _own(f) | {"what": f"{f.name}：{'、'.join(f.products[:EVIDENCE]) or UNKNOWN['zh']}"}
                        for f in firms
                    ],
                    group,
                )
            )
    held: dict[str, list[tuple[Firm, Any]]] = defaultdict(list)
    for firm in outside:
        for r in h.of(firm.id).relations:
            if r.kind == "investor" and r.to_name and ("基金" in r.to_name or "投资" in r.to_name):
                held[r.to_name].append((firm, r))
    for holder, pairs in held.items():
        if len(pairs) > 1:
            head = max((f for f, _ in pairs), key=lambda f: (f.size, f.id))
            names = "、".join(short_name(f) for f, _ in pairs[:EVIDENCE])
            out.append(
                _row(
                    h,
                    head,
                    "holder",
                    f"{holder}持有本链 {len(pairs)} 家企业股份：{names}。",
                    f"{holder} holds stakes in {len(pairs)} firms of this chain: {', '.join(short_name(f) for f, _ in pairs[:EVIDENCE])}.",
                    len(pairs) / 20,
                    [_own(f) | {"what": f.name, "source": r.source or f.source} for f, r in pairs],
                    holder,
                )
            )
    return _sorted(out)


def outflow(h: Holdings, region: str, chain: str = "") -> list[dict[str, Any]]:
    """外流预警: local firms that build elsewhere, projects under way first, then by the number of places."""
    out = []
    for firm in h.in_chain(chain):
        if not Regions.within(firm.region, region):
            continue
        facts = h.of(firm.id)
        projects = [p for p in facts.projects if p.region and not Regions.within(p.region, region)]
        sites = [s for s in facts.sites if s.region and not Regions.within(s.region, region)]
        places = (
            {r.region for r in projects}
            | {s.region for s in sites}
            | {s for s in firm.sites if not Regions.within(s, region)}
        )
        if not places:
            continue
        moving = [p for p in projects if p.status in UNDER_WAY]
        named = "、".join(h.regions.name(p) for p in sorted(places)[:EVIDENCE])
        zh = (
            f"在外地 {len(places)} 处布局（{named}）"
            + (f"，其中在建或规划项目 {len(moving)} 个" if moving else "")
            + "，宜走访了解原因。"
        )
        out.append(
            _row(
                h,
                firm,
                "outflow",
                zh,
                f"Builds in {len(places)} place(s) elsewhere; ask why.",
                len(moving) + len(places) / 100,
                _place_evidence(h, firm, [*moving, *projects, *sites]) or [_own(firm)],
            )
        )
    return _sorted(out)


def _own(firm: Firm) -> dict[str, Any]:
    return {
        "what": "、".join(firm.products[:EVIDENCE]) or firm.name,
        "firm": firm.id,
        "name": firm.name,
        "source": firm.source or UNKNOWN["zh"],
        "as_of": firm.as_of or UNKNOWN["zh"],
        "verified": firm.verified,
    }


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
