"""Teaches the model: labelled firms → scores, roles, trees, calibration. A firm is never scored by its own label.

Scores that labels taught are features of the trees, so for the firms the trees learn from they are made out of fold:
by models that saw the other firms only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from graph.model.retired import NONE, Retired
from ingest.assign.assigner import Assigner
from ingest.assign.learned import role_model
from ingest.assign.learned.bags import bags_of
from ingest.assign.learned.chain_choice import chains_of
from ingest.assign.learned.features import Shape
from ingest.assign.learned.grams import Grams
from ingest.assign.learned.meaning import Meaning, SegmentMeanings
from ingest.assign.learned.model_file import Model, kept
from ingest.assign.learned.reading import Reading, read_firm
from ingest.assign.learned.ridge import Ridge, Terms
from ingest.assign.learned.role_model import ROLES, RoleModel
from ingest.assign.learned.teach.chain_learning import ChainLesson, learn_chains
from ingest.assign.learned.teach.folds import folds
from ingest.assign.learned.teach.label_file import Label
from ingest.assign.learned.trees import Trees
from ingest.assign.learned.weighing import COUNTS, MOST_SEGMENTS, Choice, Weighing, candidates_of, counts_of, scores
from recommend.encode.encoder import Progress

FOLDS, TREE_FOLDS = 8, 5
ROLE_COST = 10.0
SEEDS = 2  # models of trees whose log-odds are averaged in what ships
TREES = {
    "max_iter": 150,
    "learning_rate": 0.06,
    "max_leaf_nodes": 16,
    "min_samples_leaf": 20,
    "l2_regularization": 5.0,
    "max_features": 0.2,
    "early_stopping": False,
}
QUICK_TREES = TREES | {"max_iter": 100, "learning_rate": 0.08, "max_leaf_nodes": 10}
Step = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Lesson:
    """A labelled firm: what was read, and what a reader says of it. chains: None where they stay open."""

    reading: Reading
    segments: tuple[str, ...]
    role: str
    chains: tuple[str, ...] | None = None
    chains_read: bool = False  # by a reader, and not told by the segments


@dataclass(frozen=True)
class Cases:
    """Candidates of all lessons one below the other: `rows` (n, features), whose firm, which segment, whether right."""

    rows: NDArray[np.float64]
    firm: NDArray[np.int64]
    segment: NDArray[np.int64]
    right: NDArray[np.float64]


class Class:
    """Labelled firms, read once and learned from many times; without meanings they teach words alone."""

    def __init__(self, lessons: Sequence[Lesson], meanings: Sequence[Meaning]) -> None:
        self.lessons, self.meanings = lessons, meanings
        self.readings = [k.reading for k in lessons]
        self.bags = [bags_of(r) for r in self.readings]

    def __len__(self) -> int:
        return len(self.lessons)

    def of(self, firms: Sequence[int]) -> Class:
        """A part of them."""
        return Class([self.lessons[i] for i in firms], [self.meanings[i] for i in firms] if self.meanings else [])


class Teacher:
    """Holds the firms and what does not depend on labels, so that it can be taught again on parts of them."""

    def __init__(self, words: Assigner, retired: Retired = NONE) -> None:
        assert words.encoder is not None
        segments = [words.segments[s] for s in sorted(words.segments)]
        self.words, self.retired, self.encoder = words, retired, words.encoder
        self.shape = Shape.of(segments, words.lexicon)
        self.place = self.shape.place
        self.meanings = SegmentMeanings(segments, words.general.outside, words.encoder)
        self.terms = Terms(segments, words.general, words.encoder)

    def gathered(self, lessons: Sequence[Lesson], progress: Progress | None = None) -> Class:
        """The lessons with their meanings."""
        self.meanings.warm([k.reading for k in lessons], progress)
        return Class(lessons, [self.meanings.of(k.reading) for k in lessons])

    def lesson(self, name: str, scope: str, segments: Sequence[str], role: str) -> Lesson:
        """A labelled firm; segments that ended count for their heirs."""
        return self.labelled(name, scope, Label("", tuple(segments), role))

    def labelled(self, name: str, scope: str, label: Label) -> Lesson:
        """The same of a label, with its chains: as read, else as its segments tell them, if they do."""
        now = tuple(s for s in self.retired.all_now(label.segments) if s in self.place)
        follow = chains_of(now) if now and label.follows else None
        chains = follow if label.chains is None else label.chains
        reading = read_firm({"name": name, "scope": scope}, self.words)
        return Lesson(reading, now, label.role, chains, label.chains is not None)

    def wanted(self, lessons: Sequence[Lesson]) -> NDArray[np.float32]:
        """(firms, segments): 1 where a reader put the firm."""
        out = np.zeros((len(lessons), len(self.shape.ids)), np.float32)
        for i, lesson in enumerate(lessons):
            out[i, [self.place[s] for s in lesson.segments]] = 1
        return out

    # -- what labels teach directly ------------------------------------------------------------------

    def ridge(self, firms: Class, quick: bool = False) -> Ridge:
        """The firms and the catalogue's terms, ready to teach parts of the firms; quick: by words alone."""
        meanings = None if quick else firms.meanings
        wanted = self.wanted(firms.lessons)
        mean = np.zeros(0, np.float32) if quick else self.meanings.mean()
        return Ridge(self.terms, firms.readings, firms.bags, wanted, meanings, mean)

    def roles(self, firms: Class) -> RoleModel:
        """A logistic regression over n-grams and signs."""
        from sklearn.linear_model import LogisticRegression  # slow to import

        grams = Grams(role_model.PARTS).teach([role_model.pair_of(b) for b in firms.bags], least=3)
        left, right = role_model.matrix(firms.readings, firms.bags, grams)
        fitted = LogisticRegression(C=ROLE_COST, max_iter=2000, tol=1e-3)
        fitted.fit(sparse.hstack([left, right]).tocsr(), [k.role for k in firms.lessons])
        weights = np.zeros((grams.width + right.shape[1], len(ROLES)), np.float32)
        bias = np.full(len(ROLES), -20.0, np.float32)  # a role that nobody has is never given
        for k, role in enumerate(fitted.classes_):
            weights[:, ROLES.index(role)], bias[ROLES.index(role)] = fitted.coef_[k], fitted.intercept_[k]
        return RoleModel(grams, kept(weights), bias)

    # -- candidates and trees ------------------------------------------------------------------------

    def cases(self, firms: Class, taught: NDArray[np.float32], roles: NDArray[np.float64], quick: bool) -> Cases:
        """Features of all candidates, with what the labels say of them."""
        found = candidates_of(firms.readings, None if quick else firms.meanings, taught, roles, self.shape)
        right = self.wanted(firms.lessons)[found.firm, found.segment].astype(np.float64)
        return Cases(found.rows, found.firm, found.segment, right)

    def honest_roles(self, firms: Class) -> NDArray[np.float64]:
        """For each firm the roles by models that were taught on others only."""
        out = np.zeros((len(firms), len(ROLES)))
        for others, mine in folds(len(firms), FOLDS):
            ours = firms.of(mine)
            out[mine] = self.roles(firms.of(others)).chances(ours.readings, ours.bags)
        return out

    def honest_scores(self, firms: Class, ridge: Ridge, quick: bool) -> NDArray[np.float32]:
        """For each firm the scores by weights that were taught on others only."""
        out = np.zeros((len(firms), len(self.shape.ids)), np.float32)
        for others, mine in folds(len(firms), FOLDS):
            ours = firms.of(mine)
            meanings = None if quick else ours.meanings
            out[mine] = scores(ridge.taught(others), ours.readings, ours.bags, meanings)
        return out


