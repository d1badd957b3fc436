"""Gaps and chains as documents: names for ids, the verdict as a sentence, numbers rounded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

import numpy as np

from graph.gaps.comparison import NO_YARDSTICK, Yardstick
from graph.gaps.documents.makers import main_makers
from graph.gaps.documents.verdict_sentence import verdict_sentence_en, verdict_sentence_zh
from graph.gaps.evidence import GapProof, Proof, Result, Results
from graph.gaps.find import Gap, landing_effect, state_of
from graph.gaps.market.local_need import Needs, Range, bought_centrally
from graph.gaps.partners import Knowledge, Linked, Partner, is_body
from graph.model.goods.product_routes import ALL_TAKE, ProductRoutes
from graph.model.records import Chain, Firm, Link, Park, Project, Segment
from graph.model.regions import Regions
from graph.model.text import RecordedFirm, recorded_firm, rounded
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
        NeighbourDocument,
        PartnerDocument,
        SegmentDocument,
        TestDocument,
        Tests,
    )

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
    maker = Proof(footprint, parks, _planned(store, footprint), yardstick, knowledge, _houses(store, footprint))
    proofs = {gap.segment: maker.of(gap) for gap in gaps}
    named: set[str] = {f for proof in proofs.values() for test in _tested(proof["tests"]) for f in test[:SHOWN]}
    for gap in gaps:
        named.update(gap.local[:SHOWN], gap.candidates[:SHOWN])
    makers = main_makers(store, footprint, gaps)
    named.update(p.firm for ps in makers.values() for p in ps)
    known = {f.id: f for f in store.firms(sorted(named - knowledge.firms.keys()))}
    writer = _Writer(regions, footprint, {**knowledge.firms, **known}, makers, maker.needs)
    return [rounded(writer.document(gap, proofs[gap.segment])) for gap in gaps]


def _knowledge(store: GraphStore, footprint: Footprint, gaps: Sequence[Gap], routes: ProductRoutes) -> Knowledge:
    """The local firms of all segments that buy from a gap or supply it, and what they do there."""
    net = footprint.network
    rows = [net.row[g.segment] for g in gaps]
    touched = np.flatnonzero((net.adjacent[rows] > 0).any(axis=0) | (net.adjacent[:, rows] > 0).any(axis=1)).tolist()
    touched = sorted({*touched, *rows})
    ids = sorted({f for j in touched for f, _ in footprint.by_segment.get(net.ids[j], ())})
    return Knowledge.of(store.firms(ids), store.memberships(ids), routes)


def _houses(store: GraphStore, footprint: Footprint) -> set[str]:
    """The groups, by full name, of which a firm is seated in the region."""
    firms = footprint.country.columns.firms
    here = sorted({firms[f] for f in footprint.country.columns.firm[footprint.seated].tolist()})
    return {f.parent for f in store.firms(here) if f.parent}


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
    firms elsewhere whose main product is of it; needs: ranges."""

    regions: Regions
    footprint: Footprint
    firms: Mapping[str, Firm]
    makers: Mapping[str, Sequence[Partner]]
    needs: Needs

    def document(self, gap: Gap, proof: GapProof) -> GapDocument:
        segment, evidence = self.footprint.network.segments[gap.segment], self._evidence(gap, proof)
        # 增资扩股、技改: a weak segment grows first out of the firms that are here already.
        own: _Optional = {"own_expansion": self._growing(proof["own"])} if gap.action == "strengthening" else {}
        tests, recruit = self._tests(proof["tests"]), proof["recruit"]
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
            "recruit": recruit,
            "peers": proof["peers"],
            "peers_by": proof["peers_by"][0],
            "peers_by_en": proof["peers_by"][1],
            "changes": proof["changes"],
            **own,
            "sentence": verdict_sentence_zh(segment.name, gap, evidence, tests, recruit),
            "sentence_en": verdict_sentence_en(segment.name_en, gap, evidence, tests, recruit),
        }

    def _evidence(self, gap: Gap, proof: GapProof) -> Evidence:
        return {
            "buyers": [self._neighbour(n, (gap.segment, n.segment)) for n in proof["buyers"]],
            "suppliers": [self._neighbour(n, (n.segment, gap.segment)) for n in proof["suppliers"]],
            "sellers": [self._neighbour(n, (gap.segment, n.segment)) for n in proof["sellers"]],
            "local": self._listed(gap.local),
            "candidates": self._listed(gap.candidates),
            "makers": [self._partner(p) for p in self.makers.get(gap.segment, ())[:SHOWN]],
            "measures": dict(gap.measures),
            "coverage": _coverage_document(self.footprint.coverage),
            "verdict_reason": gap.verdict_reason,
            "effect": landing_effect(self.footprint, gap, proof["tests"]["need"]["figures"]["demand_yi"]),
        }

    def _neighbour(self, n: Linked, ends: tuple[str, str]) -> NeighbourDocument:
        """ends: supplier and buyer."""
        segment, link = self.footprint.network.segments[n.segment], self.footprint.network.main_links[ends]
        buys = n.segment == ends[1]
        told = self.needs.summed(ends[0], {n.segment: n.yi}) if buys else Range(n.yi, n.yi, n.yi)
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
            "low_yi": told.low,
            "high_yi": told.high,
            "count": len(n.partners),
            "firms": [self._partner(p) for p in n.partners[:SHOWN] if p.firm in self.firms],
            "ids": [p.firm for p in n.partners],
            "sought": n.sought,
            "known": n.known,
            "taking": n.taking,
            "central": bought_centrally(segment.gbt4754, n.kind),
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
        firms = [p for p in own if p.firm in self.firms and not is_body(self.firms[p.firm].name)]
        return {"count": len(firms), "firms": [self._partner(p) for p in firms[:SHOWN]]}

    def _named(self, ids: Sequence[str]) -> list[RecordedFirm]:
        return [recorded_firm(self.firms[f], self.regions) for f in ids[:SHOWN] if f in self.firms]


def _coverage_document(cover: Coverage) -> CoverageDocument:
    return {"estimate": cover.estimate, "firms": cover.firms, "sources": cover.sources, "method": cover.method}


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
