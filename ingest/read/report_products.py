"""Products as annual reports list them → names with shares of revenue, the report's own tangles undone.

A report breaks its revenue down more than once (by industry, by product, by kind of sale), gives one share for
several products together, and ends in 其他. What cannot be a share is left out and named.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from graph.model.records import MICRO
from ingest.read import report_cells

MERGED_FROM = round(0.01 * MICRO)  # two products may both have 0.3% by chance; hardly both 30.30%
# Lines of an income statement that name no product.
_NO_PRODUCT = re.compile(
    r"^(?:(?:其他|其它|其余)(?:业务|产品|收入|服务|行业)*(?:收入)?|主营业务|(?:其他)?主营业务收入|营业收入|合计|总计|小计|内部抵销|境内|境外|国内|国外|"
    r"产品销售|商品销售|技术服务|服务|配件及其他|租赁|租赁收入|租赁服务|材料销售|自用|工程项目)$"
)


@dataclass(frozen=True, slots=True)
class Product:
    """One product of a firm: share in micro-units, None where not told; `merged` where it is part of a joint share."""

    name: str
    share: int | None
    kind: str = ""
    merged: bool = False
    row: int = 0


OVERLAP = round(1.05 * MICRO)  # shares that add up to more than this come from several breakdowns of one revenue


def overlaps(shares: Iterable[int]) -> bool:
    """Do these shares of one firm add up to more than its revenue?"""
    return sum(shares) > OVERLAP


def read_products(rows: Iterable[tuple[int, str, str, str]]) -> tuple[list[Product], list[tuple[int, str, str]]]:
    """Products of one firm from (row, name, text of the share, kind), largest share first, then as they stand;
    with (row, reason code, value) for what was left out. One name twice is one product, its larger share."""
    told: dict[str, Product] = {}
    notes: list[tuple[int, str, str]] = []
    texts: dict[str, str] = {}
    for row, name, text, kind in rows:
        if _NO_PRODUCT.match(name):
            notes.append((row, "no_product", name))
            continue
        share = report_cells.share(text)
        if share is None and report_cells.says_percent(text):
            notes.append((row, "bad_share", text))
        known = told.get(name)
        if known is None or (known.share or -1) < (share if share is not None else -1):
            told[name] = Product(name, share, kind, False, row)
            texts[name] = text
    joint = Counter(t for n, t in texts.items() if (told[n].share or 0) >= MERGED_FROM)
    out = []
    for name, p in told.items():
        k = joint[texts[name]] if p.share is not None else 0
        if k > 1:
            notes.append((p.row, "merged_share", texts[name]))
            p = Product(name, (p.share or 0) // k, p.kind, True, p.row)
        out.append(p)
    return sorted(out, key=lambda p: -(p.share if p.share is not None else -1)), notes
