"""The recommender: recall candidates for a segment, weigh them for a region, say why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from typing import Any

import numpy as np

from graph.measures.network import Network
from graph.model.records import MICRO, Decision, Firm, Institution, Park
from graph.model.regions import Regions
from graph.model.text import short_name
from graph.region.footprint import Footprint, footprint
from graph.store.base.protocol import GraphStore
from recommend.encode.encoder import CachedEncoder
from recommend.explain.introductions import Introductions
from recommend.explain.target_documents import Documents
from recommend.rank.exclusions import Limits, failed, gates, parks_for
from recommend.rank.features import FEATURES, Case, Place
from recommend.rank.firm_facts import NOTHING, by_firm
from recommend.rank.holdings import Holdings
from recommend.rank.masking import Gazetteer, Mask
from recommend.rank.weighed import SURE, Weighed
from recommend.rank.weights import Weights, shipped
from recommend.retrieve.index import Document, HybridIndex
from recommend.retrieve.reading import Progress, Reader, Turn, in_turns
from recommend.retrieve.trades import Trade

RECALL = 300  # firms weighed at most, beside all members of the segment
FLOOR = 0.40  # capability below which a firm is shown apart
# A firm that is not a member of the segment can only be as sure as the match of its products: the fused score of
# the weakest member the catalogue itself names marks the even chance. See `_calibrated`.
SLOPE = 1.2
UNASSIGNED_CAP = 0.55
SCOPE_ITEMS = 8


class Recommender:
    """Holds the index over all firms of a store; makes lists for any region and segment from it."""

    def __init__(
        self,
        store: GraphStore,
        regions: Regions,
        network: Network,
        encoder: CachedEncoder,
        weights: Weights | None = None,
        limits: Limits | None = None,
        taught: Mapping[str, float] | None = None,
        trades: Sequence[Trade] = (),
    ) -> None:
        """weights: of the back-test (default: those that ship); limits: what the city demands; taught: one weight a
        feature as the team's own decisions have changed them, see `recommend.rank.learning`; trades: what segments are held
        against, see `recommend.retrieve.trades`."""
        self.store, self.regions, self.network, self.encoder = store, regions, network, encoder
        self.weights, self.limits = weights or shipped(), limits or Limits()
        self.shares = self.weights.shares()
        if taught and set(taught) == set(self.shares):
            self.shares = {k: taught[k] for k in self.shares}
        self.firms: dict[str, Firm] = {f.id: f for f in store.firms()}
        self.members = store.members()
        # What only a registry knows (a scope, no products) is found by its memberships; reading ten thousand
        # scopes with the encoder would take minutes and add little.
        documents = [_document(f) for f in self.firms.values() if f.products]
        self.trades, self._readable = tuple(trades), len(documents)
        self.reader = Reader(documents, encoder, self._index, self._first_search)
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
        self._parks: list[Park] = store.rows(Park)
        self._institutions: list[Institution] = store.rows(Institution)
        self._footprints: dict[str, Footprint] = {}
        self._places: dict[str, Place] = {}
        self._distances: dict[tuple[str, str], float | None] = {}
        self.facts = by_firm(store)
        self._city = {f.id: regions.city_of(f.region) or f.region for f in self.firms.values()}

    @property
    def index(self) -> HybridIndex:
        """The search over the firms read so far."""
        return self.reader.index

    def warm(self, progress: Progress | None = None, gate: Turn = nullcontext) -> None:
        """Encode segments and firms, so that the first list is as fast as the next; a gate lets others have a turn."""
        # Queries first: a list for any segment then needs no encoder, however many firms are still unread.
        queries = [HybridIndex.query_text(s.name, s.products) for s in self.network.segments.values()]
        queries += [t.text for t in self.trades]
        in_turns(self.encoder, queries, query=True, progress=progress, gate=gate)
        self.reader.read(progress, gate)

    def _index(self, read: Sequence[Document]) -> HybridIndex:
        """An index over these; while firms are still being read, trades are left out until they have been read themselves."""
        whole = len(read) == self._readable
        unread = not whole and self.encoder.missing([t.text for t in self.trades], query=True)
        return HybridIndex(read, self.encoder, () if unread else self.trades)

    def _first_search(self, index: HybridIndex) -> None:
        segment = next(iter(self.network.segments.values()), None)
        if segment is not None:
            index.search(segment.name, segment.products)

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
        return self.documents(self.weighed(foot, segment, chances)[:top], foot, segment)

    def weighed(
        self, foot: Footprint, segment: str, chances: Mapping[str, float], mask: Mask | None = None
    ) -> list[Weighed]:
        """These firms with their features and gates, best first; excluded and unsure ones last. `mask` hides what they
        have in the region already."""
        peers = sorted(self.firms[f].size for f, c in chances.items() if c >= FLOOR)
        place, seg = self.place(foot), self.network.segments[segment]
        out = []
        for firm_id, chance in chances.items():
            case = self._case(place, segment, self.firms[firm_id], chance, peers)
            if mask is not None:
                case = replace(case, here=(), facts=mask.facts(case.facts), sites=mask.sites(case.firm))
            values = {name: feature(case) for name, feature in FEATURES.items()}
            total = sum(weight * values[name].value for name, weight in self.shares.items())
            found = gates(seg, case.firm, place.parks, self.limits)
            out.append(Weighed(case, values, total, chance < FLOOR, tuple(found)))
        return sorted(out, key=lambda w: (w.below, failed(w.gates), -w.total, w.case.firm.id))

    def place(self, foot: Footprint) -> Place:
        """A region as the features see it, made once."""
        if foot.region not in self._places:
            parks = tuple(p for p in self._parks if Regions.within(p.region, foot.region))
            self._places[foot.region] = Place(foot.region, self.network, foot.x, foot.density, parks)
        return self._places[foot.region]

    def documents(self, chosen: Sequence[Weighed], foot: Footprint, segment: str) -> list[dict[str, Any]]:
        """What the command line prints and the screen shows."""
        ids = [w.case.firm.id for w in chosen]
        memberships = {m.firm_id: m for m in self.store.memberships(ids) if m.segment_id == segment}
        fits = parks_for(self.network.segments[segment], self.place(foot).parks)
        ways = Introductions(foot, self.firms, self.facts, self._groups, self._institutions)
        writer = Documents(foot, segment, self.firms, self.regions, self.shares, fits, ways)
        return [writer.write(w, memberships.get(w.case.firm.id)) for w in chosen]

    @property
    def holdings(self) -> Holdings:
        """What the other lists read (`recommend.lists.four_lists`)."""
        return Holdings(self.firms, self.facts, self._of_firm, self.regions)

    def similar(self, firm_id: str) -> dict[str, float]:
        """How alike other firms' products are, 0–1: the fused score of a search for this firm's own products, squeezed."""
        firm = self.firms[firm_id]
        if not firm.products or not self.index.documents:
            return {}
        scores = self.index.search(firm.products[0], firm.products[1:])
        mine = self.index.row.get(firm_id)
        top = float(scores[mine]) if mine is not None else float(np.max(scores))
        middle = float(np.median(scores))
        spread = max(top - middle, 1e-9)
        return {
            d.id: float(np.clip((s - middle) / spread, 0.0, 1.0))
            for d, s in zip(self.index.documents, scores, strict=True)
            if d.id != firm_id
        }

    def own_record(self, made: Sequence[Decision]) -> list[dict[str, Any]]:
        """Where the list ranks the firms that the office's own record speaks of, what each has in the region hidden.

        One row a decision that names a segment and a region: `rank` among the outside candidates (None where the firm is
        not among them), their number, the values of all features.
        """
        out = []
        names = Gazetteer.of(self.regions)
        for d in made:
            row: dict[str, Any] = {"decision": d, "rank": None, "candidates": 0, "values": None}
            if d.segment_id in self.network.segments and d.region and d.firm_id in self.firms:
                foot, mask = (
                    self.footprint(d.region),
                    Mask(names, d.region, {f.id: f.region for f in self.firms.values()}),
                )
                chances = {
                    f: c
                    for f, c in self.candidates(d.segment_id).items()
                    if f == d.firm_id or not Regions.within(self.firms[f].region, d.region)
                }
                listed = self.weighed(foot, d.segment_id, chances, mask)
                row["candidates"] = len(listed)
                for i, w in enumerate(listed, 1):
                    if w.case.firm.id == d.firm_id:
                        row["rank"], row["values"] = i, {k: v.value for k, v in w.values.items()}
            out.append(row)
        return out

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

    def _case(self, place: Place, segment: str, firm: Firm, chance: float, peers: Sequence[int]) -> Case:
        siblings = {i for name in {firm.parent, firm.name} - {""} for i in self._groups.get(name, ()) if i != firm.id}
        here = tuple(self.firms[i] for i in sorted(siblings) if Regions.within(self.firms[i].region, place.region))
        target = self.regions.city_of(place.region) or place.region
        return Case(
            firm=firm,
            segment=segment,
            capability=chance,
            place=place,
            segments=tuple(self._of_firm.get(firm.id, ())),
            distance_km=self._km(self._city[firm.id], target),
            peers=peers,
            here=here,
            facts=self.facts.get(firm.id, NOTHING),
            sites=firm.sites,
        )

    def _km(self, a: str, b: str) -> float | None:
        """Distance between two cities, worked out once."""
        if (a, b) not in self._distances:
            self._distances[a, b] = self.regions.distance_km(a, b)
        return self._distances[a, b]


def _document(firm: Firm) -> Document:
    n = len(firm.products)
    return Document(firm.id, short_name(firm), tuple((p, (n - i) / n) for i, p in enumerate(firm.products)))


def _calibrated(score: float, even: float) -> float:
    """A fused score as a chance: an ordinary member's score is an even chance, capped since nothing states it."""
    return float(min(UNASSIGNED_CAP, 1 / (1 + np.exp(-SLOPE * (score - even)))))
