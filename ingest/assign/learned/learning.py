"""Teaches the model: labelled firms → scores, roles, trees, calibration. A firm is never scored by its own label.

Scores that labels taught are features of the trees, so for the firms the trees learn from they are made out of fold:
by models that saw the other firms only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from graph.model.retired import NONE, Retired
from ingest.assign.assigner import Assigner
from ingest.assign.learned import roles as role_model
from ingest.assign.learned.candidates import candidates
from ingest.assign.learned.features import Shape, features
from ingest.assign.learned.grams import Grams
from ingest.assign.learned.learned_assigner import chosen_of
from ingest.assign.learned.meaning import Meaning, SegmentMeanings
from ingest.assign.learned.model_file import Choice, Model, kept
from ingest.assign.learned.reading import Reading, read_firm
from ingest.assign.learned.ridge import Ridge, Terms
from ingest.assign.learned.roles import ROLES, RoleModel
from ingest.assign.learned.taught import Taught
from ingest.assign.learned.trees import Trees
from ingest.assign.lexicon import OUTSIDE

FOLDS, TREE_FOLDS = 10, 5
ROLE_COST = 10.0
SEEDS = 2  # models of trees whose log-odds are averaged
TREES = {
    "max_iter": 300,
    "learning_rate": 0.03,
    "max_leaf_nodes": 16,
    "min_samples_leaf": 20,
    "l2_regularization": 5.0,
    "max_features": 0.2,
    "early_stopping": False,
}
Step = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Lesson:
    """A labelled firm: what was read, and what a reader says of it."""

    reading: Reading
    segments: tuple[str, ...]
    role: str


@dataclass(frozen=True)
class Cases:
    """Candidates of all lessons one below the other: `rows` (n, features), whose firm, which segment, whether right."""

    rows: NDArray[np.float64]
    firm: NDArray[np.int64]
    segment: NDArray[np.int64]
    right: NDArray[np.float64]


class Teacher:
    """Holds the firms and what does not depend on labels, so that it can be taught again on parts of them."""

    def __init__(self, words: Assigner, retired: Retired = NONE) -> None:
        assert words.encoder is not None
        segments = [words.segments[s] for s in sorted(words.segments)]
        self.words, self.retired, self.encoder = words, retired, words.encoder
        self.shape = Shape.of(segments, words.lexicon)
        self.place = {s: i for i, s in enumerate(self.shape.ids)}
        self.meanings = SegmentMeanings(segments, words.general.outside, words.encoder)
        self.terms = Terms(segments, words.general, words.encoder)

    def lesson(self, name: str, scope: str, segments: Sequence[str], role: str) -> Lesson:
        """A labelled firm; segments that ended count for their heirs."""
        now = tuple(s for s in self.retired.all_now(segments) if s in self.place)
        return Lesson(read_firm(name, scope, self.words), now, role)

    def wanted(self, lessons: Sequence[Lesson]) -> NDArray[np.float32]:
        """(firms, segments): 1 where a reader put the firm."""
        out = np.zeros((len(lessons), len(self.shape.ids)), np.float32)
        for i, lesson in enumerate(lessons):
            out[i, [self.place[s] for s in lesson.segments]] = 1
        return out

    # -- what labels teach directly ------------------------------------------------------------------

    def ridge(self, lessons: Sequence[Lesson], meanings: Sequence[Meaning]) -> Ridge:
        """The firms and the catalogue's terms, ready to teach parts of the firms."""
        readings = [lesson.reading for lesson in lessons]
        return Ridge(self.terms, readings, meanings, self.wanted(lessons), self.meanings.mean())

    def roles(self, lessons: Sequence[Lesson]) -> RoleModel:
        """A logistic regression over n-grams and signs."""
        from sklearn.linear_model import LogisticRegression  # slow to import

        readings = [lesson.reading for lesson in lessons]
        grams = Grams(role_model.PARTS).teach([role_model.bags_of(r) for r in readings], least=3)
        left, right = role_model.matrix(readings, grams)
        fitted = LogisticRegression(C=ROLE_COST, max_iter=2000)
        fitted.fit(sparse.hstack([left, right]).tocsr(), [lesson.role for lesson in lessons])
        weights = np.zeros((grams.width + right.shape[1], len(ROLES)), np.float32)
        bias = np.full(len(ROLES), -20.0, np.float32)  # a role that nobody has is never given
        for k, role in enumerate(fitted.classes_):
            weights[:, ROLES.index(role)], bias[ROLES.index(role)] = fitted.coef_[k], fitted.intercept_[k]
        return RoleModel(grams, kept(weights), bias)

    # -- candidates and trees ------------------------------------------------------------------------

    def cases(self, lessons: Sequence[Lesson], meanings: Sequence[Meaning], scored: Sequence[Scored]) -> Cases:
        """Features of all candidates."""
        rows, firm, segment, right = [], [], [], []
        wanted = self.wanted(lessons)
        for i, (lesson, meaning, score) in enumerate(zip(lessons, meanings, scored, strict=True)):
            named = sorted(self.place[s] for s in lesson.reading.told if s != OUTSIDE)
            at = candidates(np.array(named, dtype=np.int64), meaning, score.taught)
            rows.append(features(lesson.reading, meaning, score.taught, score.roles, at, self.shape))
            firm.append(np.full(len(at), i))
            segment.append(at)
            right.append(wanted[i, at])
        return Cases(*(np.concatenate(part) for part in (rows, firm, segment, right)))

    def out_of_fold(
        self, lessons: Sequence[Lesson], meanings: Sequence[Meaning], step: Step | None = None
    ) -> list[Scored]:
        """For each firm the scores and roles by models that were taught on others only."""
        out: list[Scored | None] = [None] * len(lessons)
        ridge = self.ridge(lessons, meanings)
        for k, (others, mine) in enumerate(folds(len(lessons), FOLDS)):
            taught = ridge.taught(others)
            roles = self.roles([lessons[i] for i in others])
            for i in mine:
                out[i] = score(lessons[i].reading, meanings[i], taught, roles)
            if step:
                step("学习", k + 1, FOLDS + 2)
        return [s for s in out if s is not None]


