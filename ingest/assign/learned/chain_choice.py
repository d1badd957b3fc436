"""A firm's chains (at most two), taught on the chains that readers gave.

A ridge regression goes from the firm's n-grams and vectors to the chains and to none of them (`head`); a logistic
regression over pairs of firm and chain weighs its scores beside what the model says of the segments of each chain.
Which segments count little for their chain (steel, fuel, insurance) and which firms without a segment stand in one
(makers of machines of no named kind) is learned, not listed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.assign.learned.features import Shape
from ingest.assign.learned.reading import Reading
from ingest.assign.learned.role_model import ROLES
from ingest.assign.learned.taught import Taught
from ingest.assign.lexicon import OUTSIDE

MOST_CHAINS = 2
NAMES = ("any", "top", "lead", "told", "told_lead", "outside", "taught", "head", "head_lead", "head_none", *ROLES)


@dataclass(frozen=True)
class ChainChoice:
    """Weights of `NAMES`, their level, and the chance from which a chain is given, the second also beside the first.

    head: scores of `chains` and, as the last column, of none of them.
    """

    chains: tuple[str, ...]
    head: Taught
    weights: tuple[float, ...]
    level: float
    least: float
    beside: float

    def chances(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """(n,) probabilities."""
        odds = np.full(len(rows), self.level)
        for column, weight in zip(rows.T, self.weights, strict=True):
            odds += column * weight
        return np.asarray(1 / (1 + np.exp(-odds)))

    def chosen(self, chances: NDArray[np.float64]) -> tuple[str, ...]:
        """The chains that are given by the chances of `chains`."""
        return given(self.chains, chances, self.least, self.beside)


def given(chains: Sequence[str], chances: NDArray[np.float64], least: float, beside: float) -> tuple[str, ...]:
    """At most two chains, likeliest first, ties in order of the chains: sure enough, and not far behind the best."""
    order = sorted(range(len(chains)), key=lambda i: (-chances[i], i))[:MOST_CHAINS]
    cut = max(least, beside * max(chances, default=0.0))
    return tuple(chains[i] for i in order if chances[i] >= cut)


def chains_of(segments: Sequence[str]) -> tuple[str, ...]:
    """The chains of these segments, at most two, in their order."""
    return tuple(dict.fromkeys(s.split(".")[0] for s in segments))[:MOST_CHAINS]


def rows_of(
    reading: Reading,
    chances: Mapping[str, float],
    taught: NDArray[np.float32],
    roles: NDArray[np.float64],
    head: NDArray[np.float32],
    chains: Sequence[str],
    shape: Shape,
) -> NDArray[np.float64]:
    """(chains, `NAMES`) of one firm. chances: of its segments; taught: scores of all segments; head: scores of `chains`
    and of none."""
    place = {c: i for i, c in enumerate(chains)}
    none, top, told, liked = np.ones(len(chains)), *np.zeros((3, len(chains)))
    for segment, chance in chances.items():
        if (at := place.get(segment.split(".")[0])) is not None:
            none[at] *= 1 - chance
            top[at] = max(top[at], chance)
    for segment, sure in reading.told.items():
        if segment != OUTSIDE and (at := place.get(segment.split(".")[0])) is not None:
            told[at] = max(told[at], sure)
    by_chain = np.bincount(shape.chain, weights=np.maximum(taught, 0), minlength=len(shape.chains))
    for chain, score in zip(shape.chains, by_chain.tolist(), strict=True):
        if chain in place:
            liked[place[chain]] = score
    scores = head[: len(chains)].astype(np.float64)
    columns = [
        1 - none,
        top,
        top - _others(top),
        told,
        told - _others(told),
        reading.told.get(OUTSIDE, 0.0),
        liked / max(float(liked.sum()), 0.3),
        scores,
        scores - _others(scores),
        head[-1],
        *roles,
    ]
    return np.stack([np.broadcast_to(np.asarray(c, np.float64), len(chains)) for c in columns], axis=1)


def _others(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each the highest of the others."""
    second, first = np.sort(values)[-2:] if len(values) > 1 else (0.0, values[0])
    return np.where(values == first, second, first)
