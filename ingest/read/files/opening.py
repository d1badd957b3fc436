"""Opens a file, whatever it came as. Runs in the process of `child`, and for what ships in our own."""

from __future__ import annotations

import csv
import gzip
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from graph.errors import UnreadableFile
from graph.files import given
from ingest.read.files import json_lines, markup, no_table, text, workbook
from ingest.read.files.archives import ZIP_FAULTS
from ingest.read.files.encodings import encoding_of
from ingest.read.files.limits import MB, MOST_TABLES, Limits
from ingest.read.files.sheets import Sheet

ZIP_MAGIC, GZIP_MAGIC = b"PK\x03\x04", b"\x1f\x8b"
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et")
_TEXTS = (".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".htm", ".html", ".gz")


def checked(path: Path, max_mb: int) -> int:
    """The size of a file that may be opened. Raises `UnreadableFile`."""
    size = given.size_of(path)
    if size == 0:
        raise UnreadableFile(path.name, "the file is empty", "export it again")
    if size > max_mb * MB:
        raise UnreadableFile(
            path.name, f"{size / MB:.0f} MB is over the limit of {max_mb} MB", "split it, or raise LIANTU_MAX_FILE_MB"
        )
    return size


def sheets_of(path: Path, limits: Limits, words: frozenset[str] = frozenset(), strict: bool = True) -> Iterator[Sheet]:
    """The sheets of a file, each to be read before the next is asked for.

    words: the headings known (`graph.model.headings.forms`); they tell separators apart. strict: see
    `text.lines_of`, whose `csv.Error` comes out of the lines. Raises `UnreadableFile`.
    """
    checked(path, limits.max_mb)
    with path.open("rb") as handle:
        magic = handle.read(16)
    named = path.suffix.lower() in WORKBOOKS
    if magic.startswith(ZIP_MAGIC):
        if not named and not _holds_workbook(path):
            yield from _members(path, limits, words, strict)
            return
        yield from workbook.sheets_of(path, magic, limits)
        return
    if magic.startswith(workbook.OLE_MAGIC):
        yield from workbook.sheets_of(path, magic, limits)
        return
    if told := no_table.kind_of(magic):
        raise UnreadableFile(path.name, *told)
    raw = _unpacked(path, limits) if magic.startswith(GZIP_MAGIC) else path.read_bytes()
    if raw.startswith((GZIP_MAGIC, ZIP_MAGIC)):
        raise UnreadableFile(path.name, "it is packed twice", "unpack it once, and load what comes out")
    if named and path.suffix.lower() != ".xls":
        raise UnreadableFile(path.name, "not an Excel workbook, whatever its name says", "save it as .xlsx or as .csv")
    yield from _texts(path, raw, limits, words, strict)


def _texts(path: Path, raw: bytes, limits: Limits, words: frozenset[str], strict: bool) -> Iterator[Sheet]:
    name = path.name
    if markup.is_markup(raw):
        told = markup.named_charset(raw)
        try:
            page = raw.decode(told or "utf-8")
        except (LookupError, UnicodeDecodeError):
            told = encoding_of(name, raw)
            page = raw.decode(told)
        yield from markup.sheets_of(page, told or "utf-8", limits)
        return
    encoding = encoding_of(name, raw)
    kinds = {s.lower() for s in path.suffixes[-2:]}
    start = raw[:64].lstrip(b"\xef\xbb\xbf \r\n\t")
    if kinds & {".json", ".jsonl", ".ndjson"} or start.startswith((b'{"', b'[{"')):
        yield json_lines.sheet_of(name, raw.decode(encoding), encoding, limits)
        return
    text.refuse_endless_line(name, raw)
    mark = text.separator_of(raw, encoding, words)
    yield Sheet("", text.lines_of(name, raw, encoding, mark, limits, strict), encoding)


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def _unpacked(path: Path, limits: Limits) -> bytes:
    most = limits.unpacked_of(path.stat().st_size)
    try:
        with gzip.open(path) as handle:
            raw = b"".join(_poured(handle, most))
    except (gzip.BadGzipFile, zlib.error, EOFError, OSError) as error:
        raise UnreadableFile(path.name, "the gzip file is damaged", "copy it again") from error
    if len(raw) > most:
        raise UnreadableFile(path.name, f"unpacks to more than {most // MB} MB", "split it")
    return raw


def _poured(packed: _Readable, most: int) -> Iterator[bytes]:
    """What a packed file holds, piece by piece up to just over `most` bytes: asked for all at once, it takes the memory
    of the most that there could be before the first byte is read."""
    poured = 0
    while poured <= most and (piece := packed.read(MB)):
        poured += len(piece)
        yield piece


def refuse_bomb(path: Path, limits: Limits) -> None:
    """Refuse an archive that claims to unpack to far more than its size; a damaged one is left to its reader. Raises
    `UnreadableFile`."""
    most = limits.unpacked_of(path.stat().st_size)
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except ZIP_FAULTS:
        return
    if sum(e.file_size for e in entries) > most:
        raise UnreadableFile(path.name, f"unpacks to more than {most // MB} MB", "split it")


def _holds_workbook(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except ZIP_FAULTS:
        return True  # damaged: the reader of workbooks says so
    return "[Content_Types].xml" in names or any(n.startswith(("xl/", "content.xml")) for n in names)


def _members(path: Path, limits: Limits, words: frozenset[str], strict: bool) -> Iterator[Sheet]:
    """The tables of an archive, each with its member's name; archives in archives are left alone."""
    damaged = UnreadableFile(path.name, "the archive is damaged", "copy it again, or unpack it and load its files")
    try:
        with zipfile.ZipFile(path) as archive, TemporaryDirectory(prefix="liantu-") as folder:
            entries = [e for e in archive.infolist() if _is_table(e.filename)]
            if not entries:
                raise UnreadableFile(path.name, "there is no table in the archive", "put CSV or XLSX files into it")
            most = limits.unpacked_of(path.stat().st_size)
            if sum(e.file_size for e in entries) > most:
                raise UnreadableFile(path.name, f"unpacks to more than {most // MB} MB", "split it")
            if len(entries) > MOST_TABLES:
                raise UnreadableFile(path.name, f"there are more than {MOST_TABLES} tables in it", "split it")
            for number, entry in enumerate(entries):
                if entry.flag_bits & 1:
                    raise UnreadableFile(path.name, "the archive is locked by a password", "unpack it first")
                inside = member_name(entry)
                file = Path(folder) / f"{number}{_ending(inside)}"
                with archive.open(entry) as source, file.open("wb") as copy:
                    copy.writelines(_poured(source, most))
                try:
                    for sheet in sheets_of(file, limits, words, strict):
                        sheet.member = inside
                        yield sheet
                except UnreadableFile as error:
                    raise UnreadableFile(path.name, f"{inside[:80]} in it: {error.why}", error.mend) from error
                file.unlink()
    except ZIP_FAULTS as error:
        raise damaged from error


def _ending(name: str) -> str:
    """The ending of a member by which its kind is known, `.csv.gz` whole; the rest of its name may be of any length."""
    path = Path(name)
    before = Path(path.stem).suffix.lower()
    return (before if before in _TEXTS else "") + path.suffix.lower()


def _is_table(name: str) -> bool:
    """May a member of an archive be a table? What a Mac or an open Excel leaves beside the files is none."""
    path = Path(name)
    if path.name.startswith(("._", "~$", ".")) or "__MACOSX" in path.parts:
        return False
    return path.suffix.lower() in (*WORKBOOKS, *_TEXTS)


def member_name(entry: zipfile.ZipInfo) -> str:
    """A name from a Chinese Windows is in GBK, which the format does not say."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gbk")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return entry.filename


def not_a_table(name: str, error: csv.Error, limits: Limits) -> UnreadableFile:
    """What is wrong with a text that cannot be taken apart."""
    if "unexpected end" in str(error):
        return UnreadableFile(name, "a quotation mark is opened and never closed", "close or remove it")
    if "field larger" in str(error):
        return UnreadableFile(
            name, f"a cell has more than {limits.cell:,} characters", "look for an open quotation mark"
        )
    return UnreadableFile(name, f"not a table ({error})", "save it as CSV with a header")
