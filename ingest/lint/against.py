"""Holds the listed firms of `data/` against an outside table of listed firms: do name, city, owner and products agree,
and how many of its firms do we have?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from graph.errors import LiantuError, MissingColumn
from graph.model.regions import Regions
from graph.model.vocabulary import OWNERS, firm_tag
from ingest.lint.firms.coverage import IndustryCoverage, coverage
from ingest.lint.firms.reports import ReportedProducts
from ingest.lint.shipped_rows import MAX_MB, ShippedRow, read_firms
from ingest.read import normalise as n
from ingest.read.understand.outside import agreed_table

NEEDED = ("ts_code", "name", "fullname", "city")
# What exchanges add to a short name for a while: special treatment, ex dividend, share class, voting rights.
_MARKS = re.compile(r"^(S?ST|XD|XR|DR|N|C(?=[\u4e00-\u9fff]))|(UW|U|W|WD|A|B)$")


@dataclass(frozen=True)
class Disagreement:
    """A fact of a listed firm that the outside table tells otherwise."""

    field: Literal["name", "city", "uscc", "owner", "products"]
    stock_code: str
    file: str
    row: int
    ours: str
    theirs: str


@dataclass(frozen=True)
class Agreement:
    """How far our listed firms and the outside table agree. Each stock code counts once, whatever the files it is in;
    it agrees where all its rows do."""

    listed: int  # stock codes in data/
    compared: int  # of these, found in the table
    name_agree: int
    city_known: int  # compared, and both sides name a city
    city_agree: int
    uscc_known: int  # compared, and both sides give a credit code
    uscc_agree: int
    owner_known: int  # compared, and both sides say who owns it
    owner_agree: int
    products_known: int  # compared, and the products of its report stand in our segments
    products_agree: int  # one of these segments is the firm's, or its products are called alike
    coverage: tuple[IndustryCoverage, ...]
    disagreements: tuple[Disagreement, ...]
    not_in_table: tuple[tuple[str, str], ...]  # (stock code, name)

    @property
    def name_rate(self) -> float:
        return _rate(self.name_agree, self.compared)

    @property
    def city_rate(self) -> float:
        return _rate(self.city_agree, self.city_known)

    @property
    def uscc_rate(self) -> float:
        return _rate(self.uscc_agree, self.uscc_known)

    @property
    def owner_rate(self) -> float:
        return _rate(self.owner_agree, self.owner_known)

    @property
    def products_rate(self) -> float:
        return _rate(self.products_agree, self.products_known)


def _rate(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def compare(data: Path, against: Path) -> Agreement:
    """Compare the firms of `data/firms` that have a stock code with the table `against`.

    Firms with a Hong Kong code, or that the table lacks, are listed and not counted. Files of `data/` that cannot
    be read are left to `lint`. Raises `UnreadableFile` and `MissingColumn` for the table.
    """
    table = agreed_table(against, MAX_MB)
    for column in NEEDED:
        if column not in table.columns:
            raise MissingColumn(table.file, column, table.columns)
    theirs = {n.stock_code(cells["ts_code"]): cells for _, cells in table.rows}
    regions = Regions.load(data / "regions.csv")
    ours = _listed(data, regions)
    missing = tuple(
        (code, rows[0].facts["name"])
        for code, rows in sorted(ours.items())
        if code.endswith(".HK") or code not in theirs
    )
    absent = {code for code, _ in missing}
    compared = [(code, rows) for code, rows in sorted(ours.items()) if code not in absent]
    reports = ReportedProducts(data, table.columns)
    facts = [f for code, rows in compared for r in rows for f in _compared(code, r, theirs[code], regions)]
    facts += [f for code, rows in compared for f in _products(code, rows, theirs[code], reports)]
    wrong = tuple(d for d, agrees in facts if not agrees)

    def count(field: str) -> tuple[int, int]:
        known = {d.stock_code for d, _ in facts if d.field == field}
        return len(known), len(known) - len({d.stock_code for d in wrong if d.field == field})

    return Agreement(
        len(ours),
        len(compared),
        count("name")[1],
        *count("city"),
        *count("uscc"),
        *count("owner"),
        *count("products"),
        coverage(theirs, ours.keys(), data),
        wrong,
        missing,
    )


def _listed(data: Path, regions: Regions) -> dict[str, list[ShippedRow]]:
    """Stock code → the rows of our tables."""
    ours: dict[str, list[ShippedRow]] = defaultdict(list)
    for file in sorted((data / "firms").glob("*.csv")):
        try:
            rows, _ = read_firms(file, regions)
        except LiantuError:
            continue
        for r in rows:
            if r.facts.get("stock_code"):
                ours[r.facts["stock_code"]].append(r)
    return ours


def _products(
    code: str, rows: list[ShippedRow], cells: Mapping[str, str], reports: ReportedProducts
) -> Iterator[tuple[Disagreement, bool]]:
    """Do the main products of its report agree with any of the firm's segments, or in words with what our table says it
    makes? Nothing is said where they stand in none of our segments."""
    told = reports.main(cells) if reports.column else []
    found, ours = reports.segments_of(told), reports.ours(rows)
    if found:
        r = rows[0]
        mine = "、".join(r.facts.get("products", [])) + " → " + "、".join(reports.names[s] for s in sorted(ours))
        made = [p for row in rows for p in row.facts.get("products", [])]
        agrees = bool(found & ours) or reports.alike(made, told)
        yield Disagreement("products", code, r.file, r.row, mine, "、".join(told)), agrees


def _compared(
    code: str, r: ShippedRow, cells: Mapping[str, str], regions: Regions
) -> Iterator[tuple[Disagreement, bool]]:
    """Every fact that both sides state of a row, and whether they agree."""
    full, short = n.name(cells["fullname"]), n.name(cells["name"])
    keys = {n.name_key(form) for form in (r.facts["name"], *r.facts.get("aliases", ()))}
    agrees = (bool(full) and n.name_key(full) in keys) or _bare(short) in {_bare(k) for k in keys}
    yield Disagreement("name", code, r.file, r.row, r.facts["name"], full or short), agrees
    city, given = regions.city_of(r.facts.get("region", "")), n.blank(cells["city"])
    if city and given:
        found = regions.city_of(regions.find(n.blank(cells.get("province", "")), given))
        same = city == found if found else regions.name(city) == given
        yield Disagreement("city", code, r.file, r.row, regions.name(city), given), same
    uscc, other = r.facts.get("uscc", ""), n.credit_code(cells.get("uscc", ""))
    if uscc and other:
        yield Disagreement("uscc", code, r.file, r.row, uscc, other), uscc == other
    owners = [tag for tag in r.facts.get("tags", []) if tag in OWNERS]
    owner = firm_tag(n.blank(cells.get("ownership", "")))
    if owners and owner in OWNERS:
        yield Disagreement("owner", code, r.file, r.row, "、".join(owners), str(owner)), owner in owners


def _bare(short: str) -> str:
    """A short name without the exchange's marks: `*ST国华` and `国华` are one, and so are `万科Ａ` and `万科`."""
    return _MARKS.sub("", n.name_key(short.replace("*", "")))
