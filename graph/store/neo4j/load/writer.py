"""The thread that writes a load: the next chunk is prepared while one is on its way, each is written exactly once.

Every transaction carries its number. One that is repeated because its answer was lost finds that number on the store
node already and leaves what it wrote alone.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from neo4j import ManagedTransaction

from graph.errors import EndsMissing, StoreError
from graph.model.specs import Json
from graph.store.neo4j.cypher import store_node
from graph.store.neo4j.load.lease import LEASE_MS, LOST, fenced, quietly
from graph.store.neo4j.server.connect import Line


@dataclass(frozen=True)
class Pace:
    """How a load treats those who read meanwhile. rows: in a transaction; rest: how long it waits after one, as a
    multiple of the time that one took."""

    rows: int
    rest: float


FULL = Pace(5_000, 0.0)  # rows: each commit waits for the disk, so few and large ones
GENTLE = Pace(200, 2.0)
T = TypeVar("T")
Statement = tuple[str, dict[str, Json]]  # a statement and its parameters
BEAT = 5.0  # seconds between signs of life while nothing is written
AHEAD = 2  # chunks prepared while one is on its way


class Writer:
    """Transactions of one load, in order. `line`: the server; `token`: who holds the lease; `pace`: while nobody
    reads."""

    def __init__(self, line: Line, token: str, pace: Pace = FULL) -> None:
        self._line, self._token, self._pace = line, token, pace
        self._watched = False  # did somebody read, when last looked?
        self._number = 0
        self._lock = threading.Lock()
        self._jobs: queue.Queue[Callable[[], None] | None] = queue.Queue(AHEAD)
        self._failure: BaseException | None = None
        self._last = time.monotonic()
        self._done = threading.Event()
        self._threads = [threading.Thread(target=w, daemon=True, name="graph-load") for w in (self._work, self._beat)]

    @property
    def pace(self) -> Pace:
        """How to write now: gently while somebody reads."""
        return GENTLE if self._watched else self._pace

    def start(self) -> None:
        """Begin to write what is handed over."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Write nothing more; what waits is not wanted where the load failed."""
        self._done.set()
        while True:
            try:
                self._jobs.put(None, timeout=0.05)
                break
            except queue.Full:
                quietly(lambda: self._jobs.get_nowait() and None)
        if self._threads[0].ident is not None:
            self._threads[0].join(self._line.write_limit)

    def enqueue(self, job: Callable[[], None]) -> None:
        """Hand over a job for the writing thread. Raises what went wrong with an earlier one."""
        if self._failure is not None:
            self.flush()
        self._jobs.put(job)

    def flush(self) -> None:
        """Wait until all that was handed over is written. Raises what went wrong."""
        self._jobs.join()
        if self._failure is not None:
            raise self._failure

    def write(self, *statements: Statement, expect: int | None = None) -> None:
        """One fenced transaction; with `expect`, the last statement must report so many rows, else `EndsMissing`."""
        self._number += 1
        number = self._number

        def work(tx: ManagedTransaction) -> None:
            held = tx.run(store_node.HOLD_CHUNK, token=self._token, lease=LEASE_MS, number=number).single()
            if held is None:
                raise StoreError(LOST)
            self._watched = bool(held["watched"])
            if held["before"] == number:
                return  # written already, although the answer was lost
            for i, (text, values) in enumerate(statements, 1):
                result = tx.run(text, values)
                if expect is not None and i == len(statements):
                    row = result.single()
                    if row is None or row["n"] < expect:
                        raise EndsMissing
                else:
                    result.consume()

        self.alone(lambda: self._line.write(work))

    def alone(self, work: Callable[[], T]) -> T:
        """Run `work` while neither chunk nor sign of life is on its way."""
        with self._lock:
            result = work()
            self._last = time.monotonic()
            return result

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            try:
                if self._failure is None and not self._done.is_set():
                    start = time.monotonic()
                    job()
                    if rest := self.pace.rest:
                        self._done.wait(rest * (time.monotonic() - start))
            except BaseException as error:
                self._failure = error
            finally:
                self._jobs.task_done()
        self._jobs.task_done()

    def _beat(self) -> None:
        """Keep the lease while the program thinks between two writes."""
        while not self._done.wait(BEAT / 4):
            if time.monotonic() - self._last > BEAT:
                quietly(lambda: self.alone(lambda: fenced(self._line, self._token, store_node.HOLD, lease=LEASE_MS)))
