"""Kind and score of every segment in every city of the country, by the same rules as for one city.

Without evidence and intervals, which only a gap that somebody looks at needs. Every step is one operation over all
cities; a test compares the outcome with `find_gaps` city by city.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.gaps.find import BIG_PROJECT_YI, CERTAINTY, REASONS, VERDICT, reasons
from graph.gaps.kinds_and_scores import NONE, STRONG, Standing, weighted
from graph.measures import formulas
from graph.measures.columns import OriginColumns
from graph.measures.formulas import Floats
from graph.model.records import MICRO
from graph.region.country import Country
from graph.region.coverage import coverages
from graph.region.expected import expected_everywhere


@dataclass(frozen=True)
class CitySurvey:
    """kind: (S, R) rows of `KINDS`, `NONE` where it is no gap; score: (S, R), 0 where no gap."""

    cities: tuple[str, ...]
    kind: NDArray[np.int8]
    score: Floats

    def gaps(self, city: str) -> list[tuple[int, float]]:
        """(row of the segment, score) of a city's gaps, best first as `find_gaps` has them."""
        j = self.cities.index(city)
        rows = np.flatnonzero(self.kind[:, j] != NONE)
        order = np.lexsort((rows, -np.round(self.score[rows, j], 9)))
        return [(int(i), float(self.score[i, j])) for i in rows[order]]


def survey(country: Country, origins: OriginColumns, step: Callable[[int, int], None] | None = None) -> CitySurvey:
    """Kinds and scores of all segments in all cities; `step` is called with (done, of how many)."""
    net, x, here = country.network, country.strength / MICRO, country.here
    density = formulas.relatedness_density(country.phi, (x > 0).astype(float))
    odds, implied = expected_everywhere(country, density)
    _tell(step, 1)
    standing = Standing(
        strength=x,
        quotient_high=_quotient_high(country, x),
        effective=here.effective,
        density=density,
        odds=odds,
        implied=implied,
        candidates=here.candidates,
    )
    kind, components = standing.rated(net)
    kind[:, ~(x > 0).any(axis=0)] = NONE  # nothing is known of it: no claim
    score = weighted(components, kind)
    _tell(step, 2)
    small = net.small_projects(BIG_PROJECT_YI)
    certainty = np.array([CERTAINTY[VERDICT[r]] for r in REASONS])
    for j, cover in enumerate(coverages(origins, country.cities, country.regions.city_of)):
        score[:, j] *= certainty[reasons(cover, here.candidates[:, j], small)]
    _tell(step, 3)
    return CitySurvey(country.cities, kind.astype(np.int8), score)


def _tell(step: Callable[[int, int], None] | None, done: int) -> None:
    if step:
        step(done, 3)


def _quotient_high(country: Country, x: Floats) -> Floats:
    """(S, R) upper bound of the shrunk quotient, as `Footprint.quotient` has it, where a kind can turn on it: there is
    something, and it is not strong. 0 elsewhere."""
    here, out = country.here, np.zeros(x.shape)
    there = country.firms_by_segment[:, None] / MICRO - here.seated
    open_ = (x > 0) & (x < STRONG)
    for rows in country.network.chain_rows.values():
        total = there[rows].sum(axis=0)
        share = here.firms[rows].sum(axis=0) * there[rows] / np.where(total > 0, total, 1.0)
        shape, rate = formulas.quotient_posterior(here.firms[rows], share)
        wanted = open_[rows] & (share > 0).any(axis=0)
        found = np.zeros(shape.shape)
        found[wanted] = formulas.quotient_high(shape[wanted], rate[wanted])
        out[rows] = found
    return out
