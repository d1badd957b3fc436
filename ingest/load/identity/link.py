"""Rows that no key ties to a firm, held against the firms that they may be: linked, left apart, or put to a person.

A firm that the load brings without a credit code is held against all firms; one with a code against those that have
none. Nothing here depends on the order of rows: pairs are taken by their score, then by their ids.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from graph.model.records import Firm
from graph.model.regions import Regions
from graph.store.base.protocol import WriteBatch
from ingest.load.identity.sketch import Sketch, side_of, sketch_of_firm
from ingest.match import queue
from ingest.match.likely_pairs import Blocks
from ingest.match.likeness import Side
from ingest.match.name_parts import NameReader
from ingest.match.score import Match, Weights, match

REASONS_KEPT = 6
NEAR = 0.02  # scores that are this close do not say which of two firms is meant


@dataclass(frozen=True)
class Linked:
    """What matching found: new firm id → the firm that it is; pairs to review."""

    into: dict[str, str] = field(default_factory=dict)
    review: list[queue.ReviewPair] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Scored:
    left: str
    right: str
    match: Match


def link(batch: WriteBatch, new: Mapping[str, Sketch], regions: Regions, source: str) -> Linked:
    """Match the firms that only this load knows. new: their ids and what the load says of them."""
    if not new:
        return Linked()
    linker = _Linker(batch, new, NameReader(regions.places), Weights.load())
    return linker.settle(linker.scored(), queue.holding(batch), source)


class _Linker:
    def __init__(self, batch: WriteBatch, new: Mapping[str, Sketch], reader: NameReader, learned: Weights) -> None:
        self.batch, self.new, self.reader, self.learned = batch, new, reader, learned
        self.sides: dict[str, Side] = {}
        self.names = {f: s.name for f, s in new.items()}

    def side(self, firm: str) -> Side:
        """A firm of this load, made ready to be compared."""
        if firm not in self.sides:
            self.sides[firm] = side_of(self.reader, self.new[firm])
        return self.sides[firm]

    def scored(self) -> list[_Scored]:
        """All pairs that are one firm or may be."""
        ids, codes = (self.batch.column("firm", c) for c in ("id", "uscc"))
        bare = {f: self.side(f) for f, s in self.new.items() if not s.uscc}
        found: set[tuple[str, str]] = set()
        if bare:
            blocks = Blocks(bare, self.reader)
            names, places, others = (self.batch.column("firm", c) for c in ("name", "region", "aliases"))
            for rid, firm in ids.items():
                found |= {(f, firm) for f in blocks.find(f"{names[rid]} {others[rid]}", places[rid], firm)}
            for firm, sketch in self.new.items():
                told = " ".join((sketch.name, *sketch.aliases))
                found |= {_ordered(f, firm, self.new) for f in blocks.find(told, sketch.region, firm)}
        coded = {f: s for f, s in self.new.items() if s.uscc}
        without = [ids[r] for r in ids if not codes[r]] if coded else []
        if without:
            known = self.known(without)
            blocks = Blocks(known, self.reader)
            for firm, sketch in coded.items():
                found |= {(firm, f) for f in blocks.find(" ".join((sketch.name, *sketch.aliases)), sketch.region)}
        self.known([right for _, right in found if right not in self.new])
        out = []
        for left, right in sorted(found):
            got = match(self.side(left), self.sides[right] if right in self.sides else self.side(right), self.learned)
            if got.outcome != "different":
                out.append(_Scored(left, right, got))
        return out

    def known(self, firms: Sequence[str]) -> dict[str, Side]:
        """Firms of the store, made ready to be compared."""
        missing = sorted({f for f in firms if f not in self.sides})
        for firm in self.batch.current(Firm, "id", missing):
            self.sides[firm.id] = side_of(self.reader, sketch_of_firm(firm))
            self.names[firm.id] = firm.name
        return {f: self.sides[f] for f in firms if f in self.sides}

    def settle(self, scored: Sequence[_Scored], decided: Mapping[str, queue.Decision], source: str) -> Linked:
        """Link what is surely one firm; two firms of the store, or two codes, are never made one by a score."""
        groups = _Groups(self.new, self.sides)
        review: list[queue.ReviewPair] = []
        sure = [s for s in scored if s.match.outcome == "same" and _undecided(s, decided)]
        rivals = _rivals(sure)
        for s in sorted(sure, key=lambda s: (-s.match.score, s.left, s.right)):
            if s.left in rivals or s.right in rivals or not groups.join(s.left, s.right):
                review.append(self.pair(s, source))
        review += [self.pair(s, source) for s in scored if s.match.outcome == "review" and _undecided(s, decided)]
        into = groups.into()
        ends = [replace(p, left=groups.root(p.left), right=groups.root(p.right)) for p in review]
        return Linked(into, [p for p in ends if p.left != p.right and p.id not in decided])

    def pair(self, s: _Scored, source: str) -> queue.ReviewPair:
        """A pair as a person sees it."""
        reasons = tuple((r.feature, round(r.weight, 2)) for r in s.match.reasons[:REASONS_KEPT])
        left, right = self.names[s.left], self.names[s.right]
        return queue.ReviewPair(s.left, s.right, left, right, round(s.match.score, 4), reasons, source)


class _Groups:
    """Firms that are one: at most one of the store and one credit code in each group."""

    def __init__(self, new: Mapping[str, Sketch], sides: Mapping[str, Side]) -> None:
        self._new, self._sides = new, sides
        self._parent: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}

    def root(self, firm: str) -> str:
        """The firm that stands for a group."""
        while (up := self._parent.get(firm, firm)) != firm:
            firm = up
        return firm

    def join(self, a: str, b: str) -> bool:
        """Make two groups one; False where that would join two firms of the store or two codes."""
        x, y = self.root(a), self.root(b)
        if x == y:
            return True
        members = self._members.get(x, [x]) + self._members.get(y, [y])
        stored = [m for m in members if m not in self._new]
        if len(stored) > 1 or any(
            len({getattr(self._sides[m], code) for m in members} - {""}) > 1 for code in ("uscc", "stock_code")
        ):
            return False
        root = stored[0] if stored else min(members, key=_surest)
        for m in (x, y):
            self._parent[m] = root
        self._parent[root] = root
        self._members[root] = members
        return True

    def into(self) -> dict[str, str]:
        """Firm of this load → the firm that it is, where that is another."""
        return {f: self.root(f) for f in sorted(self._parent) if f in self._new and self.root(f) != f}


def _rivals(sure: Sequence[_Scored]) -> set[str]:
    """Firms that surely are each of two firms which are not surely one another: a person must say which."""
    partners: dict[str, dict[str, float]] = {}
    for s in sure:
        partners.setdefault(s.left, {})[s.right] = s.match.score
        partners.setdefault(s.right, {})[s.left] = s.match.score
    out = set()
    for firm, scores in partners.items():
        near = [p for p, score in scores.items() if score > max(scores.values()) - NEAR]
        if any(q not in partners[p] for p in near for q in near if p < q):
            out.add(firm)
    return out


def _undecided(s: _Scored, decided: Mapping[str, queue.Decision]) -> bool:
    return queue.pair_id(s.left, s.right) not in decided


def _ordered(a: str, b: str, new: Mapping[str, Sketch]) -> tuple[str, str]:
    """Two firms of one load: the one without a code first, then by id, so that each pair comes once."""
    if bool(new[a].uscc) != bool(new[b].uscc):
        return (b, a) if new[a].uscc else (a, b)
    return (max(a, b), min(a, b))


def _surest(firm: str) -> tuple[int, str]:
    return "usn".find(firm[:1]) % 4, firm
