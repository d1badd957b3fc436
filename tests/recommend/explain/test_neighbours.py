"""Who is named as a buyer and as a supplier: goods are supplied, power and services are not."""

from __future__ import annotations

import pytest

from graph.measures.network import Network
from graph.model.records import Chain, Link, LinkKind, Segment


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
