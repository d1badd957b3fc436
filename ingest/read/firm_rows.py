"""Rows of a table → facts about firms, with every problem kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath as Path

from graph.model import vocabulary
from graph.model.headings import forms as headings
from graph.model.places import Place, Said, settle
from graph.model.records import MICRO, StatedFacts
from graph.model.records.sources import no_witness
from graph.model.regions import Regions
from graph.model.row_problems import RowProblem
from ingest.read import normalise as n
from ingest.read.layout.lines import bare
from ingest.read.place_problems import place_problems
from ingest.read.table_specs import native, shipped
from ingest.read.tables import SECTION, Table
from ingest.read.values import amounts, codes, counts, dates, lists, names, status
from ingest.read.values.longest import LONGEST, is_too_long

_BRANCH = re.compile(
    r"(分公司|分店|分厂|分社|分院|营业部|经营部|门市部|门市$|代销点|代购代销店|服务部(?!件)|供应点|加油站|药店|超市|饭店|购书中心|分理处|收购点|直销店|专卖店|商店|连锁店)"
)
_SHARE = re.compile(r"\s*[(（]\s*(?:占比)?(\d+(?:\.\d+)?)\s*[%％]\s*[)）]$")
_BRANCH_TYPE = re.compile(r"分支机构|分公司|个体|非法人")
_TWO_LETTERS = re.compile(r"[\u4e00-\u9fffA-Za-z]{2}")
_INDUSTRY_CODE = re.compile(r"^[A-Z]?(\d{2,4})$")
ENDS = ("dissolved", "revoked", "moved_out")
_ACCOUNTS = re.compile(r"((?:19|20)\d\d)年(?:\s*1\s*[-—–~至]\s*1?\d\s*月|(?:度|年度)?(?:财务|年报))")
_REGION_CODE = re.compile(r"[1-9]\d{5}(?:\d{6})?")
_LATIN = re.compile(r"[\s/(（]*[A-Za-z][A-Za-z .'-]{2,}[)）]?$")
_FIRMS = native().spec("firms")
# Names that stand for no firm: what the look-ups of databases write where they find none.
_NOTHING = frozenset(n.name(w) for source in shipped().values() for w in source.nothing)
LONGEST_NAME = 120
# Fields of which few tables have any.
_REVENUE = frozenset(("revenue", "revenue_yi", "revenue_year"))
_TAGS = frozenset(("tags", "ownership", "labels"))
_PRODUCTS = frozenset(("products", "segments"))
# Lists and descriptions, which may be as long as a cell can be.
_LONG = frozenset(("scope", "business", "products", "segments", "aliases", "former", "labels", "tags", "sites"))
YUAN_PER_WAN, YUAN_PER_YI = 10_000, 100_000_000


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
    if table.fields is not None and "name" in table.fields:
        return {f: c[0] for f, c in table.fields.items()}
    return _FIRMS.located(table.file, table.columns)


def parse(
    table: Table, regions: Regions, region: str = "", progress: Callable[[int, int], None] | None = None
) -> Parsed:
    """Facts of every usable row. `region` is assumed where nothing in or around a row says where the firm is."""
    mapping(table)
    columns = table.fields if table.fields is not None else _FIRMS.match_all(table.columns)
    around = _Around(table, columns, regions, region)
    parsed = Parsed(rows=len(table.rows))
    for i, (row, cells) in enumerate(table.rows):
        if len(cells) < len(table.columns) // 2:
            parsed.problems.append(RowProblem(table.label, row, "", "not_a_row"))
            continue
        facts = _Row(row, cells, around, parsed.problems).facts()
        if facts is not None:
            parsed.firms.append((row, facts))
        if progress and i % 500 == 0:
            progress(i, len(table.rows))
    return parsed


class _Around:
    """What the rows of a table share: its columns by field, their units, what stands above and beside it."""

    def __init__(self, table: Table, columns: Mapping[str, Sequence[str]], regions: Regions, default: str) -> None:
        self.file, self.columns, self.default = table.label, columns, default
        self.regions, self.places = regions, regions.places
        self.only = [(f, c[0]) for f, c in columns.items() if len(c) == 1]
        self.many = [(f, c) for f, c in columns.items() if len(c) > 1]
        self.beside = (bare(table.sheet), bare(Path(table.member).stem))  # what else may name a place
        source = shipped().get(table.source)
        self.title = " ".join(table.titles) if source is not None and source.local else ""
        self.units = {f: self._unit(f, table.unit) for f in ("capital", "capital_wan", "revenue", "revenue_yi")}
        told = next((y for f in ("revenue", "revenue_yi") if (y := headings.year(self.column(f)))), None)
        self.revenue_year = told or _year_of_accounts(table.titles)
        # Lists in our own tables are separated by semicolons alone; what others write is not known beforehand.
        self.ours = {f for f, c in columns.items() if f in _FIRMS.columns and tuple(c) == (_FIRMS.heading(f),)}
        self.renames, self.tells_state = "aliases" in columns or "former" in columns, "status" in columns
        self.today = date.today()
        self.today_iso = self.today.isoformat()

    def column(self, field_name: str) -> str:
        """The heading of the column that holds a field."""
        return self.columns.get(field_name, (field_name,))[0]

    def _unit(self, field_name: str, above: str) -> str:
        told = headings.unit(self.column(field_name)) if field_name in self.columns else ""
        return told or _FIRMS.columns[field_name].unit or above


def _year_of_accounts(titles: Sequence[str]) -> int | None:
    """The year that the lines above a table of accounts tell: 工业企业财务状况（2024年1—12月）."""
    found = {int(m.group(1)) for t in titles for m in _ACCOUNTS.finditer(t)}
    year = found.pop() if len(found) == 1 else None
    return year if year is not None and year <= date.today().year else None


def _place_words(text: str) -> str:
    """A cell for places without the same again in Latin letters: 新乡 Xinxiang."""
    return _LATIN.sub("", text) if not text.isascii() else text


class _Row:
    """One row: its cells by field, read as the specification of the table says."""

    def __init__(self, row: int, cells: Mapping[str, str], around: _Around, problems: list[RowProblem]) -> None:
        self.row, self.around, self.problems = row, around, problems
        self.cells: Mapping[str, str] = (
            cells if max(map(len, cells.values()), default=0) <= LONGEST else self._cut(cells)
        )
        cells = self.cells
        # Field → its cell that holds something: most fields are in no column, and all are asked for in every row.
        self.told = {f: text for f, c in around.only if (text := cells.get(c))}
        for field_name, columns in around.many:
            if text := next((t for c in columns if (t := cells.get(c))), ""):
                self.told[field_name] = text
        # The same without what stands for nothing (N/A, —, 无).
        self.clean = {f: plain for f, text in self.told.items() if (plain := n.blank(text))}
        self.refused = False

    def _cut(self, cells: Mapping[str, str]) -> Mapping[str, str]:
        """The row without cells that are too long for what their column holds; a name so long is refused as a name."""
        held = {c: f for f, columns in self.around.columns.items() for c in columns}
        out = dict(cells)
        self.told = {"name": cells.get(self.around.column("name"), "")}
        for column, text in cells.items():
            field_name = held.get(column, "")
            if not is_too_long(text) or field_name in _LONG or not field_name:
                continue
            out[column] = text[: LONGEST + 1] if field_name == "name" else ""
            if field_name != "name":
                self.problems.append(
                    RowProblem(
                        self.around.file, self.row, column, "long_cell", text[:80], self.shown, (("most", LONGEST),)
                    )
                )
        return out

    @property
    def shown(self) -> str:
        """The name as it stands, for messages."""
        return self.told.get("name", "")[:60]

    def get(self, field_name: str) -> str:
        """The first cell of the field's columns that holds something, '' where that stands for nothing."""
        return self.clean.get(field_name, "")

    def plain(self, field_name: str) -> str:
        """The cell without what a spreadsheet puts around a text."""
        text = self.clean.get(field_name)
        return n.blank(names.visible(text)) if text else ""

    def list_of(self, field_name: str) -> list[str]:
        """The parts of all cells of the field."""
        if field_name not in self.around.columns:
            return []
        cells = [n.blank(self.cells.get(c, "")) for c in self.around.columns.get(field_name, ())]
        split = n.items if field_name in self.around.ours else lists.parts
        return list(dict.fromkeys(p for text in cells if text for p in split(text) if n.blank(p)))

    def problem(self, field_name: str, code: str, value: str = "") -> None:
        """A note on a cell; the row is used."""
        value = (value or self.told.get(field_name, ""))[:80]
        self.problems.append(
            RowProblem(self.around.file, self.row, self.around.column(field_name), code, value, self.shown)
        )

    def refuse(self, field_name: str, code: str, value: str, **args: str) -> None:
        """The row is not used: what stands there would be taken for something else than it says."""
        column = self.around.column(field_name)
        said = tuple(args.items())
        self.problems.append(RowProblem(self.around.file, self.row, column, code, value[:80], self.shown, said))
        self.refused = True

    def facts(self) -> StatedFacts | None:
        told = names.read(self.get("name"))
        name = n.name(told.name)
        why = self._no_firm(name)
        if why:
            self.problem("name", why)
            return None
        if told.note:
            self.problem("name", "name_note", told.note)
        uscc = self.uscc() or told.code
        capital, employees = self.capital(), self.employees()
        place = self.place(name, uscc)
        ent_type, source, shares = self.get("ent_type"), self.get("source"), self.products()
        revenue, revenue_year = self.revenue() if _REVENUE & self.told.keys() else (None, None)
        facts = {
            "name": name,
            "uscc": uscc,
            "stock_code": self.stock_code(),
            "region": place.code,
            "unit": place.unit,
            "county": self.county(place),
            "address": self.get("address"),
            "products": list(shares),
            **self.words(),
            **self.old_names(told),
            **self.state(told),
            "founded": self.day("founded"),
            "capital_wan": capital,
            "employees": employees,
            "revenue_yi": revenue,
            "revenue_year": revenue_year,
            "tags": self.tags() if _TAGS & self.told.keys() else [],
            "parent": n.name(self.plain("parent")) if "parent" in self.told else "",
            "sites": self.sites() if "sites" in self.told else [],
            "ent_type": ent_type,
            "branch": bool(_BRANCH_TYPE.search(ent_type) or _BRANCH.search(name)),
            "source": source,
            "as_of": self.as_of(),
            "verified_identity": n.truth(self.get("verified_identity")),
            "verified_products": n.truth(self.get("verified_products")) and not no_witness(source),
            "shares": {p: s for p, s in shares.items() if s is not None},
        }
        stated: StatedFacts = {k: v for k, v in facts.items() if v}  # type: ignore[assignment]
        return None if self.refused else stated

    @staticmethod
    def _no_firm(name: str) -> str:
        """Why the row has no firm's name; '' where it has one."""
        if not name:
            return "no_name"
        if name in _NOTHING:
            return "not_found"
        if names.is_example(name):
            return "example_row"
        if not _TWO_LETTERS.search(name) or len(name) > LONGEST_NAME or names.is_no_name(name):
            return "bad_name"
        return ""

    def uscc(self) -> str:
        text = self.get("uscc")
        if not text:
            return ""
        code = codes.read(text)
        if code.note:
            self.problem("uscc", code.note)
        return code.code

    def stock_code(self) -> str:
        text = self.plain("stock_code")
        code = n.stock_code(text) if text else ""
        if text and not code:
            self.problem("stock_code", "bad_stock_code")
        return code

    def day(self, field_name: str) -> str:
        """A day that has been; '' where there is none, it cannot be read, or it is still to come."""
        text = self.plain(field_name)
        if not text:
            return ""
        day = dates.read(text)
        if not day.iso:
            self.problem(field_name, "bad_date")
        elif day.iso > self.around.today_iso[: len(day.iso)]:
            self.problem(field_name, "future_date")
            return ""
        elif day.note:
            self.problem(field_name, day.note)
        return day.iso

    def money(self, field_name: str, bare: str, unreadable: str) -> float | None:
        """Yuan, None where there is nothing or it cannot be read."""
        text = self.plain(field_name)
        if not text:
            return None
        if field_name != "revenue" and (currency := self.plain("currency")) and not re.search(r"[元币圆$]", text):
            text = f"{currency}{text}"
        found = amounts.read(text, self.around.units[field_name], bare)
        if found.note:
            self.problem(field_name, unreadable if found.note == "unreadable" else found.note)
        return found.yuan

    def capital(self) -> float | None:
        field_name, code = ("capital_wan", "bad_number") if self.get("capital_wan") else ("capital", "bad_capital")
        yuan = self.money(field_name, "capital", code)
        return round(yuan / YUAN_PER_WAN, 4) if yuan is not None else None

    def revenue(self) -> tuple[float | None, int | None]:
        """(亿元, year)."""
        field_name = "revenue_yi" if self.get("revenue_yi") else "revenue"
        yuan = self.money(field_name, "", "bad_number")
        year = self.revenue_year() or (self.around.revenue_year if yuan is not None else None)
        return (round(yuan / YUAN_PER_YI, 6) if yuan is not None else None), year

    def employees(self) -> int | None:
        text = self.plain("employees")
        if not text:
            return None
        count = counts.read(text)
        if count.note:
            self.problem("employees", "bad_number" if count.note == "unreadable" else count.note)
        return count.value

    def words(self) -> dict[str, object]:
        """Scope and codes of industries; what the firm says of its business, and an industry that is named instead of
        coded, go with the scope."""
        if "gbt4754" not in self.around.columns and "business" not in self.around.columns:
            return {"scope": self.get("scope")}
        coded, named = [], []
        for item in self.list_of("gbt4754"):
            code = _INDUSTRY_CODE.match(item)
            if code:
                coded.append(code.group(1))
            else:
                named.append(item)
        scope = self.get("scope")
        more = [t for t in (self.get("business"), *named) if t and t not in scope]
        return {"scope": "；".join(t for t in (*more, scope) if t), "gbt4754": coded}

    def old_names(self, told: names.FirmName) -> dict[str, object]:
        """Aliases, former names among them."""
        if not told.former and not self.around.renames:
            return {}
        former = [names.former_name(f) for f in (*told.former, *self.list_of("former"))]
        former = list(dict.fromkeys(f for f in map(n.name, former) if f))
        aliases = [a for a in self.list_of("aliases") if a]
        return {"aliases": list(dict.fromkeys((*aliases, *former))), "former_names": former}

    def state(self, told: names.FirmName) -> dict[str, object]:
        """Is it alive, and since when not? The column speaks before what stands in brackets behind the name."""
        ended = self.day("status_date") if "status_date" in self.around.columns else ""
        if not told.status and not self.around.tells_state:
            if not ended:
                return {}
            # A day on which it ended says that it ended, where no column tells the state.
            how = status.read(self.around.column("status_date").removesuffix("日期").removesuffix("时间"))
            return {"status": how if how in ENDS else "dissolved", "status_date": ended}
        text = self.plain("status")
        read = status.read(text) if text else None
        if text and read is None:
            self.problem("status", "bad_status")
        return {"status": read or told.status, "status_date": ended}

    def products(self) -> dict[str, int | None]:
        """The products, each with its share of revenue in micro-units where the cell tells it: `电池隔膜(45%)`. A
        node of a chain that the row is put under is a product, too."""
        out: dict[str, int | None] = {}
        if not _PRODUCTS & self.told.keys():
            return out
        for item in self.list_of("products"):
            told = None if is_too_long(item) else _SHARE.search(item)
            percent = float(told.group(1)) if told else None
            if percent is not None and percent > 100:
                self.refuse("products", "share_over_one", item)
            out[item[: told.start()] if told else item] = None if percent is None else round(percent / 100 * MICRO)
        for item in self.list_of("segments"):
            out.setdefault(item.rsplit(".", 1)[-1] if item.isascii() else item, None)
        return out

    def tags(self) -> list[str]:
        """The tags in our words, the owner's among them; a word that is none of ours is refused. Of labels that others
        give, those that are ours are taken and the rest is noted."""
        out = []
        for field_name, allowed in (("tags", vocabulary.FIRM_TAGS), ("ownership", vocabulary.OWNERS)):
            for word in n.items(self.get(field_name)):
                tag = vocabulary.firm_tag(word)
                if tag is None or (tag and tag not in allowed):
                    code = "unknown_tag" if field_name == "tags" else "unknown_owner"
                    self.refuse(field_name, code, word, allowed="、".join(allowed))
                elif tag:
                    out.append(tag)
        for word in self.list_of("labels"):
            tag = vocabulary.firm_tag(word)
            if tag:
                out.append(tag)
            elif tag is None:
                self.problem("labels", "unknown_label", word)
        return list(dict.fromkeys(out))

    def revenue_year(self) -> int | None:
        text = self.plain("revenue_year")
        year = n.number(text.rstrip("年度")) if text else None
        if text and year is None:
            self.problem("revenue_year", "bad_number")
        if year is not None and year > self.around.today.year:
            self.refuse("revenue_year", "future_year", text, year=str(self.around.today.year))
        return int(year) if year is not None else None

    def as_of(self) -> str:
        text = self.get("as_of")
        if not text:
            return ""
        day, year = n.iso_date(text), re.match(r"\d{4}", text)
        today = self.around.today
        if (day and day > today.isoformat()[: len(day)]) or (year and int(year.group()) > today.year):
            self.refuse("as_of", "future_year", text, year=str(today.year))
        return text

    def place(self, name: str, uscc: str) -> Place:
        """The seat, told by columns, address, name and credit code; what contradicts or stays open is noted."""
        around, table = self.around, self.around.places.table
        joined = tuple(_place_words(n.blank(self.cells.get(c, ""))) for c in around.columns.get("place", ()))
        code = self.plain("region_code") or next((t for t in joined if _REGION_CODE.fullmatch(t)), "")
        known = around.regions.canonical(code.removesuffix("000000") if len(code) == 12 else code) if code else ""
        if code and not known:
            self.problem("region_code", "unknown_region")
        said = Said(
            province=_place_words(self.get("province")),
            city=_place_words(self.get("city")),
            county=_place_words(self.get("county")),
            joined=tuple(t for t in joined if not _REGION_CODE.fullmatch(t)),
            region_code=known or "",
            unit=self.get("unit"),
            around=(self.cells.get(SECTION, ""), *around.beside),
            address=self.get("address"),
            name=name,
            uscc=uscc,
            title=around.title,
        )
        place = settle(around.places, said, around.default)
        plain = place.by not in ("", "assumed") and not place.open and not place.conflicts
        for about in () if plain else place_problems(place, said, table):
            column = about.field if about.field in around.columns or about.field != "city" else "place"
            self.problems.append(
                RowProblem(
                    around.file,
                    self.row,
                    around.column(column),
                    about.code,
                    about.value[:80],
                    self.shown,
                    about.args,
                )
            )
        return place

    def county(self, place: Place) -> str:
        """The words of the county; one that is a region of its own needs no second mention where no column asks."""
        return place.county if place.county_code != place.code or self.get("county") else ""

    def sites(self) -> list[str]:
        out = []
        for code in self.list_of("sites"):
            known = self.around.regions.canonical(code)
            if known:
                out.append(known)
            else:
                self.problem("sites", "unknown_region")
        return out
