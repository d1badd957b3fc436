"""Teaches `ChainChoice` on labelled firms whose segment chances were made by models that saw other firms only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.assign.learned.chain_choice import NAMES, ChainChoice, chains_taught, rows_of
from ingest.assign.learned.features import Shape
from ingest.assign.learned.reading import Reading

LEAST = np.arange(0.3, 0.62, 0.04)
BESIDE = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


def learn_chains(
    readings: Sequence[Reading],
    labels: Sequence[tuple[Sequence[str], str]],
    chances: Sequence[Mapping[str, float]],
    taught: NDArray[np.float32],
    roles: NDArray[np.float64],
    shape: Shape,
) -> ChainChoice:
    """labels: segments and role of each firm; chances, taught, roles: what the model says of it."""
    from sklearn.linear_model import LogisticRegression  # slow to import

    parts = [rows_of(r, c, t, o, shape) for r, c, t, o in zip(readings, chances, taught, roles, strict=True)]
    truth = [chains_taught(segments, role, r) for (segments, role), r in zip(labels, readings, strict=True)]
    right = np.array([float(c in t) for t in truth for c in shape.chains])
    rows = np.concatenate(parts)
    middle, spread = rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-6)
    fitted = LogisticRegression(C=1.0, max_iter=1000).fit((rows - middle) / spread, right)
    weights = fitted.coef_[0] / spread
    level = float(fitted.intercept_[0] - weights @ middle)
    plain = ChainChoice(tuple(weights.tolist()), level, 0.0, 0.0)
    said = plain.chances(rows).reshape(len(parts), -1)
    found = [
        (_f1([ChainChoice(plain.weights, level, a, b).chosen(shape.chains, s) for s in said], truth), float(a), b)
        for a in LEAST
        for b in BESIDE
    ]
    _, least, beside = max(found)
    assert len(plain.weights) == len(NAMES)
    return ChainChoice(plain.weights, level, least, beside)


def _f1(given: Sequence[Sequence[str]], truth: Sequence[Sequence[str]]) -> float:
    """Micro F1, `none` a label like any other."""
    pairs = [(set(g) or {"none"}, set(t) or {"none"}) for g, t in zip(given, truth, strict=True)]
    return 2 * sum(len(g & t) for g, t in pairs) / sum(len(g) + len(t) for g, t in pairs)
