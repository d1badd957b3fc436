"""The layout of official documents (GB/T 9704-2012), and the shipped templates drawn in it.

A4; margins 37 mm top, 35 bottom, 28 left, 26 right; title 小标宋 22 pt; headings 黑体 and 楷体 16 pt; body 仿宋 16 pt
at 28 pt, 22 lines a page; page number 宋体 14 pt between dashes at the foot.
`python -m outreach.papers.parts.layout` writes the templates again; an office that wants another look edits the .docx
files, not this.
"""

from __future__ import annotations

from pathlib import Path

import docx
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph
from docx.text.run import Run

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
TITLE, HEADING, KAI, BODY, SONG = "方正小标宋简体", "黑体", "楷体", "仿宋", "宋体"
LINE = 28  # points; 22 lines fit the type area
TABLE_SIZE = 10.5


def page() -> Document:
    """An empty document with the page, the styles and the page number."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(28)
    normal = document.styles["Normal"]
    _font(normal, BODY, 16)
    normal.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    normal.paragraph_format.line_spacing = Pt(LINE)
    normal.paragraph_format.space_after = Pt(0)
    for name, font, size, bold in (
        ("Title", TITLE, 22, False),
        ("Heading 1", HEADING, 16, False),
        ("Heading 2", KAI, 16, False),
    ):
        style = document.styles[name]
        _font(style, font, size)
        style.font.bold = bold
        style.font.color.rgb = docx.shared.RGBColor(0, 0, 0)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        style.paragraph_format.line_spacing = Pt(LINE if size < 20 else 36)
    title = document.styles["Title"].paragraph_format
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.space_after = Pt(8)
    _unruled(document.styles["Title"])
    for name in ("Heading 1", "Heading 2"):
        document.styles[name].paragraph_format.first_line_indent = Pt(32)
        document.styles[name].paragraph_format.keep_with_next = True
    _page_number(section)
    return document


def paragraph(
    document: Document, text: str, style: str = "Normal", indent: bool = True, size: float | None = None
) -> Paragraph:
    """A paragraph of body text, indented by two characters."""
    p = document.add_paragraph(text, style=style)
    if indent and style == "Normal":
        p.paragraph_format.first_line_indent = Pt(32)
    if size:
        p.paragraph_format.first_line_indent = None
        p.paragraph_format.line_spacing = Pt(size * 1.5)
        for run in p.runs:
            run.font.size = Pt(size)
    return p


def head(document: Document, subtitle: bool = True) -> None:
    """Title and the line under it: office and date."""
    document.add_paragraph("{{ title }}", style="Title")
    if subtitle:
        line = document.add_paragraph("{{ office }}　{{ date }}")
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for run in line.runs:
            set_font(run, KAI)


def sections(document: Document) -> None:
    """The running text: sections with headings and lines."""
    document.add_paragraph("{%p for s in sections %}")
    document.add_paragraph("{{ s.heading }}", style="Heading 1")
    document.add_paragraph("{%p for line in s.lines %}")
    paragraph(document, "{{ line }}")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endfor %}")


def sources(document: Document) -> None:
    """The footnotes, and how the paper came about."""
    document.add_paragraph("{%p if notes %}")
    paragraph(document, "来源与说明", size=12)
    document.add_paragraph("{%p for n in notes %}")
    paragraph(document, "{{ n }}", size=10.5)
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endif %}")
    paragraph(document, "{{ remark }}", size=10.5)


def template_table(
    document: Document, name: str, columns: list[tuple[str, str, float]], size: float = TABLE_SIZE
) -> None:
    """A table that repeats a row for each item of `name`; columns are (heading, field, millimetres)."""
    grid = document.add_table(rows=4, cols=len(columns))
    grid.style = "Table Grid"
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    grid.autofit = False
    for j, (_, _, width) in enumerate(columns):
        grid.columns[j].width = Mm(width)  # LibreOffice and WPS go by the grid, Word by the cells
    for j, (heading, field, width) in enumerate(columns):
        for i, text in enumerate(
            (
                heading,
                f"{{%tr for r in {name} %}}" if j == 0 else "",
                f"{{{{ r.{field} }}}}",
                "{%tr endfor %}" if j == 0 else "",
            )
        ):
            cell = grid.rows[i].cells[j]
            cell.width = Mm(width)
            p = cell.paragraphs[0]
            p.paragraph_format.line_spacing = Pt(size * 1.4)
            run = p.add_run(text)
            run.font.size = Pt(size)
            if i == 0:
                set_font(run, HEADING)
    whole = OxmlElement("w:cantSplit")  # no line of a table is torn by a page
    grid.rows[2]._tr.get_or_add_trPr().append(whole)
    header = grid.rows[0]._tr.get_or_add_trPr()
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    header.append(repeat)


def _font(style: ParagraphStyle, name: str, size: float) -> None:
    style.font.name = "Times New Roman"
    style.font.size = Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), name)


def set_font(run: Run, name: str) -> None:
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _unruled(style: ParagraphStyle) -> None:
    """Word's Title style has a line under it, which an official title has not."""
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def _page_number(section: Section) -> None:
    p = section.footer.paragraphs[0]
    p.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("t", "— "), ("begin", ""), ("instr", "PAGE"), ("end", ""), ("t", " —")):
        run = p.add_run(text if kind == "t" else "")
        run.font.size = Pt(14)
        set_font(run, SONG)
        if kind in ("begin", "end"):
            char = OxmlElement("w:fldChar")
            char.set(qn("w:fldCharType"), kind)
            run._element.append(char)
        elif kind == "instr":
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = text
            run._element.append(instruction)


