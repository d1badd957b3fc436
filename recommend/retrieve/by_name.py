"""Finds things by their names: Chinese, English, and the first letters or the whole of the pinyin.

A name is found by what it begins with before what it holds, by its characters before its pinyin. A character with
several readings is found by each of those that its first letters make (长垣 by cy and zy).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice, product
from typing import NamedTuple

HAN = re.compile(r"[\u3400-\u9fff]")
LETTERS = re.compile(r"[a-z]{2,}")
LEAST_INSIDE = 3  # letters from which initials count inside a name too
READINGS = 8  # ways of reading one name that are kept
_APART = "\x00"  # between the names of an entry; nobody types it


class Entry(NamedTuple):
    """Something that has names: what it is called first, then what else it is known by."""

    id: str
    names: tuple[str, ...]


class _Keys(NamedTuple):
    names: tuple[str, ...]
    initials: tuple[str, ...]
    whole: tuple[str, ...]


class NameIndex:
    """Entries of one kind, found by name. whole: whether whole pinyin is read too, which costs for many names."""

    def __init__(self, entries: Iterable[Entry], whole: bool = True) -> None:
        self._entries = tuple(entries)
        self._whole = whole
        self._keys: tuple[_Keys, ...] | None = None

    def find(self, query: str) -> list[str]:
        """Ids of the entries whose names hold the query, best first, those alike in the order given; none for an empty
        query."""
        wanted = normal(query)
        if not wanted:
            return []
        latin = LETTERS.fullmatch(wanted) is not None
        hits: list[tuple[int, int, str]] = []
        for i, (entry, keys) in enumerate(zip(self._entries, self._read(), strict=True)):
            place = _place(wanted, keys.names)
            if place is None and latin:
                place = _spelt(wanted, keys)
            if place is not None:
                hits.append((place, i, entry.id))
        return [h[2] for h in sorted(hits)]

    def _read(self) -> tuple[_Keys, ...]:
        """The names as they are compared, made when first asked for."""
        if self._keys is None:
            self._keys = tuple(self._of(e) for e in self._entries)
        return self._keys

    def _of(self, entry: Entry) -> _Keys:
        names = tuple(dict.fromkeys(n for n in map(normal, entry.names) if n))
        chinese = [n for n in names if HAN.search(n)]
        initials = tuple(dict.fromkeys(i for n in chinese for i in initials_of(n)))
        whole = tuple("".join(_sound(c) for c in n) for n in chinese) if self._whole else ()
        return _Keys(names or ("",), initials, whole)


def normal(text: str) -> str:
    """As names are compared: small letters, full width as half, without blanks and brackets."""
    return "".join(c for c in text.lower().translate(_WIDTHS) if not c.isspace() and c not in "()[]{}\"'·-_,.;:")


_WIDTHS = {0xFF01 + i: 0x21 + i for i in range(94)}


def initials_of(name: str) -> list[str]:
    """The first letters of a name's pinyin, in each way that it may be read; Latin letters and figures stay."""
    return ["".join(r) for r in islice(product(*map(_letters, name)), READINGS)]


@lru_cache(maxsize=30_000)
def _letters(character: str) -> str:
    return READ_OTHERWISE.get(character) or _sound(character)[:1]


# Common in names, with readings that begin with another letter.
_SEVERAL = (
    "长cz 重zc 行xh 乐ly 厦xs 朝cz 单ds 曾zc 会hk 车cj 盛sc 石sd 解jx 种zc 弹td 校xj 参cs 藏cz 传cz 卡kq 调td 系xj"
)
READ_OTHERWISE = {w[0]: w[1:] for w in _SEVERAL.split()}


@lru_cache(maxsize=30_000)
def _sound(character: str) -> str:
    if not HAN.fullmatch(character):
        return character
    from pypinyin import lazy_pinyin  # slow to import, and most queries are Chinese

    return "".join(lazy_pinyin(character, v_to_u=False))


def _place(wanted: str, names: Sequence[str]) -> int | None:
    """0 a name itself, 1 what it begins with, 2 what another name is or begins with, 3 what one holds."""
    if wanted == names[0]:
        return 0
    if names[0].startswith(wanted):
        return 1
    if any(n.startswith(wanted) for n in names[1:]):
        return 2
    return 3 if wanted in _APART.join(names) else None


def _spelt(wanted: str, keys: _Keys) -> int | None:
    """4 all first letters, 5 whole pinyin, 6 the first of the first letters, 7 first letters inside."""
    if wanted in keys.initials:
        return 4
    if any(w.startswith(wanted) for w in keys.whole):
        return 5
    if any(i.startswith(wanted) for i in keys.initials):
        return 6
    inside = len(wanted) >= LEAST_INSIDE and any(wanted in i for i in keys.initials)
    return 7 if inside else None
