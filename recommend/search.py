"""Free search: what an official types → the firms that make it, how the words were understood, and whether they were.

The order is that of `HybridIndex.search`. What stands in a hit as proof are the firm's own products that say what was
asked, or what the trade sells that was meant; a firm without such a product may still be right, but nothing says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process

from graph.report import short_name
from graph.types import Firm
from recommend.encode import CachedEncoder
from recommend.retrieve import Document, HybridIndex
from recommend.trades import Trade

SAYS = 80.0  # partial ratio (0–100) from which a product says the same as a term: four of five characters in a row
LEAST_CHARS = 2  # of a product or term: one character is contained in everything
QUERY_CHARS = 60  # of a query held against products; a longer one is a text, of which the trades say what is meant
MOST_MEANT = 3  # trades named as what was understood
SHOWN = 4  # products named as proof


@dataclass(frozen=True, slots=True)
class Hit:
    """A firm, its score (comparable within one search), and its products that say what was asked, best first."""

    firm: str
    score: float
    products: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """`clear`: the words are about something that firms make; where not, the order of the hits means nothing.

    meant: names of the trades the words were understood as, the nearest first; empty where there are none.
    """

    clear: bool
    meant: tuple[str, ...]
    hits: tuple[Hit, ...]

    @property
    def stated(self) -> tuple[Hit, ...]:
        """Hits whose own products say it."""
        return tuple(h for h in self.hits if h.products)

    @property
    def unstated(self) -> tuple[Hit, ...]:
        """Hits that only resemble what was asked."""
        return tuple(h for h in self.hits if not h.products)


class FirmSearch:
    """Searches the firms of a store whose products are known."""

    def __init__(self, firms: Iterable[Firm], encoder: CachedEncoder, trades: Sequence[Trade] = ()) -> None:
        self._firms = {f.id: f for f in firms if f.products}
        documents = [Document(f.id, short_name(f), _weighted(f.products), f.name) for f in self._firms.values()]
        self.index = HybridIndex(documents, encoder, trades)

    def warm(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Encode firms and trades ahead."""
        self.index.warm(progress)

    def find(self, query: str, most: int = 200) -> Found:
        """The `most` nearest firms, best first; none for an empty query or an empty store."""
        query = " ".join(query.split())
        if not query or not self._firms:
            return Found(False, (), ())
        clear = self.index.clear(query)
        meant = self._meant(query) if clear else []
        terms = [query] if len(query) <= QUERY_CHARS else []
        terms += [t for trade in meant for t in (*trade.names, *trade.makes)]
        scores = self.index.search(query)
        best = [int(i) for i in np.argsort(-scores, kind="stable")[:most]]
        hits = []
        for i in best:
            firm = self._firms[self.index.documents[i].id]
            hits.append(Hit(firm.id, float(scores[i]), saying(firm.products, terms) if clear else ()))
        return Found(clear, tuple(t.names[0] for t in meant), tuple(hits))

    def _meant(self, query: str) -> list[Trade]:
        book = self.index.trades
        if book is None:
            return []
        weights = book.meant(query, self.index.query_vector(query, book))
        return [book.trades[i] for i in np.argsort(-weights, kind="stable")[:MOST_MEANT] if weights[i] > 0]


def saying(products: Sequence[str], terms: Sequence[str]) -> tuple[str, ...]:
    """The products that contain a term, are contained in one, or nearly so; those nearest to the first term first."""
    own = [p for p in products if len(p) >= LEAST_CHARS]
    asked = [t for t in terms if len(t) >= LEAST_CHARS]
    if not own or not asked:
        return ()
    near = process.cdist(own, asked, scorer=fuzz.partial_ratio, score_cutoff=SAYS)
    order = sorted(range(len(own)), key=lambda i: (-near[i, 0], -near[i].max(), i))
    return tuple(own[i] for i in order if near[i].max() > 0)[:SHOWN]


def _weighted(products: Sequence[str]) -> tuple[tuple[str, float], ...]:
    n = len(products)
    return tuple((p, (n - i) / n) for i, p in enumerate(products))
