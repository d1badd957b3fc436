"""Loads the kinds of tables from `sources/*.yaml`, one file a source. A folder of one's own can stand beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from graph.errors import InvalidData
from graph.model.headings.forms import forms, plain
from graph.model.records.roles import Scope
from graph.model.tables import Column, TableSpec
from ingest.read.layout.wording import Wording

SHIPPED = Path(__file__).parent / "sources"
NATIVE = "native"


class Source(BaseModel):
    """The tables of one source, by kind; the order is that in which a table's kind is tried.

    titles: words of the lines above a table, of its sheet or file; marks: groups of headings, all of one group make a
    table this source's; scope: which firms it could have listed; local: its title names where its firms are;
    nothing: names that stand for no firm; ignored: headings that say nothing we keep; wordings: headings known by
    their words (`ingest.read.layout.wording`), those of the native source for all.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    title: str = ""
    titles: tuple[str, ...] = ()
    marks: tuple[tuple[str, ...], ...] = ()
    scope: Scope = ""
    local: bool = False
    nothing: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    wordings: tuple[Wording, ...] = ()
    shared: dict[str, dict[str, Column]] = {}  # columns that several tables take over
    tables: dict[str, TableSpec]

    def spec(self, kind: str) -> TableSpec:
        """The table of a kind that this source is known to have."""
        return self.tables[kind]

    def marked(self, columns: Sequence[str]) -> int:
        """How many headings of its largest group of marks a table with these columns has, 0 where of none all."""
        own = {f for c in columns for f in forms(c)}
        return max((len(g) for g in self.marks if all(plain(h) in own for h in g)), default=0)

    def named(self, texts: Sequence[str]) -> bool:
        """Does a title name it?"""
        return any(t.lower() in text.lower() for t in self.titles for text in texts)


def load_sources(*folders: Path) -> dict[str, Source]:
    """Every source of these folders by name, each folder's files by their names; a later folder replaces a source.

    A table with `base` takes over the columns of that native table; its own headings stand before those, and a
    heading it names for one field is no longer one of another. Raises `InvalidData` with everything that is wrong
    with any of the files.
    """
    sources: dict[str, Source] = {}
    problems: list[str] = []
    files = [f for folder in folders for f in sorted(folder.glob("*.yaml"), key=lambda f: (f.stem != NATIVE, f.name))]
    native_tables: Mapping[str, Any] = {}
    for file in files:
        try:
            raw = _parsed(file)
            if isinstance(raw, dict):
                native_tables = raw.get("tables", {}) if raw.get("name") == NATIVE else native_tables
                raw = _with_bases(raw, native_tables or _native_raw())
            source = _source(raw)
        except yaml.YAMLError as error:
            problems.append(f"{file.name}: not valid YAML ({' '.join(str(error).split())})")
        except UnicodeDecodeError:
            problems.append(f"{file.name}: not UTF-8; save it as UTF-8")
        except ValidationError as error:
            for e in error.errors():
                place = ".".join(str(step) for step in e["loc"]) or "file"
                problems.append(f"{file.name}: {place}: {e['msg'].removeprefix('Value error, ')}")
        else:
            sources[source.name] = source
    if problems:
        raise InvalidData(problems)
    return sources


def _parsed(file: Path) -> Any:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(file.read_text(encoding="utf-8"), Loader=loader)


def _source(raw: Any) -> Source:
    source = Source.model_validate(raw)
    tables = {kind: spec.model_copy(update={"kind": kind}) for kind, spec in source.tables.items()}
    return source.model_copy(update={"tables": tables})


@cache
def _native_raw() -> Mapping[str, Any]:
    tables: Mapping[str, Any] = _parsed(SHIPPED / f"{NATIVE}.yaml")["tables"]
    return tables


def _with_bases(raw: dict[str, Any], native_tables: Mapping[str, Any]) -> dict[str, Any]:
    """The file's content with the native columns put under the tables that name a base."""
    tables = raw.get("tables")
    if not isinstance(tables, dict):
        return raw
    out = {}
    for kind, table in tables.items():
        base = native_tables.get(table.get("base", "")) if isinstance(table, dict) else None
        out[kind] = _over(table, base, raw.get("ignored", ())) if isinstance(base, Mapping) else table
    return {**raw, "tables": out}


def _over(table: dict[str, Any], base: Mapping[str, Any], ignored: Sequence[str]) -> dict[str, Any]:
    own = table.get("columns") or {}
    owner = {plain(str(h)): field for field, column in own.items() for h in column.get("headings", ())}
    owner |= dict.fromkeys((plain(h) for h in ignored), "")
    columns: dict[str, Any] = {}
    for field, column in base["columns"].items():
        mine = dict(own.get(field, {}))
        if "headings" in column:
            kept = [h for h in column["headings"] if owner.get(plain(h), field) == field]
            mine["headings"] = list(dict.fromkeys([*mine.get("headings", ()), *kept]))
            if not mine["headings"]:
                continue
        columns[field] = {**column, **mine}
    columns |= {f: c for f, c in own.items() if f not in base["columns"]}
    rest = {k: v for k, v in table.items() if k not in ("base", "columns")}
    return {**{k: v for k, v in base.items() if k != "columns"}, **rest, "columns": columns}


@cache
def shipped() -> dict[str, Source]:
    """All sources that ship."""
    return load_sources(SHIPPED)


def native() -> Source:
    """The tables that liantu reads by itself."""
    return shipped()[NATIVE]


def known_headings(sources: Mapping[str, Source], without: Sequence[str] = ()) -> frozenset[str]:
    """Every heading of these sources, in the one form of headings: what a line of headings is told by. without: kinds
    of tables whose headings are left out."""
    out = {plain(h) for s in sources.values() for h in s.ignored}
    for source in sources.values():
        out |= {plain(h) for group in source.marks for h in group}
        for spec in (t for kind, t in source.tables.items() if kind not in without):
            out |= {plain(h) for column in spec.columns.values() for h in column.headings}
    return frozenset(out)
