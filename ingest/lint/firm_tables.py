"""Lint of the firm tables: each row by itself, and rows that speak of the same firm."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from graph.errors import LiantuError
from graph.model.records.sources import confirms_products, name_copied, own_only
from graph.model.regions import RENUMBERED, Regions
from graph.model.row_problems import Arg, RowProblem
from graph.model.vocabulary import SIZES
from ingest.lint.findings import finding
from ingest.lint.shipped_rows import ShippedRow, read_firms
from ingest.read import normalise as n

# Works of another firm, which decides for it: 分公司, an insurer's 中心支公司, a broker's 营业部, a shop.
_BRANCH = re.compile(r"(分公司|中心支公司|支公司|营业部|门店|分店|分厂)(（[^）]*）)?$")
_GBT = re.compile(r"\d{2,4}")


def lint_firms(folder: Path, regions: Regions, units: frozenset[str]) -> tuple[list[ShippedRow], list[RowProblem]]:
    """All rows of all firm tables that can be read, and every finding."""
    rows: list[ShippedRow] = []
    found: list[RowProblem] = []
    for file in sorted(folder.glob("*.csv")):
        label = f"{folder.name}/{file.name}"
        try:
            own, problems = read_firms(file, regions)
        except LiantuError as error:
            found.append(finding("unreadable", label, why=str(error)))
            continue
        for p in problems:
            if p.column == "sites":
                found.append(finding("unknown_site", label, p.row, p.name, name=p.name, value=p.value))
            else:
                found.append(p.in_data(label))
        for r in own:
            found += _row(r, regions, units)
        rows += own
    return rows, found + list(_same_firm(rows, regions))


def _row(r: ShippedRow, regions: Regions, units: frozenset[str]) -> Iterator[RowProblem]:
    name = r.facts["name"]

    def say(code: str, **args: Arg) -> RowProblem:
        return finding(code, r.file, r.row, name, name=name, **args)

    source = r.facts.get("source", "")
    if not source:
        yield say("missing_source")
    if not r.facts.get("as_of"):
        yield say("missing_as_of")
    if r.facts.get("verified_identity") and own_only(source):
        yield say("verified_alone")
    elif r.facts.get("verified_identity") and name_copied(source):
        yield say("identity_copied")
    # As written: the reader itself takes a tick away that rests on a copied value.
    if n.truth(r.cells.get("verified_products", "")) and not confirms_products(source):
        yield say("products_alone")
    tags = r.facts.get("tags", [])
    sizes = sum(t in SIZES for t in tags)
    if sizes != 1:
        yield say("no_size", n=sizes)
    if _BRANCH.search(name) and "分支机构" not in tags:
        yield say("branch_as_firm")
    if r.facts.get("scope"):
        yield say("scope_copied")
    if bool(r.facts.get("stock_code")) != ("上市" in tags):
        yield say("listed_tag")
    for code in r.facts.get("gbt4754", []):
        if not _GBT.fullmatch(code):
            yield say("bad_gbt4754", value=code)
    unit = r.facts.get("unit", "")
    if unit and unit not in units:
        yield say("unknown_unit", value=unit)
    yield from _place(r, regions, say)


def _place(r: ShippedRow, regions: Regions, say: Callable[..., RowProblem]) -> Iterator[RowProblem]:
    for code in (r.cells.get("region_code", ""), *n.items(r.cells.get("sites", ""))):
        if _lost_county(code, regions):
            yield say("region_coarse", value=code)
    given, code = n.blank(r.cells.get("city", "")), regions.canonical(r.cells.get("region_code", ""))
    city = regions.name(regions.city_of(code)) if regions.city_of(code) else ""
    if given and city and given != city:
        yield say("place_disagrees", given=given, region=city)


def _lost_county(code: str, regions: Regions) -> bool:
    """A county code the table lacks, though it lists the counties of that city."""
    if len(code) != 6 or code in regions.by_code or code in RENUMBERED or not regions.canonical(code):
        return False
    return any(r.level == "county" and r.code[:4] == code[:4] for r in regions.by_code.values())


def _same_firm(rows: Sequence[ShippedRow], regions: Regions) -> Iterator[RowProblem]:
    """Rows with one credit code, stock code or name: they must agree in name, city and codes."""
    for group in _groups(rows):
        first_in: dict[str, int] = {}
        for r in group:
            if r.file in first_in:
                yield finding(
                    "firm_twice", r.file, r.row, r.facts["name"], name=r.facts["name"], first=first_in[r.file]
                )
            first_in.setdefault(r.file, r.row)
        for field, read in (
            ("name", lambda r: r.facts["name"]),
            ("city", lambda r: regions.name(regions.city_of(r.facts["region"])) if r.facts.get("region") else ""),
            ("uscc", lambda r: r.facts.get("uscc", "")),
            ("stock_code", lambda r: r.facts.get("stock_code", "")),
        ):
            values: dict[str, list[str]] = defaultdict(list)
            spelt: dict[str, str] = {}
            for r in group:
                value = read(r)
                if value:
                    spelt.setdefault(n.name_key(value), value)
                    values[n.name_key(value)].append(f"{r.file}:{r.row}")
            if len(values) > 1:
                shown = "; ".join(f"{spelt[k]} ({', '.join(at)})" for k, at in values.items())
                last = group[-1]
                yield finding(
                    "firm_conflict",
                    last.file,
                    last.row,
                    last.facts["name"],
                    name=last.facts["name"],
                    field=field,
                    values=shown,
                )


def _groups(rows: Sequence[ShippedRow]) -> list[list[ShippedRow]]:
    """Rows joined by any key they share, groups of two and more, in the order of the rows."""
    parent = list(range(len(rows)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    seen: dict[str, int] = {}
    for i, r in enumerate(rows):
        for key in (
            f"u:{r.facts.get('uscc', '')}",
            f"s:{r.facts.get('stock_code', '')}",
            f"n:{n.name_key(r.facts['name'])}",
        ):
            if len(key) > 2:
                a, b = root(i), root(seen.setdefault(key, i))
                parent[max(a, b)] = min(a, b)
    groups: dict[int, list[ShippedRow]] = defaultdict(list)
    for i, r in enumerate(rows):
        groups[root(i)].append(r)
    return [g for g in groups.values() if len(g) > 1]
