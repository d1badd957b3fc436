"""How much each segment is like a firm, as the catalogue's terms and labelled firms taught it.

A ridge regression from a firm (n-grams of its name and of its activities, and, where the encoder is asked, vectors of
both) to the segments that readers gave it. The catalogue taught it too: each term is a firm that makes just this.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from ingest.assign.learned.bags import FALL, MODE_WEIGHT, Bags
from ingest.assign.learned.grams import Grams, Part
from ingest.assign.learned.meaning import Meaning
from ingest.assign.learned.reading import Reading

Floats = NDArray[np.float32]
PARTS = (Part(4096, 0.7), Part(8192, 0.7), Part(8192, 1.0))  # of `Bags`: core, done, alone


def centred(vectors: Floats, mean: Floats) -> Floats:
    """Vectors without what all have in common, of length 1."""
    moved = vectors - mean
    return np.asarray(moved / np.maximum(np.linalg.norm(moved, axis=-1, keepdims=True), 1e-9), dtype=np.float32)


def firm_vector(reading: Reading, meaning: Meaning, mean: Floats) -> Floats:
    """A firm as one vector: its name, the mean of its activities, its first activity."""
    name = 0.7 * centred(meaning.name_vector, mean)
    if not reading.acts:
        return np.concatenate([name, np.zeros(2 * len(name), np.float32)])
    clauses = centred(meaning.vectors, mean)
    weight = np.array([MODE_WEIGHT[a.mode] / (1 + FALL * a.place) for a in reading.acts], dtype=np.float32)
    middle = (clauses * weight[:, None]).sum(axis=0)
    return np.concatenate([name, centred(middle, np.zeros_like(middle)), 0.6 * clauses[0]])


def term_vectors(vectors: Floats, mean: Floats) -> Floats:
    """Terms as firms that do one thing and have no name."""
    alone = centred(vectors, mean)
    return np.concatenate([np.zeros_like(alone), alone, 0.6 * alone], axis=1)


@dataclass(frozen=True)
class Taught:
    """Weights: `by_grams` is (n-grams, segments), few of them not 0; `by_vector` (3d, r) goes on through `mix`
    (r, segments), and both are empty where it was taught on words alone."""

    grams: Grams
    mean: Floats  # (d,) what all vectors have in common
    by_grams: sparse.csr_matrix
    by_vector: Floats
    mix: Floats
    level: Floats  # (segments,) how common each is

    def by_words(self, bags: Sequence[Bags]) -> Floats:
        """(firms, segments): about 1 where readers would put a firm, about 0 elsewhere, as far as words tell."""
        return self.of_rows(self.grams.rows([(b.core, b.done, b.alone) for b in bags]))

    def of_rows(self, rows: sparse.csr_matrix) -> Floats:
        """The same from rows of `grams`."""
        return np.asarray((rows @ self.by_grams).toarray() + self.level, dtype=np.float32)

    def by_meaning(self, reading: Reading, meaning: Meaning) -> Floats:
        """(segments,): what vectors add to it."""
        return np.asarray(firm_vector(reading, meaning, self.mean) @ self.by_vector @ self.mix, dtype=np.float32)

    def moved(self, columns: Floats) -> Taught:
        """For other segments: `columns` is (segments, others), 1 where one goes to another."""
        by_grams = sparse.csr_matrix(self.by_grams @ sparse.csr_matrix(columns))
        return replace(self, by_grams=by_grams, mix=self.mix @ columns, level=self.level @ columns)
