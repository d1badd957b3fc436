"""Learning recovers what generated the choices, and calibration is measured as its formula says."""

from __future__ import annotations

import numpy as np
import pytest

from recommend.training import calibrated, calibration_error, chances, conditional_logit, isotonic, reliability


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


def test_isotonic_curve_mends_what_is_too_bold() -> None:
    """Chances said twice too large; the curve halves them and never falls."""
    rng = np.random.default_rng(2)
    said = rng.random(20_000)
    came = (rng.random(20_000) < said / 2).astype(float)
    curve = isotonic(said, came)
    ys = [y for _, y in curve]
    assert ys == sorted(ys)
    mended = calibrated(curve, said)
    assert calibration_error(mended, came) < 0.02 < calibration_error(said, came)
    assert (calibrated([], said) == said).all()


def test_reliability_bins_hold_the_same_number() -> None:
    chart = reliability(np.linspace(0, 1, 100), np.zeros(100), 5)
    assert [b["n"] for b in chart] == [20] * 5
    assert [b["predicted"] for b in chart] == sorted(b["predicted"] for b in chart)
