"""Opens a table, whatever it came as: CSV in UTF-8 or GBK, gzipped or not, or an Excel workbook."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from graph.errors import UnreadableFile

MB = 1024 * 1024
UNPACKED_FACTOR = 10  # a gzipped or zipped file may unpack to this many times the limit, not more
ZIP_MAGIC, OLE_MAGIC, GZIP_MAGIC = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b"


@dataclass(frozen=True)
class Table:
    """A header and its rows; row numbers count the header as 1, as a spreadsheet shows them."""

    file: str
    columns: tuple[str, ...]
    rows: list[tuple[int, dict[str, str]]]
    encoding: str


def read_table(path: Path, max_mb: int) -> Table:
    """Read a whole table.

    Raises `UnreadableFile` for a file that is missing, empty, over `max_mb` on disk, not what its name says,
    or in an encoding that is neither UTF-8, UTF-16 nor GBK/GB18030.
    """
    if not path.is_file():
        raise UnreadableFile(path.name, "no such file", "check the path")
    size = path.stat().st_size
    if size == 0:
        raise UnreadableFile(path.name, "the file is empty", "export it again")
    if size > max_mb * MB:
        raise UnreadableFile(
            path.name, f"{size / MB:.0f} MB is over the limit of {max_mb} MB", "split it, or raise LIANTU_MAX_FILE_MB"
        )
    with path.open("rb") as handle:
        magic = handle.read(4)
    if path.suffix.lower() in (".xlsx", ".xlsm", ".xls") or magic.startswith((ZIP_MAGIC, OLE_MAGIC)):
        return _read_workbook(path, magic, max_mb)
    return _read_csv(path, magic, max_mb)


def _read_workbook(path: Path, magic: bytes, max_mb: int) -> Table:
    if not magic.startswith((ZIP_MAGIC, OLE_MAGIC)):
        raise UnreadableFile(path.name, "not an Excel workbook, whatever its name says", "save it as .xlsx or as .csv")
    try:
        if magic.startswith(ZIP_MAGIC):
            with zipfile.ZipFile(path) as archive:
                if sum(entry.file_size for entry in archive.infolist()) > max_mb * MB * UNPACKED_FACTOR:
                    raise UnreadableFile(path.name, "the workbook unpacks to far more than its size", "split it")
        sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
        grid: Sequence[Sequence[object]] = sheet.to_python(
            skip_empty_area=False
        )  # or rows would be numbered from the first full one
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError, IndexError) as error:
        raise UnreadableFile(
            path.name, "the workbook is damaged or not an Excel workbook", "open it in Excel and save it as .xlsx"
        ) from error
    lines = [(i, [_cell(c) for c in line]) for i, line in enumerate(grid, 1)]
    return _table(path.name, iter(lines), "xlsx")


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _read_csv(path: Path, magic: bytes, max_mb: int) -> Table:
    limit = max_mb * MB * UNPACKED_FACTOR
    try:
        if magic.startswith(GZIP_MAGIC):
            with gzip.open(path) as handle:
                raw = handle.read(limit + 1)
            if len(raw) > limit:
                raise UnreadableFile(path.name, f"unpacks to more than {limit // MB} MB", "split it")
        else:
            raw = path.read_bytes()
    except (gzip.BadGzipFile, zlib.error, EOFError, OSError) as error:
        raise UnreadableFile(path.name, "the gzip file is damaged", "copy it again") from error
    encoding = _encoding(path.name, raw)
    with _text(raw, encoding) as lines:
        head = lines.readline()
    delimiter = "\t" if head.count("\t") > head.count(",") else ","
    try:
        return _records(path.name, raw, delimiter, encoding, strict=True)
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise UnreadableFile(
                path.name, "a quotation mark is opened and never closed", "close or remove it"
            ) from error
    try:  # text behind a closing quote is untidy, but every row is still a row
        return _records(path.name, raw, delimiter, encoding, strict=False)
    except csv.Error as error:
        raise UnreadableFile(path.name, f"not a table ({error})", "save it as CSV with a header") from error


def _text(raw: bytes, encoding: str) -> io.TextIOWrapper:
    """The bytes as text, decoded as they are read: a register of a country does not stand in memory twice."""
    return io.TextIOWrapper(io.BytesIO(raw), encoding=encoding, newline="")


def _records(name: str, raw: bytes, delimiter: str, encoding: str, strict: bool) -> Table:
    with _text(raw, encoding) as text:
        reader = csv.reader(text, delimiter=delimiter, strict=strict)
        return _table(name, ((reader.line_num, line) for line in reader), encoding, number_by_record=True)


def _encoding(name: str, raw: bytes) -> str:
    """Which encoding reads all of it. Raises `UnreadableFile`."""
    marked = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            parts = (decoder.decode(raw[i : i + MB], i + MB >= len(raw)) for i in range(0, len(raw), MB))
            if any("\x00" in part for part in parts):
                break
        except UnicodeDecodeError:
            continue
        return encoding
    raise UnreadableFile(name, "the text is neither UTF-8 nor GBK", "save it as CSV UTF-8")


def _table(name: str, lines: Iterator[tuple[int, list[str]]], encoding: str, number_by_record: bool = False) -> Table:
    columns: tuple[str, ...] = ()
    rows: list[tuple[int, dict[str, str]]] = []
    for n, (line_no, line) in enumerate(lines, 1):
        cells = [c.strip() for c in line]
        if not any(cells):
            continue
        if not columns:
            columns = tuple(cells)
            continue
        rows.append((n if number_by_record else line_no, dict(zip(columns, cells, strict=False))))
    if not columns:
        raise UnreadableFile(name, "there is nothing in it", "export it again")
    if not rows:
        raise UnreadableFile(name, "there is a header but no row", "export it again with its rows")
    return Table(name, columns, rows, encoding)
