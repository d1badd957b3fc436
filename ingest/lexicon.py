"""The catalogue's product terms as one automaton: every term in a text, with the segments it speaks for."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import ahocorasick

from graph.types import Segment


@dataclass(frozen=True, slots=True)
class Hit:
    """A term found in a text: where it ends and which segments it names."""

    term: str
    end: int
    segments: tuple[str, ...]
    weight: float  # how much the term alone says, 0–1: long and rare terms say more


def plain(text: str) -> str:
    """The form in which terms and texts are compared."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()


class Lexicon:
    """Product terms and segment names of all chains."""

    def __init__(self, segments: Iterable[Segment]) -> None:
        owners: dict[str, dict[str, None]] = defaultdict(dict)
        listed = list(segments)
        for s in listed:
            for term in (*s.products, s.name, *re.split(r"[与和及、/（）()]", s.name)):
                form = plain(term)
                if len(form) >= 2:
                    owners[form][s.id] = None
        self.chain = {s.id: s.chain for s in listed}
        self.owners = {term: tuple(ids) for term, ids in owners.items()}
        self.codes: dict[str, tuple[str, ...]] = _codes(listed)
        self._automaton = ahocorasick.Automaton()
        for term, ids in self.owners.items():
            self._automaton.add_word(term, (term, ids, self._weight(term, ids)))
        self._automaton.make_automaton()
        content = json.dumps([sorted(self.owners.items()), sorted(self.codes.items())], ensure_ascii=False)
        self.version = hashlib.blake2b(content.encode(), digest_size=8).hexdigest()

    def _weight(self, term: str, ids: tuple[str, ...]) -> float:
        length = {2: 0.55, 3: 0.75}.get(len(term), 1.0)
        chains = len({self.chain[i] for i in ids})
        return length / (1 + 0.35 * (len(ids) - 1)) / (1 + 0.25 * (chains - 1))

    def find(self, text: str) -> list[Hit]:
        """The longest terms in the text: a term inside a longer one that was found is not counted again."""
        form = plain(text)
        hits = sorted(
            ((end - len(term) + 1, end + 1, term, ids, weight) for end, (term, ids, weight) in self._automaton.iter(form)),
            key=lambda h: (-(h[1] - h[0]), h[0]),
        )
        taken: list[tuple[int, int]] = []
        out: list[Hit] = []
        for start, end, term, ids, weight in hits:
            if any(start < b and a < end for a, b in taken):
                continue
            taken.append((start, end))
            out.append(Hit(term, end, ids, weight))
        return out

    def exact(self, product: str) -> tuple[str, ...]:
        """The segments that list exactly this product."""
        return self.owners.get(plain(product), ())


def _codes(segments: Iterable[Segment]) -> dict[str, tuple[str, ...]]:
    """Industry code → segments; codes shared by many segments say too little and are left out."""
    out: dict[str, list[str]] = defaultdict(list)
    for s in segments:
        for code in s.gbt4754:
            out[code].append(s.id)
    return {code: tuple(ids) for code, ids in out.items() if len(code) >= 3 and len(ids) <= 3}
