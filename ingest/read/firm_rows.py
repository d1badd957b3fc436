"""Rows of a table → facts about firms, with every problem kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from graph.model import vocabulary
from graph.model.places import Place, Said, settle
from graph.model.records import MICRO, StatedFacts
from graph.model.records.sources import no_witness
from graph.model.regions import Regions
from graph.model.row_problems import RowProblem
from graph.model.tables import Reading
from ingest.match.name_parts import tidy
from ingest.read import normalise as n
from ingest.read.place_problems import place_problems
from ingest.read.table_specs import native
from ingest.read.tables import Table

_BRANCH = re.compile(
    r"(分公司|分店|分厂|分社|分院|营业部|经营部|门市部|门市$|代销点|代购代销店|服务部(?!件)|供应点|加油站|药店|超市|饭店|购书中心|分理处|收购点|直销店|专卖店|商店|连锁店)"
)
_SHARE = re.compile(r"\s*[(（]\s*(?:占比)?(\d+(?:\.\d+)?)\s*[%％]\s*[)）]$")
_BRANCH_TYPE = re.compile(r"分支机构|分公司|个体|非法人")
_FIRMS = native().spec("firms")
# How the cells of a column are read, by what its specification calls it.
_CODES: dict[Reading, Callable[[str], str]] = {
    "credit_code": n.credit_code,
    "stock_code": n.stock_code,
    "date": n.iso_date,
}
_NUMBERS: dict[Reading, Callable[[str], float | None]] = {
    "number": n.number,
    "amount": n.amount,
    "capital": n.capital_wan,
}


@dataclass
class Parsed:
    """The firms of a table as (row, facts), and all problems."""

    firms: list[tuple[int, StatedFacts]] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    rows: int = 0

    @property
    def rejected(self) -> int:
        return len({p.row for p in self.problems if p.rejected})


def mapping(table: Table) -> dict[str, str]:
    """Which column of the table holds which field. Raises `MissingColumn` where none holds the name."""
    return _FIRMS.located(table.file, table.columns)


def parse(
    table: Table, regions: Regions, region: str = "", progress: Callable[[int, int], None] | None = None
) -> Parsed:
    """Facts of every usable row. `region` is assumed where a row says nothing of its own place."""
    columns = mapping(table)
    parsed, today = Parsed(rows=len(table.rows)), date.today()
    for i, (row, cells) in enumerate(table.rows):
        if len(cells) < len(table.columns) // 2:
            parsed.problems.append(RowProblem(table.file, row, "", "not_a_row"))
            continue
        fields = {f: cells.get(c, "") for f, c in columns.items()}
        facts = _Row(table.file, row, fields, columns, parsed.problems, today).facts(regions, region)
        if facts is not None:
            parsed.firms.append((row, facts))
        if progress and i % 500 == 0:
            progress(i, len(table.rows))
    return parsed


class _Row:
    """One row: its cells by field, read as the specification of the table says."""

    def __init__(
        self,
        file: str,
        row: int,
        cells: dict[str, str],
        columns: dict[str, str],
        problems: list[RowProblem],
        today: date,
    ) -> None:
        self.file, self.row, self.cells, self.columns, self.problems = file, row, cells, columns, problems
        self.today = today
        self.refused = False

    def get(self, field_name: str) -> str:
        text = self.cells.get(field_name)
        return n.blank(text) if text else ""

    def problem(self, field_name: str, code: str) -> None:
        value = self.cells.get(field_name, "")[:80]
        column = self.columns.get(field_name, field_name)
        self.problems.append(RowProblem(self.file, self.row, column, code, value, self.cells.get("name", "")[:60]))

    def refuse(self, field_name: str, code: str, value: str, **args: str) -> None:
        """The row is not used: what stands there would be taken for something else than it says."""
        column, name = self.columns.get(field_name, field_name), self.cells.get("name", "")[:60]
        self.problems.append(RowProblem(self.file, self.row, column, code, value[:80], name, tuple(args.items())))
        self.refused = True

    def code(self, field_name: str) -> str:
        """A code or a date read, '' where there is none; a text that is there but cannot be read is a problem."""
        text = self.get(field_name)
        if not text:
            return ""
        column = _FIRMS.columns[field_name]
        value = _CODES[column.read](text)
        if not value:
            self.problem(field_name, column.problem)
        return value

    def number(self, field_name: str) -> float | None:
        """A number read, None where there is none; a text that is there but cannot be read is a problem."""
        text = self.get(field_name)
        if not text:
            return None
        column = _FIRMS.columns[field_name]
        value = _NUMBERS[column.read](text)
        if value is None:
            self.problem(field_name, column.problem)
        return value

    def facts(self, regions: Regions, default_region: str) -> StatedFacts | None:
        name, former = tidy(n.name(self.get("name")))
        if not name:
            self.problem("name", "no_name")
            return None
        if not re.search(r"[\u4e00-\u9fffA-Za-z]{2}", name) or len(name) > 120:
            self.problem("name", "bad_name")
            return None
        uscc = self.code("uscc")
        capital = self.number("capital_wan" if self.get("capital_wan") else "capital")
        employees = self.number("employees")
        place = self.place(regions, name, uscc, default_region)
        ent_type, source, shares = self.get("ent_type"), self.get("source"), self.products()
        facts = {
            "name": name,
            "uscc": uscc,
            "stock_code": self.code("stock_code"),
            "aliases": list(dict.fromkeys((*n.items(self.get("aliases")), *former))),
            "region": place.code,
            "unit": place.unit,
            # A county that is a region of its own needs no second mention.
            "county": place.county if place.county_code != place.code or self.get("county") else "",
            "address": self.get("address"),
            "products": list(shares),
            "scope": self.get("scope"),
            "gbt4754": list(n.items(self.get("gbt4754"))),
            "founded": self.code("founded"),
            "capital_wan": capital,
            "employees": int(employees) if employees is not None else None,
            "revenue_yi": self.number("revenue_yi"),
            "revenue_year": self.revenue_year(),
            "tags": self.tags(),
            "parent": n.name(self.get("parent")),
            "sites": self.sites(regions),
            "ent_type": ent_type,
            "branch": bool(_BRANCH_TYPE.search(ent_type) or _BRANCH.search(name)),
            "source": source,
            "as_of": self.as_of(),
            "verified_identity": n.truth(self.get("verified_identity")),
            "verified_products": n.truth(self.get("verified_products")) and not no_witness(source),
            "shares": {p: s for p, s in shares.items() if s is not None},
        }
        stated: StatedFacts = {k: v for k, v in facts.items() if v not in (None, "", [], {}, False)}  # type: ignore[assignment]
        return None if self.refused else stated

    def products(self) -> dict[str, int | None]:
        """The products, each with its share of revenue in micro-units where the cell tells it: `电池隔膜(45%)`."""
        out: dict[str, int | None] = {}
        for item in n.items(self.get("products")):
            told = _SHARE.search(item)
            percent = float(told.group(1)) if told else None
            if percent is not None and percent > 100:
                self.refuse("products", "share_over_one", item)
            out[_SHARE.sub("", item)] = None if percent is None else round(percent / 100 * MICRO)
        return out

    def tags(self) -> list[str]:
        """The tags in our words, the owner's among them; a word that is none of ours is refused."""
        out = []
        for field_name, allowed in (("tags", vocabulary.FIRM_TAGS), ("ownership", vocabulary.OWNERS)):
            for word in n.items(self.get(field_name)):
                tag = vocabulary.firm_tag(word)
                if tag is None or (tag and tag not in allowed):
                    code = "unknown_tag" if field_name == "tags" else "unknown_owner"
                    self.refuse(field_name, code, word, allowed="、".join(allowed))
                elif tag:
                    out.append(tag)
        return list(dict.fromkeys(out))

    def revenue_year(self) -> int | None:
        year = self.number("revenue_year")
        if year is not None and year > self.today.year:
            self.refuse("revenue_year", "future_year", self.get("revenue_year"), year=str(self.today.year))
        return int(year) if year is not None else None

    def as_of(self) -> str:
        text = self.get("as_of")
        day, year = n.iso_date(text), re.match(r"\d{4}", text)
        if (day and day > self.today.isoformat()[: len(day)]) or (year and int(year.group()) > self.today.year):
            self.refuse("as_of", "future_year", text, year=str(self.today.year))
        return text

    def place(self, regions: Regions, name: str, uscc: str, assumed: str) -> Place:
        """The seat, told by columns, address, name and credit code; what contradicts or stays open is noted."""
        code = self.get("region_code")
        known = regions.canonical(code) if code else ""
        if code and not known:
            self.problem("region_code", "unknown_region")
        said = Said(
            province=self.get("province"),
            city=self.get("city"),
            county=self.get("county"),
            region_code=known and code,
            unit=self.get("unit"),
            address=self.get("address"),
            name=name,
            uscc=uscc,
        )
        place = settle(regions.places, said, assumed)
        plain = place.by not in ("", "assumed") and not place.open and not place.conflicts
        for about in () if plain else place_problems(place, said, regions.places.table):
            self.problems.append(
                RowProblem(
                    self.file,
                    self.row,
                    self.columns.get(about.field, about.field),
                    about.code,
                    about.value[:80],
                    name[:60],
                    about.args,
                )
            )
        return place

    def sites(self, regions: Regions) -> list[str]:
        out = []
        for code in n.items(self.get("sites")):
            known = regions.canonical(code)
            if known:
                out.append(known)
            else:
                self.problem("sites", "unknown_region")
        return out
