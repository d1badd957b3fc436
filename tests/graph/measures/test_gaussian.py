"""Conditional means against the textbook's block form, column by column, and on worlds of almost nothing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from graph.measures.gaussian import NOISE, conditional_mean, conditional_means

tables = hnp.arrays(
    float, st.tuples(st.integers(1, 6), st.integers(1, 8)), elements=st.floats(0, 6).map(lambda v: round(v, 3))
)


def brute(table: np.ndarray, x: np.ndarray, s: int, group: Sequence[int] = ()) -> float:
    """mean_s + Σ β_o (x_o − mean_o) with β = C_oo⁻¹ C_os over the other entries o, with no precision and no rank-one
    change; a negative β within the group is none."""
    mean = table.mean(axis=1)
    covariance = np.cov(table, ddof=0).reshape(len(x), len(x)) + NOISE * np.eye(len(x))
    o = np.array([i for i in range(len(x)) if i != s], dtype=int)
    beta = np.linalg.solve(covariance[np.ix_(o, o)], covariance[o, s])
    beta = np.where(np.isin(o, group), np.maximum(beta, 0), beta)
    return float(mean[s] + beta @ (x - mean)[o])


def halves(n: int) -> list[range]:
    """The even and the odd entries as groups."""
    return [range(k, n, 2) for k in (0, 1)]


@settings(max_examples=100)
@given(table=tables, data=st.data())
def test_one_by_blocks(table: np.ndarray, data) -> None:
    x = data.draw(hnp.arrays(float, len(table), elements=st.floats(0, 6)))
    found, grouped = conditional_mean(table, x), conditional_mean(table, x, halves(len(x)))
    for s in range(len(x)):
        assert found[s] == pytest.approx(brute(table, x, s), abs=1e-8)
        assert grouped[s] == pytest.approx(brute(table, x, s, range(s % 2, len(x), 2)), abs=1e-8)


@settings(max_examples=100)
@given(table=tables)
def test_all_columns_by_blocks_over_the_others(table: np.ndarray) -> None:
    found, grouped = conditional_means(table), conditional_means(table, halves(len(table)))
    for j in range(table.shape[1]):
        others = np.delete(table, j, axis=1)
        for s in range(len(table)):
            group = range(s % 2, len(table), 2)
            assert found[s, j] == pytest.approx(brute(others, table[:, j], s) if others.size else 0, abs=1e-8)
            assert grouped[s, j] == pytest.approx(brute(others, table[:, j], s, group) if others.size else 0, abs=1e-8)


@settings(max_examples=50)
@given(table=tables, less=st.floats(0, 3), data=st.data())
def test_less_of_one_is_never_more_of_another_of_its_group(table: np.ndarray, less: float, data) -> None:
    """By the same columns: what is hidden only takes away."""
    x = data.draw(hnp.arrays(float, len(table), elements=st.floats(0, 6)))
    i = data.draw(st.integers(0, len(x) - 1))
    hidden = x.copy()
    hidden[i] -= less
    groups = [range(len(x))]
    assert (conditional_mean(table, hidden, groups) <= conditional_mean(table, x, groups) + 1e-9).all()


def test_two_entries_by_hand() -> None:
    """Both entries are 0 in one column and 2 in the other: mean 1, variance 1 + 0.3, covariance 1. Where one is 2, the
    other is expected at 1 + 1 / 1.3, whatever it is."""
    table = np.array([[0.0, 2.0], [0.0, 2.0]])
    assert conditional_mean(table, np.array([2.0, 7.0]))[1] == pytest.approx(1 + 1 / 1.3)
    assert conditional_mean(table, np.array([2.0, 0.0]))[1] == pytest.approx(1 + 1 / 1.3)


def test_rivals_by_hand() -> None:
    """Where one is 2 the other is 0: it would be expected at 1 − 1 / 1.3. In one group it does not speak
    against it, and the mean remains."""
    table = np.array([[0.0, 2.0], [2.0, 0.0]])
    assert conditional_mean(table, np.array([2.0, 7.0]))[1] == pytest.approx(1 - 1 / 1.3)
    assert conditional_mean(table, np.array([2.0, 7.0]), [[0, 1]])[1] == pytest.approx(1)
    assert conditional_mean(table, np.array([2.0, 7.0]), [[0], [1]])[1] == pytest.approx(1 - 1 / 1.3)


def test_an_entry_says_nothing_of_itself() -> None:
    """Fifty entries and twenty columns: what column 3 has in entry 7 moves all expectations of column 3 but its own."""
    rng = np.random.default_rng(4)
    table = np.log1p(rng.poisson(rng.gamma(1, 3, (50, 1)), (50, 20)))
    more = table.copy()
    more[7, 3] += 3
    one, two = conditional_means(table)[:, 3], conditional_means(more)[:, 3]
    assert two[7] == pytest.approx(one[7], abs=1e-9)
    assert (np.abs(np.delete(two - one, 7)) > 1e-6).sum() > 40


def test_recovers_a_planted_companion() -> None:
    """One entry follows another and thirty follow nothing: it is predicted far better than by its mean."""
    rng = np.random.default_rng(8)
    table = rng.normal(0, 1, (32, 300))
    table[1] = table[0] + rng.normal(0, 0.3, 300)
    apart = table - conditional_means(table)
    assert apart[1].std() < 0.6 * table[1].std()
    assert apart[2].std() > 0.9 * table[2].std()


def test_where_nothing_is_known() -> None:
    assert conditional_mean(np.zeros((3, 0)), np.ones(3)).tolist() == [0, 0, 0]
    assert conditional_means(np.ones((3, 1))).tolist() == [[0], [0], [0]]
    assert conditional_means(np.zeros((3, 5))).tolist() == np.zeros((3, 5)).tolist()
    assert conditional_mean(np.array([[1.0], [4.0]]), np.array([9.0, 9.0])) == pytest.approx(
        [1, 4]
    )  # one city: its own


def test_what_is_alike_beforehand_speaks_where_no_column_tells() -> None:
    """Three entries that never moved together; the first two are thought alike. More of the first is then more of the
    second, by the regression 0.6 / (noise + 1), and nothing of the third. All columns at once say the same."""
    table = np.zeros((3, 4))
    prior = np.array([[1.0, 0.6, 0.0], [0.6, 1.0, 0.0], [0.0, 0.0, 1.0]])
    found = conditional_mean(table, np.array([2.0, 0.0, 0.0]), prior=prior)
    assert found == pytest.approx([0.0, 2.0 * 0.6 / (1 + NOISE), 0.0], abs=1e-9)
    lone = np.zeros((3, 4))
    lone[0, 0] = 2.0
    assert conditional_means(lone, prior=prior)[:, 0] == pytest.approx(found, abs=1e-9)
