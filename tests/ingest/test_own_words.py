"""A firm's own texts: what it makes and is registered to make; what it only sells is none of them."""

from __future__ import annotations

from graph.model.records import Capacity, Firm, FirmProduct, FirmTechnology
from ingest.own_words import own_words


def test_products_reports_and_what_the_scope_lets_it_make() -> None:
    firm = Firm(
        "f",
        "某电池有限公司",
        products=("镍氢电池",),
        scope="镉镍蓄电池的生产；锂电池销售；电动车零售；电池检测服务；销售精制棉",
        source="名录",
        as_of="2024",
    )
    facts = [
        FirmTechnology("f", "干法电极技术", as_of="2025", source="annual report 2025"),
        FirmProduct("f", "固态电池"),
        Capacity("f", "电芯", "capacity"),
    ]
    said = own_words(firm, facts)
    assert [(s.kind, s.text) for s in said if s.kind != "scope"] == [
        ("product", "镍氢电池"),
        ("technology", "干法电极技术"),
        ("product", "固态电池"),
        ("capacity", "电芯"),
    ]
    scope = [s.text for s in said if s.kind == "scope"]
    assert any("镉镍" in t for t in scope)
    assert any("检测" in t for t in scope)
    assert not any("锂电池" in t or "电动车" in t or "精制棉" in t for t in scope)
    assert said[0].source == "名录"
    assert next(s for s in said if s.kind == "technology").as_of == "2025"
