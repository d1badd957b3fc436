"""Tables in sheets: titles, headings of several rows, merged cells, totals, sections, several tables in one sheet."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from graph.errors import UnreadableFile
from ingest.read.tables import SECTION, Table
from ingest.read.understand.outside import OpenedFile, open_file, unused

Lines = list[list[object]]


def workbook(file: Path, sheets: dict[str, Lines], merged: dict[str, list[str]] | None = None) -> Path:
    book = xlsxwriter.Workbook(str(file))
    for name, lines in sheets.items():
        sheet = book.add_worksheet(name)
        for area in (merged or {}).get(name, []):
            sheet.merge_range(area, "")
        for r, line in enumerate(lines):
            for c, cell in enumerate(line):
                if cell != "":
                    sheet.write(r, c, cell)
    book.close()
    return file


def opened(tmp_path: Path, lines: Lines, merged: list[str] | None = None) -> OpenedFile:
    return open_file(workbook(tmp_path / "表.xlsx", {"Sheet1": lines}, {"Sheet1": merged or []}), 5)


def one(tmp_path: Path, lines: Lines, merged: list[str] | None = None) -> Table:
    ((table, _),) = opened(tmp_path, lines, merged).tables
    return table


def test_titles_a_unit_and_an_annex_above_the_heading(tmp_path: Path) -> None:
    table = one(
        tmp_path,
        [
            ["附件2"],
            ["某市重点企业一览表"],
            ["", "", "单位：万元"],
            [],
            ["企业名称", "注册资本", "营业收入"],
            ["甲公司", 5, 8],
        ],
    )
    assert table.titles == ("附件2", "某市重点企业一览表", "单位：万元")
    assert (table.unit, table.heading_rows) == ("万元", (5,))
    assert table.rows == [(6, {"企业名称": "甲公司", "注册资本": "5", "营业收入": "8"})]


def test_three_rows_of_headings_with_merged_cells(tmp_path: Path) -> None:
    table = one(
        tmp_path,
        [
            ["序号", "企业名称", "主要指标", "", "", ""],
            ["", "", "规模", "", "营业收入（万元）", ""],
            ["", "", "注册资本（万元）", "从业人数", "2024年", "2023年"],
            [1, "甲有限公司", 500, 80, 1000, 900],
        ],
        ["A1:A3", "B1:B3", "C1:F1", "C2:D2", "E2:F2"],
    )
    assert table.heading_rows == (1, 2, 3)
    assert table.columns[:4] == ("序号", "企业名称", "注册资本（万元）", "从业人数")
    assert "2024" in table.columns[4]
    assert "营业收入" in table.columns[4]
    assert table.rows[0][0] == 4


def test_a_group_above_headings_without_word_of_merged_cells(tmp_path: Path) -> None:
    """A CSV keeps nothing of merged cells but the blanks."""
    file = tmp_path / "a.csv"
    file.write_text("企业名称,所在地,,联系人\n,市,县（市、区）,\n甲有限公司,新乡市,长垣市,张\n", encoding="utf-8")
    ((table, shape),) = open_file(file, 5).tables
    assert table.columns == ("企业名称", "市", "县（市、区）", "联系人")
    assert shape.columns["county"] == "县（市、区）"


def test_a_line_of_units_below_the_heading(tmp_path: Path) -> None:
    table = one(tmp_path, [["企业名称", "注册资本", "从业人数"], ["", "（万元）", "（人）"], ["甲公司", 5, 8]])
    assert table.columns == ("企业名称", "注册资本（万元）", "从业人数（人）")
    assert [n for n, _ in table.rows] == [3]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (["合计", "3家", "", 900], "total_row"),
        (["", "小  计", "", 900], "total_row"),
        (["全市总计", "", "", 900], "total_row"),
        (["注：数据截至2025年底", "", "", ""], "note_row"),
        (["", "填表人：张三", "", "审核人：李四"], "note_row"),
        (["数据来源：统计局", "", "", ""], "note_row"),
        (["序号", "企业名称", "产品", "注册资本（万元）"], "repeated_heading"),
    ],
)
def test_lines_that_are_no_rows_are_left_out_with_their_reason(tmp_path: Path, line: list[object], code: str) -> None:
    heading: list[object] = ["序号", "企业名称", "产品", "注册资本（万元）"]
    table = one(tmp_path, [heading, [1, "甲有限公司", "隔膜", 900], line, [2, "乙有限公司", "电解液", 1]])
    assert [(x.number, x.code) for x in table.left] == [(3, code)]
    assert [cells["企业名称"] for _, cells in table.rows] == ["甲有限公司", "乙有限公司"]


@pytest.mark.parametrize("name", ["合计达电子有限公司", "总计科技有限公司", "注册通商务有限公司", "备注云科技有限公司"])
def test_a_firm_whose_name_begins_like_a_total_is_a_firm(tmp_path: Path, name: str) -> None:
    table = one(tmp_path, [["企业名称", "产品"], [name, "隔膜"]])
    assert [c["企业名称"] for _, c in table.rows] == [name]


def test_a_numbered_line_below_the_heading(tmp_path: Path) -> None:
    table = one(tmp_path, [["甲乙", "企业名称", "产品"], ["甲", "1", "2"], [1, "甲有限公司", "隔膜"]])
    assert [x.code for x in table.left] == ["numbering_row"]
    assert len(table.rows) == 1


def test_sections_stand_with_their_rows(tmp_path: Path) -> None:
    table = one(
        tmp_path,
        [
            ["序号", "企业名称", "产品"],
            ["一、红旗区（1家）"],
            [1, "甲有限公司", "隔膜"],
            ["二、长垣市"],
            [1, "乙有限公司", "起重机"],
        ],
    )
    assert [(cells["企业名称"], cells[SECTION]) for _, cells in table.rows] == [
        ("甲有限公司", "红旗区"),
        ("乙有限公司", "长垣市"),
    ]
    assert [x.code for x in table.left] == ["section_row", "section_row"]


def test_a_merged_value_goes_down_and_no_further(tmp_path: Path) -> None:
    table = one(
        tmp_path,
        [["区县", "企业名称"], ["长垣市", "甲有限公司"], ["", "乙有限公司"], ["", "丙有限公司"]],
        ["A2:A3"],
    )
    assert [cells.get("区县", "") for _, cells in table.rows] == ["长垣市", "长垣市", ""]


def test_two_tables_in_one_sheet(tmp_path: Path) -> None:
    found = opened(
        tmp_path,
        [
            ["一、工业企业"],
            ["企业名称", "产品"],
            ["甲有限公司", "隔膜"],
            [],
            ["二、签约项目"],
            ["项目名称", "投资方", "总投资（亿元）", "项目进展"],
            ["隔膜项目", "乙有限公司", 3, "在建"],
        ],
    )
    assert [(t.heading_rows, shape.kind) for t, shape in found.tables] == [((2,), "firms"), ((6,), "projects")]
    assert found.tables[1][0].rows == [
        (7, {"项目名称": "隔膜项目", "投资方": "乙有限公司", "总投资（亿元）": "3", "项目进展": "在建"})
    ]


def test_a_cover_sheet_is_passed_over_and_named(tmp_path: Path) -> None:
    file = workbook(
        tmp_path / "表.xlsx",
        {
            "封面": [["某市企业调查"], ["填报单位：", "某局"], ["填报日期：", "2026年1月"]],
            "名单": [["企业名称", "产品"], ["甲有限公司", "隔膜"]],
        },
    )
    found = open_file(file, 5)
    assert [t.sheet for t, _ in found.tables] == ["名单"]
    assert [(s.sheet, s.code) for s in found.skipped] == [("封面", "no_heading")]


def test_a_list_of_names_has_no_heading(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("甲食品有限公司\n乙机械有限公司\n", encoding="gbk")
    ((table, _),) = open_file(file, 5).tables
    assert (table.columns, table.heading_rows, len(table.rows)) == (("企业名称",), (), 2)


def test_columns_without_a_heading_are_named_and_not_used(tmp_path: Path) -> None:
    ((table, shape),) = opened(tmp_path, [["企业名称", "", "产品"], ["甲有限公司", "x", "隔膜"]]).tables
    assert table.columns == ("企业名称", "第2列", "产品")
    assert unused(table, shape) == ["第2列"]


def test_a_heading_without_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="header but no row"):
        opened(tmp_path, [["企业名称", "产品"], ["合计", "0家"]])
