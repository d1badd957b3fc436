"""The workbook behind a map: a sheet for each table, with what it shows and of when at its head."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from graph.files.sheets_out import workbook

Cell = str | int | float
Table = tuple[Sequence[tuple[str, int]], Sequence[Sequence[Cell]]]  # headings with widths in characters, rows


def map_book(head: str, tables: Mapping[str, Table]) -> bytes:
    """The tables by the names of their sheets as the bytes of an .xlsx. A float is shown as a share of one."""
    out = io.BytesIO()
    made = workbook(out)
    bold = made.add_format({"bold": True, "bg_color": "#E6EBF1", "border": 1})
    plain = made.add_format({"text_wrap": True, "valign": "top", "border": 1})
    percent = made.add_format({"num_format": "0%", "valign": "top", "border": 1})
    for name, (heads, rows) in tables.items():
        page = made.add_worksheet(name)
        page.write(0, 0, head)
        for j, (title, wide) in enumerate(heads):
            page.set_column(j, j, wide)
            page.write(1, j, title, bold)
        for i, row in enumerate(rows, 2):
            for j, value in enumerate(row):
                page.write(i, j, value, percent if isinstance(value, float) else plain)
        page.freeze_panes(2, 1)
        page.set_landscape()
        page.fit_to_pages(1, 0)
    made.close()
    return out.getvalue()
