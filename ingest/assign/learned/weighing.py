"""Weighs a firm's candidates: features → log-odds → chances, and which of them are given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ingest.assign.learned.bags import Bags
from ingest.assign.learned.candidates import by_meaning, by_words
from ingest.assign.learned.features import NAMES, WORD_NAMES, Shape, features
from ingest.assign.learned.meaning import Meaning
from ingest.assign.learned.reading import Reading
from ingest.assign.learned.taught import Taught
from ingest.assign.learned.trees import Trees

MOST_SEGMENTS = 3
COUNTS = {
    "labelled": "firms that readers put into the segment, of a thousand",
    "asked": "firms of which the segment is a candidate, of a thousand",
    "asked_right": "share of these that readers put into it, drawn towards that of all segments",
}
SURE = 5.0  # candidates after which a segment's own share counts as much as that of all
Indices = NDArray[np.int64]


@dataclass(frozen=True)
class Choice:
    """From log-odds to a firm's segments: calibrated by a line on the log-odds, then cut."""

    slope: float
    shift: float
    least: float  # chance below which a segment is not given
    beside: float  # nor one whose chance is below this share of the firm's best

    def chances(self, odds: NDArray[np.float64]) -> NDArray[np.float64]:
        """Calibrated probabilities."""
        return np.asarray(1 / (1 + np.exp(-(self.slope * odds + self.shift))))


@dataclass(frozen=True)
class Weighing:
    """One way to weigh candidates: by words and meaning, or by words alone."""

    taught: Taught
    trees: Trees
    choice: Choice
    counts: NDArray[np.float32]  # (segments, `COUNTS`)

    def moved(self, columns: NDArray[np.float32]) -> Weighing:
        """For other segments: `columns` is (segments, others), 1 where one goes to another."""
        counts = columns.T @ self.counts
        return replace(self, taught=self.taught.moved(columns), counts=counts.astype(np.float32))


@dataclass(frozen=True)
class Candidates:
    """The candidates of some firms one below the other: `rows` (n, features), whose firm, which segment."""

    rows: NDArray[np.float64]
    firm: Indices
    segment: Indices


def scores(
    taught: Taught, readings: Sequence[Reading], bags: Sequence[Bags], meanings: Sequence[Meaning] | None
) -> NDArray[np.float32]:
    """(firms, segments): how much each segment is like each firm."""
    found = taught.by_words(bags)
    if meanings is not None:
        found += np.stack([taught.by_meaning(r, m) for r, m in zip(readings, meanings, strict=True)])
    return found


def candidates_of(
    readings: Sequence[Reading],
    meanings: Sequence[Meaning] | None,
    taught: NDArray[np.float32],
    roles: NDArray[np.float64],
    shape: Shape,
) -> Candidates:
    """Candidates and their features; a firm's do not depend on the firms beside it."""
    rows, firm, segment = [], [], []
    for i, reading in enumerate(readings):
        meaning = meanings[i] if meanings is not None else None
        at = by_meaning(reading, meaning, taught[i], shape) if meaning else by_words(reading, taught[i], shape)
        if len(at):
            rows.append(features(reading, meaning, taught[i], roles[i], at, shape))
            firm.append(np.full(len(at), i))
            segment.append(at)
    if not rows:
        none = np.zeros(0, np.int64)
        return Candidates(np.zeros((0, len(NAMES if meanings is not None else WORD_NAMES))), none, none)
    return Candidates(np.concatenate(rows), np.concatenate(firm), np.concatenate(segment))


def counts_of(segment: Indices, right: NDArray[np.float64], firms: int, segments: int) -> NDArray[np.float32]:
    """(segments, `COUNTS`) of labelled firms and their candidates: a segment that readers hardly ever give needs more
    to speak for it than its words."""
    asked = np.bincount(segment, minlength=segments)
    given = np.bincount(segment, weights=right, minlength=segments)
    usual = given.sum() / max(asked.sum(), 1)
    each = 1000 / max(firms, 1)
    share = (given + SURE * usual) / (asked + SURE)
    return np.stack([given * each, asked * each, share], axis=1).astype(np.float32)


def with_counts(found: Candidates, counts: NDArray[np.float32]) -> Candidates:
    """The same with what is known of each segment as further columns."""
    return replace(found, rows=np.hstack([found.rows, counts[found.segment]]))


def chosen_of(
    at: Indices, odds: NDArray[np.float64], chances: NDArray[np.float64], least: float, beside: float
) -> list[tuple[int, float]]:
    """At most three segments, best first, ties in order of the segments: sure enough, and not far behind the best."""
    order = np.lexsort((at, -odds))[:MOST_SEGMENTS]
    best = float(chances[order[0]]) if len(order) else 0.0
    cut = max(least, beside * best)
    return [(int(at[i]), float(chances[i])) for i in order if chances[i] >= cut]
