"""Eliminating the terms once gives what solving all at once gives."""

from __future__ import annotations

import numpy as np
import pytest

from ingest.assign.learned import ridge as ridge_module
from ingest.assign.learned.ridge import RIDGE, Ridge
from tests.support.labelled import Taught


@pytest.fixture
def ridge(taught: Taught, monkeypatch: pytest.MonkeyPatch) -> Ridge:
    monkeypatch.setattr(ridge_module, "kept", lambda values: np.asarray(values, np.float32))
    return taught.teacher.ridge(taught.teacher.gathered(taught.lessons))


def directly(ridge: Ridge, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weights by the normal equations of ridge regression, each row with its weight."""
    left = np.concatenate([ridge.left[rows].toarray(), ridge.left_terms.toarray()])
    all_rows = np.concatenate([left, np.concatenate([ridge.right[rows], ridge.right_terms])], axis=1).astype(np.float64)
    wanted = np.concatenate([ridge.wanted[rows] - ridge.wanted[rows].mean(axis=0), ridge.terms.wanted])
    weight = np.concatenate([np.ones(len(rows)), ridge.terms.weight])[:, None]
    square = all_rows.T @ (weight * all_rows) + RIDGE * np.eye(all_rows.shape[1])
    solved = np.linalg.solve(square, all_rows.T @ (weight * wanted))
    return solved[: left.shape[1]], solved[left.shape[1] :]


def test_as_ridge_regression_over_firms_and_terms(ridge: Ridge, taught: Taught) -> None:
    """The primal normal equations over 20,000 numbers are too large for a test: the places nobody uses are left out."""
    rows = np.arange(0, len(taught.lessons), 2)
    used = np.flatnonzero(np.asarray(abs(ridge.left).sum(axis=0))[0] + np.asarray(abs(ridge.left_terms).sum(axis=0))[0])
    ridge.left, ridge.left_terms = ridge.left[:, used].tocsr(), ridge.left_terms[:, used].tocsr()
    found = ridge.taught(rows)
    by_grams, by_vector = directly(ridge, rows)
    assert np.allclose(found.by_grams.toarray(), by_grams, atol=2e-3)
    assert np.allclose(found.by_vector @ found.mix, by_vector, atol=2e-3)
