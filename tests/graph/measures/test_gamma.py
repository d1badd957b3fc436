"""Quantiles of the Gamma against scipy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from graph.measures.gamma import quantile


@pytest.mark.parametrize("level", [0.001, 0.1, 0.5, 0.9])
def test_agrees_with_scipy_over_seven_orders_of_shape(level: float) -> None:
    shape = np.geomspace(0.01, 1e5, 400)
    assert quantile(shape, level) == pytest.approx(special.gammaincinv(shape, level), rel=5e-13)


def test_a_tiny_shape_has_its_lower_quantile_at_nothing() -> None:
    """Of a Gamma with shape 1e-6 nine tenths lie below anything that can be measured."""
    assert quantile(np.array([1e-6]), 0.9).tolist() == [0.0]


def test_the_exponential_is_the_gamma_of_shape_one() -> None:
    """P(1, x) = 1 − e⁻ˣ, so the quantile is −ln(1 − level)."""
    assert quantile(np.ones((2, 3)), 0.8) == pytest.approx(np.full((2, 3), np.log(5)), rel=1e-14)


def test_no_shapes_have_no_quantiles() -> None:
    assert quantile(np.zeros((0,)), 0.5).shape == (0,)


@given(st.lists(st.floats(0.05, 1e4), min_size=1, max_size=30), st.floats(0.01, 0.99))
def test_the_distribution_function_takes_it_back(shapes: list[float], level: float) -> None:
    shape = np.array(shapes)
    assert special.gammainc(shape, quantile(shape, level)) == pytest.approx(np.full(len(shapes), level), abs=1e-11)
