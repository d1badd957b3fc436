"""N-grams as sparse vectors: weighed by rarity, of known length, the same alone and together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.assign.learned.grams import Bag, FlatBag, Grams, Part, all_hashes, grams_of, hashes, marked
from tests.support.small import calm

PARTS = (Part(64, 0.5), Part(128))
ONE = (grams_of("起", (1,)),)
TEXTS = st.lists(st.text(alphabet="起重机面粉制造销售", min_size=2, max_size=8), min_size=1, max_size=5)


def bags(text: str) -> tuple[Bag, Bag]:
    return grams_of(text, (1,)), grams_of(text, (2,))


def test_grams_of_a_text() -> None:
    """Of 起重机: three characters and two pairs; what stands twice in a row counts once there."""
    found, weights = grams_of("起重机", (1, 2))
    assert len(set(found.tolist())) == 5
    assert (weights == 1).all()
    assert len(grams_of("机", (2,))[0]) == 0
    assert Grams((Part(1 << 16),)).rows([(grams_of("机机", (1,)),)]).nnz == 1


def test_what_is_made_and_what_is_sold_are_different_words() -> None:
    found, _ = grams_of("起重机", (1, 2))
    made, sold = (marked(found, np.uint32(mark)) for mark in (1, 3))
    assert not set(made.tolist()) & set(sold.tolist()) & set(found.tolist())
    assert len(set(made.tolist())) == 5


def test_of_what_stands_twice_the_largest_weight_counts() -> None:
    found = np.concatenate([grams_of("起重", (1,))[0], grams_of("重机", (1,))[0]])
    row = Grams((Part(1 << 16),)).rows([((found, np.array([1, 1, 0.5, 0.5], np.float32)),)])
    assert sorted(row.data / row.data.max()) == pytest.approx([0.5, 1.0, 1.0])


@calm
@given(TEXTS)
def test_a_row_is_the_same_alone_and_together(texts: list[str]) -> None:
    grams = Grams(PARTS)
    together = grams.rows([bags(t) for t in texts]).toarray()
    for i, text in enumerate(texts):
        assert (grams.rows([bags(text)]).toarray()[0] == together[i]).all()


@calm
@given(TEXTS)
def test_each_part_has_its_weight_as_length(texts: list[str]) -> None:
    rows = Grams(PARTS).rows([bags(t) for t in texts]).toarray()
    assert np.allclose(np.linalg.norm(rows[:, :64], axis=1), 0.5, atol=1e-6)
    assert np.allclose(np.linalg.norm(rows[:, 64:], axis=1), 1.0, atol=1e-6)


def test_what_is_seen_once_counts_for_nothing_and_rare_counts_more() -> None:
    rows = [bags(t) for t in ("起重", "起重", "起重", "面粉", "面粉", "钢")]
    grams = Grams((Part(1 << 16), Part(1 << 16))).teach(rows, least=2)
    single = grams.rows([bags("钢")])
    assert single.nnz == 0 or not single.toarray().any()
    common, rare = (grams.rarity[grams.rows([bags(t)]).indices].max() for t in ("起重", "面粉"))
    assert common < rare


def test_rows_beside_count_for_a_share() -> None:
    taught = Grams((Part(1 << 16),)).teach([ONE], 1.2, beside=[ONE], share=0.3)
    assert taught.rarity.any()
    assert not Grams((Part(1 << 16),)).teach([ONE], 1.2).rarity.any()


@calm
@given(st.lists(st.text(max_size=6), max_size=6))
@example(["", "a", "é𠮷x\x00", "起重机"])
def test_many_texts_at_once_have_the_same_grams(texts: list[str]) -> None:
    for sizes in ((2, 3), (1, 2, 3)):
        whose, found = all_hashes(texts, sizes)
        assert [sorted(found[whose == i].tolist()) for i in range(len(texts))] == [
            sorted(hashes(text, sizes).tolist()) for text in texts
        ]


@calm
@given(texts=TEXTS)
def test_flat_bags_give_the_same_rows(texts: list[str]) -> None:
    grams = Grams(PARTS)
    rows = [bags(text) for text in texts]
    flat = [
        FlatBag(
            np.repeat(np.arange(len(rows)), [len(row[i][0]) for row in rows]),
            np.concatenate([row[i][0] for row in rows]),
            np.concatenate([row[i][1] for row in rows]),
        )
        for i in range(2)
    ]
    assert (grams.flat_rows(flat, len(rows)) != grams.rows(rows)).nnz == 0
