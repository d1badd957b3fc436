"""What a table of one kind looks like: its columns, the headings they go by, and how such a table is recognised.

The headings are data (`ingest/read/sources/*.yaml`, one file a source), so that another vendor's export needs no code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from graph.errors import MissingColumn

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
    "capital",
    "truth",
    "items",
    "region",
    "regions",
    "chains",
]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(_Strict):
    """One column of a kind of table.

    headings: what it may be called, the preferred one first: that one is named in messages and written in exports.
    pattern: a regular expression in place of headings, where the heading carries a year (`revenue_2024_est`).
    unit: what a bare number is counted in. problem: the code of what is wrong where the cell cannot be read.
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

    def find(self, columns: Mapping[str, str]) -> str:
        """The column of a file that this is, '' where there is none. columns: lower-case heading → heading."""
        if self.pattern:
            return next((c for c in columns.values() if re.search(self.pattern, c)), "")
        return next((columns[h.lower()] for h in self.headings if h.lower() in columns), "")


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
                other = fields.setdefault(heading.lower(), field)
                if other != field:
                    raise ValueError(f"heading {heading!r} stands for both {other} and {field}")
        return self

    def match(self, columns: Sequence[str]) -> dict[str, str]:
        """Field → the file's column that holds it, for the fields that the file has."""
        plain = {c.strip().lower(): c for c in columns}
        return {field: found for field, column in self.columns.items() if (found := column.find(plain))}

    def fits(self, columns: Sequence[str]) -> bool:
        """Can a table with these columns be told to be of this kind?"""
        found = self.match(columns)
        return (
            bool(self.recognised_by)
            and all(f in found for f in self.recognised_by)
            and all(any(f in found for f in group) for group in self.one_of)
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
