"""Lint of the shipped facts about firms (`data/facts`): each row by itself, and the shares of a firm together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path

from graph.errors import LiantuError
from graph.model.row_problems import RowProblem
from ingest.lint.findings import finding
from ingest.load.shipped_facts import FOLDER, FactTable, fact_tables, faults
from ingest.read import report_cells
from ingest.read.report_products import OVERLAP

MAX_MB = 150


def lint_facts(data: Path, codes: Collection[str], today: date | None = None) -> list[RowProblem]:
    """All findings of the tables of facts. codes: the stock codes of the tables of firms; today: the day that no year
    may lie behind (default: the day itself)."""
    try:
        tables = fact_tables(data, MAX_MB)
    except LiantuError as error:
        return [finding("unreadable", FOLDER, why=str(error))]
    found: list[RowProblem] = []
    for told in tables:
        found += faults(told, today or date.today())
        found += _unknown_codes(told, codes)
        if told.kind == "products":
            found += _share_sums(told)
    return found


def _unknown_codes(told: FactTable, codes: Collection[str]) -> Iterator[RowProblem]:
    column = told.columns["code"]
    for row, cells in told.table.rows:
        if cells.get(column, "") not in codes:
            yield finding("fact_unknown_code", told.label, row, column=column, value=cells.get(column, ""))


def _share_sums(told: FactTable) -> Iterator[RowProblem]:
    """Shares of one firm and year that add up to more than its revenue."""
    total: dict[tuple[str, str], int] = defaultdict(int)
    last: dict[tuple[str, str], int] = {}
    for row, cells in told.table.rows:
        key = (cells.get(told.columns["code"], ""), cells.get("year", ""))
        total[key] += report_cells.share(cells.get(told.columns["share"], "")) or 0
        last[key] = row
    for (code, year), share in total.items():
        if share > OVERLAP:
            row = last[code, year]
            yield finding("fact_share_sum", told.label, row, code, name=code, year=year, value=f"{share / 10_000:.1f}%")
