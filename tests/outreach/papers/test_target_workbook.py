"""The workbook: what is in it, that nothing in it is empty, and that no cell can run."""

from __future__ import annotations

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from outreach.papers.parts.sources import source_words
from outreach.papers.target_workbook import TARGET_COLUMNS, evidence_rows, revenue_words, target_rows, target_workbook

SEGMENT = {"name": "隔膜", "name_en": "Separators", "chain_name": "动力电池", "chain_name_en": "Batteries"}
META = {"date": "2026-11-24", "sources": ["随附企业表 · 动力电池：450 家（2026-11-24）"]}


def statement(text: str, *evidence: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "k", "text": text, "text_en": f"en {len(text)}", "evidence": list(evidence)}


def target(name: str = "宁德隔膜科技有限公司", **firm: Any) -> dict[str, Any]:
    facts = {
        "id": "x",
        "name": name,
        "uscc": "913509000123456789",
        "stock_code": "",
        "place": "福建省宁德市",
        "products": ["湿法隔膜", "涂覆隔膜"],
        "tags": ["民营"],
        "revenue_yi": None,
        "revenue_year": None,
        "source": "own knowledge",
        "as_of": "2025",
        "verified_identity": False,
        "verified_products": False,
    } | firm
    return {
        "firm": facts,
        "grade": "A",
        "below_floor": False,
        "reasons": [
            statement(
                "从事隔膜：湿法隔膜。",
                {"what": "湿法隔膜", "source": "own knowledge", "as_of": "2025", "verified": True},
            ),
            statement("二"),
            statement("三"),
            statement("四"),
        ],
        "counter": [statement("总部较远。")],
        "unknown": [statement("营业收入待核。")],
    }


GAP: dict[str, Any] = {
    "sentence": "隔膜：缺失。",
    "sentence_en": "Separators: missing.",
    "kind": "missing",
    "action": "filling",
    "verdict": "likely",
    "score": 0.7,
    "interval": [0.6, 0.8],
    "components": {"need": 0.9, "candidates": 0.5, "certainty": 0.75},
    "evidence": {
        "buyers": [
            {"name": "电芯", "name_en": "Cells", "count": 3, "share": 0.1, "firms": [{"name": "新乡甲电芯有限公司"}]}
        ],
        "suppliers": [],
        "local": {"firms": []},
        "verdict_reason": "one_source",
        "coverage": {"estimate": None, "firms": 75, "method": "one_source", "sources": {}},
    },
}


def opened(targets: list[dict[str, Any]], gap: dict[str, Any] | None = GAP, lang: Any = "zh") -> Any:
    return load_workbook(io.BytesIO(target_workbook("新乡市", SEGMENT, gap, targets, META, lang)))


def cells(book: Any) -> list[tuple[str, str, Any]]:
    return [
        (s.title, c.coordinate, c)
        for s in book.worksheets
        for r in s.iter_rows(min_row=2, max_col={"目标企业": len(TARGET_COLUMNS)}.get(s.title, s.max_column))
        for c in r
    ]


def test_four_sheets_with_the_firm_its_reasons_and_the_gap() -> None:
    book = opened([target()])
    assert book.sheetnames == ["目标企业", "理由与证据", "缺口依据", "说明"]
    assert book["目标企业"]["C3"].value == "宁德隔膜科技有限公司"
    assert book["目标企业"]["A1"].value == "新乡市 · 动力电池 · 隔膜：目标企业清单"
    evidence = [r[3] for r in book["理由与证据"].iter_rows(min_row=3, values_only=True)]
    assert evidence == ["从事隔膜：湿法隔膜。", "二", "三", "四", "总部较远。", "营业收入待核。"]
    gap = {r[0]: r[1] for r in book["缺口依据"].iter_rows(min_row=3, values_only=True)}
    assert gap["结论"] == "隔膜：缺失。"
    assert gap["本地买方：电芯"] == "新乡甲电芯有限公司（共 3 家）"
    grounds = {r[0]: r[2] for r in book["缺口依据"].iter_rows(min_row=3, values_only=True)}
    assert grounds["本地买方：电芯"] == "占买方成本约 10%（估算）"
    notes = {r[0]: r[1] for r in book["说明"].iter_rows(min_row=3, values_only=True)}
    assert notes["生成日期"] == "2026-11-24"
    assert "待核" in str(list(notes))


