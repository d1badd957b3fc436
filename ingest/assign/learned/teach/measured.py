"""How good verdicts are: precision, recall, F1 with bootstrap intervals, role accuracy, calibration error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from graph.model.retired import NONE, Retired

BINS = 10
SAMPLES = 1000
Counts = NDArray[np.int64]  # (firms, 4): given, right, wanted, found


@dataclass(frozen=True)
class Truth:
    """What readers say: segments of all, and those that only one gave, which cost nothing."""

    segments: tuple[str, ...]
    role: str = ""
    also: tuple[str, ...] = ()


class Measures(TypedDict):
    """Shares in 0–1; the interval holds 95% of bootstrap samples of firms."""

    firms: int
    precision: float
    recall: float
    f1: float
    f1_interval: tuple[float, float]
    role: float
    role_interval: tuple[float, float]
    calibration_error: float


def counts(given: Sequence[Sequence[str]], truths: Sequence[Truth], retired: Retired = NONE) -> Counts:
    """Per firm; a given segment is right by any label that it is or is an heir of."""
    rows = []
    for segments, truth in zip(given, truths, strict=True):
        right = sum(any(retired.matches(g, t) for t in (*truth.segments, *truth.also)) for g in segments)
        found = sum(any(retired.matches(g, t) for g in segments) for t in truth.segments)
        rows.append((len(segments), right, len(truth.segments), found))
    return np.array(rows, dtype=np.int64).reshape(-1, 4)


def f1_of(rows: Counts) -> tuple[float, float, float]:
    """Precision, recall, F1 over all firms together."""
    given, right, wanted, found = rows.sum(axis=0).tolist()
    precision, recall = right / given if given else 0.0, found / wanted if wanted else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def interval(rows: NDArray[np.int64], samples: int = SAMPLES) -> tuple[float, float]:
    """The middle 95% of F1 (two-dimensional rows) or of the mean (one-dimensional) over samples of firms."""
    rng = np.random.default_rng(0)
    found = []
    for _ in range(samples):
        drawn = rows[rng.integers(0, len(rows), len(rows))]
        found.append(f1_of(drawn)[2] if drawn.ndim == 2 else float(drawn.mean()))
    low, high = np.quantile(found, [0.025, 0.975]).tolist()
    return low, high


def calibration_error(chances: Sequence[float], right: Sequence[bool], bins: int = BINS) -> float:
    """Expected calibration error: in bins of equal width, |mean chance − share right|, by size (Naeini et al. 2015)."""
    given, truth = np.asarray(chances, np.float64), np.asarray(right, np.float64)
    if not len(given):
        return 0.0
    bin_of = np.minimum((given * bins).astype(int), bins - 1)
    return float(
        sum(abs(given[bin_of == b].mean() - truth[bin_of == b].mean()) * (bin_of == b).mean() for b in set(bin_of))
    )


class ChainMeasures(TypedDict):
    """Micro F1 over chains, `none` a label like any other, with the middle 95% of samples of firms."""

    firms: int
    f1: float
    f1_interval: tuple[float, float]


def with_none(given: Sequence[Sequence[str]], truth: Sequence[Sequence[str]]) -> ChainMeasures:
    """Chains as given and as they are; a firm in none has the label `none`."""
    pairs = [(set(g) or {"none"}, set(t) or {"none"}) for g, t in zip(given, truth, strict=True)]
    rows = np.array([(len(g), len(g & t), len(t), len(g & t)) for g, t in pairs], dtype=np.int64).reshape(-1, 4)
    return {"firms": len(rows), "f1": f1_of(rows)[2], "f1_interval": interval(rows) if len(rows) else (0.0, 0.0)}


def measured(
    verdicts: Sequence[tuple[Mapping[str, float], str]], truths: Sequence[Truth], retired: Retired = NONE
) -> Measures:
    """Of (segments with their chances, role) against what readers say; firms without a role do not count for it."""
    given = [list(segments) for segments, _ in verdicts]
    rows = counts(given, truths, retired)
    precision, recall, f1 = f1_of(rows)
    role = np.array([int(r == t.role) for (_, r), t in zip(verdicts, truths, strict=True) if t.role], dtype=np.int64)
    chances = [c for segments, _ in verdicts for c in segments.values()]
    right = [
        any(retired.matches(g, label) for label in (*t.segments, *t.also))
        for segments, t in zip(given, truths, strict=True)
        for g in segments
    ]
    return {
        "firms": len(truths),
        "precision": precision,
        "recall": recall,
        "f1": f1,
        "f1_interval": interval(rows) if len(rows) else (0.0, 0.0),
        "role": float(role.mean()) if len(role) else 0.0,
        "role_interval": interval(role) if len(role) else (0.0, 0.0),
        "calibration_error": calibration_error(chances, right),
    }
