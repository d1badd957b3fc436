"""A vector that is not what was written is found and encoded anew."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from recommend.encode.encoder import CachedEncoder, HashEncoder
from recommend.encode.vector_sums import spoiled_rows

TEXTS = ["锂电池隔膜", "湿法隔膜", "动力电芯", "磷酸铁锂"]


def files(folder: Path) -> tuple[Path, Path, Path]:
    name = HashEncoder.model_id
    return folder / f"{name}.keys", folder / f"{name}.f32", folder / f"{name}.crc"


def written(folder: Path) -> np.ndarray:
    return CachedEncoder(HashEncoder(), folder).encode(TEXTS)


@pytest.mark.parametrize("how", ["zeros", "noise of length 1", "one bit"])
@pytest.mark.parametrize("noted", [True, False])
def test_a_spoiled_vector_is_encoded_anew(tmp_path: Path, how: str, noted: bool) -> None:
    before = written(tmp_path)
    keys, data, sums = files(tmp_path)
    raw = np.fromfile(data, dtype=np.float32).reshape(len(TEXTS), -1)
    if how == "zeros":
        raw[1] = 0
    elif how == "one bit":
        raw.view(np.uint32)[1, int(np.flatnonzero(raw[1])[0])] ^= 1 << 24
    else:
        raw[1] = np.eye(raw.shape[1], dtype=np.float32)[7]
    raw.tofile(data)
    if not noted:  # a cache of an older liantu: the length alone tells, and only of some damage
        sums.unlink()
        assert spoiled_rows(keys, data, sums, raw.shape[1]) == (4, [1] if how == "one bit" else [])
        return
    assert spoiled_rows(keys, data, sums, raw.shape[1]) == (4, [1])
    assert np.array_equal(written(tmp_path), before)
    assert np.array_equal(written(tmp_path), before)  # from the cache, where the new vector stands last


def test_sums_of_older_vectors_are_left_open(tmp_path: Path) -> None:
    before = written(tmp_path)
    _, _, sums = files(tmp_path)
    sums.unlink()
    cache = CachedEncoder(HashEncoder(), tmp_path)
    cache.encode(["前驱体"])
    assert np.array_equal(cache.encode(TEXTS), before)
    assert np.frombuffer(sums.read_bytes(), dtype="<u4").tolist()[:4] == [0, 0, 0, 0]
    assert len(sums.read_bytes()) == 4 * 5
