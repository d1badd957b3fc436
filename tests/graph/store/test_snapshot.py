"""The contract of history: every store rebuilds the same earlier state and tells the same difference, text for text."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

import liantu
from graph.store.copy import copy
from graph.store.embedded import tables
from graph.store.embedded.rows import connect
from graph.store.embedded.store import EmbeddedStore
from graph.store.neo4j.cypher import store_node
from graph.store.neo4j.load import tidy
from graph.store.neo4j.store import Neo4jStore
from graph.store.snapshot import as_of, fill
from tests.support.bolt_graph import Bolt

DAYS = ("2026-01-05", "2026-01-12", "2026-01-19")
HERE = ("--region", "410700")


def dated(store: Any, graph: Bolt) -> None:
    """Say that the loads came a week apart, at noon."""
    for number, day in enumerate(DAYS, 1):
        when = f"{day}T12:00:00+00:00"
        if isinstance(store, EmbeddedStore):
            with store.engine.connect().execution_options(write=True) as c, c.begin():
                c.execute(sa.update(tables.batch).where(tables.batch.c.id == number).values(finished=when))
        else:
            graph.run("MATCH (b:Batch {key: $n}) SET b.finished = $when", n=number, when=when)


def told(store: Any, make: Any) -> Any:
    """Three loads. The second adds a plant, takes three firms out of their trade and one off the list, changes two; the
    third brings one back, changes one again, moves one here and changes what only came with the second."""
    seats = {"410700": ("ore", "powder", "pack", "car"), "440300": ("pack", "car"), "320500": ("ore", "powder", "cell")}
    members = [
        make.member(f"{city}-{n}{k}", f"toy.{n}", city, size=3 if city == "410700" else 9)
        for city, names in seats.items()
        for n in names
        for k in ((1, 2, 3) if city == "410700" else (1,))
    ]
    make.fill(store, [make.line()], members, {"甲": [m.firm_id for m in members], "乙": ["410700-ore1", "410700-car2"]})
    with store.batch("ingest", "名单二", "two.xlsx") as batch:
        batch.upsert([make.firm("new", size=9.0), make.membership("new", "toy.cell"), *make.listed("名单二", ["new"])])
        batch.retire("membership", [f"410700-pack{k}|toy.pack" for k in (1, 2, 3)])
        batch.retire("firm", ["410700-car3"])
        batch.retire("membership", ["410700-car3|toy.car"])
        batch.upsert([make.firm("410700-ore1", size=2.5), make.firm("410700-car1", size=4.5)])
    with store.batch("ingest", "名单三", "three.xlsx") as batch:
        batch.upsert([make.membership("410700-pack1", "toy.pack"), make.firm("410700-ore1", size=8.0)])
        batch.upsert([make.firm("440300-pack1", region="410783", size=9.0), make.firm("new", size=7.0)])
    return store


@pytest.fixture
def file(fresh: Callable[[], EmbeddedStore], make: Any, graph: Bolt) -> EmbeddedStore:
    """The three loads in a file."""
    store = told(fresh(), make)
    dated(store, graph)
    return store


@pytest.fixture
def served(shared_graph: Neo4jStore, make: Any, graph: Bolt) -> Neo4jStore:
    """The same loads on a server."""
    store = told(shared_graph, make)
    dated(store, graph)
    return store


def versions(store: Any, last: int) -> dict[str, list[tuple[Any, ...]]]:
    """All that was current after a batch, without the days on which this test ran."""
    return {
        name: sorted(
            (v.content.key, v.content.hash, repr(sorted(v.content.values.items())), v.content.source, v.batch)
            for page in store.past(name, last, size=3)
            for v in page
        )
        for name in tables.TABLES
    }


def test_both_stores_remember_the_same_records(file: EmbeddedStore, served: Neo4jStore) -> None:
    seen = [versions(file, last) for last in (1, 2, 3)]
    assert [versions(served, last) for last in (1, 2, 3)] == seen
    firms = [{row[0]: row[4] for row in s["firm"]} for s in seen]
    assert [f["410700-ore1"] for f in firms] == [1, 2, 3]
    # What came with the second load and was changed by the third was not there at the first.
    assert ["new" in f for f in firms] == [False, True, True]
    assert ["410700-car3" in f for f in firms] == [True, False, False]


def test_both_stores_name_the_load_and_the_firm_that_is_gone(file: EmbeddedStore, served: Neo4jStore) -> None:
    for store in (file, served):
        assert store.touched("firm", ["410700-ore1", "410700-ore2", "410700-car3", "nobody"], 1) == {
            "410700-ore1": 3,
            "410700-car3": 2,
        }
        assert store.touched("membership", ["410700-pack1|toy.pack", "410700-pack2|toy.pack"], 0) == {
            "410700-pack1|toy.pack": 3,
            "410700-pack2|toy.pack": 2,
        }
        assert store.touched("firm", ["410700-ore1"], 3) == {}
        assert store.names_of(["410700-car3", "new", "nobody"]) == {
            "410700-car3": "410700-car3有限公司",
            "new": "new有限公司",
        }


def documents(store: Any, graph: Bolt) -> dict[str, str]:
    """What the commands print, by their arguments."""
    here = {"LIANTU_MODEL": "hash"}
    if isinstance(store, EmbeddedStore):
        here["LIANTU_DB"] = str(store.engine.url.database)
    else:
        here |= graph.environment()
    old, out = dict(os.environ), {}
    os.environ.update(here)
    try:
        for day in DAYS:
            for args in (
                ("gaps", *HERE, "--as-of", day),
                ("gaps", *HERE, "--since", day),
                ("changes", *HERE, "--since", day),
            ):
                done = CliRunner().invoke(liantu.app, [*args, "--json"])
                assert done.exit_code == 0, done.exception
                out[" ".join(args)] = done.stdout
        refused = CliRunner().invoke(liantu.app, ["gaps", *HERE, "--as-of", "2026-01-04"])
        out["refused"] = str(refused.exception)
    finally:
        os.environ.clear()
        os.environ.update(old)
    return out


def test_the_commands_print_the_same_from_a_file_and_from_a_server(
    file: EmbeddedStore, served: Neo4jStore, graph: Bolt
) -> None:
    here, there = documents(file, graph), documents(served, graph)
    assert there == here
    assert "the first load was on 2026-01-05" in here["refused"]
    facts = json.loads(here[f"changes --region 410700 --since {DAYS[0]}"])["facts"]
    moved = [(f["what"], f["segment"], f["batch"]["file"]) for f in facts if f["firm_name"] == "440300-pack1有限公司"]
    assert moved == [("firm_came", "toy.pack", "three.xlsx")]


def test_what_is_not_folded_in_yet_is_remembered_too(
    file: EmbeddedStore, shared_graph: Neo4jStore, make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A load whose program died after it became visible, before what it replaced was moved to the history."""
    settle = tidy.settle
    monkeypatch.setattr(tidy, "settle", lambda *a: None if a[2] == 3 else settle(*a))
    store = told(shared_graph, make)
    assert shared_graph.line.read(store_node.STATE)[0]["settled"] == 2
    assert [versions(store, last) for last in (1, 2, 3)] == [versions(file, last) for last in (1, 2, 3)]
    assert store.touched("firm", ["410700-ore1"], 1) == {"410700-ore1": 3}
    assert store.touched("membership", ["410700-pack2|toy.pack"], 1) == {"410700-pack2|toy.pack": 2}
    assert store.names_of(["410700-car3"]) == {"410700-car3": "410700-car3有限公司"}


