"""Places in the names of firms and projects: 安徽…有限公司, …科技（宜春）有限公司, 南玻宜昌硅材料, 广西北海产业园.

A short name (宜昌) counts only where a place usually stands: at the front, in brackets, right after the firm's own
brand. A full name (宜昌市, 新乡县) counts anywhere. Nothing is guessed from the middle of a word.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import lru_cache

from graph.model.regions import Regions

# Places whose short name is an ordinary word or the head of a well-known brand.
_NOT_A_PLACE = frozenset({"东方", "阿里", "海西", "来宾", "兴安"})


class Places:
    """Finds the most exact place a name tells of."""

    def __init__(self, regions: Regions) -> None:
        self._regions = regions
        self._front: dict[str, list[str]] = defaultdict(list)  # names that count in the right position
        self._full: dict[str, list[str]] = defaultdict(list)  # names that count anywhere
        for code, r in regions.by_code.items():
            if r.level != "county" and len(r.short) >= 2 and r.short not in _NOT_A_PLACE:
                self._front[r.short].append(code)
            if len(r.name) >= 3:
                self._full[r.name].append(code)
                self._front[r.name].append(code)
        self._longest = max((len(n) for n in self._front), default=0)
        self._any = re.compile("|".join(sorted(map(re.escape, self._full), key=len, reverse=True)) or r"(?!)")
        self.find = lru_cache(maxsize=100_000)(self._find)

    def _find(self, text: str, brand: str = "") -> str:
        """The code of the most exact place in `text`, or ''; `brand`, a firm's short name, may stand before it."""
        plain = unicodedata.normalize("NFKC", text).replace(" ", "")
        best = ""
        starts = [0, *(i + 1 for i, c in enumerate(plain) if c == "(")]
        if plain.startswith("中国"):
            starts.append(2)
        for k in range(min(len(brand), 5), 1, -1):
            if plain.startswith(brand[:k]):
                starts.append(k)
                break
        for start in starts:
            best = self._deeper(best, self._at(plain, start))
        for found in self._any.finditer(plain):
            best = self._deeper(best, self._choose(self._full[found.group()], best))
        # Counties of other provinces, joined and ended names: 昆山甲乙, 福建省宁德市, 襄樊甲乙.
        codes = self._regions.places.firm_name(plain).codes
        return self._deeper(best, self._regions.places.table.seat(codes[0])) if len(codes) == 1 else best

    def _at(self, text: str, start: int) -> str:
        """The place that begins here, read on to the city and county behind it: 广西北海 → 北海."""
        best = ""
        while True:
            for length in range(min(self._longest, len(text) - start), 1, -1):
                codes = self._front.get(text[start : start + length])
                chosen = self._choose(codes, best) if codes else ""
                if chosen and (not best or (chosen != best and self._regions.within(chosen, best))):
                    best, start = chosen, start + length
                    break
            else:
                return best

    def _choose(self, codes: list[str], inside: str) -> str:
        """One of several places of this name: the one inside what is known, else the largest; '' where still open."""
        nested = [c for c in codes if inside and self._regions.within(c, inside)] if inside else codes
        level = {"province": 0, "city": 1, "county": 2}
        ranked = sorted(nested, key=lambda c: (level[self._regions.by_code[c].level], c))
        if not ranked:
            return ""
        first = self._regions.by_code[ranked[0]].level
        same = [c for c in ranked if self._regions.by_code[c].level == first]
        return ranked[0] if len(same) == 1 else ""

    def _deeper(self, known: str, found: str) -> str:
        if not found or not known:
            return known or found
        return found if self._regions.within(found, known) else known

    def outside(self, code: str, seat: str) -> bool:
        """Does this place lie outside the seat's city, as far as both are known?"""
        if not code:
            return False
        city, home = self._regions.city_of(code), self._regions.city_of(seat)
        if city and home:
            return city != home
        return code[:2] != seat[:2]
