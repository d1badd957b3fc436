"""Headings that no source names, and cells as bureaus write them: what a careful clerk would enter of each."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model.regions import Regions
from ingest.read.files.sheets import Sheet
from ingest.read.firm_rows import parse
from ingest.read.layout.find import pieces
from ingest.read.layout.shapes import Head, Left, Row
from ingest.read.table_kinds import layout
from ingest.read.table_specs import known_headings, shipped
from ingest.read.tables import Table

CODE = "91410702700000562U"


def table_of(columns: tuple[str, ...], *rows: tuple[str, ...], titles: tuple[str, ...] = ()) -> Table:
    """A table of these cells, understood as a file's would be."""
    cells = [dict(zip(columns, row, strict=True)) for row in rows]
    shape = layout(columns, titles, cells)
    numbered = list(enumerate(cells, 2))
    return Table("t.csv", columns, numbered, "utf-8", titles=titles, fields=shape.fields, source=shape.source)


def facts(regions: Regions, table: Table, region: str = "") -> dict[str, Any]:
    """Of its one row."""
    ((_, told),) = parse(table, regions, region).firms
    return dict(told)


@pytest.mark.parametrize(
    "heading",
    [
        *("公司全名", "厂商名称", "生产企业", "入驻企业", "纳统企业名称", "从业单位名称", "会员单位", "市场主体"),
        *("工商登记名称", "拟招引企业", "被许可人", "行政相对人名称", "户名"),
    ],
)
def test_what_bureaus_call_a_firms_name(regions: Regions, heading: str) -> None:
    table = table_of(("序号", heading, "县区"), ("1", "新乡市用词有限公司", "红旗区"))
    told = facts(regions, table)
    assert (told["name"], told["region"]) == ("新乡市用词有限公司", "410702")


@pytest.mark.parametrize(
    ("heading", "cell", "field", "value"),
    [
        ("统一社会信用代码/注册号", CODE, "uscc", CODE),
        ("主体身份代码", CODE, "uscc", CODE),
        ("公司代码(USCI)", CODE, "uscc", CODE),
        ("所属县（市、区）", "红旗区", "region", "410702"),
        ("申报地区", "河南省新乡市凤泉区", "region", "410704"),
        ("推荐单位（县区）", "长垣市", "region", "410783"),
        ("行政区划", "410702", "region", "410702"),
        ("城市 City", "郑州 Zhengzhou", "region", "410100"),
        ("认缴出资总额(万元)", "3000", "capital_wan", 3000.0),
        ("注册资本金额（万）", "3,000", "capital_wan", 3000.0),
        ("Registered Capital (RMB 10,000)", "3000", "capital_wan", 3000.0),
        ("公司所在地", "新乡市凤泉区宝山路1号", "address", "新乡市凤泉区宝山路1号"),
        ("生产经营场所", "新乡市凤泉区宝山路1号", "address", "新乡市凤泉区宝山路1号"),
        ("主打产品", "电缆、电线", "products", ["电缆", "电线"]),
        ("主要产品及产能", "电缆、电线", "products", ["电缆", "电线"]),
        ("公司主营", "电缆，电线", "products", ["电缆", "电线"]),
        ("从业人员年平均人数", "120", "employees", 120),
        ("公司规模", "500-999人", "employees", 749),
        ("员工总数\n[交易日期] 2023-12-31\n[单位] 人", "7800", "employees", 7800),
        ("开业（设立）日期", "20080516", "founded", "2008-05-16"),
        ("企业成立日期", "民國98年3月", "founded", "2009-03"),
        ("主体登记状态", "註銷", "status", "dissolved"),
        ("纳税人状态", "非正常户", "status", "suspended"),
        ("企业存续状态", "简易注销公告中", "status", "active"),
        ("企业登记状态", "开业（已迁入）", "status", "active"),
        ("公司状态", "破产清算中", "status", "suspended"),
        ("经营（业务）范围", "锂电池生产", "scope", "锂电池生产"),
        ("营业收入（亿元，2024年）", "1.5", "revenue_yi", 1.5),
        ("1-12月营业收入（万元）", "15000", "revenue_yi", 1.5),
        ("营业总收入\n[报告期] 2023年报\n[报表类型] 合并报表\n[单位] 亿元", "73.8", "revenue_yi", 73.8),
        ("营业总收入\n[报告期] 2023年报\n[单位] 亿元", "73.8", "revenue_year", 2023),
        ("更名前企业名称", "新乡市旧名有限公司", "former_names", ["新乡市旧名有限公司"]),
        ("商事主体类型", "个体工商户", "ent_type", "个体工商户"),
        ("行业代码(GB/T4754-2017)", "3841", "gbt4754", ["3841"]),
        ("注销核准日期", "2022.5.1", "status_date", "2022-05-01"),
        ("吊销登记日期", "2022.5.1", "status", "revoked"),
    ],
)
def test_a_heading_is_known_by_its_words_and_its_cells(
    regions: Regions, heading: str, cell: str, field: str, value: object
) -> None:
    assert facts(regions, table_of(("企业名称", heading), ("用词有限公司", cell)))[field] == value


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("推荐部门", "红旗区人民政府"),
        ("单位类别", "大型"),
        ("实缴资本（万元）", "3000"),
        ("研发人员人数", "12"),
        ("营业收入增速（%）", "12"),
        ("主要产品产量（吨）", "1200"),
        ("网址", "www.example.cn"),
        ("核准日期", "2020-01-01"),
        ("投资者国别（地区）", "日本"),
    ],
)
def test_words_that_resemble_a_heading_are_none(regions: Regions, heading: str, cell: str) -> None:
    assert facts(regions, table_of(("企业名称", heading), ("用词有限公司", cell))) == {"name": "用词有限公司"}