def test_the_history_of_a_server_begins_with_its_first_push(file: EmbeddedStore, shared_graph: Neo4jStore) -> None:
    copy(file, shared_graph, "push")
    assert [b.kind for b in shared_graph.batches()] == ["push"]
    past = as_of(shared_graph, shared_graph.batches()[0].loaded_on)
    assert past.counts() == file.counts()
    past.close()


@pytest.mark.parametrize("last", [1, 2, 3])
def test_sqlite_copies_what_any_store_would_tell(file: EmbeddedStore, tmp_path: Path, last: int) -> None:
    """The short way through `ATTACH` against the way that every store can go."""
    engine = connect(f"sqlite:///{tmp_path / 'slow.db'}")
    with engine.connect() as c:
        tables.metadata.create_all(c)
        c.commit()
        fill(c, file, [b for b in reversed(file.batches()) if b.id <= last], lambda done, n: None)
    fast, slow = as_of(file, date.fromisoformat(DAYS[last - 1])), EmbeddedStore(engine)
    for name, table in tables.TABLES.items():
        rows = []
        for store in (fast, slow):
            with store.engine.connect() as c:
                rows.append(sorted(map(repr, c.execute(sa.select(table)))))
        assert rows[0] == rows[1], name
    assert fast.batches() == slow.batches()
    assert fast.metas() == slow.metas()
