"""Rows of a table → facts about firms, with every problem kept: what was wrong, where, and what to do."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from graph.errors import MissingColumn
from graph.model.records import FirmFacts
from graph.model.regions import Regions
from ingest.read import normalise as n
from ingest.read.reject_reasons import REASONS as REASONS  # also read from here
from ingest.read.tables import Table

# Column names we understand, per field: DESIGN's native table, the registration format, and what Chinese exports call them.
COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("name", "企业名称", "公司名称", "单位名称", "名称", "企业全称"),
    "uscc": ("uscc", "统一社会信用代码", "社会信用代码", "信用代码"),
    "stock_code": ("stock_code", "股票代码", "证券代码"),
    "aliases": ("aliases", "简称", "曾用名", "别名"),
    "region_code": ("region_code", "行政区划代码", "区划代码"),
    "province": ("province", "省份", "所属省份", "省"),
    "city": ("city", "城市", "所属城市", "市"),
    "county": ("county", "区县", "所属区县", "县"),
    "unit": ("unit", "责任主体", "责任单位"),
    "address": ("address", "地址", "注册地址", "住所", "企业地址"),
    "products": ("products", "主要产品", "产品"),
    "scope": ("business_scope", "scope", "经营范围"),
    "gbt4754": ("gbt4754", "行业代码", "国民经济行业代码"),
    "founded": ("founded", "reg_date", "成立日期", "注册日期", "成立时间"),
    "capital": ("reg_capital", "注册资本", "注册资金"),
    "capital_wan": ("registered_capital_wan", "注册资本（万元）", "注册资本(万元)"),
    "employees": ("employees", "从业人数", "员工人数", "参保人数"),
    "revenue_yi": ("revenue_yi", "营业收入（亿元）", "营业收入(亿元)"),
    "revenue_year": ("revenue_year", "营收年份"),
    "tags": ("tags", "标签"),
    "parent": ("parent", "母公司", "所属集团"),
    "sites": ("sites",),
    "ent_type": ("ent_type", "企业类型", "公司类型"),
    "source": ("source", "来源"),
    "as_of": ("as_of", "数据日期"),
    "verified": ("verified", "已核实"),
}
_BRANCH = re.compile(
    r"(分公司|分店|分厂|分社|分院|营业部|经营部|门市部|门市$|代销点|代购代销店|服务部(?!件)|供应点|加油站|药店|超市|饭店|购书中心|分理处|收购点|直销店|专卖店|商店|连锁店)"
)
_BRANCH_TYPE = re.compile(r"分支机构|分公司|个体|非法人")


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one row."""

    row: int
    column: str
    code: str
    value: str
    name: str

    @property
    def rejected(self) -> bool:
        return REASONS[self.code][0]


