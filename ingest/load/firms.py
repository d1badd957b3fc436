"""Writes a table of firms into a store: resolve, merge, assign, write. All of it or nothing, the same twice.

Rows are read and assigned first (`ingest.load.parallel`, outside the transaction); then one batch gives them their
firms and writes. A row that the store holds exactly so already is left alone. A firm that no other source knows
is what its row says; one that others know too is merged and assigned anew from all of them (`ingest.load.refresh`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from graph.corrections.apply import Corrections
from graph.model.records import OUTSIDE_FIRM, Decision, Firm, FirmRecord, Membership, Relation, Site, Source
from graph.model.regions import Regions
from graph.model.row_problems import RowProblem
from graph.model.specs import rid
from graph.store.base.protocol import GraphStore, WriteBatch
from ingest.assign.assigner import Assigner
from ingest.assign.roles import role_of
from ingest.load.facts import META_REPORT_YEAR
from ingest.load.load_report import LoadReport
from ingest.load.parallel import CHUNK, Seen, Survey, survey
from ingest.load.refresh import META_ASSIGNER, Progress, firm_of, refresh, shared, silent
from ingest.load.resolve import merge, resolve_rows
from ingest.read.firm_rows import Parsed
from ingest.read.normalise import name_key
from ingest.read.tables import Table


def load_firms(
    store: GraphStore,
    origin: str,
    table: Table,
    parse_rows: Callable[[Table, Regions], Parsed],
    regions: Regions,
    assigner: Assigner,
    progress: Progress = silent,
    year: str = "",
    listing: Source | None = None,
) -> LoadReport:
    """Load a table as one batch; its rows are used up on the way.

    year: of the reports that the table draws on, '' where it does not say. listing: which firms the table could have
    listed; None leaves what an earlier load said of it.
    """
    rows = len(table.rows)
    current = store.meta(META_ASSIGNER) == assigner.version
    report = LoadReport(table.file, origin, rows=rows)
    with survey(
        store,
        origin,
        _parts(table),
        rows,
        parse_rows,
        regions,
        assigner,
        current,
        lambda done, total: progress("核对行", done, total),
    ) as seen:
        assigner.warm(seen.doubtful, lambda done, total: progress("比对语义", done, total))
        with store.batch("ingest", origin, table.file) as batch:
            _Writer(batch, origin, seen, regions, assigner, report).write(progress)
            if listing is not None:
                batch.upsert([replace(listing, name=origin)])
            if batch.meta(META_ASSIGNER) != assigner.version:
                batch.set_meta(META_ASSIGNER, "")  # several rules side by side: the next load looks at every row
            if year:
                batch.set_meta(META_REPORT_YEAR, max(year, batch.meta(META_REPORT_YEAR)))
    report.doubtful = len(seen.doubtful)
    report.count_problems()
    return report


def _parts(table: Table) -> Iterator[Table]:
    """The table in pieces, each let go of once it is handed out."""
    for start in range(0, len(table.rows), CHUNK):
        part = table.rows[start : start + CHUNK]
        table.rows[start : start + CHUNK] = [(0, {})] * len(part)
        yield Table(table.file, table.columns, part, table.encoding)


def link_by_name(batch: WriteBatch, named: Mapping[str, set[str]]) -> None:
    """Re-point relations and decisions stored under a bare name to the newly loaded firm, if exactly one bears it.

    named: bare-name id → the new firms of that name.
    """
    bearer = {name: next(iter(firms)) for name, firms in named.items() if len(firms) == 1}
    if any(key.startswith(OUTSIDE_FIRM) for key in batch.values("relation", "to_id")):
        ties = batch.current(Relation, "to_id", list(bearer))
        batch.upsert([replace(tie, to_id=bearer[tie.to_id]) for tie in ties])
        batch.retire("relation", [rid(tie) for tie in ties])
    if any(key.startswith(OUTSIDE_FIRM) for key in batch.values("decision", "firm_id")):
        decisions = batch.current(Decision, "firm_id", list(bearer))
        batch.upsert([replace(decision, firm_id=bearer[decision.firm_id]) for decision in decisions])
        batch.retire("decision", [rid(decision) for decision in decisions])


def duplicate(file: str, row: int, earlier: int, name: str) -> RowProblem:
    """A row about the same firm as an earlier one of its file."""
    return RowProblem(file, row, "name", "duplicate", f"row {earlier}", name)


@dataclass
class _Made:
    """Records waiting to be written together."""

    records: list[FirmRecord] = field(default_factory=list)
    firms: list[Firm] = field(default_factory=list)
    sites: list[Site] = field(default_factory=list)
    memberships: list[Membership] = field(default_factory=list)


class _Writer:
    def __init__(
        self, batch: WriteBatch, origin: str, seen: Survey, regions: Regions, assigner: Assigner, report: LoadReport
    ) -> None:
        self.batch, self.origin, self.seen, self.report = batch, origin, seen, report
        self.regions, self.assigner = regions, assigner
        self.problems = list(seen.problems)
        self.named: dict[str, set[str]] = {}  # name → new firms that bear it
        self.corrections = Corrections()

    def write(self, progress: Progress) -> None:
        """Give every row its firm, then write row after row; of two rows about one firm the later wins."""
        resolved = resolve_rows(self.batch, self.seen.rows)
        self.corrections = Corrections.of(self.batch)  # now that the rows' keys are known
        again: list[str] = []
        unchanged: list[str] = []
        at = 0
        for chunk in self.seen.chunks():
            progress("写入", at, len(resolved.ids))
            made = _Made()
            for seen in chunk:
                firm_id, own, earlier = resolved.ids[at], self.seen.rows[at][1], resolved.earlier[at]
                at += 1
                if earlier is not None:
                    self.problems.append(duplicate(self.report.file, seen.row, earlier, seen.facts["name"]))
                if resolved.last[firm_id] != seen.row:
                    continue
                if seen.known and firm_id == own[0]:
                    unchanged.append(firm_id)
                    continue
                made.records.append(FirmRecord(self.origin, firm_id, firm_id, seen.row, seen.facts))
                if firm_id in resolved.existing:
                    again.append(firm_id)
                else:
                    self._alone(made, firm_id, seen)
            for rows in (made.records, made.firms, made.sites, made.memberships):
                self.batch.upsert(rows)
        link_by_name(self.batch, self.named)
        self.batch.count_unchanged("firm_record", len(unchanged))
        self._refresh(again, len(resolved.ids), progress)
        self.report.assigned += len(self.batch.held("membership", "firm_id", unchanged))
        self.report.firms = len(resolved.last)
        self.report.matched_firms = len(resolved.last.keys() & resolved.existing)
        self.report.new_firms = self.report.firms - self.report.matched_firms
        self.report.problems = self.problems

    def _refresh(self, again: list[str], rows: int, progress: Progress) -> None:
        """Re-merge the firms that other sources know too."""
        for start in range(0, len(again), CHUNK):
            part = sorted(again[start : start + CHUNK])
            self.report.assigned += refresh(
                self.batch, part, self.regions, self.assigner, corrections=self.corrections
            )[0]
            progress("写入", rows, rows + len(again) - start - len(part))
        progress("写入", 1, 1)

    def _alone(self, made: _Made, firm_id: str, seen: Seen) -> None:
        """A firm that only this row knows."""
        facts = self.corrections.facts(firm_id, merge(firm_id, [(self.origin, seen.facts)]))
        firm = firm_of(facts, self.regions)
        made.firms.append(firm)
        self.named.setdefault(OUTSIDE_FIRM + name_key(firm.name), set()).add(firm_id)
        made.sites += [Site(firm_id, code) for code in firm.sites]
        if seen.doubtful or seen.known:
            found = self.assigner.assign(facts | {"source": firm.source}, firm_id).memberships
        else:
            found = tuple(replace(m, firm_id=firm_id) for m in seen.memberships)
        own = shared(found, facts.get("shares"), self.assigner)
        own = self.corrections.memberships(firm_id, own, self.assigner.segments, facts, role_of)
        made.memberships += own
        self.report.assigned += bool(own)
