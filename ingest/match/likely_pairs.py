"""Blocking: which firms a name may mean at all, before any pair is scored.

A firm is found by its brand, its whole core and those of its other names, wherever they stand in the other's name; both
must lie in one city as far as both are known. One pass over the names with Aho and Corasick's automaton (1975), so that
a list of a hundred firms is held against a register of 300,000 in a second.
"""

from __future__ import annotations

from collections.abc import Mapping

import ahocorasick

from ingest.match.likeness import MUNICIPAL, Side
from ingest.match.name_parts import NameReader, simplified

MOST = 60  # candidates of one name; a brand that more firms of a city bear says nothing


class Blocks:
    """The firms that names are held against."""

    def __init__(self, firms: Mapping[str, Side], reader: NameReader) -> None:
        self._firms = firms
        self._cities = {firm: city_of(s.region) for firm, s in firms.items()}
        words: dict[str, list[str]] = {}
        for firm, s in firms.items():
            told = {s.parts.core, s.parts.brand}
            for other in s.other_names:
                parts = reader.parts(other)
                told |= {parts.core, parts.brand}
            for word in told:
                if len(word) >= 2 and not reader.tells_nothing(word, s.parts.core):
                    words.setdefault(word, []).append(firm)
        self._automaton = ahocorasick.Automaton()
        for word, ids in words.items():
            self._automaton.add_word(word, (len(word), ids))
        if words:
            self._automaton.make_automaton()
        self._empty = not words

    def find(self, text: str, region: str, own: str = "") -> list[str]:
        """The firms that a name (or a name with its aliases) may mean, by the longest word found; not `own` itself."""
        if self._empty:
            return []
        city = city_of(region)
        best: dict[str, int] = {}
        for _, (length, ids) in self._automaton.iter(simplified(text)):
            for firm in ids:
                there = self._cities[firm]
                if firm != own and (not city or not there or city == there):
                    best[firm] = max(best.get(firm, 0), length)
        ranked = sorted(best, key=lambda f: (-best[f], f))
        return ranked[:MOST]


def city_of(region: str) -> str:
    """The digits of a code that tell its city; '' for a province or none."""
    if region[:2] in MUNICIPAL:
        return region[:2]
    return "" if region[2:] == "0000" else region[:4]
