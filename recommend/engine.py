"""The recommender: recall candidates for a segment, weigh them for a region, say why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from graph.footprint import Footprint, Network, footprint
from graph.regions import Regions
from graph.report import rounded, short_name
from graph.store import GraphStore
from graph.types import MICRO, Firm, Membership, Park
from recommend import explain
from recommend.encode import CachedEncoder
from recommend.features import FEATURES, LABELS, Case
from recommend.retrieve import Document, HybridIndex

RECALL = 300  # firms weighed at most, beside all members of the segment
FLOOR = 0.40  # capability below which a firm is shown apart
GRADE_A, GRADE_B = 0.58, 0.46
SURE = 0.60  # an A needs this much certainty that the firm does it
# A firm that is not a member of the segment can only be as sure as the match of its products: the fused score of
# the weakest member the catalogue itself names marks the even chance. See `_calibrated`.
SLOPE = 1.2
UNASSIGNED_CAP = 0.55
SCOPE_ITEMS = 8


class Recommender:
    """Holds the index over all firms of a store; makes lists for any region and segment from it."""

    def __init__(self, store: GraphStore, regions: Regions, network: Network, encoder: CachedEncoder) -> None:
        self.store, self.regions, self.network, self.encoder = store, regions, network, encoder
        self.firms: dict[str, Firm] = {f.id: f for f in store.firms()}
        self.members = store.members()
        # What only a registry knows (a scope, no products) is found by its memberships; reading ten thousand
        # scopes with the encoder would take minutes and add little.
        self.index = HybridIndex([_document(f) for f in self.firms.values() if f.products], encoder)
        self._of_firm: dict[str, list[str]] = {}
        self._of_segment: dict[str, list[str]] = {}
        self._confidence: dict[tuple[str, str], int] = {}
        for m in self.members:
            self._of_firm.setdefault(m.firm_id, []).append(m.segment_id)
            self._of_segment.setdefault(m.segment_id, []).append(m.firm_id)
            self._confidence[m.firm_id, m.segment_id] = m.confidence
        self._groups: dict[str, list[str]] = {}
        for firm in self.firms.values():
            for name in {firm.parent, firm.name, *firm.aliases} - {""}:
                self._groups.setdefault(name, []).append(firm.id)
        self._parks: list[Park] = store.rows("park")
        self._footprints: dict[str, Footprint] = {}

    def warm(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Encode firms and segments, so that the first list is as fast as the next."""
        self.index.warm(progress)
        # Queries too, so that a list for any segment needs no encoder at all once the store is built.
        queries = [HybridIndex.query_text(s.name, s.products) for s in self.network.segments.values()]
        self.encoder.warm(queries, query=True, progress=progress)

    def footprint(self, region: str) -> Footprint:
        """The region's footprint, made once."""
        if region not in self._footprints:
            self._footprints[region] = footprint(self.store, self.regions, region, self.network, members=self.members)
        return self._footprints[region]

    def recommend(self, region: str, segment: str, top: int = 20, exclude_local: bool = False) -> list[dict[str, Any]]:
        """Targets for a segment of a region, best first; those below the capability floor last, marked.

        region, segment: canonical code and full id (see `Regions.get`, `Catalogue.segment`). With
        `exclude_local` no firm seated in the region is listed.
        """
        foot = self.footprint(region)
        chances = self.candidates(segment)
        if exclude_local:
            chances = {f: c for f, c in chances.items() if not Regions.within(self.firms[f].region, region)}
        peers = [self.firms[f].size for f, c in chances.items() if c >= FLOOR]
        weighed = []
        for firm_id, chance in chances.items():
            case = self._case(foot, segment, self.firms[firm_id], chance, peers)
            values = {name: feature(case) for name, feature, _ in FEATURES}
            total = sum(weight * values[name].value for name, _, weight in FEATURES)
            weighed.append((chance < FLOOR, -total, firm_id, case, values))
        weighed.sort(key=lambda w: w[:3])
        chosen = weighed[:top]
        memberships = {m.firm_id: m for m in self.store.memberships([w[2] for w in chosen]) if m.segment_id == segment}
        parks = [p for p in self._parks if Regions.within(p.region, region)]
        buyers = len(explain.local_neighbours(foot, segment, outgoing=True))
        return [
            self._document(case, values, -minus, below, memberships.get(firm_id), parks, buyers)
            for below, minus, firm_id, case, values in chosen
        ]

    def candidates(self, segment: str) -> dict[str, float]:
        """Firms that may work in a segment, with how sure that is (0–1): its members, and what retrieval adds."""
        members = {f: self._confidence[f, segment] / MICRO for f in self._of_segment.get(segment, ())}
        out = dict(members)
        if not self.index.documents:
            return out
        seg = self.network.segments[segment]
        scores = self.index.search(seg.name, seg.products)
        even = self._even(scores, members)
        for i in np.argsort(-scores, kind="stable")[:RECALL]:
            firm_id = self.index.documents[int(i)].id
            if firm_id not in members:
                out[firm_id] = _calibrated(float(scores[i]), even)
        return {f: c for f, c in out.items() if f in members or c >= 0.05}

    def _even(self, scores: Any, members: dict[str, float]) -> float:
        """The fused score of an ordinary sure member: where a firm that is none reaches an even chance."""
        sure = [float(scores[self.index.row[f]]) for f, c in members.items() if c >= SURE and f in self.index.row]
        return float(np.median(sure)) if sure else float(np.quantile(scores, 0.995))

    def _case(self, foot: Footprint, segment: str, firm: Firm, chance: float, peers: Sequence[int]) -> Case:
        siblings = {i for name in {firm.parent, firm.name} - {""} for i in self._groups.get(name, ()) if i != firm.id}
        here = tuple(self.firms[i] for i in sorted(siblings) if Regions.within(self.firms[i].region, foot.region))
        return Case(
            firm=firm, segment=segment, capability=chance, footprint=foot, segments=tuple(self._of_firm.get(firm.id, ())),
            distance_km=self.regions.distance_km(self.regions.city_of(firm.region), self.regions.city_of(foot.region) or foot.region),
            peers=peers, here=here,
        )  # fmt: skip

    def _document(
        self,
        case: Case,
        values: Any,
        total: float,
        below: bool,
        membership: Membership | None,
        parks: Sequence[Park],
        buyers: int,
    ) -> dict[str, Any]:
        firm = case.firm
        grade = "C"
        if not below and total >= GRADE_A and case.capability >= SURE:
            grade = "A"
        elif not below and total >= GRADE_B:
            grade = "B"
        document: dict[str, Any] = rounded(
            {
                "firm": {
                    "id": firm.id, "name": firm.name, "short": short_name(firm), "uscc": firm.uscc,
                    "stock_code": firm.stock_code, "region": firm.region, "place": self.regions.full_name(firm.region),
                    "products": list(firm.products), "tags": list(firm.tags), "parent": firm.parent,
                    "sites": [{"region": s, "name": self.regions.full_name(s)} for s in firm.sites],
                    "revenue_yi": firm.revenue_yi, "revenue_year": firm.revenue_year, "size": firm.size / MICRO,
                    "source": firm.source, "as_of": firm.as_of, "verified": firm.verified,
                },
                "segment": case.segment, "score": total, "grade": grade, "below_floor": below,
                "features": {
                    name: {"value": values[name].value, "weight": weight, "label": LABELS[name][0], "label_en": LABELS[name][1],
                           "detail": values[name].zh, "detail_en": values[name].en}
                    for name, _, weight in FEATURES
                },
                "reasons": explain.reasons(case, values, membership, self.firms, parks),
                "counter": explain.counter_arguments(case, buyers),
                "unknown": explain.unknowns(firm),
                "path": explain.path(case, self.firms),
            }
        )  # fmt: skip
        return document


def _document(firm: Firm) -> Document:
    n = len(firm.products)
    return Document(firm.id, short_name(firm), tuple((p, (n - i) / n) for i, p in enumerate(firm.products)))


def _calibrated(score: float, even: float) -> float:
    """A fused score as a chance: an ordinary member's score is an even chance, capped since nothing states it."""
    return float(min(UNASSIGNED_CAP, 1 / (1 + np.exp(-SLOPE * (score - even)))))
