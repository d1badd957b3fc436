"""Reads a table of `data/`: one row a record, its cells by column."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from graph.errors import MissingColumn, UnreadableFile
from graph.model.row_problems import Arg, RowProblem


def rows_of(file: Path, columns: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    """The rows with their numbers, the header being 1. Raises `UnreadableFile`, `MissingColumn`."""
    if not file.is_file():
        raise UnreadableFile(file.name, "not found", "set LIANTU_DATA to the folder that holds it")
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            headings = [h or "" for h in reader.fieldnames or ()]
            rows = [{k: (v or "").strip() for k, v in row.items() if k in columns} for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFile(file.name, f"no CSV in UTF-8 ({error})", "save it as CSV UTF-8") from error
    if missing := [c for c in columns if c not in headings]:
        raise MissingColumn(file.name, missing[0], headings)
    return list(enumerate(rows, 2))


def problem(code: str, file: str, row: int, column: str, value: str, name: str, **args: Arg) -> RowProblem:
    """One thing wrong with one row of a table of `data/`."""
    return RowProblem(file, row, column, code, value, name, tuple(args.items()), "in_data")
