"""What a store remembers of a load."""

from __future__ import annotations

from dataclasses import dataclass


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
