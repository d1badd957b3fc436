"""The one writer of CSV: for Excel in Chinese (UTF-8 with BOM), and no cell of it is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import IO

from graph.files.inert import defused, legible

Cell = str | int | float | bool | None


class CsvOut:
    """Writes rows to a text handle that was opened with `newline=""`."""

    def __init__(self, handle: IO[str], line_end: str = "\r\n") -> None:
        self._writer = csv.writer(handle, lineterminator=line_end)

    def row(self, cells: Iterable[Cell]) -> None:
        """Write one row; a text that a spreadsheet would run gets an apostrophe before it."""
        self._writer.writerow([defused(legible(c)) if isinstance(c, str) else c for c in cells])


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[Cell]], line_end: str = "\r\n", bom: bool = True) -> bytes:
    """A table as the content of a .csv; an empty one has its headings. bom: Excel needs it to read Chinese."""
    out = io.StringIO()
    writer = CsvOut(out, line_end)
    writer.row(headings)
    for row in rows:
        writer.row(row)
    return out.getvalue().encode("utf-8-sig" if bom else "utf-8")


def by_heading(headings: Sequence[str], rows: Iterable[Mapping[str, Cell]]) -> list[list[Cell]]:
    """Rows told by heading, as rows of cells in the order of the headings."""
    return [[row[h] for h in headings] for row in rows]


class RawCsv:
    """CSV for a program that reads every letter as it is (the bulk import of a graph server). Never for people: its
    cells may be formulas."""

    def __init__(self, handle: IO[str]) -> None:
        self._writer = csv.writer(handle)

    def row(self, cells: Sequence[Cell]) -> None:
        """Write one row as it is."""
        self._writer.writerow(cells)
