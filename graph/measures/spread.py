"""How far an estimated amount may be off, as the spread of log-normal errors. Arrays in, arrays out.

A factor that is known within a ratio has a log-normal error: σ is the standard deviation of its natural logarithm.
Factors that are multiplied add their variances. The sum of independent log-normal amounts is told by the log-normal of
the same mean and variance (L. F. Fenton, The sum of log-normal probability distributions in scatter transmission
systems, IRE Trans. Commun. Syst. 8 (1960) 57–67).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

EIGHT_IN_TEN = 1.2815515655446004  # standard deviations of a normal that hold its middle 80%


def of_product(*sigmas: float) -> float:
    """σ of a product of independent factors."""
    return math.hypot(*sigmas)


def of_sum(medians: Sequence[float], sigmas: Sequence[float]) -> float:
    """σ of a sum of independent log-normal amounts by Fenton's method; 0 of nothing.

    medians: amounts in any unit, not negative; sigmas: as many."""
    m, s2 = np.asarray(medians, dtype=float), np.square(np.asarray(sigmas, dtype=float))
    mean = m * np.exp(s2 / 2)
    whole = float(mean.sum())
    if whole <= 0:
        return 0.0
    variance = float((mean**2 * np.expm1(s2)).sum())
    return math.sqrt(math.log1p(variance / whole**2))


def span(point: float, sigma: float) -> tuple[float, float]:
    """The middle 80% of an amount whose median is `point`, in the unit of `point`."""
    factor = math.exp(EIGHT_IN_TEN * sigma)
    return point / factor, point * factor


def share_span(share: float, sigma: float) -> tuple[float, float]:
    """The middle 80% of a share, 0–1, whose odds have this σ: 3% is off by a ratio, 75% never above the whole."""
    if not 0.0 < share < 1.0:
        return share, share
    low, high = span(share / (1.0 - share), sigma)
    return low / (1.0 + low), high / (1.0 + high)
