"""What is done around a load: sweeping away what a dead one wrote, folding in what a finished one replaced.

Both work in small transactions that hold the lease, and may be broken off and run again at any point.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from neo4j import ManagedTransaction

from graph.errors import StoreError
from graph.store.neo4j import cypher as q
from graph.store.neo4j.codec import PROPERTIES, short_key
from graph.store.neo4j.connect import Line

ROWS = 2_000
LEASE_MS = 20_000


def sweep(line: Line, token: str, batch: int) -> None:
    """Undo a load that was never shown: relationships first, so that their nodes can go."""
    for record in (*q.TIES, *q.NODES):
        texts = [q.reopen(record), q.written_by(record)]
        if record not in q.TIES:
            texts.append(q.to_ghosts(record))
        for text in texts:
            while _step(line, token, text, batch=batch, limit=ROWS) == ROWS:
                pass
    while _step(line, token, q.KEYS_BY, batch=batch, limit=ROWS) == ROWS:
        pass
    _require(line, token, q.CLOSE)


def settle(line: Line, token: str, committed: int, settled: int, touched: Sequence[str] | None) -> None:
    """Move what finished loads replaced into the history, and their versions to the keys of the records.

    `touched`: the records with something to fold, or None where an unfinished load may have noted more: then all.
    """
    if settled >= committed:
        return
    records = [*q.TIES, *q.NODES] if touched is None else list(touched)
    if records:
        _require(line, token, q.SETTLING, v=committed)
    for record in sorted(records, key=lambda r: r not in q.TIES):  # relationships first, so that nodes can go
        _archive(line, token, record, committed)
        _fold(line, token, record, committed)
    if touched is None:  # the open load's own notes stay
        _require(line, token, q.SETTLED.replace(", g.touched = []", ""), v=committed)
    else:
        _require(line, token, q.SETTLED, v=committed)


def _archive(line: Line, token: str, record: str, v: int) -> None:
    today = date.today().isoformat()
    while found := line.read(q.ended(record), v=v, limit=ROWS):
        log = []
        for r in found:
            p = dict(r["p"])
            before = PROPERTIES[record].row(p, r["start"], r["end"]) | {
                "batch": p["batch"],
                "valid_from": p["valid_from"],
            }
            log.append(
                {
                    "key": short_key(f"{record}|{p['batch']}|{r['rid']}"),
                    "record": record,
                    "rid": r["rid"],
                    "batch": p["until"],
                    "valid_from": p["valid_from"],
                    "valid_to": today,
                    "before": json.dumps(before, ensure_ascii=False, separators=(",", ":")),
                }
            )
        keys = [{"a": r["a"], "key": r["key"]} for r in found]
        statements = [(q.ARCHIVE, {"rows": log}), (q.remove(record), {"keys": keys})]
        if record not in q.TIES:
            statements.append((q.make_ghosts(record), {"keys": keys}))
        _run(line, token, statements)


def _fold(line: Line, token: str, record: str, v: int) -> None:
    while found := line.read(q.newer(record), v=v, limit=ROWS):
        rows = []
        for r in found:
            p = {k: value for k, value in r["p"].items() if k != "aside"}
            key = p.pop("rid")
            p["key"] = short_key(key)
            if p["key"] != key:
                p["rid"] = key
            rows.append({"a": r["a"], "old": r["key"], "p": p})
        _run(line, token, [(q.fold(record), {"rows": rows})])


def _run(line: Line, token: str, statements: Sequence[tuple[str, dict[str, Any]]]) -> None:
    def work(tx: ManagedTransaction) -> bool:
        if tx.run(q.HOLD, token=token, lease=LEASE_MS).single() is None:
            return False
        for text, values in statements:
            tx.run(text, values).consume()
        return True

    if not line.write(work):
        raise StoreError("another load has taken over the graph; nothing was changed, try again")


def _step(line: Line, token: str, text: str, **values: Any) -> int:
    def work(tx: ManagedTransaction) -> int:
        if tx.run(q.HOLD, token=token, lease=LEASE_MS).single() is None:
            return -1
        row = tx.run(text, values).single()
        return int(row["n"]) if row else 0

    n = line.write(work)
    if n < 0:
        raise StoreError("another load has taken over the graph; nothing was changed, try again")
    return n


def _require(line: Line, token: str, text: str, **values: Any) -> None:
    if line.write(lambda tx: tx.run(text, token=token, **values).single()) is None:
        raise StoreError("another load has taken over the graph; nothing was changed, try again")
