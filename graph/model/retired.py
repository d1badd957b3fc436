"""Ids of segments that ended, and which ids took their place: `data/segments_retired.csv` (`old,new`).

A segment that was split has several heirs, the one that most of it went into first; an heir may have ended too. Stores
carry the table with them (`META`), so that whoever reads a graph also knows the ids that others wrote down before.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from graph.model.nearest import nearest

FILE = "segments_retired.csv"
META = "retired"  # under which a store remembers the table
COLUMNS = ("old", "new")
_ID = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Retired:
    """Which segments took the place of those that ended.

    new: ended id → the ids that the table names, best first. An id that a catalogue still has is none that ended, so
    callers look there first: a store that was not built anew knows segments that the newest table calls ended.
    """

    new: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def _heirs(self) -> dict[str, tuple[str, ...]]:
        return {old: tuple(dict.fromkeys(_living(old, self.new, ()))) for old in self.new}

    def __iter__(self) -> Iterator[str]:
        """The ids that ended."""
        return iter(self.new)

    def __contains__(self, segment: str) -> bool:
        return segment in self.new

    def __len__(self) -> int:
        return len(self.new)

    def heirs(self, segment: str) -> tuple[str, ...]:
        """The ids in force that took the place of an ended one, best first; empty where the id has not ended."""
        return self._heirs.get(segment, ())

    def best_heir(self, segment: str) -> str:
        """The id in force that stands for this one: its first heir, or itself where it has not ended."""
        return next(iter(self.heirs(segment)), segment)

    def now(self, segment: str) -> tuple[str, ...]:
        """The ids in force that stand for this one: its heirs, or itself where it has not ended."""
        return self.heirs(segment) or (segment,)

    def all_now(self, segments: Iterable[str]) -> tuple[str, ...]:
        """A list of ids as it reads now: each ended one replaced by all its heirs, none twice."""
        return tuple(dict.fromkeys(new for old in segments for new in self.now(old)))

    def matches(self, predicted: str, label: str) -> bool:
        """Is a prediction right by a label that may name an ended id? Any heir of the label counts; a prediction that
        ended itself counts where all its heirs do."""
        return set(self.now(predicted)) <= set(self.now(label))

    def as_text(self) -> str:
        """For a store's memory; '' where nothing ended."""
        return json.dumps(dict(self.new), sort_keys=True, separators=(",", ":")) if self.new else ""

    @classmethod
    def of_text(cls, text: str) -> Retired:
        """What `as_text` wrote; nothing where there is none."""
        return cls({old: tuple(new) for old, new in json.loads(text).items()}) if text else NONE


NONE = Retired()


def _living(segment: str, new: Mapping[str, tuple[str, ...]], above: tuple[str, ...]) -> Iterator[str]:
    """Heirs of heirs, in order; a circle, which a checked table does not have, yields nothing."""
    for heir in new.get(segment, ()):
        if heir not in new:
            yield heir
        elif heir not in (*above, segment):
            yield from _living(heir, new, (*above, segment))


def read(file: Path, segments: Mapping[str, str], unread: Collection[str] = ()) -> tuple[Retired, list[str]]:
    """The table, and everything that is wrong with it; a data folder need not have one.

    segments: names of the catalogue's segments by id. unread: chains whose file could not be read, so that nothing can
    be said of their ids.
    """
    if not file.is_file():
        return NONE, []
    try:
        with file.open(encoding="utf-8-sig", newline="") as handle:
            rows = list(csv.reader(handle))
    except UnicodeDecodeError:
        return NONE, [f"{file.name}: not UTF-8; save it as UTF-8"]
    head = [cell.strip() for cell in rows[0]] if rows else []
    if head[:2] != list(COLUMNS):
        return NONE, [f"{file.name} row 1: the columns are {', '.join(head) or 'none'}; write old,new"]
    table = _Table(file.name, segments, frozenset(unread))
    for number, row in enumerate(rows[1:], 2):
        if any(cell.strip() for cell in row):
            table.add(number, row)
    table.check()
    return Retired(table.new), table.problems


class _Table:
    """The rows read so far and what is wrong with them."""

    def __init__(self, file: str, segments: Mapping[str, str], unread: frozenset[str]) -> None:
        self.file, self.segments, self.unread = file, segments, unread
        self.new: dict[str, tuple[str, ...]] = {}
        self.rows: dict[str, int] = {}
        self.problems: list[str] = []

    def add(self, number: int, row: list[str]) -> None:
        """One row: what can be told of it alone."""
        old, *cells = (cell.strip() for cell in row)
        heirs = [h.strip() for h in (cells[0] if cells else "").split(";") if h.strip()]
        if any(cells[1:]):
            self.problem(number, "new", f"{len(row)} cells; write old,new and `;` between several new ids")
        if not old:
            self.problem(number, "old", "no id; write the full id that ended, or remove the row")
            return
        for column, ids in (("old", [old]), ("new", heirs)):
            for wrong in (i for i in ids if not _ID.fullmatch(i)):
                self.problem(number, column, f"{wrong!r} is no id of a segment; write it in full, as chain.segment")
        if not heirs:
            self.problem(number, "new", f"nothing took the place of {old}; write at least one id")
        for twice in sorted({h for h in heirs if heirs.count(h) > 1}):
            self.problem(number, "new", f"{twice} stands more than once; keep one")
        if old in self.rows:
            self.problem(number, "old", f"{old} stands in row {self.rows[old]} already; write all its heirs in one row")
            return
        if old in self.segments:
            self.problem(number, "old", f"{old} is a segment of the catalogue; remove the row, or the segment")
        self.new[old], self.rows[old] = tuple(dict.fromkeys(heirs)), number

    def check(self) -> None:
        """What only all rows together tell: heirs that nobody knows, and ids that inherit from themselves."""
        for old, heirs in self.new.items():
            for heir in heirs:
                known = heir in self.segments or heir in self.new or heir.split(".")[0] in self.unread
                if not known and _ID.fullmatch(heir):
                    hint = nearest(heir, dict(self.segments), 1)
                    also = f"; did you mean {hint[0]}?" if hint else "; write one of the catalogue"
                    self.problem(self.rows[old], "new", f"no segment {heir}{also}")
        told: set[str] = set()
        for old in self.new:
            circle = self._circle(old)
            if circle and told.isdisjoint(circle):
                told.update(circle)
                path = " -> ".join([*circle, circle[0]])
                self.problem(self.rows[old], "new", f"{old} ends in itself: {path}; name an id of the catalogue")

    def _circle(self, start: str) -> list[str]:
        """A way from an ended id back to it; empty where there is none."""
        paths, seen = [[start]], {start}
        while paths:
            path = paths.pop()
            for heir in self.new.get(path[-1], ()):
                if heir == start:
                    return path
                if heir not in seen:
                    seen.add(heir)
                    paths.append([*path, heir])
        return []

    def problem(self, row: int, column: str, said: str) -> None:
        """Note one fault, with its place."""
        self.problems.append(f"{self.file} row {row}, column {column}: {said}")
