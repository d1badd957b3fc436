"""Kind and score of every segment in every city of the country, by the same rules as for one city.

Without evidence and intervals, which only a gap that somebody looks at needs. Every step is one operation over all
cities; a test compares the outcome with `find_gaps` city by city.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.gaps.find import Data, certainty, reasons
from graph.gaps.kinds_and_scores import NONE, STRONG, Standing, argued_by, surprise, weighted
from graph.measures import formulas
from graph.measures.columns import OriginColumns
from graph.measures.formulas import Floats
from graph.model.records import MICRO
from graph.region.country import Country
from graph.region.coverage import Coverage, coverages
from graph.region.expected import FEWEST_CITIES, IMPLIED, expected_everywhere, log_lines, with_own
from graph.region.footprint import BIG_PROJECT_YI, FEW_COMPARED, unknown_chains
from graph.region.other_lines import other_lines_everywhere
from graph.region.segment_coverage import SegmentCoverage, seated_in_cities, segment_coverage


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
    seen = country.compared
    there = seen.strength > 0
    odds, implied, lines = expected_everywhere(seen, formulas.relatedness_density(seen.phi, there.astype(float)))
    alone = np.zeros(len(country.cities), dtype=bool)
    if seen is not country:
        deeper = country.firms_per_city > seen.firms_per_city
        more = (x > 0).sum(axis=0) - there.sum(axis=0).astype(float)
        own = log_lines(other_lines_everywhere(country)[:, deeper])
        odds[:, deeper] = with_own(odds[:, deeper], lines[:, deeper], own, more[deeper])
        implied = (odds >= IMPLIED) & (seen.elsewhere >= FEWEST_CITIES)
        alone = seen.firms_per_city < FEW_COMPARED
        odds[:, alone], implied[:, alone] = np.nan, False
    _tell(step, 1)
    told = coverages(origins, country.cities, country.regions.city_of)
    standing = Standing(
        strength=x,
        argued=argued_by(net, np.asarray(net.spent @ country.revenue)),
        quotient_high=_quotient_high(country, seen, x),
        effective=here.effective,
        density=density,
        odds=odds,
        implied=implied,
        candidates=here.candidates,
        surprise=surprise(np.array([c.firms for c in told], dtype=np.float64)),
    )
    kind, components = standing.rated(net)
    kind[:, ~(x > 0).any(axis=0)] = NONE  # nothing is known of it: no claim
    score = weighted(components, kind)
    _tell(step, 2)
    _certain(score, country, told, x, ~alone)
    _tell(step, 3)
    return CitySurvey(country.cities, kind.astype(np.int8), score)


def _certain(
    score: Floats, country: Country, found: Sequence[Coverage], x: Floats, compared: NDArray[np.bool_]
) -> None:
    """Multiply the scores by how far the data of each city support a claim, in place. compared: (R,)."""
    small = country.network.small_projects(BIG_PROJECT_YI)
    whole = np.array([np.nan if c.estimate is None else c.estimate for c in found])
    cover = segment_coverage(country, seated_in_cities(country), small, whole)
    rows = np.arange(len(small))
    for j, (city, told) in enumerate(zip(country.cities, found, strict=True)):
        own = SegmentCoverage(cover.estimate[:, j], cover.missed[:, j], cover.few[:, j])
        scopes = country.listing.covering(city) if country.listing else []
        data = Data(told.firms, told.estimate, own, small, x[:, j] <= 0, scopes, bool(compared[j]))
        score[:, j] *= certainty(data, reasons(data, country.here.candidates[:, j], rows))


def _tell(step: Callable[[int, int], None] | None, done: int) -> None:
    if step:
        step(done, 3)


def _quotient_high(country: Country, seen: Country, x: Floats) -> Floats:
    """(S, R) upper bound of the shrunk quotient, as `Footprint.quotient` has it, where a kind can turn on it: there is
    something, and it is not strong. 0 elsewhere. seen: the country by what can be compared."""
    here, out = seen.here, np.zeros(x.shape)
    there = seen.firms_by_segment[:, None] / MICRO - here.seated
    open_ = (x > 0) & (x < STRONG)
    for rows in country.network.chain_rows.values():
        total = there[rows].sum(axis=0)
        share = here.firms[rows].sum(axis=0) * there[rows] / np.where(total > 0, total, 1.0)
        shape, rate = formulas.quotient_posterior(here.firms[rows], share)
        wanted = open_[rows] & (share > 0).any(axis=0)
        found = np.zeros(shape.shape)
        found[wanted] = formulas.quotient_high(shape[wanted], rate[wanted])
        out[rows] = found
    return out if seen is country else np.where(unknown_chains(country.network, here.firms), np.nan, out)
