"""Character n-grams of short texts as sparse vectors of fixed width: hashed, so no word of a labelled firm is kept."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Part:
    """One text of a firm: how long its n-grams are, how many numbers they fall on, how much the text weighs."""

    sizes: tuple[int, ...]
    width: int
    weight: float = 1.0


@lru_cache(maxsize=200_000)
def _place(gram: str, width: int) -> int:
    return zlib.crc32(gram.encode()) % width


class Grams:
    """Weighs n-grams by how rare they are among the texts it was taught on (`rarity`, one number a place)."""

    def __init__(self, parts: Sequence[Part], rarity: Floats | None = None) -> None:
        self.parts = tuple(parts)
        self.width = sum(p.width for p in parts)
        self.rarity = np.ones(self.width, np.float32) if rarity is None else rarity.astype(np.float32)

    def _counts(self, texts: Sequence[str]) -> list[Counter[int]]:
        out: list[Counter[int]] = []
        start = 0
        for part, text in zip(self.parts, texts, strict=True):
            found: Counter[int] = Counter()
            for n in part.sizes:
                found.update(start + _place(text[i : i + n], part.width) for i in range(len(text) - n + 1))
            out.append(found)
            start += part.width
        return out

    def teach(self, rows: Sequence[Sequence[str]], least: int = 2) -> Grams:
        """The same with the rarity of what stands in at least `least` of these rows; the rest counts for nothing."""
        seen = Counter(place for row in rows for found in self._counts(row) for place in found)
        rarity = np.zeros(self.width, np.float32)
        for place, n in seen.items():
            if n >= least:
                rarity[place] = np.log((1 + len(rows)) / (1 + n)) + 1
        return Grams(self.parts, rarity.astype(np.float16).astype(np.float32))

    def rows(self, rows: Sequence[Sequence[str]]) -> sparse.csr_matrix:
        """(n, width): each text of a row has length `weight`."""
        ends, places, values = [0], [], []
        for row in rows:
            for part, found in zip(self.parts, self._counts(row), strict=True):
                at = np.fromiter(sorted(found), np.int64, len(found))
                value = (1 + np.log([found[int(a)] for a in at])) * self.rarity[at] if len(at) else np.zeros(0)
                norm = float(np.sqrt((value**2).sum()))
                places.append(at)
                values.append(value * (part.weight / norm) if norm else value)
            ends.append(ends[-1] + sum(len(p) for p in places[-len(self.parts) :]))
        data, index = np.concatenate(values).astype(np.float32), np.concatenate(places)
        return sparse.csr_matrix((data, index, ends), shape=(len(rows), self.width))
