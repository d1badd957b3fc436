"""Queries in Latin letters: English names of segments, and pinyin of the words firms and trades use.

The encoder in four bits reads Chinese products badly from either, so such a query is first put into Chinese: by the
pinyin of whole terms, exact; else by the English names that the catalogue gives its segments and `data/english.yaml`
gives the trades, compared as character n-grams, which forgives a plural or a slip of the keys. What is neither stays as
it was and falls below the floor like any other noise. Offline: pypinyin carries its own dictionary.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import yaml
from scipy import sparse

from graph.errors import InvalidCatalogue
from graph.model.records import Segment
from recommend.retrieve.trades import Trade

if TYPE_CHECKING:
    from sklearn.feature_extraction.text import TfidfVectorizer

HAN = re.compile(r"[\u3400-\u9fff]")
LETTERS = re.compile(r"[^a-z]+")
LEAST_LETTERS = 3
# cosine of character n-grams from which an English name is meant; see docs/decisions/2026-11-25-recall-ladder.md
LIKE = 0.50
BESIDE = 0.97  # part of the best cosine from which a further name is meant too
MOST_SEGMENTS = 3
MOST_HOMOPHONES = 4
TERMS = 6  # Chinese terms an English name is put into
COVERED = 1.0  # part of the letters that pinyin words must account for: half a reading is a guess


class Glossary:
    """English and pinyin to Chinese terms.

    english: English name → Chinese terms. words: Chinese words that may be typed in pinyin.
    """

    def __init__(self, english: Mapping[str, Sequence[str]], words: Iterable[str]) -> None:
        self._english = {k: tuple(v) for k, v in english.items() if k.strip() and v}
        self._words = tuple(dict.fromkeys(w for w in words if w))

    @classmethod
    def of(
        cls,
        segments: Iterable[Segment],
        trades: Sequence[Trade] = (),
        english: Mapping[str, Sequence[str]] | None = None,
    ) -> Glossary:
        """From the catalogue and the book of trades. english: further names, see `load_english`."""
        segments = [s for s in segments if not s.demand]
        names = {s.name_en: (s.name, *s.products)[:TERMS] for s in segments if s.name_en}
        words = [w for s in segments for w in (s.name, *s.products)]
        words += [w for t in trades for w in (*t.names, *t.makes)]
        return cls({**(english or {}), **names}, words)

    @cached_property
    def _own(self) -> frozenset[str]:
        """Words in Latin letters that stand in the Chinese terms as they are: PCB, LED, MDI."""
        return frozenset(m.lower() for w in self._words for m in re.findall(r"[A-Za-z][A-Za-z0-9\-]+", w))

    @cached_property
    def _pinyin(self) -> dict[str, list[str]]:
        """Letters without tones or spaces → the words read so. Words of one character are too many to mean anything."""
        from pypinyin import lazy_pinyin  # slow to import, and most queries are Chinese

        out: dict[str, list[str]] = {}
        for word in self._words:
            if len(HAN.findall(word)) == len(word) >= 2:
                out.setdefault("".join(lazy_pinyin(word, v_to_u=False)), []).append(word)
        return out

    @cached_property
    def _names(self) -> tuple[TfidfVectorizer, sparse.csr_matrix]:
        from sklearn.feature_extraction.text import TfidfVectorizer  # slow to import, as pypinyin above

        fit = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, dtype=np.float32)
        return fit, fit.fit_transform([k.lower() for k in self._english])

    def chinese(self, query: str) -> tuple[str, ...]:
        """Chinese terms of a query in Latin letters, the nearest first; none where it is no such query or says
        nothing."""
        lowered = query.strip().lower()
        letters = LETTERS.sub("", lowered)
        if HAN.search(query) or len(letters) < LEAST_LETTERS or lowered in self._own or len(query) > 200:
            return ()
        return self._read_aloud(lowered) or self._from_english(lowered)

    def _read_aloud(self, lowered: str) -> tuple[str, ...]:
        """By pinyin: all of it one word, or word after word, the longest first."""
        letters = LETTERS.sub("", lowered.replace("ü", "v"))
        if letters in self._pinyin:
            return tuple(self._pinyin[letters][:MOST_HOMOPHONES])
        found: list[str] = []
        start = 0
        longest = max(map(len, self._pinyin), default=0)
        while start < len(letters):
            for end in range(min(len(letters), start + longest), start + 3, -1):
                if letters[start:end] in self._pinyin:
                    found.append(self._pinyin[letters[start:end]][0])
                    start = end
                    break
            else:
                return ()
        return tuple(found)

    def _from_english(self, lowered: str) -> tuple[str, ...]:
        if not self._english:
            return ()
        fit, names = self._names
        like = np.asarray((names @ fit.transform([lowered]).T).todense()).ravel()
        best = float(like.max())
        if best < LIKE:
            return ()
        chosen = [i for i in np.argsort(-like, kind="stable")[:MOST_SEGMENTS] if like[i] >= BESIDE * best]
        terms = list(self._english.values())
        return tuple(dict.fromkeys(t for i in chosen for t in terms[i]))[: 2 * TERMS]


def load_english(file: Path) -> dict[str, tuple[str, ...]]:
    """English names of trades from `{"English name": "中文、中文"}`; none where there is no such file."""
    if not file.is_file():
        return {}
    try:
        given = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InvalidCatalogue([f"{file.name}: not YAML in UTF-8 ({error})"]) from error
    if not isinstance(given, dict):
        raise InvalidCatalogue([f"{file.name}: write one name a line, `English: 中文、中文`"])
    out = {str(k): tuple(p.strip() for p in str(v or "").split("、") if p.strip()) for k, v in given.items()}
    if wrong := [f"{file.name}: {k!r} needs a Chinese term" for k, v in out.items() if not v]:
        raise InvalidCatalogue(wrong)
    return out
