"""What a table of one kind looks like: its columns, the headings they go by, and how such a table is recognised.

The headings are data (`ingest/read/sources/*.yaml`, one file a source), so that another vendor's export needs no code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from graph.errors import MissingColumn
from graph.model.headings.forms import forms, plain

# How a cell is read. The functions stand where the rows are read (`ingest.read.firm_rows`,
# `outreach.targets.registers`).
Reading = Literal[
    "text",
    "name",
    "credit_code",
    "stock_code",
    "date",
    "number",
    "amount",
    "count",
    "capital",
    "money",
    "truth",
    "items",
    "status",
    "place",
    "places",
    "region",
    "regions",
    "chains",
]
LISTS: tuple[Reading, ...] = (
    "items",
    "places",
)  # of which every column of a table that fits is read, not the first alone


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(_Strict):
    """One column of a kind of table.

    headings: what it may be called, the preferred one first: that one is named in messages and written in exports.
    A heading is known in any of its forms (`graph.model.headings`): with brackets, a unit, spaces or a star.
    pattern: a regular expression in place of headings, where the heading carries a year (`revenue_2024_est`).
    unit: what a bare number is counted in where the file's heading does not say. problem: the code of what is wrong
    where the cell cannot be read.
    """

    headings: tuple[str, ...] = ()
    pattern: str = ""
    required: bool = False
    read: Reading = "text"
    unit: str = ""
    problem: str = ""

    @model_validator(mode="after")
    def _named(self) -> Self:
        if bool(self.headings) == bool(self.pattern):
            raise ValueError("give either headings or a pattern")
        re.compile(self.pattern)
        return self


class TableSpec(_Strict):
    """A kind of table.

    columns: field → column. one_of: groups of fields of which each table has at least one. recognised_by: the fields
    that make a table this kind; where there are none, only a reader that knows the kind asks for it. keys: the fields
    that tell one row from another.
    """

    kind: str = ""
    columns: dict[str, Column] = Field(min_length=1)
    one_of: tuple[tuple[str, ...], ...] = ()
    recognised_by: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        named = [*self.recognised_by, *self.keys, *(f for group in self.one_of for f in group)]
        unknown = sorted(set(named) - set(self.columns))
        if unknown:
            raise ValueError(f"no column {', '.join(unknown)}")
        fields: dict[str, str] = {}
        for field, column in self.columns.items():
            for heading in column.headings:
                other = fields.setdefault(plain(heading), field)
                if other != field:
                    raise ValueError(f"heading {heading!r} stands for both {other} and {field}")
        return self

    def match_all(self, columns: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Field → the file's columns that hold it, for the fields that the file has.

        Of a list every column that fits is taken, of anything else the first. A column whose heading is exactly that
        of one field is never taken for another; none is taken twice.
        """
        exact: dict[str, list[str]] = {}
        loose: dict[str, list[str]] = {}
        for c in columns:
            first, *rest = forms(c) or ("",)
            exact.setdefault(first, []).append(c)
            for form in rest:
                loose.setdefault(form, []).append(c)
        own = {c for col in self.columns.values() for h in col.headings for c in exact.get(plain(h), ())}
        taken: set[str] = set()
        found: dict[str, tuple[str, ...]] = {}
        for field, column in self.columns.items():
            hits = _hits(column, columns, exact, loose, own)
            hits = [c for c in hits if c not in taken]
            if hits:
                found[field] = tuple(hits if column.read in LISTS else hits[:1])
                taken.update(found[field])
        return found

    def match(self, columns: Sequence[str]) -> dict[str, str]:
        """Field → the file's column that holds it, for the fields that the file has."""
        return {field: found[0] for field, found in self.match_all(columns).items()}

    def fits(self, columns: Sequence[str]) -> bool:
        """Can a table with these columns be told to be of this kind?"""
        return bool(self.recognised_by) and self.holds(columns)

    def holds(self, columns: Sequence[str]) -> bool:
        """Has a table with these columns all that makes one of this kind?"""
        found = self.match(columns)
        needed = [f for f, column in self.columns.items() if column.required and not self.recognised_by]
        return all(f in found for f in (*self.recognised_by, *needed)) and all(
            any(f in found for f in group) for group in self.one_of
        )

    def located(self, file: str, columns: Sequence[str]) -> dict[str, str]:
        """`match`, for a file that must be of this kind. Raises `MissingColumn` where a needed column is not there."""
        found = self.match(columns)
        missing = [f for f, column in self.columns.items() if column.required and f not in found]
        missing += [group[0] for group in self.one_of if not any(f in found for f in group)]
        if missing:
            raise MissingColumn(file, self.heading(missing[0]), columns)
        return found

    def heading(self, field: str) -> str:
        """What a message or an export calls a column."""
        column = self.columns[field]
        return column.headings[0] if column.headings else field


def _hits(
    column: Column,
    columns: Sequence[str],
    exact: Mapping[str, Sequence[str]],
    loose: Mapping[str, Sequence[str]],
    own: set[str],
) -> list[str]:
    """The columns of a file that may be this one, the most preferred heading first."""
    if column.pattern:
        return [c for c in columns if re.search(column.pattern, c.strip())]
    hits: list[str] = []
    for heading in column.headings:
        key = plain(heading)
        hits += [c for c in exact.get(key, ()) if c not in hits]
        hits += [c for c in loose.get(key, ()) if c not in hits and c not in own]
    return hits
