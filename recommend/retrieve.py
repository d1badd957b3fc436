"""Recall: which firms make what a text names. Lexical and dense scores side by side, fused by a declared logistic.

A document is a firm: its products with their weights (revenue shares where known) and its name. The query is a
segment's name, or what an official types.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from recommend.encode import CachedEncoder

Floats = NDArray[np.float32]
EXPANSION_TERMS = 6  # the encoder reads a short list as well as a long one, five times faster
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


# Learned on the development queries by `benchmarks/fuse.py` (logistic regression over the standardised scores); see
# docs/decisions/2026-11-24-fusion.md for what was tried.
FUSION = {"dense": 1.54, "products": 0.08, "name": 0.10}


class HybridIndex:
    """An index over documents; every search scores all of them."""

    def __init__(self, documents: Sequence[Document], encoder: CachedEncoder) -> None:
        self.documents = list(documents)
        self.encoder = encoder
        self.row = {d.id: i for i, d in enumerate(self.documents)}

    @cached_property
    def _vectorizer(self) -> TfidfVectorizer:
        vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True, dtype=np.float32)
        # A space at least: firms without a word would leave no vocabulary at all.
        vectorizer.fit([" ".join(p for p, _ in d.products) or d.name or " " for d in self.documents] or [" "])
        return vectorizer

    @cached_property
    def _products(self) -> sparse.csr_matrix:
        """(documents, distinct products): each product's part of its firm, rows adding up to 1."""
        rows, columns, parts = [], [], []
        for i, d in enumerate(self.documents):
            total = sum(max(w, 0.0) for _, w in d.products)
            for p, w in d.products:
                rows.append(i)
                columns.append(self._distinct[p])
                parts.append(max(w, 0.0) / total if total > 0 else 1 / len(d.products))
        shape = (len(self.documents), len(self._distinct))
        return sparse.csr_matrix((np.array(parts, dtype=np.float32), (rows, columns)), shape=shape)

    @cached_property
    def _distinct(self) -> dict[str, int]:
        return {p: i for i, p in enumerate(dict.fromkeys(p for d in self.documents for p, _ in d.products))}

    @cached_property
    def _terms(self) -> sparse.csr_matrix:
        """(distinct products, grams)."""
        return self._vectorizer.transform(list(self._distinct) or [""])

    @cached_property
    def _names(self) -> sparse.csr_matrix:
        return self._vectorizer.transform([d.name for d in self.documents])

    @cached_property
    def _dense(self) -> Floats:
        return self.encoder.encode([d.text or d.name for d in self.documents])

    def warm(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Encode the documents ahead, with progress."""
        self.encoder.warm([d.text or d.name for d in self.documents], progress=progress)

    def scores(self, query: str, expansion: Sequence[str] = ()) -> dict[str, Floats]:
        """Raw scores of every document, each (n,).

        dense: cosine of the encoder's vectors. products: character n-gram TF-IDF cosine of each product with the
        query, averaged by the product's part of the firm. name: the same of the firm's name.

        `expansion` are further terms of the same thing (a segment's products); they help the lexical scores and
        are appended for the encoder.
        """
        words = self._vectorizer.transform([" ".join((query, *expansion))])
        similar = np.asarray((self._terms @ words.T).todense(), dtype=np.float32).ravel()
        named = (self._names @ self._vectorizer.transform([query]).T).todense()
        dense = self._dense @ self.encoder.encode([self.query_text(query, expansion)], query=True)[0]
        return {
            "dense": np.asarray(dense, dtype=np.float32),
            "products": np.asarray(self._products @ similar[: self._products.shape[1]], dtype=np.float32),
            "name": np.asarray(named, dtype=np.float32).ravel(),
        }

    @staticmethod
    def query_text(query: str, expansion: Sequence[str] = ()) -> str:
        """The query as the encoder reads it: its words and the first terms of its expansion."""
        return "、".join((query, *expansion[:EXPANSION_TERMS]))

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
