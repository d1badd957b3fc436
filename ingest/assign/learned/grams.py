"""Character n-grams of short texts as sparse vectors of fixed width: hashed, so no word of a labelled firm is kept."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float32]
Bag = Mapping[str, float]  # n-grams of one text and how much each counts


@dataclass(frozen=True)
class Part:
    """One text of a firm: on how many numbers its n-grams fall, how much the text weighs."""

    width: int
    weight: float = 1.0


def grams_of(text: str, sizes: Sequence[int]) -> dict[str, float]:
    """All n-grams of a text; the tenth occurrence counts less than the first."""
    count: dict[str, int] = {}
    for n in sizes:
        for i in range(len(text) - n + 1):
            gram = text[i : i + n]
            count[gram] = count.get(gram, 0) + 1
    return {gram: 1 + float(np.log(n)) for gram, n in count.items()}


@lru_cache(maxsize=400_000)
def _place(gram: str, width: int) -> int:
    return zlib.crc32(gram.encode()) % width


class Grams:
    """Weighs n-grams by how rare they are among the texts it was taught on (`rarity`, one number a place)."""

    def __init__(self, parts: Sequence[Part], rarity: Floats | None = None) -> None:
        self.parts = tuple(parts)
        self.width = sum(p.width for p in parts)
        self.rarity = np.ones(self.width, np.float32) if rarity is None else rarity.astype(np.float32)

    def _placed(self, bags: Sequence[Bag]) -> list[dict[int, float]]:
        out: list[dict[int, float]] = []
        start = 0
        for part, bag in zip(self.parts, bags, strict=True):
            found: dict[int, float] = {}
            for gram, weight in bag.items():
                at = start + _place(gram, part.width)
                found[at] = max(found.get(at, 0.0), weight)
            out.append(found)
            start += part.width
        return out

    def teach(
        self, rows: Sequence[Sequence[Bag]], least: float, beside: Sequence[Sequence[Bag]] = (), share: float = 0.0
    ) -> Grams:
        """The same with the rarity of what stands in at least `least` of these rows; the rest counts for nothing.

        beside: further rows, each of which counts as `share` of one.
        """
        seen = np.zeros(self.width)
        for part, weight in ((rows, 1.0), (beside, share)):
            for row in part:
                for found in self._placed(row):
                    seen[list(found)] += weight
        rarity = np.where(seen >= least, np.log((1 + len(rows)) / (1 + np.minimum(seen, len(rows)))) + 1, 0)
        return Grams(self.parts, rarity.astype(np.float16).astype(np.float32))

    def rows(self, rows: Sequence[Sequence[Bag]]) -> sparse.csr_matrix:
        """(n, width): each text of a row has length `weight`."""
        ends = [0]
        places: list[NDArray[np.int64]] = []
        values: list[NDArray[Any]] = []
        for row in rows:
            for part, found in zip(self.parts, self._placed(row), strict=True):
                at = np.array(sorted(found), dtype=np.int64)
                value = np.array([found[int(a)] for a in at]) * self.rarity[at]
                norm = float(np.sqrt((value**2).sum()))
                places.append(at)
                values.append(value * (part.weight / norm) if norm else value)
            ends.append(ends[-1] + sum(len(p) for p in places[-len(self.parts) :]))
        index = np.concatenate(places) if places else np.zeros(0, np.int64)
        data = np.concatenate(values).astype(np.float32) if values else np.zeros(0, np.float32)
        return sparse.csr_matrix((data, index, ends), shape=(len(rows), self.width))
