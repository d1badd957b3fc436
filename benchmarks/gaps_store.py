"""The store that the gap campaigns run on: what ships, or one loaded with the outside registers (see docs/gaps.md)."""

from __future__ import annotations

from functools import lru_cache

from graph import settings
from graph.columns import OriginColumns
from graph.country import Country
from graph.embedded import EmbeddedStore
from graph.network import Network
from graph.regions import Regions


@lru_cache(maxsize=1)
def country_of(url: str) -> Country:
    """The whole country of a store, by its file or address."""
    chosen = settings.load(url or None)
    store = EmbeddedStore.open(chosen.url)
    network = Network(tuple(store.chains()))
    return Country.of(store.member_columns(), network, Regions.load(chosen.data / "regions.csv"))


def origins_of(url: str) -> OriginColumns:
    """Which source lists which firm of that store."""
    return EmbeddedStore.open(settings.load(url or None).url).origin_columns()
