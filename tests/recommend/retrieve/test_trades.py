"""The trades: the file that ships, what is wrong with others, and what a query means by them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics.pairwise import cosine_similarity

from graph.errors import InvalidCatalogue
from recommend.encode.encoder import CachedEncoder, HashEncoder
from recommend.retrieve.index import SEGMENT, WIDE, Document, HybridIndex, fuse
from recommend.retrieve.trades import SHARPNESS, Trade, TradeBook, load_book, load_trades, rows_standardised, unit
from tests.support.small import ROOT

TRADES = (
    Trade(("被动元件", "阻容感"), ("电容器", "电阻器", "电感")),
    Trade(("酿酒", "白酒"), ("大曲", "基酒", "浓香型白酒")),
    Trade(("铜加工",), ("铜箔", "铜杆", "铜管")),
    Trade(("电池材料",), ("锂电铜箔", "正极材料", "隔膜")),
)
FIRMS = [
    Document("cap", "甲", (("铝电解电容器", 0.8), ("电阻器", 0.2))),
    Document("wine", "乙", (("浓香型白酒", 1.0),), "某某酿酒股份有限公司"),
    Document("copper", "丙", (("铜管", 0.6), ("铜杆", 0.4))),
    Document("foil", "丁", (("锂电铜箔", 0.9), ("铜箔", 0.1))),
    Document("nothing", "白酒被动元件铜加工", ()),
]


@pytest.fixture
def index(tmp_path: Path) -> HybridIndex:
    return HybridIndex(FIRMS, CachedEncoder(HashEncoder(), tmp_path), TRADES)


def book(index: HybridIndex) -> TradeBook:
    assert index.trades is not None
    return index.trades


def test_what_ships_covers_the_economy() -> None:
    """Read whole; of every division of goods and services something is there, and no name belongs to two trades."""
    trades = load_trades(ROOT / "data" / "trades.yaml")
    assert len(trades) > 200
    names = [n for t in trades for n in t.names]
    assert len(names) == len(set(names))
    for name in ("被动元件", "白酒", "城市商业银行", "港口", "钢结构", "动物疫苗", "出版", "燃气"):
        assert name in names


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"a: [", "not YAML"),
        ("名称".encode("gbk"), "not YAML in UTF-8"),
        (b"- a\n", "one trade a line"),
        ("白酒: 基酒、大曲\n铜: 铜管\n".encode(), r"2 error.*白酒 needs.*铜 needs"),
        ("、: 甲、乙、丙\n".encode(), "no name"),
        (b"x:\n", "x needs"),
    ],
)
def test_a_wrong_file_names_every_wrong_line(tmp_path: Path, content: bytes, why: str) -> None:
    file = tmp_path / "trades.yaml"
    file.write_bytes(content)
    with pytest.raises(InvalidCatalogue, match=why):
        load_trades(file)


def test_no_file_no_trades(tmp_path: Path) -> None:
    assert load_trades(tmp_path / "none.yaml") == ()


@pytest.mark.parametrize(
    ("query", "first"), [("被动元件", "cap"), ("酿酒", "wine"), ("铜加工", "copper"), ("电池材料", "foil")]
)
def test_a_name_no_firm_writes_still_finds_its_firms(index: HybridIndex, query: str, first: str) -> None:
    """The maker of foil for batteries also writes 铜箔, but it belongs to the other trade."""
    scores = index.search(query)
    assert FIRMS[int(np.argmax(scores))].id == first
    assert np.argmin(scores) == 4  # of the last one only a name is known, which says all of it


def test_meant_against_its_definition(index: HybridIndex) -> None:
    of, query = book(index), "铜箔"
    fit = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True)
    whole = fit.fit_transform(["、".join((*t.names, *t.makes)) for t in TRADES])
    asked = fit.transform([query])
    texts = HashEncoder().encode([t.text for t in TRADES])
    vector = unit(HashEncoder().encode([query])[0] - texts.mean(axis=0))
    near = [
        float(unit(texts - texts.mean(axis=0))[i] @ vector)
        + 0.5 * max(cosine_similarity(fit.transform([n]), asked)[0, 0] for n in t.names)
        + cosine_similarity(whole[i], asked)[0, 0]
        for i, t in enumerate(TRADES)
    ]
    assert of.nearness(query, vector) == pytest.approx(near, abs=1e-5)
    weights = np.exp((np.array(near) - max(near)) / SHARPNESS)
    weights[weights < 0.05] = 0
    assert of.meant(query, vector) == pytest.approx(weights / weights.sum(), abs=1e-5)


def test_trades_share_a_firm_out(index: HybridIndex) -> None:
    belongs = book(index).belongs
    assert belongs.shape == (4, 4)  # trades by firms whose products are known
    assert belongs.sum(axis=0) == pytest.approx(np.ones(4), abs=1e-5)
    assert belongs.argmax(axis=0).tolist() == [0, 1, 2, 3]


def test_a_query_with_products_is_held_against_the_trades_too(index: HybridIndex, tmp_path: Path) -> None:
    """Name and products are read together, and fused by the declared weights; without trades nothing is widened."""
    scores = index.segment_scores("隔膜", ("锂电隔膜",), book(index))
    assert set(scores) == set(SEGMENT)
    vector = index.query_vector("隔膜", book(index), ("锂电隔膜",))
    assert scores["trade"] == pytest.approx(book(index).share(book(index).meant("隔膜、锂电隔膜", vector)))
    fused = sum(SEGMENT[k] * (v - v.mean()) / (v.std() or 1) for k, v in scores.items())
    found = index.search("隔膜", ("锂电隔膜",))
    assert found[:4] == pytest.approx(fused, abs=1e-4)
    assert found[4:] == pytest.approx(np.full(len(FIRMS) - 4, fused.min() - 1), abs=1e-4)
    plain = HybridIndex(FIRMS, CachedEncoder(HashEncoder(), tmp_path / "b"))
    assert np.array_equal(plain.search("隔膜", ("锂电隔膜",)), fuse(plain.scores("隔膜", ("锂电隔膜",))))


def test_a_segment_finds_what_its_trade_sells(index: HybridIndex) -> None:
    """被动元件 with one of its goods: the maker of the others comes first as well."""
    assert int(np.argmax(index.search("阻容", ("电容器",)))) == int(np.argmax(index.search("被动元件")))


def test_fused_by_the_declared_weights(index: HybridIndex) -> None:
    scores = index.wide_scores("铜加工", book(index))
    assert set(scores) == set(WIDE)
    fused = sum(WIDE[k] * (v - v.mean()) / (v.std() or 1) for k, v in scores.items())
    assert index.search("铜加工")[:4] == pytest.approx(fused, abs=1e-4)


CLASSES = (
    Trade(("阻容元件",), ("贴片电容器", "电阻器", "电感"), competes=False),
    Trade(("曲酒厂",), ("大曲", "基酒", "浓香型白酒"), competes=False),
)


def test_classes_lead_to_the_trades_they_are_kin_to(tmp_path: Path) -> None:
    """They take no firm from the trades, and what they mean is a share of the trades, nothing lost on the way."""
    both = HybridIndex(FIRMS, CachedEncoder(HashEncoder(), tmp_path), TRADES + CLASSES)
    of = book(both)
    assert of.kin.shape == (6, 4)
    assert of.kin.sum(axis=1) == pytest.approx(np.ones(6), abs=1e-5)
    assert np.array_equal(of.kin[:4], np.eye(4, dtype=np.float32))
    assert of.kin[4:].argmax(axis=1).tolist() == [0, 1]
    assert of.belongs.shape == (4, 4)
    assert of.belongs.argmax(axis=0).tolist() == [0, 1, 2, 3]
    everything = np.full(6, 1 / 6, dtype=np.float32)
    assert of.share(everything) == pytest.approx((everything @ of.kin) @ of.belongs, abs=1e-6)
    for query, first in (("阻容元件", "cap"), ("曲酒厂", "wine"), ("铜加工", "copper")):
        assert FIRMS[int(np.argmax(both.search(query)))].id == first


def test_classes_alone_are_no_book(tmp_path: Path) -> None:
    """Nothing competes for the firms, so a bare query is answered as it stands."""
    assert HybridIndex(FIRMS, CachedEncoder(HashEncoder(), tmp_path), CLASSES).trades is None
    assert load_book(tmp_path) == ()
    (tmp_path / "industries.yaml").write_text("酿酒: 大曲、基酒、白酒\n", encoding="utf-8")
    assert load_book(tmp_path) == ()


def test_the_book_that_ships() -> None:
    """Trades first, then the classes of the standard; a name leads to one of them only."""
    shipped = load_book(ROOT / "data")
    competing = [t.competes for t in shipped]
    assert competing == sorted(competing, reverse=True)
    assert competing.count(False) > 500
    names = [n for t in shipped for n in t.names]
    assert len(names) == len(set(names))
    for name in ("电瓶", "马达", "养鸡场", "炼钢", "保安服务", "非织造布", "道地药材"):
        assert name in names


def test_rows_standardised() -> None:
    out = rows_standardised(np.array([[1.0, 2.0, 3.0], [5.0, 5.0, 5.0]], dtype=np.float32))
    assert out[0] == pytest.approx([-(1.5**0.5), 0, 1.5**0.5], abs=1e-5)
    assert not out[1].any()
