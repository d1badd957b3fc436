"""Exports: the files give the same graph again."""

from __future__ import annotations

from pathlib import Path

import pytest
from bolt_graph import HOSTILE, Bolt, put

from graph.copy import diff
from graph.embedded import EmbeddedStore
from graph.neo4j.store import Neo4jStore
from graph.types import Firm


def test_the_cypher_script_fills_an_empty_database(graph: Bolt, country: EmbeddedStore, tmp_path: Path) -> None:
    from graph.export import write

    put(country, *(Firm(f"h{i}", t, scope=t, source="s") for i, t in enumerate(HOSTILE)))
    write(country, tmp_path, "cypher")
    graph.empty()
    for statement in (tmp_path / "graph.cypher").read_text("utf-8").split(";\n"):
        if statement.strip():
            graph.run(statement)
    store = Neo4jStore.create(graph.driver, graph.database, "s")
    assert [r for r, d in diff(country, store).items() if not d.same] == []


@pytest.mark.parametrize("form", ["csv", "graphml", "neo4j-admin"])
def test_exports_count_what_the_store_holds(country: EmbeddedStore, tmp_path: Path, form: str) -> None:
    import csv

    import networkx as nx

    from graph.export import write

    counts = write(country, tmp_path, form)
    assert counts == country.counts()
    if form == "graphml":
        read = nx.read_graphml(tmp_path / "graph.graphml")
        assert read.nodes["Firm:410700-ore"]["name"] == "410700-ore有限公司"
        assert read.edges["Firm:410700-ore", "Segment:toy.ore"]["label"] == "WORKS_IN"
    elif form == "csv":
        with (tmp_path / "firm.csv").open(encoding="utf-8-sig", newline="") as handle:
            assert {r["id"] for r in csv.DictReader(handle)} == {f.id for f in country.firms()}
    else:
        header = (tmp_path / "membership-header.csv").read_text("utf-8").strip().split(",")
        with (tmp_path / "membership.csv").open(encoding="utf-8", newline="") as handle:
            rows = [dict(zip(header, r, strict=True)) for r in csv.reader(handle)]
        assert {(r[":START_ID(Firm)"], r[":END_ID(Segment)"]) for r in rows} == {
            (m.firm_id, m.segment_id) for m in country.members()
        }
        assert "--relationships=membership-header.csv,membership.csv" in (tmp_path / "import.sh").read_text("utf-8")
