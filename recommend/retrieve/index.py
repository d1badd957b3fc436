"""Recall: which firms make what a text names. Lexical and dense scores side by side, fused by declared weights.

A document is a firm: its products with their weights (revenue shares where known) and its name. The query is a
segment's name, or what an official types. Where trades are known (`recommend.retrieve.trades`), a query that comes with
its products (a segment of the catalogue) is answered by `SEGMENT`, a bare one by `WIDE`; without trades both are
answered by `FUSION`. One that is itself a product of some firm, and no trade's name, is answered by the products that
hold it as well (`NAMED`). English and pinyin are put into Chinese first (`recommend.retrieve.latin`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from recommend.encode.encoder import CachedEncoder
from recommend.retrieve.grams import Grams, unit_rows
from recommend.retrieve.latin import Glossary
from recommend.retrieve.named_products import NamedTerms, content, parted
from recommend.retrieve.trades import Trade, TradeBook, unit

Floats = NDArray[np.float32]
EXPANSION_TERMS = 6  # the encoder reads a short list as well as a long one, five times faster
MOST_PRODUCTS = 12  # products read by the encoder; later ones are side lines
QUERY_CHARS = 400  # of a query, read by the encoder: it sees no more than about 500 tokens
LEXICAL_PRODUCTS = 20  # products whose words count for a bare query
LEAST_SHARE = 0.0005  # of revenue, for products whose share is not known


@dataclass(frozen=True, slots=True)
class Document:
    """What retrieval knows of a firm. `products` are (term, weight), the most important first."""

    id: str
    name: str
    products: tuple[tuple[str, float], ...]
    fullname: str = ""

    @property
    def text(self) -> str:
        """The products as the encoder reads them."""
        return "、".join(p for p, _ in self.products[:MOST_PRODUCTS])


# Learned on the development queries by `benchmarks/fuse.py` (logistic regression over the standardised scores); see
# docs/decisions/2026-11-24-fusion.md for what was tried.
FUSION = {"dense": 1.54, "products": 0.08, "name": 0.10}
# Of a bare query, see `HybridIndex.wide_scores`: learned by `benchmarks/fuse.py`, but for `words`, which it leaves out
# on
# names of industries; a product typed as it is must count. See docs/decisions/2026-11-24-recall.md.
WIDE = {"dense": 2.0, "wide": 2.0, "words": 0.3, "wide_words": 2.66, "name": 0.66, "trade": 2.66}
# Of a query with its products, see `HybridIndex.segment_scores`: learned by `benchmarks/fuse_segments.py`, and scaled
# to the
# spread of `FUSION`, on which the chances of the lists were set. docs/decisions/2026-11-29-recall.md.
SEGMENT = {"dense": 1.36, "words": 0.23, "trade": 0.26}
# Deviations a firm gains whose products hold the one product a text names; 2 because names of industries that no book
# knows, but some firm writes, lose beyond it: docs/decisions/2026-11-25-recall-ladder.md.
NAMED = 2.0
UNWANTED = 2.0  # deviations a firm loses whose products hold what a text says it does not want; declared, not learned
WHOLLY = 0.99  # part of a text's content that its named words must make up for it to be them
# Nearness to the nearest trade (`TradeBook.nearness`) below which a query is about nothing in the data, or in a
# language the encoder hardly reads: 231 of 232 development texts lie above it, all of 32 that mean nothing below.
FLOOR = 0.65
SAID = 0.50  # cosine with a firm's own words from which a query is plainly about something


class HybridIndex:
    """An index over documents; every search scores all of them."""

    def __init__(
        self,
        documents: Sequence[Document],
        encoder: CachedEncoder,
        trades: Sequence[Trade] = (),
        glossary: Glossary | None = None,
    ) -> None:
        """trades: what queries are held against; without them they are answered as they stand. glossary: what puts bare
        queries in Latin letters into Chinese."""
        self.documents = list(documents)
        self.encoder = encoder
        self.row = {d.id: i for i, d in enumerate(self.documents)}
        self.glossary = glossary
        self._names_of_trades = frozenset(n for t in trades for n in t.names)
        self.known = np.array([bool(d.products) for d in self.documents], dtype=bool)
        self.trades = (
            TradeBook(trades, encoder, lambda: self._centred, lambda: self._words, self._grams)
            if any(t.competes for t in trades) and self.known.any()
            else None
        )

    @cached_property
    def _grams(self) -> Grams:
        """Characters of the firms' products, of their names where no product is known."""
        return Grams().fit([" ".join(p for p, _ in d.products) or d.name for d in self.documents])

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
        return self._grams.transform(list(self._distinct) or [""])

    @cached_property
    def _names(self) -> sparse.csr_matrix:
        return self._grams.transform([d.name for d in self.documents])

    @cached_property
    def _dense(self) -> Floats:
        return self.encoder.encode([d.text or d.name for d in self.documents])

    @cached_property
    def _centred(self) -> Floats:
        """(known, dim): vectors of the firms whose products are known, less what all firms have in common."""
        known = self._dense[self.known]
        return unit(known - known.mean(axis=0))

    @cached_property
    def _words(self) -> sparse.csr_matrix:
        """(known, grams), rows of length 1: words of a firm's first products, weighted by the root of their shares."""
        rows, columns, parts = [], [], []
        for i, d in enumerate(d for d in self.documents if d.products):
            first = d.products[:LEXICAL_PRODUCTS]
            roots = np.sqrt([max(w, LEAST_SHARE) for _, w in first])
            rows += [i] * len(first)
            columns += [self._distinct[p] for p, _ in first]
            parts += list(roots / roots.sum())
        shape = (int(self.known.sum()), len(self._distinct))
        weighted = sparse.csr_matrix((np.array(parts, dtype=np.float32), (rows, columns)), shape=shape)
        return unit_rows(weighted @ self._terms)

    @cached_property
    def _fullnames(self) -> sparse.csr_matrix:
        return self._grams.transform([d.fullname or d.name for d in self.documents if d.products])

    def warm(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Encode the documents ahead, with progress."""
        self.encoder.warm([d.text or d.name for d in self.documents], progress=progress)
        if self.trades:
            self.trades.warm(progress)

    def scores(self, query: str, expansion: Sequence[str] = (), vector: Floats | None = None) -> dict[str, Floats]:
        """Raw scores of every document, each (n,).

        dense: cosine of the encoder's vectors. products: character n-gram TF-IDF cosine of each product with the
        query, averaged by the product's part of the firm. name: the same of the firm's name.

        `expansion` are further terms of the same thing (a segment's products); they help the lexical scores and
        are appended for the encoder. vector: of the query, where it is known without the encoder.
        """
        if vector is None:
            vector = self.encoder.encode([self.query_text(query, expansion)], query=True)[0]
        words = self._grams.transform([" ".join((query, *expansion))])
        similar = np.asarray((self._terms @ words.T).todense(), dtype=np.float32).ravel()
        named = (self._names @ self._grams.transform([query]).T).todense()
        return {
            "dense": np.asarray(self._dense @ vector, dtype=np.float32),
            "products": np.asarray(self._products @ similar[: self._products.shape[1]], dtype=np.float32),
            "name": np.asarray(named, dtype=np.float32).ravel(),
        }

    @staticmethod
    def query_text(query: str, expansion: Sequence[str] = ()) -> str:
        """The query as the encoder reads it: its words and the first terms of its expansion."""
        return "、".join((query[:QUERY_CHARS], *expansion[:EXPANSION_TERMS]))

    def wide_scores(self, query: str, book: TradeBook) -> dict[str, Floats]:
        """Raw scores of the firms whose products are known, each (known,), for a query without products.

        dense: cosine of the centred vectors of query and firm. words: cosine of the query's characters with those of
        the firm's products. wide, wide_words: the same of the trades the query means, by their weights. name: of the
        full name. trade: the part of the firm that belongs to those trades, all trades competing.
        """
        vector = self.query_vector(query, book)
        meant = book.meant(query, vector)
        words = self._grams.transform([query]).toarray()[0]
        return {
            "dense": np.asarray(self._centred @ vector, dtype=np.float32),
            "wide": meant @ book.sense,
            "words": np.asarray(self._words @ words, dtype=np.float32),
            "wide_words": meant @ book.words,
            "name": np.asarray(self._fullnames @ words, dtype=np.float32),
            "trade": book.share(meant),
        }

    def segment_scores(
        self, query: str, expansion: Sequence[str], book: TradeBook, vector: Floats | None = None
    ) -> dict[str, Floats]:
        """Raw scores of the firms whose products are known, each (known,), for a query with its products: dense, words
        and trade as in `wide_scores`, all of them read from the name and the products together. vector: as the query's,
        where it is known without the encoder."""
        if vector is None:
            vector = self.query_vector(query, book, expansion)
        words = self._grams.transform([" ".join((query, *expansion))]).toarray()[0]
        return {
            "dense": np.asarray(self._centred @ vector, dtype=np.float32),
            "words": np.asarray(self._words @ words, dtype=np.float32),
            "trade": book.share(book.meant("、".join((query, *expansion)), vector)),
        }

    def query_vector(self, query: str, book: TradeBook, expansion: Sequence[str] = ()) -> Floats:
        """The query's vector, less what all queries have in common, of length 1."""
        return unit(self.encoder.encode([self.query_text(query, expansion)], query=True)[0] - book.centre)

    def read(self, query: str) -> str:
        """A query in Latin letters in Chinese, where the glossary knows it; any other as it is."""
        terms = self.glossary.chinese(query) if self.glossary else ()
        return "、".join(terms) or query

    @cached_property
    def terms(self) -> NamedTerms:
        """The dictionary of the known firms' products."""
        known = [d for d in self.documents if d.products]
        total = [sum(max(w, 0.0) for _, w in d.products) for d in known]
        shares = [
            [max(w, 0.0) / t if t > 0 else 1 / len(d.products) for _, w in d.products]
            for d, t in zip(known, total, strict=True)
        ]
        return NamedTerms([[p for p, _ in d.products] for d in known], shares)

    def named(self, query: str) -> Mapping[str, float]:
        """The product that a text is, apart from what stands around it in a sentence; none where it is a trade's name
        or says more than one thing."""
        text = content(query[:QUERY_CHARS])
        if query in self._names_of_trades or text in self._names_of_trades:
            return {}
        found = self.terms.of(query[:QUERY_CHARS])
        return found if len(found) == 1 and sum(found.values()) > WHOLLY else {}

    def counts(self, query: str) -> bool:
        """Whether `search` counts what a bare query names, so that nobody counts it again."""
        return self.trades is not None and bool(self.named(query))

    def clear(self, query: str) -> bool:
        """Whether a bare query is about anything that firms make: near enough to a trade, a product, or a firm's own
        words."""
        query = parted(self.read(query))[0]
        if self.trades is None or not query.strip():
            return bool(query.strip())
        if self.named(query):
            return True
        near = float(self.trades.nearness(query, self.query_vector(query, self.trades)).max())
        return near >= FLOOR or float((self._words @ self._grams.transform([query]).toarray()[0]).max()) >= SAID

    def search(self, query: str, expansion: Sequence[str] = (), product: float = NAMED) -> Floats:
        """One fused score a document, (n,); only their order and distances mean something.

        product: deviations that firms gain whose products hold the one product that a bare query is.

        Of a bare query, firms whose products are what it says it does not want (不要涂料) fall back, and firms of which
        no product is known stand below all others, whatever their names suggest.
        """
        if self.trades is None:
            return fuse(self.scores(query, expansion))
        if expansion:
            known = fuse(self.segment_scores(query, expansion, self.trades), SEGMENT)
        else:
            known = self._bare(query, self.trades, product)
        return self._over_all(known)

    def like(self, document: str) -> Floats:
        """One fused score a document, (n,), as `search` for the products of one of the documents: its own vector stands
        for the query's, so nothing is encoded. Raises `KeyError` for an id that is not in the index."""
        row = self.row[document]
        first, *rest = (p for p, _ in self.documents[row].products)
        if self.trades is None:
            return fuse(self.scores(first, rest, self._dense[row]))
        vector = self._centred[int(self.known[:row].sum())]
        return self._over_all(fuse(self.segment_scores(first, rest, self.trades, vector), SEGMENT))

    def _over_all(self, known: Floats) -> Floats:
        """(n,): scores of the firms whose products are known, all others below them."""
        out = np.full(len(self.documents), known.min() - 1, dtype=np.float32)
        out[self.known] = known
        return out

    def _bare(self, query: str, book: TradeBook, product: float) -> Floats:
        """(known,): the fused scores of a query without products."""
        query, unwanted = parted(self.read(query))
        known = fuse(self.wide_scores(query, book), WIDE)
        if named := self.named(query):
            known = known + np.float32(product) * standardised(self.terms.scores(named))
        if unwanted and (named := self.terms.of(unwanted)):
            known = known - np.float32(UNWANTED) * standardised(self.terms.scores(named))
        return known


def fuse(scores: dict[str, Floats], weights: Mapping[str, float] = FUSION) -> Floats:
    """Weighted sum of the standardised scores."""
    out = np.zeros(len(next(iter(scores.values()))), dtype=np.float32)
    for name, weight in weights.items():
        out += np.float32(weight) * standardised(scores[name])
    return out


def standardised(values: Floats) -> Floats:
    """Mean 0, deviation 1 over the documents of one query; a constant becomes 0."""
    spread = float(values.std())
    return np.asarray((values - values.mean()) / spread if spread > 1e-9 else np.zeros_like(values), dtype=np.float32)
