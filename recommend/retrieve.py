"""Recall: which firms make what a text names. Lexical and dense scores side by side, fused by a declared logistic.

A document is a firm: its products with their weights (revenue shares where known) and its name. The query is a
segment's name, or what an official types.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import bm25s
import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from recommend.encode import CachedEncoder

Floats = NDArray[np.float32]
MOST_PRODUCTS = 12  # products read by the encoder; later ones are side lines


@dataclass(frozen=True, slots=True)
class Document:
    """What retrieval knows of a firm. `products` are (term, weight), the most important first."""

    id: str
    name: str
    products: tuple[tuple[str, float], ...]

    @property
    def text(self) -> str:
        """The products as the encoder reads them."""
        return "、".join(p for p, _ in self.products[:MOST_PRODUCTS])


# Learned on the development queries by `benchmarks/fuse.py` (logistic regression, cross-validated by query);
# see docs/decisions. Each score is standardised over the documents of the query first.
FUSION = {
    "products": 0.55, "best_product": 0.55, "bm25": 0.25, "dense": 0.75, "name": 0.45,
}  # fmt: skip


def grams(text: str) -> list[str]:
    """Character pairs and triples, the words of a script without spaces; single Latin words stay whole."""
    text = text.lower()
    return [text[i : i + n] for n in (2, 3) for i in range(len(text) - n + 1)]


class HybridIndex:
    """An index over documents; every search scores all of them."""

    def __init__(self, documents: Sequence[Document], encoder: CachedEncoder) -> None:
        self.documents = list(documents)
        self.encoder = encoder
        self.row = {d.id: i for i, d in enumerate(self.documents)}

    @cached_property
    def _vectorizer(self) -> TfidfVectorizer:
        vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True, dtype=np.float32)
        vectorizer.fit([" ".join(p for p, _ in d.products) or d.name for d in self.documents])
        return vectorizer

    @cached_property
    def _products(self) -> sparse.csr_matrix:
        return self._vectorizer.transform([" ".join(p for p, _ in d.products) for d in self.documents])

    @cached_property
    def _names(self) -> sparse.csr_matrix:
        return self._vectorizer.transform([d.name for d in self.documents])

    @cached_property
    def _single(self) -> tuple[sparse.csr_matrix, NDArray[np.int64], Floats, list[tuple[int, int]]]:
        """Distinct products with, for each (document, product), the product's row and its weight."""
        distinct = {p: None for d in self.documents for p, _ in d.products}
        place = {p: i for i, p in enumerate(distinct)}
        rows, weights, spans = [], [], []
        for d in self.documents:
            start = len(rows)
            top = max((w for _, w in d.products), default=1.0) or 1.0
            for p, w in d.products:
                rows.append(place[p])
                weights.append(0.4 + 0.6 * math.sqrt(min(1.0, max(w, 0.0) / top)))
            spans.append((start, len(rows)))
        matrix = self._vectorizer.transform(list(distinct)) if distinct else sparse.csr_matrix((0, 1))
        return matrix, np.array(rows, dtype=np.int64), np.array(weights, dtype=np.float32), spans

    @cached_property
    def _bm25(self) -> Any:
        index = bm25s.BM25(method="lucene")
        index.index([grams("；".join(p for p, _ in d.products)) or [""] for d in self.documents], show_progress=False)
        return index

    @cached_property
    def _dense(self) -> Floats:
        return self.encoder.encode([d.text or d.name for d in self.documents])

    def warm(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Encode the documents ahead, with progress."""
        self.encoder.warm([d.text or d.name for d in self.documents], progress=progress)

    def scores(self, query: str, expansion: Sequence[str] = ()) -> dict[str, Floats]:
        """Raw scores of every document, each (n,): see `FUSION` for their names.

        `expansion` are further terms of the same thing (a segment's products); they help the lexical scores and
        are appended for the encoder.
        """
        n = len(self.documents)
        words = " ".join((query, *expansion))
        q = self._vectorizer.transform([words])
        matrix, rows, weights, spans = self._single
        similarity = np.asarray((matrix @ q.T).todense()).ravel() if matrix.shape[0] else np.zeros(0, dtype=np.float32)
        best = np.zeros(n, dtype=np.float32)
        if len(rows):
            each = similarity[rows] * weights
            for i, (start, end) in enumerate(spans):
                if end > start:
                    best[i] = each[start:end].max()
        terms = grams(words)
        dense = self._dense @ self.encoder.encode(["、".join((query, *expansion))], query=True)[0]
        return {
            "products": np.asarray((self._products @ q.T).todense(), dtype=np.float32).ravel(),
            "best_product": best,
            "bm25": np.asarray(self._bm25.get_scores(terms), dtype=np.float32) if terms else np.zeros(n, dtype=np.float32),
            "dense": np.asarray(dense, dtype=np.float32),
            "name": np.asarray((self._names @ self._vectorizer.transform([query]).T).todense(), dtype=np.float32).ravel(),
        }

    def search(self, query: str, expansion: Sequence[str] = ()) -> Floats:
        """One fused score a document, (n,); only their order and distances mean something."""
        return fuse(self.scores(query, expansion))


def fuse(scores: dict[str, Floats]) -> Floats:
    """Weighted sum of the standardised scores by `FUSION`."""
    out = np.zeros(len(next(iter(scores.values()))), dtype=np.float32)
    for name, weight in FUSION.items():
        out += np.float32(weight) * standardised(scores[name])
    return out


def standardised(values: Floats) -> Floats:
    """Mean 0, deviation 1 over the documents of one query; a constant becomes 0."""
    spread = float(values.std())
    return np.asarray((values - values.mean()) / spread if spread > 1e-9 else np.zeros_like(values), dtype=np.float32)
