"""Where would our list have named the firms that really came?

For every landing: the segment is the comer's most confident one, chosen before any rank is known; the candidates are
all firms of that segment seated elsewhere whose report was read. The features are those of the app, on facts that
`recommend.rank.masking` has cleared of everything in or about the destination's province; the local strength they read
is that of firms *seated* here, never of plants, since the comer's own plant would be among them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.measures import formulas
from graph.measures.network import Network
from graph.model.records import MICRO, Firm
from graph.model.regions import Regions
from graph.region.country import Country
from graph.store.base.protocol import GraphStore
from recommend.evaluate.landings import Landing
from recommend.evaluate.shapes import BacktestLine
from recommend.rank.features import FEATURES, Case, Place
from recommend.rank.firm_facts import NOTHING, by_firm
from recommend.rank.masking import Gazetteer, Masks
from recommend.rank.training import chances
from recommend.rank.weights import MEASURED, Weights

Floats = NDArray[np.float64]
Progress = Callable[[int, int], None]
FIRST = 200  # codes written for each landing


@dataclass(frozen=True)
class Field:
    """The candidates of one landing with their features.

    values: (n, len(MEASURED)); came: the row of the comer; main: whether the segment is each candidate's main one.
    A landing that cannot be ranked has no candidates and a `reason`.
    """

    landing: Landing
    firm: str  # the comer's id, '' where the store does not know it
    segment: str = ""
    firms: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    values: Floats = field(default_factory=lambda: np.zeros((0, len(MEASURED))))
    came: int = -1
    main: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=bool))
    distance: Floats = field(default_factory=lambda: np.zeros(0))
    size: Floats = field(default_factory=lambda: np.zeros(0))
    # length of the shortest weighted path to a firm of the destination
    path: Floats = field(default_factory=lambda: np.zeros(0))
    reason: str = ""

    @property
    def province(self) -> str:
        return self.landing.region[:2]

    @property
    def n(self) -> int:
        return len(self.firms)

    def score(self, weights: Weights) -> Floats:
        """The list's score of every candidate, (n,), with coefficients that never saw this province's landings."""
        coefficients = weights.of(self.province)
        return np.asarray(self.values @ np.array([coefficients[k] for k in MEASURED]))

    def chances(self, weights: Weights) -> Floats:
        """The chance of every candidate to be the one that comes, (n,); they add up to 1. Another province's landings
        taught coefficients and factor."""
        return chances(weights.factor(self.province) * self.score(weights))

    def column(self, name: str) -> Floats:
        """One feature's values, (n,)."""
        return np.asarray(self.values[:, MEASURED.index(name)])


def rank_of(score: Floats, row: int) -> float:
    """1 for the best; ties take the mean rank."""
    mine = score[row]
    return float(1 + np.count_nonzero(score > mine) + (np.count_nonzero(score == mine) - 1) / 2)