@dataclass
class Parsed:
    """The firms of a table as (row, facts), and all problems."""

    firms: list[tuple[int, FirmFacts]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rows: int = 0

    @property
    def rejected(self) -> int:
        return len({p.row for p in self.problems if p.rejected})


def mapping(table: Table) -> dict[str, str]:
    """Which column of the table holds which field. Raises `MissingColumn` where none holds the name."""
    plain = {c.strip().lower(): c for c in table.columns}
    found = {f: plain[a.lower()] for f, names in COLUMNS.items() for a in reversed(names) if a.lower() in plain}
    if "name" not in found:
        raise MissingColumn(table.file, "name", table.columns)
    return found


def parse(
    table: Table, regions: Regions, region: str = "", progress: Callable[[int, int], None] | None = None
) -> Parsed:
    """Facts of every usable row. `region` is assumed where a row says nothing of its own place."""
    columns = mapping(table)
    parsed = Parsed(rows=len(table.rows))
    for i, (row, cells) in enumerate(table.rows):
        if len(cells) < len(table.columns) // 2:
            parsed.problems.append(Problem(row, "", "not_a_row", "", ""))
            continue
        facts = _Row(row, {f: cells.get(c, "") for f, c in columns.items()}, columns, parsed.problems).facts(
            regions, region
        )
        if facts is not None:
            parsed.firms.append((row, facts))
        if progress and i % 500 == 0:
            progress(i, len(table.rows))
    return parsed


class _Row:
    def __init__(self, row: int, cells: dict[str, str], columns: dict[str, str], problems: list[Problem]) -> None:
        self.row, self.cells, self.columns, self.problems = row, cells, columns, problems

    def get(self, field_name: str) -> str:
        text = self.cells.get(field_name)
        return n.blank(text) if text else ""

    def problem(self, field_name: str, code: str) -> None:
        value = self.cells.get(field_name, "")[:80]
        column = self.columns.get(field_name, field_name)
        self.problems.append(Problem(self.row, column, code, value, self.cells.get("name", "")[:60]))

    def checked(self, field_name: str, read: Callable[[str], Any], code: str) -> Any:
        """The field read; a text that is there but cannot be read is a problem."""
        text = self.get(field_name)
        value = read(text) if text else None
        if text and value in (None, ""):
            self.problem(field_name, code)
        return value

    def facts(self, regions: Regions, default_region: str) -> FirmFacts | None:
        name = n.name(self.get("name"))
        if not name:
            self.problem("name", "no_name")
            return None
        if not re.search(r"[\u4e00-\u9fffA-Za-z]{2}", name) or len(name) > 120:
            self.problem("name", "bad_name")
            return None
        uscc = self.checked("uscc", n.credit_code, "bad_uscc") or ""
        if self.get("capital_wan"):
            capital = self.checked("capital_wan", n.amount, "bad_number")
        else:
            capital = self.checked("capital", n.capital_wan, "bad_capital")
        employees = self.checked("employees", n.amount, "bad_number")
        year = self.checked("revenue_year", n.number, "bad_number")
        region = self.region(regions, uscc) or default_region
        if not region:
            self.problem("city", "no_region")
        ent_type = self.get("ent_type")
        facts = {
            "name": name,
            "uscc": uscc,
            "stock_code": self.checked("stock_code", n.stock_code, "bad_stock_code") or "",
            "aliases": list(n.items(self.get("aliases"))),
            "region": region,
            "unit": self.get("unit"),
            "county": self.get("county"),
            "address": self.get("address"),
            "products": list(n.items(self.get("products"))),
            "scope": self.get("scope"),
            "gbt4754": list(n.items(self.get("gbt4754"))),
            "founded": self.checked("founded", n.iso_date, "bad_date") or "",
            "capital_wan": capital,
            "employees": int(employees) if employees is not None else None,
            "revenue_yi": self.checked("revenue_yi", n.amount, "bad_number"),
            "revenue_year": int(year) if year is not None else None,
            "tags": list(n.items(self.get("tags"))),
            "parent": n.name(self.get("parent")),
            "sites": self.sites(regions),
            "ent_type": ent_type,
            "branch": bool(_BRANCH_TYPE.search(ent_type) or _BRANCH.search(name)),
            "source": self.get("source"),
            "as_of": self.get("as_of"),
            "verified": n.truth(self.get("verified")),
        }
        stated: FirmFacts = {k: v for k, v in facts.items() if v not in (None, "", [], False)}  # type: ignore[assignment]
        return stated

    def region(self, regions: Regions, uscc: str) -> str:
        """Seat by code, else by place names, else by the credit code's district; the county where it is in the same city."""
        code = self.get("region_code")
        if code:
            known = regions.canonical(code)
            if known:
                return known
            self.problem("region_code", "unknown_region")
        named = regions.find(self.get("province"), self.get("city"), self.get("county"))
        registered = regions.canonical(uscc[2:8]) if uscc else ""
        if registered and (not named or Regions.within(registered, named)):
            return registered
        if registered and Regions.within(named, registered):
            return named
        # Where the two contradict, a table without region codes is a registry export, in which the city label is
        # known to be the weaker of the two (docs/data.md).
        return registered if registered and "region_code" not in self.columns else named

    def sites(self, regions: Regions) -> list[str]:
        out = []
        for code in n.items(self.get("sites")):
            known = regions.canonical(code)
            if known:
                out.append(known)
            else:
                self.problem("sites", "unknown_region")
        return out
