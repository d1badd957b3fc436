"""A Neo4j for the time of a benchmark, run as an office would run it. For `benchmarks.graph_writing` and `.pages`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.neo4j_server import OPEN, Neo4jServer


@contextmanager
def running(home: Path, heap: str = "1g") -> Iterator[Neo4jServer]:
    """The Neo4j of the tests in a folder of its own, with the Java that an office has (the tests save on compiling)."""
    server = Neo4jServer(home, {"server.memory.pagecache.size": "256m"})
    server.heap, server.java = heap, list(OPEN)
    try:
        yield server.start()
    finally:
        server.kill()


def access(server: Neo4jServer) -> dict[str, str]:
    """What tells the program to use this server."""
    return {
        "LIANTU_GRAPH": server.url,
        "LIANTU_GRAPH_USER": server.user,
        "LIANTU_GRAPH_PASSWORD": server.password,
    }
