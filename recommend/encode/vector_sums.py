"""Are the kept vectors what was written? A sum for each (CRC-32), and a look at all of them for `liantu doctor`."""

from __future__ import annotations

import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recommend.encode.shipped import safe_id

Vectors = NDArray[np.float32]
SUM = 4  # bytes
_UNIT = 1e-3  # how far from 1 the length of a vector may be; texts that an encoder knows nothing of have length 0


def sum_of(vector: Vectors) -> int:
    """The sum of one vector, never 0, which stands for "nobody noted it"."""
    return zlib.crc32(np.ascontiguousarray(vector, dtype=np.float32).tobytes()) or 1


def sound(vector: Vectors, sums: NDArray[np.uint32], row: int) -> bool:
    """Is it what was written? By its sum; where that was never noted (caches made before sums were), by its length."""
    if row < len(sums) and sums[row]:
        return sum_of(vector) == int(sums[row])
    return bool(np.isfinite(vector).all()) and (abs(float(np.linalg.norm(vector)) - 1) < _UNIT or not vector.any())


def read_sums(file: Path) -> NDArray[np.uint32]:
    """The sums by row; fewer than there are vectors where they were not noted."""
    raw = file.read_bytes() if file.exists() else b""
    return np.frombuffer(raw[: len(raw) // SUM * SUM], dtype="<u4").astype(np.uint32)


def add_sums(file: Path, first: int, rows: Vectors) -> None:
    """Note the sums of rows that were appended from row `first` on; what a broken-off append left there goes."""
    with file.open("r+b" if file.exists() else "w+b") as handle:
        handle.seek(0, 2)
        missing = first * SUM - handle.tell()
        if missing > 0:  # older vectors, whose sums nobody noted
            handle.write(bytes(missing))
        handle.seek(first * SUM)
        handle.truncate()
        handle.write(np.array([sum_of(r) for r in rows], dtype="<u4").tobytes())


def spoiled_rows(keys: Path, data: Path, sums: Path, dim: int) -> tuple[int, list[int]]:
    """How many vectors are kept, and the rows of those that are not what was written."""
    held = data.stat().st_size // (4 * dim) if data.exists() else 0
    n = min(keys.stat().st_size // 16 if keys.exists() else 0, held)
    if not n:
        return 0, []
    rows = np.memmap(data, dtype=np.float32, mode="r", shape=(n, dim))
    noted = read_sums(sums)
    return n, [i for i in range(n) if not sound(np.asarray(rows[i]), noted, i)]


def spoiled_in(folder: Path, model_id: str, dim: int) -> tuple[int, list[int]]:
    """`spoiled_rows` of a model's cache in its folder."""
    stem = folder / safe_id(model_id)
    keys, data, sums = (stem.with_name(stem.name + end) for end in (".keys", ".f32", ".crc"))
    return spoiled_rows(keys, data, sums, dim)
