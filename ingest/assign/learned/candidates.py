"""Which segments a firm might work in: named by its words, near in meaning, or taught by labelled firms."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ingest.assign.learned.features import EARLY, FIRST, Shape
from ingest.assign.learned.meaning import Meaning
from ingest.assign.learned.reading import Reading
from ingest.assign.lexicon import OUTSIDE

NEAR, NEAR_NAME = 15, 5  # segments nearest to any early activity, to the name
NEAR_FIRST = 3  # each of the first activities names its own nearest
WHOLE_FIRST = 3  # activities whose cosine with a segment's whole text is asked too
TAUGHT = 12  # segments that the taught score likes best
QUICK_NAMED, QUICK_TAUGHT, QUICK_LEAST = 6, 5, 0.03  # by words alone: the surest named, the best taught above a floor


def by_meaning(reading: Reading, meaning: Meaning, taught: NDArray[np.float32], shape: Shape) -> NDArray[np.int64]:
    """Indices of segments, ascending; all that the words name are among them."""

    def nearest() -> Iterator[NDArray[np.int64]]:
        yield np.array([shape.place[s] for s in reading.told if s != OUTSIDE], dtype=np.int64)
        yield best(meaning.name, NEAR_NAME)
        yield best(meaning.name_whole, NEAR_FIRST)
        yield best(taught, TAUGHT)
        if len(meaning.clauses):
            yield best(meaning.clauses[:EARLY].max(axis=0), NEAR)
        for row in (*meaning.clauses[:FIRST], *meaning.clauses_whole[:WHOLE_FIRST]):
            yield best(row, NEAR_FIRST)

    return np.unique(np.concatenate(list(nearest())))


def by_words(reading: Reading, taught: NDArray[np.float32], shape: Shape) -> NDArray[np.int64]:
    """The same where no meaning is known: a few, since registers are long."""
    named = sorted((-c, s) for s, c in reading.told.items() if s != OUTSIDE)[:QUICK_NAMED]
    liked = np.flatnonzero(taught >= QUICK_LEAST)
    liked = liked[np.argsort(-taught[liked], kind="stable")][:QUICK_TAUGHT]
    found = {shape.place[s] for _, s in named} | set(liked.tolist())
    return np.array(sorted(found), dtype=np.int64)


def best(scores: NDArray[np.float32], k: int) -> NDArray[np.int64]:
    """The k highest; equal ones in order of the segments."""
    if len(scores) <= k:
        return np.argsort(-scores, kind="stable")
    least = np.partition(scores, -k)[-k]
    among = np.flatnonzero(scores >= least)
    return among[np.argsort(-scores[among], kind="stable")][:k]
