"""The laboratory of the ladder measures what ships: with the encoder's own vectors it gives the figures of the search
itself."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.fuse import ndcg
from benchmarks.parts import Parts
from recommend.encode.encoder import CachedEncoder, HashEncoder
from recommend.retrieve.index import Document
from recommend.retrieve.trades import Trade

TRADES = (
    Trade(("被动元件",), ("电容器", "电阻器", "电感")),
    Trade(("白酒",), ("大曲", "基酒", "浓香型白酒")),
    Trade(("阻容元件",), ("贴片电容器", "电阻器", "电感"), competes=False),
)
GOODS = ("电容器", "电阻器", "电感", "大曲", "基酒", "酱香型白酒", "面粉", "挂面", "酱油", "食醋")
FIRMS = [Document(f"f{i}", f"企业{i}", ((g, 0.7), (GOODS[(i * 3 + 1) % 10], 0.3))) for i, g in enumerate(GOODS * 3)]
TEXTS = ["被动元件", "做基酒的", "阻容元件", "面粉"]


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    right = [np.array([word in d.text for d in FIRMS]) for word in ("电", "酒", "电", "面粉")]
    return Parts(FIRMS, CachedEncoder(HashEncoder(), tmp_path), TRADES, TEXTS, right)


def test_the_own_vectors_give_the_search_as_shipped(parts: Parts) -> None:
    shipped = [ndcg(parts.index.search(t), r) for t, r in zip(TEXTS, parts.right, strict=True)]
    assert parts.fused([parts.vectors()]) == pytest.approx(shipped, abs=1e-6)
    assert parts.fused([parts.vectors()], [2]) == pytest.approx(shipped[2:3], abs=1e-6)


def test_a_rotation_of_all_vectors_changes_nothing(parts: Parts) -> None:
    """Only cosines count; beside the own vectors the turned ones are the same cosines twice."""
    turn = np.linalg.qr(np.random.default_rng(0).normal(size=(256, 256)))[0].astype(np.float32)
    own = parts.vectors()
    firms, trades, queries = (v @ turn.T for v in own)
    assert parts.alone((firms, trades, queries)) == pytest.approx(parts.alone(own), abs=1e-6)
    assert parts.fused([own, (firms, trades, queries)]) == pytest.approx(parts.fused([own]), abs=1e-6)
