"""What a firm's own label says never scores it; rows in another order teach the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ingest.assign.learned.teach import learning
from ingest.assign.learned.teach.folds import folds
from ingest.assign.learned.teach.learning import calibrated, chosen_cut
from tests.support.labelled import Taught


def test_every_firm_is_scored_once_by_others() -> None:
    parts = folds(53, 10)
    assert sorted(i for _, mine in parts for i in mine) == list(range(53))
    assert all(not set(others) & set(mine) and len(others) + len(mine) == 53 for others, mine in parts)
    assert parts == folds(53, 10)


def test_a_firm_is_never_scored_by_its_own_label(taught: Taught) -> None:
    """With another label and role for one firm, the scores of its fold stay; those of others change."""
    teacher = taught.teacher
    firms = teacher.gathered(taught.lessons)
    changed = list(taught.lessons)
    changed[0] = replace(changed[0], segments=("green_food.noodles",), role="other")
    others = teacher.gathered(changed)
    mine = next(mine for _, mine in folds(len(changed), learning.FOLDS) if 0 in mine)
    rest = [i for i in range(len(changed)) if i not in mine]
    for quick in (True, False):
        before, after = (teacher.honest_scores(f, teacher.ridge(f, quick), quick) for f in (firms, others))
        assert np.allclose(before[mine], after[mine], atol=1e-6)
        assert not np.allclose(before[rest], after[rest], atol=1e-6)
    roles = [teacher.honest_roles(f) for f in (firms, others)]
    assert np.allclose(roles[0][mine], roles[1][mine])
    assert not np.allclose(roles[0][rest], roles[1][rest])


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
