"""Where does the segment of each real landing stand in its city's priorities?

For every landing the segments of one chain are ordered: the chain of the comer's most confident segment. What gives the
answer away is hidden (`recommend.evaluate.hidden`), the projects of the destination's own province are not counted, and
the coefficients never saw it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from graph.chance.ground import FEATURES, Movers, ground, site_provinces
from graph.chance.measure import without_warned
from graph.chance.precedents import Precedents
from graph.chance.priority import priority
from graph.chance.red_lines import RedLines
from graph.chance.weights import Weights
from graph.gaps.find import certainty, data_of, reasons
from graph.gaps.kinds_and_scores import NONE, assess
from graph.measures.network import Network
from graph.model.records import Site
from graph.model.regions import Regions
from graph.region.country import Country
from graph.region.coverage import coverage, region_origins
from graph.region.footprint import Footprint
from graph.store.base.protocol import GraphStore
from recommend.evaluate.backtest import rank_of
from recommend.evaluate.hidden import hide, owned_firms
from recommend.evaluate.landings import Landing
from recommend.evaluate.shapes import SegmentLine

Floats = NDArray[np.float64]
PRECEDENTS = list(FEATURES).index("precedents")


@dataclass(frozen=True)
class SegmentField:
    """The segments of one landing's chain, n of them, with what orders them; without segments there is a `reason`.

    values: (n, K) features of `graph.chance.ground`; need: the gap score, 0 where it is no gap; national: firms
    elsewhere; density: relatedness; caught: by a red line; came: the row of the segment that landed.
    """

    landing: Landing
    segment: str = ""
    chain: str = ""
    ids: tuple[str, ...] = ()
    came: int = -1
    values: Floats = field(default_factory=lambda: np.zeros((0, len(FEATURES))))
    need: Floats = field(default_factory=lambda: np.zeros(0))
    national: Floats = field(default_factory=lambda: np.zeros(0))
    density: Floats = field(default_factory=lambda: np.zeros(0))
    caught: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=bool))
    reason: str = ""

    @property
    def province(self) -> str:
        return self.landing.region[:2]

    def seeing(self, projects: Floats) -> SegmentField:
        """The same with other counts of projects, (n,): for lessons from which one more province is left out."""
        values = self.values.copy()
        values[:, PRECEDENTS] = np.log1p(projects)
        return replace(self, values=values)

    def chance(self, weights: Weights) -> Floats:
        """(n,) by coefficients that never saw this province."""
        return weights.place(self.values @ weights.of(self.province))

    def orders(self, weights: Weights) -> dict[str, Floats]:
        """What each list orders by, the best highest; each (n,)."""
        # The place saturates at the top of the scale; the score behind it tells those apart.
        score = self.values @ weights.of(self.province)
        both = priority(self.need, weights.place(score))
        return {
            "priority": np.where(self.caught, both - 1.0, both),
            "no_red_lines": both,
            "need": self.need,
            "chance": score,
            "national": self.national,
            "density": self.density,
        }


@dataclass
class SegmentBacktest:
    """Reads a store once and makes the fields of any landings from it."""

    store: GraphStore
    regions: Regions
    network: Network
    precedents: Precedents
    red_lines: RedLines

    def __post_init__(self) -> None:
        self._country = Country.of(self.store.member_columns(), self.network, self.regions)
        self._origins = self.store.origin_columns()
        self._owned = owned_firms(self.store)
        self._comers = {f.stock_code: f.id for f in self.store.firms() if f.stock_code}
        self._main: dict[str, tuple[int, str]] = {}
        for m in self.store.members():
            if m.segment_id in self.network.row:
                key = (-m.confidence, m.segment_id)
                self._main[m.firm_id] = min(key, self._main.get(m.firm_id, key))
        self._sites = site_provinces(self.store.rows(Site))
        self._hidden: tuple[str, Country, Movers] | None = None
        self._regions: dict[str, _Region] = {}

    def fields(
        self, landings: Sequence[Landing], progress: Callable[[int, int], None] = lambda _d, _t: None
    ) -> list[SegmentField]:
        """The field of every landing, in order."""
        found: dict[int, SegmentField] = {}
        # Province by province, so that one hidden country at a time is held.
        order = sorted(range(len(landings)), key=lambda i: (landings[i].region, i))
        for done, i in enumerate(order, 1):
            found[i] = self.field(landings[i])
            progress(done, len(order))
        return [found[i] for i in range(len(landings))]

    def field(self, landing: Landing) -> SegmentField:
        """The segments of the landing's chain as they looked from outside."""
        comer = self._comers.get(landing.code, "")
        if not comer:
            return SegmentField(landing, reason="the firm is not in the data")
        if comer not in self._main:
            return SegmentField(landing, reason="the firm works in no segment of the catalogue")
        segment = self._main[comer][1]
        chain = self.network.segments[segment].chain
        rows = [i for i in self.network.chain_rows[chain] if not self.network.demand[i]]
        ids = tuple(self.network.ids[i] for i in rows)
        if len(ids) < 2 or segment not in ids:
            return SegmentField(landing, segment, chain, reason="the chain has no other segment to compare with")
        here = self._region(landing.region)
        return SegmentField(
            landing,
            segment,
            chain,
            ids,
            ids.index(segment),
            here.values[rows],
            here.need[rows],
            here.national[rows],
            here.density[rows],
            np.array([bool(self.red_lines.caught(s)) for s in ids]),
        )

    def projects(self, ids: Sequence[str], without: Sequence[str]) -> Floats:
        """(n,) projects of these segments outside some provinces (two digits), as `graph.chance.ground` reads them."""
        counts = self.precedents.without(without).projects(self.network)
        return without_warned(self.network, counts, self.red_lines)[[self.network.row[s] for s in ids]]

    def _region(self, region: str) -> _Region:
        if region not in self._regions:
            province = region[:2]
            if self._hidden is None or self._hidden[0] != province:
                country = hide(self._country, province, self._owned)
                self._hidden = province, country, Movers(country, self._sites)
            _, country, movers = self._hidden
            listed = region_origins(self._origins, region)
            foot = Footprint(self.network, region, country, coverage(listed), listed)
            projects = self.projects(self.network.ids, [province])
            self._regions[region] = _Region(
                ground(foot, projects, movers),
                need_of(foot),
                foot.candidate_counts.astype(float),
                foot.density,
            )
        return self._regions[region]


