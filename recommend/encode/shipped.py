"""Vectors that travel with the data, so that a fresh install encodes nothing: one file a model, eight bits a number.

A vector has length 1, so its eight-bit numbers need no scale: they are stretched to fill -127…127 and shortened to
length 1 when read; the cosine with the vector that was written is above 0.999. Texts are known by the same keys as in
the cache, so a text that changed is simply not found and encoded anew.

Layout: magic, length of the head (4 bytes), head (JSON: model, dim, count), keys in order (16 bytes each), numbers
(dim bytes each), and a digest of all before it (16 bytes).
"""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from graph.errors import UnfitVectors
from graph.files import whole

MAGIC = b"LTVEC1\n\0"
KEY = DIGEST = 16
MOST = 127
Small = NDArray[np.int8]
Vectors = NDArray[np.float32]


def safe_id(model_id: str) -> str:
    """A model's id as part of the name of a file."""
    return "".join(c if c.isalnum() or c in "-_." else "_" for c in model_id)


def file_of(folder: Path, model_id: str) -> Path:
    """Where the vectors of a model lie in a `vectors` folder of the data."""
    return folder / f"{safe_id(model_id)}.vectors"


def small(vectors: Vectors) -> Small:
    """(n, dim) in eight bits, the largest number of each vector at ±127."""
    largest = np.abs(vectors).max(axis=1, keepdims=True)
    return np.asarray(np.rint(vectors * (MOST / np.where(largest > 0, largest, 1))), dtype=np.int8)


class ShippedVectors:
    """The vectors of one file. Nothing is written to it."""

    def __init__(self, keys: Sequence[bytes], numbers: Small, model_id: str = "") -> None:
        self.row = {key: i for i, key in enumerate(keys)}
        self.numbers, self.model_id = numbers, model_id

    def __contains__(self, key: object) -> bool:
        return key in self.row

    def vectors(self, keys: Sequence[bytes]) -> Vectors:
        """(n, dim) float32, each row of length 1. Raises `KeyError` for a text that is not held."""
        out = self.numbers[[self.row[k] for k in keys]].astype(np.float32)
        lengths = np.linalg.norm(out, axis=1, keepdims=True)
        return np.asarray(np.divide(out, lengths, out=out, where=lengths > 0))

    @classmethod
    def read(cls, file: Path, model_id: str, dim: int) -> ShippedVectors:
        """Raises `UnfitVectors` where the file is cut, scribbled over, or of another model."""
        held = cls.whole(file)
        if (held.model_id, held.numbers.shape[1]) != (model_id, dim):
            raise UnfitVectors(file.name, f"属于另一个模型 is of another model ({held.model_id}, not {model_id})")
        return held

    @classmethod
    def whole(cls, file: Path) -> ShippedVectors:
        """Of whatever model. Raises `UnfitVectors` where the file is cut or scribbled over."""
        try:
            raw = file.read_bytes()
        except OSError as error:
            raise UnfitVectors(file.name, f"无法读取 cannot be read ({error.strerror})") from error
        try:
            (length,) = struct.unpack_from("<I", raw, len(MAGIC))
            start = len(MAGIC) + 4 + length
            head = json.loads(raw[len(MAGIC) + 4 : start])
            model, width, count = str(head["model"]), int(head["dim"]), int(head["count"])
        except (struct.error, ValueError, KeyError, TypeError) as error:
            raise UnfitVectors(file.name, "不是向量文件 is no file of vectors") from error
        ends = start + count * KEY, start + count * (KEY + width)
        if len(raw) != ends[1] + DIGEST or raw[ends[1] :] != _digest(raw[: ends[1]]):
            raise UnfitVectors(file.name, "不完整或被改动 is cut or was changed")
        keys = [raw[i : i + KEY] for i in range(start, ends[0], KEY)]
        numbers = np.frombuffer(raw, dtype=np.int8, count=count * width, offset=ends[0]).reshape(count, width)
        return cls(keys, numbers, model)


def write(file: Path, model_id: str, numbers: Mapping[bytes, Small]) -> int:
    """Write a file of vectors by key, (dim,) each; returns its bytes. The same vectors give the same file, and one that
    was there is replaced at once."""
    keys = sorted(numbers)
    dim = len(numbers[keys[0]]) if keys else 0
    head = json.dumps({"model": model_id, "dim": dim, "count": len(keys)}).encode()
    body = b"".join((MAGIC, struct.pack("<I", len(head)), head, *keys, *_rows(numbers[k] for k in keys)))
    whole.put_bytes(file, body + _digest(body))
    return len(body) + DIGEST


def _rows(numbers: Iterable[Small]) -> Iterable[bytes]:
    return (np.ascontiguousarray(row, dtype=np.int8).tobytes() for row in numbers)


def _digest(body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=DIGEST).digest()
