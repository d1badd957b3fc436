"""What is done around a load: sweeping away what a dead one wrote, folding in what a finished one replaced.

Both work in small transactions that hold the lease, and may be broken off and run again at any point.
"""

from __future__ import annotations

from collections.abc import Sequence

from neo4j import ManagedTransaction, Record

from graph.errors import StoreError
from graph.model.specs import Json
from graph.store.base.assemble import chunks
from graph.store.neo4j.codec import short_key
from graph.store.neo4j.cypher import labels, store_node, tidying
from graph.store.neo4j.load.lease import LEASE_MS, LOST
from graph.store.neo4j.load.plan import aside
from graph.store.neo4j.load.writer import Statement
from graph.store.neo4j.server.connect import Line

ROWS = 2_000
FOLDED = 5_000  # records moved in one transaction
# Records looked for at once. What has ended is looked for among all that stands: few times, in bounded memory.
SOUGHT = 50_000


def sweep(line: Line, token: str, batch: int) -> None:
    """Undo a load that was never shown: relationships first, so that their nodes can go."""
    for record in (*labels.TIES, *labels.NODES):
        texts = [tidying.reopen(record), tidying.written_by(record)]
        if record not in labels.TIES:
            texts.append(tidying.to_ghosts(record))
        for text in texts:
            while _step(line, token, text, batch=batch, limit=ROWS) == ROWS:
                pass
    for text in (tidying.KEYS_BACK, tidying.KEYS_BY):
        while _step(line, token, text, batch=batch, limit=ROWS) == ROWS:
            pass
    _require(line, token, store_node.CLOSE)


def settle(line: Line, token: str, committed: int, settled: int, touched: Sequence[str] | None, day: str) -> None:
    """Move what finished loads replaced into the history, and their versions to the keys of the records.

    `touched`: the records with something to fold, or None where an unfinished load may have noted more: then all.
    `day`: what the history says these versions held until.
    """
    if settled >= committed:
        return
    records = [*labels.TIES, *labels.NODES] if touched is None else list(touched)
    if records:
        _require(line, token, store_node.SETTLING, v=committed)
    for record in sorted(records, key=lambda r: r not in labels.TIES):  # relationships first, so that nodes can go
        _archive(line, token, record, committed, day)
        _fold(line, token, record, committed)
    if touched is None:  # the open load's own notes stay
        _require(line, token, store_node.SETTLED.replace(", g.touched = []", ""), v=committed)
    else:
        _require(line, token, store_node.SETTLED, v=committed)


def _archive(line: Line, token: str, record: str, v: int, day: str) -> None:
    """The server copies into the log what it holds: only keys are on the way."""
    while found := line.read(tidying.ended(record), v=v, limit=SOUGHT):
        for part in chunks(found, FOLDED):
            _log(line, token, record, part, v, day)


def _log(line: Line, token: str, record: str, part: Sequence[Record], v: int, day: str) -> None:
    keys: list[dict[str, Json]] = [
        {
            "a": r["a"],
            "key": r["key"],
            "rid": r["rid"],
            "log": short_key(f"{record}|{r['batch']}|{r['rid']}"),
            "next": aside(r["key"], r["until"]),
        }
        for r in part
    ]
    values: dict[str, Json] = {"day": day, "record": record, "v": v}

    def work(tx: ManagedTransaction) -> bool:
        if tx.run(store_node.HOLD, token=token, lease=LEASE_MS).single() is None:
            return False
        left = keys
        if record not in labels.TIES:
            replaced = {r["key"] for r in tx.run(tidying.replace(record), {"keys": keys, **values})}
            left = [k for k in keys if k["key"] not in replaced]
        if left:
            tx.run(tidying.archive(record), {"keys": left, **values}).consume()
            tx.run(tidying.remove(record, ended=True), {"keys": left, "v": v}).consume()
            if record not in labels.TIES:
                tx.run(tidying.make_ghosts(record, ended=True), {"keys": left, "v": v}).consume()
        return True

    if not line.write(work):
        raise StoreError(LOST)


def _fold(line: Line, token: str, record: str, v: int) -> None:
    while found := line.read(tidying.newer(record), v=v, limit=SOUGHT):
        for part in chunks(found, FOLDED):
            rows: list[Json] = []
            for r in part:
                key = short_key(r["rid"])
                rows.append({"a": r["a"], "old": r["key"], "key": key, "rid": None if key == r["rid"] else r["rid"]})
            _run(line, token, [(tidying.fold(record), {"rows": rows})])


def _run(line: Line, token: str, statements: Sequence[Statement]) -> None:
    def work(tx: ManagedTransaction) -> bool:
        if tx.run(store_node.HOLD, token=token, lease=LEASE_MS).single() is None:
            return False
        for text, values in statements:
            tx.run(text, values).consume()
        return True

    if not line.write(work):
        raise StoreError(LOST)


def _step(line: Line, token: str, text: str, **values: Json) -> int:
    def work(tx: ManagedTransaction) -> int:
        if tx.run(store_node.HOLD, token=token, lease=LEASE_MS).single() is None:
            return -1
        row = tx.run(text, values).single()
        return int(row["n"]) if row else 0

    n = line.write(work)
    if n < 0:
        raise StoreError(LOST)
    return n


def _require(line: Line, token: str, text: str, **values: Json) -> None:
    if line.write(lambda tx: tx.run(text, {**values, "token": token}).single()) is None:
        raise StoreError(LOST)
