"""Trees read from arrays say what scikit-learn's say."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier

from ingest.assign.learned.trees import Trees


def sample() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(4)
    rows = rng.normal(size=(500, 6)).astype(np.float32).astype(np.float64)
    rows[:, 2] = np.round(rows[:, 2])  # values that stand exactly on thresholds
    return rows, (rows[:, 0] + rows[:, 1] * rows[:, 2] + rng.normal(size=500) > 0.3).astype(int)


@pytest.fixture(scope="module")
def grown() -> tuple[Trees, list[HistGradientBoostingClassifier], np.ndarray]:
    rows, right = sample()
    models = [
        HistGradientBoostingClassifier(max_iter=30, random_state=s, max_features=0.5).fit(rows, right) for s in (0, 1)
    ]
    return Trees.of_boosted(models), models, rows


def test_the_mean_of_the_models_log_odds(grown) -> None:
    trees, models, rows = grown
    expected = np.mean([m.decision_function(rows) for m in models], axis=0)
    assert np.allclose(trees.odds(rows), expected, atol=1e-6)


def test_a_value_on_a_threshold_goes_the_same_way(grown) -> None:
    trees, models, rows = grown
    inner = trees.feature >= 0
    on = np.tile(rows[0], (int(inner.sum()), 1))
    on[np.arange(len(on)), trees.feature[inner]] = trees.threshold[inner]
    expected = np.mean([m.decision_function(on) for m in models], axis=0)
    assert np.allclose(trees.odds(on), expected, atol=1e-6)


def test_a_row_does_not_depend_on_the_others(grown) -> None:
    trees, _, rows = grown
    whole = trees.odds(rows)
    assert [trees.odds(rows[i : i + 1])[0] for i in range(0, 500, 50)] == whole[::50].tolist()
    assert trees.odds(rows[::-1]).tolist() == whole[::-1].tolist()


def test_arrays_keep_all(grown) -> None:
    trees, _, rows = grown
    assert Trees.of_arrays(trees.arrays()).odds(rows).tolist() == trees.odds(rows).tolist()
