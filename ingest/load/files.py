"""Loads a file into a store: open, tell its tables, read, resolve, merge, assign, write. All of a table or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from graph.errors import InvalidArgument, MissingColumn, UnreadableFile
from graph.model.records import Scope, Source
from graph.model.regions import Regions
from graph.model.row_problems import RowProblem
from graph.store.base.protocol import GraphStore
from ingest.assign.assigner import Assigner
from ingest.load.corrections.table import load_corrections
from ingest.load.decisions import load_decisions
from ingest.load.facts import load_facts, unknown_firms
from ingest.load.firms import load_firms
from ingest.load.load_report import LoadReport as LoadReport
from ingest.load.parallel import rarely_collected
from ingest.load.refresh import Progress as Progress
from ingest.load.refresh import silent as silent
from ingest.load.rejects import write_problems as write_problems
from ingest.load.rejects import write_rejected
from ingest.read.firm_rows import Parsed, mapping, parse
from ingest.read.listed_firms import parse_listed, report_year
from ingest.read.table_kinds import TableLayout, layout
from ingest.read.table_specs import Source as DeclaredSource
from ingest.read.table_specs import shipped
from ingest.read.tables import Table
from ingest.read.understand.confirmed import mapped
from ingest.read.understand.outside import OpenedFile, open_file
from ingest.read.understand.preview import of_table
from ingest.read.understand.suggest import suggested

ENDINGS = (
    ".gz",
    ".zip",
    ".csv",
    ".tsv",
    ".txt",
    ".xlsx",
    ".xlsm",
    ".xlsb",
    ".xls",
    ".ods",
    ".et",
    ".jsonl",
    ".json",
    ".ndjson",
    ".html",
    ".htm",
)
Told = tuple[Table, TableLayout]


def source_of(path: Path) -> str:
    """The name of a source after its file: all but the ending, so that 名单.2026-01 and 名单.2026-02 are two."""
    name = path.name
    while (stem := Path(name)).suffix.lower() in ENDINGS and stem.stem:
        name = stem.stem
    return name


@dataclass(frozen=True)
class _Into:
    """What every part of a load needs: the store, under which name, by which rules."""

    store: GraphStore
    source: str
    regions: Regions
    assigner: Assigner
    region: str
    progress: Progress
    scope: Scope = ""
    as_of: str = ""
    kept: Path | None = None

    def listing(self, scope: Scope, year: str = "") -> Source | None:
        """Which firms the table could have listed; None where nobody says. scope: as its source is declared."""
        told = self.scope or scope
        return Source(self.source, told, self.region, self.as_of or year) if told else None


def ingest_file(
    store: GraphStore,
    path: Path,
    regions: Regions,
    assigner: Assigner,
    source: str = "",
    region: str = "",
    max_mb: int = 150,
    report_dir: Path | None = None,
    progress: Progress = silent,
    scope: Scope = "",
    as_of: str = "",
    sources: Mapping[str, DeclaredSource] | None = None,
    columns: Mapping[str, str] | None = None,
    kept: Path | None = None,
) -> LoadReport:
    """Load a user's file under the name `source` (default: the file's name without its ending).

    scope, as_of: which firms it could have listed, and when; '' where nobody says. sources: the declared sources, all
    shipped ones where none are given; columns: heading → field, as a person says (`ingest.read.understand.confirmed`).
    kept: the folder in which its rows are kept beside the store (`ingest.load.known_rows`), None to keep none.

    Rows that cannot be used, and cells that had to be left out, go to `<source>-problems.csv` in `report_dir`, the rows
    to mend to `<source>-rejected.xlsx`. Running it again changes nothing. Raises `UnreadableFile`, `MissingColumn`,
    `InvalidArgument`, `StoreError`; the store is then as it was.
    """
    if report_dir is not None and report_dir.exists() and not report_dir.is_dir():
        raise InvalidArgument(f"{report_dir.name} is a file; name a folder for the report of rejected rows")
    progress("读取文件", 0, 1)
    known = shipped() if sources is None else sources
    with rarely_collected():
        opened = open_file(path, max_mb, known)
        if columns:
            opened = mapped(opened, columns, "--mapping")
        into = _Into(store, source or source_of(path), regions, assigner, region, progress, scope, as_of, kept)
        report = _load_opened(into, opened, known)
    if report_dir is not None:
        write_reports(report, report_dir)
    return report


def write_reports(report: LoadReport, folder: Path) -> None:
    """Write what was not taken; the load stands whether or not this can be written, and the report says where not."""
    try:
        if report.problems:
            report.report_file = str(write_problems(folder, report.source, report.problems))
        rejected = write_rejected(folder, report.source, report.rejected_rows)
        report.rejected_file = str(rejected) if rejected else ""
    except UnreadableFile as error:
        report.report_missing = str(error)


def _load_opened(into: _Into, opened: OpenedFile, sources: Mapping[str, DeclaredSource]) -> LoadReport:
    """Load all tables of a file: firms first, then what is told about them."""
    documents = [of_table(t, shape, sources) for t, shape in opened.tables]
    left = [RowProblem(t.label, line.number, "", line.code, line.text) for t, _ in opened.tables for line in t.left]
    for table, shape in opened.tables:
        if shape.kind == "firms":
            _needs_name(table, shape)
    report = _in_turn(into, opened.tables, sources)
    report.file, report.tables = opened.file, documents
    report.skipped = [" · ".join(p for p in (s.member, s.sheet) if p) for s in opened.skipped]
    report.problems += left
    report.count_problems()
    return report


def _in_turn(into: _Into, tables: Sequence[Told], sources: Mapping[str, DeclaredSource]) -> LoadReport:
    firms = [(t, shape) for t, shape in tables if shape.kind == "firms"]
    parts: list[Callable[[], LoadReport]] = []
    if firms:
        declared = [sources[shape.source].scope for _, shape in firms if shape.source in sources]
        parts.append(partial(_firms, into, [t for t, _ in firms], next((s for s in declared if s), "")))
    parts += [
        partial(_one, into, table, shape, _scope(shape, sources)) for table, shape in tables if shape.kind != "firms"
    ]
    report = parts[0]()
    for part in parts[1:]:
        report.add(part())
    return report


def load_table(
    store: GraphStore,
    table: Table,
    source: str,
    regions: Regions,
    assigner: Assigner,
    region: str = "",
    progress: Progress = silent,
    scope: Scope = "",
    as_of: str = "",
    kept: Path | None = None,
) -> LoadReport:
    """Load a table of whatever kind its columns tell (`ingest.read.table_kinds`). kept: see `ingest_file`."""
    into = _Into(store, source, regions, assigner, region, progress, scope, as_of, kept)
    shape = layout(table.columns)
    if shape.kind == "firms":
        mapping(table)  # a missing column is said before any work is done
        return _firms(into, [table], "")
    return _one(into, table, shape)


def _firms(into: _Into, tables: Sequence[Table], scope: Scope) -> LoadReport:
    read_rows = partial(parse, region=into.region)
    listing = into.listing(scope)
    return load_firms(
        into.store,
        into.source,
        tables,
        read_rows,
        into.regions,
        into.assigner,
        into.progress,
        listing=listing,
        kept=into.kept,
    )


def _scope(shape: TableLayout, sources: Mapping[str, DeclaredSource]) -> Scope:
    """Of which firms a table of facts could have told: as its source is declared, listed firms where only they have
    what names its rows, else those that somebody chose."""
    declared = sources[shape.source].scope if shape.source in sources else ""
    return declared or ("listed" if "code" in shape.columns else "roll")


def _one(into: _Into, table: Table, shape: TableLayout, scope: Scope = "") -> LoadReport:
    """Load a table that is no plain list of firms."""
    if shape.kind == "decisions":
        return load_decisions(into.store, table, shape, into.source, into.regions, into.progress)
    if shape.kind == "corrections":
        return load_corrections(into.store, table, shape, into.source, into.regions, into.assigner, into.progress)
    if shape.kind == "listed":
        read_rows: Callable[[Table, Regions], Parsed] = partial(parse_listed, region=into.region)
        year = report_year(table)
        listing = into.listing("listed", year)
        report = load_firms(
            into.store,
            into.source,
            [table],
            read_rows,
            into.regions,
            into.assigner,
            into.progress,
            year,
            listing,
            into.kept,
        )
        report.kind = "listed"
        return report
    made = unknown_firms(into.store, table, shape) if shape.kind == "projects" else None
    found = None
    if made is not None:
        rows = [(row, cells[made.columns[0]]) for row, cells in made.rows]
        found = _firms(into, [made], "")
        found.problems = [
            RowProblem(table.label, row, shape.columns.get("firm", ""), "firm_of_project", "", name)
            for row, name in rows
        ]
    listing = into.listing(scope)
    report = load_facts(
        into.store, table, shape, into.source, into.regions, into.assigner, into.progress, listing, into.region
    )
    if found is not None:
        report.new_firms, report.matched_firms = found.new_firms, report.matched_firms - found.new_firms
        report.assigned += found.assigned
        report.problems += found.problems
        report.batches = found.batches + report.batches
        report.count_problems()
    return report


def _needs_name(table: Table, shape: TableLayout) -> None:
    """Raises `MissingColumn` where no column is known to hold the firm's name, with the one that may."""
    if shape.fields and "name" in shape.fields:
        return
    try:
        mapping(table)
    except MissingColumn as error:
        likely = next((h for h, f in suggested(table, {}).items() if f == "name"), "")
        raise MissingColumn(table.label, error.column, table.columns, likely, table.heading_rows) from None
