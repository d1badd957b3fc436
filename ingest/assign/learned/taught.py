"""Scores of segments that labelled firms taught: by n-grams and vectors of a whole firm, and by one clause's vector.

Both are ridge regressions from a firm to the segments that readers gave it. The second also learned from the
catalogue: each term is a clause of its segment.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.assign.learned.grams import Grams, Part
from ingest.assign.learned.meaning import Meaning
from ingest.assign.learned.reading import Reading

Floats = NDArray[np.float32]
PARTS = (Part((1, 2, 3), 8192, 0.7), Part((2, 3), 16384))
MODE_WEIGHT = {"make": 1.0, "service": 0.9, "plain": 0.7, "trade": 0.35}
KINDS = ("firm", "clause", "name", "first")  # columns of `Taught.scores`


def texts(reading: Reading) -> tuple[str, str]:
    """What the n-grams are taken from: the name's core, both ends marked, and the scope's beginning."""
    return f"^{reading.name}$", reading.scope[:100]


def centred(vectors: Floats, mean: Floats) -> Floats:
    """Vectors without what all have in common, of length 1."""
    moved = vectors - mean
    return np.asarray(moved / np.maximum(np.linalg.norm(moved, axis=-1, keepdims=True), 1e-9), dtype=np.float32)


def act_weights(reading: Reading, fall: float = 0.3) -> NDArray[np.float64]:
    """Early activities count more than late ones, making more than trading."""
    return np.array([MODE_WEIGHT[a.mode] / (1 + fall * a.place) for a in reading.acts])


def firm_vector(reading: Reading, meaning: Meaning, mean: Floats) -> Floats:
    """A firm as one vector: its name, the mean of its activities, its first activity."""
    name = 0.7 * centred(meaning.name_vector, mean)
    if not reading.acts:
        return np.concatenate([name, np.zeros(2 * len(name), np.float32)])
    clauses = centred(meaning.vectors, mean)
    middle = (clauses * act_weights(reading)[:, None]).sum(axis=0)
    middle = middle / max(float(np.linalg.norm(middle)), 1e-9)
    return np.concatenate([name, middle, 0.6 * clauses[0]]).astype(np.float32)


@dataclass(frozen=True)
class Taught:
    """Weights: `by_grams` is (n-grams, r) and `by_vector` (3d, r), both ending in `mix` (r, segments)."""

    grams: Grams
    mean: Floats
    by_grams: Floats
    by_vector: Floats
    mix: Floats
    level: Floats  # (segments,) how common each is
    by_clause: Floats  # (d, segments)

    def scores(self, reading: Reading, meaning: Meaning) -> Floats:
        """(segments, `KINDS`)."""
        grams = np.asarray(self.grams.rows([texts(reading)]) @ self.by_grams)[0]
        inner = grams + firm_vector(reading, meaning, self.mean) @ self.by_vector
        whole = inner @ self.mix + self.level
        name = centred(meaning.name_vector, self.mean) @ self.by_clause
        if not reading.acts:
            nothing = np.zeros_like(name)
            return np.stack([whole, nothing, name, nothing], axis=1)
        clauses = centred(meaning.vectors, self.mean) @ self.by_clause
        fall = np.array([1 / (1 + 0.12 * a.place) for a in reading.acts], dtype=np.float32)
        return np.stack([whole, (clauses * fall[:, None]).max(axis=0), name, clauses[0]], axis=1)
