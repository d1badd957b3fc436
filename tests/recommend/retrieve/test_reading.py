"""Lists while firms are still being read: members at once, the rest as the encoder gets to them, and in the end the
same."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest

from graph.measures.network import Network
from recommend.encode.encoder import CachedEncoder, HashEncoder
from recommend.recommender import Recommender
from recommend.retrieve.index import Document, HybridIndex
from recommend.retrieve.reading import FIRST, MOST, Read, Reader
from recommend.retrieve.trades import Trade
from tests.support.small import Country


def test_an_unread_store_lists_its_members_and_encodes_nothing(built: Country, tmp_path: Path) -> None:
    """With no vector of a firm at hand, whoever was assigned at load stands on the list; after reading, so does whoever
    makes something alike, exactly as if nothing had ever been missing."""
    store = built.store
    network = Network(tuple(store.chains()))
    whole = Recommender(store, built.regions, network, CachedEncoder(HashEncoder(), tmp_path / "whole"))
    cold = Recommender(store, built.regions, network, CachedEncoder(HashEncoder(), tmp_path / "cold"))
    left = cold.reader.begin()
    assert left == len({d.text for d in whole.index.documents})
    for segment in network.segments:
        members = {m.firm_id for m in store.members() if m.segment_id == segment}
        assert set(cold.candidates(segment)) == members
    assert len(cold.reader.missing()) == left  # a list was made, and no firm was read for it
    cold.warm()
    assert cold.reader.state.finished
    assert cold.reader.round > 1
    segment = next(iter(network.segments))
    assert cold.recommend("410700", segment) == whole.recommend("410700", segment)


def test_trades_wait_until_they_have_been_read_while_firms_are_being_read(built: Country, tmp_path: Path) -> None:
    """A list asked for meanwhile must not stop to read hundreds of trades; in the end it is as if all had been
    there."""
    store, trades = built.store, (Trade(("电机",), ("伺服电机", "步进电机", "减速器")),)
    network = Network(tuple(store.chains()))
    whole, cold = (
        Recommender(store, built.regions, network, CachedEncoder(HashEncoder(), tmp_path / name), trades=trades)
        for name in ("whole", "cold")
    )
    cold.encoder.warm([whole.index.documents[0].text])
    assert cold.reader.begin() > 0
    assert len(cold.index.documents) >= 1
    assert cold.index.trades is None
    cold.warm()
    assert cold.index.trades is not None
    for segment in network.segments:
        assert cold.candidates(segment) == whole.candidates(segment)


def documents(n: int) -> list[Document]:
    return [Document(f"f{i}", f"企业{i}", ((f"产品{i}", 1.0),)) for i in range(n)]


def reader(n: int, folder: Path) -> Reader:
    encoder = CachedEncoder(HashEncoder(), folder)
    return Reader(documents(n), encoder, lambda d: HybridIndex(d, encoder))


def test_reading_yields_its_turn_and_tells_how_far_it_is(tmp_path: Path) -> None:
    n = 6 * MOST
    held = reader(n, tmp_path)
    assert held.begin() == n
    assert len(held.index.documents) == 0
    lock, seen, sizes = threading.Lock(), [], []

    @contextmanager
    def turn() -> Iterator[None]:
        with lock:
            yield

    def step(done: int, total: int) -> None:
        assert not lock.locked()  # between two parts somebody else may search
        assert total == n
        seen.append(done)
        sizes.append(len(held.index.documents))

    held.read(step, turn)
    parts = [b - a for a, b in pairwise([0, *seen])]
    assert parts[0] == FIRST  # careful at first: nobody knows yet how fast the machine reads
    assert all(0 < p <= MOST for p in parts)
    assert sum(parts) == n
    assert held.state == Read(n, n)
    assert sizes == sorted(sizes)
    assert any(0 < s < n for s in sizes)
    assert sizes[-1] == n


@pytest.mark.parametrize("known", [0, 7])
def test_what_was_read_before_is_not_read_again(tmp_path: Path, known: int) -> None:
    CachedEncoder(HashEncoder(), tmp_path).warm([d.text for d in documents(known)])
    held = reader(10, tmp_path)
    assert held.begin() == 10 - known
    assert {d.id for d in held.index.documents} == {f"f{i}" for i in range(known)}
    held.read()
    assert held.missing() == []
    assert len(held.index.documents) == 10
