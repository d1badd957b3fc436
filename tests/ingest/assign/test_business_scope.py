"""Registered scopes, read by hand: what is made, traded or served, in which order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.assign.business_scope import activities
from tests.support.small import calm


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (
            "起重机械、矿山机械制造、销售；五金零售",
            [("起重机械", "make"), ("矿山机械制造", "make"), ("五金零售", "trade")],
        ),
        ("销售：化肥、农药", [("化肥", "trade"), ("农药", "trade")]),
        ("生产、销售：面粉、挂面", [("面粉", "make"), ("挂面", "make")]),
        ("化肥、农药零售", [("化肥", "trade"), ("农药零售", "trade")]),
        ("面粉加工（凭许可证经营）、销售", [("面粉加工", "make")]),
        ("小麦种植；货物运输", [("小麦种植", "make"), ("货物运输", "service")]),
        ("单梁.双梁起重机制造", [("单梁", "make"), ("双梁起重机制造", "make")]),
        ("起重机安装、维修服务", [("起重机安装", "service")]),
        ("电动机", [("电动机", "plain")]),
    ],
)
def test_the_verb_of_the_group_speaks_for_all_of_it(scope: str, expected: list[tuple[str, str]]) -> None:
    assert [(a.text, a.mode) for a in activities(scope)] == expected
    assert [a.place for a in activities(scope)] == list(range(len(expected)))


@pytest.mark.parametrize(
    "scope",
    [
        "依法须经批准的项目，经相关部门批准后方可开展经营活动",
        "（依法须经批准的项目，经相关部门批准后方可开展经营活动）",
        "以上范围法律、行政法规禁止的除外",
        "制造、销售",
        "",
    ],
)
def test_boilerplate_says_nothing(scope: str) -> None:
    assert activities(scope) == ()


@pytest.mark.parametrize("head", ["经营范围：", "·经营范围：", "一般经营项目：", "主营："])
def test_heads_are_left_out(head: str) -> None:
    assert [(a.text, a.mode) for a in activities(f"{head}面粉加工；挂面销售")] == [
        ("面粉加工", "make"),
        ("挂面销售", "trade"),
    ]


def test_brackets_are_left_out_even_when_nested() -> None:
    found = activities("化肥（易燃品（含液体）、爆炸品除外）零售；面粉[专用粉]加工")
    assert [(a.text, a.mode) for a in found] == [("化肥零售", "trade"), ("面粉加工", "make")]


def test_half_and_full_width_read_the_same() -> None:
    assert activities("面粉加工;挂面销售") == activities("面粉加工；挂面销售")


@calm
@given(st.text(alphabet="面粉起重机制造销售、，；。:：()（）. 零服务", max_size=40))
def test_any_scope_gives_numbered_items_without_separators(scope: str) -> None:
    found = activities(scope)
    assert [a.place for a in found] == list(range(len(found)))
    assert all(len(a.text) >= 2 and not set("、；。，") & set(a.text) for a in found)
    assert {a.mode for a in found} <= {"make", "trade", "service", "plain"}


def test_the_licence_to_trade_abroad_is_no_activity() -> None:
    """It lists what a firm needs (`机械设备、仪器仪表`), which it does not make."""
    scope = "白酒生产；进口本企业生产、科研所需的原辅材料、机械设备、仪器仪表及零配件的进口业务；粮食收购"
    assert [a.text for a in activities(scope)] == ["白酒生产", "粮食收购"]
