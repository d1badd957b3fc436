"""What a table is about, told from its columns alone; its file name says nothing.

Each kind names the columns it needs, each under several names: those of the known extracts and those an office would
use. A table that is none of these is a table of firms (`ingest.read.firm_rows`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "firms", "listed", "products", "materials", "relations", "capacity", "technology", "projects", "decisions"
]

# Whom a row is about, the surest first.
CODE = ("ts_code", "stock_code", "股票代码", "证券代码")
USCC = ("uscc", "统一社会信用代码", "信用代码")
FIRM = ("firm", "企业名称", "公司名称", "企业", "short")

# kind → field → the column's names; the first so many fields (see `NEEDED`) must be there.
COLUMNS: dict[Kind, dict[str, tuple[str, ...]]] = {
    "listed": {"code": CODE, "fullname": ("fullname", "公司全称")},
    "decisions": {
        "outcome": ("outcome", "结果", "招商结果"),
        "date": ("date", "日期", "时间"),
        "segment": ("segment", "环节"),
        "region": ("region", "region_code", "地区", "责任地区"),
        "reason": ("reason", "原因", "原因代码"),
        "note": ("note", "备注", "说明"),
    },
    "relations": {
        "counterpart": ("counterpart", "counterparty", "对方", "对方名称", "关联企业"),
        "kind": ("relation_type", "relation", "关系", "关系类型"),
        "period": ("period", "期间", "年份"),
    },
    "capacity": {
        "metric": ("metric_type", "metric", "指标"),
        "value": ("value", "数值"),
        "product": ("product", "产品"),
        "period": ("period", "期间", "年份"),
    },
    "technology": {
        "kind": ("asset_type", "技术类型"),
        "name": ("name", "技术名称", "技术"),
        "product": ("related_product", "product", "相关产品"),
        "period": ("period", "期间", "年份"),
    },
    "materials": {
        "material": ("material", "原材料"),
        "share": ("cost_proportion", "成本占比"),
        "product": ("target_product", "用于产品", "产品"),
        "period": ("period", "期间", "年份"),
    },
    "products": {
        "share": ("revenue_proportion", "收入占比", "营收占比"),
        "product": ("product", "产品", "产品名称"),
        "kind": ("type", "产品类型"),
        "period": ("period", "期间", "年份"),
    },
    "projects": {
        "project": ("project", "项目名称", "项目"),
        "status": ("status", "状态", "进展"),
        "investment": ("investment_yi", "investment", "投资额", "投资额（亿元）", "投资额(亿元)"),
        "region": ("region", "region_code", "地区", "建设地点"),
        "kind": ("project_type", "项目类型"),
        "period": ("period", "期间", "年份"),
    },
}
NEEDED = 2
# A report's table names its firm by a code or a name; without either it cannot be one of these.
_WHOM = (*CODE, *USCC, *FIRM)


@dataclass(frozen=True)
class Layout:
    """A table's kind and which of its columns hold which field (`code`, `uscc`, `firm` and the kind's own)."""

    kind: Kind
    columns: Mapping[str, str]


def layout(columns: Sequence[str]) -> Layout:
    """The kind of a table with these columns; `firms` where no other fits."""
    plain = {c.strip().lower(): c for c in columns}

    def first(names: Sequence[str]) -> str:
        return next((plain[n] for n in names if n in plain), "")

    whom = {"code": first(CODE), "uscc": first(USCC), "firm": first(FIRM)}
    if any(whom.values()):
        for kind, fields in COLUMNS.items():
            found = {f: first(names) for f, names in fields.items()}
            if all(list(found.values())[:NEEDED]):
                return Layout(kind, {f: c for f, c in (whom | found).items() if c})
    return Layout("firms", {})
