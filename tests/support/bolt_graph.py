"""Graphs on servers for the tests: emptied before each use, only where they are ours."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import neo4j
import pytest

from graph.store.base.protocol import Counts
from graph.store.neo4j.server import connect
from graph.store.neo4j.store import Neo4jStore
from tests.support.bolt_server import BoltServer
from tests.support.neo4j_server import Neo4jServer, why_not

Server = BoltServer | Neo4jServer

# The constraints and indexes stay, so that a fresh graph costs one statement.
EMPTY = "MATCH (n) DETACH DELETE n"
# Text that would do harm where it reached a query as a part of it.
HOSTILE = [
    "'}) MATCH (n) DETACH DELETE n //",
    '"; DROP INDEX x; //',
    "`Firm`) DETACH DELETE (n",
    "$v",
    "{batch: 0}",
    "\\'",
    "\\u0027",
    "MATCH RETURN WHERE NULL",
    "𠮷野家🔋",
    "a|b\\|c",
    "'); CALL dbms.shutdown() //",
    "\n\r\t",
    "{{}}",
    "%s",
]


def new_server(folder: Path) -> Server:
    """A server of the test's own, not started: Neo4j where it can be had, else the light one."""
    return BoltServer(folder) if why_not() else Neo4jServer(folder)


class Bolt:
    """A server's address with a driver for it."""

    @classmethod
    def to(cls, server: Server) -> Bolt:
        """A server of ours."""
        return cls(server.url, server.user, server.password, server.database, server)

    def __init__(self, url: str, user: str, password: str, database: str, server: Server | None = None) -> None:
        self.url, self.user, self.password, self.database, self.server = url, user, password, database, server
        self.driver: neo4j.Driver = connect.driver(url, user, password)

    def run(self, text: str, **values: object) -> list[dict[str, object]]:
        """A query of the test's own."""
        found = self.driver.execute_query(text, values, database_=self.database or None)  # type: ignore[arg-type]
        return [r.data() for r in found.records]

    def empty(self) -> None:
        self.run(EMPTY)

    def fresh(self) -> Neo4jStore:
        """An empty graph of ours."""
        self.empty()
        return Neo4jStore.create(self.driver, self.database, "the test server")

    def open(self) -> Neo4jStore:
        return Neo4jStore.open(self.driver, self.database, "the test server")

    def environment(self) -> dict[str, str]:
        """What a person would set to use this graph."""
        return {
            "LIANTU_GRAPH": self.url,
            "LIANTU_GRAPH_USER": self.user,
            "LIANTU_GRAPH_PASSWORD": self.password,
            "LIANTU_GRAPH_DATABASE": self.database,
        }


def bolt_graphs(places: pytest.TempPathFactory) -> Iterator[Callable[[str], Bolt]]:
    """Graphs by name, on servers of our own: `bolt` on the light one, `neo4j` on Neo4j where it can be had. With
    `LIANTU_TEST_SERVER=neo4j` both are Neo4j; both are where `LIANTU_TEST_NEO4J` points, if it does."""
    made: dict[str, Bolt] = {}

    def get(name: str) -> Bolt:
        if name not in made:
            if not os.environ.get("LIANTU_TEST_NEO4J"):
                real = name == "neo4j" or os.environ.get("LIANTU_TEST_SERVER") == "neo4j"
                folder = places.mktemp(name)
                made[name] = Bolt.to((new_server(folder) if real else BoltServer(folder)).start())
            else:
                env = os.environ
                made[name] = Bolt(
                    env["LIANTU_TEST_NEO4J"],
                    env.get("LIANTU_TEST_NEO4J_USER", "neo4j"),
                    env.get("LIANTU_TEST_NEO4J_PASSWORD", ""),
                    env.get("LIANTU_TEST_NEO4J_DATABASE", ""),
                )
        return made[name]

    yield get
    for graph in made.values():
        graph.driver.close()
        if graph.server is not None:
            graph.server.kill()  # nothing in it is wanted any more


def put(store: Any, *rows: object) -> Counts:
    """Write rows as one load."""
    with store.batch("test", "test") as batch:
        return batch.upsert(rows)
