"""Which store the settings name: a file (or SQL database) of one's own, or a graph server."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from graph.errors import InvalidArgument
from graph.settings import Settings
from graph.store.embedded.store import EmbeddedStore

if TYPE_CHECKING:
    from graph.store.neo4j.store import Neo4jStore


def open_store(settings: Settings) -> Any:
    """The graph of these settings. Raises `StoreError` where there is none, `StoreUnavailable` where it cannot be reached."""
    return server(settings) if settings.graph else EmbeddedStore.open(settings.url)


def create_store(settings: Settings) -> Any:
    """The same, made or brought up to date first."""
    return server(settings, create=True) if settings.graph else EmbeddedStore.create(settings.url)


def server(settings: Settings, create: bool = False) -> Neo4jStore:
    """The graph on the server that `LIANTU_GRAPH` names."""
    from graph.store.neo4j import connect  # the driver takes a while to import and is only needed here
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


def door(store: Any) -> Callable[[], Any] | None:
    """What opens the same store again in another process, where that can be done; it can be pickled."""
    if isinstance(store, EmbeddedStore):
        return partial(EmbeddedStore.open, store.engine.url.render_as_string(hide_password=False))
    return getattr(store, "reopen", None)


@lru_cache(maxsize=4)
def _driver(url: str, user: str, password: str) -> Any:
    """One driver a server for the whole process: it keeps the connections and mends them after a restart."""
    from graph.store.neo4j import connect

    return connect.driver(url, user, password)
