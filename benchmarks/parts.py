"""The six scores of a bare query with other vectors in place of the encoder's own, or beside them.

What is lexical is worked out once a set of queries; a head (a matrix) or another embedding only changes the dense part,
so that a variant costs seconds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.fuse import interval, ndcg, product_queries, unnamed
from graph import settings
from recommend.encode.encoder import CachedEncoder, cached
from recommend.evaluate.retrieval import documents, read_jsonl
from recommend.retrieve.index import NAMED, WIDE, Document, HybridIndex, fuse, standardised
from recommend.retrieve.trades import (
    KINSHIP,
    LEAST,
    NAME_WEIGHT,
    RIVALRY,
    SHARPNESS,
    TEXT_WEIGHT,
    WORDS_BESIDE_SENSE,
    Trade,
    load_book,
    rows_standardised,
    unit,
)

Floats = NDArray[np.float32]
Vectors = tuple[Floats, Floats, Floats]  # of firms, of trades, of queries


@dataclass(frozen=True)
class Sets:
    """Firms, encoder, and the query sets of the ladder: texts, trades and relevant firms of each."""

    firms: list[Document]
    encoder: CachedEncoder
    book: tuple[Trade, ...]
    texts: Mapping[str, Sequence[str]]
    right: Mapping[str, Sequence[NDArray[np.bool_]]]

    @classmethod
    def read(cls, kfile: Path, queries_file: Path) -> Sets:
        """(a) names, (b) our descriptions, (c) names struck from the books, (d) products and (ds) products in a
        sentence."""
        chosen = settings.load()
        firms = [d for d in documents(read_jsonl(kfile, ("code", "products"))) if d.products]
        asked = read_jsonl(queries_file, ("id", "query", "relevant"))
        names = [str(q["query"]) for q in asked]
        told = Path(__file__).with_name("free_queries.txt").read_text(encoding="utf-8").splitlines()
        right = [np.array([d.id in set(q["relevant"]) for d in firms]) for q in asked]
        products, writes = product_queries(firms)
        texts = {"a": names, "b": told, "c": names, "d": products["products"], "ds": products["phrases"]}
        of = {k: writes if k in ("d", "ds") else right for k in texts}
        return cls(firms, cached(chosen.model, chosen.vectors), load_book(chosen.data), texts, of)

    @property
    def names(self) -> set[str]:
        """The names of the queries, which a test of unseen names must strike out."""
        return set(self.texts["a"])

    def parts(self, kind: str) -> Parts:
        """The parts of a set."""
        book = unnamed(self.book, self.names) if kind == "c" else self.book
        return Parts(self.firms, self.encoder, book, self.texts[kind], self.right[kind])


class Parts:
    """One set of queries over the firms, everything but the dense part worked out."""

    def __init__(
        self,
        firms: Sequence[Document],
        encoder: CachedEncoder,
        trades: Sequence[Trade],
        texts: Sequence[str],
        right: Sequence[NDArray[np.bool_]],
    ) -> None:
        self.index = index = HybridIndex(firms, encoder, trades)
        assert index.trades is not None
        self.book, self.texts, self.right = index.trades, list(texts), list(right)
        encoder.warm(texts, query=True)
        fit, names, self._whole, owner = self.book._names
        self._words, self._names, self._near, self._named = [], [], [], []
        for text in texts:
            words = index._grams.transform([text]).toarray()[0]
            self._words.append(index._words @ words)
            self._names.append(index._fullnames @ words)
            of_trades = fit.transform([text]).toarray()[0]
            best = np.zeros(len(trades), dtype=np.float32)
            np.maximum.at(best, owner, names @ of_trades)
            self._near.append(NAME_WEIGHT * best + TEXT_WEIGHT * (self._whole @ of_trades))
            found = index.named(text)
            self._named.append(np.float32(NAMED) * standardised(index.terms.scores(found)) if found else np.float32(0))

    def vectors(self) -> Vectors:
        """The encoder's own, centred: of firms, trades and queries."""
        firms = self.index._dense[self.index.known]
        centre = self.book.centre
        queries = self.index.encoder.encode([self.index.query_text(t) for t in self.texts], query=True)
        return firms - firms.mean(axis=0), self.book._raw - centre, queries - centre

    def alone(self, vectors: Vectors, only: Sequence[int] | None = None) -> Floats:
        """nDCG@20 of the cosine of query and firm."""
        firms, _, queries = (unit(v) for v in vectors)
        return np.array([ndcg(firms @ queries[i], self.right[i]) for i in self._these(only)], dtype=np.float32)

    def fused(self, vectors: Sequence[Vectors], only: Sequence[int] | None = None) -> Floats:
        """nDCG@20 of the search as shipped, the cosines of all these vectors averaged; their spread over the trades is
        kept to that of the encoder's own, on which the temperatures were set."""
        rivals = self.book.rivals
        own = self._spread(self.vectors())
        n, m, k = len(self.texts), len(self.book.trades), len(self.right[0])
        kin, near = np.zeros((m, len(rivals)), np.float32), np.zeros((n, m), np.float32)
        sense, dense = np.zeros((m, k), np.float32), np.zeros((n, k), np.float32)
        for given in vectors:
            firms, trades, queries = (unit(v) for v in given)
            scale = own / self._spread(given) / len(vectors)
            kin += scale * (trades @ trades[rivals].T)
            near += scale * (queries @ trades.T)
            sense += standardised(trades @ firms.T)
            dense += standardised(queries @ firms.T)
        like = kin + TEXT_WEIGHT * (self._whole @ self._whole[rivals].T).toarray()
        odds = np.exp((like - like.max(axis=1, keepdims=True)) / KINSHIP)
        odds[odds < LEAST] = 0
        odds[rivals] = np.eye(len(rivals))
        leads = odds / odds.sum(axis=1, keepdims=True)
        strength = rows_standardised(sense[rivals]) + WORDS_BESIDE_SENSE * rows_standardised(self.book.words[rivals])
        shared = np.exp((strength - strength.max(axis=0)) / RIVALRY)
        belongs = shared / shared.sum(axis=0)
        out = []
        for i in self._these(only):
            close = near[i] + self._near[i]
            meant = np.exp((close - close.max()) / SHARPNESS)
            meant[meant < LEAST] = 0
            meant /= meant.sum()
            scores = {
                "dense": dense[i],
                "wide": meant @ sense,
                "words": self._words[i],
                "wide_words": meant @ self.book.words,
                "name": self._names[i],
                "trade": (meant @ leads) @ belongs,
            }
            found = fuse({k: np.asarray(v, np.float32) for k, v in scores.items()}, WIDE) + self._named[i]
            out.append(ndcg(np.asarray(found, np.float32), self.right[i]))
        return np.array(out, dtype=np.float32)

    def _spread(self, vectors: Vectors) -> float:
        trades = unit(vectors[1])
        return float((trades @ trades[self.book.rivals].T).std())

    def _these(self, only: Sequence[int] | None) -> Sequence[int]:
        return range(len(self.texts)) if only is None else only


def difference(values: Floats, before: Floats) -> str:
    """Mean of the first, and the paired difference to the second with its interval."""
    return f"{float(np.mean(values)):.3f}, difference {interval((values - before).tolist())}"
