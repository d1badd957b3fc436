"""What only some stores can do: who offers it, and that asking for it is honest."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.model.records import Park
from graph.store.base.abilities import AnnouncesReaders, VectorStore, reopener
from graph.store.embedded.store import EmbeddedStore
from graph.store.neo4j.server import connect
from graph.store.neo4j.store import Neo4jStore


@pytest.fixture
def file(tmp_path: Path) -> EmbeddedStore:
    return EmbeddedStore.create(f"sqlite:///{tmp_path / 'toy.db'}")


@pytest.fixture
def server() -> Iterator[Neo4jStore]:
    """A store on a server that is never asked: nothing is sent before the first read."""
    with connect.driver("bolt://localhost:7687", "", "") as driver:
        yield Neo4jStore(driver)


def test_a_file_keeps_no_vectors_and_a_server_does(file: EmbeddedStore, server: Neo4jStore) -> None:
    assert not isinstance(file, VectorStore)
    assert isinstance(server, VectorStore)


def test_only_a_server_is_told_of_readers(file: EmbeddedStore, server: Neo4jStore) -> None:
    assert not isinstance(file, AnnouncesReaders)
    assert isinstance(server, AnnouncesReaders)


def test_a_file_is_opened_again_by_what_was_sent_to_another_process(file: EmbeddedStore) -> None:
    with file.batch("build", "toy") as batch:
        batch.upsert([Park("p1", "化工园区", region="410700")])
    again = pickle.loads(pickle.dumps(reopener(file)))()
    assert [p.name for p in again.rows(Park)] == ["化工园区"]


def test_a_server_is_opened_again_only_where_its_address_is_known(server: Neo4jStore) -> None:
    assert reopener(server) is None
