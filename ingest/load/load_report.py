"""What one load did, in numbers a person can check."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypedDict

from graph.model.row_problems import RowProblem


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
    facts: dict[str, int]
    reasons: dict[str, int]


@dataclass
class LoadReport:
    """Counts of one load.

    linked: firms of the table that matching tied to another; to_review: pairs that a person must look at.
    facts: by record, how many this source now says; reasons: rows and cells left out, by code.
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

    def count_problems(self) -> None:
        """Fill `rejected`, `notes` and `reasons` from the single problems."""
        self.rejected = len({p.row for p in self.problems if p.rejected})
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
            "facts": self.facts,
            "reasons": self.reasons,
        }
