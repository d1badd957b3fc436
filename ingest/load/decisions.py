"""The office's own record: which firms were courted for which segment, when, and what became of it.

A table (CSV or XLSX) with the columns 企业名称 (or 统一社会信用代码, 股票代码), 结果, 日期 and, where known,
环节, 地区, 原因, 备注; English names work too. Learning from decisions and the second back-test read it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from graph.model.records import DECISION_REASONS, OUTCOMES, OUTSIDE_FIRM, Decision
from graph.model.regions import Regions
from graph.model.row_problems import RowProblem
from graph.model.segment_names import SegmentNames
from graph.store.base.protocol import GraphStore
from ingest.load.ended import remembered
from ingest.load.facts import whom
from ingest.load.load_report import LoadReport, rejected_rows
from ingest.load.refresh import Progress
from ingest.read import normalise as n
from ingest.read.outcome_words import OUTCOME_WORDS, REASON_WORDS, outcome_of, reason_of
from ingest.read.place_in_name import Places
from ingest.read.report_rows import Whom
from ingest.read.table_kinds import TableLayout
from ingest.read.tables import Table

END = ("signed", "landed", "refused", "lost", "rejected")


class _Reader:
    def __init__(
        self, table: Table, layout: TableLayout, firms: Whom, regions: Regions, segments: SegmentNames
    ) -> None:
        self.table, self.columns, self.firms, self.regions = table, layout.columns, firms, regions
        self.segments, self.places = segments, Places(regions)
        self.problems: list[RowProblem] = []

    def read(self) -> list[Decision]:
        return [d for row, cells in self.table.rows if (d := self._row(row, cells))]

    def _row(self, row: int, cells: dict[str, str]) -> Decision | None:
        def cell(field: str) -> str:
            return n.blank(cells.get(self.columns.get(field, ""), ""))

        def problem(code: str, field: str, value: str = "") -> None:
            shown = value or cell(field)[:80]
            column = self.columns.get(field, "")
            self.problems.append(RowProblem(self.table.label, row, column, code, shown, cell("firm")[:60]))

        firm, why = self.firms.of(cells, self.columns)
        name = n.name(cell("firm")) or (firm.name if firm else "")
        if firm is None:
            # A code that is not loaded may still come with a name we know.
            firm = self.firms.named(name) if name else None
        if not name:
            problem(why, "code" if "code" in self.columns else "firm")
            return None
        outcome = outcome_of(cell("outcome"))
        if outcome not in OUTCOMES:
            problem("bad_outcome", "outcome")
            return None
        day = n.iso_date(cell("date"))
        if not day:
            problem("bad_decision_date", "date")
            return None
        if firm is None:
            problem("outside_firm", "firm")
        segment = self._segment(cell("segment"), problem)
        given = cell("region")
        region = (self.regions.canonical(given) or self.places.find(given)) if given else ""
        if given and not region:
            problem("unknown_region", "region")
        note, reason = cell("note"), reason_of(cell("reason"))
        if outcome and cell("outcome") not in OUTCOME_WORDS and cell("outcome").lower() != outcome:
            problem("outcome_read", "outcome", f"{cell('outcome')} → {outcome}")
            note = "；".join(t for t in (cell("outcome"), note) if t)  # what was written is kept
        if reason in DECISION_REASONS and cell("reason") not in REASON_WORDS and cell("reason").lower() != reason:
            note = "；".join(t for t in (cell("reason"), note) if t)
        if reason and reason not in DECISION_REASONS:
            problem("bad_reason", "reason")
            note, reason = "；".join(t for t in (cell("reason"), note) if t), "other"
        firm_id = firm.id if firm else OUTSIDE_FIRM + n.name_key(name)
        return Decision(firm_id, firm.name if firm else name, segment, region, day, outcome, reason, note)

    def _segment(self, text: str, problem: Callable[..., None]) -> str:
        """The id of the segment meant; '' with a problem where none, or more than one, is meant. An id that ended
        means the first of its heirs, and all of them are named."""
        match = self.segments.find(text)
        if match.ended:
            problem("ended_segment", "segment", f"{text} → {'; '.join(s.id for s in match.segments)}")
            return match.segments[0].id
        if match.segment is not None:
            return match.segment.id
        if match.ambiguous:
            choices = "; ".join(f"{s.id} ({s.name})" for s in match.segments)
            problem("ambiguous_segment", "segment", f"{text}: {choices}")
        elif text:
            problem("unknown_segment", "segment")
        return ""


def load_decisions(
    store: GraphStore, table: Table, layout: TableLayout, source: str, regions: Regions, progress: Progress
) -> LoadReport:
    """Load the office's own record as one batch. The same row twice is one decision; nothing else is changed."""
    reader = _Reader(table, layout, whom(store), regions, SegmentNames(store.chains(), remembered(store)))
    found = reader.read()
    with store.batch("decision", source, table.file) as batch:
        number = batch.id
        progress("写入", 0, 1)
        done = batch.upsert([replace(d, source=source) for d in found])
        progress("写入", 1, 1)
    report = LoadReport(table.file, source, "decisions", len(table.rows), problems=reader.problems)
    report.firms = len({d.firm_id for d in found})
    report.matched_firms = len({d.firm_id for d in found if not d.firm_id.startswith(OUTSIDE_FIRM)})
    report.facts = {"decision": done.added + done.changed + done.unchanged}
    report.batches, report.rejected_rows = [number], rejected_rows(table, reader.problems)
    report.count_problems()
    return report
