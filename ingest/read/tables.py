"""Tables as readers of rows want them, and the plain reading of a table that ships.

What comes from outside is opened by `ingest.read.understand.outside`; here a file of ours is read whose first
line is its heading.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import UnreadableFile
from ingest.read.files.limits import MB as MB
from ingest.read.files.limits import Limits
from ingest.read.files.opening import not_a_table, sheets_of
from ingest.read.layout.shapes import Left

SECTION = "\x00section"  # the key under which a row tells the heading inside the table that it stands under


@dataclass(frozen=True)
class Table:
    """A heading and its rows; row numbers count from 1 as a spreadsheet shows them.

    sheet: its name, '' where the file has but one; member: the file inside an archive; titles: the lines above;
    unit: that they tell for amounts; left: the lines that are no rows; fields: which columns hold which field, where
    that has been told already (`ingest.read.table_kinds`); source: by whose declaration;
    several: the file has other tables.
    """

    file: str
    columns: tuple[str, ...]
    rows: list[tuple[int, dict[str, str]]]
    encoding: str
    sheet: str = ""
    member: str = ""
    titles: tuple[str, ...] = ()
    unit: str = ""
    heading_rows: tuple[int, ...] = (1,)
    known: bool = True
    left: Sequence[Left] = field(default=())
    fields: Mapping[str, tuple[str, ...]] | None = None
    source: str = ""
    several: bool = False

    @property
    def label(self) -> str:
        """What a message calls it: the file, and where it has several the sheet."""
        inside = " · ".join(p for p in (self.member, self.sheet) if p)
        return f"{self.file}[{inside}]" if inside and self.several else self.file


def read_table(path: Path, max_mb: int) -> Table:
    """Read a whole table whose first line is its heading.

    Raises `UnreadableFile` for a file that is missing, empty, over `max_mb` on disk, not what its name says,
    or in an encoding that is not known.
    """
    limits = Limits(max_mb)
    try:
        return _first(path, limits, strict=True)
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise not_a_table(path.name, error, limits) from error
    try:  # text behind a closing quote is untidy, but every row is still a row
        return _first(path, limits, strict=False)
    except csv.Error as error:
        raise not_a_table(path.name, error, limits) from error


def _first(path: Path, limits: Limits, strict: bool) -> Table:
    for sheet in sheets_of(path, limits, strict=strict):
        columns: tuple[str, ...] = ()
        heading = 1
        rows: list[tuple[int, dict[str, str]]] = []
        for number, cells in sheet.lines:
            if not columns:
                columns, heading = tuple(cells), number
                continue
            rows.append((number, dict(zip(columns, cells, strict=False))))
        if columns:
            refuse_empty(path.name, len(rows))
            return Table(path.name, columns, rows, sheet.encoding, heading_rows=(heading,))
    raise UnreadableFile(path.name, "there is nothing in it", "export it again")


def refuse_empty(name: str, rows: int) -> None:
    """Raises `UnreadableFile` where a table has no row."""
    if not rows:
        raise UnreadableFile(name, "there is a header but no row", "export it again with its rows")
