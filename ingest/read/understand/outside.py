"""A file from outside → its tables, each told what it is about. The file is opened in a process of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from graph.errors import UnreadableFile
from graph.model.tables import TableSpec
from ingest.read.files.limits import Limits
from ingest.read.files.own_process import Part, opened
from ingest.read.layout.shapes import Head, Left, SkippedSheet
from ingest.read.table_kinds import TableLayout, layout
from ingest.read.table_specs import Source, known_headings, shipped
from ingest.read.tables import SECTION, Table, refuse_empty

SAMPLE = 50  # rows that are looked at to tell what a column holds


@dataclass(frozen=True)
class OpenedFile:
    """The tables of a file, each with what it is about, and the sheets that hold none."""

    file: str
    tables: tuple[tuple[Table, TableLayout], ...]
    skipped: tuple[SkippedSheet, ...]


def open_file(path: Path, max_mb: int, sources: Mapping[str, Source] | None = None, only: int = 0) -> OpenedFile:
    """All tables of a file. sources: those known, all shipped ones where none are given; only: rows wanted of each.

    Raises `UnreadableFile` where it cannot be opened, or holds no table with a row.
    """
    known = shipped() if sources is None else sources
    with opened(path, Limits(max_mb), known_headings(known), only) as parts:
        tables, skipped = _assembled(path.name, parts)
    told = [t for t in tables if t.known]
    skipped += [SkippedSheet(t.sheet, t.member, "no_heading") for t in tables if told and not t.known]
    kept = [t for t in told or tables if t.rows]
    nameless: list[Table] = []
    if not tables:
        raise UnreadableFile(path.name, "there is nothing in it", "export it again")
    refuse_empty(path.name, len(kept))
    out = []
    for table in kept:
        titles = (*table.titles, table.sheet, path.stem)
        shape = layout(table.columns, titles, [cells for _, cells in islice(table.rows, SAMPLE)], known)
        shape = _without_false_codes(table, shape)
        several = len(kept) > 1 or bool(skipped)
        if shape.kind == "firms" and "name" not in (shape.fields or {}):
            nameless.append(table)
        out.append((replace(table, fields=shape.fields, source=shape.source, several=several), shape))
    if len(nameless) < len(out):  # sums by county, lists of choices: told, and no reason to refuse the rest
        skipped += [SkippedSheet(t.sheet, t.member, "no_firms_in_sheet") for t in nameless]
        out = [(t, shape) for t, shape in out if not any(t.rows is n.rows for n in nameless)]
    return OpenedFile(path.name, tuple(out), tuple(skipped))


def one_table(path: Path, max_mb: int, spec: TableSpec | None = None) -> Table:
    """The one table of a file that a reader asks for who knows what he is given: the first that has what a table of
    this kind needs, else the first. Its rows hold nothing but its columns."""
    sources = dict(shipped())
    found = open_file(path, max_mb, sources)
    tables = [t for t, _ in found.tables]
    fitting = next((t for t in tables if spec is not None and spec.holds(t.columns)), tables[0])
    rows = [(n, {c: v for c, v in cells.items() if c != SECTION}) for n, cells in fitting.rows]
    return replace(fitting, rows=rows)


def agreed_table(path: Path, max_mb: int) -> Table:
    """The first table of an outside file whose form is agreed on: its first line is its heading, every other one a row.

    Raises `UnreadableFile`.
    """
    with opened(path, Limits(max_mb), frozenset(), plain=True) as parts:
        tables, _ = _assembled(path.name, parts)
    if not tables:
        raise UnreadableFile(path.name, "there is nothing in it", "export it again")
    refuse_empty(path.name, len(tables[0].rows))
    return tables[0]


def _assembled(file: str, parts: Iterator[Part]) -> tuple[list[Table], list[SkippedSheet]]:
    tables: list[Table] = []
    skipped: list[SkippedSheet] = []
    rows: list[tuple[int, dict[str, str]]] = []
    left: list[Left] = []
    columns: tuple[str, ...] = ()
    for part in parts:
        if isinstance(part, tuple):
            number, cells, section = part
            row = dict(zip(columns, cells, strict=False))
            if section:
                row[SECTION] = section
            rows.append((number, row))
        elif isinstance(part, Head):
            columns, rows, left = part.columns, [], []
            tables.append(
                Table(
                    file,
                    columns,
                    rows,
                    part.encoding,
                    part.sheet,
                    part.member,
                    part.titles,
                    part.unit,
                    part.heading_rows,
                    part.known,
                    left,
                )
            )
        elif isinstance(part, Left):
            left.append(part)
        else:
            skipped.append(part)
    return tables, skipped


_WEAK_CODES = ("id", "企业代码", "机构代码", "组织机构代码", "法人代码")


def _without_false_codes(table: Table, shape: TableLayout) -> TableLayout:
    """A column ID may hold credit codes, or just numbers of rows: its cells tell."""
    column = shape.columns.get("uscc", "")
    if not shape.fields or column.strip().lower() not in _WEAK_CODES:
        return shape
    told = [v for _, cells in islice(table.rows, SAMPLE) if (v := cells.get(column, ""))]
    if sum(len(v) in (15, 18, 20) for v in told) * 2 >= len(told) and told:
        return shape
    columns = {f: c for f, c in shape.columns.items() if f != "uscc"}
    return TableLayout(shape.kind, columns, {f: c for f, c in shape.fields.items() if f != "uscc"}, shape.source)


def unused(table: Table, shape: TableLayout) -> list[str]:
    """The columns of a table that nothing is read from."""
    used = {c for columns in (shape.fields or {}).values() for c in columns} | set(shape.columns.values())
    return [c for c in table.columns if c not in used]
