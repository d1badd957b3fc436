"""Red lines: segments, or routes within one, that a document forbids or warns of (`data/red_lines.csv`).

They come before any score. A row names a whole segment, or with `route` only some of its products.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from graph.model.headings.csv_rows import problem, rows_of
from graph.model.row_problems import RowProblem

FILE = "red_lines.csv"
COLUMNS = ("segment", "route", "level", "what", "what_en", "document", "date", "until", "read", "source")
Level = Literal["forbidden", "warned"]
# What was opened: the document's text (a copy of it too), a report about it, or nothing.
Read = Literal["text", "report", "none"]
READ: tuple[Read, ...] = ("text", "report", "none")
LEVELS: dict[str, Level] = {"不招": "forbidden", "慎招": "warned"}
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True, slots=True)
class RedLine:
    """One warning. route: product words it is about, empty for the whole segment; date, until: ISO, until empty where
    it has no end; read: what was opened; source: where, or `own knowledge`."""

    segment: str
    route: tuple[str, ...]
    level: Level
    what: str
    what_en: str
    document: str
    date: str
    until: str
    read: Read
    source: str

    @property
    def verified(self) -> bool:
        """Was the text of the document read? What a report or our own knowledge says is 待核, and says so."""
        return self.read == "text"

    def meets(self, products: Iterable[str]) -> bool:
        """Does one of these products name the route?"""
        return any(word in product for product in products for word in self.route)


@dataclass(frozen=True)
class RedLines:
    """The warnings in force."""

    rows: tuple[RedLine, ...] = ()

    def caught(self, segment: str) -> tuple[RedLine, ...]:
        """Those that take the whole segment out of the ranked groups: read, what is forbidden first."""
        return tuple(r for r in self._of(segment, routes=False) if r.verified)

    def told(self, segment: str) -> tuple[RedLine, ...]:
        """Those about the whole segment of which at least a report was read: what grew there is no precedent."""
        return tuple(r for r in self._of(segment, routes=False) if r.read != "none")

    def unverified(self, segment: str) -> tuple[RedLine, ...]:
        """Those about the whole segment whose document nobody has read: 待核, and no reason to leave it out."""
        return tuple(r for r in self._of(segment, routes=False) if not r.verified)

    def routes(self, segment: str) -> tuple[RedLine, ...]:
        """Those about a route within the segment."""
        return self._of(segment, routes=True)

    def bearing(self, segment: str, products: Iterable[str]) -> tuple[RedLine, ...]:
        """Those that bear on a firm with these products: about the whole segment, or about a route they name."""
        named = tuple(products)
        whole = self._of(segment, routes=False)
        return (*whole, *(r for r in self.routes(segment) if r.meets(named)))

    def _of(self, segment: str, routes: bool) -> tuple[RedLine, ...]:
        found = (r for r in self.rows if r.segment == segment and bool(r.route) is routes)
        return tuple(sorted(found, key=lambda r: (r.level != "forbidden", not r.verified, r.what)))


def read(file: Path, segments: Collection[str], today: date | None = None) -> tuple[RedLines, list[RowProblem]]:
    """The warnings in force on a day, and what is wrong with the other rows: said plainly, the rest holds.

    A row past its `until` is no longer in force; that is reported too. Raises `UnreadableFile`, `MissingColumn`.
    """
    day = (today or date.today()).isoformat()
    good: list[RedLine] = []
    problems: list[RowProblem] = []
    for number, row in rows_of(file, COLUMNS):
        found = [
            problem(code, file.name, number, column, row[column], row["segment"])
            for code, column in _faults(row, segments)
        ]
        if not found and row["until"] and row["until"] < day[: len(row["until"])]:
            found = [problem("red_line_past", file.name, number, "until", row["until"], row["segment"])]
        problems += found
        if not found:
            good.append(
                RedLine(
                    row["segment"],
                    tuple(w.strip() for w in row["route"].split(";") if w.strip()),
                    LEVELS[row["level"]],
                    row["what"],
                    row["what_en"],
                    row["document"],
                    row["date"],
                    row["until"],
                    next(r for r in READ if r == row["read"]),
                    row["source"],
                )
            )
    return RedLines(tuple(good)), problems


def _faults(row: Mapping[str, str], segments: Collection[str]) -> Iterator[tuple[str, str]]:
    """(code, column) of everything wrong with a row."""
    if row["segment"] not in segments:
        yield "unknown_segment", "segment"
    if row["level"] not in LEVELS:
        yield "red_line_level", "level"
    for column in ("what", "what_en", "document"):
        if not row[column]:
            yield "red_line_empty", column
    if not _DAY.fullmatch(row["date"]):
        yield "red_line_date", "date"
    if row["until"] and not _DAY.fullmatch(row["until"]):
        yield "red_line_date", "until"
    if row["read"] not in READ:
        yield "red_line_read", "read"
    if not row["source"]:
        yield "missing_source", "source"
