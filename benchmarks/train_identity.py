"""Learns the weights of `ingest/match/score.py` and writes them to `ingest/match/weights.json`.

    python -m benchmarks.train_identity --data ../shared/data

The lessons are the labelled pairs that are not set aside. It is a logistic regression in which no feature may speak
against what it says (`AGAINST`): without that, "the names differ" spoke for one firm. The two bounds are set on the
lessons by tenfold cross-validation:
above the first at least 995 of a thousand pairs are one firm, below the second fewer than 20 of a thousand, or
less than one of ten by their own chance.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from sklearn.model_selection import StratifiedKFold

from benchmarks.identity_data import Pair, pairs, sided
from graph import settings
from graph.model.regions import Regions
from ingest.match.likeness import AGAINST, FEATURES, vector
from ingest.match.name_parts import NameReader
from ingest.match.score import WEIGHTS_FILE, bounded

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
PRECISION = 0.995
MISSED = 0.02
SURE = 0.75  # below this chance nothing is linked by itself
LOOK = 0.1  # above this chance a person looks at any rate
LOOSE = 30.0  # how little the weights are held towards zero (scikit-learn's C)


def lessons(labelled: Sequence[Pair], reader: NameReader) -> tuple[FloatArray, BoolArray]:
    """Features (pairs × features) and truth of pairs."""
    values = [vector(sided(reader, p.left), sided(reader, p.right)) for p in labelled]
    return np.array(values), np.array([p.same for p in labelled])


def fitted(x: FloatArray, y: BoolArray) -> FloatArray:
    """Weights of the features, then the intercept: logistic loss with an L2 penalty (as scikit-learn's
    `LogisticRegression`, which knows no signs), each weight on its feature's side of zero."""
    sides: list[tuple[float | None, float | None]] = [(None, 0.0) if f in AGAINST else (0.0, None) for f in FEATURES]
    signs, columns = np.where(y, 1.0, -1.0), np.hstack([x, np.ones((len(x), 1))])

    def loss(weights: FloatArray) -> tuple[float, FloatArray]:
        margin, held = signs * (columns @ weights), np.append(weights[:-1], 0.0)
        slope = -LOOSE * (columns * (signs / (1 + np.exp(margin)))[:, None]).sum(axis=0) + held
        return float(LOOSE * np.logaddexp(0, -margin).sum() + held @ held / 2), slope

    start = np.zeros(columns.shape[1])
    found = minimize(loss, start, jac=True, bounds=[*sides, (None, None)], method="L-BFGS-B", options={"maxiter": 5000})
    return np.asarray(found.x)


def chances_of(x: FloatArray, weights: FloatArray) -> FloatArray:
    """The chance of each pair."""
    return np.asarray(1 / (1 + np.exp(-(x @ weights[:-1] + weights[-1]))))


def bounds(chances: FloatArray, same: BoolArray) -> tuple[float, float]:
    """(from which chance on PRECISION of the pairs are one firm, below which chance hardly any is)."""
    order = np.argsort(-chances, kind="stable")
    precision = np.cumsum(same[order]) / np.arange(1, len(order) + 1)
    precise = np.flatnonzero(precision >= PRECISION)
    high = float(chances[order][precise[-1]]) if len(precise) else float(np.max(chances)) + 1
    high = max(high, SURE)
    rising = order[::-1]
    few = np.flatnonzero(np.cumsum(same[rising]) / np.arange(1, len(order) + 1) < MISSED)
    return high, min(float(chances[rising][few[-1]]), LOOK) if len(few) else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    given = parser.parse_args()
    regions = Regions.load(settings.load().data / "regions.csv")
    reader = NameReader(regions.places)
    labelled = [p for p in pairs(given.data, regions) if not p.aside]
    x, y = lessons(labelled, reader)
    chances = np.zeros(len(y))
    for kept, left in StratifiedKFold(10).split(x, y):
        chances[left] = chances_of(x[left], fitted(x[kept], y[kept]))
    sides = [(sided(reader, p.left), sided(reader, p.right)) for p in labelled]
    limited = np.array([bounded(float(c), a, b) for c, (a, b) in zip(chances, sides, strict=True)])
    high, low = bounds(limited, y)
    weights = fitted(x, y)
    document = {
        "intercept": round(float(weights[-1]), 4),
        "same_from": round(high, 4),
        "different_below": round(low, 4),
        "weights": {f.__name__: round(float(w), 4) for f, w in zip(FEATURES, weights[:-1], strict=True)},
    }
    WEIGHTS_FILE.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(document, indent=1))
    print(f"{len(y)} pairs; of those that are one firm, found in cross-validation: {(limited[y] >= high).mean():.3f}")


if __name__ == "__main__":
    main()
