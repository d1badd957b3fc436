"""The text of a paper: .docx, .xlsx, plain text. Runs in the process of `child`."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from graph.errors import UnreadableFile
from ingest.read.files import no_table, workbook
from ingest.read.files.encodings import encoding_of
from ingest.read.files.limits import Limits
from ingest.read.files.opening import ZIP_MAGIC, checked, refuse_bomb

if TYPE_CHECKING:
    from docx.document import Document

_CHUNK = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}altChunk"
DAMAGED = ("it is no readable Word file", "open it in Word and save it as .docx")


def lines_of(file: Path, limits: Limits) -> list[str]:
    """All text of a paper, a paragraph, table cell or line a line. Raises `UnreadableFile`."""
    checked(file, limits.max_mb)
    kind = file.suffix.lower()
    if kind == ".docx":
        refuse_bomb(file, limits)
        return _docx(file)
    return _xlsx(file, limits) if kind == ".xlsx" else _plain(file)


def _docx(file: Path) -> list[str]:
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import XMLSyntaxError  # type: ignore[import-untyped]

    try:
        document = docx.Document(str(file))
    except (
        AttributeError,
        BadZipFile,
        IndexError,
        KeyError,
        NotImplementedError,
        OSError,
        PackageNotFoundError,
        RuntimeError,
        TypeError,
        ValueError,
        XMLSyntaxError,
        zlib.error,
    ) as error:
        raise UnreadableFile(file.name, *DAMAGED) from error
    if next(document.element.body.iter(_CHUNK), None) is not None:
        # Its text would not be looked at, and the paper found clean.
        raise UnreadableFile(
            file.name, "it holds another document inside (altChunk)", "open it in Word and save it anew"
        )
    try:
        return _paragraphs(document)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:  # it lacks parts that Word writes
        raise UnreadableFile(file.name, *DAMAGED) from error


def _paragraphs(document: Document) -> list[str]:
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
    return lines


def _boxes(element: Any) -> list[str]:
    """The paragraphs of text boxes, each once: Word keeps a second copy of a box for older programs."""
    from docx.oxml.ns import qn

    boxes = [
        b for b in element.iter(qn("w:txbxContent")) if not any(a.tag.endswith("}Fallback") for a in b.iterancestors())
    ]
    return ["".join(t.text or "" for t in p.iter(qn("w:t"))) for b in boxes for p in b.iter(qn("w:p"))]


def _xlsx(file: Path, limits: Limits) -> list[str]:
    with file.open("rb") as handle:
        magic = handle.read(8)
    if not magic.startswith((ZIP_MAGIC, workbook.OLE_MAGIC)):
        raise UnreadableFile(file.name, "it is no readable workbook", "open it and save it as .xlsx")
    sheets = workbook.sheets_of(file, magic, limits)
    return [cell for sheet in sheets for _, cells in sheet.lines for cell in cells if cell and not _figure(cell)]


def _figure(cell: str) -> bool:
    """Numbers and dates promise nothing."""
    return all(c.isdigit() or c in ".,:-+% " for c in cell)


def _plain(file: Path) -> list[str]:
    raw = file.read_bytes()
    if told := no_table.kind_of(raw[:16]):
        raise UnreadableFile(file.name, told[0], "save it as .docx or .txt")
    return raw.decode(encoding_of(file.name, raw)).lstrip("\ufeff").split("\n")
