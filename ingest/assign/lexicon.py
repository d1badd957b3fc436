"""The catalogue's product terms, and the general words of `data/terms.yaml`, as one automaton: every term in a text,
with the segments it speaks for."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from operator import itemgetter
from pathlib import Path

import ahocorasick
import yaml

from graph.errors import InvalidCatalogue, UnreadableFile
from graph.model.records import Segment

_BETWEEN = "\x00"  # between texts that are read together: it is in no term, and nothing joins with it
_SPACE = re.compile(r"\s+")
OUTSIDE = "outside"  # stands where a segment's id would: the activity belongs to no chain
Named = tuple[str, tuple[str, ...], float]  # a term, its segments, its weight
_BY_LENGTH = itemgetter(0, 1)
GENERAL_WEIGHT = 0.6  # a general word says less than a product term of the same length


@dataclass(frozen=True, slots=True)
class Hit:
    """A term found in a text: where it ends and which segments it names."""

    term: str
    end: int
    segments: tuple[str, ...]
    weight: float  # how much the term alone says, 0–1: long and rare terms say more


def plain(text: str) -> str:
    """The form in which terms and texts are compared."""
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


def all_plain(texts: Sequence[str]) -> list[str]:
    """The same of many short texts at once, ten times faster."""
    joined = unicodedata.normalize("NFKC", _BETWEEN.join(texts)).lower()
    if joined.count(_BETWEEN) != len(texts) - 1:  # one of them holds it, or there is none
        return [plain(text) for text in texts]
    if _SPACE.search(joined):
        joined = _SPACE.sub("", joined)
    return joined.split(_BETWEEN)


@dataclass(frozen=True)
class GeneralTerms:
    """What `data/terms.yaml` holds: general words by segment, words outside all chains, words that say nothing;
    further wordings of a product (`also`), and activities that firms of any trade register (`aside`)."""

    general: dict[str, tuple[str, ...]]
    outside: tuple[str, ...]
    stop: frozenset[str]
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    aside: frozenset[str] = frozenset()
    shared: tuple[frozenset[str], ...] = ()  # segments that may list the same products, for the lint

    @classmethod
    def load(cls, file: Path) -> GeneralTerms:
        """Raises `UnreadableFile` where the file is missing and `InvalidCatalogue` where it is not as described."""
        if not file.is_file():
            raise UnreadableFile(file.name, "not found", "set LIANTU_DATA to the folder that holds it")
        try:
            raw = yaml.safe_load(file.read_text(encoding="utf-8"))
            aside = tuple(plain(w) for w in raw.get("aside") or ())
            outside = tuple(plain(w) for group in raw["outside"] for w in group)
            return cls(
                _by_word(raw["general"]),
                outside + aside,
                frozenset(plain(w) for w in raw["stop"]),
                _by_word(raw.get("also") or {}),
                frozenset(aside),
                tuple(frozenset(entry["segments"]) for entry in raw.get("shared") or ()),
            )
        except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
            why = " ".join(str(error).split())  # one line, whatever the parser drew
            raise InvalidCatalogue([f"{file.name}: {why}; it needs general, outside and stop, see its head"]) from error

    def through(self, now: Callable[[str], tuple[str, ...]]) -> GeneralTerms:
        """The same with every segment replaced by those that `now` gives for it, none where it gives none."""

        def renamed(words: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
            found = {w: tuple(dict.fromkeys(n for s in ids for n in now(s))) for w, ids in words.items()}
            return {w: ids for w, ids in found.items() if ids}

        shared = tuple(frozenset(n for s in group for n in now(s)) for group in self.shared)
        return replace(self, general=renamed(self.general), also=renamed(self.also), shared=shared)


def _by_word(words_of: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """{segment: words} → {word: segments}."""
    out: dict[str, dict[str, None]] = defaultdict(dict)
    for segment, words in words_of.items():
        for word in words:
            out[plain(word)][segment] = None
    return {word: tuple(segments) for word, segments in out.items()}


NO_GENERAL_TERMS = GeneralTerms({}, (), frozenset())


class Lexicon:
    """Product terms, segment names and general words of all chains; demand nodes, which make nothing, have none."""

    def __init__(self, segments: Iterable[Segment], extra: GeneralTerms = NO_GENERAL_TERMS) -> None:
        owners: dict[str, dict[str, None]] = defaultdict(dict)
        listed = list(segments)
        for s in (s for s in listed if not s.demand):
            for term in (*s.products, s.name):
                form = plain(term)
                if len(form) >= 2 and form not in extra.stop:
                    owners[form][s.id] = None
        self.chain = {s.id: s.chain for s in listed} | {OUTSIDE: OUTSIDE}
        named = {s for words in (extra.general, extra.also) for ids in words.values() for s in ids}
        if unknown := sorted(named - self.chain.keys()):
            raise InvalidCatalogue([f"terms.yaml: no segment {s}" for s in unknown])
        for word, segments_of in extra.also.items():  # another wording of a product says as much as the product
            if word not in owners:
                owners[word] = dict.fromkeys(segments_of)
        self.aside = extra.aside
        # A word that is a product term already keeps that meaning; outside words give way to both.
        self._general = {w: ids for w, ids in extra.general.items() if w not in owners}
        outside = {w: (OUTSIDE,) for w in extra.outside if w not in owners and w not in self._general}
        self.owners = {term: tuple(ids) for term, ids in owners.items()} | self._general | outside
        self.codes: dict[str, tuple[str, ...]] = _codes(listed)
        self._automaton = ahocorasick.Automaton()
        for term, ids in self.owners.items():
            self._automaton.add_word(term, (term, ids, self._weight(term, ids)))
        self._automaton.make_automaton()
        said = [sorted(self.owners.items()), sorted(self._general), sorted(self.aside), sorted(self.codes.items())]
        content = json.dumps(said, ensure_ascii=False)
        self.version = hashlib.blake2b(content.encode(), digest_size=8).hexdigest()

    def _weight(self, term: str, ids: tuple[str, ...]) -> float:
        length = {1: 0.4, 2: 0.55, 3: 0.75}.get(len(term), 1.0)
        chains = len({self.chain[i] for i in ids})
        general = GENERAL_WEIGHT if term in self._general else 1.0
        return general * length / (1 + 0.35 * (len(ids) - 1)) / (1 + 0.25 * (chains - 1))

    def weight_of(self, term: str) -> float:
        """How much a term of the lexicon says, 0–1."""
        return self._weight(term, self.owners[term])

    def is_general(self, term: str) -> bool:
        """Is this a word that says the trade and not the step?"""
        return term in self._general

    def find(self, text: str) -> list[Hit]:
        """The longest terms in the text: a term inside a longer one that was found is not counted again."""
        return self._longest(list(self._automaton.iter(plain(text))))

    def find_in_forms(self, forms: Sequence[str]) -> list[list[Hit]]:
        """The same for many texts that are in plain form already."""
        joined = _BETWEEN.join(forms)
        ends = list(accumulate(len(form) + 1 for form in forms))
        if joined.count(_BETWEEN) != len(forms) - 1:
            return [self._longest(list(self._automaton.iter(form))) for form in forms]
        held: dict[int, list[tuple[int, Named]]] = {}
        at = start = 0
        for end, named in self._automaton.iter(joined):
            while end >= ends[at]:
                start = ends[at]
                at += 1
            held.setdefault(at, []).append((end - start, named))
        return [self._longest(held[i]) if i in held else [] for i in range(len(forms))]

    @staticmethod
    def _longest(found: list[tuple[int, Named]]) -> list[Hit]:
        """Of (last character, term) the longest ones, the first among equals, that do not overlap."""
        if len(found) == 1:
            end, (term, ids, weight) = found[0]
            return [Hit(term, end + 1, ids, weight)]
        hits = [(-len(term), end - len(term) + 1, end + 1, term, ids, weight) for end, (term, ids, weight) in found]
        hits.sort(key=_BY_LENGTH)
        taken: list[tuple[int, int]] = []
        out: list[Hit] = []
        for _, start, end, term, ids, weight in hits:
            if any(start < b and a < end for a, b in taken):
                continue
            taken.append((start, end))
            out.append(Hit(term, end, ids, weight))
        return out

    def exact(self, product: str) -> tuple[str, ...]:
        """The segments that list exactly this product, as a term of the catalogue."""
        form = plain(product)
        return () if form in self._general or self.owners.get(form) == (OUTSIDE,) else self.owners.get(form, ())


def _codes(segments: Iterable[Segment]) -> dict[str, tuple[str, ...]]:
    """Industry code → segments; codes shared by many segments say too little and are left out."""
    out: dict[str, list[str]] = defaultdict(list)
    for s in segments:
        for code in s.gbt4754:
            out[code].append(s.id)
    return {code: tuple(ids) for code, ids in out.items() if len(code) >= 3 and len(ids) <= 3}
