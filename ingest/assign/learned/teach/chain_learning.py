"""Teaches `ChainChoice` on labelled firms whose segment chances were made by models that saw other firms only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.assign.learned.bags import Bags
from ingest.assign.learned.chain_choice import NAMES, ChainChoice, given, rows_of
from ingest.assign.learned.features import Shape
from ingest.assign.learned.grams import Grams
from ingest.assign.learned.meaning import Meaning
from ingest.assign.learned.reading import Reading
from ingest.assign.learned.ridge import pressed
from ingest.assign.learned.taught import PARTS, Taught, firm_vector
from ingest.assign.learned.teach.folds import folds
from ingest.assign.learned.teach.measured import with_none
from ingest.assign.learned.weighing import scores

LEAST = np.arange(0.3, 0.62, 0.04)
BESIDE = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
RIDGE = 0.3
FOLDS = 8
MOST_WEIGHTS = 60_000  # weights of n-grams that are kept
LEAST_SEEN = 2


@dataclass(frozen=True)
class ChainLesson:
    """A labelled firm for which the chains are known. read: a reader gave them; else they follow from its segments.

    chances: of its segments; taught, roles: scores of all segments and of roles, by models that saw other firms."""

    reading: Reading
    bags: Bags
    meaning: Meaning
    chains: tuple[str, ...]
    read: bool
    chances: Mapping[str, float]
    taught: NDArray[np.float32]
    roles: NDArray[np.float64]


class HeadTeacher:
    """Ridge regression from n-grams and vectors of firms to their chains, in its dual form."""

    def __init__(self, lessons: Sequence[ChainLesson], chains: Sequence[str], mean: NDArray[np.float32]) -> None:
        three = [k.bags[:3] for k in lessons]
        self.lessons, self.mean = lessons, mean
        self.grams = Grams(PARTS).teach(three, LEAST_SEEN)
        self.left = self.grams.rows(three)
        self.right = np.stack([firm_vector(k.reading, k.meaning, mean) for k in lessons])
        self.kernel = (self.left @ self.left.T).toarray() + self.right @ self.right.T
        self.wanted = np.array([[*(float(c in k.chains) for c in chains), float(not k.chains)] for k in lessons])

    def taught(self, firms: Sequence[int]) -> Taught:
        """What these firms teach."""
        rows = np.asarray(firms)
        level = self.wanted[rows].mean(axis=0)
        system = self.kernel[np.ix_(rows, rows)].astype(np.float64)
        system[np.diag_indices_from(system)] += RIDGE
        weight = np.linalg.solve(system, self.wanted[rows] - level).astype(np.float32)
        by_grams = np.asarray(self.left[rows].T @ weight, dtype=np.float32)
        by_vector = self.right[rows].T @ weight
        return pressed(self.grams, self.mean, by_grams, by_vector, level.astype(np.float32), MOST_WEIGHTS)

    def honest_scores(self) -> NDArray[np.float32]:
        """(firms, chains + 1): of each firm by weights that were taught on others only."""
        out = np.zeros(self.wanted.shape, np.float32)
        for others, mine in folds(len(self.lessons), FOLDS, seed=9):
            ours = [self.lessons[i] for i in mine]
            out[mine] = scores(
                self.taught(others), [k.reading for k in ours], [k.bags for k in ours], [k.meaning for k in ours]
            )
        return out


def learn_chains(lessons: Sequence[ChainLesson], mean: NDArray[np.float32], shape: Shape) -> ChainChoice:
    """From all lessons how a firm's words speak for chains; from those whose chains were read (or, where none were,
    from all) what that and the segments' chances are worth."""
    from sklearn.linear_model import LogisticRegression  # slow to import

    teacher = HeadTeacher(lessons, shape.chains, mean)
    heads = teacher.honest_scores()
    read = [i for i, k in enumerate(lessons) if k.read] or list(range(len(lessons)))
    parts = [
        rows_of(k.reading, k.chances, k.taught, k.roles, heads[i], shape.chains, shape)
        for i, k in ((i, lessons[i]) for i in read)
    ]
    truth = [lessons[i].chains for i in read]
    right = np.array([float(c in t) for t in truth for c in shape.chains])
    rows = np.concatenate(parts)
    middle, spread = rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-6)
    fitted = LogisticRegression(C=1.0, max_iter=1000).fit((rows - middle) / spread, right)
    weights = fitted.coef_[0] / spread
    assert len(weights) == len(NAMES)
    level = float(fitted.intercept_[0] - weights @ middle)
    head = teacher.taught(range(len(lessons)))
    plain = ChainChoice(shape.chains, head, tuple(weights.tolist()), level, 0.0, 0.0)
    said = plain.chances(rows).reshape(len(parts), -1)
    _, least, beside = max(
        (with_none([given(shape.chains, s, a, b) for s in said], truth)["f1"], float(a), b)
        for a in LEAST
        for b in BESIDE
    )
    return ChainChoice(shape.chains, head, plain.weights, level, least, beside)