def test_a_heading_that_is_there_already_is_not_looked_for(regions: Regions) -> None:
    """The firm of a project is who builds it, not who works for it."""
    columns = ("项目名称", "建设单位", "施工单位", "总投资（亿元）", "工程形象进度")
    row = ("隔膜项目", "新乡甲有限公司", "新乡乙建设有限公司", "2", "主体施工")
    shape = layout(columns, (), [dict(zip(columns, row, strict=True))])
    assert (shape.kind, shape.columns["firm"], shape.columns["status"]) == ("projects", "建设单位", "工程形象进度")


@pytest.mark.parametrize(
    ("cell", "name", "more"),
    [
        ("★新乡市甲有限公司*", "新乡市甲有限公司", {}),
        ("“新乡市甲有限公司”", "新乡市甲有限公司", {}),
        ("新乡市甲有限公司【规上】", "新乡市甲有限公司", {}),
        ("新乡市甲有限公司\n（高新技术企业）", "新乡市甲有限公司", {}),
        ("新乡市甲有限公司（2023年入库）", "新乡市甲有限公司", {}),
        ("新乡市甲中心（有限合伙）", "新乡市甲中心（有限合伙）", {}),
        ("新乡市甲经营部（个体工商户）", "新乡市甲经营部（个体工商户）", {}),
        ("新乡市甲有限公司（第二车间）", "新乡市甲有限公司（第二车间）", {}),
        (f"新乡市甲有限公司（{CODE}）", "新乡市甲有限公司", {"uscc": CODE}),
        ("新乡市甲有限公司（更名为新乡市乙有限公司）", "新乡市乙有限公司", {"former_names": ["新乡市甲有限公司"]}),
        ("新乡市甲有限公司（吊销，未注销）", "新乡市甲有限公司", {"status": "revoked"}),
    ],
)
def test_what_stands_around_a_name(regions: Regions, cell: str, name: str, more: dict[str, Any]) -> None:
    told = facts(regions, table_of(("企业名称",), (cell,)))
    assert told["name"] == name
    assert {k: told.get(k) for k in more} == more


