"""How a file was understood, before anything of it is loaded: which sheet, which heading row, which column is what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import TypedDict

from graph.model.headings import forms as headings
from graph.model.row_sentences import TABLES
from ingest.read.layout.shapes import SkippedSheet
from ingest.read.table_kinds import TableLayout
from ingest.read.table_specs import Source, native, shipped
from ingest.read.tables import Table
from ingest.read.understand.outside import OpenedFile, unused
from ingest.read.understand.suggest import suggested

SAMPLES = 3
PREVIEWED = 200  # rows that are read of each table


class ColumnDocument(TypedDict):
    """A column of the file. field: what it is taken for, '' where nothing is read from it; title: that in Chinese;
    unit: that its heading tells; sample: its first values."""

    heading: str
    field: str
    title: str
    unit: str
    sample: list[str]


class TableDocument(TypedDict):
    """A table of the file. label: what messages call it; source: by whose declaration it is read; heading_rows: where
    its headings stand; rows: of how many rows it has been told; suggested: headings that its cells let one take for a
    field, to be confirmed."""

    label: str
    sheet: str
    member: str
    kind: str
    source: str
    source_title: str
    scope: str
    titles: list[str]
    unit: str
    heading_rows: list[int]
    columns: list[ColumnDocument]
    unused: list[str]
    suggested: dict[str, str]


class SkippedDocument(TypedDict):
    """A sheet that holds no table, and why."""

    sheet: str
    why: str
    why_en: str


class PreviewDocument(TypedDict):
    """A file as it was understood."""

    file: str
    encoding: str
    tables: list[TableDocument]
    skipped: list[SkippedDocument]


def preview(opened: OpenedFile, sources: Mapping[str, Source] | None = None) -> PreviewDocument:
    """The document of an opened file."""
    known = shipped() if sources is None else sources
    return {
        "file": opened.file,
        "encoding": opened.tables[0][0].encoding if opened.tables else "",
        "tables": [of_table(t, shape, known) for t, shape in opened.tables],
        "skipped": [_skipped(s) for s in opened.skipped],
    }


def of_table(table: Table, shape: TableLayout, sources: Mapping[str, Source]) -> TableDocument:
    """How one table was understood."""
    fields = shape.fields if shape.fields is not None else {f: (c,) for f, c in shape.columns.items()}
    taken = {c: f for f, columns in fields.items() for c in columns}
    source = sources.get(shape.source)
    return {
        "label": table.label,
        "sheet": table.sheet,
        "member": table.member,
        "kind": shape.kind,
        "source": shape.source,
        "source_title": source.title if source else "",
        "scope": source.scope if source else "",
        "titles": list(table.titles),
        "unit": table.unit,
        "heading_rows": list(table.heading_rows),
        "columns": [_column(table, c, taken.get(c, ""), shape.kind) for c in table.columns],
        "unused": unused(table, shape),
        "suggested": suggested(table, taken) if shape.kind == "firms" else {},
    }


def title_of(field: str, kind: str = "firms") -> str:
    """A field as people call it: its first Chinese heading."""
    spec = native().tables.get(kind)
    column = spec.columns.get(field) if spec else None
    names: Sequence[str] = column.headings if column else ()
    return next((h for h in names if not h.isascii()), field)


def _column(table: Table, heading: str, field: str, kind: str) -> ColumnDocument:
    told = (v for _, cells in table.rows if (v := cells.get(heading, "")))
    return {
        "heading": heading,
        "field": field,
        "title": title_of(field, kind) if field else "",
        "unit": headings.unit(heading) or (table.unit if field in ("capital", "revenue", "investment") else ""),
        "sample": [v[:40] for v in islice(told, SAMPLES)],
    }


def _skipped(sheet: SkippedSheet) -> SkippedDocument:
    name = " · ".join(p for p in (sheet.member, sheet.sheet) if p)
    sentence = TABLES[sheet.code]
    return {"sheet": name, "why": sentence.zh, "why_en": sentence.en}
