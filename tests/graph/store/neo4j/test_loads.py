"""Loads into a graph server: history, loads that died, two at once, reading while one is folded in, ten kills."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from graph.errors import StoreError
from graph.model.records import Membership, Relation
from graph.model.regions import Regions
from graph.store.copy import copy, diff
from graph.store.embedded.store import EmbeddedStore
from graph.store.neo4j.load import lease
from graph.store.neo4j.load.writer import Pace
from graph.store.neo4j.server import connect
from graph.store.neo4j.store import Neo4jStore
from tests.support.bolt_graph import Bolt, new_server, put


def test_history_holds_what_was_before(graph: Bolt, shared_graph: Neo4jStore, make) -> None:
    put(shared_graph, make.firm("f1", employees=5), make.membership("f1", "toy.ore", 0.5))
    put(shared_graph, make.firm("f1", employees=6), make.membership("f1", "toy.ore", 0.75))
    found = graph.run(
        "MATCH (c:Change) RETURN c.record AS record, c.employees AS employees, c.confidence AS confidence"
    )
    before = {r["record"]: (r["employees"], r["confidence"]) for r in found}
    assert before == {"firm": (5, None), "membership": (None, 500_000)}
    # Folded in: one node, one relationship, on the record's own key, and the firm still holds its membership.
    assert graph.run(
        "MATCH (f:Firm)-[w:WORKS_IN]->() RETURN f.key AS f, f.employees AS n, w.key AS w, w.confidence AS c"
    ) == [{"f": "f1", "n": 6, "w": "f1|toy.ore", "c": 750_000}]


def test_keys_too_long_for_an_index_have_a_history_too(graph: Bolt, shared_graph: Neo4jStore, make) -> None:
    """The server cannot cut a key as the program does; what it cannot fold in by itself is folded in all the same."""
    long = "u:" + "长" * 700
    for n in (1, 2, 3):
        firms = [make.firm(long, employees=n), make.firm("f1", employees=n)]
        ties = [Relation(long, "f1", "supplier", source=f"s{n}"), Relation("f1", long, "supplier", source=f"s{n}")]
        put(shared_graph, *firms, *ties)
    assert [(f.id, f.employees) for f in shared_graph.firms()] == [("f1", 3), (long, 3)]
    assert [(r.to_id, r.source) for r in shared_graph.rows(Relation)] == [(long, "s3"), ("f1", "s3")]
    assert graph.run("MATCH (f:Firm) RETURN count(f) AS n") == [{"n": 2}]
    for record, kept in (("firm", "c.employees"), ("relation", "c.source")):
        found = graph.run(f"MATCH (c:Change {{record: '{record}'}}) RETURN c.rid AS rid, {kept} AS was, c.batch AS at")
        values = (1, 2) if record == "firm" else ("s1", "s2")
        keys = {long, "f1"} if record == "firm" else {f"{long}|supplier|f1", f"f1|supplier|{long}"}
        assert {(r["rid"], r["was"]) for r in found} == {(key, was) for key in keys for was in values}
        assert len(found) == 4


def test_a_retired_firm_keeps_the_relationships_of_others(shared_graph: Neo4jStore, make) -> None:
    put(shared_graph, make.firm("f1"), make.firm("f2"), Relation("f1", "f2", "supplier"))
    with shared_graph.batch("test", "test") as batch:
        batch.retire("firm", ["f2"])
    assert [f.id for f in shared_graph.firms()] == ["f1"]
    assert [r.to_id for r in shared_graph.rows(Relation)] == ["f2"]
    assert put(shared_graph, make.firm("f2")).added == 1
    assert [f.id for f in shared_graph.firms()] == ["f1", "f2"]


def test_a_dead_load_is_swept_away(graph: Bolt, shared_graph: Neo4jStore, make) -> None:
    """A load whose program died between two chunks: not seen, and gone after the next load, which waits for its
    lease."""
    put(shared_graph, make.firm("f1", employees=1))
    manager = shared_graph.batch("ingest", "dead")
    dead = manager.__enter__()
    dead.upsert([make.firm("f1", employees=2), make.firm("f9"), make.membership("f9", "toy.ore")])
    dead._writer.stop()  # its thread ends; nothing is rolled back, as when the process is killed
    assert [f.employees for f in graph.open().firms()] == [1]
    graph.run("MATCH (g:LiantuStore) SET g.writer_until = 0")  # 20 seconds later
    put(shared_graph, make.firm("f2"))
    assert [(f.id, f.employees) for f in shared_graph.firms()] == [("f1", 1), ("f2", None)]
    assert graph.run("MATCH (n:Firm {id: 'f9'}) RETURN count(n) AS n") == [{"n": 0}]
    assert graph.run("MATCH ()-[r:WORKS_IN]->() RETURN count(r) AS n") == [{"n": 0}]
    with pytest.raises(StoreError, match="another load has taken over"):
        dead._writer.write()


def test_a_second_load_waits_or_gives_up(monkeypatch: pytest.MonkeyPatch, shared_graph: Neo4jStore, make) -> None:
    monkeypatch.setattr(lease, "PATIENCE", 0.5)
    with shared_graph.batch("one", "one") as batch:
        batch.upsert([make.firm("f1")])
        with pytest.raises(StoreError, match="being loaded by someone else; nothing was changed"):
            put(shared_graph, make.firm("f2"))
    assert [f.id for f in shared_graph.firms()] == ["f1"]


def test_strength_while_a_load_is_not_folded_in(graph: Bolt, shared_graph: Neo4jStore, make, regions: Regions) -> None:
    """Between the end of a load and its folding the server's sum would miss changed firms; the store notices."""
    make.fill(shared_graph, [make.line()], [make.member("f1", "toy.cell", size=2.0)])
    whole = shared_graph.strength_matrix(regions).values.sum()
    graph.run(
        "MATCH (f:Firm {key: 'f1'}) WITH f, properties(f) AS p SET f.until = 2 "
        "CREATE (n:Firm {key: 'f1@2', id: 'f1', name: p.name, source: p.source, region: p.region, hash: p.hash, "
        "valid_from: p.valid_from, rid: 'f1', aside: true, batch: 2, size: 5000000})"
    )
    graph.run("MATCH (g:LiantuStore) SET g.committed = 2, g.touched = ['firm'], g.next = 3")
    assert (whole, shared_graph.strength_matrix(regions).values.sum()) == (2_000_000, 5_000_000)
    assert [f.size for f, _ in shared_graph.firms_of("toy.cell")] == [5_000_000]
    put(shared_graph, make.firm("f2"))  # the next load folds it in
    assert shared_graph.strength_matrix(regions).values.sum() == 5_000_000
    assert graph.run("MATCH (f:Firm {id: 'f1'}) RETURN f.key AS key") == [{"key": "f1"}]


