"""What finding the tables of a sheet gives, in the order of its lines."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Head:
    """A table begins. heading_rows: the rows that its headings stand in, none where it has no heading; titles: the
    lines above; unit: that they tell for amounts; known: told by headings that we know, not by its shape alone."""

    sheet: str
    member: str
    encoding: str
    columns: tuple[str, ...]
    heading_rows: tuple[int, ...]
    titles: tuple[str, ...] = ()
    unit: str = ""
    known: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table. section: the heading inside the table under which it stands (红旗区)."""

    number: int
    cells: list[str]
    section: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """A line that is no row of the table, and why: the code of a sentence about rows."""

    number: int
    code: str
    text: str


@dataclass(frozen=True)
class SkippedSheet:
    """A sheet that holds no table, and why."""

    sheet: str
    member: str
    code: str
