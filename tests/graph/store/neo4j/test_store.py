"""What only the graph server's store promises, against a real server: its marks, versions, and what it lacks."""

from __future__ import annotations

import pytest

from graph.errors import StoreError
from graph.model.records import Correction, FirmRecord, Park, Source
from graph.store.neo4j.server import migrations
from graph.store.neo4j.store import Neo4jStore
from tests.support.bolt_graph import Bolt, put


def test_foreign_data_is_not_touched(graph: Bolt) -> None:
    graph.empty()
    graph.run("CREATE (:Firm {name: '别人的企业', key: 'x'})")
    for open_it in (graph.open, lambda: Neo4jStore.create(graph.driver, graph.database, "s")):
        with pytest.raises(StoreError, match=r"holds data that is not liantu's .*nothing was changed"):
            open_it()
    assert graph.run("MATCH (n) RETURN labels(n) AS l, n.name AS name") == [{"l": ["Firm"], "name": "别人的企业"}]
    graph.empty()


def test_open_before_anything_is_there(graph: Bolt) -> None:
    graph.empty()
    with pytest.raises(StoreError, match=r"no liantu graph on the test server yet; run `liantu build`"):
        graph.open()
    assert graph.run("MATCH (n) RETURN count(n) AS n") == [{"n": 0}]


def test_migrations_twice_and_from_an_older_version(graph: Bolt, shared_graph: Neo4jStore, make) -> None:
    put(shared_graph, make.firm("f1"))
    graph.run("MATCH (g:LiantuStore) SET g.version = '0001'")
    with pytest.raises(StoreError, match=f"version 0001, this program needs {migrations.VERSION}"):
        graph.open()
    again = Neo4jStore.create(graph.driver, graph.database, "s")
    assert migrations.upgrade(again.line) == migrations.upgrade(again.line)
    assert [f.id for f in graph.open().firms()] == ["f1"]
    names = {r["name"] for r in graph.run("SHOW CONSTRAINTS YIELD name")}
    assert {"liantu_firm_key", "liantu_segment_key"} <= names


def test_a_newer_version_is_refused(graph: Bolt, shared_graph: Neo4jStore) -> None:
    graph.run("MATCH (g:LiantuStore) SET g.version = '9999'")
    with pytest.raises(StoreError, match="newer version"):
        Neo4jStore.create(graph.driver, graph.database, "s")


def test_what_the_server_lacks_is_said(graph: Bolt, shared_graph: Neo4jStore) -> None:
    """Whatever the server refuses is named with what is done instead; what it has is really there."""
    lacks = shared_graph.lacks()
    kinds = {r["type"] for r in graph.run("SHOW INDEXES YIELD type")}
    assert not ("text" in lacks and "TEXT" in kinds)  # ArcadeDB makes a plain index of it
    assert all(lacks.values())


def test_what_was_verified_before_is_the_identity(graph: Bolt, shared_graph: Neo4jStore, make) -> None:
    """On firms, in what sources said of them and in the log; a park's tick stays."""
    told = {"name": "甲", "verified_identity": True}
    for employees in (1, 2):
        put(shared_graph, make.firm("f1", employees=employees, verified_identity=True), make.firm("f2"))
        put(
            shared_graph,
            FirmRecord("a", "f1", "f1", employees, told),
            Park("p", "甲园", verified=True, note=str(employees)),
        )
    put(shared_graph, make.firm("f3"))  # folds what came before into the log
    graph.run(
        "MATCH (n:Firm) WHERE n.verified_identity IS NOT NULL "
        "SET n.verified = n.verified_identity REMOVE n.verified_identity"
    )
    for label, field in (("FirmRecord", "data"), ("Change", "before")):
        graph.run(f"MATCH (n:{label}) SET n.{field} = replace(n.{field}, '\"verified_identity\":', '\"verified\":')")
    graph.run("MATCH (g:LiantuStore) SET g.version = '0005'")
    store = Neo4jStore.create(graph.driver, graph.database, "s")
    assert [(f.id, f.verified_identity, f.verified_products) for f in store.firms(["f1", "f2"])] == [
        ("f1", True, False),
        ("f2", False, False),
    ]
    assert [r.data for r in store.rows(FirmRecord)] == [told]
    assert [p.verified for p in store.rows(Park)] == [True]
    past = {v.content.key: v.content.values for page in store.past("firm", 1) for v in page}
    assert (past["f1"]["employees"], past["f1"]["verified_identity"]) == (1, True)
    assert "verified" not in past["f1"]
    [before] = [v for page in store.past("park", 2) for v in page]
    assert (before.content.values["verified"], before.content.values["note"]) == (True, "1")


def test_a_graph_of_before_roles_gets_keys_of_sources_and_corrections(
    graph: Bolt, shared_graph: Neo4jStore, make
) -> None:
    """Roles and statuses of before are unknown, in the log as well; an unknown one counts as it did."""
    make.fill(shared_graph, [make.line()], [make.member("f1", "toy.cell")])
    put(shared_graph, make.firm("f1", employees=7), make.membership("f1", "toy.cell", 0.5))
    graph.run("MATCH (g:LiantuStore) SET g.version = '0006'")
    store = Neo4jStore.create(graph.driver, graph.database, "s")
    assert [m.role for m in store.memberships(["f1"])] == [""]
    assert [(f.status, f.branch_of) for f in store.firms()] == [("unknown", "")]
    assert store.chain_firms() == {"toy": 1}
    past = {v.content.key: v.content.values for page in store.past("membership", 1) for v in page}
    assert (past["f1|toy.cell"]["confidence"], past["f1|toy.cell"]["role"]) == (1_000_000, "")
    put(store, Source("名录", "register"), Correction("c1", ("f1",), "甲", "closed"))
    assert [s.scope for s in store.rows(Source)] == ["register"]
    assert store.sources() == []  # a source of which no firm is listed
    assert [c.holds for c in store.rows(Correction)] == [True]
