"""All cities at once: kind and score of every segment in every city of the country, by the rules that one city is read by.

Without evidence and intervals, which belong to a gap that somebody looks at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.assess import NONE, assess
from graph.columns import OriginColumns
from graph.country import Country
from graph.coverage import coverage, region_origins
from graph.footprint import Footprint
from graph.gaps import CERTAINTY, verdict_of
from graph.measures import Floats


@dataclass(frozen=True)
class Survey:
    """kind: (S, R) rows of `assess.KINDS`, `NONE` where nothing is amiss; score: (S, R), 0 where no gap."""

    cities: tuple[str, ...]
    kind: NDArray[np.int8]
    score: Floats

    def gaps(self, city: str) -> list[tuple[int, float]]:
        """(row of the segment, score) of a city's gaps, best first as `find_gaps` has them."""
        j = self.cities.index(city)
        rows = np.flatnonzero(self.kind[:, j] != NONE)
        order = np.lexsort((rows, -np.round(self.score[rows, j], 9)))
        return [(int(i), float(self.score[i, j])) for i in rows[order]]


def footprints(country: Country, origins: OriginColumns) -> Iterator[Footprint]:
    """Every city of the country, one after another."""
    for city in country.cities:
        listed = region_origins(origins, city)
        yield Footprint(country.network, city, country, coverage(listed), listed)


def survey(country: Country, origins: OriginColumns, step: Callable[[int, int], None] | None = None) -> Survey:
    """Kinds and scores of all segments in all cities; `step` is told (done, of how many)."""
    shape = (len(country.network.ids), len(country.cities))
    kind, score = np.full(shape, NONE, dtype=np.int8), np.zeros(shape)
    for j, foot in enumerate(footprints(country, origins)):
        if not len(foot.rows):
            continue  # nothing is known of it: no claim
        found = assess(foot)
        kind[:, j] = found.kind
        for i in np.flatnonzero(found.kind != NONE).tolist():
            verdict, _ = verdict_of(foot, country.network.ids[i], int(foot.candidate_counts[i]))
            score[i, j] = CERTAINTY[verdict] * found.score[i]
        if step:
            step(j + 1, shape[1])
    return Survey(country.cities, kind, score)
