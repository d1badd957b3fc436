"""Each cut of the target list, on targets made by hand."""

from __future__ import annotations

from typing import Any

import pytest

from app_pages.pages.targets import filters
from graph.model.regions import Region, Regions

HERE = "410700"


def target(
    region: str,
    capability: float = 0.9,
    grade: str = "A",
    code: str = "",
    tags: tuple[str, ...] = (),
    verified: bool = True,
    name: str = "甲",
    parent: str = "",
) -> Any:
    firm = {
        "id": name,
        "name": name,
        "region": region,
        "stock_code": code,
        "tags": list(tags),
        "verified_identity": verified,
        "verified_products": verified and bool(tags),
        "parent": parent,
    }
    return {"firm": firm, "grade": grade, "features": {"capability": {"value": capability}}}


ROWS = [
    target(HERE),
    target("410783", grade="B"),
    target("440300", capability=0.3, code="300001.SZ", tags=("大型",)),
    target("350900", verified=False, tags=("上市", "中型")),
]


@pytest.mark.parametrize(
    ("wanted", "left"),
    [
        ({}, [0, 1, 2, 3]),
        ({"outsiders": True}, [2, 3]),  # a county of the city is not outside
        ({"grades": ("B",)}, [1]),
        ({"grades": ("A", "B")}, [0, 1, 2, 3]),
        ({"provinces": ("41",)}, [0, 1]),
        ({"sizes": ("大型", "中型")}, [2, 3]),
        ({"sizes": ("小型",)}, []),
        ({"listed": True}, [2, 3]),  # by its code, or by its tag
        ({"verified_identity": True}, [0, 1, 2]),
        ({"capability": 0.5}, [0, 1, 3]),
        ({"capability": 0.9}, [0, 1, 3]),  # the bound itself meets it
        ({"outsiders": True, "verified_identity": True}, [2]),
    ],
)
def test_each_cut_keeps_what_it_says(wanted: dict[str, Any], left: list[int]) -> None:
    chosen = filters.TargetFilter(**{"outsiders": False, **wanted})
    assert [ROWS.index(t) for t in filters.cut_targets(ROWS, HERE, chosen)] == left


def test_cuts_are_counted_and_the_standing_one_and_the_order_are_not() -> None:
    assert filters.TargetFilter().active() == 0
    assert filters.TargetFilter(outsiders=True, spread=True).active() == 0
    assert filters.TargetFilter(grades=("A",), listed=True).active() == 2
    everything = filters.TargetFilter(
        grades=("A",),
        provinces=("41",),
        sizes=("大型",),
        listed=True,
        verified_identity=True,
        verified_products=True,
        capability=0.05,
        once=True,
        free=True,
    )
    assert everything.active() == 9


def test_each_group_stands_once_with_its_first_firm() -> None:
    rows = [
        target("440300", name="子公司一", parent="集团"),
        target("440300", name="独立企业"),
        target("350900", name="子公司二", parent="集团"),
    ]
    assert [t["firm"]["name"] for t in filters.once_a_group(rows)] == ["子公司一", "独立企业"]


@pytest.mark.parametrize(("tags", "word"), [(["民营", "大型"], "大型"), (["小型"], "小型"), (["民营"], ""), ([], "")])
def test_the_size_is_read_from_the_tags(tags: list[str], word: str) -> None:
    assert filters.size_word(target(HERE, tags=tuple(tags))["firm"]) == word


def test_provinces_stand_with_the_most_targets_first() -> None:
    regions = Regions(
        [Region(c, "province", n, n, "", None, None) for c, n in (("410000", "河南省"), ("440000", "广东省"))]
    )
    rows = [target("440300"), target("440300"), target("410700"), target("")]
    assert filters.provinces(rows, regions) == {"44": "广东省", "41": "河南省"}
