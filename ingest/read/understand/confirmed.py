"""Mappings that a person gave or confirmed: which column of a table holds what. Remembered as a source of its own."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import yaml

from graph.errors import InvalidArgument, UnreadableFile
from graph.files import given, whole
from graph.model.headings.forms import plain
from ingest.read.table_kinds import TableLayout
from ingest.read.table_specs import native
from ingest.read.understand.outside import OpenedFile
from ingest.read.understand.preview import TableDocument

# A list that names itself ten times, ten times over, is a thousand million entries.
_REFERENCE = re.compile(r"^[^'\"#\n]*[:\[,-]\s*[&*]\w", re.MULTILINE)
NOT_USED = ("", "-", "不用", "unused")
HEAD = "# Confirmed by a person; a table with these headings is read so. Delete the file to have it asked anew.\n"


def read_mapping(file: Path) -> dict[str, str]:
    """Heading → field from a YAML or JSON file: `{heading: field, …}` or `{columns: {…}}`. A field goes by its name or
    by any heading of it; `-` means that the column is not used. Raises `UnreadableFile`, `InvalidArgument`."""
    raw = given.text(file, 1, "write `heading: field`, one a line")
    if _REFERENCE.search(raw):
        raise UnreadableFile(file.name, "it uses references of YAML (& and *)", "write `heading: field`, one a line")
    try:
        told = yaml.safe_load(raw)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise UnreadableFile(file.name, "it is not YAML or JSON", "write `heading: field`, one a line") from error
    columns = told.get("columns", told) if isinstance(told, dict) else None
    if not isinstance(columns, dict) or not columns:
        raise UnreadableFile(file.name, "it maps no column", "write `heading: field`, one a line")
    return {str(h): field_of(file.name, str(f if f is not None else "")) for h, f in columns.items()}


def field_of(file: str, told: str) -> str:
    """The field of a table of firms that is meant, '' for none. Raises `InvalidArgument`."""
    spec = native().spec("firms")
    if told.strip() in NOT_USED:
        return ""
    if told in spec.columns:
        return told
    for field, column in spec.columns.items():
        if plain(told) in {plain(h) for h in column.headings}:
            return field
    raise InvalidArgument(
        f"{file}: no field {told!r}; use one of {', '.join(spec.columns)}, or - for a column not used"
    )


def mapped(opened: OpenedFile, mapping: Mapping[str, str], file: str) -> OpenedFile:
    """The file with its tables of firms read by this mapping; columns that it does not name stay as they are.

    Raises `InvalidArgument` where it names a column that no table has.
    """
    known = {plain(c) for t, _ in opened.tables for c in t.columns}
    missing = [h for h in mapping if plain(h) not in known]
    if missing:
        raise InvalidArgument(f"{file}: {opened.file} has no column {missing[0]!r}")
    by_heading = {plain(h): f for h, f in mapping.items()}
    out = []
    for table, shape in opened.tables:
        given = {c: by_heading[plain(c)] for c in table.columns if plain(c) in by_heading}
        if given and (shape.kind == "firms" or "name" in given.values()):
            fields = _over(shape.fields if shape.kind == "firms" and shape.fields else {}, given)
            shape = TableLayout("firms", {f: c[0] for f, c in fields.items()}, fields, shape.source)
            table = replace(table, fields=fields)
        out.append((table, shape))
    return replace(opened, tables=tuple(out))


def _over(fields: Mapping[str, Sequence[str]], given: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    out: dict[str, tuple[str, ...]] = {}
    for field, columns in fields.items():
        kept = tuple(c for c in columns if c not in given and field not in given.values())
        if kept:
            out[field] = kept
    for heading, field in given.items():
        if field:
            out[field] = (*out.get(field, ()), heading)
    return out


def remember(folder: Path, file: str, tables: Sequence[TableDocument], mapping: Mapping[str, str]) -> Path:
    """Write the mapping down as a source that tables with the same headings are known by from now on.

    file: the name of the file that it was confirmed for; tables: as they were understood.
    """
    wanted = {plain(h) for h in mapping}
    headings = ([c["heading"] for c in t["columns"]] for t in tables)
    columns = next((c for c in headings if wanted & {plain(h) for h in c}), list(mapping))
    digest = hashlib.blake2b("|".join(sorted(map(plain, columns))).encode(), digest_size=6).hexdigest()
    used: dict[str, dict[str, list[str]]] = {}
    for heading, field in mapping.items():
        if field:
            used.setdefault(field, {"headings": []})["headings"].append(heading)
    source = {
        "name": f"confirmed_{digest}",
        "title": file,
        "marks": [columns],
        "ignored": [h for h, f in mapping.items() if not f],
        "tables": {"firms": {"base": "firms", "columns": used}},
    }
    path = folder / f"confirmed_{digest}.yaml"
    whole.put_text(path, HEAD + yaml.safe_dump(source, allow_unicode=True, sort_keys=False))
    return path
