"""How much each segment is like a firm, as the catalogue's terms and labelled firms taught it.

A ridge regression from a firm (n-grams of its name and of its activities, vectors of both) to the segments that readers
gave it. The catalogue taught it too: each term is a firm that makes just this.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from ingest.assign.business_scope import Mode
from ingest.assign.learned.grams import Bag, Grams, Part, grams_of
from ingest.assign.learned.meaning import Meaning
from ingest.assign.learned.reading import Reading, without_verbs
from ingest.assign.lexicon import plain

Floats = NDArray[np.float32]
# Of the name; of the activities with what is done in them; of the activities alone.
PARTS = (Part(4096, 0.7), Part(8192, 0.7), Part(8192, 1.0))
MODE_WEIGHT: dict[Mode, float] = {"make": 1.0, "service": 0.9, "plain": 0.7, "trade": 0.35}
MODE_MARK: dict[Mode, str] = {"make": "M", "plain": "M", "service": "S", "trade": "T"}
FALL = 0.3  # the fourth activity counts half of the first


def bags_of(reading: Reading) -> tuple[Bag, Bag, Bag]:
    """What the n-grams are taken from, a bag for each of `PARTS`."""
    return bags(f"^{reading.name}$", ((a.text, a.place, a.mode) for a in reading.acts))


def bags(name: str, acts: Iterable[tuple[str, int, Mode]]) -> tuple[Bag, Bag, Bag]:
    """Of a name, and of activities with their place and what is done in them: the more a gram counts, the earlier."""
    by_mode: dict[str, float] = {}
    alone: dict[str, float] = {}
    for text, place, mode in acts:
        early = 1 / (1 + FALL * place)
        form = plain(without_verbs(text))
        for gram in {*grams_of(form, (2, 3)), f"={form}"}:
            marked = MODE_MARK[mode] + gram
            by_mode[marked] = max(by_mode.get(marked, 0.0), early)
            alone[gram] = max(alone.get(gram, 0.0), early * MODE_WEIGHT[mode])
    return grams_of(name, (1, 2, 3)), by_mode, alone


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
    (r, segments)."""

    grams: Grams
    mean: Floats  # (d,) what all vectors have in common
    by_grams: sparse.csr_matrix
    by_vector: Floats
    mix: Floats
    level: Floats  # (segments,) how common each is

    def scores(self, reading: Reading, meaning: Meaning) -> Floats:
        """(segments,): about 1 where readers would put the firm, about 0 elsewhere."""
        by_words = (self.grams.rows([bags_of(reading)]) @ self.by_grams).toarray()[0]
        by_meaning = firm_vector(reading, meaning, self.mean) @ self.by_vector @ self.mix
        return np.asarray(by_words + by_meaning + self.level, dtype=np.float32)

    def moved(self, columns: Floats) -> Taught:
        """For other segments: `columns` is (segments, others), 1 where one goes to another."""
        by_grams = sparse.csr_matrix(self.by_grams @ sparse.csr_matrix(columns))
        return replace(self, by_grams=by_grams, mix=self.mix @ columns, level=self.level @ columns)
