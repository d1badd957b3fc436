"""The one way to begin a workbook: text stays text, legible for whoever opens it, and the file says who took it out and
when."""

from __future__ import annotations

from io import BytesIO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from graph.files.exporter import export
from graph.files.inert import legible

LONGEST_CELL = 32_000  # characters; Excel takes 32,767


def workbook(out: BytesIO) -> xlsxwriter.Workbook:
    """A workbook that writes to `out` when it is closed. Nothing in it is taken for a formula or a link; every sheet
    bears at its foot who exported it and when."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = _Signed(out, options)
    signed = export()
    book.footer = f"&L{signed.line.replace('&', '&&')}&R&P/&N"
    book.set_properties({"author": signed.who, "comments": signed.line, "created": signed.at})
    return book


class _Signed(xlsxwriter.Workbook):  # type: ignore[misc]  # the package has no types
    """A workbook whose sheets bear a footer."""

    footer = ""

    def add_worksheet(self, name: str | None = None, worksheet_class: type | None = None) -> xlsxwriter.worksheet:
        sheet = super().add_worksheet(legible(name) if name else name, worksheet_class or _Legible)
        sheet.set_footer(self.footer)
        return sheet


class _Legible(Worksheet):  # type: ignore[misc]  # the package has no types
    """A sheet whose cells hold nothing that no text has: half of a surrogate pair ends the writing of a whole book."""

    def _write_string(self, row: int, column: int, text: str, cell_format: object = None) -> int:
        return int(super()._write_string(row, column, legible(text), cell_format))
