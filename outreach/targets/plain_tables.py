"""Tables of text as files: .csv that Excel opens as it is, and .xlsx in which nothing is taken for a number."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from graph.files.csv_out import as_csv as csv_of
from graph.files.csv_out import by_heading
from graph.files.sheets_out import workbook


def as_csv(headings: Sequence[str], rows: Sequence[Mapping[str, str]]) -> bytes:
    """The table as .csv (UTF-8 with BOM); an empty one has its headings."""
    return csv_of(headings, by_heading(headings, rows))


def as_xlsx(headings: Sequence[str], rows: Sequence[Mapping[str, str]], sheet_name: str) -> bytes:
    """The table as .xlsx, text throughout, so that nothing is taken for a number or a formula."""
    buffer = io.BytesIO()
    book = workbook(buffer)
    sheet = book.add_worksheet(sheet_name)
    head, body = book.add_format({"bold": True, "bottom": 1}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, len(headings) - 1, 18)
    sheet.freeze_panes(1, 1)
    sheet.write_row(0, 0, list(headings), head)
    for i, row in enumerate(rows, 1):
        for j, heading in enumerate(headings):
            sheet.write_string(i, j, row[heading], body)
    book.close()
    return buffer.getvalue()
