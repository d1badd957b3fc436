"""Gaps as documents: names put to ids, the verdict as a sentence, numbers rounded. What `--json` prints and screens show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from graph.gaps.evidence import Proof
from graph.gaps.find import Gap, Neighbour, landing_effect, state_of
from graph.model.records import Chain, Firm, Park, Project
from graph.model.regions import Regions
from graph.model.text import rounded, short_name
from graph.model.words import KIND, UNKNOWN, VERDICT, VERDICT_REASON, Lang, tenths
from graph.region.footprint import Footprint
from graph.store.base.protocol import GraphStore

SHOWN = 5  # firms named in a list; the number of all stands beside


def gap_documents(
    store: GraphStore, regions: Regions, footprint: Footprint, gaps: Sequence[Gap]
) -> list[dict[str, Any]]:
    """The gaps as the contract of DESIGN has them, firms named, sentences in both languages, each with its proof."""
    parks = [p for p in store.rows(Park) if Regions.within(p.region, footprint.region)] if gaps else []
    maker = Proof(footprint, parks, _planned(store, footprint))
    proofs = {gap.segment: maker.of(gap) for gap in gaps}
    wanted: set[str] = {
        f for proof in proofs.values() for test in proof["tests"].values() for f in test["firms"][:SHOWN]
    }
    for gap in gaps:
        wanted.update(gap.local[:SHOWN], gap.candidates[:SHOWN])
        for neighbour in (*gap.buyers, *gap.suppliers):
            wanted.update(neighbour.firms[:SHOWN])
    firms = {f.id: f for f in store.firms(sorted(wanted))}
    return [rounded(_document(regions, footprint, gap, firms, proofs[gap.segment])) for gap in gaps]


def look_first(documents: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The first gap that the data carry and that is not answered by 就近配套 or 不宜招; the first of all where there is none."""
    worth = (
        d for d in documents if d["verdict"] != "insufficient_data" and d["recruit"]["answer"] in ("recruit", "check")
    )
    return next(worth, documents[0])


def _planned(store: GraphStore, footprint: Footprint) -> dict[str, list[str]]:
    """Per segment, firms whose running or planned project here will need it, by the segments they work in."""
    projects = [p for p in store.rows(Project) if p.region and Regions.within(p.region, footprint.region)]
    out: dict[str, list[str]] = {}
    if not projects:
        return out
    net = footprint.network
    for m in store.memberships(sorted({p.firm_id for p in projects})):
        if m.segment_id in net.row:
            for i in np.flatnonzero(net.using[:, net.row[m.segment_id]]):
                out.setdefault(net.ids[int(i)], []).append(m.firm_id)
    return {s: list(dict.fromkeys(f)) for s, f in out.items()}


def _document(
    regions: Regions, footprint: Footprint, gap: Gap, firms: Mapping[str, Firm], proof: Mapping[str, Any]
) -> dict[str, Any]:
    net = footprint.network
    segment = net.segments[gap.segment]

    def named(ids: Sequence[str]) -> list[dict[str, str]]:
        return [
            {"id": f, "name": firms[f].name, "short": short_name(firms[f]), "region": regions.name(firms[f].region)}
            for f in ids[:SHOWN]
            if f in firms
        ]

    def neighbour(n: Neighbour) -> dict[str, Any]:
        return {
            "segment": n.segment,
            "name": net.segments[n.segment].name,
            "name_en": net.segments[n.segment].name_en,
            "share": n.share,
            "kind": n.kind,
            "strength": n.strength,
            "count": len(n.firms),
            "firms": named(n.firms),
        }

    cover = footprint.coverage
    evidence: dict[str, Any] = {
        "buyers": [neighbour(n) for n in gap.buyers],
        "suppliers": [neighbour(n) for n in gap.suppliers],
        "local": {"count": len(gap.local), "firms": named(gap.local)},
        "candidates": {"count": len(gap.candidates), "firms": named(gap.candidates)},
        "measures": dict(gap.measures),
        "coverage": {
            "estimate": cover.estimate,
            "firms": cover.firms,
            "sources": cover.sources,
            "method": cover.method,
        },
        "verdict_reason": gap.verdict_reason,
        "effect": landing_effect(footprint, gap),
    }
    document = {
        "segment": gap.segment,
        "name": segment.name,
        "name_en": segment.name_en,
        "chain": gap.chain,
        "kind": gap.kind,
        "verdict": gap.verdict,
        "action": gap.action,
        "score": gap.score,
        "components": dict(gap.components),
        "interval": list(gap.interval),
        "rank": gap.rank,
        "rank_of": gap.rank_of,
        "rank_low": gap.rank_interval[0],
        "rank_high": gap.rank_interval[1],
        "by_source": dict(gap.by_source),
        "evidence": evidence,
        "tests": {
            key: test | {"count": len(test["firms"]), "firms": named(test["firms"])}
            for key, test in proof["tests"].items()
        },
        "recruit": proof["recruit"],
        "peers": proof["peers"],
        "changes": proof["changes"],
    }
    if gap.action == "strengthening":
        # 增资扩股、技改: what is thin grows first out of the firms that are here already.
        document["own_expansion"] = {"count": len(gap.local), "firms": named(gap.local)}
    document["sentence"] = sentence(document, "zh")
    document["sentence_en"] = sentence(document, "en")
    return document


