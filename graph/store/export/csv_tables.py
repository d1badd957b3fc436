"""Plain CSV: one table a type, lists separated by `;`, nested values as JSON."""

from __future__ import annotations

import csv
from contextlib import ExitStack
from pathlib import Path

from graph.model import specs
from graph.store.base.protocol import GraphStore
from graph.store.copy import ORDER, Progress
from graph.store.export.stored import cell, pages


def csv_tables(store: GraphStore, folder: Path, progress: Progress | None) -> dict[str, int]:
    """Write `<type>.csv` for every type (UTF-8 with BOM, so that Excel opens it in Chinese); returns the number by
    type."""
    counts: dict[str, int] = {}
    with ExitStack() as files:
        writers: dict[str, csv.DictWriter[str]] = {}
        for record in ORDER:
            handle = files.enter_context((folder / f"{record}.csv").open("w", encoding="utf-8-sig", newline=""))
            names = [*specs.stored_fields(specs.BY_NAME[record]), "source"]
            writers[record] = csv.DictWriter(handle, names)
            writers[record].writeheader()
        for record, page in pages(store, progress, counts):
            for row in page:
                cells = {**row.values, "source": row.source}
                writers[record].writerow({k: cell(v) for k, v in cells.items()})
    return counts
