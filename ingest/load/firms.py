"""Writes a table of firms into a store: resolve, merge, assign, write. All of it or nothing, the same twice.

Rows are read and assigned first (`ingest.load.parallel`, outside the transaction); then one batch gives them their
firms and writes. A row that the store holds exactly so already is left alone. A firm that no other source knows
is what its row says; one that others know too is merged and assigned anew from all of them (`ingest.load.refresh`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from graph.corrections.apply import Corrections
from graph.model.records import (
    OUTSIDE_FIRM,
    Decision,
    Firm,
    FirmRecord,
    Membership,
    Relation,
    Site,
    Source,
    StatedFacts,
)
from graph.model.regions import Regions
from graph.model.row_problems import RowProblem
from graph.model.specs import rid
from graph.store.base.protocol import GraphStore, WriteBatch
from ingest.assign.assigner import Assigner
from ingest.assign.roles import role_of
from ingest.load.facts import META_REPORT_YEAR
from ingest.load.identity.link import Linked, link
from ingest.load.identity.rename import better_ids, rename
from ingest.load.identity.sketch import Sketch
from ingest.load.known_rows.known import KnownRows
from ingest.load.load_report import LoadReport
from ingest.load.parallel import CHUNK, Seen, Survey, survey
from ingest.load.refresh import META_ASSIGNER, Progress, firm_of, refresh, shared, silent
from ingest.load.resolve import Resolved, merge, resolve_rows
from ingest.load.undo import load_notes
from ingest.match.queue import holding, keep_pairs, merged_into, pairs
from ingest.read.firm_rows import Parsed
from ingest.read.normalise import name_key
from ingest.read.tables import Table


def load_firms(
    store: GraphStore,
    origin: str,
    tables: Sequence[Table],
    parse_rows: Callable[[Table, Regions], Parsed],
    regions: Regions,
    assigner: Assigner,
    progress: Progress = silent,
    year: str = "",
    listing: Source | None = None,
    kept: Path | None = None,
) -> LoadReport:
    """Load the tables of a file as one batch; their rows are used up on the way.

    year: of the reports that the tables draw on, '' where they do not say. listing: which firms the tables could have
    listed; None leaves what an earlier load said of it. kept: the folder in which rows are kept, to be known again by
    the next load; None keeps none.
    """
    current = store.meta(META_ASSIGNER) == assigner.version
    known = KnownRows(kept, origin, tables, parse_rows, regions, store if current else None)
    rows = known.rows
    report = LoadReport(tables[0].file, origin, rows=rows)
    with survey(
        store,
        origin,
        known.pieces(CHUNK),
        known.unread,
        parse_rows,
        regions,
        assigner,
        current,
        lambda done: progress("核对行", done, rows),
    ) as seen:
        assigner.warm(seen.doubtful, lambda done, total: progress("比对语义", done, total))
        with store.batch("ingest", origin, tables[0].file) as batch:
            report.batches.append(batch.id)
            writer = _Writer(batch, origin, seen, regions, assigner, report)
            writer.write(progress)
            hashes = known.hashes(batch)
            left = [RowProblem(t.label, x.number, "", x.code, x.text) for t in tables for x in t.left]
            load_notes.keep(batch, rows, [*report.problems, *left])
            if listing is not None:
                batch.upsert([replace(listing, name=origin)])
            if batch.meta(META_ASSIGNER) != assigner.version:
                batch.set_meta(META_ASSIGNER, "")  # several rules side by side: the next load looks at every row
            if year:
                batch.set_meta(META_REPORT_YEAR, max(year, batch.meta(META_REPORT_YEAR)))
        known.keep(((seen.digests[at], seen.rows[at][1]) for at in writer.as_read), hashes)
        report.rejected_rows = seen.rejected
    report.doubtful = len(seen.doubtful)
    report.count_problems()
    return report


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


def with_names(seen: Seen, names: Sequence[str]) -> Seen:
    """A row with the other names under which its table has the firm."""
    if not names:
        return seen
    facts: StatedFacts = {**seen.facts, "aliases": list(dict.fromkeys((*seen.facts.get("aliases", ()), *names)))}
    return seen._replace(facts=facts, known=False)


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
        self.as_read: list[int] = []  # where the rows stand of which the store now holds what they say, and no more
        self.named: dict[str, set[str]] = {}  # name → new firms that bear it
        self.corrections = Corrections()

    def write(self, progress: Progress) -> None:
        """Give every row its firm, then write row after row; of two rows about one firm the later dated, then the
        fuller counts, and the other's name is kept."""
        resolved, linked = self._resolved()
        self.corrections = Corrections.of(self.batch)  # now that the rows' keys are known
        decided = merged_into(self.batch)
        counts, before, called = self._chosen(resolved.ids)
        again: list[str] = []
        unchanged: list[str] = []
        at = 0
        for chunk in self.seen.chunks():
            progress("写入", at, len(resolved.ids))
            made = _Made()
            for seen in chunk:
                # Rows are told apart by where they stand among all: numbers come again in another sheet.
                firm_id, own, earlier, here = resolved.ids[at], self.seen.rows[at][1], before[at], at
                at += 1
                if earlier is not None:
                    self.problems.append(self._duplicate(here, earlier, seen.facts["name"]))
                if counts[firm_id] != here:
                    continue
                if seen.known and firm_id == own[0] and firm_id not in called:
                    unchanged.append(firm_id)
                    self.as_read.append(here)
                    continue
                seen = with_names(seen, called.get(firm_id, ()))
                # What a person declared to be another firm keeps its own key, so that this can be taken back.
                given_to = decided.get(firm_id, firm_id)
                if firm_id == own[0] == given_to and firm_id not in called:
                    self.as_read.append(here)
                made.records.append(FirmRecord(self.origin, firm_id, given_to, seen.row, seen.facts))
                if firm_id in resolved.existing or given_to != firm_id:
                    again.append(given_to)
                else:
                    self._alone(made, firm_id, seen)
            for rows in (made.records, made.firms, made.sites, made.memberships):
                self.batch.upsert(rows)
        link_by_name(self.batch, self.named)
        self.batch.count_unchanged("firm_record", len(unchanged))
        self._refresh(again, len(resolved.ids), progress)
        self.report.assigned += len(self.batch.held("membership", "firm_id", unchanged))
        self._remember(linked)
        self.report.firms = len(counts)
        self.report.matched_firms = len(counts.keys() & resolved.existing)
        self.report.new_firms = self.report.firms - self.report.matched_firms
        self.report.problems = self.problems

    def _resolved(self) -> tuple[Resolved, Linked]:
        """Every row's firm: by keys, then by matching, then by what people decided; new keys are remembered."""
        resolved = resolve_rows(self.batch, self.seen.rows)
        self._tell(resolved)
        new: dict[str, Sketch] = {}
        for at, firm_id in enumerate(resolved.ids):
            if firm_id in resolved.existing:
                continue
            row = self.seen.sketch(at)
            if firm_id not in new or row.rank > new[firm_id].rank:
                new[firm_id] = row
        linked = link(self.batch, new, self.regions, self.origin)
        resolved = resolved.linked(linked.into)
        self.batch.add_keys(resolved.new_keys)
        apart = {p for p, d in holding(self.batch).items() if d.verdict == "different"} if resolved.joined else ()
        moves = better_ids(resolved, self.seen.rows, apart)
        if moves:
            rename(self.batch, moves, {k: moves[f] for k, f in resolved.keys.items() if f in moves}, self.origin)
            resolved = resolved.renamed(moves)
        self._tell(resolved)
        return resolved, linked

    def _tell(self, resolved: Resolved) -> None:
        """Have the store tell the rows that were not read and yet must be compared: their firm has other rows, goes by
        another id, or is new."""
        held = Counter(resolved.ids)
        wanted = []
        for at in self.seen.unread():
            firm_id = resolved.ids[at]
            if held[firm_id] > 1 or firm_id != self.seen.rows[at][1][0] or firm_id not in resolved.existing:
                wanted.append(at)
        self.seen.tell(wanted)

    def _chosen(self, ids: list[str]) -> tuple[dict[str, int], list[int | None], dict[str, tuple[str, ...]]]:
        """(which row counts for each firm, the row of the same firm before each row, other names that rows give); rows
        are told by where they stand among all."""
        counts: dict[str, int] = {}
        last: dict[str, int] = {}
        called: dict[str, set[str]] = {}
        before: list[int | None] = []
        sketch = self.seen.sketch
        for at, firm_id in enumerate(ids):
            before.append(last.get(firm_id))
            last[firm_id] = at
            if firm_id not in counts:
                counts[firm_id] = at
                continue
            called.setdefault(firm_id, {sketch(counts[firm_id]).name}).add(sketch(at).name)
            if sketch(at).rank >= sketch(counts[firm_id]).rank:
                counts[firm_id] = at
        named = {f: tuple(sorted(n for n in names if n != sketch(counts[f]).name)) for f, names in called.items()}
        return counts, before, {f: names for f, names in named.items() if names}

    def _duplicate(self, at: int, earlier: int, name: str) -> RowProblem:
        """A row about the same firm as an earlier one of its file, maybe of another table there."""
        label, other = self.seen.label(at), self.seen.label(earlier)
        row = f"row {self.seen.rows[earlier][0]}"
        told = row if other == label else f"{other}, {row}"
        return RowProblem(label, self.seen.rows[at][0], "name", "duplicate", told, name)

    def _remember(self, linked: Linked) -> None:
        """Put the doubtful pairs of this load into the queue, where each waits until somebody decides it."""
        if linked.review:
            keep_pairs(self.batch, [*pairs(self.batch), *linked.review])
        self.report.linked, self.report.to_review = len(linked.into), len(linked.review)

    def _refresh(self, again: list[str], rows: int, progress: Progress) -> None:
        """Re-merge the firms that other sources know too."""
        for start in range(0, len(again), CHUNK):
            part = sorted(set(again[start : start + CHUNK]))
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
