"""Firms of a register as arrays: their activities, and the words of the catalogue in their names and activities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.model.records import StatedFacts
from ingest.assign import assigner as rules
from ingest.assign.assigner import core_name
from ingest.assign.business_scope import clauses
from ingest.assign.learned.reading import MOST_CLAUSES
from ingest.assign.learned.registers.book import MODE_NUMBER, Book, Column, Terms
from ingest.assign.learned.registers.ragged import Groups, Indices
from ingest.assign.lexicon import all_plain

IN_NAME = len(MODE_NUMBER)  # stands where an activity's mode would, for a word of the firm's name
_MODE_WEIGHT = np.array([rules.MODE_WEIGHT[mode] for mode in MODE_NUMBER])
_SERVICE, _TRADE = MODE_NUMBER["service"], MODE_NUMBER["trade"]


@dataclass(frozen=True)
class Acts:
    """All activities, firm after firm: whose, its place in the scope, what is done in it, its number in the book."""

    firm: Indices
    place: Indices
    mode: Indices
    number: Indices

    def where(self, kept: NDArray[np.bool_]) -> Acts:
        """Some of them."""
        return Acts(self.firm[kept], self.place[kept], self.mode[kept], self.number[kept])


@dataclass(frozen=True)
class Words:
    """Terms as they stand in names, then in activities: like `reading.Word`, with what each says by the rules.

    act: which of all activities it stands in, −1 in a name; weight: what its evidence weighs.
    """

    firm: Indices
    place: Indices
    mode: Indices
    term: Indices
    behind: Indices
    length: Indices
    act: Indices
    weight: Column


@dataclass(frozen=True)
class Told:
    """What the words alone say of pairs of firm and segment (`outside` among these), by the rules of assignment.

    groups: their words, those that say most first; word: which words these are; sure: how sure they are, a pair each.
    """

    groups: Groups
    word: Indices
    sure: Column


@dataclass(frozen=True)
class Firms:
    """Firms one after the other. acts: those that are read; every: all."""

    names: Sequence[str]
    scopes: Sequence[str]
    sources: Sequence[str]
    cores: Sequence[str]
    every: Acts
    acts: Acts
    words: Words

    def __len__(self) -> int:
        return len(self.names)


def read_firms(given: Sequence[StatedFacts], book: Book) -> Firms:
    """Read names and scopes as `reading.read_firm` does."""
    names = [f.get("name", "") for f in given]
    scopes = [f.get("scope", "") for f in given]
    cores = [core_name(name) for name in names]
    sizes: list[int] = []
    modes: list[int] = []
    numbers: list[int] = []
    for scope in scopes:
        found = clauses(scope, book.own_mode)
        sizes.append(len(found))
        numbers += [book.number[text] for text, _ in found]
        modes += [MODE_NUMBER[mode] for _, mode in found]
    book.learn()
    size = np.array(sizes, np.int64)
    firm = np.repeat(np.arange(len(given)), size)
    place = np.arange(len(firm)) - np.repeat(np.cumsum(size) - size, size)
    every = Acts(firm, place, np.array(modes, np.int64), np.array(numbers, np.int64))
    acts = every.where(place < MOST_CLAUSES)
    words = _words(cores, every, book)
    return Firms(names, scopes, [f.get("source", "") for f in given], cores, every, acts, words)


def _words(cores: list[str], every: Acts, book: Book) -> Words:
    terms = book.terms
    named = terms.found(all_plain(cores))
    length = np.array([len(core) for core in cores], np.int64)[named.text]
    said = book.hits(every.number)
    around = book.lengths(every.number)[said.text]
    sold = np.bincount(every.firm, weights=every.mode != _TRADE, minlength=len(cores)) == 0
    sells = sold & (np.bincount(every.firm, minlength=len(cores)) > 0)
    term = np.concatenate([named.term, said.term])
    in_names = _name_weight(named.term, named.end, length, sells[named.text], terms)
    in_scopes = _scope_weight(said.term, every.place[said.text], every.mode[said.text], terms)
    return Words(
        firm=np.concatenate([named.text, every.firm[said.text]]),
        place=np.concatenate([np.zeros(len(length), np.int64), every.place[said.text]]),
        mode=np.concatenate([np.full(len(length), IN_NAME), every.mode[said.text]]),
        term=term,
        behind=np.concatenate([length - named.end, around - said.end]),
        length=np.concatenate([length, around]),
        act=np.concatenate([np.full(len(length), -1), said.text]),
        weight=_rounded(np.concatenate([in_names, in_scopes]) * terms.weight[term]),
    )


def _name_weight(term: Indices, end: Indices, length: Indices, sells: NDArray[np.bool_], terms: Terms) -> Column:
    """As `Assigner.by_words` weighs a word of a name: by where it stands, and less where the firm only sells."""
    told = np.where(terms.only_outside[term], rules.OUTSIDE_NAME, rules.NAME_WEIGHT)
    told *= np.where(sells & ~terms.trade[term], rules.SELLER_NAME, 1.0)
    return np.asarray(told * np.where(end >= length - 2, 1.0, 0.75))


def _scope_weight(term: Indices, place: Indices, mode: Indices, terms: Terms) -> Column:
    """As it weighs a word of an activity: by its place, what is done, and whether any firm registers it."""
    done = np.where((mode == _TRADE) & terms.trade[term], _SERVICE, mode)
    aside = terms.aside[term] & (terms.only_outside[term] | (place > 0))
    early = 1.0 / (1 + rules.PLACE_DECAY * place)
    return np.asarray(early * _MODE_WEIGHT[done] * np.where(aside, rules.ASIDE, 1.0))


def _rounded(weight: Column) -> Column:
    """Four digits, as Python rounds: what lies near the middle is left to it."""
    scaled = weight * 1e4
    out = np.rint(scaled) / 1e4
    for i in np.flatnonzero(np.abs(scaled - np.floor(scaled) - 0.5) < 1e-6).tolist():
        out[i] = round(float(weight[i]), 4)
    return out


def told_of(words: Words, terms: Terms) -> Told:
    """How sure the words are of each segment they name: the best in full, five more at a third (`confidence_of`)."""
    word, (segment,) = terms.segments.of(words.term)
    key = words.firm[word] * (terms.outside + 1) + segment
    order = np.lexsort((-words.weight[word], key))
    word, groups = word[order], Groups(key[order])
    weight, rank = words.weight[word], groups.rank
    rest = np.zeros(len(groups.keys))
    for k in range(1, 6):  # one after the other, as a sum over a list adds them
        rest[groups.number[rank == k]] += weight[rank == k]
    return Told(groups, word, 1 - np.exp(-1.3 * (weight[rank == 0] + rest / 3)))
