"""Expected presence of each segment in a region, inferred from the other cities.

The odds for a segment are computed without the region's own firms in that segment and without the region's own column
of the tables over cities (which enters the mean make-up and the proximities only), so that an absence can be
surprising.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.measures.formulas import Floats
from graph.measures.gaussian import conditional_mean, conditional_means
from graph.region.country import Country
from graph.region.other_lines import other_lines, other_lines_everywhere

NEAR_KM = 150.0  # how fast the neighbourhood fades: a city at this distance counts e⁻¹
NEAR_FIRMS = 50.0  # firms in the neighbourhood at which it outweighs the country
NO_LINES = 0.05  # firms expected from the other lines of the firms here, below which the number says nothing
PROFILE_FIRMS = 20.0  # firms of a city below which its make-up is not known

MOST_RAISED = 8.0  # logarithm of the factor by which a city's own sources can raise the odds
MOST = float(np.exp(12.0))  # odds above which nothing is told apart

IMPLIED = 1.0  # even odds: from here on the segment is more likely there than not
FEWEST_CITIES = 5  # fewer cities than these imply nothing for another

# Logistic regression of "at least one firm" over the four signals below; learned on the cities of the development half
# (see benchmarks/gaps_expected.py and docs/decisions), nothing is learned when it runs.
WEIGHTS: dict[str, float] = {
    "constant": -0.906,
    "near": 0.357,
    "density": 0.568,
    "others": 2.575,
    "lines": 0.862,
}
LINES = list(WEIGHTS).index("lines") - 1  # its column among the signals


@dataclass(frozen=True)
class Expected:
    """Expected presence in one region.

    odds: (S,) of at least one firm being there; cities: (S,) other cities that have the segment; signals: (S, K) what
    the odds are computed from; profile: (R,) how alike the make-up of each city is, 0–1, 0 where little is known of it.
    """

    odds: Floats
    cities: Floats
    signals: Floats
    profile: Floats

    @cached_property
    def implied(self) -> NDArray[np.bool_]:
        """(S,) do at least `FEWEST_CITIES` other cities have the segment, and are the odds at least even?"""
        return np.asarray((self.odds >= IMPLIED) & (self.cities >= FEWEST_CITIES))

    @cached_property
    def chance(self) -> Floats:
        """(S,) probability of at least one firm."""
        return np.asarray(self.odds / (1 + self.odds))


def raised(odds: Floats, total: Floats) -> Floats:
    """The odds (S,) or (S, R) multiplied by one factor for each city, at least 1, so that `total` segments (a number or
    (R,)) are expected in it, but for 0.95 of those that can be. The factor is found by bisection of its logarithm."""
    with np.errstate(divide="ignore"):
        logit = np.log(odds)
    target = np.minimum(total, 0.95 * (odds > 0).sum(axis=0))
    low, high = np.zeros(np.shape(target)), np.full(np.shape(target), MOST_RAISED)
    short = (odds / (1 + odds)).sum(axis=0) < target
    for _ in range(40):
        middle = (low + high) / 2
        enough = (1 / (1 + np.exp(-(logit + middle)))).sum(axis=0) >= target
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    return np.asarray(odds * np.where(short, np.exp(low), 1.0))


def with_own(odds: Floats, lines: Floats, own: Floats, more: Floats) -> Floats:
    """The odds of a city (S,), or of many (S, R), whose own sources name firms beyond those that can be compared.

    How many firms are counted says nothing beside cities that are known otherwise, and stays out. But what else firms
    of such a line do elsewhere holds for these firms too, whoever names them: so the signal `lines` is read from all of
    them. And the own sources tell how many segments the city has beyond those seen before: at least `more` are expected
    than the comparable sources let expect. lines, own: `log_lines` by the comparable sources and by all.
    """
    total = (odds / (1 + odds)).sum(axis=0) + more
    return raised(np.minimum(odds * np.exp(WEIGHTS["lines"] * np.maximum(own - lines, 0.0)), MOST), total)


def log_lines(lines: Floats) -> Floats:
    """The signal `lines` of firms expected from other lines (`graph.region.other_lines`)."""
    return np.asarray(np.log(lines + NO_LINES))


def expected(country: Country, region: str, firms: Floats, density: Floats) -> Expected:
    """Odds of each segment being in the region.

    firms: (S,) local firms by confidence; density: (S,) relatedness density.
    """
    net, counts = country.network, country.counts
    overlapping = country.overlapping(region)
    away = (~overlapping).astype(float)
    near = np.exp(-country.distances(region) / NEAR_KM) * away
    per_city = country.per_city * away  # (R,) firms of the other cities
    there, around = (counts @ np.stack([away, near], axis=1)).T  # (S,) firms of each segment elsewhere, nearby
    given = _Given(
        firms=firms,
        density=density,
        there=there,
        total=per_city.sum(),
        around=around,
        around_all=per_city @ near,
        others=conditional_mean(np.log1p(counts[:, ~overlapping]), np.log1p(firms), net.chain_rows.values(), net.alike),
        lines=other_lines(country, region),
    )
    signals, odds = _odds(given)
    cities = country.ubiquity - (counts[:, overlapping] > 0).sum(axis=1)
    known = np.where((per_city >= PROFILE_FIRMS) & (firms.sum() >= PROFILE_FIRMS), 1.0, 0.0)
    return Expected(odds, cities.astype(float), signals, np.round(_likeness(country, firms) * known, 9))


def expected_everywhere(country: Country, density: Floats) -> tuple[Floats, NDArray[np.bool_], Floats]:
    """(odds, implied, `log_lines`), each (S, R): `expected` of every city of the country. density: (S, R)."""
    counts, per_city = country.counts, country.per_city
    overlapping = np.stack([country.overlapping(c) for c in country.cities])  # (R, R): of a city, which others
    away = (~overlapping).astype(float)
    near = np.exp(-np.stack([country.distances(c) for c in country.cities]) / NEAR_KM) * away
    given = _Given(
        firms=counts,
        density=density,
        there=counts @ away.T,
        total=away @ per_city,
        around=counts @ near.T,
        around_all=near @ per_city,
        others=conditional_means(np.log1p(counts), country.network.chain_rows.values(), country.network.alike),
        lines=other_lines_everywhere(country),
    )
    signals, odds = _odds(given)
    present = (counts > 0).astype(float)
    return odds, (odds >= IMPLIED) & (present @ away.T >= FEWEST_CITIES), signals[..., LINES]


@dataclass(frozen=True)
class _Given:
    """What the odds of one city (S,), or of many (S, R), are computed from.

    firms: local firms; density: relatedness; there: firms of each segment elsewhere; total: all firms elsewhere, a
    number or (R,); around, around_all: firms of the segment and all firms nearby; others: log count expected from the
    other segments here; lines: firms expected from the other lines of the firms here.
    """

    firms: Floats
    density: Floats
    there: Floats
    total: Floats
    around: Floats
    around_all: Floats
    others: Floats
    lines: Floats


def _odds(given: _Given) -> tuple[Floats, Floats]:
    """(signals (S, K) or (S, R, K), odds (S,) or (S, R)) of a city, or of many at once."""
    firms, there, total = given.firms, given.there, given.total
    sum_here, share = firms.sum(axis=0), np.maximum(there, 1e-3) / np.maximum(total, 1.0)
    signals = np.stack(
        [
            _lift(given.around, given.around_all, share, NEAR_FIRMS),
            given.density,
            given.others,
            log_lines(given.lines),
        ],
        axis=-1,
    )
    weights = np.array(list(WEIGHTS.values()))
    odds = np.minimum(np.exp(np.minimum(weights[0] + signals @ weights[1:], 50.0)), MOST)
    # A segment that nobody elsewhere serves is not expected, and nothing is where no local firm is known.
    return signals, np.where((there > 0) & (sum_here > 0), odds, 0.0)


def _likeness(country: Country, firms: Floats) -> Floats:
    """(R,) how alike the make-up of each city is to the region's, in 0–1.

    Cosine of the Hellinger-rooted shares less the mean city's, negative as 0, squared so that the alike lead.
    """
    mean, profile, squares = country.profile
    own = np.sqrt(firms / max(float(firms.sum()), 1e-9)) - mean
    dot = np.maximum(own @ profile, 0.0) ** 2
    return np.asarray(np.minimum(dot / np.maximum(float(own @ own) * squares, 1e-18), 1.0))


def _lift(found: Floats, of: Floats, share: Floats, weight: float) -> NDArray[np.float64]:
    """Log of how many times more often than in the country a segment is met, drawn to 1 where little is known."""
    return np.asarray(np.log((found + weight * share) / ((of + weight) * share)))