def test_an_example_and_a_currency_of_its_own(regions: Regions) -> None:
    columns = ("企业名称", "注册资本(万元)", "币种")
    table = table_of(columns, ("示例：新乡市某某有限公司", "1", "美元"), ("新乡港龙木业有限公司", "100", "美元"))
    parsed = parse(table, regions)
    assert [(f["name"], f["capital_wan"]) for _, f in parsed.firms] == [("新乡港龙木业有限公司", 710.0)]
    assert (2, "example_row") in [(p.row, p.code) for p in parsed.problems]


def test_the_year_of_a_table_of_accounts(regions: Regions) -> None:
    title = ("工业企业财务状况（2024年1—12月）",)
    told = facts(regions, table_of(("单位详细名称", "营业收入（万元）"), ("甲有限公司", "100"), titles=title))
    assert (told["revenue_yi"], told["revenue_year"]) == (0.01, 2024)


def sheet(lines: list[list[str]], merged: tuple[tuple[int, int, int, int], ...] = ()) -> list[object]:
    """The pieces of a sheet."""
    return list(pieces(Sheet("", list(enumerate(lines, 1)), "", merged=merged), known_headings(shipped())))


def test_a_list_printed_in_two_blocks() -> None:
    head, *rows = sheet(
        [
            ["序号", "企业名称", "证书编号", "", "序号", "企业名称", "证书编号"],
            ["1", "左一有限公司", "GR1", "", "3", "右一有限公司", "GR3"],
            ["2", "左二有限公司", "GR2", "", "4", "", ""],
        ]
    )
    assert isinstance(head, Head)
    assert head.columns == ("序号", "企业名称", "证书编号")
    assert [r.cells[1] for r in rows if isinstance(r, Row)] == ["左一有限公司", "右一有限公司", "左二有限公司"]


def test_three_rows_of_headings_by_their_merged_cells_and_sums_of_a_part() -> None:
    parts = sheet(
        [
            ["序号", "项目名称", "建设单位", "投资情况", "", "责任单位"],
            ["", "", "", "总投资", "今年计划", ""],
            ["", "", "", "", "其中：一季度", ""],
            ["", "总计（1个）", "", "13.5", "3", ""],
            ["", "一、先进制造业（1个）", "", "13.5", "3", ""],
            ["1", "隔膜项目", "新乡甲有限公司", "13.5", "3", "红旗区政府"],
        ],
        ((0, 0, 2, 0), (0, 1, 2, 1), (0, 2, 2, 2), (0, 5, 2, 5), (0, 3, 0, 4)),
    )
    (head,) = (p for p in parts if isinstance(p, Head))
    assert (head.heading_rows, head.columns[3]) == ((1, 2, 3), "总投资")
    assert [(p.number, p.code) for p in parts if isinstance(p, Left)] == [(4, "total_row"), (5, "section_row")]
    assert [(p.number, p.section) for p in parts if isinstance(p, Row)] == [(6, "先进制造业")]


def test_last_year_beside_this_year_is_not_taken_for_it() -> None:
    (head, *_) = sheet(
        [
            ["单位详细名称", "营业收入", ""],
            ["", "上年同期", "本年累计"],
            ["甲有限公司", "90", "100"],
        ],
        ((0, 0, 1, 0), (0, 1, 0, 2)),
    )
    assert isinstance(head, Head)
    assert head.columns == ("单位详细名称", "营业收入·上年同期", "营业收入")


def test_a_form_about_one_firm() -> None:
    head, row = sheet(
        [
            ["企业基本情况表"],
            ["企业名称", "新乡市天丰机械有限公司", "统一社会信用代码", CODE],
            ["注册地址", "新乡市牧野区", "成立时间", "2005年3月"],
            ["主要产品", "数控机床", "", ""],
        ]
    )
    assert isinstance(head, Head)
    assert isinstance(row, Row)
    assert dict(zip(head.columns, row.cells, strict=True)) == {
        "企业名称": "新乡市天丰机械有限公司",
        "统一社会信用代码": CODE,
        "注册地址": "新乡市牧野区",
        "成立时间": "2005年3月",
        "主要产品": "数控机床",
    }
