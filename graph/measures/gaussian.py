"""Conditional mean of each entry of a vector given its other entries, under a Gaussian fitted to many such vectors.

Mean and covariance are those of the columns of a table (S, n), with `NOISE` added to every variance: a covariance of
more entries than columns has no inverse, and a log count is a noisy reading of how much there is. Where it is known
beforehand which entries are alike, that likeness is added too (`prior`, as of one column more for each column there
is): a covariance learned from few columns is drawn towards what is thought without them (Ledoit & Wolf 2004, J.
Multivar. Anal. 88; here the target is given and the weight declared). With P the inverse of
the covariance, E[x_i | all other x] = x_i − (P (x − mean))_i / P_ii, in which x_i itself cancels (Rue & Held 2005,
Gaussian Markov Random Fields, theorem 2.3).

Within a group of entries only what speaks for another entry is kept (P_ij < 0); the rest counts nothing. So less of one
entry never means more of another of its group.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from graph.measures.formulas import Floats

NOISE = 0.3  # variance of a log count that says nothing of other entries


def conditional_mean(
    table: Floats, x: Floats, groups: Iterable[Sequence[int]] = (), prior: Floats | float = 0.0
) -> Floats:
    """(S,) expectation of each entry of x (S,) given all its other entries, by the columns of `table` (S, n); 0 where
    the table has no column. groups: rows of entries that do not speak against each other; prior: (S, S) covariance
    thought of beforehand, positive semidefinite."""
    n = table.shape[1]
    if not n:
        return np.zeros(len(x))
    mean = table.mean(axis=1)
    apart, own = table - mean[:, None], x - mean
    precision = np.linalg.inv(apart @ apart.T + n * (NOISE * np.eye(len(x)) + prior))
    diagonal = np.diag(precision)
    out = x - precision @ own / diagonal
    for rows in groups:
        against = np.maximum(precision[np.ix_(rows, rows)], 0.0)
        np.fill_diagonal(against, 0.0)
        out[rows] += against @ own[rows] / diagonal[rows]
    return np.asarray(out)


def conditional_means(table: Floats, groups: Iterable[Sequence[int]] = (), prior: Floats | float = 0.0) -> Floats:
    """(S, n) `conditional_mean` of every column, by the other columns; 0 where there is no other.

    One inverse for all: taking a column out of the covariance is a change of rank one (Sherman & Morrison 1950, Ann.
    Math. Stat. 21).
    """
    n = table.shape[1]
    if n < 2:
        return np.zeros(table.shape)
    apart = table - table.mean(axis=1, keepdims=True)
    precision = np.linalg.inv(apart @ apart.T + (n - 1) * (NOISE * np.eye(len(table)) + prior))
    # Without column x the mean moves to where x is n / (n − 1) times as far away, and the sum of squares loses as much.
    own, pulled = apart * (n / (n - 1)), precision @ apart
    left = 1 - (own * pulled).sum(axis=0)
    change = pulled * np.sqrt(n / (n - 1) / left)  # (S, n) the precision without column j is P + change_j change_jᵀ
    diagonal = np.diag(precision)[:, None] + change**2
    out = table - pulled * (n / (n - 1)) / left / diagonal
    for rows in groups:
        for i in rows:  # one at a time stays in the processor's cache
            others = [j for j in rows if j != i]
            against = np.maximum(precision[i, others][:, None] + change[i] * change[others], 0.0)
            out[i] += (against * own[others]).sum(axis=0) / diagonal[i]
    return np.asarray(out)
