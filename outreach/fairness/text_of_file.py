"""Reading the text of a paper to be checked: .docx, .xlsx, .txt and .md; anything else is refused by name."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from graph.errors import UnreadableFile

MAX_MB = 20


def read_text(file: Path) -> str:
    """All text of a paper, a paragraph, table cell or line a line. Raises `UnreadableFile`."""
    if not file.is_file():
        raise UnreadableFile(file.name, "there is no such file", "check the path")
    if file.stat().st_size > MAX_MB * 1_000_000:
        raise UnreadableFile(file.name, f"it is larger than {MAX_MB} MB", "save the text alone")
    kind = file.suffix.lower()
    if kind == ".docx":
        return _docx(file)
    if kind == ".xlsx":
        return _xlsx(file)
    if kind in (".txt", ".md", ""):
        return _plain(file)
    raise UnreadableFile(file.name, f"papers of type {kind} cannot be read", "save it as .docx or .txt")


def _docx(file: Path) -> str:
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import XMLSyntaxError  # type: ignore[import-untyped]

    try:
        document = docx.Document(str(file))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, XMLSyntaxError) as error:
        raise UnreadableFile(
            file.name, "it is no readable Word file", "open it in Word and save it as .docx"
        ) from error
    lines = [p.text for p in document.paragraphs]
    lines += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    for section in document.sections:
        for part in (section.header, section.footer, section.first_page_header, section.first_page_footer):
            if part.is_linked_to_previous:  # there is none, or it is the one before
                continue
            lines += [p.text for p in part.paragraphs]
            lines += [cell.text for table in part.tables for row in table.rows for cell in row.cells]
            lines += _boxes(part._element)
    lines += _boxes(document.element.body)
    return "\n".join(lines)


def _boxes(element: Any) -> list[str]:
    """The paragraphs of text boxes, each once: Word keeps a second copy of a box for older programs."""
    from docx.oxml.ns import qn

    boxes = [
        b for b in element.iter(qn("w:txbxContent")) if not any(a.tag.endswith("}Fallback") for a in b.iterancestors())
    ]
    return ["".join(t.text or "" for t in p.iter(qn("w:t"))) for b in boxes for p in b.iter(qn("w:p"))]


def _xlsx(file: Path) -> str:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(str(file))
        rows = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
    except (CalamineError, OSError) as error:
        raise UnreadableFile(file.name, "it is no readable workbook", "open it and save it as .xlsx") from error
    return "\n".join(str(cell) for row in rows for cell in row if isinstance(cell, str) and cell)


def _plain(file: Path) -> str:
    raw = file.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile(file.name, "its encoding is neither UTF-8 nor GB 18030", "save it as UTF-8")
