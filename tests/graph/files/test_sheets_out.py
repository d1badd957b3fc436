"""A workbook of ours opens, whatever the cells of a table held."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from graph.files.sheets_out import workbook


@pytest.mark.parametrize(
    ("told", "shown"),
    [("新乡\ud83d公司", "新乡公司"), ("甲\u202e乙", "甲乙"), ("甲\x01乙", "甲乙"), ("=1+1", "=1+1"), ("𠮷野", "𠮷野")],
)
def test_cells_and_names_of_sheets_are_legible(told: str, shown: str) -> None:
    out = BytesIO()
    book = workbook(out)
    sheet = book.add_worksheet(told.strip("=+"))
    sheet.write(0, 0, told)
    sheet.write_string(1, 0, told)
    book.close()
    read = load_workbook(BytesIO(out.getvalue())).worksheets[0]
    assert [c.value for c in read["A"]] == [shown, shown]
    assert [c.data_type for c in read["A"]] == ["s", "s"]
    assert read.title == shown.strip("=+")