class Backtest:
    """Reads a store once and makes the fields of any landings from it."""

    def __init__(
        self,
        store: GraphStore,
        regions: Regions,
        network: Network,
        eligible: Collection[str],
        gazetteer: Gazetteer | None = None,
        today: date | None = None,
    ) -> None:
        """eligible: stock codes of the firms that may stand among the candidates; today: the day that features reckon
        from."""
        self.regions, self.network, self._today = regions, network, today or date.today()
        self.firms: dict[str, Firm] = {f.id: f for f in store.firms()}
        self._by_code = {f.stock_code: f.id for f in self.firms.values() if f.stock_code}
        self._eligible = frozenset(i for c, i in self._by_code.items() if c in eligible)
        self._facts = by_firm(store)
        self._masks = Masks(gazetteer or Gazetteer.of(regions), {f.id: f.region for f in self.firms.values()})
        self._segments: dict[str, list[tuple[str, float]]] = {}
        self._members: dict[str, list[str]] = {}
        country = Country.of(store.member_columns(), network, regions)
        everyone = list(country.columns.members())
        for m in everyone:
            self._segments.setdefault(m.firm_id, []).append((m.segment_id, m.confidence / MICRO))
            self._members.setdefault(m.segment_id, []).append(m.firm_id)
        for works_in in self._segments.values():
            works_in.sort(key=lambda p: (-p[1], p[0]))
        sure = country.sure.tolist()
        seated = [replace(m, confidence=c, sites=()) for m, c in zip(everyone, sure, strict=True)]
        self._cities = regions.cities()
        self._strength = formulas.strength(seated, network.ids, self._cities, regions.city_of) / MICRO
        self._places: dict[str, Place] = {}
        self._lengths: dict[str, Floats] = {}

    @cached_property
    def _proximity(self) -> Floats:
        return formulas.proximity(formulas.specialised(self._strength))

    def place(self, region: str) -> Place:
        """A destination as the features see it: its seats only."""
        if region not in self._places:
            x = self._strength[:, self._cities.index(region)]
            density = formulas.relatedness_density(self._proximity, (x > 0).astype(float))
            self._places[region] = Place(region, self.network, x, density)
        return self._places[region]

    def fields(self, landings: Sequence[Landing], progress: Progress = lambda _d, _t: None) -> list[Field]:
        """The field of every landing, in order."""
        out = []
        for i, landing in enumerate(landings, 1):
            out.append(self.field(landing))
            progress(i, len(landings))
        return out

    def field(self, landing: Landing) -> Field:
        """The candidates for one landing and how they look, the answer hidden."""
        comer = self._by_code.get(landing.code, "")
        reason = self._unranked(comer)
        if reason:
            return Field(landing, comer, reason=reason)
        segment = self._segments[comer][0][0]
        chosen = sorted(
            f
            for f in self._members[segment]
            if f == comer or (f in self._eligible and self._elsewhere(f, landing.region))
        )
        cases = self._cases(chosen, segment, landing.region)
        lengths = self._path_lengths(landing.region)
        works = [self._segments[f] for f in chosen]
        return Field(
            landing,
            comer,
            segment,
            firms=tuple(chosen),
            codes=tuple(self.firms[f].stock_code for f in chosen),
            values=np.array([[FEATURES[name].func(case).value for name in MEASURED] for case in cases]),
            came=chosen.index(comer),
            main=np.array([w[0][0] == segment for w in works]),
            distance=np.array([np.inf if c.distance_km is None else c.distance_km for c in cases]),
            size=np.array([self.firms[f].revenue_yi or 0.0 for f in chosen]),
            path=np.array([min(lengths[self.network.row[s]] - np.log(c) for s, c in w) for w in works]),
        )

    def _unranked(self, comer: str) -> str:
        """Why the landing of this firm cannot be ranked; empty where it can."""
        if not comer:
            return "the firm is not in the data"
        if comer not in self._eligible:
            return "no products of 2025 are known of the firm"
        return "" if self._segments.get(comer) else "the firm works in no segment of the catalogue"

    def _cases(self, chosen: Sequence[str], segment: str, region: str) -> list[Case]:
        """These firms as candidates for a segment of a region, what lies in its province hidden."""
        mask, place = self._masks.of(region), self.place(region)
        peers = sorted(self.firms[f].size for f in chosen)
        out = []
        for firm_id in chosen:
            firm, works = self.firms[firm_id], self._segments[firm_id]
            case = Case(
                firm=firm,
                segment=segment,
                capability=next(c for s, c in works if s == segment),
                place=place,
                segments=tuple(s for s, _ in works),
                distance_km=self.regions.distance_km(self.regions.city_of(firm.region) or firm.region, region),
                peers=peers,
                facts=mask.facts(self._facts.get(firm_id, NOTHING)),
                sites=mask.sites(firm),
                today=self._today,
            )
            out.append(case)
        return out

    def _elsewhere(self, firm_id: str, region: str) -> bool:
        """Is the firm's seat elsewhere? A seat of which only the province is known is taken to be."""
        city = self.regions.city_of(self.firms[firm_id].region)
        return city != region

    def _path_lengths(self, region: str) -> Floats:
        """(S,) length of the shortest path along links to a segment with firms seated here: Σ −ln(share + 0.05), plus
        the thinness of what is at its end, −ln(1 − e^(−x))."""
        if region not in self._lengths:
            from scipy.sparse.csgraph import dijkstra

            net, x = self.network, self.place(region).x
            n = len(net.ids)
            either = np.maximum(net.shares, net.shares.T)
            linked = (net.adjacent + net.adjacent.T) > 0
            cost = np.zeros((n + 1, n + 1))
            cost[:n, :n] = np.where(linked, -np.log(np.minimum(either + 0.05, 0.95)), 0.0)
            ends = x > 0
            cost[n, :n] = np.where(ends, -np.log1p(-np.exp(-np.maximum(x, 1e-9))) + 1e-6, 0.0)
            length = dijkstra(cost, indices=n)[:n]
            self._lengths[region] = np.where(np.isfinite(length), length, 99.0)
        return self._lengths[region]


def line(field: Field, weights: Weights) -> BacktestLine:
    """The contract's document of one landing."""
    document: BacktestLine = {
        "ts_code": field.landing.code,
        "dest_adcode": field.landing.given,
        "segment": field.segment or None,
        "candidates": field.n,
        "rank": None,
        "ranked": [],
    }
    if field.reason:
        document["reason"] = field.reason
        return document
    score = field.score(weights)
    order = sorted(range(field.n), key=lambda i: (-score[i], field.codes[i]))
    document["rank"] = rank_of(score, field.came)
    document["ranked"] = [field.codes[i] for i in order[:FIRST]]
    return document


def ranked(fields: Iterable[Field]) -> list[Field]:
    """The fields that can be ranked."""
    return [f for f in fields if not f.reason]
