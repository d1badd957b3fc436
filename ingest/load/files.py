"""Loads a table of firms into a store: parse, resolve, merge, assign, write. All of it or nothing."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from graph.errors import InvalidArgument
from graph.model.records import Scope, Source
from graph.model.regions import Regions
from graph.model.row_problems import RowProblem
from graph.store.base.protocol import GraphStore
from ingest.assign.assigner import Assigner
from ingest.load.corrections.table import load_corrections
from ingest.load.decisions import load_decisions
from ingest.load.facts import load_facts
from ingest.load.firms import load_firms
from ingest.load.load_report import LoadReport as LoadReport
from ingest.load.refresh import Progress as Progress
from ingest.load.refresh import silent as silent
from ingest.read.firm_rows import Parsed, mapping, parse
from ingest.read.listed_firms import parse_listed, report_year
from ingest.read.table_kinds import layout
from ingest.read.tables import Table, read_table


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
) -> LoadReport:
    """Load a user's file under the name `source` (default: the file's stem).

    scope, as_of: which firms it could have listed, and when; '' where nobody says.

    Rows that cannot be used, and cells that had to be left out, go to `<source>-problems.csv` in `report_dir`.
    Running it again changes nothing. Raises `UnreadableFile`, `MissingColumn`, `StoreError`; the store is then
    as it was.
    """
    if report_dir is not None and report_dir.exists() and not report_dir.is_dir():
        raise InvalidArgument(f"{report_dir.name} is a file; name a folder for the report of rejected rows")
    progress("读取文件", 0, 1)
    table = read_table(path, max_mb)
    name = source or path.name.split(".")[0]
    report = load_table(store, table, name, regions, assigner, region, progress, scope, as_of)
    if report_dir is not None and report.problems:
        report.report_file = str(write_problems(report_dir, name, report.problems))
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
) -> LoadReport:
    """Load a table of whatever kind its columns tell (`ingest.read.table_kinds`)."""
    shape = layout(table.columns)
    if shape.kind == "decisions":
        return load_decisions(store, table, shape, source, regions, progress)
    if shape.kind == "corrections":
        return load_corrections(store, table, shape, source, regions, assigner, progress)
    if shape.kind not in ("firms", "listed"):
        return load_facts(store, table, shape, source, regions, assigner, progress)
    read_rows: Callable[[Table, Regions], Parsed] = partial(parse, region=region)
    year = ""
    if shape.kind == "listed":
        read_rows, year = partial(parse_listed, region=region), report_year(table)
        scope = scope or "listed"
    else:
        mapping(table)  # a missing column is said before any work is done
    listing = Source(source, scope, region, as_of or year) if scope else None
    report = load_firms(store, source, table, read_rows, regions, assigner, progress, year, listing)
    report.kind = shape.kind
    return report


def write_problems(folder: Path, source: str, problems: Iterable[RowProblem]) -> Path:
    """The report of rejected rows and left-out cells, as a CSV that Excel opens in Chinese (UTF-8 with BOM)."""
    folder.mkdir(parents=True, exist_ok=True)
    safe = "".join(c if c.isalnum() or c in "-_" else "_" for c in source)
    path = folder / f"{safe}-problems.csv"
    ordered = sorted(problems, key=lambda p: (not p.rejected, p.row or 0, p.code))
    temporary = path.with_suffix(".tmp")
    with temporary.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(["row", "result", "reason_code", "column", "value", "name", "reason", "reason_en"])
        for p in ordered:
            writer.writerow([p.row, p.sentence.weight, p.code, p.column, p.value, p.name, p.zh, p.en])
    temporary.replace(path)
    return path