def test_only_the_three_first_reasons_stand_on_the_first_sheet() -> None:
    assert target_rows([target()])[0]["reasons"] == "1. 从事隔膜：湿法隔膜。2. 二3. 三"


def test_no_cell_is_empty_or_speaks_python() -> None:
    bare = target(uscc="", place="", products=[], tags=[], source="", as_of="", revenue_yi=float("nan"))
    bare["reasons"], bare["counter"] = [], []
    for sheet, where, cell in cells(opened([bare])):
        assert cell.value not in (None, ""), (sheet, where)
        assert "nan" not in str(cell.value), (sheet, where)
        assert "None" not in str(cell.value), (sheet, where)


def test_credit_code_is_text() -> None:
    cell = opened([target(uscc="913509000123456789")])["目标企业"]["D3"]
    assert cell.data_type == "s"
    assert cell.value == "913509000123456789"


@pytest.mark.parametrize("name", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", '=HYPERLINK("http://x","y")'])
def test_a_cell_that_looks_like_a_formula_stays_text(name: str) -> None:
    book = opened([target(name=name)])
    assert book["目标企业"]["C3"].value == name
    assert all(c.data_type != "f" for _, _, c in cells(book))
    assert not any(c.hyperlink for _, _, c in cells(book))


def test_print_set_up_filter_and_frozen_header() -> None:
    sheet = opened([target(), target("乙")])["目标企业"]
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.paperSize == 9
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToWidth in (None, 1)  # one page wide is the default and need not be written
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.freeze_panes == "D3"
    assert sheet.auto_filter.ref == "A2:R4"
    assert sheet.print_title_rows == "$2:$2"


def test_without_a_gap_the_sheet_says_so_and_an_empty_list_still_opens() -> None:
    book = opened([], gap=None)
    assert book["缺口依据"]["B3"].value == "该环节在本地未列为缺口。"
    assert book["目标企业"].max_row == 2


def test_the_first_sheet_equals_the_table_view() -> None:
    rows = target_rows([target(), target("乙")])
    sheet = opened([target(), target("乙")])["目标企业"]
    assert [list(r) for r in sheet.iter_rows(min_row=3, values_only=True)] == [list(r.values()) for r in rows]


def test_english_workbook_has_no_chinese_of_ours() -> None:
    book = opened([target()], lang="en")
    assert book.sheetnames == ["Targets", "Reasons", "Gap", "Notes"]
    assert book["Targets"]["H3"].value == "unverified"


def test_evidence_names_the_firm_it_is_about() -> None:
    t = target()
    t["reasons"] = [statement("买方", {"what": "电芯", "firm_name": "新乡甲电芯有限公司", "source": "parks"})]
    row = evidence_rows([t])[0]
    assert row["what"] == "新乡甲电芯有限公司：电芯"
    assert row["source"] == "园区表"
    assert row["as_of"] == "待核"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("own knowledge", "编者行业知识"),
        ("report_technology", "上市公司年报"),
        ("企业2026.xlsx", "导入的表格 企业2026.xlsx"),
        ("own knowledge; code and city looked up in listed_firms", "编者行业知识；代码、城市查自上市公司名录"),
        (
            "own knowledge; full name, code and city looked up in registrations",
            "编者行业知识；名称、代码、城市查自工商登记",
        ),
        ("河南日报 2024-11-14", "河南日报 2024-11-14"),
        ("", "待核"),
    ],
)
def test_sources_are_told_in_chinese(source: str, words: str) -> None:
    assert source_words(source, "zh") == words


def test_revenue_has_unit_and_year() -> None:
    assert revenue_words({"revenue_yi": 89.8, "revenue_year": 2024}, "zh") == "约 89.8 亿元（2024）"
    assert revenue_words({"revenue_yi": None}, "zh") == "待核"
