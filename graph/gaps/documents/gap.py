"""Gaps and chains as documents: names for ids, the verdict as a sentence, numbers rounded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypedDict

import numpy as np

from graph.gaps import evidence_words
from graph.gaps.comparison import NO_YARDSTICK, Yardstick
from graph.gaps.documents.makers import main_makers
from graph.gaps.documents.naming import named_firms
from graph.gaps.evidence import GapProof, Proof, Result, Results
from graph.gaps.find import Gap, landing_effect, state_of
from graph.gaps.partners import Knowledge, Linked, Partner
from graph.model.goods.product_routes import ALL_TAKE, ProductRoutes
from graph.model.records import Chain, Firm, Link, Park, Project, Segment, Verdict
from graph.model.regions import Regions
from graph.model.text import RecordedFirm, recorded_firm, rounded
from graph.model.words import KIND, SUPPLY, VERDICT, Lang, counted
from graph.region.coverage import Coverage
from graph.region.footprint import Footprint
from graph.store.base.protocol import GraphStore

if TYPE_CHECKING:
    from graph.gaps.documents.shapes import (
        ChainDocument,
        CoverageDocument,
        Evidence,
        Figures,
        FirmList,
        GapDocument,
        HistoryDocument,
        LinkDocument,
        NeedFigures,
        NeighbourDocument,
        PartnerDocument,
        SegmentDocument,
        TestDocument,
        Tests,
    )

HALF = 0.5  # of the chain's firms on record, below which a verdict is told as a first finding
FIRST_FINDING: dict[Lang, str] = {"zh": "初步判断，待本地核实", "en": "a first finding, to be checked here"}
UNCHECKED: dict[Lang, str] = {
    "zh": "在库企业的主要产品尚未核实",
    "en": "what the firms on record make is not checked",
}
MAIN_INPUT = 0.15  # share of cost from which a local supplier of it is worth a line
MAIN_BUYER = 0.1  # of the whole need, from which a buying segment is told and its firms named
SHOWN = 5  # firms named in a list, beside the number of all


def gap_documents(
    store: GraphStore,
    regions: Regions,
    footprint: Footprint,
    gaps: Sequence[Gap],
    yardstick: Yardstick = NO_YARDSTICK,
    routes: ProductRoutes = ALL_TAKE,
) -> list[GapDocument]:
    """The gaps as documents, firms named, sentences in both languages, each with its proof. yardstick: what cities are
    compared by; routes: which products take which input."""
    parks = [p for p in store.rows(Park) if Regions.within(p.region, footprint.region)] if gaps else []
    knowledge = _knowledge(store, footprint, gaps, routes)
    maker = Proof(footprint, parks, _planned(store, footprint), yardstick, knowledge)
    proofs = {gap.segment: maker.of(gap) for gap in gaps}
    named: set[str] = {f for proof in proofs.values() for test in _tested(proof["tests"]) for f in test[:SHOWN]}
    for gap in gaps:
        named.update(gap.local[:SHOWN], gap.candidates[:SHOWN])
    makers = main_makers(store, footprint, gaps)
    named.update(p.firm for ps in makers.values() for p in ps)
    known = {f.id: f for f in store.firms(sorted(named - knowledge.firms.keys()))}
    writer = _Writer(regions, footprint, {**knowledge.firms, **known}, makers)
    return [rounded(writer.document(gap, proofs[gap.segment])) for gap in gaps]


def _knowledge(store: GraphStore, footprint: Footprint, gaps: Sequence[Gap], routes: ProductRoutes) -> Knowledge:
    """The local firms of all segments that buy from a gap or supply it, and what they do there."""
    net = footprint.network
    rows = [net.row[g.segment] for g in gaps]
    touched = np.flatnonzero((net.adjacent[rows] > 0).any(axis=0) | (net.adjacent[:, rows] > 0).any(axis=1)).tolist()
    touched = sorted({*touched, *rows})
    ids = sorted({f for j in touched for f, _ in footprint.by_segment.get(net.ids[j], ())})
    return Knowledge.of(store.firms(ids), store.memberships(ids), routes)


def _tested(tests: Results) -> list[list[str]]:
    """The firms of the four tests."""
    return [tests[key]["firms"] for key in ("need", "presence", "coverage", "consequence")]


def look_first(documents: Sequence[GapDocument]) -> GapDocument:
    """The first gap that the data support and that is worth recruiting for; the first of all where there is none."""
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


class _Optional(TypedDict, total=False):
    """The keys that only some gap documents have."""

    own_expansion: FirmList
    history: HistoryDocument


class _Sells(TypedDict, total=False):
    """The key that only demand nodes have."""

    local_suppliers: int


@dataclass(frozen=True)
class _Writer:
    """Writes the gap documents of one region; `firms` are the records of those that are named; `makers`: by segment,
    firms elsewhere whose main product is of it."""

    regions: Regions
    footprint: Footprint
    firms: Mapping[str, Firm]
    makers: Mapping[str, Sequence[Partner]]

    def document(self, gap: Gap, proof: GapProof) -> GapDocument:
        segment, evidence = self.footprint.network.segments[gap.segment], self._evidence(gap, proof)
        # 增资扩股、技改: a weak segment grows first out of the firms that are here already.
        own: _Optional = {"own_expansion": self._growing(proof["own"])} if gap.action == "strengthening" else {}
        tests = self._tests(proof["tests"])
        return {
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
            "tests": tests,
            "recruit": proof["recruit"],
            "peers": proof["peers"],
            "peers_by": proof["peers_by"][0],
            "peers_by_en": proof["peers_by"][1],
            "changes": proof["changes"],
            **own,
            "sentence": _sentence_zh(segment.name, gap, evidence, tests),
            "sentence_en": _sentence_en(segment.name_en, gap, evidence, tests),
        }

    def _evidence(self, gap: Gap, proof: GapProof) -> Evidence:
        return {
            "buyers": [self._neighbour(n, (gap.segment, n.segment)) for n in proof["buyers"]],
            "suppliers": [self._neighbour(n, (n.segment, gap.segment)) for n in proof["suppliers"]],
            "sellers": [self._neighbour(n, (gap.segment, n.segment)) for n in proof["sellers"]],
            "local": self._listed(gap.local),
            "candidates": self._listed(gap.candidates),
            "makers": [self._partner(p) for p in self.makers.get(gap.segment, ())],
            "measures": dict(gap.measures),
            "coverage": _coverage_document(self.footprint.coverage),
            "verdict_reason": gap.verdict_reason,
            "effect": landing_effect(self.footprint, gap, proof["tests"]["need"]["figures"]["demand_yi"]),
        }

    @cached_property
    def _links(self) -> dict[tuple[str, str], Link]:
        """The largest link between two segments."""
        links = sorted(self.footprint.network.links, key=lambda k: (k.share, k.kind))
        return {(k.source_id, k.target_id): k for k in links}

    def _neighbour(self, n: Linked, ends: tuple[str, str]) -> NeighbourDocument:
        """ends: supplier and buyer."""
        segment, link = self.footprint.network.segments[n.segment], self._links[ends]
        return {
            "segment": n.segment,
            "name": segment.name,
            "name_en": segment.name_en,
            "share": n.share,
            "source": link.source,
            "estimate": link.estimated,
            "kind": n.kind,
            "strength": float(self.footprint.x[self.footprint.network.row[n.segment]]),
            "yi": n.yi,
            "count": len(n.partners),
            "firms": [self._partner(p) for p in n.partners[:SHOWN] if p.firm in self.firms],
            "ids": [p.firm for p in n.partners],
            "sought": n.sought,
            "known": n.known,
        }

    def _partner(self, p: Partner) -> PartnerDocument:
        return {**recorded_firm(self.firms[p.firm], self.regions), "product": p.product, "yi": p.yi}

    def _tests(self, tests: Results) -> Tests:
        return {
            "need": self._test(tests["need"]),
            "presence": self._test(tests["presence"]),
            "coverage": self._test(tests["coverage"]),
            "consequence": self._test(tests["consequence"]),
        }

    def _test(self, result: Result[Figures]) -> TestDocument[Figures]:
        return {
            "passed": result["passed"],
            "figures": result["figures"],
            "firms": self._named(result["firms"]),
            "sentence": result["sentence"],
            "sentence_en": result["sentence_en"],
            "count": len(result["firms"]),
        }

    def _listed(self, ids: Sequence[str]) -> FirmList:
        return {"count": len(ids), "firms": self._named(ids)}

    def _growing(self, own: Sequence[Partner]) -> FirmList:
        """The local firms that could grow: those whose own product is of the segment."""
        return {"count": len(own), "firms": [self._partner(p) for p in own[:SHOWN] if p.firm in self.firms]}

    def _named(self, ids: Sequence[str]) -> list[RecordedFirm]:
        return [recorded_firm(self.firms[f], self.regions) for f in ids[:SHOWN] if f in self.firms]


def _coverage_document(cover: Coverage) -> CoverageDocument:
    return {"estimate": cover.estimate, "firms": cover.firms, "sources": cover.sources, "method": cover.method}


def _claim(gap: Gap, evidence: Evidence, need: NeedFigures, lang: Lang) -> str:
    """The kind; 数据不足 where the data are too thin to claim an absence. Of a break whose buyers need next to nothing
    it is said that only the chain has it."""
    unsure = gap.verdict == "insufficient_data" and not evidence["local"]["count"]
    if unsure or gap.verdict_reason == "branches_unlisted":
        return VERDICT["insufficient_data"][lang]
    claim = KIND[gap.kind][lang]
    if gap.kind == "break" and not need["argument"]:
        return f"{claim}（指链条结构，不指本地需求）" if lang == "zh" else f"{claim} (of the chain, not of local need)"
    return claim


def verdict_words(verdict: Verdict, tests: Tests, lang: Lang) -> tuple[str, bool]:
    """The verdict as it is said, and whether it is held back because nobody has checked what the local firms make: where
    less than half is on record, or no local firm is known by its product, it is a first finding."""
    cover, presence = tests["coverage"]["figures"]["estimate"], tests["presence"]["figures"]
    unchecked = verdict != "insufficient_data" and presence["local"] > 0 and not presence["by_product"]
    thin = cover is not None and cover < HALF
    if verdict == "insufficient_data" or not (thin or unchecked):
        return VERDICT[verdict][lang], False
    return FIRST_FINDING[lang], unchecked


def _sentence_zh(name: str, gap: Gap, evidence: Evidence, tests: Tests) -> str:
    """The verdict in one sentence: what is here, who needs it, what is near, how sure."""
    here, proven = evidence["local"]["count"], tests["presence"]["figures"]["by_product"]
    need, verdict = tests["need"], verdict_words(gap.verdict, tests, "zh")[0]
    local = f"本地在库企业 {here} 家" if here else "本地在库未见从事企业"
    local = f"{local}，主要产品尚待核实" if here and not proven else local
    if gap.verdict_reason == "branches_unlisted":
        local = "这一行网点分散、各地都有，名录收不全，本地够不够待核"
    wanted = _wanted_zh(evidence, need["figures"])
    goods = _goods(evidence) if need["figures"]["argument"] else None
    supplied = f"；本地可{SUPPLY[goods['kind']]['zh']}的有{named_firms(goods['firms'], 'zh', 2)}" if goods else ""
    claim = _claim(gap, evidence, need["figures"], "zh")
    return f"{name}：{claim}。{local}；{wanted}{supplied}。结论：{verdict}。"


def _sentence_en(name: str, gap: Gap, evidence: Evidence, tests: Tests) -> str:
    """As `_sentence_zh`."""
    here, proven = evidence["local"]["count"], tests["presence"]["figures"]["by_product"]
    need, verdict = tests["need"], verdict_words(gap.verdict, tests, "en")[0]
    local = f"{counted(here, 'local firm')} on record" if here else "No local firm on record"
    local = f"{local}, their products to be checked" if here and not proven else local
    if gap.verdict_reason == "branches_unlisted":
        local = "A trade that every city has and no register lists in full: whether there is enough is unverified"
    goods = _goods(evidence) if need["figures"]["argument"] else None
    supplied = f"; {named_firms(goods['firms'], 'en', 2)} could {SUPPLY[goods['kind']]['en']}" if goods else ""
    claim, wanted = _claim(gap, evidence, need["figures"], "en"), _wanted_en(evidence, need["figures"])
    return f"{name}: {claim}. {local}; {wanted}{supplied}. Verdict: {verdict}."


def _goods(evidence: Evidence) -> NeighbourDocument | None:
    """The supplier of goods that is named: the largest share of cost whose firms are known by product."""
    return next(iter(main_suppliers(evidence)), None)


def main_suppliers(evidence: Evidence) -> list[NeighbourDocument]:
    """The local suppliers of goods that are worth a line: a main input, whose firms are known by product."""
    return [
        s
        for s in evidence["suppliers"]
        if s["kind"] in ("material", "component") and s["share"] >= MAIN_INPUT and s["firms"]
    ]


def main_buyers(evidence: Evidence) -> list[NeighbourDocument]:
    """The buying segments that make up the need, the largest first: each at least a tenth of it, and with a firm of
    which it is on record what it makes."""
    total = sum(b["yi"] for b in evidence["buyers"])
    least = max(MAIN_BUYER * total, evidence_words.LEAST_YI)
    return [b for b in evidence["buyers"] if b["yi"] >= least and b["known"]]


def named_buyers(evidence: Evidence) -> list[PartnerDocument]:
    """The buyers that are named, by what it costs them, each once: of the segments that make up the need, or of
    lesser ones where nobody of those is named; nobody where these are next to nothing of it."""
    main = [b for b in main_buyers(evidence) if b["firms"]] or evidence["buyers"]
    if sum(b["yi"] for b in main if b["firms"]) < MAIN_BUYER * sum(b["yi"] for b in evidence["buyers"]):
        return []
    everyone = sorted((f for b in main for f in b["firms"]), key=lambda f: (-f["yi"], f["id"]))
    return list({f["id"]: f for f in everyone}.values())


def _wanted_zh(evidence: Evidence, f: NeedFigures) -> str:
    buyers, beside = named_buyers(evidence), evidence_words.beyond_firms(f["market"])
    if f["demand_yi"] < evidence_words.LEAST_YI:
        few = "本地单位采购极少" if f["segments"] else "在库未见采购它的本地单位"
        return f"主要卖给{beside[0]}，{few}" if beside else few
    amount = (
        f"一年约需 {evidence_words.amount(f['demand_yi'])[0]}（估算{'，不含' + beside[0] + '购买' if beside else ''}）"
    )
    if not f["argument"]:
        return f"本地单位{amount}" + ("" if beside else "，不到最小常规项目年产值的一成")
    if not buyers:
        where = "、".join(b["name"] for b in main_buyers(evidence)[:2]) if f["known"] else ""
        return f"本地单位{amount}" + (f"，主要在{where}环节" if where else "" if beside else "，具体买方待核")
    names = named_firms(buyers, "zh", 3) + ("等" if len(buyers) > 3 else "")
    if mostly := _unnamed(evidence):
        where = f"一半以上在{mostly['name']}环节" if _half(mostly, evidence) else "分散在多个环节"
        where = where if mostly["known"] else "其中一半以上尚不清楚是哪些企业"
        return f"本地单位{amount}，{where}；产品对得上的买方有{names}"
    return f"要用它的有{names}，本地单位{amount}"


def _wanted_en(evidence: Evidence, f: NeedFigures) -> str:
    buyers, beside = named_buyers(evidence), evidence_words.beyond_firms(f["market"])
    if f["demand_yi"] < evidence_words.LEAST_YI:
        few = "local firms buy next to none" if f["segments"] else "no local firm on record buys it"
        return f"it is sold to {beside[1]}; {few}" if beside else few
    without = f", without {beside[1]}" if beside else ""
    amount = f"local firms need about {evidence_words.amount(f['demand_yi'])[1]} a year (estimate{without})"
    if not f["argument"]:
        return amount + ("" if beside else ", under a tenth of what the smallest usual plant sells")
    if not buyers:
        where = " and ".join(b["name_en"] for b in main_buyers(evidence)[:2]) if f["known"] else ""
        return amount + (f", mostly in {where}" if where else "" if beside else "; the buyers are unverified")
    names = named_firms(buyers, "en", 3) + (" and others" if len(buyers) > 3 else "")
    if mostly := _unnamed(evidence):
        where = f"more than half of it in {mostly['name_en']}" if _half(mostly, evidence) else "over many segments"
        where = where if mostly["known"] else "more than half of it by buyers that are unverified"
        return f"{amount}, {where}; buyers known by product are {names}"
    return f"{names} need it; {amount}"


def _unnamed(evidence: Evidence) -> NeighbourDocument | None:
    """The largest buying segment none of whose firms is named, where such segments are most of the need."""
    everyone, main = evidence["buyers"], {b["segment"] for b in main_buyers(evidence)}
    rest = [b for b in everyone if not b["firms"] or b["segment"] not in main]
    if sum(b["yi"] for b in rest) <= sum(b["yi"] for b in everyone) / 2:
        return None
    return max(rest, key=lambda b: b["yi"], default=None)


def _half(one: NeighbourDocument, evidence: Evidence) -> bool:
    return one["yi"] >= sum(b["yi"] for b in evidence["buyers"]) / 2


def chain_document(chain: Chain, footprint: Footprint, gaps: Sequence[Gap]) -> ChainDocument:
    """One chain with each segment's local state and, where it is a gap, its verdict."""
    by_segment = {g.segment: g for g in gaps}
    document: ChainDocument = {
        "id": chain.id,
        "name": chain.name,
        "name_en": chain.name_en,
        "region": footprint.region,
        "segments": [_segment_document(s, footprint, by_segment.get(s.id)) for s in chain.segments],
        "links": [_link_document(k) for k in chain.links],
        "lanes": [{"id": x.id, "name": x.name, "name_en": x.name_en} for x in chain.lanes],
        "weights_source": chain.weights_source,
    }
    return rounded(document)


