"""Loads a file into a store: open, tell its tables, read, resolve, merge, assign, write. All of a table or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from graph.errors import InvalidArgument, MissingColumn, UnreadableFile
from graph.model.regions import Regions
from graph.model.row_problems import RowProblem
from graph.store.base.protocol import GraphStore
from ingest.assign.assigner import Assigner
from ingest.load.decisions import load_decisions
from ingest.load.facts import load_facts
from ingest.load.firms import load_firms
from ingest.load.load_report import LoadReport as LoadReport
from ingest.load.refresh import Progress as Progress
from ingest.load.refresh import silent as silent
from ingest.load.rejects import write_problems as write_problems
from ingest.load.rejects import write_rejected
from ingest.read.understand.confirmed import mapped
from ingest.read.firm_rows import Parsed, mapping, parse
from ingest.read.listed_firms import parse_listed, report_year
from ingest.read.understand.outside import OpenedFile, open_file
from ingest.read.understand.preview import of_table
from ingest.read.understand.suggest import suggested
from ingest.read.table_kinds import TableLayout, layout
from ingest.read.table_specs import Source, shipped
from ingest.read.tables import Table

ENDINGS = (".gz", ".zip", ".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".et", ".jsonl", ".json",
           ".ndjson", ".html", ".htm")  # fmt: skip
Told = tuple[Table, TableLayout]


def source_of(path: Path) -> str:
    """The name of a source after its file: all but the ending, so that 名单.2026-01.csv and 名单.2026-02.csv are two."""
    name = path.name
    while (stem := Path(name)).suffix.lower() in ENDINGS and stem.stem:
        name = stem.stem
    return name


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
    sources: Mapping[str, Source] | None = None,
    columns: Mapping[str, str] | None = None,
) -> LoadReport:
    """Load a user's file under the name `source` (default: the file's name without its ending).

    sources: the declared sources, all shipped ones where none are given; columns: heading → field, as a person says
    (`ingest.read.understand.confirmed`). Rows that cannot be used, and cells that had to be left out, go to
    `<source>-problems.csv` in `report_dir`, the rows to mend to `<source>-rejected.xlsx`.
    Running it again changes nothing. Raises `UnreadableFile`, `MissingColumn`, `InvalidArgument`, `StoreError`; the
    store is then as it was.
    """
    if report_dir is not None and report_dir.exists() and not report_dir.is_dir():
        raise InvalidArgument(f"{report_dir.name} is a file; name a folder for the report of rejected rows")
    progress("读取文件", 0, 1)
    known = shipped() if sources is None else sources
    opened = open_file(path, max_mb, known)
    if columns:
        opened = mapped(opened, columns, "--mapping")
    name = source or source_of(path)
    report = load_opened(store, opened, name, regions, assigner, region, progress, known)
    if report_dir is not None:
        write_reports(report, report_dir)
    return report


def write_reports(report: LoadReport, folder: Path) -> None:
    """Write what was not taken; the load stands whether or not this can be written."""
    with suppress(UnreadableFile):
        if report.problems:
            report.report_file = str(write_problems(folder, report.source, report.problems))
        rejected = write_rejected(folder, report.source, report.rejected_rows)
        report.rejected_file = str(rejected) if rejected else ""


def load_opened(
    store: GraphStore,
    opened: OpenedFile,
    source: str,
    regions: Regions,
    assigner: Assigner,
    region: str = "",
    progress: Progress = silent,
    sources: Mapping[str, Source] | None = None,
) -> LoadReport:
    """Load all tables of a file: firms first, then what is told about them."""
    known = shipped() if sources is None else sources
    documents = [of_table(t, shape, known) for t, shape in opened.tables]
    left = [
        RowProblem(t.label, line.number, "", line.code, line.text, "") for t, _ in opened.tables for line in t.left
    ]
    for table, shape in opened.tables:
        if shape.kind == "firms":
            _needs_name(table, shape)
    report = _in_turn(store, opened.tables, source, regions, assigner, region, progress)
    report.file, report.tables = opened.file, documents
    report.skipped = [s.sheet for s in opened.skipped]
    report.problems += left
    report.count_problems()
    return report


def _in_turn(
    store: GraphStore,
    tables: Sequence[Told],
    source: str,
    regions: Regions,
    assigner: Assigner,
    region: str,
    progress: Progress,
) -> LoadReport:
    firms = [t for t, shape in tables if shape.kind == "firms"]
    parts: list[Callable[[], LoadReport]] = []
    if firms:
        parts.append(lambda: load_firms(store, source, firms, partial(parse, region=region), regions, assigner, progress))
    for table, shape in tables:
        if shape.kind != "firms":
            parts.append(partial(_one, store, table, shape, source, regions, assigner, region, progress))
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
) -> LoadReport:
    """Load a table of whatever kind its columns tell (`ingest.read.table_kinds`)."""
    shape = layout(table.columns)
    if shape.kind == "firms":
        mapping(table)  # a missing column is said before any work is done
        return load_firms(store, source, [table], partial(parse, region=region), regions, assigner, progress)
    return _one(store, table, shape, source, regions, assigner, region, progress)


def _one(
    store: GraphStore,
    table: Table,
    shape: TableLayout,
    source: str,
    regions: Regions,
    assigner: Assigner,
    region: str,
    progress: Progress,
) -> LoadReport:
    if shape.kind == "decisions":
        return load_decisions(store, table, shape, source, regions, progress)
    if shape.kind == "listed":
        read_rows: Callable[[Table, Regions], Parsed] = partial(parse_listed, region=region)
        report = load_firms(store, source, [table], read_rows, regions, assigner, progress, report_year(table))
        report.kind = "listed"
        return report
    return load_facts(store, table, shape, source, regions, assigner, progress)


def _needs_name(table: Table, shape: TableLayout) -> None:
    """Raises `MissingColumn` where no column is known to hold the firm's name, with the one that may."""
    if shape.fields and "name" in shape.fields:
        return
    try:
        mapping(table)
    except MissingColumn as error:
        likely = next((h for h, f in suggested(table, {}).items() if f == "name"), "")
        raise MissingColumn(table.label, error.column, table.columns, likely, table.heading_rows) from None
