"""The registers of investment ambassadors (招商大使) and liaison offices (驻外联络处) as tables: .xlsx and .csv.

They bear the headings that an office uses, so that a list kept elsewhere comes in and goes out whole. A row is found
again by its name (an ambassador's with the organisation); what a table has no column for stays as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from graph.errors import BadCell, InvalidArgument, UnknownName
from graph.model.regions import Regions
from graph.model.row_problems import RowProblem, of_cell
from outreach.casework.models import Ambassador, LiaisonOffice
from outreach.targets import plain_tables

if TYPE_CHECKING:
    from graph.model.tables import Reading, TableSpec

Reader = Callable[[str], str | date | None]
REGISTERS: dict[str, tuple[type[Ambassador] | type[LiaisonOffice], str]] = {
    "ambassador": (Ambassador, "招商大使"),
    "liaison": (LiaisonOffice, "驻外联络处"),
}
_SEPARATORS = "；;、,，"


@dataclass(frozen=True)
class Taken:
    """What became of a table: rows that are new, rows that were known, and rows that could not be used."""

    new: int
    known: int
    bad: tuple[RowProblem, ...]


def check_kind(kind: str) -> None:
    """Raises `InvalidArgument` where there is no such register."""
    if kind not in REGISTERS:
        raise InvalidArgument(f"名册“{kind}”不认识，应为 {' 或 '.join(REGISTERS)} / no such register")


def fields_of(spec: TableSpec) -> tuple[str, ...]:
    """The fields of a register in the order of its columns; one that the table of this version lacks is left out."""
    table = REGISTERS[spec.kind][0]
    return tuple(f for f in spec.columns if hasattr(table, f))


def take(
    session: Session,
    spec: TableSpec,
    file: str,
    rows: Sequence[tuple[int, Mapping[str, str]]],
    regions: Regions,
    chains: Mapping[str, str],
) -> Taken:
    """Bring a register up to date from a table; `rows` are numbered as in the file, `chains` are names by id.

    spec: of the register's table. Raises `MissingColumn` where no column holds names, `InvalidArgument` where no row
    can be used.
    """
    table = REGISTERS[spec.kind][0]
    located = spec.located(file, list(rows[0][1]) if rows else [])
    where = {f: located[f] for f in fields_of(spec) if f in located}
    readers = _readers(regions, chains)
    seen: dict[tuple[str, str], int] = {}
    bad: list[RowProblem] = []
    new = known = 0
    for number, row in rows:
        cell = {f: str(row.get(h) or "").strip() for f, h in where.items()}
        try:
            values = _values(cell, spec, readers, seen)
        except BadCell as error:
            name = cell.get("name", "")
            bad.append(of_cell(error, file, number, where if name else {}, name))
            continue
        key = (cell["name"], cell.get("organisation", ""))
        seen[key] = number
        query = sa.select(table).where(table.name == key[0])
        if table is Ambassador and "organisation" in where:
            query = query.where(Ambassador.organisation == key[1])
        entry = session.scalars(query).first()
        new, known = (new + 1, known) if entry is None else (new, known + 1)
        entry = entry or table(name=key[0])
        for field, value in values.items():
            setattr(entry, field, value)
        session.add(entry)
        session.flush()
    if not seen:
        why = "；".join(str(b).rstrip("。") for b in bad[:10]) or "表里没有数据行"
        raise InvalidArgument(f"{file} 里没有可用的行：{why}。")
    return Taken(new, known, tuple(bad))


def _values(
    cell: Mapping[str, str], spec: TableSpec, readers: Mapping[Reading, Reader], seen: Mapping[tuple[str, str], int]
) -> dict[str, str | date | None]:
    """What a row says, by field. Raises `BadCell`."""
    values: dict[str, str | date | None] = {}
    for field, text in cell.items():
        try:
            values[field] = readers[spec.columns[field].read](text)
        except BadCell as error:
            error.field = field
            raise
    if not cell["name"]:
        raise BadCell("row_no_name", "name")
    since, until = values.get("since"), values.get("until")
    if isinstance(since, date) and isinstance(until, date) and until < since:
        raise BadCell("register_term", "until", cell["until"])
    key = (cell["name"], cell.get("organisation", ""))
    if key in seen:
        raise BadCell("row_twice", "name", cell["name"], first=seen[key])
    return values


def _readers(regions: Regions, chains: Mapping[str, str]) -> dict[Reading, Reader]:
    """How a cell is read, by what its column's specification calls it."""
    by_form = {form: key for key, name in chains.items() for form in (key, name)}

    def region(text: str) -> str:
        if not text:
            return ""
        try:
            return regions.get(text).code
        except UnknownName:
            raise BadCell("register_region", value=text) from None

    def chain(text: str) -> str:
        if text not in by_form:
            raise BadCell("register_chain", value=text, allowed="、".join(chains.values()))
        return by_form[text]

    def each(one: Callable[[str], str]) -> Callable[[str], str]:
        return lambda text: ";".join(one(p) for p in _parts(text))

    return {
        "text": str,
        "region": region,
        "regions": each(region),
        "chains": each(chain),
        "items": each(str),
        "date": _day,
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
        raise BadCell("row_day", value=text) from None


def rows(session: Session, spec: TableSpec, regions: Regions, chains: Mapping[str, str]) -> list[dict[str, str]]:
    """A register as it is read again: headings and words, no ids."""
    table = REGISTERS[spec.kind][0]
    fields = fields_of(spec)

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
    return [{spec.heading(f): words(f, getattr(e, f)) for f in fields} for e in entries]


def _place(code: str, regions: Regions) -> str:
    """The name of a place where it means this one alone, else its code: what is written must be read as the same."""
    name = regions.name(code)
    try:
        return name if regions.get(name).code == code else code
    except UnknownName:
        return code


def as_csv(spec: TableSpec, listed: Sequence[Mapping[str, str]]) -> bytes:
    """The register as .csv that Excel opens as it is; an empty one has its headings."""
    return plain_tables.as_csv([spec.heading(f) for f in fields_of(spec)], listed)


def as_xlsx(spec: TableSpec, listed: Sequence[Mapping[str, str]]) -> bytes:
    """The register as .xlsx."""
    return plain_tables.as_xlsx([spec.heading(f) for f in fields_of(spec)], listed, REGISTERS[spec.kind][1])
