"""What a file holds before anybody knows what it is about: sheets of lines of cells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

Line = tuple[int, list[str]]  # its number as a spreadsheet shows it, its cells as text, stripped
Area = tuple[int, int, int, int]  # first row, first column, last row, last column of a merged area, from 0


@dataclass
class Sheet:
    """name: '' where the file has no sheets; lines: in order, empty ones left out; merged: areas of one value;
    hidden: put away by whoever made the workbook."""

    name: str
    lines: Iterable[Line]
    encoding: str
    merged: tuple[Area, ...] = ()
    hidden: bool = False
    member: str = ""  # the file inside an archive
    notes: list[str] = field(default_factory=list)
