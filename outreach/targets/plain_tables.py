"""Tables of text as files: .csv that Excel opens as it is, and .xlsx in which nothing is taken for a number."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

import xlsxwriter


def as_csv(headings: Sequence[str], rows: Sequence[Mapping[str, str]]) -> bytes:
    """The table as .csv (UTF-8 with BOM); an empty one has its headings."""
    out = io.StringIO()
    writer = csv.DictWriter(out, headings, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(headings: Sequence[str], rows: Sequence[Mapping[str, str]], sheet_name: str) -> bytes:
    """The table as .xlsx, text throughout, so that nothing is taken for a number or a formula."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
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
