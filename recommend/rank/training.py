"""Learning the weights: a conditional logit over the candidates of each landing, coefficients held at zero or above.

Of the firms that could have come, one did: P(i) = exp(β·v_i) / Σ_j exp(β·v_j) (McFadden 1974). v are the features'
values in 0–1, so a coefficient is the log-odds between a firm with all of it and one with none.

Two traps. The segment of a landing is the comer's *main* segment by construction, while its rivals may do it as a side
line: any feature that tells main from side lines looks wonderful and means nothing. And what the mask hides is missing
most where the firm really came. So the lesson is learned among firms with the same main segment only, and a coefficient
cannot fall below zero (having fewer plants left after masking is no reason to come).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize, minimize_scalar

Floats = NDArray[np.float64]
RIDGE = 30.0  # on coefficients of standardised features; chosen among 10, 30, 60 on the development landings
BINS = 10
SHARPEST = 10.0


class ChartPoint(TypedDict):
    """A bin of the calibration chart: mean chance, share that came, number of cases."""

    predicted: float
    came: float
    n: int


def conditional_logit(values: Sequence[Floats], came: Sequence[int], ridge: float = RIDGE) -> Floats:
    """Coefficients β ≥ 0, (F,).

    values: per landing (candidates, F); came: the row of the firm that came. The ridge acts on standardised features,
    so that their scales do not decide.
    """
    stacked = np.concatenate(values)
    spread = stacked.std(axis=0) + 1e-9
    groups = np.repeat(np.arange(len(values)), [len(v) for v in values])
    starts = np.concatenate([[0], np.cumsum([len(v) for v in values])[:-1]])
    scaled = (stacked - stacked.mean(axis=0)) / spread
    chosen = scaled[starts + np.asarray(came)]

    def loss(beta: Floats) -> tuple[float, Floats]:
        score = scaled @ beta
        top = np.maximum.reduceat(score, starts)
        grown = np.exp(score - top[groups])
        total = np.add.reduceat(grown, starts)
        share = grown / total[groups]
        value = float(np.sum(np.log(total) + top) - np.sum(chosen @ beta) + ridge * beta @ beta)
        return value, (scaled * share[:, None]).sum(axis=0) - chosen.sum(axis=0) + 2 * ridge * beta

    found = minimize(
        loss, np.zeros(stacked.shape[1]), jac=True, method="L-BFGS-B", bounds=[(0, None)] * stacked.shape[1]
    )
    return np.asarray(found.x / spread)


def chances(score: Floats) -> Floats:
    """Softmax over the candidates of one landing: the chance that each is the one that comes."""
    grown = np.exp(score - score.max())
    return np.asarray(grown / grown.sum())


def sharpness(scores: Sequence[Floats], came: Sequence[int]) -> float:
    """The factor τ ≥ 0 on the scores that makes P(i) = exp(τ·s_i) / Σ_j exp(τ·s_j) most likely for what happened.

    scores: per landing those of its candidates; came: the row of the firm that came. Coefficients shrunk by a ridge, and
    learned on other fields than they are used on, say too little (τ > 1) or too much (τ < 1); one factor mends that, leaves
    every order as it is, and the chances of a field still add up to 1 (temperature scaling, Guo et al. 2017).
    """

    def loss(factor: float) -> float:
        return -float(sum(np.log(chances(factor * s)[i]) for s, i in zip(scores, came, strict=True)))

    return float(minimize_scalar(loss, bounds=(0.0, SHARPEST), method="bounded").x)


def luck(predicted: Floats, samples: int, rng: np.random.Generator) -> tuple[float, float, float]:
    """The calibration error that perfectly right chances would show with so few cases: mean, and 95% of draws."""
    drawn = [
        calibration_error(predicted, (rng.random(len(predicted)) < predicted).astype(float)) for _ in range(samples)
    ]
    return float(np.mean(drawn)), float(np.quantile(drawn, 0.025)), float(np.quantile(drawn, 0.975))


def calibration_error(predicted: Floats, came: Floats, bins: int = BINS) -> float:
    """Expected calibration error over bins of equal width: Σ n_b/n · |mean predicted − share that came| (Naeini et al.
    2015)."""
    place = np.minimum((predicted * bins).astype(int), bins - 1)
    total = 0.0
    for b in range(bins):
        inside = place == b
        if inside.any():
            total += float(inside.mean() * abs(predicted[inside].mean() - came[inside].mean()))
    return total


def reliability(predicted: Floats, came: Floats, bins: int = BINS) -> list[ChartPoint]:
    """The calibration chart: bins of equal *count*, each with its mean chance, the share that came and the number."""
    order = np.argsort(predicted, kind="stable")
    return [
        {"predicted": float(predicted[part].mean()), "came": float(came[part].mean()), "n": len(part)}
        for part in np.array_split(order, bins)
        if len(part)
    ]
