"""The right to write: one load at a time holds a lease on the store node and renews it with each transaction."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable

from neo4j import Record
from neo4j.exceptions import ConstraintError

from graph.errors import LiantuError, StoreError
from graph.model.specs import Json
from graph.store.neo4j.cypher import store_node
from graph.store.neo4j.server.connect import Line

LEASE_MS = 20_000
PATIENCE = 30.0  # seconds to wait for another load to end
LOST = "another load has taken over the graph; nothing was changed, try again"


def take(line: Line, token: str) -> Record:
    """Take the lease, waiting for another load to end or to be given up. Raises `StoreError`."""
    waited = time.monotonic() + PATIENCE
    while True:
        row = line.write(lambda tx: tx.run(store_node.TAKE, token=token, lease=LEASE_MS).single())
        if row is not None:
            return row
        if time.monotonic() > waited:
            raise StoreError(
                f"the graph on {line.name} is being loaded by someone else; nothing was changed, try again later"
            )
        time.sleep(0.5)


def fenced(line: Line, token: str, text: str, **values: Json) -> None:
    """Run a statement that does nothing where the lease is another's. Raises `StoreError` there."""
    if line.write(lambda tx: tx.run(text, {**values, "token": token}).single()) is None:
        raise StoreError(LOST)


def release(line: Line, token: str) -> None:
    """Give the lease back, where that can be said."""
    quietly(lambda: line.write(lambda tx: tx.run(store_node.RELEASE, token=token).consume()))


def quietly(work: Callable[[], object]) -> None:
    """What cannot be done now (the server is gone) is done by the next load."""
    try:
        work()
    except (LiantuError, ConstraintError, queue.Empty):
        return
