"""The registers of investment ambassadors (招商大使) and liaison offices (驻外联络处) as tables: read from and written to
.xlsx and .csv with the headings an office uses, so that a list kept elsewhere comes in and goes out whole.

A row is found again by its name (an ambassador's with the organisation); what a table has no column for stays as it was.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
import xlsxwriter
from sqlalchemy.orm import Session

from graph.errors import InvalidArgument, MissingColumn, UnknownName
from graph.model.regions import Regions
from outreach.casework.models import Ambassador, LiaisonOffice
from outreach.targets.target_table import BadRow

# field → headings, the first of which is written. A field that the table of this version does not have is left out.
HEADINGS: dict[str, tuple[str, ...]] = {
    "name": ("名称", "姓名或职务", "联络处", "name"),
    "organisation": ("所在单位", "单位", "organisation"),
    "region": ("所在地", "地区", "城市", "region"),
    "home_town": ("籍贯", "home_town"),
    "alumni": ("毕业院校", "校友", "alumni"),
    "chains": ("负责产业链", "产业链", "chains"),
    "ties": ("可联系单位", "资源", "ties"),
    "covers": ("联系省份", "覆盖地区", "covers"),
    "head": ("负责人", "head"),
    "contact": ("联系方式", "联系电话", "contact"),
    "since": ("聘期起", "聘任日期", "since"),
    "until": ("聘期止", "到期日期", "until"),
    "note": ("备注", "note"),
}
REGISTERS: dict[str, tuple[type[Ambassador] | type[LiaisonOffice], str, tuple[str, ...]]] = {
    "ambassador": (
        Ambassador,
        "招商大使",
        (
            "name",
            "organisation",
            "region",
            "home_town",
            "alumni",
            "chains",
            "ties",
            "contact",
            "since",
            "until",
            "note",
        ),
    ),
    "liaison": (LiaisonOffice, "驻外联络处", ("name", "region", "covers", "head", "contact", "note")),
}
_SEPARATORS = "；;、,，"


@dataclass(frozen=True)
class Taken:
    """What became of a table: rows that are new, rows that were known, and rows that could not be used."""

    new: int
    known: int
    bad: tuple[BadRow, ...]


def fields_of(kind: str) -> tuple[str, ...]:
    """The fields of a register in the order of its columns. Raises `InvalidArgument`."""
    if kind not in REGISTERS:
        raise InvalidArgument(f"名册“{kind}”不认识，应为 {' 或 '.join(REGISTERS)} / no such register")
    table, _, fields = REGISTERS[kind]
    return tuple(f for f in fields if hasattr(table, f))


def take(
    session: Session,
    kind: str,
    file: str,
    rows: Sequence[tuple[int, Mapping[str, str]]],
    regions: Regions,
    chains: Mapping[str, str],
) -> Taken:
    """Bring a register up to date from a table; `rows` are numbered as in the file, `chains` are names by id.

    Raises `MissingColumn` where no column holds names, `InvalidArgument` where no row can be used.
    """
    fields = fields_of(kind)
    table = REGISTERS[kind][0]
    found = list(rows[0][1]) if rows else []
    where = {f: h for f in fields if (h := next((c for c in found if c.strip().lower() in HEADINGS[f]), None))}
    if "name" not in where:
        raise MissingColumn(file, HEADINGS["name"][0], found)
    readers = _readers(regions, chains)
    seen: dict[tuple[str, str], int] = {}
    bad: list[BadRow] = []
    new = known = 0
    for number, row in rows:
        cell = {f: str(row.get(h) or "").strip() for f, h in where.items()}
        try:
            read = {f: readers.get(f, str)(text) for f, text in cell.items()}
            if not cell["name"]:
                raise ValueError("没有名称，请补上")
            if read.get("since") and read.get("until") and read["until"] < read["since"]:
                raise ValueError("聘期止早于聘期起，请改正")
            key = (cell["name"], cell.get("organisation", ""))
            if key in seen:
                raise ValueError(f"与第 {seen[key]} 行重复，只用了前一行")
        except ValueError as error:
            bad.append(BadRow(number, cell.get("name", ""), f"{error}。"))
            continue
        seen[key] = number
        query = sa.select(table).where(table.name == key[0])
        if table is Ambassador and "organisation" in where:
            query = query.where(Ambassador.organisation == key[1])
        entry = session.scalars(query).first()
        new, known = (new + 1, known) if entry is None else (new, known + 1)
        entry = entry or table(name=key[0])
        for field, value in read.items():
            setattr(entry, field, value)
        session.add(entry)
        session.flush()
    if not seen:
        why = "；".join(str(b).rstrip("。") for b in bad[:10]) or "表里没有数据行"
        raise InvalidArgument(f"{file} 里没有可用的行：{why}。")
    return Taken(new, known, tuple(bad))


def _readers(regions: Regions, chains: Mapping[str, str]) -> dict[str, Callable[[str], Any]]:
    by_form = {form: key for key, name in chains.items() for form in (key, name)}

    def region(text: str) -> str:
        if not text:
            return ""
        try:
            return regions.get(text).code
        except UnknownName:
            raise ValueError(f"没有“{text}”这个地区，请核对") from None

    def chain(text: str) -> str:
        if text not in by_form:
            raise ValueError(f"没有“{text}”这条产业链，应为 {'、'.join(chains.values())} 之一")
        return by_form[text]

    def each(one: Callable[[str], str]) -> Callable[[str], str]:
        return lambda text: ";".join(one(p) for p in _parts(text))

    return {
        "region": region,
        "home_town": region,
        "chains": each(chain),
        "covers": each(region),
        "alumni": each(str),
        "ties": each(str),
        "since": _day,
        "until": _day,
    }


def _parts(text: str) -> list[str]:
    for mark in _SEPARATORS:
        text = text.replace(mark, "\n")
    return [p.strip() for p in text.split("\n") if p.strip()]


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10].replace("/", "-").replace(".", "-"))
    except ValueError:
        raise ValueError(f"日期应写成 2026-12-01 的样子，现为“{text}”") from None


def rows(session: Session, kind: str, regions: Regions, chains: Mapping[str, str]) -> list[dict[str, str]]:
    """A register as it is read again: headings and words, no ids."""
    table = REGISTERS[kind][0]
    fields = fields_of(kind)

    def words(field: str, value: Any) -> str:
        if not value:
            return ""
        if field in ("region", "home_town"):
            return _place(str(value), regions)
        if field in ("covers", "chains"):
            names = [chains.get(p, p) if field == "chains" else _place(p, regions) for p in str(value).split(";")]
            return "；".join(names)
        return str(value).replace(";", "；") if field in ("alumni", "ties") else str(value)

    entries = session.scalars(sa.select(table).order_by(table.id))
    return [{HEADINGS[f][0]: words(f, getattr(e, f)) for f in fields} for e in entries]


def _place(code: str, regions: Regions) -> str:
    """The name of a place where it means this one alone, else its code: what is written must be read as the same."""
    name = regions.name(code)
    try:
        return name if regions.get(name).code == code else code
    except UnknownName:
        return code


def as_csv(kind: str, listed: Sequence[Mapping[str, str]]) -> bytes:
    """The register as .csv that Excel opens as it is; an empty one has its headings."""
    out = io.StringIO()
    writer = csv.DictWriter(out, [HEADINGS[f][0] for f in fields_of(kind)], lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(listed)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(kind: str, listed: Sequence[Mapping[str, str]]) -> bytes:
    """The register as .xlsx, text throughout, so that nothing is taken for a number or a formula."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(REGISTERS[kind][1])
    head, body = book.add_format({"bold": True, "bottom": 1}), book.add_format({"text_wrap": True, "valign": "top"})
    headings = [HEADINGS[f][0] for f in fields_of(kind)]
    sheet.set_column(0, len(headings) - 1, 18)
    sheet.freeze_panes(1, 1)
    sheet.write_row(0, 0, headings, head)
    for i, row in enumerate(listed, 1):
        for j, heading in enumerate(headings):
            sheet.write_string(i, j, row[heading], body)
    book.close()
    return buffer.getvalue()
