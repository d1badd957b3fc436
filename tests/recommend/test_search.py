"""Free search: what says it is named as proof, what does not stands apart, nonsense is called so."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.types import Firm
from recommend.encode import CachedEncoder, cached
from recommend.search import FirmSearch, saying
from recommend.trades import Trade

TRADES = (
    Trade(("电池隔膜",), ("锂电池隔膜", "湿法隔膜", "涂覆隔膜")),
    Trade(("起重机械",), ("桥式起重机", "门式起重机", "电动葫芦")),
    Trade(("医用敷料",), ("医用纱布", "无纺敷料", "创可贴")),
)
PRODUCTS = {
    "甲": ("湿法隔膜", "涂覆隔膜"), "乙": ("桥式起重机", "电动葫芦"), "丙": ("医用纱布", "创可贴"),
    "丁": ("门式起重机",), "戊": ("酱油", "食醋"), "己": ("干法隔膜",),
}  # fmt: skip


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


def test_shipped_words(tmp_path: Path) -> None:
    assert saying(("锂电池隔膜", "酱油"), ["隔膜"]) == ("锂电池隔膜",)
    assert saying(("膜",), ["隔膜"]) == ()  # one character proves nothing
