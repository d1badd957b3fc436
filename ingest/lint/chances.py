"""Lint of `data/precedents.csv` and `data/red_lines.csv`: each row by itself, and against the chains."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from graph.chance import precedents, red_lines
from graph.errors import LiantuError
from graph.model.row_problems import RowProblem
from ingest.lint.findings import finding


def lint_chances(data: Path, segments: Collection[str]) -> list[RowProblem]:
    """Every finding of both tables. A folder of one's own need not have them."""
    found: list[RowProblem] = []
    for table in (precedents, red_lines):
        file = data / table.FILE
        if not file.is_file():
            continue
        try:
            found += table.read(file, segments)[1]
        except LiantuError as error:
            found.append(finding("unreadable", table.FILE, why=str(error)))
    return found
