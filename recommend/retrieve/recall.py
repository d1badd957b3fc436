"""Which firms may work in a segment, and how sure that is: its members, and what retrieval adds."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import nullcontext

import numpy as np
from numpy.typing import NDArray

from graph.measures.columns import MemberColumns
from graph.measures.network import Network
from graph.model.records import MICRO, Firm
from graph.model.text import short_name
from recommend.encode.encoder import CachedEncoder
from recommend.retrieve.index import Document, HybridIndex
from recommend.retrieve.reading import Progress, Reader, Turn, in_turns
from recommend.retrieve.trades import Trade

MOST = 300  # firms that retrieval adds to the members of a segment at most
LEAST = 0.05  # chance below which a firm is not added
SURE = 0.60  # from this confidence a member counts as surely working in the segment
# A firm that is not a member of the segment can only be as sure as the match of its products: the fused score of
# the median sure member marks the even chance. See `_calibrated`.
SLOPE = 1.2
UNASSIGNED_CAP = 0.55


class Recall:
    """Memberships of all firms, and the search over the firms whose products are known."""

    def __init__(
        self,
        firms: Mapping[str, Firm],
        members: MemberColumns,
        network: Network,
        encoder: CachedEncoder,
        trades: Sequence[Trade] = (),
        sellers: Mapping[str, Collection[str]] | None = None,
    ) -> None:
        """sellers: the firms of each segment that are no part of it (`Country.uncounted`); what they sell reads like
        what its members make, so the search would bring them."""
        self._sellers = sellers or {}
        self.firms, self.network, self.encoder, self.trades = firms, network, encoder, tuple(trades)
        self.segments_of: dict[str, list[str]] = {}
        self._members: dict[str, dict[str, float]] = {}  # segment → firm → confidence
        for f, s, confidence in zip(
            members.firm.tolist(), members.segment.tolist(), members.confidence.tolist(), strict=True
        ):
            firm, segment = members.firms[f], members.segments[s]
            self.segments_of.setdefault(firm, []).append(segment)
            self._members.setdefault(segment, {})[firm] = confidence / MICRO
        # What only a registry knows (a scope, no products) is found by its memberships; reading ten thousand
        # scopes with the encoder would take minutes and add little.
        documents = [_document(f) for f in firms.values() if f.products]
        self._readable = len(documents)
        self.reader = Reader(documents, encoder, self._index, self._first_search)

    @property
    def index(self) -> HybridIndex:
        """The search over the firms read so far."""
        return self.reader.index

    def warm(self, progress: Progress | None = None, gate: Turn = nullcontext) -> None:
        """Encode segments and firms, so that the first list is as fast as the next; a gate lets others have a turn."""
        # Queries first: a list for any segment then needs no encoder, however many firms are still unread.
        queries = [HybridIndex.query_text(s.name, s.products) for s in self.network.makers.values()]
        queries += [t.text for t in self.trades]
        in_turns(self.encoder, queries, query=True, progress=progress, gate=gate)
        self.reader.read(progress, gate)

    def candidates(self, segment: str) -> dict[str, float]:
        """Firms that may work in a segment, with how sure that is (0–1): its members, and what retrieval adds. In a
        demand node nobody works."""
        if segment not in self.network.makers:
            return {}
        members, sellers = self._members.get(segment, {}), self._sellers.get(segment, ())
        out = dict(members)
        if not self.index.documents:
            return out
        seg = self.network.segments[segment]
        scores = self.index.search(seg.name, seg.products)
        even = self._even(scores, members)
        for i in np.argsort(-scores, kind="stable")[:MOST]:
            firm = self.index.documents[int(i)].id
            if firm not in members and firm not in sellers:
                out[firm] = _calibrated(float(scores[i]), even)
        return {f: c for f, c in out.items() if f in members or c >= LEAST}

    def members(self, segment: str) -> tuple[str, ...]:
        """The firms that work in a segment, by id."""
        return tuple(sorted(self._members.get(segment, ())))

    def similar(self, firm_id: str) -> dict[str, float]:
        """How alike other firms' products are, 0–1: the fused score of a search for this firm's own products,
        squeezed."""
        firm = self.firms[firm_id]
        if not firm.products or not self.index.documents:
            return {}
        row = self.index.row.get(firm_id)
        # One that has been read needs no encoder: its own vector is at hand.
        scores = self.index.search(firm.products[0], firm.products[1:]) if row is None else self.index.like(firm_id)
        top = float(scores[row]) if row is not None else float(np.max(scores))
        middle = float(np.median(scores))
        spread = max(top - middle, 1e-9)
        return {
            d.id: float(np.clip((s - middle) / spread, 0.0, 1.0))
            for d, s in zip(self.index.documents, scores, strict=True)
            if d.id != firm_id
        }

    def _index(self, read: Sequence[Document]) -> HybridIndex:
        """An index over these; while firms are still being read, trades are left out until they have been read
        themselves."""
        whole = len(read) == self._readable
        unread = not whole and self.encoder.missing([t.text for t in self.trades], query=True)
        return HybridIndex(read, self.encoder, () if unread else self.trades)

    def _first_search(self, index: HybridIndex) -> None:
        segment = next(iter(self.network.makers.values()), None)
        if segment is not None:
            index.search(segment.name, segment.products)

    def _even(self, scores: NDArray[np.float32], members: Mapping[str, float]) -> float:
        """The fused score of an ordinary sure member: where a firm that is none reaches an even chance."""
        sure = [float(scores[self.index.row[f]]) for f, c in members.items() if c >= SURE and f in self.index.row]
        return float(np.median(sure)) if sure else float(np.quantile(scores, 0.995))


def _document(firm: Firm) -> Document:
    n = len(firm.products)
    return Document(firm.id, short_name(firm), tuple((p, (n - i) / n) for i, p in enumerate(firm.products)))


def _calibrated(score: float, even: float) -> float:
    """A fused score as a chance: an ordinary member's score is an even chance, capped since nothing states it."""
    return float(min(UNASSIGNED_CAP, 1 / (1 + np.exp(-SLOPE * (score - even)))))