@pytest.fixture
def own_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bolt]:
    """A server that this test may stop, freeze and kill; its driver gives up early, since it will not come back by
    itself."""
    monkeypatch.setattr(connect, "RETRY_LIMIT", 2.0)
    server = new_server(tmp_path / "server").start()
    made = Bolt.to(server)
    yield made
    made.driver.close()
    server.kill()


# Before which of its transactions the server dies: taking the lease, opening the load, noting what it will touch, some
# of the chunks, showing it, and the folding in of what it replaced, at its beginning, half done, and done but not said.
MOMENTS = (1, 2, 3, 4, 6, 9, 10, 11, 12, 13)


@pytest.mark.slow
def test_ten_kills_during_a_push(own_server: Bolt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server is killed at ten different moments of a push that replaces every firm; after each rerun the content
    hashes agree, and the log holds what each firm was before, once."""
    from benchmarks.graph_push import made_up

    server = own_server.server
    assert server is not None
    source = EmbeddedStore.create(f"sqlite:///{tmp_path / 'source.db'}")
    with source.batch("test", "test") as batch:
        for rows in made_up(3_000):
            batch.upsert(rows)
    copy(source, own_server.fresh(), "push")
    once, left = connect.Line.write, [0]

    def write(self: connect.Line, work: Callable[[Any], Any]) -> Any:
        left[0] -= 1
        if left[0] == 0:
            server.kill()
        return once(self, work)

    monkeypatch.setattr(connect.Line, "write", write)
    for k, moment in enumerate(MOMENTS, 1):
        with source.batch("test", "test") as batch:
            batch.upsert([replace(f, employees=k) for f in source.firms()])
        store = own_server.open()
        store.pace = Pace(500, 0.0)
        left[0] = moment
        with suppress(StoreError):  # killed while it folds in, the push itself is done and says nothing
            copy(source, store, "push", verify=False)
        assert left[0] <= 0  # so it was killed
        server.start()
        own_server.run("MATCH (g:LiantuStore) SET g.writer_until = 0")
        copy(source, own_server.open(), "push")
        assert [r for r, d in diff(source, own_server.open()).items() if not d.same] == []
        found = own_server.run(
            "MATCH (c:Change {record: 'firm'}) RETURN coalesce(c.employees, 0) AS was, count(*) AS n, "
            "count(DISTINCT c.rid) AS firms ORDER BY was"
        )
        assert found == [{"was": was, "n": 3_000, "firms": 3_000} for was in range(k)]


def test_a_lost_answer_writes_nothing_twice(shared_graph: Neo4jStore, make, monkeypatch: pytest.MonkeyPatch) -> None:
    """The driver repeats a transaction whose answer was lost although the server had committed it: here, all of
    them."""
    once = connect.Line.write

    def twice(self: connect.Line, work: Callable[[Any], Any]) -> Any:
        once(self, work)
        return once(self, work)

    monkeypatch.setattr(connect.Line, "write", twice)
    rows = [make.firm("f1"), make.firm("f2"), make.membership("f1", "toy.ore"), Relation("f1", "f2", "supplier")]
    for employees in (None, 5):
        put(shared_graph, replace(rows[0], employees=employees), *rows[1:])
        assert [(f.id, f.employees) for f in shared_graph.firms()] == [("f1", employees), ("f2", None)]
        assert (len(shared_graph.rows(Membership)), len(shared_graph.rows(Relation))) == (1, 1)
    assert [b.kind for b in shared_graph.batches()] == ["test", "test"]


def test_memberships_before_their_firms(shared_graph: Neo4jStore, make) -> None:
    """Ends that have not come yet are held by nodes nobody sees; the firms then take their places, also in an empty
    graph."""
    with shared_graph.batch("test", "test") as batch:
        batch.upsert([make.membership("f1", "toy.ore"), make.membership("f2", "toy.ore")])
        batch.upsert([make.firm("f1")])
    assert [f.id for f in shared_graph.firms()] == ["f1"]
    assert [f.id for f, _ in shared_graph.firms_of("toy.ore")] == ["f1"]
