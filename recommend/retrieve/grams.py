"""Character n-grams of texts as TF-IDF vectors, by numpy alone: scikit-learn takes seconds to import.

The figures are those of scikit-learn's `TfidfVectorizer(analyzer="char", sublinear_tf=True, dtype=float32)` to the last
bit, which a test holds. Texts are in lower case, runs of white space count as one space; an n-gram is a number that
keeps the order of its characters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
_BITS = 21  # of a character: the largest code point is below 2^21
_SPACES = re.compile(r"\s\s+")


class Grams:
    """Fits the vocabulary and the inverse document frequencies of texts; turns texts into rows of length 1."""

    def __init__(self, least: int = 1, most: int = 3) -> None:
        """least, most: characters of an n-gram; at most three fit into a number."""
        self.sizes = range(least, most + 1)
        self._vocabulary: Ints = np.zeros(0, dtype=np.int64)
        self._idf: Floats = np.zeros(0, dtype=np.float32)

    def fit(self, texts: Sequence[str]) -> Grams:
        """Learn from these texts: log((n + 1) / (df + 1)) + 1 for every n-gram."""
        self.fit_transform(texts)
        return self

    def fit_transform(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """(texts, grams): learn from these texts and return their rows.

        The n-grams of a row stand in the order in which they first occur in the texts."""
        row, gram = self._grams(texts)
        self._vocabulary, first, column = np.unique(gram, return_index=True, return_inverse=True)
        size = len(self._vocabulary)
        seen = np.argsort(np.argsort(first))  # the place of each n-gram by its first occurrence
        key, counts = np.unique(row * size + seen[column], return_counts=True) if size else (row, row)
        by_place = np.argsort(first)
        rows, columns = (key // size, by_place[key % size]) if size else (row, row)
        df = np.bincount(columns, minlength=size).astype(np.float32) + np.float32(1)
        self._idf = np.log(np.float32(len(texts) + 1) / df) + np.float32(1)
        return self._weighted(len(texts), rows, columns, counts)

    def transform(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """(texts, grams), the n-grams of a row in order; those that were not learned are left out."""
        row, gram = self._grams(texts)
        size = len(self._vocabulary)
        column = np.searchsorted(self._vocabulary, gram)
        known = column < size
        known[known] = self._vocabulary[column[known]] == gram[known]
        key, counts = np.unique(row[known] * size + column[known], return_counts=True)
        rows, columns = (key // size, key % size) if size else (key, key)
        return self._weighted(len(texts), rows, columns, counts)

    def _weighted(self, n: int, rows: Ints, columns: Ints, counts: Ints) -> sparse.csr_matrix:
        values = (np.log(counts.astype(np.float32)) + np.float32(1)) * self._idf[columns]
        start = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=n))])
        return unit_rows(sparse.csr_matrix((values, columns, start), shape=(n, len(self._vocabulary))))

    def _grams(self, texts: Sequence[str]) -> tuple[Ints, Ints]:
        """The row and the number of every n-gram: by text, then by size, then by place."""
        plain = [_SPACES.sub(" ", t.lower()) for t in texts]
        length = np.fromiter(map(len, plain), np.int64, len(plain))
        joined = "".join(plain).encode("utf-32-le", "surrogatepass")
        code = np.frombuffer(joined, dtype="<u4").astype(np.int64) + 1  # 0 stands for "no character"
        row = np.repeat(np.arange(len(plain)), length)
        left = np.repeat(np.cumsum(length), length) - np.arange(
            len(code)
        )  # characters from here to the end of the text
        rows, grams, order = [], [], []
        for n in self.sizes:
            at = np.flatnonzero(left >= n)
            number = np.zeros(len(at), dtype=np.int64)
            for i in range(3):
                number = (number << _BITS) | (code[at + i] if i < n else 0)
            rows.append(row[at])
            grams.append(number)
            order.append(row[at] * len(self.sizes) + n - self.sizes.start)
        sequence = np.argsort(np.concatenate(order), kind="stable")
        return np.concatenate(rows)[sequence], np.concatenate(grams)[sequence]


def unit_rows(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    """The rows of a float32 matrix at length 1; rows of zeros stay. Squares are added in float64, in order."""
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    length = np.sqrt(np.bincount(rows, weights=matrix.data * matrix.data, minlength=matrix.shape[0]))
    length[length == 0.0] = 1.0
    data = (matrix.data / length[rows]).astype(np.float32)
    return sparse.csr_matrix((data, matrix.indices, matrix.indptr), shape=matrix.shape)