def running() -> Document:
    """Title, sections, sources: brief, talking points, minutes, reception plan, periodic report."""
    document = page()
    head(document)
    sections(document)
    sources(document)
    return document


def one_page() -> Document:
    """参阅件: the leader's single page; what cannot stand here goes into the briefs."""
    document = page()
    head(document)
    paragraph(document, "{{ lead }}")
    sections(document)
    paragraph(document, "{{ remark }}", size=10.5)
    return document


def road_book() -> Document:
    """路书: the days as a table, the map, who is met."""
    document = page()
    head(document)
    paragraph(document, "{{ lead }}")
    document.add_paragraph("{%p for d in days %}")
    document.add_paragraph("{{ d.heading }}", style="Heading 1")
    template_table(
        document,
        "d.lines",
        [("时间", "time", 26), ("事项", "what", 64), ("地点", "place", 30), ("交通与备注", "note", 36)],
    )
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p if map %}")
    document.add_paragraph("路线示意", style="Heading 1")
    picture = document.add_paragraph("{{ map }}")
    picture.alignment = WD_ALIGN_PARAGRAPH.CENTER
    picture.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    document.add_paragraph("{%p endif %}")
    sections(document)
    sources(document)
    return document


def due_diligence() -> Document:
    """尽调表: field, what is known, where from, what remains to be checked."""
    document = page()
    head(document)
    template_table(
        document,
        "rows",
        [("项目", "field", 36), ("已掌握情况", "value", 54), ("来源", "source", 50), ("状态", "state", 16)],
    )
    paragraph(document, "{{ remark }}", size=10.5)
    return document


def slip() -> Document:
    """督办单: number, what was promised, by when, room for the answer."""
    document = page()
    head(document)
    template_table(document, "rows", [("项目", "field", 36), ("内容", "value", 120)], size=14)
    paragraph(document, "{{ remark }}", size=10.5)
    return document


SHIPPED = {
    "brief": running,
    "talking_points": running,
    "minutes": running,
    "reception": running,
    "leader_page": one_page,
    "report": running,
    "road_book": road_book,
    "due_diligence": due_diligence,
    "supervision": slip,
}


def write_templates(folder: Path = TEMPLATES) -> list[Path]:
    """Draw every shipped template into a folder; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    out = []
    for name, draw in SHIPPED.items():
        file = folder / f"{name}.docx"
        draw().save(str(file))
        out.append(file)
    return out


if __name__ == "__main__":
    write_templates()
