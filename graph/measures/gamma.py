"""Quantiles of the Gamma distribution with numpy alone: `scipy.special` takes longer to import than a region's gaps
take to find."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

STEPS = 60  # of Newton at most; five are usual
EXACT = 1e-15  # relative: no step smaller than this moves a result
NEGLIGIBLE = 1e-18  # part of a sum that no longer changes it
LARGE = 16.0  # shape from which Stirling's series is exact to the last digit


def quantile(shape: Floats, level: float) -> Floats:
    """x with P(shape, x) = level, for a Gamma of rate 1; any shape of array, shape > 0, 0 < level < 1.

    Newton on ln P as a function of y = ln x. The density of ln x is log-concave (Bagnoli & Bergstrom 2005, Economic
    Theory 26), so ln P is concave and increasing in y, and Newton converges from any start. P by its series, Abramowitz &
    Stegun 6.5.29: P(a, x) = xᵃ e⁻ˣ / Γ(a + 1) · Σₙ xⁿ / ((a + 1) … (a + n)).
    """
    a, back = np.unique(np.asarray(shape, dtype=np.float64), return_inverse=True)
    gamma = np.array([math.lgamma(v + 1) if v < LARGE else 0.0 for v in a.tolist()], dtype=np.float64)
    wanted = math.log(level)
    y = _start(a, gamma, level)
    rest = np.arange(len(a))
    for _ in range(STEPS):
        b, z = a[rest], y[rest]
        x = np.exp(z)
        total = _series(b, x)
        step = (wanted - _front(b, x, z, gamma[rest]) - np.log(total)) * total / b
        y[rest] = z + step
        rest = rest[np.abs(step) > EXACT * np.maximum(np.abs(z), 1.0)]
        if not len(rest):
            break
    return np.asarray(np.exp(y)[back].reshape(np.shape(shape)))


def _start(a: Floats, gamma: Floats, level: float) -> Floats:
    """ln x to begin with: by Wilson & Hilferty (1931) where the shape is large, by the first term of P where it is small."""
    t = math.sqrt(-2 * math.log(min(level, 1 - level)))
    normal = t - (2.30753 + 0.27061 * t) / (1 + 0.99229 * t + 0.04481 * t * t)  # Abramowitz & Stegun 26.2.22
    root = 1 - 1 / (9 * a) + math.copysign(normal, level - 0.5) / (3 * np.sqrt(a))
    first = np.minimum((math.log(level) + gamma) / a, 0.0)
    return np.where((a > 1) & (root > 0.1), np.log(a * np.maximum(root, 0.1) ** 3), first)


def _front(a: Floats, x: Floats, y: Floats, gamma: Floats) -> Floats:
    """ln(xᵃ e⁻ˣ / Γ(a + 1)), x = eʸ; of a large shape by Stirling's series around x = a, where nothing cancels."""
    big = np.maximum(a, LARGE)
    away = (np.where(a < LARGE, big, x) - big) / big
    square = big * big
    stirling = (1 / 12 - (1 / 360 - (1 / 1260 - 1 / (1680 * square)) / square) / square) / big
    around = -big * (away - np.log1p(away)) - 0.5 * np.log(2 * np.pi * big) - stirling
    return np.where(a < LARGE, a * y - x - gamma, around)


def _series(a: Floats, x: Floats) -> Floats:
    """Σₙ xⁿ / ((a + 1) … (a + n)) from n = 0, every term positive."""
    term = np.ones_like(a)
    total = np.ones_like(a)
    n = 0
    while (term > NEGLIGIBLE * total).any():
        n += 1
        term *= x / (a + n)
        total += term
    return total