def boosted(rows: NDArray[np.float64], right: NDArray[np.float64], quick: bool, seeds: int = 1) -> Trees:
    """Trees that tell right candidates from wrong ones; the log-odds of several models are averaged."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    how = QUICK_TREES if quick else TREES
    fitted = [
        HistGradientBoostingClassifier(**how, random_state=seed).fit(rows, right.astype(int)) for seed in range(seeds)
    ]
    return Trees.of_boosted(fitted)


def honest_counts(cases: Cases, firms: int, segments: int) -> Cases:
    """The same with what the labels say of each segment, for each firm by the labels of others."""
    counts = np.zeros((len(cases.firm), len(COUNTS)))
    for others, mine in folds(firms, TREE_FOLDS, seed=1):
        theirs, ours = np.isin(cases.firm, others), np.isin(cases.firm, mine)
        found = counts_of(cases.segment[theirs], cases.right[theirs], len(others), segments)
        counts[ours] = found[cases.segment[ours]]
    return replace(cases, rows=np.hstack([cases.rows, counts]))


def honest_odds(cases: Cases, firms: int, quick: bool) -> NDArray[np.float64]:
    """Log-odds of each case by trees that saw other firms only."""
    odds = np.zeros(len(cases.firm))
    for others, mine in folds(firms, TREE_FOLDS, seed=1):
        theirs, ours = np.isin(cases.firm, others), np.isin(cases.firm, mine)
        odds[ours] = boosted(cases.rows[theirs], cases.right[theirs], quick).odds(cases.rows[ours])
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
    order = np.lexsort((cases.segment, -odds, cases.firm))
    firm, chance, right = cases.firm[order], chances[order], cases.right[order]
    starts = np.flatnonzero(np.diff(firm, prepend=-1))
    place = np.arange(len(firm)) - np.repeat(starts, np.diff(np.append(starts, len(firm))))
    best = np.repeat(chance[starts], np.diff(np.append(starts, len(firm))))
    found: list[tuple[float, float, float]] = []
    for least in np.arange(0.14, 0.6, 0.02):
        for beside in (0.0, 0.2, 0.3, 0.4, 0.5):
            given = (place < MOST_SEGMENTS) & (chance >= np.maximum(least, beside * best))
            found.append((2 * right[given].sum() / (given.sum() + wanted), float(least), beside))
    return max(found)[1:]


@dataclass(frozen=True)
class Lecture:
    """What was learned one way, and what honest models said of the firms it was learned from."""

    weighing: Weighing
    taught: NDArray[np.float32]
    chances: list[dict[str, float]]


def weighed(teacher: Teacher, firms: Class, roles: NDArray[np.float64], quick: bool) -> Lecture:
    """One way to weigh candidates, learned from these firms."""
    ridge = teacher.ridge(firms, quick)
    taught = teacher.honest_scores(firms, ridge, quick)
    plain = teacher.cases(firms, taught, roles, quick)
    cases = honest_counts(plain, len(firms), len(teacher.shape.ids))
    odds = honest_odds(cases, len(firms), quick)
    slope, shift = calibrated(odds, cases.right)
    chances = Choice(slope, shift, 0, 0).chances(odds)
    least, beside = chosen_cut(cases, odds, chances, sum(len(k.segments) for k in firms.lessons))
    by_firm: list[dict[str, float]] = [{} for _ in range(len(firms))]
    for firm, segment, chance in zip(cases.firm.tolist(), cases.segment.tolist(), chances.tolist(), strict=True):
        by_firm[firm][teacher.shape.ids[segment]] = chance
    trees = boosted(cases.rows, cases.right, quick, 1 if quick else SEEDS)
    counts = counts_of(plain.segment, plain.right, len(firms), len(teacher.shape.ids))
    weighing = Weighing(ridge.taught(range(len(firms))), trees, Choice(slope, shift, least, beside), counts)
    return Lecture(weighing, taught, by_firm)


def chain_lessons(firms: Class, full: Lecture, roles: NDArray[np.float64]) -> list[ChainLesson]:
    """The firms whose chains are known, with what honest models say of them."""
    return [
        ChainLesson(
            k.reading,
            firms.bags[i],
            firms.meanings[i],
            k.chains,
            k.chains_read,
            full.chances[i],
            full.taught[i],
            roles[i],
        )
        for i, k in enumerate(firms.lessons)
        if k.chains is not None
    ]


def learn(teacher: Teacher, lessons: Sequence[Lesson], step: Step | None = None) -> Model:
    """The model of these firms."""
    firms = teacher.gathered(lessons, (lambda a, b: step("比对语义", a, b)) if step else None)
    done = step or (lambda _what, _done, _of: None)
    done("学习", 0, 4)
    roles = teacher.honest_roles(firms)
    done("学习", 1, 4)
    quick = weighed(teacher, firms, roles, quick=True)
    done("学习", 2, 4)
    full = weighed(teacher, firms, roles, quick=False)
    done("学习", 3, 4)
    chains = learn_chains(chain_lessons(firms, full, roles), teacher.meanings.mean(), teacher.shape)
    model = Model(
        teacher.shape.ids,
        teacher.encoder.model_id,
        teacher.roles(firms),
        full.weighing,
        quick.weighing,
        chains,
        len(lessons),
    )
    done("学习", 4, 4)
    return model
