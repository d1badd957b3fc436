"""What a store remembers of a load."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from graph.model.records.roles import Scope


@dataclass(frozen=True, slots=True)
class Batch:
    """One load: what, from where, when, with which counts."""

    id: int
    kind: str
    source: str
    file: str
    started: str
    finished: str
    counts: dict[str, int]

    @property
    def loaded_on(self) -> date:
        """The day, by the clock on the wall, on which it became visible."""
        return datetime.fromisoformat(self.finished).astimezone().date()


@dataclass(frozen=True, slots=True)
class Source:
    """Which firms a source could have listed: its scope, the region it is about ('' is the country), its day or year.

    name: as in `FirmRecord.origin`.
    """

    name: str
    scope: Scope = ""
    region: str = ""
    as_of: str = ""
