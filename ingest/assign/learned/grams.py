"""Character n-grams of short texts as sparse vectors of fixed width: hashed, so no word of a labelled firm is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float32]
Hashes = NDArray[np.uint32]
Bag = tuple[Hashes, Floats]  # the n-grams of one text of a firm, and how much each counts


@dataclass(frozen=True)
class Part:
    """One text of a firm: on how many numbers its n-grams fall, how much the text weighs."""

    width: int
    weight: float = 1.0


def hashes(text: str, sizes: Sequence[int]) -> Hashes:
    """All n-grams of a text, each a number that is the same on every machine; one that stands twice may stand twice."""
    found = [crc32(text[i : i + n].encode()) for n in sizes for i in range(len(text) - n + 1)]
    return np.array(found, np.uint32)


def grams_of(text: str, sizes: Sequence[int]) -> Bag:
    """All n-grams of a text, each of which counts once."""
    found = hashes(text, sizes)
    return found, np.ones(len(found), np.float32)


def marked(found: Hashes, marks: Hashes) -> Hashes:
    """The n-grams as others: what is made is another word than what is sold (multiplicative hashing, Knuth 6.4)."""
    return (found ^ marks) * np.uint32(2654435761) >> np.uint32(8)


class Grams:
    """Weighs n-grams by how rare they are among the texts it was taught on (`rarity`, one number a place)."""

    def __init__(self, parts: Sequence[Part], rarity: Floats | None = None) -> None:
        self.parts = tuple(parts)
        self.width = sum(p.width for p in parts)
        self.rarity = np.ones(self.width, np.float32) if rarity is None else rarity.astype(np.float32)

    def _counted(self, rows: Sequence[Sequence[Bag]]) -> sparse.csr_matrix:
        """(n, width): of what falls on one place in a row, the largest weight."""
        width = np.array([p.width for p in self.parts], np.int64)
        starts = np.cumsum([0, *width[:-1]])
        bags = [bag for row in rows for bag in row]
        part = np.tile(np.arange(len(width)), len(rows))
        base = np.repeat(np.arange(len(rows)) * self.width, len(width)) + starts[part]
        sizes = [len(bag[0]) for bag in bags]
        found = np.concatenate([np.zeros(0, np.uint32), *(bag[0] for bag in bags)])
        weight = np.concatenate([np.zeros(0, np.float32), *(bag[1] for bag in bags)])
        key = np.repeat(base, sizes) + found % np.repeat(width[part], sizes)
        order = np.argsort(key, kind="stable")
        key, weight = key[order], weight[order]
        first = np.flatnonzero(np.diff(key, prepend=-1))
        if len(first):
            key, weight = key[first], np.maximum.reduceat(weight, first)
        ends = np.searchsorted(key, np.arange(len(rows) + 1) * self.width)
        return sparse.csr_matrix((weight, key % self.width, ends), shape=(len(rows), self.width))

    def teach(
        self, rows: Sequence[Sequence[Bag]], least: float, beside: Sequence[Sequence[Bag]] = (), share: float = 0.0
    ) -> Grams:
        """The same with the rarity of what stands in at least `least` of these rows; the rest counts for nothing.

        beside: further rows, each of which counts as `share` of one.
        """
        seen = np.zeros(self.width)
        for part, weight in ((rows, 1.0), (beside, share)):
            seen += weight * np.bincount(self._counted(part).indices, minlength=self.width)
        rarity = np.where(seen >= least, np.log((1 + len(rows)) / (1 + np.minimum(seen, len(rows)))) + 1, 0)
        return Grams(self.parts, rarity.astype(np.float16).astype(np.float32))

    def rows(self, rows: Sequence[Sequence[Bag]]) -> sparse.csr_matrix:
        """(n, width): each text of a row has length `weight`; a row does not depend on the others."""
        found = self._counted(rows)
        found.data = found.data * self.rarity[found.indices]
        found.eliminate_zeros()
        part_of = np.repeat(np.arange(len(self.parts)), [p.width for p in self.parts])
        row = np.repeat(np.arange(len(rows)), np.diff(found.indptr))
        group = row * len(self.parts) + part_of[found.indices]
        squares = np.bincount(group, weights=found.data.astype(np.float64) ** 2, minlength=len(rows) * len(self.parts))
        weight = np.array([p.weight for p in self.parts])[part_of[found.indices]]
        found.data = (found.data * (weight / np.sqrt(squares)[group])).astype(np.float32)
        return found