@dataclass(frozen=True)
class _Region:
    """A destination as all its landings see it; every array by segment of the network."""

    values: Floats
    need: Floats
    national: Floats
    density: Floats


def need_of(foot: Footprint) -> Floats:
    """(S,) the gap score of every segment as the list of gaps has it, 0 where it is no gap."""
    assessed, data = assess(foot), data_of(foot)
    kept = certainty(data, reasons(data, foot.candidate_counts, np.arange(len(foot.x))))
    return np.where(assessed.kind == NONE, 0.0, kept * assessed.score)


def line(field: SegmentField, weights: Weights) -> SegmentLine:
    """The contract's document of one landing."""
    document: SegmentLine = {
        "ts_code": field.landing.code,
        "dest_adcode": field.landing.given,
        "chain": field.chain or None,
        "segment": field.segment or None,
        "of": len(field.ids),
        "rank": None,
        "ranked": [],
        "rank_need": None,
        "rank_chance": None,
        "rank_national": None,
        "rank_density": None,
    }
    if field.reason:
        document["reason"] = field.reason
        return document
    by = field.orders(weights)
    order = sorted(range(len(field.ids)), key=lambda i: (-by["priority"][i], field.ids[i]))
    document["ranked"] = [field.ids[i] for i in order]
    document["rank"] = rank_of(by["priority"], field.came)
    document["rank_need"] = rank_of(by["need"], field.came)
    document["rank_chance"] = rank_of(by["chance"], field.came)
    document["rank_national"] = rank_of(by["national"], field.came)
    document["rank_density"] = rank_of(by["density"], field.came)
    return document
