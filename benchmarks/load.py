"""Loading a register: reading, checking, resolving, assigning and writing, against pandas that only reads and writes.

The register is made up from the shipped firms (their names numbered, their products as a scope), so that it can be
run anywhere. What pandas leaves out is all that makes a graph of a table: the ratio says what that costs.
"""

from __future__ import annotations

import csv
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workspace import Workspace

ROWS = 4_000
DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # of a credit code, GB 32100-2015


def register(space: Workspace, file: Path, rows: int = ROWS) -> Path:
    """Firms of a register: name, credit code, capital, place, scope."""
    firms = [f for f in space.store.firms() if f.products]
    with file.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(["name", "uscc", "reg_capital", "province", "city", "scope"])
        for i in range(rows):
            f = firms[i % len(firms)]
            body = f"91410700MA{i:07d}"
            check = DIGITS[-sum(pow(3, k, 31) * DIGITS.index(c) for k, c in enumerate(body)) % 31]
            writer.writerow(
                [f"{f.name}{i}号", body + check, f"{i % 900}万元", "河南", "新乡", "、".join(f.products) + "生产、销售"]
            )
    return file


def case(space: Workspace) -> tuple[str, Callable[[], Any], str, Callable[[], Any]]:
    """See the head of this file."""
    import pandas as pd

    from graph.store.embedded.store import EmbeddedStore
    from ingest.assign.assigner import Assigner
    from ingest.load.files import load_table
    from ingest.read.tables import read_table

    folder = Path(tempfile.mkdtemp(prefix="liantu-bench-"))
    file = register(space, folder / "register.csv")
    assigner = Assigner(list(space.network.segments.values()), None, space.general_terms)

    def ours() -> int:
        fresh = folder / "ours"
        shutil.rmtree(fresh, ignore_errors=True)
        store = EmbeddedStore.create(f"sqlite:///{fresh / 'store.db'}")
        return load_table(store, read_table(file, 150), "register", space.regions, assigner).firms

    def peer() -> int:
        (folder / "peer.db").unlink(missing_ok=True)
        with sqlite3.connect(folder / "peer.db") as connection:
            return int(pd.read_csv(file, dtype=str).to_sql("firm", connection, index=False) or 0)

    return f"a register of {ROWS} firms loaded", ours, "pandas read_csv and to_sql, nothing checked", peer
