"""The terms of the catalogue and the activities of registers as numbers, each looked at once.

72 of 100 activities of a register are among its 20,000 most common, so most firms cost look-ups only.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.assign.business_scope import Mode, own_mode, says_trade
from ingest.assign.learned.bags import of_activities
from ingest.assign.learned.features import Shape
from ingest.assign.learned.reading import without_verbs
from ingest.assign.learned.registers.ragged import Indices, Ragged
from ingest.assign.learned.role_model import MODES
from ingest.assign.lexicon import OUTSIDE, Hit, Lexicon, all_plain

MOST = 200_000  # activities that are remembered; then all are forgotten, since a register's tail never comes again
MODE_NUMBER: dict[Mode, int] = {"make": 0, "service": 1, "trade": 2, "plain": 3}
assert tuple(MODE_NUMBER) == MODES
Column = NDArray[np.float64]


@dataclass(frozen=True)
class Hits:
    """Terms found in some texts, one text after the other: in which text, which term, where it ends."""

    text: Indices
    term: Indices
    end: Indices


class Terms:
    """What is known of each term of the lexicon, by number; segments are numbers too, `outside` behind the last."""

    def __init__(self, lexicon: Lexicon, shape: Shape) -> None:
        self.lexicon = lexicon
        self.names = list(lexicon.owners)
        self.number = {term: i for i, term in enumerate(self.names)}
        self.outside = len(shape.ids)
        owners = list(lexicon.owners.values())
        place = {**shape.place, OUTSIDE: self.outside}
        self.length = np.array([len(t) for t in self.names], np.int64)
        self.owners = np.array([len(ids) for ids in owners], np.int64)
        self.general = np.array([lexicon.is_general(t) for t in self.names], np.bool_)
        self.aside = np.array([t in lexicon.aside for t in self.names], np.bool_)
        self.trade = np.array([says_trade(t) for t in self.names], np.bool_)
        self.only_outside = np.array([ids == (OUTSIDE,) for ids in owners], np.bool_)
        self.weight = np.array([lexicon.weight_of(t) for t in self.names])
        self.segments = Ragged(np.int64)
        self.segments.add(self.owners, np.array([place[s] for ids in owners for s in ids], np.int64))

    def found(self, forms: list[str]) -> Hits:
        """The terms in texts in plain form."""
        found: list[list[Hit]] = self.lexicon.find_in_forms(forms)
        text = [i for i, hits in enumerate(found) for _ in hits]
        term = [self.number[hit.term] for hits in found for hit in hits]
        end = [hit.end for hits in found for hit in hits]
        return Hits(*(np.array(column, np.int64) for column in (text, term, end)))


class Book:
    """The activities met so far by number: text, what is done by their own words, terms, n-grams."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        self.number: dict[str, int] = {}
        self._own: dict[str, Mode | None] = {}
        self.texts: list[str] = []
        self._learned = 0
        self._length = Ragged(np.int64)  # characters of the activity without its verbs
        self._hits = Ragged(np.int64, np.int64)
        self._grams = Ragged(np.uint32)

    def own_mode(self, item: str) -> Mode | None:
        """`business_scope.own_mode`; an activity that is new gets its number."""
        try:
            return self._own[item]
        except KeyError:
            mode = self._own[item] = own_mode(item)
            if mode is not None:
                self.number[item] = len(self.texts)
                self.texts.append(item)
            return mode

    def learn(self) -> None:
        """Look at the activities that are new since the last time, all together."""
        new = self.texts[self._learned :]
        if not new:
            return
        self._learned = len(self.texts)
        bare = all_plain([without_verbs(text) for text in new])
        hits = self.terms.found(all_plain(new))
        self._length.add(np.ones(len(new), np.int64), np.array([len(form) for form in bare], np.int64))
        self._hits.add(np.bincount(hits.text, minlength=len(new)), hits.term, hits.end)
        whose, found = of_activities(bare)
        self._grams.add(np.bincount(whose, minlength=len(new)), found)

    def lengths(self, which: Indices) -> Indices:
        """Characters of these activities, verbs left out."""
        return self._length.of(which)[1][0]

    def hits(self, which: Indices) -> Hits:
        """The terms in these activities."""
        text, (term, end) = self._hits.of(which)
        return Hits(text, term, end)

    def grams(self, which: Indices) -> tuple[Indices, NDArray[np.uint32]]:
        """(whose, which): the n-grams of these activities."""
        whose, (found,) = self._grams.of(which)
        return whose, found
