"""Copies between a file and a graph server: counts, hashes, what a push that broke off leaves."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from graph.gaps.documents.gap import gap_documents
from graph.gaps.find import find_gaps
from graph.model.records import Lane, Segment
from graph.model.regions import Regions
from graph.region.footprint import footprint
from graph.store.base.protocol import Counts
from graph.store.copy import ORDER, copy, diff, fingerprints
from graph.store.embedded.store import EmbeddedStore
from graph.store.export import write
from graph.store.neo4j.store import Neo4jStore
from tests.support.bolt_graph import Bolt, put


def test_push_then_the_same_gaps(country: EmbeddedStore, shared_graph: Neo4jStore, regions: Regions) -> None:
    report = copy(country, shared_graph, "push")
    assert report.counts["firm"] == Counts(added=7)
    assert all(d.same for d in diff(country, shared_graph).values())

    def document(store: Any) -> bytes:
        foot = footprint(store, regions, "410700")
        return json.dumps(gap_documents(store, regions, foot, find_gaps(foot)), ensure_ascii=False).encode()

    assert b"toy.cell" in document(country)
    assert document(shared_graph) == document(country)
    assert shared_graph.metas() == {"data": "abc"}
    assert shared_graph.strength_matrix(regions).values.tobytes() == country.strength_matrix(regions).values.tobytes()
    again = copy(country, shared_graph, "push")
    assert again.counts["firm"] == Counts(unchanged=7)


def test_push_takes_over_changes_and_losses_and_pull_brings_them_back(
    country: EmbeddedStore, shared_graph: Neo4jStore, fresh, make
) -> None:
    copy(country, shared_graph, "push")
    put(country, make.firm("410700-ore", employees=3), make.firm("neu"))
    with country.batch("t", "t") as batch:
        batch.retire("membership", ["440300-pack|toy.pack"])
    found = diff(country, shared_graph)
    assert (found["firm"].only_left, found["firm"].changed) == (["neu"], ["410700-ore"])
    assert found["membership"].only_right == ["440300-pack|toy.pack"]
    counts = copy(country, shared_graph, "push").counts
    assert (counts["firm"], counts["membership"].retired) == (Counts(added=1, changed=1, unchanged=6), 1)
    home = fresh()
    copy(shared_graph, home, "pull")
    assert all(d.same for d in diff(country, home).values())


def test_a_push_that_broke_off_goes_on(graph: Bolt, country: EmbeddedStore, shared_graph: Neo4jStore, make) -> None:
    """The rows that were written are still there for the next run, are not written again, and nobody saw them."""
    version = country.data_version()
    manager = shared_graph.batch("push", f"copy:{version}", resume=version)
    first = manager.__enter__()
    first.upsert(country.firms())
    first._writer.stop()
    assert graph.open().firms() == []
    graph.run("MATCH (g:LiantuStore) SET g.writer_until = 0 WITH g MATCH (f:Firm) SET f.mark = true")
    copy(country, shared_graph, "push")
    assert graph.run("MATCH (f:Firm) RETURN DISTINCT f.mark AS mark") == [{"mark": True}]
    assert all(d.same for d in diff(country, shared_graph).values())


def test_the_hash_sees_one_wrong_letter(graph: Bolt, country: EmbeddedStore, shared_graph: Neo4jStore) -> None:
    copy(country, shared_graph, "push")
    graph.run("MATCH (f:Firm {id: '410700-ore'}) SET f.name = '別的名字'")
    one, two = fingerprints(country), fingerprints(shared_graph)
    assert [r for r in one if one[r] != two[r]] == ["firm"]


def test_what_is_the_same_is_known_by_one_sum(
    graph: Bolt, country: EmbeddedStore, shared_graph: Neo4jStore, make
) -> None:
    """A type whose hashes add up alike is left alone; what was changed on the server by hand is found by `diff`."""
    copy(country, shared_graph, "push")
    assert {r: country.hash_sum(r) for r in ORDER} == {r: shared_graph.hash_sum(r) for r in ORDER}
    put(country, make.firm("410700-ore", employees=3))
    assert [r for r in ORDER if country.hash_sum(r) != shared_graph.hash_sum(r)] == ["firm"]
    counts = copy(country, shared_graph, "push").counts
    assert (counts["firm"], counts["membership"]) == (Counts(changed=1, unchanged=6), Counts(unchanged=7))
    graph.run("MATCH (f:Firm {id: '410700-car'}) SET f.name = '別的名字'")
    assert copy(country, shared_graph, "push").counts["firm"] == Counts(unchanged=7)
    assert [r for r, d in diff(country, shared_graph).items() if not d.same] == ["firm"]


def test_lanes_demand_and_foreign_share_travel(
    country: EmbeddedStore, shared_graph: Neo4jStore, fresh, graph: Bolt, make, tmp_path: Path
) -> None:
    """To a server, back, into an export and from there; a graph that was written before reads with the defaults."""
    chain = replace(make.line(), lanes=(Lane("main", "主线", "Main"),), weights_source="统计年鉴2025")
    segment = make.segment("toy.pack", lane="main", foreign_share=0.25)
    buyer = make.segment("toy.car", demand=True, products=(), value_weight=0.0)
    put(country, chain, segment, buyer)
    copy(country, shared_graph, "push")
    home = fresh()
    copy(shared_graph, home, "pull")
    assert all(d.same for d in diff(country, home).values())
    assert (home.chains()[0].lanes, home.chains()[0].weights_source) == (chain.lanes, "统计年鉴2025")
    write(country, tmp_path, "csv")
    with (tmp_path / "segment.csv").open(encoding="utf-8-sig", newline="") as handle:
        rows = {r["id"]: r for r in csv.DictReader(handle)}
    assert (rows["toy.pack"]["lane"], rows["toy.pack"]["foreign_share"], rows["toy.car"]["demand"]) == (
        "main",
        "0.25",
        "True",
    )
    graph.run("MATCH (s:Segment) REMOVE s.lane, s.demand, s.foreign_share")
    graph.run("MATCH (c:Chain) REMOVE c.lanes, c.weights_source")
    before = graph.open()
    assert {(s.lane, s.demand, s.foreign_share) for s in before.rows(Segment)} == {("", False, None)}
    assert (before.chains()[0].lanes, before.chains()[0].weights_source) == ((), "")
