"""Character n-grams are scikit-learn's to the last bit, held against its `TfidfVectorizer`."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from recommend.retrieve.grams import Grams, unit_rows

# Chinese, Latin in both cases, digits, runs of white space, a character beyond the basic plane.
TEXTS = st.lists(st.text("隔膜电池ABab1 \t\n、。İ𠮷", max_size=12), min_size=1, max_size=8)


def sklearn_of(texts: list[str], asked: list[str]) -> np.ndarray:
    fit = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True, dtype=np.float32)
    fit.fit(texts)
    return fit.transform(asked).toarray()


def products(rows: np.ndarray) -> np.ndarray:
    """Cosines do not depend on the order of the columns, which the two choose differently."""
    return rows @ rows.T


@given(TEXTS, TEXTS)
def test_the_rows_are_those_of_scikit_learn(texts: list[str], asked: list[str]) -> None:
    if not any(t.strip() for t in texts):
        texts = [*texts, "隔膜"]
    ours, theirs = Grams().fit(texts).transform(asked).toarray(), sklearn_of(texts, asked)
    assert ours.shape == theirs.shape
    assert ours.dtype == np.float32
    for mine, other in zip(ours, theirs, strict=True):
        assert np.array_equal(np.sort(mine), np.sort(other))  # the same weights, whatever the order of the columns
    assert np.allclose(products(ours), products(theirs), atol=1e-6)


def test_fitting_gives_the_rows_that_transforming_gives() -> None:
    texts = ["湿法隔膜", "干法隔膜", "隔膜涂覆", ""]
    fit = Grams()
    assert np.array_equal(fit.fit_transform(texts).toarray(), fit.transform(texts).toarray())


def test_what_was_not_learned_is_left_out() -> None:
    rows = Grams().fit(["隔膜", "电池"]).transform(["水泥", "隔"])
    assert rows[0].nnz == 0
    assert rows[1].toarray().max() == pytest.approx(1.0)


def test_unit_rows_keep_rows_of_zeros() -> None:
    from scipy import sparse

    rows = unit_rows(sparse.csr_matrix(np.array([[3.0, 4.0], [0.0, 0.0]], dtype=np.float32)))
    assert rows.toarray().tolist() == [[pytest.approx(0.6), pytest.approx(0.8)], [0.0, 0.0]]
