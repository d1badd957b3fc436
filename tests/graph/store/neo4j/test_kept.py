"""What a store on a server keeps between reads: never older than the newest load, and not read again without one."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from graph.errors import StoreError
from graph.store.copy import copy, diff
from graph.store.embedded.store import EmbeddedStore
from graph.store.neo4j.cypher import measuring, store_node
from graph.store.neo4j.load.writer import FULL, GENTLE
from graph.store.neo4j.server import connect
from graph.store.neo4j.server.presence import Presence
from graph.store.neo4j.store import Neo4jStore
from tests.support.bolt_graph import Bolt, put


@contextmanager
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The queries that reach the server, which answers them as always."""
    texts: list[str] = []
    read = connect.Line.read

    def noted(self: connect.Line, text: str, **values: Any) -> Any:
        texts.append(text)
        return read(self, text, **values)

    with monkeypatch.context() as patch:
        patch.setattr(connect.Line, "read", noted)
        yield texts


def test_a_load_of_somebody_else_is_seen_at_once(graph: Bolt, shared_graph: Neo4jStore, make) -> None:
    """Every kind of read, by a store that has kept what was there before."""
    put(shared_graph, make.chain("toy", ("ore", "cell"), []), make.firm("f1"), make.membership("f1", "toy.ore"))
    reader = graph.open()
    assert [c.id for c in reader.chains()] == ["toy"]
    assert (reader.member_columns().firms, reader.member_columns().segments) == (("f1",), ("toy.ore",))
    put(
        graph.open(),
        make.chain("new", ("top",), []),
        make.firm("f2", size=3.0),
        make.membership("f2", "toy.cell"),
        *make.listed("register", ["f2"]),
    )
    assert (reader.member_columns().firms, reader.member_columns().segments) == (("f1", "f2"), ("toy.cell", "toy.ore"))
    put(graph.open(), make.firm("f2", region="440300"))
    assert [f.id for f, _ in reader.firms_of("toy.cell", "410700")] == []
    assert reader.origins("440300") == {"f2": {"register"}}
    assert reader.origins("410700") == {}
    assert sorted(c.id for c in reader.chains()) == ["new", "toy"]
    assert reader.member_columns().regions == ("410700", "440300")


def test_a_graph_made_anew_is_not_the_old_one(graph: Bolt, shared_graph: Neo4jStore, make) -> None:
    """It counts its loads from one again: the number alone would not tell them apart."""
    put(shared_graph, make.firm("f1"), make.membership("f1", "toy.ore"))
    assert shared_graph.member_columns().firms == ("f1",)
    put(graph.fresh(), make.firm("f9"), make.membership("f9", "toy.ore"))
    graph.run("MATCH (g:LiantuStore) SET g.finished = '2001-01-01T00:00:00+00:00'")  # not within the same second
    assert shared_graph.member_columns().firms == ("f9",)


def test_a_page_asks_for_the_country_once(
    graph: Bolt, shared_graph: Neo4jStore, make, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(shared_graph, make.firm("f1"), make.membership("f1", "toy.ore"), *make.listed("a", ["f1"]))
    reader = graph.open()
    with asked(monkeypatch) as texts:
        first = reader.member_columns()
        for _ in range(3):
            assert reader.member_columns() is first
            assert reader.origins("410700") == {"f1": {"a"}}
    assert (
        texts.count(measuring.MEMBER_COLUMNS),
        texts.count(measuring.FIRM_COLUMNS),
        texts.count(measuring.ORIGINS),
    ) == (1, 1, 3)
    # The state of the graph is asked for once a read, to see that nothing has changed, and once before the first.
    assert texts.count(store_node.STATE) == len(texts) - texts.count(measuring.ORIGINS) - 2 <= 8


def test_a_page_asks_for_the_version_once(
    graph: Bolt, shared_graph: Neo4jStore, make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However often it is asked for; a load of this process is seen at once, one of another after a moment."""
    put(shared_graph, make.firm("f1"))
    reader = graph.open()
    reader.announce()
    reader.fresh_for = 60.0
    first = reader.data_version()
    with asked(monkeypatch) as texts:
        assert {reader.data_version() for _ in range(20)} == {first}
    assert texts == []
    put(graph.open(), make.firm("f2"))
    assert reader.data_version() != first
    graph.run("MATCH (g:LiantuStore) SET g.committed = g.committed + 1")  # as another process ends a load
    reader.fresh_for = 0.0
    assert reader.data_version().startswith("3@")


def test_a_gentle_push_copies_the_same_in_smaller_steps(graph: Bolt, tmp_path: Path) -> None:
    from benchmarks.graph_push import made_up

    source = EmbeddedStore.create(f"sqlite:///{tmp_path / 'source.db'}")
    with source.batch("test", "test") as batch:
        for rows in made_up(1_000):
            batch.upsert(rows)
    steps = []
    for pace in (FULL, GENTLE):
        store = graph.fresh()
        store.pace = pace
        copy(source, store, "push")
        assert [record for record, d in diff(source, store).items() if not d.same] == []
        steps.append(graph.run("MATCH (g:LiantuStore) RETURN g.chunk AS n")[0]["n"])
    assert steps[1] >= sum(source.counts().values()) / GENTLE.rows > steps[0]


def test_a_load_leaves_room_while_somebody_reads(graph: Bolt, shared_graph: Neo4jStore, make) -> None:
    """From the chunk on in which the mark is seen; and no longer once it is over. The own reads of a load are no
    reader."""

    def steps(name: str, rows: int) -> int:
        with shared_graph.batch("test", "test") as batch:
            batch.upsert([make.firm(f"{name}-first")])  # the first chunk looks
            start = graph.run(chunk)[0]["n"]
            batch.upsert([make.firm(f"{name}-{i:04}") for i in range(rows)])
            return graph.run(chunk)[0]["n"] - start

    chunk = "MATCH (g:LiantuStore) RETURN g.chunk AS n"
    rows = 3 * GENTLE.rows
    assert steps("alone", rows) == 1  # of at most 2,000 rows
    Presence(shared_graph.line).mark()
    assert steps("watched", rows) == 3
    graph.run("MATCH (r:LiantuReader) SET r.until = timestamp() - 1")
    assert steps("again", rows) == 1
    reader = graph.open()
    reader.announce()
    reader.counts()
    end = time.monotonic() + 10
    while not graph.run("MATCH (r:LiantuReader) WHERE r.until > timestamp() + 5000 RETURN r.id AS id"):
        assert time.monotonic() < end, "reading left no mark"
        time.sleep(0.05)


def test_who_may_not_write_reads_all_the_same(
    graph: Bolt, shared_graph: Neo4jStore, make, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(shared_graph, make.firm("f1"))
    tried: list[int] = []

    def refused(self: connect.Line, work: object) -> None:
        tried.append(1)
        raise StoreError("this user may not write")

    monkeypatch.setattr(connect.Line, "write", refused)
    presence = Presence(shared_graph.line)
    presence.mark()
    presence.note()
    assert (tried, [f.id for f in shared_graph.firms()]) == ([1], ["f1"])
