"""Plain CSV: one table a type, lists separated by `;`, nested values as JSON."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from graph.files.csv_out import CsvOut
from graph.files.whole import whole
from graph.model import specs
from graph.store.base.protocol import GraphStore
from graph.store.copy import ORDER, Progress
from graph.store.export.stored import MEND, cell, pages


def csv_tables(store: GraphStore, folder: Path, progress: Progress | None) -> dict[str, int]:
    """Write `<type>.csv` for every type (UTF-8 with BOM, so that Excel opens it in Chinese); returns the number by
    type."""
    counts: dict[str, int] = {}
    with ExitStack() as files:
        writers: dict[str, CsvOut] = {}
        names = {record: [*specs.stored_fields(specs.BY_NAME[record]), "source"] for record in ORDER}
        for record in ORDER:
            half = files.enter_context(whole(folder / f"{record}.csv", MEND))
            handle = files.enter_context(half.open("w", encoding="utf-8-sig", newline=""))
            writers[record] = CsvOut(handle)
            writers[record].row(names[record])
        for record, page in pages(store, progress, counts):
            for row in page:
                cells = {**row.values, "source": row.source}
                writers[record].row(cell(cells[name]) for name in names[record])
    return counts
