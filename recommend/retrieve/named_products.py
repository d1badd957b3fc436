"""Which goods a text names: the words of the firms' own products, found in what an official types.

无人机 typed as it is must find the makers of drones, whatever trade lies near; 给电池厂做涂覆隔膜的 names 涂覆隔膜. The
dictionary are the products themselves and their heads (隔膜 of 湿法隔膜, where several products end so). A text is cut
into the longest words of the dictionary; a word counts by its inverse document frequency over firms (Robertson & Spärck
Jones 1976).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

import ahocorasick
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
SHORTEST, LONGEST = 2, 8  # characters of a head
OFTEN = 2  # distinct products that must end in a head
COMMON = 0.03  # share of all distinct products from which a head (设备, 材料) names nothing
PATTERN = re.compile(r"[\s\u3000]+")
# What stands around a product in a sentence: it says who wants it or what is done with it, not what it is.
FILLERS = re.compile(
    r"(给|为|供|向)[^，。；、做造供配生加]{1,8}?(厂|企业|公司|工厂)(?=做|造|供|配|生|加)|我们|想找|想要|需要|寻找|有没有|那种|这种|一种|各种|各类|"
    r"专门|主要|从事|生产|制造|加工|研发|销售|经营|提供|配套|企业|公司|厂家|工厂|商家|比如|例如|以及|或者|之类|等等|的|做|造|卖|搞|找|和|与|或|等"
)
APART = "\n"
UNWANTED = re.compile(r"(?:不要|不含|不包括|不包含|不算|不找|别找|排除)([^，。；、！,.;!\s]*)[，。；、！,.;!\s]*")


def parted(text: str) -> tuple[str, str]:
    """What a text asks for, and what it says it does not want: 做轴承的，不要贸易公司 → 做轴承的，and 贸易公司.

    A text that only says what it does not want asks for nothing that could be found, and is left as it is.
    """
    wanted = UNWANTED.sub("", text)
    if wanted == text or not content(wanted):
        return text, ""
    return wanted, "，".join(m.group(1) for m in UNWANTED.finditer(text))


def content(text: str) -> str:
    """What is left of a text without fillers, punctuation and spaces; parts stand apart by a line break."""
    return re.sub(r"[^\w]+", APART, FILLERS.sub(APART, PATTERN.sub("", text))).strip(APART)


class NamedTerms:
    """A dictionary of the products of some firms, and for a text the firms whose products it names."""

    def __init__(self, products: Sequence[Sequence[str]], shares: Sequence[Sequence[float]] | None = None) -> None:
        """products: of each firm, the most important first. shares: of each product in its firm, adding up to at most
        1; without them an earlier product counts for more."""
        self._n = len(products)
        found: dict[str, list[tuple[int, float]]] = {}
        for row, own in enumerate(products):
            parts = shares[row] if shares is not None else _falling(len(own))
            for product, part in zip(own, parts, strict=True):
                found.setdefault(PATTERN.sub("", product), []).append((row, float(part)))
        found.pop("", None)
        heads = Counter(p[-k:] for p in found for k in range(SHORTEST, min(LONGEST, len(p) - 1) + 1))
        most = max(COMMON * len(found), OFTEN)
        words = {p for p in found if len(p) >= SHORTEST} | {h for h, n in heads.items() if OFTEN <= n <= most}
        self._automaton = ahocorasick.Automaton()
        for word in words:
            self._automaton.add_word(word, word)
        if words:
            self._automaton.make_automaton()
        self._products = found
        self._holders: dict[str, Floats] = {}

    def of(self, text: str) -> dict[str, float]:
        """The words a text names, each with its weight; they add up to at most 1.

        The longest words are cut out first, the earlier of two as long. What of the content stays unnamed weighs as
        much a character as what is named, so that one common word of a long name is little.
        """
        kept = content(text)
        whole = sum(c != APART for c in kept)
        if not whole or not len(self._automaton):
            return {}
        hits = [(end - len(word) + 1, end + 1, word) for end, word in self._automaton.iter(kept)]
        taken = np.zeros(len(kept), dtype=bool)
        named: dict[str, float] = {}
        for start, end, word in sorted(hits, key=lambda h: (-len(h[2]), h[0])):
            if not taken[start:end].any():
                taken[start:end] = True
                named[word] = named.get(word, 0.0) + len(word) / whole
        return named

    def holders(self, word: str) -> Floats:
        """(firms,): the root of each firm's share of products that hold the word."""
        if word not in self._holders:
            held = np.zeros(self._n, dtype=np.float32)
            for product, rows in self._products.items():
                if word in product:
                    for row, part in rows:
                        held[row] += part
            self._holders[word] = np.sqrt(np.minimum(held, 1.0))
        return self._holders[word]

    def scores(self, named: Mapping[str, float]) -> Floats:
        """(firms,) in 0–1: how far a firm's products are what was named, rarer words counting for more."""
        out = np.zeros(self._n, dtype=np.float32)
        rarity = {w: float(np.log1p(self._n / (1 + np.count_nonzero(self.holders(w))))) for w in named}
        total = sum(rarity.values())
        for word, part in named.items():
            out += np.float32(part * rarity[word] / total * len(named)) * self.holders(word)
        return np.minimum(out, 1.0)


def _falling(n: int) -> list[float]:
    return [2 * (n - i) / (n * (n + 1)) for i in range(n)]
