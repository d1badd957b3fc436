"""Counterparties: hidden ones, several in a cell, with tails and brackets; parents among the subsidiaries."""

from __future__ import annotations

import pytest

from graph.model.records import RELATION_KINDS
from ingest.read import counterparty as cp


@pytest.mark.parametrize(
    "text",
    [
        "客户A",
        "供应商一",
        "客户（第一名）",
        "第一名客户",
        "前五大供应商",
        "单位二（关联方）",
        "经销商客户A",
        "C公司",
        "R客户",
        "某境外客户",
        "其他客户",
        "关联方D及其子公司",
        "甲**有限公司",
        "不适用",
    ],
)
def test_hidden(text: str) -> None:
    assert cp.is_anonymous(text)


@pytest.mark.parametrize(
    "text",
    [
        "华为及其关联方",
        "甲乙集团有限公司",
        "新港务集团（PSA）",
        "国际数据公司（IDC）",
        "OPPO",
        "中建第三工程局有限公司",
        "第二机床厂",
    ],
)
def test_not_hidden(text: str) -> None:
    assert not cp.is_anonymous(text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("甲乙股份有限公司及其子公司", ["甲乙股份有限公司"]),
        ("甲乙汽车股份有限公司及下属公司", ["甲乙汽车股份有限公司"]),
        ("甲乙物资有限公司（甲乙物资）", ["甲乙物资有限公司"]),
        ("甲乙工具（泰国）有限公司（J Y (THAILAND) CO., LTD.）", ["甲乙工具（泰国）有限公司"]),
        ("甲乙智控 (宁波甲乙智控泵业有限公司)", ["宁波甲乙智控泵业有限公司"]),
        ("甲乙合伙企业（有限合伙）", ["甲乙合伙企业（有限合伙）"]),
        ("甲大学、乙大学、丙研究院", ["甲大学", "乙大学", "丙研究院"]),
        ("甲乙技术及装备有限公司", ["甲乙技术及装备有限公司"]),
    ],
)
def test_names(text: str, names: list[str]) -> None:
    assert cp.names(text) == names


@pytest.mark.parametrize(
    ("counterparty", "kind"),
    [
        ("甲乙（合肥）有限公司", "subsidiary"),
        ("某省人民政府国有资产监督管理委员会", "parent"),
        ("甲乙集团有限公司", "group"),
        ("甲乙香港控股有限公司", "subsidiary"),
        ("丙丁集团有限公司", "subsidiary"),
        ("丙丁银行股份有限公司", "investee"),
    ],
)
def test_parents_among_the_subsidiaries(counterparty: str, kind: str) -> None:
    found, detail = cp.kind_of("subsidiary", counterparty, "新乡甲乙机械股份有限公司", "甲乙")
    assert found == kind
    assert bool(detail) == (kind != "subsidiary")


def test_other_kinds_stay_as_told() -> None:
    assert cp.kind_of("customer", "甲乙集团有限公司", "甲乙机械股份有限公司", "甲乙") == ("customer", "")
    assert set(cp.KINDS.values()) <= set(RELATION_KINDS)


def test_service_and_firms_among_materials() -> None:
    assert cp.is_service("甲乙会计师事务所（特殊普通合伙）")
    assert cp.looks_like_firm("湖南甲乙医药有限公司")
    assert not cp.looks_like_firm("碳酸锂")