@dataclass(frozen=True)
class Scored:
    """What the directly taught parts say of one firm."""

    taught: NDArray[np.float32]
    roles: NDArray[np.float64]


def score(reading: Reading, meaning: Meaning, taught: Taught, roles: RoleModel) -> Scored:
    return Scored(taught.scores(reading, meaning), roles.chances(reading))


def folds(n: int, k: int, seed: int = 7) -> list[tuple[list[int], list[int]]]:
    """(others, mine) of k parts, by chance but always the same."""
    part = np.random.default_rng(seed).permutation(n) % k
    return [(np.flatnonzero(part != j).tolist(), np.flatnonzero(part == j).tolist()) for j in range(k)]


def boosted(rows: NDArray[np.float64], right: NDArray[np.float64]) -> Trees:
    """Trees that tell right candidates from wrong ones."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    fitted = [
        HistGradientBoostingClassifier(**TREES, random_state=seed).fit(rows, right.astype(int)) for seed in range(SEEDS)
    ]
    return Trees.of_boosted(fitted)


def honest_odds(cases: Cases, firms: int) -> NDArray[np.float64]:
    """Log-odds of each case by trees that saw other firms only."""
    odds = np.zeros(len(cases.firm))
    for others, mine in folds(firms, TREE_FOLDS, seed=1):
        theirs, ours = np.isin(cases.firm, others), np.isin(cases.firm, mine)
        odds[ours] = boosted(cases.rows[theirs], cases.right[theirs]).odds(cases.rows[ours])
    return odds


def calibrated(odds: NDArray[np.float64], right: NDArray[np.float64]) -> tuple[float, float]:
    """Slope and shift of the line on the log-odds that makes them probabilities (Platt 1999)."""
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=1e6, max_iter=1000).fit(odds[:, None], right)
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])


def chosen_cut(
    cases: Cases, odds: NDArray[np.float64], chances: NDArray[np.float64], wanted: int
) -> tuple[float, float]:
    """(least, beside) with the best micro F1; `wanted` segments stand in the labels, candidates or not."""
    groups = np.split(np.arange(len(cases.firm)), np.flatnonzero(np.diff(cases.firm)) + 1)
    found: list[tuple[float, float, float]] = []
    for least in np.arange(0.14, 0.6, 0.02):
        for beside in (0.0, 0.2, 0.3, 0.4, 0.5):
            given = right = 0
            for group in groups:
                chosen = {s for s, _ in chosen_of(cases.segment[group], odds[group], chances[group], least, beside)}
                given += len(chosen)
                right += sum(r for s, r in zip(cases.segment[group], cases.right[group], strict=True) if s in chosen)
            found.append((2 * right / (given + wanted), float(least), beside))
    return max(found)[1:]


def learn(teacher: Teacher, lessons: Sequence[Lesson], step: Step | None = None) -> Model:
    """The model of these firms."""
    teacher.meanings.warm([k.reading for k in lessons], (lambda a, b: step("比对语义", a, b)) if step else None)
    meanings = [teacher.meanings.of(k.reading) for k in lessons]
    cases = teacher.cases(lessons, meanings, teacher.out_of_fold(lessons, meanings, step))
    odds = honest_odds(cases, len(lessons))
    slope, shift = calibrated(odds, cases.right)
    chances = Choice(slope, shift, 0, 0).chances(odds)
    least, beside = chosen_cut(cases, odds, chances, sum(len(k.segments) for k in lessons))
    if step:
        step("学习", FOLDS + 1, FOLDS + 2)
    return Model(
        teacher.shape.ids,
        teacher.encoder.model_id,
        teacher.ridge(lessons, meanings).taught(range(len(lessons))),
        teacher.roles(lessons),
        boosted(cases.rows, cases.right),
        Choice(slope, shift, least, beside),
        len(lessons),
    )
