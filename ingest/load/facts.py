"""Loads a table of facts about firms (products, materials, ties, capacity, technology, projects) into a store.

A file speaks for the firms it names: what the same source said of them before and no longer says is retired. Firms
themselves are not made here; a row about a firm that is not loaded is left out with its reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from graph.errors import UnreadableFile
from graph.model import specs
from graph.model.records import FirmRecord, Source, StatedFacts
from graph.model.regions import Regions
from graph.store.base.protocol import GraphStore, WriteBatch
from ingest.assign.assigner import Assigner
from ingest.load.load_report import LoadReport, rejected_rows
from ingest.load.refresh import Progress, refresh
from ingest.load.undo import load_notes
from ingest.read.layout.lines import looks_like_firm
from ingest.read.normalise import name_key
from ingest.read.place_in_name import Places
from ingest.read.report_cells import year
from ingest.read.report_rows import Context, Fact, Facts, Known, Whom, known, read_facts
from ingest.read.table_kinds import TableLayout
from ingest.read.table_specs import native
from ingest.read.tables import Table

META_REPORT_YEAR = "report_year"  # the year of the reports behind the table of listed firms
# Records of facts, with the field that names the firm they are about.
OWNER = {"relation": "from_id"}
# What a kind of table can hold.
RECORDS = {
    "products": ("product",),
    "materials": ("material", "relation"),
    "relations": ("relation", "site"),
    "capacity": ("capacity", "project", "site"),
    "technology": ("technology",),
    "projects": ("project", "site"),
}


def whom(store: GraphStore) -> Whom:
    """All firms of the store, by code and by name. A name or alias that two firms bear stands for neither."""
    by_code: dict[str, Known] = {}
    by_name: dict[str, Known | None] = {}
    short: dict[str, Known | None] = {}
    for firm_id, name, aliases, region, stock, uscc in store.columns(
        "firm", "id", "name", "aliases", "region", "stock_code", "uscc"
    ):
        firm = known(firm_id, name, region, tuple(aliases))
        by_code |= {code: firm for code in (stock, uscc) if code}
        key = name_key(name)
        by_name[key] = None if key in by_name else firm
        for alias in {name_key(a) for a in (*aliases, firm.brand)} - {key}:
            # A short name of two characters is as often another firm's word as this one's name.
            if len(alias) >= 3:
                short[alias] = None if short.get(alias, firm) != firm else firm
    return Whom(by_code, short | by_name)


def unknown_firms(store: GraphStore, table: Table, layout: TableLayout) -> Table | None:
    """The firms that a ledger of projects names and the store does not have, as a table of firms; None where there is
    none. What does not look like a firm's name (待定, 某集团) is not made one."""
    known, spec = whom(store), native().spec("firms")
    rows: dict[str, tuple[int, dict[str, str]]] = {}
    name_column, code_column = layout.columns.get("firm", ""), layout.columns.get("uscc", "")
    for row, cells in table.rows:
        name = cells.get(name_column, "")
        if known.of(cells, layout.columns)[1] == "unknown_firm" and looks_like_firm(name):
            own = {spec.heading("name"): name, spec.heading("uscc"): cells.get(code_column, "")}
            rows.setdefault(name_key(name), (row, own))
    if not rows:
        return None
    columns = (spec.heading("name"), spec.heading("uscc"))
    return replace(table, columns=columns, rows=list(rows.values()), fields=None, left=(), unit="", sheet="")


def load_facts(
    store: GraphStore,
    table: Table,
    layout: TableLayout,
    source: str,
    regions: Regions,
    assigner: Assigner,
    progress: Progress,
    listing: Source | None = None,
    region: str = "",
) -> LoadReport:
    """Read and write one table of facts as one batch. listing: of which firms its source could have told;
    region: of the list, where its rows name a zone alone.

    Raises `UnreadableFile` where not one of its rows is about a firm that is loaded; the store is then as it was.
    """
    year = store.meta(META_REPORT_YEAR) or _usual_year(table, layout)
    told = regions.places.address(" ".join(table.titles)).codes if table.titles else ()
    context = Context(whom(store), regions, Places(regions), year, region or (told[0] if len(told) == 1 else ""))
    facts = read_facts(table, layout, context, lambda done, total: progress("核对行", done, total))
    if not facts.owners:
        raise UnreadableFile(
            table.file,
            f"none of its {len(table.rows)} rows is about a firm that is loaded",
            "load the table of firms first",
        )
    with store.batch("ingest", source, table.file) as batch:
        number = batch.id
        progress("写入", 0, 1)
        written = write(batch, source, layout.kind, facts)
        if listing is not None:
            batch.upsert([replace(listing, name=source)])
        assigned = doubtful = 0
        if facts.products:
            batch.upsert(_records(batch, source, facts))
            assigned, doubtful = refresh(batch, sorted(facts.products), regions, assigner, progress)
        load_notes.keep(batch, len(table.rows), facts.problems)
        progress("写入", 1, 1)
    report = LoadReport(table.file, source, layout.kind, len(table.rows), problems=facts.problems, facts=written)
    report.firms = report.matched_firms = len(facts.owners)
    report.assigned, report.doubtful = assigned, doubtful
    report.batches, report.rejected_rows = [number], rejected_rows(table, facts.problems)
    report.count_problems()
    return report


def write(batch: WriteBatch, source: str, kind: str, facts: Facts) -> dict[str, int]:
    """Make these facts all that the source says of their firms; returns how many of each record it now says."""
    by_record: dict[str, list[Fact]] = {r: [] for r in RECORDS[kind]}
    for row in facts.rows:
        by_record[specs.BY_TYPE[type(row)].name].append(row)
    counts: dict[str, int] = {}
    for record, rows in by_record.items():
        done = batch.replace(record, OWNER.get(record, "firm_id"), facts.owners, rows, source=source)
        counts[record] = done.added + done.changed + done.unchanged
    return counts


def _records(batch: WriteBatch, source: str, facts: Facts) -> Iterable[FirmRecord]:
    """Products go to assignment the way every source does: as a record of the firm."""
    names = batch.names_of(facts.products)
    for firm_id, products in facts.products.items():
        shares = {p.name: p.share for p in products if p.share is not None}
        data: StatedFacts = {"name": names[firm_id], "products": [p.name for p in products]}
        if shares:
            data["shares"] = shares
        yield FirmRecord(source, firm_id, firm_id, products[0].row if products else 0, data)


def _usual_year(table: Table, layout: TableLayout) -> str:
    """The year most periods of the table name; '' where none does."""
    column = layout.columns.get("period", "")
    found = Counter(y for _, cells in table.rows if (y := year(cells.get(column, "") or "?", "")))
    return min(found, key=lambda y: (-found[y], y)) if found else ""
