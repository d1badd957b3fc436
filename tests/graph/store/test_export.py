"""Exports: the files give the same graph again."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from graph.model.records import Firm
from graph.store.copy import diff
from graph.store.embedded.store import EmbeddedStore
from graph.store.export import write
from graph.store.neo4j.store import Neo4jStore
from tests.support.bolt_graph import HOSTILE, Bolt, put


def test_the_cypher_script_fills_an_empty_database(graph: Bolt, country: EmbeddedStore, tmp_path: Path) -> None:
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


def imported(folder: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The files as the manual of `neo4j-admin database import` says they are read: statements, each with its rows.

    Header fields are `name:type`; an empty cell is no property; a list is cut at the delimiter of `import.sh`, without
    any escape; ids are of the space named in brackets.
    """
    script = (folder / "import.sh").read_text("utf-8")
    delimiter = chr(int(re.search(r"--array-delimiter=U\+(\w{4})", script).group(1), 16))  # type: ignore[union-attr]
    of_type: dict[str, Callable[[str], Any]] = {
        "long": int,
        "double": float,
        "boolean": lambda t: t == "true",
        "string[]": lambda t: t.split(delimiter),
    }
    for kind, header, data in re.findall(r"--(nodes|relationships)=([\w-]+\.csv),([\w-]+\.csv)", script):
        fields = (folder / header).read_text("utf-8").strip().split(",")
        rows: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        with (folder / data).open(encoding="utf-8", newline="") as handle:
            for cells in csv.reader(handle):
                row: dict[str, Any] = {}
                for field, cell in zip(fields, cells, strict=True):
                    name, _, type_ = field.partition(":")
                    if name and cell != "":
                        row[name] = of_type.get(type_, str)(cell)
                by_field = dict(zip(fields, cells, strict=True))
                if kind == "nodes":
                    rows.setdefault((by_field[":LABEL"],), []).append({"p": row})
                else:
                    start, end = (next(f for f in fields if f.startswith(x)) for x in (":START_ID", ":END_ID"))
                    group = (start[10:-1], by_field[":TYPE"], end[8:-1])
                    rows.setdefault(group, []).append({"a": by_field[start], "b": by_field[end], "p": row})
        for group, found in rows.items():
            if kind == "nodes":
                yield f"UNWIND $rows AS row CREATE (n:{group[0]}) SET n = row.p", found
            else:
                a, t, b = group
                yield (
                    (
                        f"UNWIND $rows AS row MATCH (a:{a} {{key: row.a}}) MATCH (b:{b} "
                        f"{{key: row.b}}) CREATE (a)-[n:{t}]->(b) SET n = row.p"
                    ),
                    found,
                )


def test_the_bulk_import_gives_the_same_graph(graph: Bolt, country: EmbeddedStore, tmp_path: Path) -> None:
    """Also with lists whose items hold semicolons, commas, quotes and line ends."""
    hostile = [*HOSTILE, "a;b", ";", 'say "so", twice', "一，二；三"]
    put(country, *(Firm(f"h{i}", t, products=(t, "乙"), scope=t, source="s") for i, t in enumerate(hostile)))
    write(country, tmp_path, "neo4j-admin")
    graph.empty()
    for statement, rows in imported(tmp_path):
        graph.run(statement, rows=rows)
    store = Neo4jStore.create(graph.driver, graph.database, "s")
    assert [r for r, d in diff(country, store).items() if not d.same] == []
