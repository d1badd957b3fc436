"""What speaks for a project of each segment in a region, as named features (S segments, K features).

Everything is seen from outside: firms seated elsewhere, strength of other places, projects of other provinces. Only
local strength, demand and supply are the region's own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.measures import formulas
from graph.measures.formulas import Floats
from graph.model.records import MICRO, Site
from graph.model.words import Lang
from graph.region.country import Country
from graph.region.footprint import Footprint

AROUND_KM = 100.0  # how fast the strength of other cities fades: at this distance it counts e⁻¹
# A firm weighs exp(SIZE · scale + NEAR · nearness): the two coefficients that the list of target firms learned for size
# and nearness alone (`recommend/rank/weights.json`, `baseline`). scale: ln(1 + size) / ln(1 + LARGE).
SIZE, NEAR, LARGE = 1.08, 2.57, 30.0
CLOSE_KM, FAR_KM, UNKNOWN_KM = 30.0, 3000.0, 900.0  # nearness is 1 at the first and 0 at the second
MEDIUM = 2.0  # size units (4 亿元 of revenue): smaller firms seldom build away from home
# The features in their order. Each is a logarithm, so that the first firm counts more than the fiftieth.
FEATURES: dict[str, dict[Lang, str]] = {
    "reach": {"zh": "外地可来企业", "en": "firms elsewhere that could come"},
    "builders": {"zh": "已在外省设点的企业", "en": "firms with sites in other provinces already"},
    "precedents": {"zh": "外省已有项目", "en": "projects other provinces drew"},
    "local": {"zh": "本地已有企业", "en": "firms here already"},
    "demand": {"zh": "本地买家", "en": "buyers here"},
    "suppliers": {"zh": "本地供应", "en": "suppliers here"},
    "around": {"zh": "周边集聚", "en": "strength of the cities around"},
}


@dataclass(frozen=True)
class Movers:
    """The firms of the country that are large enough to build away from home, by main segment and seat.

    sites: the provinces (two digits) in which each firm has a site, see `site_provinces`.
    """

    country: Country
    sites: Mapping[str, Collection[str]] = field(default_factory=dict)

    @cached_property
    def _main(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], Floats]:
        """Of every firm with a main segment: its row, that segment, the column of its seat (−1 not known) and its
        weight exp(SIZE · scale)."""
        country, columns = self.country, self.country.columns
        # The main segment is the surest one, equals by id; a demand node is nobody's.
        works = np.flatnonzero(~country.network.demand[country.segment])
        order = works[np.lexsort((country.segment[works], -columns.confidence[works], columns.firm[works]))]
        firm, first = np.unique(columns.firm[order], return_index=True)
        main, size = country.segment[order[first]], columns.size[firm] / MICRO
        at = {c: j for j, c in enumerate(country.cities)}
        city_of = np.array([at.get(country.regions.city_of(c), -1) for c in columns.regions] + [-1], dtype=np.int64)
        seat = city_of[columns.seat[firm]]
        weight = np.where(size >= MEDIUM, np.exp(SIZE * np.log1p(size) / np.log1p(LARGE)), 0.0)
        return firm.astype(np.int64), main, seat, weight

    def reach(self, region: str) -> Floats:
        """(S,) Σ exp(SIZE · scale + NEAR · nearness) of the firms seated elsewhere whose main segment it is."""
        return self._drawn(region, self._main[3])

    def builders(self, region: str) -> Floats:
        """(S,) the same, each firm times ln(1 + provinces in which it has a site), its own province and the region's
        left out: who has built away from home before may do so again."""
        firm, _, _, weight = self._main
        columns = self.country.columns
        codes = [*columns.regions, ""]
        times = np.zeros(len(firm))
        for k, f in enumerate(firm.tolist()):
            if there := self.sites.get(columns.firms[f]):
                times[k] = len(set(there) - {codes[columns.seat[f]][:2], region[:2]})
        return self._drawn(region, weight * np.log1p(times))

    def _drawn(self, region: str, weight: Floats) -> Floats:
        """(S,) Σ weight · exp(NEAR · nearness) over the firms seated elsewhere, by main segment."""
        _, main, seat, _ = self._main
        n, cities = len(self.country.network.ids), len(self.country.cities)
        known = seat >= 0
        placed = np.bincount(main[known] * cities + seat[known], weights=weight[known], minlength=n * cities)
        homeless = np.bincount(main[~known], weights=weight[~known], minlength=n)
        away = ~self.country.overlapping(region)
        draw = np.exp(NEAR * nearness(self.country.distances(region))) * away
        return np.asarray(placed.reshape(n, cities) @ draw + homeless * np.exp(NEAR * nearness(np.array(UNKNOWN_KM))))


def site_provinces(sites: Iterable[Site]) -> dict[str, set[str]]:
    """The provinces (two digits) in which each firm has a plant or a subsidiary on record."""
    out: dict[str, set[str]] = {}
    for site in sites:
        if site.region:
            out.setdefault(site.firm_id, set()).add(site.region[:2])
    return out


def nearness(km: Floats) -> Floats:
    """1 − ln(km / 30) / ln(3000 / 30), held in 0–1: each halving of the distance counts the same."""
    near = np.clip(km, CLOSE_KM, FAR_KM)
    return np.asarray(1 - np.log(near / CLOSE_KM) / np.log(FAR_KM / CLOSE_KM))


def ground(footprint: Footprint, projects: Floats, movers: Movers | None = None) -> Floats:
    """(S, K) the features of every segment, in the order of `FEATURES`.

    projects: (S,) what other provinces drew; what is warned of must be 0 there (`graph.chance.measure`).
    """
    net, country = footprint.network, footprint.country
    near = np.exp(-country.distances(footprint.region) / AROUND_KM) * ~country.overlapping(footprint.region)
    movers = movers or Movers(country)
    columns = {
        "reach": movers.reach(footprint.region),
        "builders": movers.builders(footprint.region),
        "precedents": projects,
        "local": footprint.firms,
        "demand": formulas.demand_pull(net.shares, footprint.x),
        "suppliers": formulas.supply_push(net.shares, footprint.x),
        "around": country.strength @ near / MICRO,
    }
    return np.asarray(np.log1p(np.stack([columns[name] for name in FEATURES], axis=1)))
