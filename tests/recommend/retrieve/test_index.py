"""Retrieval against an independent computation, and a planted firm that must come first."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import zscore
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics.pairwise import cosine_similarity

from recommend.encode.encoder import CachedEncoder, HashEncoder
from recommend.retrieve.index import FUSION, NAMED, UNWANTED, WIDE, Document, HybridIndex, fuse, standardised
from recommend.retrieve.named_products import parted
from recommend.retrieve.trades import Trade
from tests.support.small import calm

DOCUMENTS = [
    Document("a", "金穗食品", (("面粉", 0.7), ("小麦粉", 0.2), ("麸皮", 0.1))),
    Document("b", "大力机械", (("桥式起重机", 0.6), ("门式起重机", 0.4))),
    Document("c", "薄膜先锋", (("锂电隔膜", 1.0),)),
    Document("d", "隔膜机械", (("隔膜泵", 0.0), ("筛粉机", 0.0))),
    Document("e", "无产品", ()),
]


@pytest.fixture
def index(tmp_path: Path) -> HybridIndex:
    return HybridIndex(DOCUMENTS, CachedEncoder(HashEncoder(), tmp_path))


@pytest.mark.parametrize(("query", "expansion"), [("隔膜", ()), ("面粉加工", ("小麦粉", "专用粉"))])
def test_scores_against_scikit_learn(index: HybridIndex, query: str, expansion: tuple[str, ...]) -> None:
    """Each product apart, weighed by its part of the firm; names and dense vectors by plain cosines."""
    fitted = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True)
    fitted.fit([" ".join(p for p, _ in d.products) or d.name for d in DOCUMENTS])
    words = fitted.transform([" ".join((query, *expansion))])
    products = np.zeros(len(DOCUMENTS))
    for i, d in enumerate(DOCUMENTS):
        total = sum(w for _, w in d.products)
        for p, w in d.products:
            part = w / total if total else 1 / len(d.products)
            products[i] += part * cosine_similarity(fitted.transform([p]), words)[0, 0]
    names = cosine_similarity(fitted.transform([d.name for d in DOCUMENTS]), fitted.transform([query]))[:, 0]
    texts = ["面粉、小麦粉、麸皮", "桥式起重机、门式起重机", "锂电隔膜", "隔膜泵、筛粉机", "无产品"]
    dense = cosine_similarity(HashEncoder().encode(texts), HashEncoder().encode(["、".join((query, *expansion))]))[:, 0]
    found = index.scores(query, expansion)
    assert found["products"] == pytest.approx(products, abs=1e-5)
    assert found["name"] == pytest.approx(names, abs=1e-5)
    assert found["dense"] == pytest.approx(dense, abs=1e-5)
    fused = sum(
        FUSION[k] * np.nan_to_num(zscore(v)) for k, v in (("dense", dense), ("products", products), ("name", names))
    )
    assert index.search(query, expansion) == pytest.approx(fused, abs=1e-4)


@pytest.mark.parametrize(("query", "first"), [("锂电隔膜", "c"), ("面粉", "a"), ("门式起重机", "b"), ("隔膜泵", "d")])
def test_planted_firm_is_found_first(index: HybridIndex, query: str, first: str) -> None:
    assert index.documents[int(np.argmax(index.search(query)))].id == first


def test_a_main_product_counts_more_than_a_side_line(tmp_path: Path) -> None:
    pair = [
        Document("main", "甲", (("面粉", 0.9), ("饲料", 0.1))),
        Document("side", "乙", (("饲料", 0.9), ("面粉", 0.1))),
    ]
    found = HybridIndex(pair, CachedEncoder(HashEncoder(), tmp_path)).scores("面粉")["products"]
    assert found[0] == pytest.approx(9 * found[1], rel=0.01)


def test_only_the_first_twelve_products_are_read_by_the_encoder() -> None:
    many = Document("x", "甲", tuple((f"产品{i}", 1.0) for i in range(20)))
    assert many.text.split("、") == [f"产品{i}" for i in range(12)]


def test_a_query_of_unknown_letters_is_fair_to_all(index: HybridIndex) -> None:
    scores = index.scores("龘")
    assert not scores["products"].any()
    assert np.array_equal(index.search("龘"), np.zeros(5, dtype=np.float32))


@calm
@given(st.lists(st.floats(-5, 5, width=32), min_size=1, max_size=30))
def test_standardised(values: list[float]) -> None:
    array = np.array(values, dtype=np.float32)
    out = standardised(array)
    if array.std() > 1e-3:
        assert out.mean() == pytest.approx(0, abs=1e-3)
        assert out.std() == pytest.approx(1, abs=1e-3)
        assert out[array.argmax()] == pytest.approx(out.max(), abs=1e-3)
    elif array.std() <= 1e-9:
        assert not out.any()


TRADES = (
    Trade(("粮油加工",), ("面粉", "小麦粉", "食用油")),
    Trade(("起重机械", "吊机"), ("桥式起重机", "门式起重机", "电动葫芦")),
    Trade(("电池材料",), ("锂电隔膜", "正极材料", "电解液")),
)


OTHERS = [
    Document(f"o{i}", f"其他{i}", ((word, 1.0),))
    for i, word in enumerate(["酱油", "食醋", "棉纱", "水泥", "轴承", "轮胎", "电缆", "油漆", "玩具", "家具"])
]


@pytest.fixture
def wide(tmp_path: Path) -> HybridIndex:
    return HybridIndex(DOCUMENTS + OTHERS, CachedEncoder(HashEncoder(), tmp_path), TRADES)


@pytest.mark.parametrize("query", ["隔膜泵", "做隔膜泵的", "我们想找生产隔膜泵的企业"])
def test_a_product_in_a_sentence_counts_beside_its_trade(wide: HybridIndex, query: str) -> None:
    """One of 14 firms with products writes 隔膜泵: standardised, it stands n/√(n−1) above every other, `NAMED`
    times."""
    assert set(wide.named(query)) == {"隔膜泵"}
    assert wide.trades is not None
    gain = wide.search(query)[wide.known] - fuse(wide.wide_scores(query, wide.trades), WIDE)
    assert gain.argmax() == 3
    assert gain[3] - gain[np.arange(14) != 3] == pytest.approx(np.full(13, NAMED * 14 / 13**0.5), abs=1e-3)
    assert wide.clear(query)


@pytest.mark.parametrize("query", ["粮油加工", "做粮油加工的", "面粉和锂电隔膜", "今天天气怎么样", "🙂", ""])
def test_names_of_trades_and_several_things_are_left_to_the_trades(wide: HybridIndex, query: str) -> None:
    assert wide.named(query) == {}


def test_what_is_not_wanted_falls_back(wide: HybridIndex) -> None:
    """Against the same words without the clause, only the firm of that product loses; what is wanted stays first."""
    loss = (wide.search("做隔膜的，") - wide.search("做隔膜的，不要隔膜泵"))[wide.known]
    assert loss.argmax() == 3
    assert loss[3] - loss[np.arange(14) != 3] == pytest.approx(np.full(13, UNWANTED * 14 / 13**0.5), abs=1e-3)
    assert DOCUMENTS[int(np.argmax(wide.search("做隔膜的，不要隔膜泵")))].id == "c"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("做轴承的，不要贸易公司", ("做轴承的，", "贸易公司")),
        ("轴承", ("轴承", "")),
        ("不要轴承", ("不要轴承", "")),
        ("不含电机的水泵，不要进口", ("不含电机的水泵，不要进口", "")),
        ("水泵，排除农用，不要进口", ("水泵，", "农用，进口")),
        ("", ("", "")),
    ],
)
def test_parted(text: str, parts: tuple[str, str]) -> None:
    assert parted(text) == parts
