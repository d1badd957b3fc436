"""Free search: what says it is named as proof, what does not stands apart, nonsense is called so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model.records import Firm, Segment
from recommend.encode.encoder import CachedEncoder, cached
from recommend.retrieve.index import standardised
from recommend.retrieve.named_products import NamedTerms
from recommend.retrieve.search import PRODUCT, FirmSearch, saying
from recommend.retrieve.trades import Trade

TRADES = (
    Trade(("电池隔膜",), ("锂电池隔膜", "湿法隔膜", "涂覆隔膜")),
    Trade(("起重机械",), ("桥式起重机", "门式起重机", "电动葫芦")),
    Trade(("医用敷料",), ("医用纱布", "无纺敷料", "创可贴")),
)
PRODUCTS = {
    "甲": ("湿法隔膜", "涂覆隔膜"),
    "乙": ("桥式起重机", "电动葫芦"),
    "丙": ("医用纱布", "创可贴"),
    "丁": ("门式起重机",),
    "戊": ("酱油", "食醋"),
    "己": ("干法隔膜",),
}


def firm(name: str, products: tuple[str, ...]) -> Firm:
    return Firm(id=name, name=f"{name}有限公司", region="410700", products=products, source="test")


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> CachedEncoder:
    return cached("hash", tmp_path_factory.mktemp("vectors"))


@pytest.fixture(scope="module")
def search(encoder: CachedEncoder) -> FirmSearch:
    return FirmSearch([firm(n, p) for n, p in PRODUCTS.items()] + [firm("空", ())], encoder, TRADES)


def test_a_trade_finds_the_firms_that_sell_its_goods(search: FirmSearch) -> None:
    found = search.find("起重机械")
    assert found.clear
    assert found.meant[0] == "起重机械"
    assert {h.firm for h in found.stated[:2]} == {"乙", "丁"}
    assert found.stated[0].products


def test_a_product_typed_as_it_is_comes_first_among_the_proofs(search: FirmSearch) -> None:
    hit = next(h for h in search.find("涂覆隔膜").hits if h.firm == "甲")
    assert hit.products[0] == "涂覆隔膜"


def test_what_says_nothing_of_it_stands_apart(search: FirmSearch) -> None:
    found = search.find("锂电池隔膜")
    assert "戊" in {h.firm for h in found.unstated}
    assert not {h.firm for h in found.stated} & {h.firm for h in found.unstated}
    assert "空" not in {h.firm for h in found.hits}


@pytest.mark.parametrize("noise", ["🙂🙂🙂", "qzxv wkjh", "????", "1234567890", "   "])
def test_noise_is_not_answered_with_firms_that_would_say_so(search: FirmSearch, noise: str) -> None:
    found = search.find(noise)
    assert not found.clear
    assert not found.stated


def test_ten_thousand_characters_are_read_as_a_text(search: FirmSearch) -> None:
    found = search.find("我们想找做桥式起重机和门式起重机的企业。" * 500)
    assert {h.firm for h in found.hits[:2]} == {"乙", "丁"}


def test_an_empty_store_finds_nothing(encoder: CachedEncoder) -> None:
    assert FirmSearch([], encoder, TRADES).find("隔膜").hits == ()
    assert not FirmSearch([firm("空", ())], encoder, TRADES).find("隔膜").clear


@given(
    st.lists(st.text("隔膜电池起重机湿法", min_size=1, max_size=6), max_size=6), st.text("隔膜电池起重机", max_size=6)
)
def test_proofs_are_the_firms_own_products(products: list[str], term: str) -> None:
    found = saying(products, [term])
    assert set(found) <= set(products)
    assert all(p in found or len(found) == 4 for p in products if p == term and len(term) >= 2)


def test_a_word_of_one_character_proves_nothing() -> None:
    assert saying(("锂电池隔膜", "酱油"), ["隔膜"]) == ("锂电池隔膜",)
    assert saying(("膜",), ["隔膜"]) == ()  # one character proves nothing
    assert saying(("锂离子电池",), ["锂电池隔膜"]) == ()  # alike in characters, another thing
    assert saying(("片式多层陶瓷电容器",), ["被动元件"], ["陶瓷电容器"]) == ("片式多层陶瓷电容器",)


SEGMENTS = (Segment("c.separator", "c", "隔膜", "Separators", "midstream", "", ("锂电池隔膜", "湿法隔膜", "涂覆隔膜")),)


def test_what_was_named_beats_what_the_trade_suggests(encoder: CachedEncoder) -> None:
    firms = [firm("整车", ("汽车座椅", "汽车内饰件")), firm("筛", ("振动筛", "给料机")), firm("线材", ("电线",))]
    trades = (Trade(("汽车零部件",), ("汽车座椅", "减振器", "内饰件")), Trade(("电线电缆",), ("电线", "电缆", "光缆")))
    found = FirmSearch(firms, encoder, trades).find("我们想找做振动筛的企业")
    assert found.named == ("振动筛",)
    assert [h.firm for h in found.stated] == ["筛"]


def test_products_of_the_same_segment_stand_beside_the_one_named(encoder: CachedEncoder) -> None:
    firms = [
        firm("湿", ("湿法隔膜",)),
        firm("电池", ("锂离子电池",)),
        firm("锂隔", ("锂电池隔膜",)),
        firm("酱", ("酱油",)),
    ]
    found = FirmSearch(firms, encoder, (), SEGMENTS).find("锂电池隔膜")
    assert [h.firm for h in found.stated] == ["锂隔", "湿"]
    assert found.meant == ("隔膜",)


def test_the_longest_words_are_named_and_fillers_are_not() -> None:
    terms = NamedTerms([("动力电池",), ("湿法隔膜",), ("涂覆隔膜", "电池")])
    assert terms.of("给电池厂做涂覆隔膜的") == {"涂覆隔膜": 1.0}
    assert terms.of("动力电池和隔膜") == pytest.approx({"动力电池": 4 / 6, "隔膜": 2 / 6})
    assert terms.of("") == terms.of("的") == terms.of("🙂") == {}


def test_a_firm_that_makes_nothing_else_is_nearer() -> None:
    terms = NamedTerms([("隔膜",), ("电池", "隔膜"), ("电池",)])
    scores = terms.scores(terms.of("隔膜"))
    assert scores[0] > scores[1] > scores[2] == 0
    assert NamedTerms([]).of("隔膜") == {}


@given(
    st.lists(st.lists(st.text("隔膜电池起重机", min_size=1, max_size=5), max_size=4), max_size=5),
    st.text("隔膜电池起重机的做", max_size=12),
)
def test_scores_stay_between_none_and_all(products: list[list[str]], text: str) -> None:
    terms = NamedTerms(products)
    named = terms.of(text)
    assert sum(named.values()) <= 1 + 1e-9
    scores = terms.scores(named)
    assert scores.shape == (len(products),)
    assert ((scores >= 0) & (scores <= 1)).all()


def test_what_is_not_wanted_is_no_proof(encoder: CachedEncoder) -> None:
    firms = [firm("电", ("锂离子电池",)), firm("膜", ("湿法隔膜",)), firm("酱", ("酱油",))]
    found = FirmSearch(firms, encoder, TRADES).find("锂离子电池，不要湿法隔膜")
    assert [h.firm for h in found.stated] == ["电"]


def test_one_product_is_counted_once_and_by_the_index(search: FirmSearch) -> None:
    """What the page adds to the index's own order for a text that is one product: nothing."""
    found = search.find("我们想找做湿法隔膜的企业")
    order = standardised(search.index.search("我们想找做湿法隔膜的企业", product=PRODUCT))
    assert {h.firm: h.score for h in found.hits} == pytest.approx(
        {d.id: float(s) for d, s in zip(search.index.documents, order, strict=True)}
    )
    assert found.hits[0].firm == "甲"


def test_several_things_named_are_counted_by_the_page(search: FirmSearch) -> None:
    found = search.find("酱油和创可贴")
    assert not search.index.counts("酱油和创可贴")
    plain = standardised(search.index.search("酱油和创可贴", product=PRODUCT))
    gained = {h.firm: h.score - plain[search.index.row[h.firm]] for h in found.hits}
    assert {f for f, g in gained.items() if g > 1} == {"戊", "丙"}
    assert max(gained[f] for f in ("甲", "乙", "丁", "己")) == pytest.approx(0, abs=1e-5)
