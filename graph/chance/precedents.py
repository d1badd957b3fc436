"""Precedents: how many projects of a segment each province drew, counted from reports (`data/precedents.csv`).

Counts only. Which firm went where is not in the table, so that it says what a trade does and nothing of one firm.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import numpy as np

from graph.errors import InvalidData
from graph.measures.formulas import Floats
from graph.measures.network import Network
from graph.model.headings.csv_rows import problem, rows_of
from graph.model.row_problems import RowProblem

FILE = "precedents.csv"
COLUMNS = ("segment", "province", "year", "projects", "bases", "source")
FIRST_YEAR = 2000


@dataclass(frozen=True, slots=True)
class Precedent:
    """What one province drew in one segment, by the reports of one year.

    projects: investment projects that reports name; bases: subsidiaries there of firms seated in another province.
    province: two digits.
    """

    segment: str
    province: str
    year: int
    projects: int
    bases: int
    source: str


@dataclass(frozen=True)
class Precedents:
    """The counts of a table, seen from one province or from none."""

    rows: Sequence[Precedent] = ()

    def without(self, provinces: Collection[str]) -> Precedents:
        """The same without what these provinces (two digits) drew themselves."""
        return Precedents([r for r in self.rows if r.province not in provinces])

    @cached_property
    def by_segment(self) -> Mapping[str, list[Precedent]]:
        """The rows of each segment."""
        out: dict[str, list[Precedent]] = {}
        for row in self.rows:
            out.setdefault(row.segment, []).append(row)
        return out

    def projects(self, network: Network) -> Floats:
        """(S,) projects of each segment; those of one that ended count for the one that took its place."""
        out = np.zeros(len(network.ids))
        for row in self.rows:
            segment = row.segment if row.segment in network.row else network.heir(row.segment)
            if segment:
                out[network.row[segment]] += row.projects
        return out


def load(file: Path, segments: Collection[str] | None = None) -> Precedents:
    """The counts. segments: the ids that exist, where they are to be checked. Raises `UnreadableFile`,
    `MissingColumn`, or `InvalidData` with all problems."""
    rows, problems = read(file, segments)
    if problems:
        raise InvalidData([f"{p.file} row {p.row}, column {p.column}: {p.en}" for p in problems])
    return Precedents(list(rows.values()))


def read(file: Path, segments: Collection[str] | None = None) -> tuple[dict[int, Precedent], list[RowProblem]]:
    """The rows that can be used, by their number, and what is wrong with the others. Raises `UnreadableFile`,
    `MissingColumn`."""
    good: dict[int, Precedent] = {}
    problems: list[RowProblem] = []
    seen: set[tuple[str, str, str]] = set()
    for number, row in rows_of(file, COLUMNS):
        key = (row["segment"], row["province"], row["year"])
        found = [
            problem(code, file.name, number, column, row[column], row["segment"])
            for code, column in _faults(row, segments)
        ]
        if key in seen:
            found.append(problem("precedent_twice", file.name, number, "segment", row["segment"], row["segment"]))
        seen.add(key)
        problems += found
        if not found:
            good[number] = Precedent(
                row["segment"],
                row["province"][:2],
                int(row["year"]),
                int(row["projects"]),
                int(row["bases"]),
                row["source"],
            )
    return good, problems


def _faults(row: Mapping[str, str], segments: Collection[str] | None) -> Iterator[tuple[str, str]]:
    """(code, column) of everything wrong with a row."""
    if segments is not None and row["segment"] not in segments:
        yield "unknown_segment", "segment"
    if not (row["province"].isdecimal() and len(row["province"]) == 6 and row["province"].endswith("0000")):
        yield "precedent_province", "province"
    if not (row["year"].isdecimal() and FIRST_YEAR <= int(row["year"]) <= date.today().year):
        yield "precedent_year", "year"
    for column in ("projects", "bases"):
        if not row[column].isdecimal():
            yield "precedent_count", column
    if not row["source"]:
        yield "missing_source", "source"