def _segment_document(segment: Segment, footprint: Footprint, gap: Gap | None) -> SegmentDocument:
    x = float(footprint.x[footprint.network.row[segment.id]])
    local = {f for f, _ in footprint.by_segment.get(segment.id, [])}
    others = {f for f, _ in footprint.candidates.get(segment.id, [])}
    sells: _Sells = {"local_suppliers": _local_suppliers(footprint, segment.id)} if segment.demand else {}
    return {
        "id": segment.id,
        "name": segment.name,
        "name_en": segment.name_en,
        "tier": segment.tier,
        "description": segment.description,
        "firms_national": len(local | others),
        "firms_local": len(local),
        "strength": x,
        "state": state_of(x, gap),
        "verdict": gap.verdict if gap else None,
        "kind": gap.kind if gap else None,
        "value_weight": segment.value_weight,
        "import_dependence": segment.import_dependence,
        "products": list(segment.products),
        "techs": [{"name": t.name, "maturity": t.maturity, "trend": t.trend} for t in segment.techs],
        "lane": segment.lane,
        "demand": segment.demand,
        "foreign_share": segment.foreign_share,
        **sells,
    }


def _local_suppliers(footprint: Footprint, segment: str) -> int:
    """How many local firms work in what this segment buys."""
    net = footprint.network
    sold = np.flatnonzero(net.adjacent[:, net.row[segment]])
    return len({f for i in sold for f, _ in footprint.by_segment.get(net.ids[int(i)], [])})


def _link_document(link: Link) -> LinkDocument:
    return {
        "from": link.source_id,
        "to": link.target_id,
        "kind": link.kind,
        "share": link.share,
        "source": link.source,
        "estimate": link.estimated,
    }
