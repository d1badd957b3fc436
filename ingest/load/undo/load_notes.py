"""What the latest loads did not take, remembered with the store, so that the page shows it after the upload is gone."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Protocol, TypedDict

from graph.model.row_problems import RowProblem

META = "load_notes"
LOADS_KEPT, ROWS_KEPT = 30, 50


class LeftRow(TypedDict):
    """A row that was not used, and why."""

    row: int | None
    name: str
    column: str
    value: str
    zh: str
    en: str


class LoadNotes(TypedDict):
    """Of one load: rows of its tables, rows left out, notes on cells, each reason's number; the first rows left out."""

    batch: int
    rows: int
    rejected: int
    notes: int
    reasons: dict[str, int]
    left: list[LeftRow]


class _Remembers(Protocol):
    def meta(self, key: str) -> str: ...


class _Notes(_Remembers, Protocol):
    @property
    def id(self) -> int: ...

    def set_meta(self, key: str, value: str) -> None: ...


def load_notes(store: _Remembers) -> list[LoadNotes]:
    """Of the latest loads, the newest first."""
    told: list[LoadNotes] = json.loads(store.meta(META) or "[]")
    return told


def keep(batch: _Notes, rows: int, problems: Sequence[RowProblem]) -> None:
    """Remember what this load left out."""
    refused = [p for p in problems if p.rejected]
    made: LoadNotes = {
        "batch": batch.id,
        "rows": rows,
        "rejected": len({(p.file, p.row) for p in refused}),
        "notes": len(problems) - len(refused),
        "reasons": dict(sorted(Counter(p.code for p in problems).items())),
        "left": [
            {"row": p.row, "name": p.name[:60], "column": p.column, "value": p.value[:60], "zh": p.zh, "en": p.en}
            for p in refused[:ROWS_KEPT]
        ],
    }
    kept = [made, *(n for n in load_notes(batch) if n["batch"] != batch.id)][:LOADS_KEPT]
    batch.set_meta(META, json.dumps(kept, ensure_ascii=False))


def forget(batch: _Notes, number: int) -> None:
    """A load that is taken back left nothing out."""
    kept = [n for n in load_notes(batch) if n["batch"] != number]
    batch.set_meta(META, json.dumps(kept, ensure_ascii=False) if kept else "")
