"""The recommender: recall candidates for a segment, weigh them for a region, say why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from graph.chance.red_lines import RedLines
from graph.gaps.priorities.group_words import document_of
from graph.measures.network import Network
from graph.model.goods.product_routes import ALL_TAKE, ProductRoutes
from graph.model.records import COUNTED_STATUSES, Decision, Firm, FirmRecord, Institution, Park, Relation
from graph.model.regions import Regions
from graph.model.trade_kinds import makes
from graph.region.country import Country
from graph.region.footprint import Footprint, footprint
from graph.region.scopes import listing_of
from graph.store.base.protocol import GraphStore
from recommend.encode.encoder import CachedEncoder
from recommend.evaluate.shapes import RankedDecision
from recommend.explain.apart import set_apart
from recommend.explain.introductions import Introductions
from recommend.explain.neighbours import Neighbours, local_firms_around
from recommend.explain.own_facts import naming_of
from recommend.explain.siting import brands, siting_words
from recommend.explain.target_documents import Documents
from recommend.explain.unsuitable import unsuitable, without_the_place
from recommend.rank.exclusions import Limits, failed, gates, parks_for
from recommend.rank.features import FEATURES, Case, Place
from recommend.rank.features.trade import products_of
from recommend.rank.firm_facts import NOTHING, by_firm
from recommend.rank.holdings import Holdings
from recommend.rank.masking import Gazetteer, Mask
from recommend.rank.taught import TaughtNote, fitted
from recommend.rank.weighed import Weighed
from recommend.rank.weights import Weights, shipped
from recommend.retrieve.index import HybridIndex
from recommend.retrieve.reading import Progress, Reader, Turn
from recommend.retrieve.recall import Recall
from recommend.retrieve.trades import Trade

if TYPE_CHECKING:
    from recommend.explain.shapes import TargetDocument

NO_RED_LINES = RedLines()
FLOOR = 0.40  # capability below which a firm is shown apart


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
        country: Country | None = None,
        today: date | None = None,
        routes: ProductRoutes = ALL_TAKE,
        red_lines: RedLines = NO_RED_LINES,
    ) -> None:
        """weights: of the back-test (default: those that ship); limits: what the city demands; taught: one weight a
        feature as the team's own decisions have changed them, see `recommend.rank.learning`; trades: what segments are
        held against, see `recommend.retrieve.trades`; country: all memberships, where the caller has read them already;
        today: the day that features reckon from (default: the day of each list); routes: which products take which
        input; red_lines: what is forbidden or warned of."""
        self.routes, self.red_lines = routes, red_lines
        self.store, self.regions, self.network, self.encoder = store, regions, network, encoder
        self.weights, self.limits = weights or shipped(), limits or Limits()
        self.shares = self.weights.shares()
        self.taught_notes: tuple[TaughtNote, ...] = ()
        if taught:
            self.teach(taught)
        self.country = country or Country.of(store.member_columns(), network, regions, listing_of(store))
        self.firms: dict[str, Firm] = {f.id: f for f in store.firms() if f.status in COUNTED_STATUSES}
        self.recall = Recall(self.firms, self.country.columns, network, encoder, trades, self.country.uncounted)
        self.facts = by_firm(store)
        self._today = today
        self._groups: dict[str, list[str]] = {}
        for firm in self.firms.values():
            for name in {firm.parent, firm.name, *firm.aliases} - {""}:
                self._groups.setdefault(name, []).append(firm.id)
        self._parks: list[Park] = store.rows(Park)
        self._footprints: dict[str, Footprint] = {}
        self._places: dict[str, Place] = {}
        self._shares_of: dict[str, dict[str, int]] = {}
        self._distances: dict[tuple[str, str], float | None] = {}

    @cached_property
    def _institutions(self) -> list[Institution]:
        return list(self.store.rows(Institution))

    @cached_property
    def _naming(self) -> dict[str, list[Relation]]:
        return naming_of(r for facts in self.facts.values() for r in facts.relations)

    def teach(self, taught: Mapping[str, float]) -> None:
        """Weigh by these weights from now on. `taught_notes` says what of them does not fit the features."""
        self.shares, self.taught_notes = fitted(self.weights.shares(), taught)

    @property
    def index(self) -> HybridIndex:
        """The search over the firms read so far."""
        return self.recall.index

    @property
    def reader(self) -> Reader:
        """What reads the firms for the search, and how far it is."""
        return self.recall.reader

    def warm(self, progress: Progress | None = None, gate: Turn = nullcontext) -> None:
        """Encode segments and firms, see `Recall.warm`."""
        self.recall.warm(progress, gate)

    def candidates(self, segment: str) -> dict[str, float]:
        """Firms that may work in a segment, with how sure that is (0–1), see `Recall.candidates`."""
        return self.recall.candidates(segment)

    def similar(self, firm_id: str) -> dict[str, float]:
        """How alike other firms' products are, 0–1, see `Recall.similar`."""
        return self.recall.similar(firm_id)

    def footprint(self, region: str) -> Footprint:
        """The region's footprint, made once; all regions share one country."""
        if region not in self._footprints:
            self._footprints[region] = footprint(self.store, self.regions, region, country=self.country)
        return self._footprints[region]

    def recommend(self, region: str, segment: str, top: int = 20, exclude_local: bool = False) -> list[TargetDocument]:
        """Targets for a segment of a region, best first; those below the capability floor last, marked.

        region, segment: canonical code and full id (see `Regions.get`, `Catalogue.segment`). With
        `exclude_local` no firm seated in the region is listed.
        """
        foot = self.footprint(region)
        chances = self.candidates(segment)
        if exclude_local:
            chances = {f: c for f, c in chances.items() if not Regions.within(self.firms[f].region, region)}
        listed = self._one_a_group(self.weighed(foot, segment, chances))
        listed.sort(key=lambda w: (w.below, failed(w.gates), self._forbidden(w)))
        return self.documents(listed[:top], foot, segment)

    def _forbidden(self, weighed: Weighed) -> bool:
        """Does the firm live on a route that may not be built any more? Such a firm stands after the others."""
        made = products_of(weighed.case)[:1]
        return any(
            line.level == "forbidden" for line in self.red_lines.bearing(weighed.case.segment, made) if line.route
        )

    def _one_a_group(self, weighed: Sequence[Weighed]) -> list[Weighed]:
        """The same list with each group once, by whichever of its firms stands first: a group decides for its plants.
        Groups are parent and subsidiary, and sisters of which the later is not listed on an exchange itself."""
        out: list[Weighed] = []
        names: set[str] = set()
        parents: set[str] = set()
        for one in weighed:
            firm = one.case.firm
            mine, up = {firm.name, *firm.aliases}, {firm.parent} - {""}
            sister = not firm.stock_code and not up.isdisjoint(parents)
            if sister or not mine.isdisjoint(parents) or not up.isdisjoint(names):
                continue
            names |= mine
            parents |= up
            out.append(one)
        return out

    def weighed(
        self, foot: Footprint, segment: str, chances: Mapping[str, float], mask: Mask | None = None
    ) -> list[Weighed]:
        """These firms with their features and gates, best first; excluded and unsure ones last. `mask` hides what they
        have in the region already."""
        peers = sorted(self.firms[f].size for f, c in chances.items() if c >= FLOOR)
        place, seg, today = self.place(foot), self.network.segments[segment], self._today or date.today()
        told = self._revenue_shares(segment)
        out = []
        for firm_id, chance in chances.items():
            case = self._case(place, segment, self.firms[firm_id], chance, peers, today)
            case = replace(case, revenue_share=told.get(firm_id))
            if mask is not None:
                case = replace(case, here=(), facts=mask.facts(case.facts), sites=mask.sites(case.firm))
            values = {name: feature.func(case) for name, feature in FEATURES.items()}
            total = sum(weight * values[name].value for name, weight in self.shares.items())
            limits = gates(seg, case.firm, place.parks, self.limits)
            out.append(Weighed(case, values, total, chance < FLOOR, tuple(limits)))
        return sorted(out, key=lambda w: (w.below, failed(w.gates), -w.total, w.case.firm.id))

    def _revenue_shares(self, segment: str) -> dict[str, int]:
        """The shares of revenue that the store has for the members of a segment, micro-units; read once a segment."""
        if segment not in self._shares_of:
            rows = self.store.memberships(list(self.recall.members(segment)))
            told = {m.firm_id: m.revenue_share for m in rows if m.segment_id == segment}
            self._shares_of[segment] = {firm: share for firm, share in told.items() if share}
        return self._shares_of[segment]

    def place(self, foot: Footprint) -> Place:
        """A region as the features see it, made once."""
        if foot.region not in self._places:
            parks = tuple(p for p in self._parks if Regions.within(p.region, foot.region))
            self._places[foot.region] = Place(foot.region, self.network, foot.x, foot.density, parks)
        return self._places[foot.region]

    def documents(self, chosen: Sequence[Weighed], foot: Footprint, segment: str) -> list[TargetDocument]:
        """What the command line prints and the screen shows."""
        ids = [w.case.firm.id for w in chosen]
        memberships = {m.firm_id: m for m in self.store.memberships(ids) if m.segment_id == segment}
        spec, parks = self.network.segments[segment], self.place(foot).parks
        makers = [self.firms[f] for f in self.recall.members(segment) if f in self.firms]
        siting = siting_words(spec, parks, brands(makers, self.regions, foot.region))
        around = self.store.memberships(local_firms_around(foot, segment))
        neighbours = Neighbours.of(foot, segment, self.firms, around, self.routes)
        introductions = Introductions(foot, self.firms, self.facts, self._groups, self._institutions)
        fits = parks_for(spec, parks)
        stated = {r.firm_id: r.data.get("shares", {}) for r in self.store.of_firms(FirmRecord, ids)}
        writer = Documents(
            self.firms, self.regions, self.shares, fits, introductions, self._naming, neighbours, siting, stated
        )
        documents = [writer.write(w, memberships.get(w.case.firm.id)) for w in chosen]
        for document in documents:
            lines = self.red_lines.bearing(segment, document["firm"]["products"])
            document["red_lines"] = [document_of(line) for line in lines]
        if why := unsuitable(foot, segment, parks):
            return [without_the_place(document, why) for document in documents]
        return set_apart(documents, makes(spec))

    @property
    def holdings(self) -> Holdings:
        """What the other lists read (`recommend.lists.four_lists`)."""
        return Holdings(self.firms, self.facts, self.recall.segments_of, self.regions)

    def own_record(self, made: Sequence[Decision]) -> list[RankedDecision]:
        """Where the list ranks the firms that the office's own record speaks of, what each has in the region hidden.

        One row a decision: `rank` among the outside candidates (None where the firm is not among them, or the decision
        names no segment or region), their number, the values of all features.
        """
        names = Gazetteer.of(self.regions)
        return [self._ranked(d, names) for d in made]

    def _ranked(self, made: Decision, names: Gazetteer) -> RankedDecision:
        row: RankedDecision = {"decision": made, "rank": None, "candidates": 0, "values": None}
        segment, region, firm = made.segment_id, made.region, made.firm_id
        if segment not in self.network.segments or not region or firm not in self.firms:
            return row
        mask = Mask(names, region, {f.id: f.region for f in self.firms.values()})
        chances = {
            f: c
            for f, c in self.candidates(segment).items()
            if f == firm or not Regions.within(self.firms[f].region, region)
        }
        listed = self.weighed(self.footprint(region), segment, chances, mask)
        row["candidates"] = len(listed)
        for rank, weighed in enumerate(listed, 1):
            if weighed.case.firm.id == firm:
                row["rank"], row["values"] = rank, {k: v.value for k, v in weighed.values.items()}
        return row

    def _case(self, place: Place, segment: str, firm: Firm, chance: float, peers: Sequence[int], today: date) -> Case:
        siblings = {i for name in {firm.parent, firm.name} - {""} for i in self._groups.get(name, ()) if i != firm.id}
        here = tuple(self.firms[i] for i in sorted(siblings) if Regions.within(self.firms[i].region, place.region))
        target = self.regions.city_of(place.region) or place.region
        # A county of a large city may lie twice as far off as the city; inside our own region nothing is far.
        seat = target if Regions.within(firm.region, target) else firm.region
        return Case(
            firm=firm,
            segment=segment,
            capability=chance,
            place=place,
            segments=tuple(self.recall.segments_of.get(firm.id, ())),
            distance_km=self._km(seat, target),
            peers=peers,
            here=here,
            facts=self.facts.get(firm.id, NOTHING),
            sites=firm.sites,
            today=today,
        )

    def _km(self, a: str, b: str) -> float | None:
        """Distance between two places, a county by its own position where that is known; worked out once."""
        if (a, b) not in self._distances:
            self._distances[a, b] = self.regions.distance_km(a, b)
        return self._distances[a, b]
