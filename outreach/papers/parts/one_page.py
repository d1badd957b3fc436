"""Small pieces of papers that are made to fit one page: a line, a table with a head."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from docx.table import _Cell

from graph.files.inert import legible
from outreach.papers.parts.layout import BODY, HEADING, set_font

CELL = 8.5  # points


def line(paper: Paper, text: str, font: str, size: float, align: WD_ALIGN_PARAGRAPH | None = None) -> None:
    """A paragraph of one run. size: in points."""
    p = paper.add_paragraph()
    if align is not None:
        p.alignment = align
    p.paragraph_format.space_before = p.paragraph_format.space_after = Pt(2)
    run = p.add_run(legible(text))
    run.font.size = Pt(size)
    set_font(run, font)


def cell(place: _Cell, text: str, font: str, width: float) -> None:
    """What a cell says. width: in mm; Word needs it in every cell."""
    place.width = Mm(width)
    p = place.paragraphs[0]
    p.paragraph_format.space_after = Pt(0)
    run = p.add_run(legible(text))
    run.font.size = Pt(CELL)
    set_font(run, font)


def table(paper: Paper, columns: Sequence[tuple[str, float]], rows: Sequence[Sequence[str]]) -> None:
    """A ruled table: its headings with their widths in mm, then the rows."""
    grid = paper.add_table(rows=1 + len(rows), cols=len(columns))
    grid.style, grid.autofit = "Table Grid", False
    for j, (head, width) in enumerate(columns):
        grid.columns[j].width = Mm(width)
        cell(grid.rows[0].cells[j], head, HEADING, width)
    for i, row in enumerate(rows, 1):
        for j, text in enumerate(row):
            cell(grid.rows[i].cells[j], text, BODY, columns[j][1])
