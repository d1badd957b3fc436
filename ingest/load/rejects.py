"""What was not taken of a file, written down: a list of all problems, and a workbook of the rows to mend."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path

from graph.errors import UnwritableFile
from graph.files import whole
from graph.files.csv_out import as_csv
from graph.files.sheets_out import LONGEST_CELL, workbook
from graph.model.row_problems import RowProblem
from graph.model.text import file_stem
from ingest.load.load_report import RejectedRow

REASON = "未入库原因"  # the last column of the workbook; it is ignored when the workbook is read again
PROBLEM_HEADS = ("row", "result", "reason_code", "column", "value", "name", "reason", "reason_en", "table")
TRIES = 9  # other names that are tried where a file is open elsewhere
# Lines that were never rows: there is nothing to mend about them.
NOT_TO_MEND = ("total_row", "note_row", "numbering_row", "repeated_heading")


def write_problems(folder: Path, source: str, problems: Iterable[RowProblem]) -> Path:
    """The report of rejected rows and left-out cells, as a CSV that Excel opens in Chinese (UTF-8 with BOM).

    A value that a spreadsheet would take for a formula gets an apostrophe before it. Raises `UnreadableFile`.
    """
    ordered = sorted(problems, key=lambda p: (not p.rejected, p.file, p.row or 0, p.code))

    rows = ([p.row, p.sentence.weight, p.code, p.column, p.value, p.name, p.zh, p.en, p.file] for p in ordered)
    return _written(folder, f"{file_stem(source)}-problems.csv", as_csv(PROBLEM_HEADS, rows))


def write_rejected(folder: Path, source: str, rows: Sequence[RejectedRow]) -> Path | None:
    """A workbook of the rows that were not used, a sheet for each table, each with the reason in its last column: to be
    mended and loaded again. None where there is none to mend. Raises `UnreadableFile`."""
    tables: dict[tuple[str, tuple[str, ...]], list[RejectedRow]] = {}
    for row in rows:
        if any(p.code not in NOT_TO_MEND for p in row.reasons):
            tables.setdefault((row.label, row.columns), []).append(row)
    if not tables:
        return None

    out = BytesIO()
    book = workbook(out)
    bold = book.add_format({"bold": True})
    for number, ((label, columns), listed) in enumerate(tables.items(), 1):
        sheet = book.add_worksheet(_sheet_name(label, number))
        for column, heading in enumerate([*columns, REASON]):
            sheet.write_string(0, column, heading[:LONGEST_CELL], bold)
        for at, row in enumerate(listed, 1):
            why = f"第 {row.row} 行：" + "；".join(dict.fromkeys(p.zh for p in row.reasons))
            for column, text in enumerate([*(row.cells.get(c, "") for c in columns), why]):
                sheet.write_string(at, column, text[:LONGEST_CELL])
        sheet.freeze_panes(1, 0)
    book.close()
    return _written(folder, f"{file_stem(source)}-rejected.xlsx", out.getvalue())


def _written(folder: Path, name: str, content: bytes) -> Path:
    """Write whole or not at all; where the file is open in another program, under the next free name."""
    path = folder / name
    last: UnwritableFile | None = None
    for number in range(1, TRIES + 1):
        target = path if number == 1 else path.with_stem(f"{path.stem}-{number}")
        try:
            whole.put_bytes(target, content, "name another folder with --report")
        except UnwritableFile as error:
            if error.reason == "full" or not (target.exists() and os.access(folder, os.W_OK)):
                raise
            last = error
            continue
        return target
    raise UnwritableFile(
        name, "barred", "is open in another program", "close it, or name another folder with --report"
    ) from last


def _sheet_name(label: str, number: int) -> str:
    inside = label.rpartition("[")[2].rstrip("]") if "[" in label else ""
    plain = "".join(c for c in inside if c not in "[]:*?/\\'")[:24]
    return f"{plain or '未入库'}-{number}" if number > 1 else plain or "未入库"
