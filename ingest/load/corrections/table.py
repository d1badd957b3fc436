"""A table of corrections: into a store, and out of it in the same columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time

from graph.corrections.documents import contradictions
from graph.corrections.made import Draft, made
from graph.errors import InvalidArgument
from graph.model.records import Correction, CorrectionKind, Firm, Role
from graph.model.regions import Regions
from graph.model.row_problems import RowProblem
from graph.model.segment_names import SegmentNames
from graph.model.words import CORRECTION, ROLE
from graph.store.base.protocol import GraphStore
from ingest.assign.assigner import Assigner
from ingest.load.corrections.write import names_of, write
from ingest.load.ended import remembered
from ingest.load.facts import whom
from ingest.load.load_report import LoadReport
from ingest.load.refresh import Progress
from ingest.read import normalise as n
from ingest.read.report_rows import Whom
from ingest.read.table_kinds import TableLayout
from ingest.read.tables import Table

KINDS: dict[str, CorrectionKind] = {
    **{word["zh"]: kind for kind, word in CORRECTION.items()},  # type: ignore[misc]
    **{kind: kind for kind in CORRECTION},  # type: ignore[misc]
    "是经销商": "role",
    "停业": "closed",
    "注销": "closed",
    "更名": "alias",
}
ROLES: dict[str, Role] = {
    **{word["zh"]: role for role, word in ROLE.items() if role},  # type: ignore[misc]
    **{role: role for role in ROLE if role},  # type: ignore[misc]
}


class _Reader:
    """Reads rows as corrections; one that cannot be used is a problem, the rest is taken."""

    def __init__(self, table: Table, layout: TableLayout, firms: Whom, segments: SegmentNames) -> None:
        self.table, self.columns, self.firms, self.segments = table, layout.columns, firms, segments
        self.problems: list[RowProblem] = []
        self.rows: dict[str, int] = {}  # correction → row

    def read(self, known: Callable[[str], Firm | None], source: str) -> list[Correction]:
        """known: a firm of the store by its id. source: says so where the row does not tell who."""
        out: dict[str, Correction] = {}
        for row, cells in self.table.rows:
            found = self._row(row, cells, known, source)
            if found is not None:
                out[found.id] = found
                self.rows[found.id] = row
        return list(out.values())

    def problem(self, row: int, code: str, field: str, value: str, name: str = "") -> None:
        """Note what is wrong."""
        self.problems.append(RowProblem(self.table.file, row, self.columns.get(field, field), code, value[:80], name))

    def _row(
        self, row: int, cells: dict[str, str], known: Callable[[str], Firm | None], source: str
    ) -> Correction | None:
        def cell(field: str) -> str:
            return n.blank(cells.get(self.columns.get(field, ""), ""))

        name = n.name(cell("firm"))
        if not cell("correction"):
            self.problem(row, "correction_open", "correction", cell("segment"), name)
            return None
        firm = self._firm(row, cells, name, known)
        draft = self._draft(row, cell, name) if firm is not None else None
        if firm is None or draft is None:
            return None
        try:
            at = _time(cell("date"))
            made_row = made(firm, draft, cell("reason"), cell("author") or source, at, names_of(firm))
        except InvalidArgument:
            alias = draft.kind == "alias" and draft.alias in ("", firm.name)
            code, field = ("correction_alias", "alias") if alias else ("correction_reason", "reason")
            self.problem(row, code, field, cell(field), name)
            return None
        taken_back = n.iso_date(cell("undone_at"))
        undone = (cell("undone_by") or source, _time(cell("undone_at")).isoformat()) if taken_back else ("", "")
        return replace(made_row, undone_by=undone[0], undone_at=undone[1])

    def _firm(self, row: int, cells: dict[str, str], name: str, known: Callable[[str], Firm | None]) -> Firm | None:
        """The firm that is meant; one that is not loaded stands for itself where it is told by its code."""
        found, why = self.firms.of(cells, self.columns)
        if found is None and name:
            found = self.firms.named(name)
        if found is not None:
            return known(found.id)
        code = n.credit_code(cells.get(self.columns.get("uscc", ""), ""))
        if not code:
            self.problem(row, why, "uscc" if "uscc" in self.columns else "firm", name, name)
            return None
        self.problem(row, "correction_waits", "firm", name or code, name)
        return Firm(f"u:{code}", name or code, uscc=code)

    def _draft(self, row: int, cell: Callable[[str], str], name: str) -> Draft | None:
        word, told = cell("correction"), cell("role")
        kind = KINDS.get(word) or KINDS.get(word.lower())
        role: Role = "trader" if word == "是经销商" else ROLES.get(told) or ROLES.get(told.lower()) or ""
        if kind is None:
            self.problem(row, "correction_kind", "correction", word, name)
            return None
        if (told and not role) or (kind == "role" and not role):
            self.problem(row, "correction_role", "role", told, name)
            return None
        if kind in ("closed", "alias"):
            return Draft(kind, alias=cell("alias"))
        text = cell("segment")
        match = self.segments.find(text)
        # An id that ended stands for its heirs for as long as the correction does.
        segment = match.ended or (match.segment.id if match.segment else "")
        if not segment:
            self.problem(row, "correction_segment", "segment", text, name)
            return None
        return Draft(kind, segment, role if kind in ("role", "does") else "")


def _time(text: str) -> datetime:
    """When it was made: an ISO time, or noon of a day; now, where there is none."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError:
        day = n.iso_date(text)
        return datetime.combine(datetime.fromisoformat(day), time(12), UTC) if len(day) == 10 else datetime.now(UTC)


def load_corrections(
    store: GraphStore,
    table: Table,
    layout: TableLayout,
    source: str,
    regions: Regions,
    assigner: Assigner,
    progress: Progress,
) -> LoadReport:
    """Load a table of corrections as one batch. Those that stand in the store already are not made twice."""
    reader = _Reader(table, layout, whom(store), SegmentNames(store.chains(), remembered(store)))
    found = reader.read(store.firm, source)
    undone = {c.id for c in store.rows(Correction) if not c.holds}
    found = [c for c in found if not (c.holds and c.id in undone)]  # an older copy of what was taken back since
    with store.batch("correct", source, table.file) as batch:
        progress("写入", 0, 1)
        firms = write(batch, found, regions, assigner)
        progress("写入", 1, 1)
    report = LoadReport(table.file, source, "corrections", len(table.rows), problems=reader.problems)
    report.firms = report.matched_firms = len(firms)
    report.facts = {"correction": len(found)}
    _contradicted(store, reader, found, assigner)
    report.count_problems()
    return report


def _contradicted(store: GraphStore, reader: _Reader, found: list[Correction], assigner: Assigner) -> None:
    """Say of which rows somebody says otherwise."""
    made_rows = store.rows(Correction)
    known = store.known_keys(sorted({k for c in made_rows for k in c.keys}))
    against = contradictions(made_rows, known, assigner.segments, remembered(store))
    for c in found:
        if c.id in against:
            who = "、".join(dict.fromkeys(o.author for o in against[c.id]))
            reader.problem(reader.rows[c.id], "correction_against", "correction", who, c.firm_name)
