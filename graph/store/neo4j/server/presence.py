"""Somebody is reading: said on the server by the app, so that a load leaves room meanwhile.

A mark with a time, on a node of its own: what a load locks is never waited for, and a mark that was left behind by a
program that died is over after some seconds.
"""

from __future__ import annotations

import threading
import time

from graph.errors import LiantuError, StoreUnavailable
from graph.store.neo4j.cypher import store_node
from graph.store.neo4j.server.connect import Line

EVERY = 4.0  # seconds between two marks
LASTS_MS = 10_000  # milliseconds that one holds, by the server's clock


class Presence:
    """Marks that are renewed as long as `note` is called."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._last = float("-inf")
        self._refused = False

    def note(self) -> None:
        """Renew the mark where it is time to; whoever reads does not wait for it."""
        now = time.monotonic()
        if self._refused or now - self._last < EVERY:
            return
        self._last = now
        threading.Thread(target=self.mark, name="graph-reader", daemon=True).start()

    def mark(self) -> None:
        """Write it now. An account that may not write reads without being noticed, and is not asked again."""
        try:
            self._line.write(lambda tx: tx.run(store_node.READING, lasts=LASTS_MS).consume())
        except StoreUnavailable:
            return
        except LiantuError:
            self._refused = True
