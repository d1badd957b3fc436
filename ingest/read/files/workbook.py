"""Workbooks (.xlsx, .xlsm, .xls, .ods) → sheets. Formulas and macros are never run: what they last gave is read."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from graph.errors import UnreadableFile
from ingest.read.files.archives import ZIP_FAULTS
from ingest.read.files.limits import MB, Limits
from ingest.read.files.sheets import Line, Sheet

DAMAGED = ("the workbook is damaged or not an Excel workbook", "open it in Excel and save it as .xlsx")
LOCKED = ("the workbook is locked by a password", "open it and save it without one")
OLE_MAGIC = b"\xd0\xcf\x11\xe0"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
# A cell that holds something: its name, then anything but the end of an empty element.
_CELL = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br=\"([A-Z]{1,4})(\d{1,9})\"[^>]*?(?<!/)>")
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml$", re.IGNORECASE)


def sheets_of(path: Path, magic: bytes, limits: Limits) -> Iterator[Sheet]:
    """The sheets with something in them, in order. Raises `UnreadableFile`."""
    if magic.startswith(OLE_MAGIC):
        _refuse_locked(path)
    else:
        _check_zip(path, limits)
    try:
        book = CalamineWorkbook.from_path(str(path))
        for about in book.sheets_metadata:
            if about.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(about.name)
            height, width = sheet.total_height, sheet.total_width
            if height * max(width, 1) > limits.cells or height > limits.rows:
                raise UnreadableFile(path.name, f"sheet {about.name!r} has {height:,} rows", "split it")
            # Rows are numbered from the first, not from the first full one.
            grid: Sequence[Sequence[object]] = sheet.to_python(skip_empty_area=False)
            merged = tuple((a[0], a[1], b[0], b[1]) for a, b in sheet.merged_cell_ranges or ())
            hidden = about.visible != SheetVisibleEnum.Visible
            yield Sheet(about.name, _lines(path.name, grid, limits), "xlsx", merged, hidden)
    except PasswordError as error:
        raise UnreadableFile(path.name, *LOCKED) from error
    except (CalamineError, IndexError, *ZIP_FAULTS) as error:
        raise UnreadableFile(path.name, *DAMAGED) from error


def _lines(name: str, grid: Sequence[Sequence[object]], limits: Limits) -> Iterator[Line]:
    for number, line in enumerate(grid, 1):
        cells = [_cell(c) for c in line]
        if len(cells) > limits.columns:
            last = max((i for i, c in enumerate(cells) if c), default=0) + 1
            if last > limits.columns:
                raise UnreadableFile(name, f"row {number} has {last:,} columns", "delete what stands beside the table")
            cells = cells[:last]
        if any(cells):
            if max(map(len, cells)) > limits.cell:
                raise UnreadableFile(
                    name, f"row {number} has a cell of more than {limits.cell:,} characters", "shorten it"
                )
            yield number, cells


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()


def _refuse_locked(path: Path) -> None:
    with path.open("rb") as handle:
        if _LOCKED in handle.read(4 * MB):
            raise UnreadableFile(path.name, *LOCKED)


def _check_zip(path: Path, limits: Limits) -> None:
    """Refuse what would cost more to unpack than it can be worth, before it is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            most = limits.unpacked_of(path.stat().st_size)
            if sum(e.file_size for e in entries) > most:
                raise UnreadableFile(path.name, "the workbook unpacks to far more than its size", "split it")
            for entry in entries:
                if entry.flag_bits & 1:
                    raise UnreadableFile(path.name, *LOCKED)
                if _SHEET.fullmatch(entry.filename):
                    _check_sheet(path.name, archive, entry, limits)
    except ZIP_FAULTS as error:
        raise UnreadableFile(path.name, *DAMAGED) from error


def _check_sheet(name: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: Limits) -> None:
    """Where the farthest cells stand: one cell far outside would make a sheet of 17 thousand million cells."""
    rows = columns = taken = 0
    far = ""
    with archive.open(entry) as part:
        rest = b""
        first = True
        while chunk := part.read(MB):
            taken += len(chunk)
            if taken > limits.unpacked:
                raise UnreadableFile(name, "the workbook unpacks to far more than its size", "split it")
            text = rest + chunk
            if first and _DOCTYPE.search(text[:4096]):
                raise UnreadableFile(name, "the workbook declares entities of its own", "save it anew in Excel")
            first = False
            for found in _CELL.finditer(text):
                column, row = _column(found.group(1)), int(found.group(2))
                if row > rows or column > columns:
                    rows, columns = max(rows, row), max(columns, column)
                    far = (found.group(1) + found.group(2)).decode()
            rest = text[-300:] if len(text) > 300 else text
    if rows * columns > limits.cells or rows > limits.rows:
        raise UnreadableFile(
            name, f"a cell stands at {far}, far outside the table", "delete it (Ctrl+End leads there) and save"
        )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
