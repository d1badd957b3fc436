"""Free search: what an official types → the firms that make it, how the words were understood, and whether they were.

The order is that of `HybridIndex.search`, which also counts the one product that a text may be; several that it names
are counted here. What stands in a hit as proof are the firm's own products that say what was asked, or what the trade
sells that was meant; a firm without such a product may still be right, but nothing says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from graph.model.records import Firm, Segment
from graph.model.text import short_name
from recommend.encode.encoder import CachedEncoder
from recommend.retrieve.index import Document, HybridIndex, standardised
from recommend.retrieve.latin import Glossary
from recommend.retrieve.named_products import parted
from recommend.retrieve.trades import Trade

SAYS = 85.0  # partial ratio (0–100) from which a product says the same as a term: six of seven characters in a row
LEAST_CHARS = 2  # of a product or term: one character is contained in everything
QUERY_CHARS = 60  # of a query held against products; a longer one is a text, of which the trades say what is meant
# A text that is one product is answered by the index, which counts it as it does in `liantu rank`, but more: who types
# into
# the page asks for firms that say so. Chosen on products of the development set, docs/decisions/2026-11-29-recall.md.
PRODUCT = 4.0
NAMED = (
    6.0  # deviations of the fused score that a firm gains whose products are just the several things that were named
)
BESIDE = 3.0  # the same for the other products of the segment that what was named belongs to
CLEARLY = 0.5  # part of a text that names products from which it is about them, whatever trade it is near
MOST_MEANT = 3  # trades named as what was understood
SHOWN = 4  # products named as proof


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A firm, its score (comparable within one search), and its products that say what was asked, best first."""

    firm: str
    score: float
    products: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """`clear`: the words are about something that firms make; where not, the order of the hits means nothing.

    named: words of the text that firms have among their products. meant: names of the segments or trades the words were
    understood as, the nearest first; empty where there are none.
    """

    clear: bool
    named: tuple[str, ...]
    meant: tuple[str, ...]
    hits: tuple[SearchHit, ...]

    @property
    def stated(self) -> tuple[SearchHit, ...]:
        """Hits whose own products say it."""
        return tuple(h for h in self.hits if h.products)

    @property
    def unstated(self) -> tuple[SearchHit, ...]:
        """Hits that only resemble what was asked."""
        return tuple(h for h in self.hits if not h.products)


class FirmSearch:
    """Searches the firms of a store whose products are known."""

    def __init__(
        self,
        firms: Iterable[Firm],
        encoder: CachedEncoder,
        trades: Sequence[Trade] = (),
        segments: Iterable[Segment] = (),
        english: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """trades: what names of industries mean; segments: of the catalogue, whose products stand for each other.
        english: further English names, see `recommend.retrieve.latin.load_english`."""
        segments = list(segments)
        self._firms = {f.id: f for f in firms if f.products}
        self._segments: dict[str, list[Segment]] = {}
        for s in segments:
            for word in dict.fromkeys((s.name, *s.products)):
                self._segments.setdefault(word, []).append(s)
        self._trades = {name for t in trades for name in t.names}
        documents = [Document(f.id, short_name(f), _weighted(f.products), f.name) for f in self._firms.values()]
        self.index = HybridIndex(documents, encoder, trades, Glossary.of(segments, trades, english))

    def warm(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Encode firms and trades ahead."""
        self.index.warm(progress)

    def find(self, query: str, most: int = 200) -> Found:
        """The `most` nearest firms, best first; none for an empty query or an empty store."""
        query = " ".join(query.split())
        if not query or not self._firms:
            return Found(False, (), (), ())
        query = self.index.read(query)
        wanted = parted(query)[0]  # what a text does not want (不要隔膜) is no proof that a firm is wanted
        named = self._named(wanted)
        plain = sum(named.values()) >= CLEARLY
        clear = plain or self.index.clear(query)
        segments = self._segments_of(wanted, named) if plain else []
        beside = list(dict.fromkeys(p for s in segments for p in (s.name, *s.products) if p not in named))
        scores = self._scores(query, {} if self.index.counts(wanted) else named, beside)
        # A text that names its products needs no trade to say what they are.
        trades = [] if plain or not clear else self._meant(wanted)
        words = [*named, *((wanted,) if len(wanted) <= QUERY_CHARS else ()), *beside]
        goods = [t for trade in trades for t in (*trade.names, *trade.makes)]
        hits = []
        for i in (int(i) for i in np.argsort(-scores, kind="stable")[:most]):
            firm = self._firms[self.index.documents[i].id]
            hits.append(SearchHit(firm.id, float(scores[i]), saying(firm.products, words, goods) if clear else ()))
        understood = (s.name for s in segments) if plain else (t.names[0] for t in trades)
        return Found(clear, tuple(named), tuple(dict.fromkeys(understood)), tuple(hits))

    def _scores(self, query: str, named: Mapping[str, float], beside: Sequence[str]) -> NDArray[np.float32]:
        """(firms,): the order of the index, the words named that it has not counted itself, and what stands beside
        them."""
        scores = standardised(self.index.search(query, product=PRODUCT))
        scores += np.float32(NAMED) * self.index.terms.scores(named)
        scores += np.float32(BESIDE) * self.index.terms.scores({p: 1 / len(beside) for p in beside})
        return scores

    def _named(self, query: str) -> dict[str, float]:
        """The goods a text names; of a trade's name that is no product itself, the trade knows better."""
        named = self.index.terms.of(query)
        return {} if query in self._trades and sum(named.values()) < 1 else named

    def _segments_of(self, query: str, named: Mapping[str, float]) -> list[Segment]:
        """The segments of which something named is a product; none where it could be any of many."""
        words = [query, *(w for w, part in named.items() if part >= CLEARLY)]
        found = {s.id: s for w in words for s in self._segments.get(w, ())}
        return list(found.values()) if len(found) <= MOST_MEANT else []

    def _meant(self, query: str) -> list[Trade]:
        book = self.index.trades
        if book is None:
            return []
        weights = book.meant(query, self.index.query_vector(query, book))
        return [book.trades[i] for i in np.argsort(-weights, kind="stable")[:MOST_MEANT] if weights[i] > 0]


def saying(products: Sequence[str], words: Sequence[str], goods: Sequence[str] = ()) -> tuple[str, ...]:
    """The products that hold one of the words or are its head (隔膜 of 锂电池隔膜), those of earlier words first; then
    those that are nearly one of the goods of a trade, which firms write in many ways."""
    own = [p for p in products if len(p) >= LEAST_CHARS]
    held = {
        p: i
        for p in own
        for i, w in reversed([*enumerate(words)])
        if len(w) >= LEAST_CHARS and (w in p or w.endswith(p))
    }
    found = sorted(held, key=lambda p: (held[p], own.index(p)))
    rest = [p for p in own if p not in held]
    asked = [g for g in goods if len(g) >= LEAST_CHARS]
    if rest and asked:
        near = process.cdist(rest, asked, scorer=fuzz.partial_ratio, score_cutoff=SAYS).max(axis=1)
        found += [rest[i] for i in np.argsort(-near, kind="stable") if near[i] > 0]
    return tuple(dict.fromkeys(found))[:SHOWN]


def _weighted(products: Sequence[str]) -> tuple[tuple[str, float], ...]:
    n = len(products)
    return tuple((p, (n - i) / n) for i, p in enumerate(products))
