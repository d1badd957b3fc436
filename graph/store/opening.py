"""Which store the settings name: a file (or SQL database) of one's own, or a graph server."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING

from graph.errors import InvalidArgument
from graph.settings import Settings
from graph.store.base.protocol import GraphStore
from graph.store.embedded.care import faults
from graph.store.embedded.store import EmbeddedStore

NEVER_LOADED = "0@"  # the version of data that there are none of

if TYPE_CHECKING:
    import neo4j

    from graph.store.neo4j.store import Neo4jStore


def open_store(settings: Settings) -> GraphStore:
    """The graph of these settings.

    Raises `StoreError` where there is none, `StoreUnavailable` where it cannot be reached. A store that a build made
    and never loaded into is none: no answer from it could be right.
    """
    if settings.graph:
        return server(settings)
    store = EmbeddedStore.open(settings.url)
    if store.data_version() == NEVER_LOADED:
        raise faults.of_kind("empty", settings.db_file.name if settings.db_file else "the database")
    return store


def create_store(settings: Settings) -> GraphStore:
    """The same, made or brought up to date first."""
    return server(settings, create=True) if settings.graph else EmbeddedStore.create(settings.url)


def server(settings: Settings, create: bool = False) -> Neo4jStore:
    """The graph on the server that `LIANTU_GRAPH` names."""
    from graph.store.neo4j.server import connect  # the driver takes a while to import and is only needed here
    from graph.store.neo4j.store import Neo4jStore

    if not settings.graph:
        raise InvalidArgument("no graph server is named; set LIANTU_GRAPH, for example to bolt://localhost:7687")
    if not connect.is_graph_url(settings.graph):
        raise InvalidArgument(
            f"LIANTU_GRAPH={settings.graph!r} is no graph server; it begins with {', '.join(connect.SCHEMES)} ://"
        )
    driver = _driver(settings.graph, settings.graph_user, settings.graph_password)
    make = Neo4jStore.create if create else Neo4jStore.open
    store = make(driver, settings.graph_database, connect.host(settings.graph))
    store.reopen = partial(server, settings)
    return store


@lru_cache(maxsize=4)
def _driver(url: str, user: str, password: str) -> neo4j.Driver:
    """One driver a server for the whole process: it keeps the connections and mends them after a restart."""
    from graph.store.neo4j.server import connect

    return connect.driver(url, user, password)
