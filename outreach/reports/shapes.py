"""Types of a periodic report: the rows of the ledger and the document for --json."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypedDict

from graph.chance.shapes import Group
from graph.gaps.documents.plan_shapes import ChangesDocument


class LedgerRow(TypedDict):
    """One row behind a figure: whom or what, when, the kind of target, the content, who answers for it, its state."""

    name: str
    day: date | None
    kind: str
    what: str
    team: str
    owner: str
    state: str


class ProjectRow(LedgerRow):
    """A project; its investment in 100 million yuan (亿元), None where it is not known."""

    investment_yi: float | None


class ReportRow(TypedDict):
    """A row of the ledger as the report has it: the day in ISO, or None."""

    name: str
    day: str | None
    kind: str
    what: str
    team: str
    owner: str
    state: str


class ReportProject(ReportRow):
    """A project as the report has it."""

    investment_yi: float | None


class FigureDocument(TypedDict):
    """A figure of the report: key of `ledger.FIGURES`, its name, its count now and in the period before."""

    id: str
    name: str
    n: int
    before: int


class TeamPlace(TypedDict):
    """A team's place in the ranking (1 is first; equal figures share it), with the figures that decide."""

    place: int
    team: str
    signed: int
    leads: int
    overdue: int
    visits: int
    targets: int


class Priorities(TypedDict):
    """How many segments are in each group of the list of priorities, and the names of those to go for."""

    groups: dict[Group, int]
    attack: list[str]


class ReportDocument(TypedDict):
    """Everything a report says. `start`, `end` in ISO; `rows` by figure; `graph` are the changes of the graph over the
    period, None where its history does not reach back."""

    period: str
    title: str
    name: str
    region: str
    start: str
    end: str
    complete: bool
    empty: bool
    figures: list[FigureDocument]
    rows: dict[str, Sequence[ReportRow]]
    ahead: list[ReportRow]
    projects: list[ReportProject]
    ranking: list[TeamPlace]
    graph: ChangesDocument | None
    priorities: Priorities | None  # None where nobody asked for them
