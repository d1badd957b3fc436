"""Who is named as a buyer and as a supplier: goods are supplied, power and services are not."""

from __future__ import annotations

import pytest

from graph.measures.network import Network
from graph.model.records import Chain, Firm, Link, LinkKind, Segment
from recommend.explain.neighbours import Neighbours, repeatable


def network(kind: LinkKind) -> Network:
    """A supplier and a maker, linked by one kind."""
    segments = tuple(Segment(f"toy.{n}", "toy", n, n, "upstream", n, ("甲", "乙", "丙")) for n in ("power", "press"))
    return Network((Chain("toy", "玩具", "Toys", "test", "", segments, (Link("toy.power", "toy.press", kind, 0.2),)),))


@pytest.mark.parametrize(
    ("kind", "supplies"),
    [("material", 1.0), ("component", 1.0), ("service", 0.0), ("equipment", 0.0), ("channel", 0.0)],
)
def test_only_what_goes_into_the_product_is_supplied(kind: LinkKind, supplies: float) -> None:
    net = network(kind)
    assert net.goods[net.row["toy.power"], net.row["toy.press"]] == supplies
    assert net.goods.sum() == supplies


@pytest.mark.parametrize(
    ("product", "named"), [("面粉", True), ("粮食收购", False), ("粮食储备", False), ("功能性面料", False)]
)
def test_a_supplier_is_named_for_goods_among_its_main_products(product: str, named: bool) -> None:
    """A mill that buys up grain sells none, and a fourth product is a side line."""
    firm = Firm("f", "新乡市某某有限公司", products=("面粉", "粮食收购", "粮食储备", "功能性面料"))
    assert repeatable(firm, product, supplier=True) is named


@pytest.mark.parametrize(
    ("codes", "word"), [(("2619", "5266"), "产品"), (("2619",), "产品"), (("6429", "8411"), "服务"), ((), "产品")]
)
def test_who_makes_and_sells_a_good_sells_no_service(codes: tuple[str, ...], word: str) -> None:
    """Hydrogen is made (2619) and sold at stations (5266)."""
    spec = Segment("toy.power", "toy", "氢", "h", "upstream", "", ("甲",), gbt4754=codes)
    net = Network((Chain("toy", "玩具", "Toys", "test", "", (spec,), ()),))
    assert Neighbours(net, (), (), segment="toy.power").wares["zh"] == word
