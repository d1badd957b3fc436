"""Loads a table of firms into a store: parse, resolve, merge, assign, write. All of it or nothing."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph.embedded import EmbeddedStore
from graph.embedded_batch import EmbeddedBatch
from graph.errors import InvalidArgument
from graph.regions import Regions
from graph.types import Firm, FirmRecord, Membership, Site
from ingest.assign import Assigner
from ingest.firmrows import REASONS, Parsed, Problem, parse
from ingest.resolve import Resolver, keys, merge, to_firm
from ingest.tables import read_table

# progress(what is being done, done, of how many)
Progress = Callable[[str, int, int], None]


def silent(_what: str, _done: int, _total: int) -> None:
    """No progress shown."""


@dataclass
class LoadReport:
    """What one load did, in numbers a person can check."""

    file: str
    source: str
    rows: int = 0
    firms: int = 0
    new_firms: int = 0
    matched_firms: int = 0
    assigned: int = 0
    doubtful: int = 0
    rejected: int = 0
    notes: int = 0
    report_file: str = ""
    problems: list[Problem] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Without the single problems, for `--json`."""
        return {k: v for k, v in vars(self).items() if k != "problems"}


def ingest_file(
    store: EmbeddedStore,
    path: Path,
    regions: Regions,
    assigner: Assigner,
    source: str = "",
    region: str = "",
    max_mb: int = 150,
    report_dir: Path | None = None,
    progress: Progress = silent,
) -> LoadReport:
    """Load a user's file under the name `source` (default: the file's stem).

    Rows that cannot be used, and cells that had to be left out, go to `<source>-problems.csv` in `report_dir`.
    Running it again changes nothing. Raises `UnreadableFile`, `MissingColumn`, `StoreError`; the store is then
    as it was.
    """
    if report_dir is not None and report_dir.exists() and not report_dir.is_dir():
        raise InvalidArgument(f"{report_dir.name} is a file; name a folder for the report of rejected rows")
    progress("读取文件", 0, 1)
    table = read_table(path, max_mb)
    name = source or path.name.split(".")[0]
    parsed = parse(table, regions, region, lambda done, total: progress("核对行", done, total))
    report = load_firms(store, name, path.name, parsed, regions, assigner, progress)
    if report_dir is not None and report.problems:
        report.report_file = str(write_problems(report_dir, name, report.problems))
    return report


def load_firms(
    store: EmbeddedStore,
    origin: str,
    file: str,
    parsed: Parsed,
    regions: Regions,
    assigner: Assigner,
    progress: Progress = silent,
) -> LoadReport:
    """Write parsed firms as one batch."""
    assigner.warm([f for _, f in parsed.firms], lambda done, total: progress("比对语义", done, total))
    with store.batch("ingest", origin, file) as batch:
        records, report = prepare(batch, origin, file, parsed)
        batch.upsert(records)
        firm_ids = sorted({r.firm_id for r in records})
        assigned, doubtful = refresh(batch, firm_ids, regions, assigner, progress)
        report.assigned, report.doubtful = assigned, doubtful
        report.firms = len(firm_ids)
    return report


def prepare(batch: EmbeddedBatch, origin: str, file: str, parsed: Parsed) -> tuple[list[FirmRecord], LoadReport]:
    """Rows → firm records with their firm ids; rows that are the same firm twice are noted, the later one wins."""
    known = batch.keys(sorted({k for _, facts in parsed.firms for k in keys(facts)}))
    resolver = Resolver(known, batch.codes_of(known.values()))
    existing = set(known.values())
    records: dict[str, FirmRecord] = {}
    first_row: dict[str, int] = {}
    new: set[str] = set()
    matched: set[str] = set()
    problems = list(parsed.problems)
    for row, facts in parsed.firms:
        firm_id = resolver.resolve(facts)
        (matched if firm_id in existing else new).add(firm_id)
        if firm_id in first_row:
            problems.append(Problem(row, "name", "duplicate", f"row {first_row[firm_id]}", facts["name"]))
        first_row[firm_id] = row
        records[firm_id] = FirmRecord(origin, firm_id, firm_id, row, facts)
    batch.add_keys(resolver.new_keys)
    report = LoadReport(
        file=file, source=origin, rows=parsed.rows, new_firms=len(new), matched_firms=len(matched), problems=problems,
        rejected=len({p.row for p in problems if p.rejected}),
        notes=len([p for p in problems if not p.rejected]),
    )  # fmt: skip
    return list(records.values()), report


def refresh(
    batch: EmbeddedBatch, firm_ids: Sequence[str], regions: Regions, assigner: Assigner, progress: Progress = silent
) -> tuple[int, int]:
    """Merge these firms anew from their records and assign them anew; returns (assigned, asked of the encoder)."""
    everything = batch.records_of(firm_ids)
    firms: list[Firm] = []
    memberships: list[Membership] = []
    sites: list[Site] = []
    gone: list[str] = []
    assigned = doubtful = 0
    for i, firm_id in enumerate(firm_ids):
        records = everything[firm_id]
        if not records:
            gone.append(firm_id)
            continue
        facts = merge(firm_id, records)
        firm = _firm(facts, regions)
        firms.append(firm)
        sites += [Site(firm_id, code) for code in firm.sites]
        result = assigner.assign(facts | {"source": firm.source})
        memberships += result.memberships
        assigned += bool(result.memberships)
        doubtful += result.doubtful
        if i % 500 == 0:
            progress("归入环节", i, len(firm_ids))
    progress("写入", 0, 1)
    batch.upsert(firms)
    batch.replace("site", "firm_id", firm_ids, sites)
    batch.replace("membership", "firm_id", firm_ids, memberships)
    batch.retire("firm", gone)
    progress("写入", 1, 1)
    return assigned, doubtful


def _firm(facts: dict[str, Any], regions: Regions) -> Firm:
    code = facts.get("region", "")
    region = regions.by_code.get(code)
    city = regions.city_of(code)
    return to_firm(
        facts,
        province=regions.name(code[:2] + "0000") if code else "",
        city=regions.name(city) if city else "",
        county=region.name if region and region.level == "county" else "",
    )


def write_problems(folder: Path, source: str, problems: Iterable[Problem]) -> Path:
    """The report of rejected rows and left-out cells, as a CSV that Excel opens in Chinese (UTF-8 with BOM)."""
    folder.mkdir(parents=True, exist_ok=True)
    safe = "".join(c if c.isalnum() or c in "-_" else "_" for c in source)
    path = folder / f"{safe}-problems.csv"
    ordered = sorted(problems, key=lambda p: (not p.rejected, p.row, p.code))
    temporary = path.with_suffix(".tmp")
    with temporary.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(["row", "result", "reason_code", "column", "value", "name", "reason", "reason_en"])
        for p in ordered:
            rejected, zh, en = REASONS[p.code]
            writer.writerow([p.row, "rejected" if rejected else "noted", p.code, p.column, p.value, p.name, zh, en])
    temporary.replace(path)
    return path
