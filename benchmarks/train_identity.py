"""Learns the weights of `ingest/match/score.py` and writes them to `ingest/match/weights.json`.

    python -m benchmarks.train_identity --data ../shared/data

The lessons are the labelled pairs that are not set aside. The two bounds are set on them by tenfold cross-validation:
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
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict

from benchmarks.identity_data import Pair, pairs, sided
from graph import settings
from graph.model.regions import Regions
from ingest.match.likeness import FEATURES, vector
from ingest.match.name_parts import NameReader
from ingest.match.score import WEIGHTS_FILE, bounded

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
PRECISION = 0.995
MISSED = 0.02
SURE = 0.75  # below this chance nothing is linked by itself
LOOK = 0.1  # above this chance a person looks at any rate


def lessons(labelled: Sequence[Pair], reader: NameReader) -> tuple[FloatArray, BoolArray]:
    """Features (pairs × features) and truth of pairs."""
    values = [vector(sided(reader, p.left), sided(reader, p.right)) for p in labelled]
    return np.array(values), np.array([p.same for p in labelled])


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
    model = LogisticRegression(C=30, max_iter=20_000)
    chances = cross_val_predict(model, x, y, cv=10, method="predict_proba")[:, 1]
    sides = [(sided(reader, p.left), sided(reader, p.right)) for p in labelled]
    limited = np.array([bounded(float(c), a, b) for c, (a, b) in zip(chances, sides, strict=True)])
    high, low = bounds(limited, y)
    model.fit(x, y)
    document = {
        "intercept": round(float(model.intercept_[0]), 4),
        "same_from": round(high, 4),
        "different_below": round(low, 4),
        "weights": {f.__name__: round(float(w), 4) for f, w in zip(FEATURES, model.coef_[0], strict=True)},
    }
    WEIGHTS_FILE.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(document, indent=1))
    print(f"{len(y)} pairs; of those that are one firm, found in cross-validation: {(limited[y] >= high).mean():.3f}")


if __name__ == "__main__":
    main()
