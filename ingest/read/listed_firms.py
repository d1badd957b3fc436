"""A table of listed firms (full and short name, products with shares, estimated revenue) → the facts of firms.

Its columns are put under the native names and read by `ingest.read.firm_rows`; what only this table has, the products
with their shares and the year they are of, is added. Known defects: scopes are as of 2019, some cities are missing
(the province is then all that is known), names carry *ST and Ａ.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from graph.model.regions import Regions
from ingest.read import normalise as n
from ingest.read.firm_rows import Parsed, Problem, parse
from ingest.read.report_cells import product_list
from ingest.read.report_products import overlaps, read_products
from ingest.read.tables import Table

_PRODUCTS = re.compile(r"main_products_(\d{4})$")
_REVENUE = re.compile(r"revenue_(\d{4})(?:_est)?$")
# native column ← the table's own
_RENAMED = {
    "name": ("fullname", "公司全称"),
    "stock_code": ("ts_code", "stock_code", "股票代码", "证券代码"),
    "uscc": ("uscc",),
    "province": ("province", "省份"),
    "city": ("city", "城市"),
    "address": ("reg_address", "注册地址"),
    "business_scope": ("business_scope", "经营范围"),
    "founded": ("reg_date", "成立日期"),
    "reg_capital": ("reg_capital_2019", "reg_capital", "注册资本"),
    "employees": ("employees", "员工人数"),
    "parent": ("group", "parent", "所属集团", "母公司"),
}
OWNERSHIP = {
    "民营企业": "民营",
    "自然人": "民营",
    "中央企业": "国有",
    "地方国有企业": "国有",
    "外资": "外资",
    "集体企业": "集体",
}
YUAN_PER_YI = 1e8


def brand(short: str) -> str:
    """A listed firm's short name as people say it: `*ST国华` → 国华, `万科Ａ` → 万科, `盐 田 港` → 盐田港."""
    plain = n.name(short).replace(" ", "")
    return re.sub(r"^(?:ST|XD|XR|DR|N|C(?=[\u4e00-\u9fff]))|[AB]$|-[UW]+$", "", plain) or plain


def report_year(table: Table) -> str:
    """The year of the reports that the products come from, as the column's name tells; '' where it does not."""
    return max((m.group(1) for c in table.columns if (m := _PRODUCTS.search(c))), default="")


def parse_listed(
    table: Table, regions: Regions, region: str = "", progress: Callable[[int, int], None] | None = None
) -> Parsed:
    """Facts of every usable row. `products` hold the largest share first; `shares` those told, in micro-units."""
    has = set(table.columns)
    source = {native: next((c for c in names if c in has), "") for native, names in _RENAMED.items()}
    products = next((c for c in table.columns if _PRODUCTS.search(c)), "")
    revenue = next((c for c in table.columns if _REVENUE.search(c)), "")
    year = report_year(table)
    shares: dict[int, dict[str, int]] = {}
    listed: dict[int, list[str]] = {}
    notes: list[Problem] = []
    rows: list[tuple[int, dict[str, str]]] = []
    for number, cells in table.rows:
        if len(cells) < len(table.columns) // 2:
            rows.append((number, {}))
            continue
        cell = {native: cells.get(c, "") for native, c in source.items() if c}
        short = cells.get("name", "")
        told, left_out = read_products((number, p, s, "") for p, s in product_list(n.blank(cells.get(products, ""))))
        listed[number] = [p.name for p in told]
        shares[number] = {p.name: p.share for p in told if p.share is not None}
        for _, code, value in left_out:
            if code != "no_product":
                notes.append(Problem(number, products, code, value[:80], short[:60]))
        if overlaps(shares[number].values()):
            notes.append(Problem(number, products, "share_overlap", "", short[:60]))
        amount = n.amount(cells.get(revenue, "")) if revenue else None
        cell["revenue_yi"] = str(round(amount / YUAN_PER_YI, 4)) if amount is not None else ""
        cell["revenue_year"] = m.group(1) if amount is not None and (m := _REVENUE.search(revenue)) else ""
        cell["aliases"] = ";".join(dict.fromkeys(a for a in (n.name(short), brand(short)) if a))
        cell["tags"] = ";".join(t for t in ("上市", OWNERSHIP.get(cells.get("ownership", ""), "")) if t)
        cell["as_of"] = year
        rows.append((number, cell))
    columns = (*_RENAMED, "revenue_yi", "revenue_year", "aliases", "tags", "as_of")
    filled = [(number, dict.fromkeys(columns, "") | cell if cell else {}) for number, cell in rows]
    parsed = parse(Table(table.file, columns, filled, table.encoding), regions, region, progress)
    for number, facts in parsed.firms:
        if listed[number]:
            facts["products"] = listed[number]
        if shares[number]:
            facts["shares"] = shares[number]
    parsed.problems += notes
    return parsed
