"""Character n-grams of short texts as sparse vectors of fixed width: hashed, so no word of a labelled firm is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float32]
Hashes = NDArray[np.uint32]
Bag = tuple[Hashes, Floats]  # the n-grams of one text of a firm, and how much each counts


class FlatBag(NamedTuple):
    """The n-grams of one text of many firms, one after the other: whose, which, how much each counts (0 or more)."""

    row: NDArray[np.int64]
    found: Hashes
    weight: Floats


@dataclass(frozen=True)
class Part:
    """One text of a firm: on how many numbers its n-grams fall, how much the text weighs."""

    width: int
    weight: float = 1.0


def hashes(text: str, sizes: Sequence[int]) -> Hashes:
    """All n-grams of a text, each a number that is the same on every machine; one that stands twice may stand twice."""
    found = [crc32(text[i : i + n].encode()) for n in sizes for i in range(len(text) - n + 1)]
    return np.array(found, np.uint32)


def all_hashes(texts: Sequence[str], sizes: Sequence[int]) -> tuple[NDArray[np.int64], Hashes]:
    """`hashes` of many texts at once: (whose, which), in no order.

    Every n-gram goes on from the one that is a character shorter, byte by byte of its UTF-8.
    """
    lengths = np.array([len(text) for text in texts], np.int64)
    raw = np.frombuffer("".join(texts).encode(), np.uint8)
    first = np.flatnonzero((raw & 0xC0) != 0x80)  # the byte with which each character begins
    width = np.diff(first, append=len(raw))
    text = np.repeat(np.arange(len(texts)), lengths)
    left = np.repeat(np.cumsum(lengths), lengths) - np.arange(len(first))
    at, state = np.arange(len(first)), np.full(len(first), 0xFFFFFFFF, np.uint32)
    whose, found = [np.zeros(0, np.int64)], [np.zeros(0, np.uint32)]
    for n in range(1, max(sizes) + 1):
        long = left[at] >= n
        at, state = at[long], state[long]
        char = at + n - 1
        start, bytes_of = first[char], width[char]
        for k in range(int(bytes_of.max(initial=0))):
            byte = raw[np.minimum(start + k, len(raw) - 1)]
            state = np.where(bytes_of > k, _CRC[(state ^ byte) & 0xFF] ^ (state >> np.uint32(8)), state)
        if n in sizes:
            whose.append(text[at])
            found.append(~state)
    return np.concatenate(whose), np.concatenate(found)


def _crc_table() -> Hashes:
    """What a byte does to a CRC-32 (ISO-HDLC, as `zlib.crc32` has it)."""
    table = np.arange(256, dtype=np.uint32)
    for _ in range(8):
        table = np.where(table & 1, (table >> np.uint32(1)) ^ np.uint32(0xEDB88320), table >> np.uint32(1))
    return table


_CRC = _crc_table()


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
        parts = []
        for bags in zip(*rows, strict=True):
            row = np.repeat(np.arange(len(rows)), [len(bag[0]) for bag in bags])
            found = np.concatenate([np.zeros(0, np.uint32), *(bag[0] for bag in bags)])
            parts.append(FlatBag(row, found, np.concatenate([np.zeros(0, np.float32), *(bag[1] for bag in bags)])))
        return self._largest(parts, len(rows))

    def _largest(self, parts: Sequence[FlatBag], n: int) -> sparse.csr_matrix:
        starts = np.cumsum([0, *(p.width for p in self.parts)])
        packed = []
        for part, start, flat in zip(self.parts, starts, parts, strict=False):
            place = flat.row * self.width + (start + flat.found % np.uint32(part.width))
            # Place and weight as one number: a weight is not below 0, so its bits are in the order of its size.
            packed.append((place.astype(np.uint64) << np.uint64(32)) | flat.weight.view(np.uint32))
        held = np.sort(np.concatenate([np.zeros(0, np.uint64), *packed]))
        key = (held >> np.uint64(32)).astype(np.int64)
        last = np.flatnonzero(np.diff(key, append=-1))
        key, weight = key[last], held[last].astype(np.uint32).view(np.float32)
        ends = np.searchsorted(key, np.arange(n + 1) * self.width)
        return sparse.csr_matrix((weight, key % self.width, ends), shape=(n, self.width))

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
        return self._weighed(self._counted(rows))

    def flat_rows(self, parts: Sequence[FlatBag], n: int) -> sparse.csr_matrix:
        """The same for `n` rows whose n-grams stand one after the other, part by part."""
        return self._weighed(self._largest(parts, n))

    def _weighed(self, found: sparse.csr_matrix) -> sparse.csr_matrix:
        rows = found.shape[0]
        found.data = found.data * self.rarity[found.indices]
        found.eliminate_zeros()
        part_of = np.repeat(np.arange(len(self.parts)), [p.width for p in self.parts])
        row = np.repeat(np.arange(rows), np.diff(found.indptr))
        group = row * len(self.parts) + part_of[found.indices]
        squares = np.bincount(group, weights=found.data.astype(np.float64) ** 2, minlength=rows * len(self.parts))
        weight = np.array([p.weight for p in self.parts])[part_of[found.indices]]
        found.data = (found.data * (weight / np.sqrt(squares)[group])).astype(np.float32)
        return found
