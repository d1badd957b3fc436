"""Each fault of the shipped facts is found where it stands."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from graph.model.row_sentences.firm_facts import FIRM_FACTS
from ingest.lint.firm_facts import lint_facts
from tests.support.shipped_facts import CODE, FACTS, Rows, write_facts

TODAY = date(2026, 11, 30)
PLANTED: list[tuple[str, str, Rows, int]] = [
    ("fact_unknown_code", "technology", [{"technology": "工艺", "stock_code": "600000.SH"}], 2),
    ("fact_bad_year", "revenue", [{"revenue_yi": "3", "year": "去年"}], 2),
    ("fact_bad_year", "revenue", [{"revenue_yi": "3", "year": "1025"}], 2),
    ("fact_future_year", "revenue", [{"revenue_yi": "3"}, {"revenue_yi": "3", "year": "2027"}], 3),
    ("fact_no_source", "relations", [{"counterpart": "上海包能系统有限公司", "relation": "customer", "source": ""}], 2),
    ("fact_bad_share", "products", [{"product": "湿法隔膜", "share": "1.2"}], 2),
    ("fact_bad_share", "products", [{"product": "湿法隔膜", "share": "104%"}], 2),
    ("fact_bad_amount", "capacity", [{"product": "膜", "metric": "capacity", "amount": "约三万", "unit": "吨"}], 2),
    ("fact_unknown_word", "relations", [{"counterpart": "上海包能系统有限公司", "relation": "朋友"}], 2),
    ("fact_empty", "technology", [{"technology": ""}], 2),
    ("fact_share_sum", "products", [{"product": "膜", "share": "60%"}, {"product": "设备", "share": "50%"}], 3),
]


def test_right_tables_and_no_tables_have_no_fault(tmp_path: Path) -> None:
    assert lint_facts(tmp_path, {CODE}, TODAY) == []
    write_facts(tmp_path, FACTS)
    assert lint_facts(tmp_path, {CODE}, TODAY) == []


@pytest.mark.parametrize(("code", "table", "rows", "row"), PLANTED, ids=[f"{c}-{t}" for c, t, *_ in PLANTED])
def test_a_fault_is_found_at_its_row(tmp_path: Path, code: str, table: str, rows: Rows, row: int) -> None:
    write_facts(tmp_path, {table: rows})
    (found,) = lint_facts(tmp_path, {CODE}, TODAY)
    assert (found.code, found.file, found.row, found.severity) == (code, f"facts/{table}.csv", row, "error")


def test_every_kind_is_planted() -> None:
    assert {code for code, *_ in PLANTED} == set(FIRM_FACTS)


def test_sentences_name_what_is_wrong(tmp_path: Path) -> None:
    write_facts(tmp_path, {"products": [{"product": "膜", "share": "60%"}, {"product": "设备", "share": "50%"}]})
    (found,) = lint_facts(tmp_path, {CODE}, TODAY)
    assert found.zh == f"“{CODE}”2025 年各产品占比之和为 110.0%，超过 105%。"
    assert found.en == f"the shares of {CODE} in 2025 add up to 110.0%, above 105%."


def test_a_table_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "facts").mkdir()
    (tmp_path / "facts" / "products.csv").write_text("stock_code,year\n300999.SZ,2025\n", encoding="utf-8")
    (found,) = lint_facts(tmp_path, {CODE}, TODAY)
    assert found.code == "unreadable"
