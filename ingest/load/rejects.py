"""What was not taken of a file, written down: a list of all problems, and a workbook of the rows to mend."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import xlsxwriter

from graph.errors import UnreadableFile
from graph.model.row_problems import RowProblem
from graph.model.text import file_stem
from ingest.load.load_report import RejectedRow

REASON = "未入库原因"  # the last column of the workbook; it is ignored when the workbook is read again
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
TRIES = 9  # other names that are tried where a file is open elsewhere
# Lines that were never rows: there is nothing to mend about them.
NOT_TO_MEND = ("total_row", "note_row", "numbering_row", "repeated_heading")


def write_problems(folder: Path, source: str, problems: Iterable[RowProblem]) -> Path:
    """The report of rejected rows and left-out cells, as a CSV that Excel opens in Chinese (UTF-8 with BOM).

    A value that a spreadsheet would take for a formula gets an apostrophe before it. Raises `UnreadableFile`.
    """
    ordered = sorted(problems, key=lambda p: (not p.rejected, p.file, p.row or 0, p.code))

    def write(path: Path) -> None:
        with path.open("w", encoding="utf-8-sig", newline="") as handle:
            writer = csv.writer(handle)
            writer.writerow(["row", "result", "reason_code", "column", "value", "name", "reason", "reason_en", "table"])
            for p in ordered:
                told = [p.column, p.value, p.name, p.zh, p.en, p.file]
                writer.writerow([p.row, p.sentence.weight, p.code, *map(_defused, told)])

    return _written(folder, f"{file_stem(source)}-problems.csv", write)


def write_rejected(folder: Path, source: str, rows: Sequence[RejectedRow]) -> Path | None:
    """A workbook of the rows that were not used, a sheet for each table, each with the reason in its last column: to be
    mended and loaded again. None where there is none to mend. Raises `UnreadableFile`."""
    tables: dict[tuple[str, tuple[str, ...]], list[RejectedRow]] = {}
    for row in rows:
        if any(p.code not in NOT_TO_MEND for p in row.reasons):
            tables.setdefault((row.label, row.columns), []).append(row)
    if not tables:
        return None

    def write(path: Path) -> None:
        book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
        try:
            bold = book.add_format({"bold": True})
            for number, ((label, columns), listed) in enumerate(tables.items(), 1):
                sheet = book.add_worksheet(_sheet_name(label, number))
                sheet.write_row(0, 0, [*columns, REASON], bold)
                for at, row in enumerate(listed, 1):
                    why = f"第 {row.row} 行：" + "；".join(dict.fromkeys(p.zh for p in row.reasons))
                    for column, text in enumerate([*(row.cells.get(c, "") for c in columns), why]):
                        sheet.write_string(at, column, text[:32_000])
                sheet.freeze_panes(1, 0)
        finally:
            book.close()

    return _written(folder, f"{file_stem(source)}-rejected.xlsx", write)


def _written(folder: Path, name: str, write: Callable[[Path], None]) -> Path:
    """Write whole or not at all; where the file is open in another program, under the next free name."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    half = folder / f".{name}.part"
    try:
        try:
            write(half)
            for number in range(1, TRIES + 1):
                target = path if number == 1 else path.with_stem(f"{path.stem}-{number}")
                try:
                    half.replace(target)
                except (PermissionError, IsADirectoryError):
                    continue
                return target
        finally:
            half.unlink(missing_ok=True)
    except OSError as error:
        raise UnreadableFile(
            name, f"cannot be written ({error.strerror})", "name another folder with --report"
        ) from error
    raise UnreadableFile(name, "is open in another program", "close it, or name another folder with --report")


def _sheet_name(label: str, number: int) -> str:
    inside = label.rpartition("[")[2].rstrip("]") if "[" in label else ""
    plain = "".join(c for c in inside if c not in "[]:*?/\\'")[:24]
    return f"{plain or '未入库'}-{number}" if number > 1 else plain or "未入库"


def _defused(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
