"""Tables of facts about firms (extracts of annual reports, or an office's own) → records, every left-out row named.

One reader a kind. All of them: say whom a row is about, read the cells, keep what is told. The extracts carry no
year of their own; they take that of the table of listed firms (`report_year`), and 报告期 means it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from graph.model.headings import forms as headings
from graph.model.records import (
    OUTSIDE_FIRM,
    Capacity,
    FirmMaterial,
    FirmProduct,
    FirmTechnology,
    Project,
    Relation,
    Site,
)
from graph.model.regions import Regions
from graph.model.row_problems import RowProblem
from ingest.read import counterparty as cp
from ingest.read import normalise as n
from ingest.read import report_cells
from ingest.read.listed_firms import brand
from ingest.read.place_in_name import Places
from ingest.read.report_products import Product, overlaps, read_products
from ingest.read.table_kinds import TableLayout
from ingest.read.table_specs import NATIVE, shipped
from ingest.read.tables import Table
from ingest.read.values import amounts

YUAN_PER_YI = 100_000_000
LEAST_INVESTMENT_YI, MOST_INVESTMENT_YI = 0.001, 3_000  # what the investment of one project lies between
Fact = FirmProduct | FirmMaterial | Relation | Site | Capacity | Project | FirmTechnology


@dataclass(frozen=True, slots=True)
class Known:
    """A firm of the store, as far as a reader needs it."""

    id: str
    name: str
    region: str
    brand: str = ""


@dataclass
class Whom:
    """Finds the firm a row is about, and counterparties by name. Names that several firms bear find none."""

    by_code: Mapping[str, Known] = field(default_factory=dict)  # stock code or credit code
    by_name: Mapping[str, Known | None] = field(default_factory=dict)  # `name_key` of names and aliases

    def named(self, name: str) -> Known | None:
        return self.by_name.get(n.name_key(name))

    def of(self, cells: Mapping[str, str], columns: Mapping[str, str]) -> tuple[Known | None, str]:
        """The firm, or None and the reason code."""
        code = n.stock_code(cells.get(columns.get("code", ""), ""))
        uscc = n.credit_code(cells.get(columns.get("uscc", ""), ""))
        name = n.name(cells.get(columns.get("firm", ""), ""))
        if not (code or uscc or name):
            return None, "no_firm"
        found = self.by_code.get(code) or self.by_code.get(uscc)
        if found is None and not code and not uscc:
            found = self.named(name)
        return found, "" if found else "unknown_firm"


@dataclass
class Facts:
    """What a table says: records by type, products by firm for assignment, whose facts these are, and all problems."""

    rows: list[Fact] = field(default_factory=list)
    owners: set[str] = field(default_factory=set)
    products: dict[str, list[Product]] = field(default_factory=dict)
    problems: list[RowProblem] = field(default_factory=list)


@dataclass
class Context:
    """What every reader needs beside the table. assumed: the region that a list is of, '' where it does not say."""

    whom: Whom
    regions: Regions
    places: Places
    report_year: str
    assumed: str = ""


class _Reader:
    """Walks a table; a kind's own part is `read`, called with the firm, the row's number and its fields."""

    def __init__(self, context: Context, columns: Mapping[str, str]) -> None:
        self.context, self.columns, self.facts = context, columns, Facts()
        self._file, self._row, self._name = "", 0, ""
        self.unit = ""  # of amounts whose heading tells none

    def problem(self, code: str, field_name: str = "", value: str = "") -> None:
        column = self.columns.get(field_name, "")
        self.facts.problems.append(RowProblem(self._file, self._row, column, code, value[:80], self._name[:60]))

    def walk(self, table: Table, progress: Callable[[int, int], None]) -> Facts:
        self._file = table.label
        self.unit = table.unit or _declared_unit(table.source)
        fields = {f: c for f, c in self.columns.items() if f not in ("code", "uscc", "firm")}
        for i, (row, cells) in enumerate(table.rows):
            self._row, self._name = row, cells.get(self.columns.get("firm", ""), "") or cells.get("short", "")
            if len(cells) < len(table.columns) // 2:
                self.problem("not_a_row")
                continue
            firm, why = self.context.whom.of(cells, self.columns)
            if firm is None:
                self.problem(
                    why, "code" if "code" in self.columns else "firm", cells.get(self.columns.get("code", ""), "")
                )
                continue
            self.facts.owners.add(firm.id)
            self.read(firm, {f: n.blank(cells.get(c, "")) for f, c in fields.items()})
            if i % 1000 == 0:
                progress(i, len(table.rows))
        self.finish()
        return self.facts

    def as_of(self, cells: Mapping[str, str]) -> str:
        """The year the row is of; '' with a note where its period cannot be read."""
        found = report_cells.year(cells.get("period", ""), self.context.report_year)
        if found is None:
            self.problem("bad_period", "period", cells["period"])
        return found or ""

    def share(self, cells: Mapping[str, str]) -> int | None:
        text = cells.get("share", "")
        found = report_cells.share(text)
        if found is None and report_cells.says_percent(text):
            self.problem("bad_share", "share", text)
        return found

    def site(self, firm: Known, region: str, kind: str, name: str, as_of: str) -> None:
        """Remember a place outside the seat."""
        if self.context.places.outside(region, firm.region):
            self.facts.rows.append(Site(firm.id, region, kind, name, "由名称识别", as_of))

    def read(self, firm: Known, cells: dict[str, str]) -> None:
        raise NotImplementedError

    def finish(self) -> None:
        """Called after the last row."""


class _Products(_Reader):
    def __init__(self, context: Context, columns: Mapping[str, str]) -> None:
        super().__init__(context, columns)
        self._told: dict[str, list[tuple[int, str, str, str]]] = defaultdict(list)
        self._years: dict[str, str] = {}
        self._names: dict[str, str] = {}

    def read(self, firm: Known, cells: dict[str, str]) -> None:
        if not cells["product"]:
            self.problem("no_value", "product")
            return
        self._told[firm.id].append((self._row, cells["product"], cells["share"], cells.get("kind", "")))
        self._years[firm.id] = self.as_of(cells)
        self._names[firm.id] = self._name or firm.name

    def finish(self) -> None:
        for firm_id, told in self._told.items():
            self._name = self._names[firm_id]
            products, notes = read_products(told)
            for self._row, code, value in notes:
                self.problem(code, "product" if code == "no_product" else "share", value)
            if overlaps(p.share for p in products if p.share is not None):
                self._row = told[0][0]
                self.problem("share_overlap", "share")
            year = self._years[firm_id]
            self.facts.products[firm_id] = products
            self.facts.rows += [FirmProduct(firm_id, p.name, p.share, p.kind, p.merged, year) for p in products]


class _Materials(_Reader):
    # Kinds of cost, and accounts: what is bought, but no material.
    _COST = re.compile(
        r"人工|薪酬|工资|折旧|摊销|费用|制造费|成本$|营业成本|采购|合计|其他|税|利息|租金|房租|服务费|运费|运输费|水电|能源消耗|存款|拆入|债券|资金|投入"
    )
    _BARE = re.compile(
        r"^(?:主要|直接|外购)?(?:原料|原材料|材料|原辅料|原辅材料|辅料|辅材|物料|商品|设备|产品|零部件|配件|能源|动力|燃料及动力|半成品)$"
    )

    def read(self, firm: Known, cells: dict[str, str]) -> None:
        text = cells["material"]
        if not text:
            self.problem("no_value", "material")
            return
        if cp.is_anonymous(text):
            self.problem("anonymous", "material", text)
            return
        year = self.as_of(cells)
        if cp.looks_like_firm(text):
            self.problem("firm_as_material", "material", text)
            for name in cp.names(text):
                self.facts.rows.append(_relation(self.context.whom, firm, name, "supplier", "原材料一栏所列", year))
            return
        if self._COST.search(text):
            self.problem("cost_item", "material", text)
            return
        kept = [m for m in report_cells.split(text, "、；;") if not self._BARE.match(m)]
        if not kept:
            self.problem("cost_item", "material", text)
            return
        share = self.share(cells)
        for material in kept:
            # One share for several materials is nobody's alone.
            own = share if len(kept) == 1 else None
            self.facts.rows.append(FirmMaterial(firm.id, material, cells.get("product", ""), own, year))


class _Relations(_Reader):
    def read(self, firm: Known, cells: dict[str, str]) -> None:
        text, told = cells["counterpart"], cells["kind"]
        if not text:
            self.problem("no_value", "counterpart")
            return
        if cp.is_anonymous(text):
            self.problem("anonymous", "counterpart", text)
            return
        if cp.is_service(text):
            self.problem("service", "counterpart", text)
            return
        if told.lower() not in cp.KINDS:
            self.problem("bad_kind", "kind", told)
            return
        year = self.as_of(cells)
        for name in cp.names(text):
            if cp.is_anonymous(name) or len(name) < 2:
                self.problem("anonymous", "counterpart", name)
                continue
            other = self.context.whom.named(name)
            kind, detail = cp.kind_of(told, name, firm.name, firm.brand)
            if (other and other.id == firm.id) or n.name_key(name) in (n.name_key(firm.name), n.name_key(firm.brand)):
                self.problem("itself", "counterpart", name)
                continue
            if detail:
                self.problem("not_subsidiary", "counterpart", name)
            self.facts.rows.append(_relation(self.context.whom, firm, name, kind, detail, year))
            if kind == "subsidiary":
                named = self.context.places.find(name, firm.brand)
                self.site(firm, other.region if other and other.region else named, "subsidiary", name, year)


# Misspelt, or as an office writes it.
_METRIC = {
    "inventry_volume": "inventory_volume",
    "产能": "capacity",
    "产量": "production_volume",
    "销量": "sales_volume",
    "库存": "inventory_volume",
    "产能利用率": "capacity_utilization",
}


class _Capacity(_Reader):
    _STAGE = (
        ("在建", re.compile(r"在建|建设中|筹建|施工")),
        ("规划", re.compile(r"规划|拟建|筹划|计划|未来|预计|达产后|投产后")),
    )

    def read(self, firm: Known, cells: dict[str, str]) -> None:
        if not cells["value"]:
            self.problem("no_value", "value")
            return
        metric = _METRIC.get(cells["metric"], cells["metric"])
        year = self.as_of(cells)
        value = cells["value"] + cells.get("unit", "")
        amount, unit = report_cells.quantity(value)
        if amount is None and metric != "other":
            self.problem("bad_value", "value", value)
        product, period = cells.get("product", ""), cells.get("period", "")
        self.facts.rows.append(Capacity(firm.id, product, metric, period, value, amount, unit, year))
        self._project(firm, metric, product, period, value, year)

    def _project(self, firm: Known, metric: str, product: str, period: str, value: str, year: str) -> None:
        """Capacity under construction or planned is a project, where a product names it."""
        text = f"{product}|{period}|{value}"
        status = next((s for s, words in self._STAGE if words.search(text)), "")
        if not status or not product or metric not in ("capacity", "design_capacity", "other"):
            return
        region = next((r for part in (product, period, value) if (r := self.context.places.find(part, firm.brand))), "")
        self.facts.rows.append(Project(firm.id, product, region, "capacity", None, status, period, value, year))
        self.site(firm, region, "project", product, year)


class _Technology(_Reader):
    def read(self, firm: Known, cells: dict[str, str]) -> None:
        if not cells["name"]:
            self.problem("no_value", "name")
            return
        year = self.as_of(cells)
        self.facts.rows.append(FirmTechnology(firm.id, cells["name"], cells["kind"], cells.get("product", ""), year))


class _Projects(_Reader):
    def read(self, firm: Known, cells: dict[str, str]) -> None:
        if not cells["project"]:
            self.problem("no_value", "project")
            return
        year, region = self.as_of(cells), ""
        given = cells.get("region", "")
        if given:
            regions = self.context.regions
            region = regions.canonical(given) or regions.places.region(given) or self.context.places.find(given)
            around = self.context.assumed
            if not region and around and regions.places.unit(given, (around,)):
                region = around  # 高新区: a zone of the city that the list is of
            if not region:
                self.problem("unknown_region", "region", given)
        region = region or self.context.places.find(cells["project"], firm.brand)
        investment = self._investment(cells.get("investment", ""))
        self.facts.rows.append(
            Project(
                firm.id,
                cells["project"],
                region,
                cells.get("kind", ""),
                investment,
                cells.get("status", ""),
                cells.get("period", ""),
                cells.get("content", ""),
                year,
            )
        )
        self.site(firm, region, "project", cells["project"], year)

    def _investment(self, text: str) -> float | None:
        """亿元; None with a note where it cannot be read. An amount that no project has is kept, and noted."""
        if not text:
            return None
        unit = headings.unit(self.columns["investment"]) or self.unit
        if unit:
            yuan = amounts.read(text, unit).yuan
            value = round(yuan / YUAN_PER_YI, 6) if yuan is not None else None
        else:
            value = _investment_yi(text)
        if value is None:
            self.problem("bad_number", "investment", text)
        elif not LEAST_INVESTMENT_YI <= value <= MOST_INVESTMENT_YI:
            self.problem("odd_amount", "investment", f"{text} = {value:g} 亿元")
        return value


READERS: dict[str, type[_Reader]] = {
    "products": _Products,
    "materials": _Materials,
    "relations": _Relations,
    "capacity": _Capacity,
    "technology": _Technology,
    "projects": _Projects,
}


def read_facts(table: Table, layout: TableLayout, context: Context, progress: Callable[[int, int], None]) -> Facts:
    """All that a table of this layout tells."""
    return READERS[layout.kind](context, layout.columns).walk(table, progress)


def known(firm_id: str, name: str, region: str, aliases: tuple[str, ...] = ()) -> Known:
    """A firm for `Whom`; its brand is its shortest alias of at least two characters, else the start of its name."""
    short = min((brand(a) for a in aliases if len(brand(a)) >= 2), key=len, default="")
    return Known(firm_id, name, region, short or name[:4])


def _declared_unit(source: str) -> str:
    """What the amounts of a source are counted in where neither heading nor title says."""
    declared = shipped().get(source)
    spec = declared.tables.get("projects") if declared is not None and source != NATIVE else None
    return spec.columns["investment"].unit if spec else ""


def _relation(whom: Whom, firm: Known, name: str, kind: str, detail: str, as_of: str) -> Relation:
    other = whom.named(name)
    to_id = other.id if other else OUTSIDE_FIRM + n.name_key(name)
    return Relation(firm.id, to_id, kind, detail, name, as_of)


def _investment_yi(text: str) -> float | None:
    """亿元 from `175.84亿元`, `19,200万元`, `135,000,000.00元`; a bare number is 亿元 below 10,000, else 元."""
    amount, unit = report_cells.quantity(text)
    if amount is None or amount < 0:
        return None
    if "亿" in unit:
        return amount
    if "万" in unit:
        return round(amount / 10_000, 6)
    return round(amount / 1e8, 6) if "元" in unit or amount >= 10_000 else amount
