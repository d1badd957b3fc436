"""The line to a graph server: what the driver says becomes one sentence, a server that hangs becomes an error."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar
from urllib.parse import urlsplit

import neo4j
from neo4j import exceptions as nx

from graph.errors import StoreError, StoreUnavailable
from graph.model.specs import Json
from graph.store.neo4j.server.wording import explained

# What the driver logs (a retry, a hint such as "this label does not exist yet") is not for officials. Asking the server
# to
# send no hints would be the shorter way for those, but a Neo4j before 5.7 refuses the connection then.
logging.getLogger("neo4j").addHandler(logging.NullHandler())
T = TypeVar("T")
SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
READ_LIMIT = 30.0  # seconds a page waits for one answer
WRITE_LIMIT = 120.0  # seconds for one small transaction of a load
CONNECT_LIMIT = 5.0
RETRY_LIMIT = 15.0  # seconds the driver itself repeats a transaction that met a lock or lost its line
OLDEST = (5, 0)


def is_graph_url(url: str) -> bool:
    """Does this address name a graph server?"""
    return url.split("://")[0] in SCHEMES and "://" in url


def driver(url: str, user: str, password: str) -> neo4j.Driver:
    """The official driver for a server. Nothing is sent yet. Raises `StoreError` where the address cannot be used."""
    try:
        return neo4j.GraphDatabase.driver(
            url,
            auth=(user, password) if user or password else None,
            connection_timeout=CONNECT_LIMIT,
            max_transaction_retry_time=RETRY_LIMIT,
            connection_acquisition_timeout=CONNECT_LIMIT * 2,
        )
    except (ValueError, nx.ConfigurationError) as error:
        raise StoreError(
            f"LIANTU_GRAPH={url!r} is no address of a graph server ({error}); write bolt://host:7687"
        ) from error


def host(url: str) -> str:
    """The server as people name it."""
    parts = urlsplit(url)
    return f"{parts.hostname or url}:{parts.port or 7687}"


class Line:
    """A driver, a database on its server, and time limits. The driver is handed in and closed by who made it."""

    def __init__(self, driver: neo4j.Driver, database: str | None, name: str) -> None:
        self.driver, self.database, self.name = driver, database or None, name
        self.read_limit, self.write_limit = READ_LIMIT, WRITE_LIMIT

    def check(self) -> str:
        """Reach the server and find it new enough; returns what it calls itself."""
        agent = self._limited(lambda: str(self.driver.get_server_info().agent), self.read_limit)
        version = agent.partition("/")[2].split(" ")[0]
        numbers = tuple(int(n) for n in version.split(".")[:2] if n.isdigit())
        if numbers and numbers < OLDEST:
            raise StoreError(f"the graph server {self.name} is {agent}; liantu needs Neo4j 5 or newer")
        return agent

    def read(self, text: str, **values: Json) -> list[neo4j.Record]:
        """Rows of one query, from any server of a cluster that may be read."""
        query: Any = neo4j.Query(text, timeout=self.read_limit)
        return self._limited(
            lambda: (
                self.driver.execute_query(
                    query, values, database_=self.database, routing_=neo4j.RoutingControl.READ
                ).records
            ),
            self.read_limit,
        )

    def gathered(self, text: str, **values: Json) -> list[Any]:
        """The list `rows` that a query gives as its only row."""
        found = self.read(text, **values)
        return list(found[0]["rows"]) if found else []

    def pages(self, text: str, size: int, key: int, **values: Json) -> Iterator[list[Any]]:
        """All that a statement gives by pages of `size`; `key`: where in an item the key stands by which it pages.

        The server reads the next page while the caller works on this one: two pages are held at a time. Whoever stops
        early does not wait for the page that is on its way.
        """
        ahead = ThreadPoolExecutor(1, "graph-page")
        try:
            found = self.gathered(text, after="", limit=size, **values)
            while len(found) == size:
                following = ahead.submit(self.gathered, text, after=found[-1][key], limit=size, **values)
                yield found
                found = following.result()
            if found:
                yield found
        finally:
            ahead.shutdown(wait=False)

    def schema(self, text: str) -> None:
        """One change of constraints or indexes, or a statement that commits on its own."""
        self._limited(lambda: self.driver.execute_query(text, database_=self.database), self.write_limit)

    def write(self, work: Callable[[neo4j.ManagedTransaction], T]) -> T:
        """One managed transaction, repeated by the driver where the server asks for that; `work` may run twice."""

        def run() -> T:
            bookmarks = self.driver.execute_query_bookmark_manager
            with self.driver.session(database=self.database, bookmark_manager=bookmarks) as session:
                return session.execute_write(work)

        return self._limited(run, self.write_limit)

    def _limited(self, work: Callable[[], T], seconds: float) -> T:
        """Run `work`, for no longer than this: a server that is stopped or swamped must not hold a page for ever."""
        result: list[T] = []
        failure: list[BaseException] = []

        def run() -> None:
            try:
                result.append(work())
            except BaseException as error:  # handed to the caller below
                failure.append(error)

        thread = threading.Thread(target=run, name="graph-server", daemon=True)
        thread.start()
        thread.join(seconds)
        if failure:
            raise explained(failure[0], self.name, self.database) from failure[0]
        if not result:
            raise StoreUnavailable(
                f"the graph server {self.name} did not answer within {seconds:.0f} s; try again, or ask who runs it"
            )
        return result[0]
