"""What the rest of the country lets expect in a region: how likely a city like this one has each segment.

The odds for a segment are made without the region's own firms in that segment and without the region's own column of
the tables over cities (which enters the mean make-up and the proximities only): what they say of an absence is a
surprise, not a memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.country import Country
from graph.measures import Floats

NEAR_KM = 150.0  # how fast the neighbourhood fades: a city at this distance counts e⁻¹
NEAR_FIRMS, ALIKE_FIRMS = 50.0, 20.0  # firms in the neighbourhood (among look-alikes) at which it outweighs the country
KNOWN_FIRMS = 300.0  # a city of which we know fewer firms is so much less of a look-alike
PEERS, PEER_FIRMS = 8, 30.0  # look-alike cities named; known firms at which a city counts one half there

IMPLIED = 1.0  # odds from which a segment is rather there than not
FEWEST_CITIES = 5  # fewer cities than these imply nothing for another

# Logistic regression of "at least one firm" over the seven signals below; learned on the cities of the development half
# (see benchmarks/gaps_expected.py and docs/decisions), nothing is learned when it runs.
WEIGHTS: dict[str, float] = {
    "constant": 0.361, "chain": 0.46, "city": 0.698, "near": 0.512, "alike": 0.584, "density": 0.968, "pull": 0.037,
    "push": 0.015,
}  # fmt: skip


@dataclass(frozen=True)
class Expected:
    """odds: (S,) of at least one firm being there; cities: (S,) other cities that have the segment; signals: (S, K) what they are made of; peers: look-alike cities as
    (row of `country.cities`, likeness), the most alike first."""

    odds: Floats
    cities: Floats
    signals: Floats
    peers: tuple[tuple[int, float], ...]

    @cached_property
    def implied(self) -> NDArray[np.bool_]:
        """(S,) do the other cities imply the segment here: rather there than not, by at least `FEWEST_CITIES` of them?"""
        return np.asarray((self.odds >= IMPLIED) & (self.cities >= FEWEST_CITIES))

    @cached_property
    def chance(self) -> Floats:
        """(S,) probability of at least one firm."""
        return np.asarray(self.odds / (1 + self.odds))


def expected(country: Country, region: str, firms: Floats, density: Floats) -> Expected:
    """Odds of each segment being there. firms: (S,) local firms by confidence; density: (S,) relatedness density."""
    net, counts = country.network, country.counts
    overlapping = country.overlapping(region)
    away = (~overlapping).astype(float)
    near = np.exp(-country.distances(region) / NEAR_KM) * away
    per_city = country.per_city * away  # (R,) firms of the other cities
    there, around = (counts @ np.stack([away, near], axis=1)).T  # (S,) firms of each segment elsewhere, nearby
    total, rest = per_city.sum(), firms.sum() - firms
    share = np.maximum(there, 1e-3) / max(float(total), 1.0)
    city = rest * there / np.maximum(total - there, 1.0)
    chain = np.zeros(len(firms))
    for rows in net.chain_rows.values():
        own, others = firms[rows].sum() - firms[rows], there[rows].sum() - there[rows]
        chain[rows] = own * there[rows] / np.maximum(others, 1.0)
    likeness, whole = _likeness(country, firms)
    likeness *= away * np.minimum(per_city, KNOWN_FIRMS) / KNOWN_FIRMS
    signals = np.stack(
        [
            np.log(chain + 0.01),
            np.log(city + 0.01),
            _lift(around, per_city @ near, share, NEAR_FIRMS),
            _lift(np.einsum("sr,sr->s", likeness, counts), likeness @ per_city, share, ALIKE_FIRMS),
            density,
            np.log1p(net.shares @ firms),
            np.log1p(net.shares.T @ firms),
        ],
        axis=1,
    )
    weights = np.array(list(WEIGHTS.values()))
    odds = np.exp(np.minimum(weights[0] + signals @ weights[1:], 12.0))
    # A segment that nobody elsewhere serves, or a region of which nothing is known, lets nothing expect.
    odds = np.where((there > 0) & (firms.sum() > 0), odds, 0.0)
    cities = country.ubiquity - (counts[:, overlapping] > 0).sum(axis=1)
    # A city of few known firms is named as a peer only where it is much more alike than the others.
    whole = np.round(whole * per_city / (per_city + PEER_FIRMS), 9)
    order = np.argsort(-whole, kind="stable")[:PEERS]
    return Expected(
        odds, cities.astype(float), signals, tuple((int(j), float(whole[j])) for j in order if whole[j] > 0)
    )


def _likeness(country: Country, firms: Floats) -> tuple[Floats, Floats]:
    """(S, R): how alike the make-up of each city is to the region's, judged without the segment itself, and (R,) judged
    by all segments; in 0–1.

    Cosine of the Hellinger-rooted shares less the mean city's, negative as 0, squared so that the alike lead.
    """
    mean, profile, squares, without = country.profile
    own = np.sqrt(firms / max(float(firms.sum()), 1e-9)) - mean
    dot, ours = own @ profile, float(own @ own)
    alike = profile * -own[:, None]
    alike += dot
    np.maximum(alike, 0.0, out=alike)
    alike *= alike
    alike /= np.maximum((ours - own**2)[:, None] * without, 1e-18)
    np.minimum(alike, 1.0, out=alike)
    whole = np.maximum(dot, 0.0) ** 2 / np.maximum(ours * squares, 1e-18)
    return alike, np.asarray(np.minimum(whole, 1.0))


def _lift(found: Floats, of: Floats, share: Floats, weight: float) -> NDArray[np.float64]:
    """Log of how many times more often than in the country a segment is met, drawn to 1 where little is known."""
    return np.asarray(np.log((found + weight * share) / ((of + weight) * share)))
