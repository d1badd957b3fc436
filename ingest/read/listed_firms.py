"""A table of listed firms (full and short name, products with shares, estimated revenue) → the facts of firms.

Its columns are put under the native names and read by `ingest.read.firm_rows`; what only this table has, the products
with their shares and the year they are of, is added. Known defects: scopes are as of 2019, some cities are missing
(the province is then all that is known), names carry *ST and Ａ.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from graph.model.regions import Regions
from graph.model.row_problems import RowProblem
from ingest.read import normalise as n
from ingest.read.firm_rows import Parsed, parse
from ingest.read.report_cells import product_list
from ingest.read.report_products import Product, overlaps, read_products
from ingest.read.table_specs import native
from ingest.read.tables import Table

_LISTED = native().spec("listed")
_FIRMS = native().spec("firms")
# Fields that the table has in common with a table of firms, and what is made from its other columns.
_COPIED = tuple(f for f in _LISTED.columns if f in _FIRMS.columns and f != "products")
_MADE = ("revenue_yi", "revenue_year", "aliases", "tags", "as_of")
YUAN_PER_YI = 1e8


def brand(short: str) -> str:
    """A listed firm's short name as people say it: `*ST国华` → 国华, `万科Ａ` → 万科, `盐 田 港` → 盐田港."""
    plain = n.name(short).replace(" ", "")
    return re.sub(r"^(?:ST|XD|XR|DR|N|C(?=[\u4e00-\u9fff]))|[AB]$|-[UW]+$", "", plain) or plain


def report_year(table: Table) -> str:
    """The year of the reports that the products come from, as the column's name tells; '' where it does not."""
    return max(
        (m.group(1) for c in table.columns if (m := re.search(_LISTED.columns["products"].pattern, c))), default=""
    )


def parse_listed(
    table: Table, regions: Regions, region: str = "", progress: Callable[[int, int], None] | None = None
) -> Parsed:
    """Facts of every usable row. `products` hold the largest share first; `shares` those told, in micro-units."""
    columns = _LISTED.match(table.columns)
    year = report_year(table)
    shares: dict[int, dict[str, int]] = {}
    listed: dict[int, list[str]] = {}
    notes: list[RowProblem] = []
    rows: list[tuple[int, dict[str, str]]] = []
    native_columns = [_FIRMS.heading(f) for f in (*_COPIED, *_MADE)]
    for number, cells in table.rows:
        if len(cells) < len(table.columns) // 2:
            rows.append((number, {}))
            continue
        fields = {f: cells.get(c, "") for f, c in columns.items()}
        products, found = _products(number, fields, table.label, columns.get("products", ""))
        notes += found
        listed[number] = [p.name for p in products]
        shares[number] = {p.name: p.share for p in products if p.share is not None}
        rows.append((number, dict.fromkeys(native_columns, "") | _firm_cells(fields, columns, year)))
    own = replace(table, columns=tuple(native_columns), rows=rows, fields=None)
    parsed = parse(own, regions, region, progress)
    for number, facts in parsed.firms:
        if listed[number]:
            facts["products"] = listed[number]
        if shares[number]:
            facts["shares"] = shares[number]
    parsed.problems += notes
    return parsed


def _products(number: int, fields: Mapping[str, str], file: str, column: str) -> tuple[list[Product], list[RowProblem]]:
    """The products of a row, and what was left out of them."""
    told = product_list(n.blank(fields.get("products", "")))
    products, left_out = read_products((number, name, share, "") for name, share in told)
    who = fields.get("short", "")[:60]
    notes = [
        RowProblem(file, number, column, code, value[:80], who) for _, code, value in left_out if code != "no_product"
    ]
    if overlaps(p.share for p in products if p.share is not None):
        notes.append(RowProblem(file, number, column, "share_overlap", "", who))
    return products, notes


def _firm_cells(fields: Mapping[str, str], columns: Mapping[str, str], year: str) -> dict[str, str]:
    """The row under the headings of the table of firms."""
    cells = {_FIRMS.heading(f): fields[f] for f in _COPIED if f in fields}
    revenue_year = re.search(_LISTED.columns["revenue"].pattern, columns.get("revenue", ""))
    amount = n.amount(fields["revenue"]) if "revenue" in fields else None
    cells["revenue_yi"] = str(round(amount / YUAN_PER_YI, 4)) if amount is not None else ""
    cells["revenue_year"] = revenue_year.group(1) if amount is not None and revenue_year else ""
    short = fields.get("short", "")
    cells["aliases"] = ";".join(dict.fromkeys(a for a in (n.name(short), brand(short)) if a))
    cells["tags"] = "上市"
    cells["as_of"] = year
    return cells
