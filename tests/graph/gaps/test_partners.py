"""By which product a firm is named: its own list before its name, its name before a scope, and never as a seller."""

from __future__ import annotations

import pytest

from graph.gaps.partners import made_by
from graph.model.records import MICRO, Firm, Membership, Segment

CELL = Segment("b.cell", "b", "电芯", "cell", "midstream", "说明", ("锂离子电池", "动力电池", "通信电源"))


def membership(*evidence: tuple[str, str], confidence: float = 1.0, role: str = "maker") -> Membership:
    rows = tuple({"kind": k, "term": t, "text": t, "source": "t", "weight": 1.0} for k, t in evidence)
    return Membership("f", "b.cell", round(confidence * MICRO), rows, role=role)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "product"),
    [
        (membership(("product", "锂离子电池"), ("name", "动力电池")), "锂离子电池"),
        (membership(("name", "动力电池")), "动力电池"),
        (membership(("name", "通信")), ""),  # a trade's word, no product
        (membership(("scope", "锂离子电池"), confidence=0.85), "锂离子电池"),
        (membership(("scope", "锂离子电池"), confidence=0.7), ""),  # one of many lines of a register's scope
        (membership(("product", "锂离子电池"), role="trader"), ""),
        (membership(("dense", "0.8")), ""),
        (membership(), ""),
    ],
)
def test_made_by(given: Membership, product: str) -> None:
    assert made_by(Firm("f", "f", products=("锂离子电池",)), given, CELL) == product


def test_a_long_product_is_told_by_its_term() -> None:
    long = "高比能量长寿命磷酸铁锂离子电池及其模组"
    evidence = ({"kind": "product", "term": "锂离子电池", "text": long, "source": "t", "weight": 1.0},)
    given = Membership("f", "b.cell", MICRO, evidence, role="maker")  # type: ignore[arg-type]
    assert made_by(Firm("f", "f", products=(long,)), given, CELL) == "锂离子电池"
