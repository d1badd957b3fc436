"""By which words a firm's own text names a technology route. Read from `data/rules/route_words.csv`.

A route without a row is named by its name alone. A word may ask for several parts in one text, joined by `+`
(超细旦+氨纶). What stands in `never` beside a word makes it mean something else.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import InvalidData
from graph.model.headings.csv_rows import rows_of
from graph.model.records import Segment

COLUMNS = ("segment", "route", "words", "never", "gives_way_to", "source")
LISTS = ("words", "never", "gives_way_to")  # columns of lists, separated by ;
PARTS = "+"


def plain_form(text: str) -> str:
    """How texts and words are compared: width, case and blanks do not count."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


@dataclass(frozen=True, slots=True)
class Word:
    """What a text must hold, all parts of it."""

    written: str
    parts: tuple[str, ...]

    @classmethod
    def of(cls, written: str) -> Word:
        """A word as the table writes it."""
        return cls(written, tuple(p for p in map(plain_form, written.split(PARTS)) if p))

    def within(self, text: str) -> bool:
        """text: in its plain form."""
        return all(part in text for part in self.parts)

    def narrows(self, other: Word) -> bool:
        """Does this say more than the other: does it hold all of it and more?"""
        joined = PARTS.join(self.parts)
        return joined != PARTS.join(other.parts) and all(part in joined for part in other.parts)


@dataclass(frozen=True, slots=True)
class RouteRow:
    """What is known of one route beside its name."""

    words: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    gives_way_to: tuple[str, ...] = ()


@dataclass(frozen=True)
class RouteWords:
    """The rows by (segment, route)."""

    rows: Mapping[tuple[str, str], RouteRow] = field(default_factory=dict)

    def words(self, segment: str, route: str) -> list[Word]:
        """What names a route: its name, and the words of its row."""
        row = self.rows.get((segment, route), RouteRow())
        return [w for w in map(Word.of, dict.fromkeys((route, *row.words))) if w.parts]

    def never(self, segment: str, route: str) -> tuple[str, ...]:
        """What must not stand beside them, in its plain form."""
        row = self.rows.get((segment, route))
        return tuple(map(plain_form, row.never)) if row else ()

    def gives_way_to(self, segment: str, route: str) -> tuple[str, ...]:
        """The routes of the segment that take the place of this one, as a person named them."""
        row = self.rows.get((segment, route))
        return row.gives_way_to if row else ()


BY_NAME_ALONE = RouteWords()


def load(file: Path, segments: Mapping[str, Segment] | None = None) -> RouteWords:
    """The rows of the file; segments: the catalogue's, None where a store of an earlier one is not minded. Raises
    `UnreadableFile`, `MissingColumn`, or `InvalidData` with every row that names no route of the catalogue, or one that
    stood before."""
    rows: dict[tuple[str, str], RouteRow] = {}
    problems: list[str] = []
    for number, row in rows_of(file, COLUMNS):
        cells = {c: tuple(w.strip() for w in row[c].split(";") if w.strip()) for c in LISTS}
        key = row["segment"], row["route"]
        where = f"{file.name} row {number}"
        if segments is not None:
            known = {t.name for t in segments[key[0]].techs} if key[0] in segments else set()
            problems += [
                f"{where}, column {column}: {key[0]} has no technology route {name!r}; write it as in data/chains"
                for column, names in (("route", (key[1],)), ("gives_way_to", cells["gives_way_to"]))
                for name in names
                if name not in known
            ]
        if key in rows:
            problems.append(f"{where}, column route: {key[1]!r} of {key[0]} stands before; join the two rows")
        if not any(cells.values()):
            problems.append(f"{where}, column words: nothing is said of the route; fill in words or delete the row")
        rows[key] = RouteRow(cells["words"], cells["never"], cells["gives_way_to"])
    if problems:
        raise InvalidData(problems)
    return RouteWords(rows)