def sentence(gap: Mapping[str, Any], lang: Lang) -> str:
    """The verdict as an official reads it: what is here, who waits for it, how much we know, how sure we are."""
    evidence = gap["evidence"]
    here, buyers, suppliers = evidence["local"]["count"], evidence["buyers"], evidence["suppliers"]
    name = gap["name"] if lang == "zh" else gap["name_en"]
    # Where the data are too thin for the claim, the claim is not made: 数据不足 stands in the place of 缺失.
    unsure = gap["verdict"] == "insufficient_data" and not here
    word = VERDICT[gap["verdict"]][lang] if unsure else KIND[gap["kind"]][lang]
    if lang == "zh":
        local = f"本地企业 {here} 家" if here else "本地未查到企业"
        ties = [f"下游{b['name']}企业 {b['count']} 家需要它" for b in buyers[:2]]
        ties += [f"上游{s['name']}企业 {s['count']} 家可供料" for s in suppliers[: 2 - len(ties) if ties else 2]]
        head = f"{name}：{word}。{local}；" + ("；".join(ties) if ties else "本地暂无直接上下游企业") + "。"
        return head + f"{_coverage(evidence['coverage'], 'zh')}，结论：{VERDICT[gap['verdict']]['zh']}。"
    local = _firms(here) if here else "No local firm found"
    ties = [f"{_firms(b['count'])} in {b['name_en']} {'needs' if b['count'] == 1 else 'need'} it" for b in buyers[:2]]
    ties += [
        f"{_firms(s['count'])} in {s['name_en']} could supply it" for s in suppliers[: 2 - len(ties) if ties else 2]
    ]
    head = f"{name}: {word}. {local}; " + ("; ".join(ties) if ties else "no local firm directly up or down the chain")
    return f"{head}. {_coverage(evidence['coverage'], 'en')}; verdict: {VERDICT[gap['verdict']]['en']}."


def _firms(n: int) -> str:
    return f"{n} local firm{'' if n == 1 else 's'}"


def _coverage(cover: Mapping[str, Any], lang: Lang) -> str:
    if cover["estimate"] is not None:
        share = tenths(cover["estimate"], lang)
        return f"数据覆盖{share}" if lang == "zh" else f"Our data holds {share} of the region's firms"
    why = VERDICT_REASON.get(cover["method"], UNKNOWN)[lang]
    return f"数据覆盖待核（{why}）" if lang == "zh" else f"Coverage unknown ({why})"


def chain_document(chain: Chain, footprint: Footprint, gaps: Sequence[Gap]) -> dict[str, Any]:
    """One chain as the contract has it, with each segment's local state and, where it is a gap, its verdict."""
    net = footprint.network
    by_segment = {g.segment: g for g in gaps}
    segments = []
    for s in chain.segments:
        here = footprint.by_segment.get(s.id, [])
        gap = by_segment.get(s.id)
        x = float(footprint.x[net.row[s.id]])
        local = {f for f, _ in here}
        others = {f for f, _ in footprint.candidates.get(s.id, [])}
        segments.append(
            {
                "id": s.id,
                "name": s.name,
                "name_en": s.name_en,
                "tier": s.tier,
                "description": s.description,
                "firms_national": len(local | others),
                "firms_local": len(local),
                "strength": x,
                "state": state_of(x, gap),
                "verdict": gap.verdict if gap else None,
                "kind": gap.kind if gap else None,
                "value_weight": s.value_weight,
                "import_dependence": s.import_dependence,
                "products": list(s.products),
                "techs": [{"name": t.name, "maturity": t.maturity, "trend": t.trend} for t in s.techs],
            }
        )
    links = [
        {"from": k.source_id, "to": k.target_id, "kind": k.kind, "share": k.share, "source": k.source}
        for k in chain.links
    ]
    document: dict[str, Any] = rounded(
        {
            "id": chain.id,
            "name": chain.name,
            "name_en": chain.name_en,
            "region": footprint.region,
            "segments": segments,
            "links": links,
        }
    )
    return document
