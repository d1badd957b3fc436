"""Which segments a firm might work in: named by its words, near in meaning, or taught by labelled firms."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ingest.assign.learned.meaning import Meaning

EARLY = 12  # activities whose meaning may name a segment
NEAR, NEAR_NAME = 15, 5  # segments nearest to any early activity, to the name
FIRST, NEAR_FIRST = 6, 3  # each of the first activities names its own nearest
WHOLE_FIRST = 3  # activities whose cosine with a segment's whole text is asked too
TAUGHT = 12  # segments that the taught score likes best


def candidates(named: NDArray[np.int64], meaning: Meaning, taught: NDArray[np.float32]) -> NDArray[np.int64]:
    """Indices of segments, ascending. named: what the words say; taught: `Taught.scores`."""

    def nearest() -> Iterator[NDArray[np.int64]]:
        yield named
        yield best(meaning.name, NEAR_NAME)
        yield best(meaning.name_whole, NEAR_FIRST)
        yield best(taught, TAUGHT)
        if len(meaning.clauses):
            yield best(meaning.clauses[:EARLY].max(axis=0), NEAR)
        for row in (*meaning.clauses[:FIRST], *meaning.clauses_whole[:WHOLE_FIRST]):
            yield best(row, NEAR_FIRST)

    return np.unique(np.concatenate(list(nearest())))


def best(scores: NDArray[np.float32], k: int) -> NDArray[np.int64]:
    """The k highest; equal ones in order of the segments."""
    return np.argsort(-scores, kind="stable")[:k]


def ranks(scores: NDArray[np.float32], most: int = 60) -> NDArray[np.float64]:
    """0 for the highest, capped."""
    out = np.empty(len(scores))
    out[np.argsort(-scores, kind="stable")] = np.arange(len(scores))
    return np.minimum(out, most)
