"""What is done around a load: sweeping away what a dead one wrote, folding in what a finished one replaced.

Both work in small transactions that hold the lease, and may be broken off and run again at any point.
"""

from __future__ import annotations

from collections.abc import Sequence

from neo4j import ManagedTransaction

from graph.errors import StoreError
from graph.model.specs import Json
from graph.store.base.assemble import chunks
from graph.store.neo4j.codec import short_key
from graph.store.neo4j.cypher import labels, store_node, tidying
from graph.store.neo4j.load.lease import LEASE_MS, LOST
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
        _swap(line, token, record, committed, day)
        _archive(line, token, record, committed, day)
        _fold(line, token, record, committed)
    if touched is None:  # the open load's own notes stay
        _require(line, token, store_node.SETTLED.replace(", g.touched = []", ""), v=committed)
    else:
        _require(line, token, store_node.SETTLED, v=committed)


def _swap(line: Line, token: str, record: str, v: int, day: str) -> None:
    """What was replaced: the server does it all by itself, a stretch of keys at a time."""
    after = ""
    while (last := line.read(tidying.stretch(record), after=after, v=v, limit=FOLDED)[0]["last"]) is not None:
        _step(line, token, tidying.swap(record), after=after, last=last, v=v, day=day, record=record)
        after = last


def _archive(line: Line, token: str, record: str, v: int, day: str) -> None:
    """What was retired, or has a key too long for `_swap`: the server copies into the log what it holds, only keys are
    on the way."""
    while found := line.gathered(tidying.ended(record), v=v, limit=SOUGHT):
        for part in chunks(found, FOLDED):
            _log(line, token, record, part, v, day)


def _log(line: Line, token: str, record: str, part: Sequence[Sequence[Json]], v: int, day: str) -> None:
    keys: list[Json] = [
        {"a": a, "key": key, "rid": rid, "log": short_key(f"{record}|{batch}|{rid}")} for a, key, rid, batch in part
    ]
    statements: list[Statement] = [
        (tidying.archive(record), {"keys": keys, "v": v, "day": day, "record": record}),
        (tidying.remove(record, ended=True), {"keys": keys, "v": v}),
    ]
    if record not in labels.TIES:
        statements.append((tidying.make_ghosts(record, ended=True), {"keys": keys, "v": v}))
    _run(line, token, statements)


def _fold(line: Line, token: str, record: str, v: int) -> None:
    """What has a successor still: of what had a key too long for `_swap`."""
    while found := line.gathered(tidying.newer(record), v=v, limit=SOUGHT):
        for part in chunks(found, FOLDED):
            rows: list[Json] = []
            for a, old, rid in part:
                key = short_key(rid)
                rows.append({"a": a, "old": old, "key": key, "rid": None if key == rid else rid})
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
