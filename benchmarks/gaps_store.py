"""The store that the gap campaigns run on: what ships, or one loaded with the outside registers (see docs/gaps.md)."""

from __future__ import annotations

from functools import lru_cache

from graph import settings
from graph.measures.columns import OriginColumns
from graph.measures.network import Network
from graph.model.regions import Regions
from graph.region.country import Country
from graph.region.scopes import listing_of
from graph.store.embedded.store import EmbeddedStore


@lru_cache(maxsize=1)
def country_of(url: str) -> Country:
    """The whole country of a store, by its file or address."""
    chosen = settings.load(url or None)
    store = EmbeddedStore.open(chosen.url)
    network = Network(tuple(store.chains()))
    regions = Regions.load(chosen.data / "regions.csv")
    return Country.of(store.member_columns(), network, regions, listing_of(store))


def origins_of(url: str) -> OriginColumns:
    """Which source lists which firm of that store."""
    return EmbeddedStore.open(settings.load(url or None).url).origin_columns()
