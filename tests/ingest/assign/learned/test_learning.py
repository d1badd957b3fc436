"""What a firm's own label says never scores it; rows in another order teach the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ingest.assign.learned import learning
from ingest.assign.learned.learning import calibrated, chosen_cut, folds, learn
from tests.ingest.assign.learned.conftest import Taught


def test_every_firm_is_scored_once_by_others() -> None:
    parts = folds(53, 10)
    assert sorted(i for _, mine in parts for i in mine) == list(range(53))
    assert all(not set(others) & set(mine) and len(others) + len(mine) == 53 for others, mine in parts)
    assert parts == folds(53, 10)


def test_a_firm_is_never_scored_by_its_own_label(taught: Taught) -> None:
    """With another label and role for one firm, the scores of its fold stay; those of others change."""
    meanings = [taught.teacher.meanings.of(k.reading) for k in taught.lessons]
    before = taught.teacher.out_of_fold(taught.lessons, meanings)
    changed = list(taught.lessons)
    changed[0] = replace(changed[0], segments=("green_food.noodles",), role="other")
    after = taught.teacher.out_of_fold(changed, meanings)
    mine = next(mine for _, mine in folds(len(changed), learning.FOLDS) if 0 in mine)
    assert all(np.allclose(before[i].taught, after[i].taught, atol=1e-6) for i in mine)
    assert all(np.allclose(before[i].roles, after[i].roles) for i in mine)
    other = next(i for i in range(len(changed)) if i not in mine)
    assert not np.allclose(before[other].taught, after[other].taught, atol=1e-6)


def test_taught_twice_it_is_the_same_model(taught: Taught) -> None:
    again = learn(taught.teacher, taught.lessons)
    assert again.choice == taught.model.choice
    assert (again.trees.value == taught.model.trees.value).all()
    assert (again.taught.by_grams != taught.model.taught.by_grams).nnz == 0


def test_calibration_recovers_a_known_line() -> None:
    rng = np.random.default_rng(1)
    odds = rng.normal(size=40_000) * 2
    right = (rng.random(40_000) < 1 / (1 + np.exp(-(0.5 * odds - 1)))).astype(float)
    slope, shift = calibrated(odds, right)
    assert abs(slope - 0.5) < 0.03
    assert abs(shift + 1) < 0.05


def test_the_cut_takes_what_is_right_and_leaves_what_is_not() -> None:
    """Two firms: at a chance of 0.5 a right and a wrong segment part."""
    cases = learning.Cases(
        np.zeros((4, 1)), np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]), np.array([1.0, 0.0, 1.0, 0.0])
    )
    chances = np.array([0.55, 0.4, 0.9, 0.3])
    least, beside = chosen_cut(cases, np.log(chances / (1 - chances)), chances, wanted=2)
    assert 0.4 < max(least, beside * 0.55) <= 0.55
