"""Pairs of rows for the identity benchmark, put together from the outside data by the codes in the labels.

A reference names a row: `L:<ts_code>` a listed firm by its full name, `S:<ts_code>` by its short name, `R:<uscc>` a
registration, `C:<ts_code>:<hash>` a counterparty of that firm's report, by the first 10 digits of the SHA-256 of its
name. `~way` behind it writes the name otherwise, as lists do (`WAYS`). No name stands in the labels.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from graph.model.places import Said, settle
from graph.model.regions import Regions
from ingest.match.likeness import Side, side
from ingest.match.name_parts import NameReader, traditional
from ingest.read import normalise as n

LABELS = Path(__file__).parent / "labels" / "identity_pairs.csv"
REGISTERS = ("national_registrations_300k.csv.gz", "xinxiang_registrations.csv.gz")


@dataclass(frozen=True)
class Row:
    """A row as its table has it; region: a code, '' where the table tells none."""

    name: str
    region: str = ""
    capital_wan: float | None = None
    founded: str = ""
    products: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pair:
    """Two rows, whether they are the same firm, of which kind the pair is, and whether it is set aside."""

    kind: str
    left: Row
    right: Row
    same: bool
    aside: bool


class Outside:
    """The rows of the outside tables that the labels name."""

    def __init__(self, data: Path, regions: Regions) -> None:
        self._data, self._places = data, regions.places

    @cached_property
    def listed(self) -> Mapping[str, dict[str, str]]:
        """Listed firms by code."""
        return {r["ts_code"]: r for r in self._rows("listed_firms.csv.gz")}

    @cached_property
    def registered(self) -> Mapping[str, dict[str, str]]:
        """Registrations by credit code; the first of several rows."""
        out: dict[str, dict[str, str]] = {}
        for file in REGISTERS:
            for r in self._rows(file):
                out.setdefault(r["uscc"], r)
        return out

    @cached_property
    def counterparties(self) -> Mapping[str, str]:
        """The names of counterparties by reference."""
        return {
            f"{r['ts_code']}:{digest(r['counterpart'])}": r["counterpart"]
            for r in self._rows("report_relations.csv.gz")
        }

    def _rows(self, file: str) -> Iterator[dict[str, str]]:
        with gzip.open(self._data / file, "rt", encoding="utf-8", newline="") as handle:
            yield from csv.DictReader(handle)

    def row(self, reference: str) -> Row:
        """The row that a reference names."""
        plain, _, way = reference.partition("~")
        table, _, key = plain.partition(":")
        row = {"L": self._full, "S": self._short, "R": self._registration, "C": self._counterparty}[table](key)
        return WAYS[way](row) if way else row

    def _full(self, code: str) -> Row:
        r = self.listed[code]
        place = settle(self._places, Said(province=r["province"], city=r["city"], name=r["fullname"]))
        return Row(
            r["fullname"],
            place.county_code or place.code,
            n.capital_wan(r["reg_capital_2019"]),
            n.iso_date(r["reg_date"]),
            r["main_products_2025"],
        )

    def _short(self, code: str) -> Row:
        return replace(self._full(code), name=self.listed[code]["name"], capital_wan=None, founded="")

    def _registration(self, uscc: str) -> Row:
        r = self.registered[uscc]
        place = settle(self._places, Said(province=r["province"], address=r["address"], name=r["name"], uscc=uscc))
        return Row(
            r["name"],
            place.county_code or place.code,
            n.capital_wan(r["reg_capital"]),
            n.iso_date(r["reg_date"]),
            r["scope"],
        )

    def _counterparty(self, key: str) -> Row:
        return Row(self.counterparties[key])


_PROVINCES = {
    "13": "河北",
    "14": "山西",
    "15": "内蒙古",
    "21": "辽宁",
    "22": "吉林",
    "23": "黑龙江",
    "32": "江苏",
    "33": "浙江",
    "34": "安徽",
    "35": "福建",
    "36": "江西",
    "37": "山东",
    "41": "河南",
    "42": "湖北",
    "43": "湖南",
    "44": "广东",
    "45": "广西",
    "46": "海南",
    "51": "四川",
    "52": "贵州",
    "53": "云南",
    "61": "陕西",
    "62": "甘肃",
    "63": "青海",
    "64": "宁夏",
    "65": "新疆",
}


def _renamed(row: Row) -> Row:
    """Under a new brand, with the old name told: 曾用名."""
    return replace(row, name="华新瑞" + row.name[-8:], aliases=(row.name,))


WAYS: Mapping[str, Callable[[Row], Row]] = {
    "bare": lambda r: replace(r, capital_wan=None, founded="", products=""),
    "nowhere": lambda r: replace(r, capital_wan=None, founded="", products="", region=""),
    "form": lambda r: replace(r, name=r.name.replace("有限公司", "有限责任公司"), capital_wan=None, founded=""),
    "cancelled": lambda r: replace(r, name=r.name + "（已注销）", products=""),
    "numbered": lambda r: replace(r, name="12." + r.name, capital_wan=None),
    "traditional": lambda r: replace(r, name=traditional(r.name), founded=""),
    "wide": lambda r: replace(r, name=" ".join(r.name), capital_wan=None, founded="", products=""),
    "noted": lambda r: replace(r, name=r.name + "（原：某某实业总公司）", capital_wan=None),
    "noplace": lambda r: replace(r, name=_without_place(r.name), founded=""),
    "short": lambda r: replace(r, name=_without_form(r.name), capital_wan=None, founded=""),
    "renamed": _renamed,
    "city": lambda r: replace(r, name=_bare_place(r.name), capital_wan=None, founded="", products=""),
    "province": lambda r: replace(r, name=_PROVINCES.get(r.region[:2], "") + r.name, founded="", products=""),
}


def _without_place(name: str) -> str:
    """The name without the city before it, written 市 or 县."""
    for mark in ("市", "县"):
        at = name.find(mark, 1, 6)
        if at > 0:
            return name[at + 1 :]
    return name


def _bare_place(name: str) -> str:
    """新乡市甲乙 → 新乡甲乙; 长垣县甲乙 → 长垣甲乙."""
    for mark in ("市", "县"):
        at = name.find(mark, 2, 5)
        if at > 0:
            return name[:at] + name[at + 1 :]
    return name


def _without_form(name: str) -> str:
    for form in ("股份有限公司", "有限责任公司", "有限公司"):
        name = name.removesuffix(form)
    return name


def digest(name: str) -> str:
    """How a counterparty is named in the labels."""
    return hashlib.sha256(name.encode()).hexdigest()[:10]


def pairs(data: Path, regions: Regions) -> list[Pair]:
    """All labelled pairs."""
    outside = Outside(data, regions)
    with LABELS.open(encoding="utf-8", newline="") as handle:
        return [
            Pair(r["kind"], outside.row(r["left"]), outside.row(r["right"]), r["same"] == "1", r["part"] == "aside")
            for r in csv.DictReader(handle)
        ]


def sided(reader: NameReader, row: Row) -> Side:
    """A row ready to be compared."""
    return side(reader, row.name, row.region, row.aliases, row.capital_wan, row.founded, row.products)
