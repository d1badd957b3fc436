"""What one load did, in numbers a person can check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypedDict

from graph.model.row_problems import RowProblem
from ingest.read.tables import SECTION, Table
from ingest.read.understand.preview import TableDocument


class RejectedRow(NamedTuple):
    """A row that was not used, as it stands in its table, so that it can be mended and handed in again."""

    label: str
    columns: tuple[str, ...]
    row: int
    cells: Mapping[str, str]
    reasons: tuple[RowProblem, ...]


def rejected_rows(table: Table, problems: Sequence[RowProblem]) -> list[RejectedRow]:
    """The rows of a table that these problems reject."""
    why: dict[int, list[RowProblem]] = {}
    for problem in problems:
        if problem.rejected and problem.row is not None:
            why.setdefault(problem.row, []).append(problem)
    if not why:
        return []
    return [
        RejectedRow(table.label, table.columns, row, {c: v for c, v in cells.items() if c != SECTION}, tuple(why[row]))
        for row, cells in table.rows
        if row in why
    ]


class LoadDocument(TypedDict):
    """A `LoadReport` for `--json`."""

    file: str
    source: str
    kind: str
    rows: int
    firms: int
    new_firms: int
    matched_firms: int
    assigned: int
    doubtful: int
    rejected: int
    notes: int
    linked: int
    to_review: int
    report_file: str
    rejected_file: str
    report_missing: str
    facts: dict[str, int]
    reasons: dict[str, int]
    tables: list[TableDocument]
    skipped: list[str]
    batches: list[int]


@dataclass
class LoadReport:
    """Counts of one load.

    linked: firms of the table that matching tied to another; to_review: pairs that a person must look at.
    facts: by record, how many this source now says; reasons: rows and cells left out, by code; tables: how each table
    of the file was understood; report_missing: why the list of problems could not be written,
    '' where it was; skipped: sheets without one, with the reason; batches: the loads that it made.
    """

    file: str
    source: str
    kind: str = "firms"
    rows: int = 0
    firms: int = 0
    new_firms: int = 0
    matched_firms: int = 0
    assigned: int = 0
    doubtful: int = 0
    rejected: int = 0
    notes: int = 0
    linked: int = 0
    to_review: int = 0
    report_file: str = ""
    facts: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, int] = field(default_factory=dict)
    problems: list[RowProblem] = field(default_factory=list)
    rejected_file: str = ""
    report_missing: str = ""
    rejected_rows: list[RejectedRow] = field(default_factory=list)
    tables: list[TableDocument] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    batches: list[int] = field(default_factory=list)

    @property
    def unused(self) -> dict[str, list[str]]:
        """The columns from which nothing was read, by table."""
        return {t["label"]: t["unused"] for t in self.tables if t["unused"]}

    def add(self, other: LoadReport) -> None:
        """Take in what was done with another table of the same file."""
        for name in ("rows", "firms", "new_firms", "matched_firms", "assigned", "doubtful", "linked", "to_review"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for record, n in other.facts.items():
            self.facts[record] = self.facts.get(record, 0) + n
        self.problems += other.problems
        self.rejected_rows += other.rejected_rows
        self.batches += other.batches

    def count_problems(self) -> None:
        """Fill `rejected`, `notes` and `reasons` from the single problems."""
        self.rejected = len({(p.file, p.row) for p in self.problems if p.rejected})
        self.notes = sum(not p.rejected for p in self.problems)
        self.reasons = {}
        for p in sorted(self.problems, key=lambda p: p.code):
            self.reasons[p.code] = self.reasons.get(p.code, 0) + 1

    def as_dict(self) -> LoadDocument:
        """Without the single problems, for `--json`."""
        return {
            "file": self.file,
            "source": self.source,
            "kind": self.kind,
            "rows": self.rows,
            "firms": self.firms,
            "new_firms": self.new_firms,
            "matched_firms": self.matched_firms,
            "assigned": self.assigned,
            "doubtful": self.doubtful,
            "rejected": self.rejected,
            "notes": self.notes,
            "linked": self.linked,
            "to_review": self.to_review,
            "report_file": self.report_file,
            "rejected_file": self.rejected_file,
            "report_missing": self.report_missing,
            "facts": self.facts,
            "reasons": self.reasons,
            "tables": self.tables,
            "skipped": self.skipped,
            "batches": self.batches,
        }
