"""The shipped facts about firms (`data/facts/*.csv`): checked, read by the readers of `ingest.read`, and written.

One row a fact, each with its year and its source. The products of these tables tell shares of revenue; which products a
firm is assigned by is the business of the tables of firms.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from graph.errors import InvalidData, MissingColumn, UnreadableFile
from graph.model.records import FirmRecord, StatedFacts
from graph.model.regions import Regions
from graph.model.row_problems import Arg, RowProblem
from graph.model.specs import BY_NAME, BY_TYPE, rid
from graph.store.base.protocol import WriteBatch
from ingest.load.facts import OWNER, RECORDS
from ingest.load.resolve import SHIPPED
from ingest.read import normalise as n
from ingest.read import report_cells
from ingest.read.counterparty import KINDS
from ingest.read.place_in_name import Places
from ingest.read.report_rows import Context, Fact, Known, Whom, known, read_facts
from ingest.read.table_kinds import TableLayout
from ingest.read.table_specs import native
from ingest.read.tables import Table, read_table

FOLDER = "facts"
SOURCE = "年度报告（摘录）"  # the source of these facts in a store; each row of the tables names its report
ORIGIN = f"{SHIPPED}:{FOLDER}/reports"  # the origin of the shares and of the revenue of firms
TABLES = ("products", "capacity", "relations", "technology")  # each a kind of table that ingest knows
REVENUE = "revenue"
METRICS = frozenset({"capacity", "capacity_utilization", "production_volume", "sales_volume"})
FIRST_YEAR = 2000
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True)
class FactTable:
    """A table of `data/facts`, its kind and its columns by field."""

    kind: str
    table: Table
    columns: Mapping[str, str]

    @property
    def label(self) -> str:
        """The file as a message names it."""
        return f"{FOLDER}/{self.table.file}"


def fact_tables(data: Path, max_mb: int) -> list[FactTable]:
    """The tables of facts that ship; none where the folder does not. Raises `UnreadableFile`, `MissingColumn`."""
    out: list[FactTable] = []
    for file in sorted((data / FOLDER).glob("*.csv")):
        if file.stem not in (*TABLES, REVENUE):
            raise UnreadableFile(
                f"{FOLDER}/{file.name}", "no table of facts is called so", f"use {', '.join((*TABLES, REVENUE))}"
            )
        table = read_table(file, max_mb)
        out.append(FactTable(file.stem, table, _columns(file.stem, table)))
    return out


def _columns(kind: str, table: Table) -> Mapping[str, str]:
    """Which column holds which field. Raises `MissingColumn` where the kind's own, the year or the source is not
    there."""
    spec = native().spec(kind)
    columns = spec.located(table.file, table.columns)
    missing = [spec.heading(f) for f in spec.recognised_by if f not in columns]
    missing += [c for c in ("year", "source") if c not in table.columns]
    if missing:
        raise MissingColumn(table.file, missing[0], table.columns)
    return columns


def read_shipped_facts(data: Path, max_mb: int) -> list[FactTable]:
    """The tables of facts. Raises `InvalidData` naming row, column and what is wrong."""
    tables = fact_tables(data, max_mb)
    bad = [f"{p.file} row {p.row}, column {p.column}: {p.en}" for t in tables for p in faults(t, date.today())]
    if bad:
        raise InvalidData(bad)
    return tables


def faults(told: FactTable, today: date) -> Iterator[RowProblem]:
    """Everything wrong with the rows of a table, but for firms that no table of firms knows."""
    for row, cells in told.table.rows:

        def say(code: str, column: str, row: int = row, cells: Mapping[str, str] = cells) -> RowProblem:
            value = cells.get(column, "")
            args: tuple[tuple[str, Arg], ...] = (("column", column), ("value", value))
            code_of = cells.get(told.columns.get("code", ""), "")
            return RowProblem(told.label, row, column, code, value, code_of, args, "in_data")

        year = cells.get("year", "")
        if not _YEAR.fullmatch(year) or int(year) < FIRST_YEAR:
            yield say("fact_bad_year", "year")
        elif int(year) > today.year:
            yield say("fact_future_year", "year")
        if not cells.get("source", ""):
            yield say("fact_no_source", "source")
        yield from _CHECKS[told.kind](cells, told.columns, say)


Say = Callable[[str, str], RowProblem]


def _product(cells: Mapping[str, str], columns: Mapping[str, str], say: Say) -> Iterator[RowProblem]:
    share = cells.get(columns["share"], "")
    if share and report_cells.share(share) is None:
        yield say("fact_bad_share", columns["share"])
    yield from _named(cells, columns["product"], say)


def _capacity(cells: Mapping[str, str], columns: Mapping[str, str], say: Say) -> Iterator[RowProblem]:
    if cells.get(columns["metric"], "") not in METRICS:
        yield say("fact_unknown_word", columns["metric"])
    if not n.amount(cells.get(columns["value"], "")):
        yield say("fact_bad_amount", columns["value"])


def _relation(cells: Mapping[str, str], columns: Mapping[str, str], say: Say) -> Iterator[RowProblem]:
    if cells.get(columns["kind"], "") not in KINDS:
        yield say("fact_unknown_word", columns["kind"])
    yield from _named(cells, columns["counterpart"], say)


def _technology(cells: Mapping[str, str], columns: Mapping[str, str], say: Say) -> Iterator[RowProblem]:
    yield from _named(cells, columns["name"], say)


def _revenue(cells: Mapping[str, str], columns: Mapping[str, str], say: Say) -> Iterator[RowProblem]:
    if not n.amount(cells.get(columns["revenue_yi"], "")):
        yield say("fact_bad_amount", columns["revenue_yi"])


def _named(cells: Mapping[str, str], column: str, say: Say) -> Iterator[RowProblem]:
    if not cells.get(column, ""):
        yield say("fact_empty", column)


_CHECKS: dict[str, Callable[[Mapping[str, str], Mapping[str, str], Say], Iterator[RowProblem]]] = {
    "products": _product,
    "capacity": _capacity,
    "relations": _relation,
    "technology": _technology,
    REVENUE: _revenue,
}


@dataclass(frozen=True)
class ShippedFacts:
    """What the tables tell of the shipped firms: records by type, and for every firm that has any what goes into the
    firm itself (its name only, where nothing does)."""

    rows: Mapping[str, Sequence[Fact]]  # by the store's name of the record
    firms: Sequence[FirmRecord]

    @property
    def owners(self) -> set[str]:
        """The firms that these facts are about."""
        return {r.firm_id for r in self.firms}


def facts_of(tables: Sequence[FactTable], firms: Mapping[str, StatedFacts], regions: Regions) -> ShippedFacts:
    """Read the tables for these firms, by id; a row about any other firm is left out."""
    context = Context(whom(firms), regions, Places(regions), "")
    rows: dict[str, list[Fact]] = {record: [] for kind in TABLES for record in RECORDS[kind]}
    about: dict[str, StatedFacts] = {}
    first: dict[str, int] = {}
    for told in tables:
        if told.kind == REVENUE:
            _add_revenue(told, context.whom, about, first)
            continue
        facts = read_facts(told.table, TableLayout(told.kind, told.columns), context, lambda _done, _of: None)
        for firm_id in facts.owners:
            about.setdefault(firm_id, {"name": firms[firm_id]["name"]})
        for fact in facts.rows:
            rows[BY_TYPE[type(fact)].name].append(replace(fact, source=SOURCE))
        for firm_id, products in facts.products.items():
            shares = {p.name: p.share for p in products if p.share is not None}
            if shares:
                about[firm_id]["shares"] = shares
                first.setdefault(firm_id, products[0].row)
    records = [FirmRecord(ORIGIN, i, i, first.get(i, 0), about[i]) for i in sorted(about)]
    return ShippedFacts({k: list({rid(r): r for r in v}.values()) for k, v in rows.items()}, records)


def whom(firms: Mapping[str, StatedFacts]) -> Whom:
    """These firms by stock code, credit code and name. A name that two firms bear stands for neither."""
    by_code: dict[str, Known] = {}
    names: dict[str, set[str]] = defaultdict(set)
    all_known: dict[str, Known] = {}
    for firm_id, facts in firms.items():
        firm = known(firm_id, facts["name"], facts.get("region", ""), tuple(facts.get("aliases", ())))
        all_known[firm_id] = firm
        by_code |= {code: firm for code in (facts.get("stock_code", ""), facts.get("uscc", "")) if code}
        for name in {n.name_key(x) for x in (facts["name"], *facts.get("aliases", ()))}:
            if len(name) >= 3:
                names[name].add(firm_id)
    return Whom(by_code, {name: all_known[next(iter(ids))] for name, ids in names.items() if len(ids) == 1})


def _add_revenue(told: FactTable, who: Whom, about: dict[str, StatedFacts], first: dict[str, int]) -> None:
    """The revenue of the latest year of each firm."""
    for row, cells in told.table.rows:
        firm, _ = who.of(cells, told.columns)
        amount = n.amount(cells[told.columns["revenue_yi"]])
        if firm is None or amount is None:
            continue
        year = int(cells[told.columns["year"]])
        mine = about.setdefault(firm.id, {"name": firm.name})
        first.setdefault(firm.id, row)
        if year >= mine.get("revenue_year", 0):
            mine["revenue_yi"], mine["revenue_year"] = amount, year


def told_before(batch: WriteBatch) -> set[str]:
    """The firms that the shipped facts were about when the store was last built."""
    return set(batch.column("firm_record", "firm_id", origin=ORIGIN).values())


def write_shipped_facts(batch: WriteBatch, facts: ShippedFacts, before: set[str]) -> None:
    """Make these facts all that the shipped tables say. What another source says under the same key stays.

    before: the firms of `told_before`, so that what is no longer told is retired.
    """
    owners = facts.owners | before
    for record, rows in facts.rows.items():
        field = OWNER.get(record, "firm_id")
        others = {
            rid(r) for r in batch.current(BY_NAME[record].type, field, owners) if getattr(r, "source", "") != SOURCE
        }
        batch.replace(record, field, owners, [r for r in rows if rid(r) not in others], source=SOURCE)
