"""What speaks for a project of each segment in a region, as named features (S segments, K features).

Everything is seen from outside: firms seated elsewhere, strength of other places, projects of other provinces. Only
local strength, demand and supply are the region's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graph.measures import formulas
from graph.measures.formulas import Floats
from graph.model.records import MICRO
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
    "precedents": {"zh": "外省已有项目", "en": "projects other provinces drew"},
    "local": {"zh": "本地已有企业", "en": "firms here already"},
    "demand": {"zh": "本地买家", "en": "buyers here"},
    "suppliers": {"zh": "本地供应", "en": "suppliers here"},
    "around": {"zh": "周边集聚", "en": "strength of the cities around"},
}


@dataclass(frozen=True)
class Movers:
    """The firms of the country that are large enough to build away from home, by main segment and seat."""

    country: Country

    @cached_property
    def _weights(self) -> tuple[Floats, Floats]:
        """(S, R) Σ exp(SIZE · scale) of the firms whose main segment and seat these are; (S,) of those whose seat is
        not known."""
        country, columns = self.country, self.country.columns
        n, cities = len(country.network.ids), len(country.cities)
        # The main segment is the surest one, equals by id; a demand node is nobody's.
        works = np.flatnonzero(~country.network.demand[country.segment])
        order = works[np.lexsort((country.segment[works], -columns.confidence[works], columns.firm[works]))]
        firm, first = np.unique(columns.firm[order], return_index=True)
        main, size = country.segment[order[first]], columns.size[firm] / MICRO
        at = {c: j for j, c in enumerate(country.cities)}
        city_of = np.array([at.get(country.regions.city_of(c), -1) for c in columns.regions] + [-1], dtype=np.int64)
        seat = city_of[columns.seat[firm]]
        weight = np.where(size >= MEDIUM, np.exp(SIZE * np.log1p(size) / np.log1p(LARGE)), 0.0)
        known = seat >= 0
        placed = np.bincount(main[known] * cities + seat[known], weights=weight[known], minlength=n * cities)
        homeless = np.bincount(main[~known], weights=weight[~known], minlength=n)
        return placed.reshape(n, cities).astype(np.float64), homeless.astype(np.float64)

    def reach(self, region: str) -> Floats:
        """(S,) Σ exp(SIZE · scale + NEAR · nearness) of the firms seated elsewhere whose main segment it is."""
        placed, homeless = self._weights
        away = ~self.country.overlapping(region)
        draw = np.exp(NEAR * nearness(self.country.distances(region))) * away
        return np.asarray(placed @ draw + homeless * np.exp(NEAR * nearness(np.array(UNKNOWN_KM))))


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
    columns = {
        "reach": (movers or Movers(country)).reach(footprint.region),
        "precedents": projects,
        "local": footprint.firms,
        "demand": formulas.demand_pull(net.shares, footprint.x),
        "suppliers": formulas.supply_push(net.shares, footprint.x),
        "around": country.strength @ near / MICRO,
    }
    return np.asarray(np.log1p(np.stack([columns[name] for name in FEATURES], axis=1)))
