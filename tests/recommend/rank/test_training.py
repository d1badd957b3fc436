"""Learning recovers what generated the choices, and calibration is measured as its formula says."""

from __future__ import annotations

import numpy as np
import pytest

from recommend.rank.training import calibration_error, chances, conditional_logit, luck, reliability, sharpness


def choices(beta: list[float], landings: int = 1500, rivals: int = 12) -> tuple[list[np.ndarray], list[int]]:
    """Choices drawn from a conditional logit with these coefficients."""
    rng = np.random.default_rng(1)
    values = [rng.random((rivals, len(beta))) for _ in range(landings)]
    return values, [int(rng.choice(rivals, p=chances(v @ np.array(beta)))) for v in values]


def test_coefficients_are_recovered() -> None:
    values, came = choices([3.0, 1.0, 0.0])
    assert conditional_logit(values, came, ridge=0.01) == pytest.approx([3.0, 1.0, 0.0], abs=0.25)


def test_what_speaks_against_is_held_at_zero() -> None:
    values, came = choices([2.0, -2.0])
    found = conditional_logit(values, came, ridge=0.01)
    assert found[1] == 0.0
    assert found[0] > 1.5


def test_the_ridge_shrinks() -> None:
    values, came = choices([3.0, 1.0], landings=100)
    assert conditional_logit(values, came, ridge=100.0)[0] < conditional_logit(values, came, ridge=0.01)[0]


def test_chances_add_up_and_follow_the_odds() -> None:
    p = chances(np.log(np.array([1.0, 2.0, 5.0])))
    assert p == pytest.approx([1 / 8, 2 / 8, 5 / 8])


def test_calibration_error_by_hand() -> None:
    """Two bins: four at 0.25 of which two came, two at 0.95 of which both came: 4/6·0.25 + 2/6·0.05."""
    p, y = np.array([0.25] * 4 + [0.95] * 2), np.array([1, 1, 0, 0, 1, 1], dtype=float)
    assert calibration_error(p, y) == pytest.approx(4 / 6 * 0.25 + 2 / 6 * 0.05)
    assert calibration_error(y, y) == 0.0


def test_the_factor_mends_scores_that_were_shrunk() -> None:
    """Choices made by scores twice as sharp as those we hold: the factor finds the two, and the first of each list is
    then said to come as often as it does."""
    beta = np.array([3.0, 1.0])
    values, came = choices([*beta])
    shrunk = [v @ beta / 2 for v in values]
    factor = sharpness(shrunk, came)
    assert factor == pytest.approx(2.0, abs=0.15)

    def of_first(k: float) -> float:
        held = [chances(k * s) for s in shrunk]
        right = np.array([float(p.argmax() == c) for p, c in zip(held, came, strict=True)])
        return calibration_error(np.array([p.max() for p in held]), right)

    assert of_first(factor) < 0.03 < of_first(1.0)


def test_scores_that_tell_nothing_are_flattened() -> None:
    rng = np.random.default_rng(3)
    scores = [rng.normal(size=10) for _ in range(2000)]
    assert sharpness(scores, [int(c) for c in rng.integers(0, 10, 2000)]) < 0.1


def test_luck_is_what_right_chances_show() -> None:
    """One bin, n coins of one half: E|share − ½| = √(2/π)·½/√n."""
    n = 400
    mean, low, high = luck(np.full(n, 0.5), 2000, np.random.default_rng(4))
    assert mean == pytest.approx(np.sqrt(2 / np.pi) * 0.5 / np.sqrt(n), rel=0.1)
    assert low < mean < high


def test_reliability_bins_hold_the_same_number() -> None:
    chart = reliability(np.linspace(0, 1, 100), np.zeros(100), 5)
    assert [b["n"] for b in chart] == [20] * 5
    assert [b["predicted"] for b in chart] == sorted(b["predicted"] for b in chart)
