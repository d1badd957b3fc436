"""What docs/neo4j.md says of neo4j-admin, done: files out, imported, taken over, compared, dumped, loaded, checked."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.gaps.documents.gap import gap_documents
from graph.gaps.find import find_gaps
from graph.model.regions import Regions
from graph.region.footprint import footprint
from graph.store.base.protocol import Counts, GraphStore
from graph.store.copy import copy, diff
from graph.store.embedded.store import EmbeddedStore
from graph.store.export import write
from graph.store.neo4j.store import Neo4jStore
from tests.support.bolt_graph import Bolt, put
from tests.support.neo4j_server import Neo4jServer

pytestmark = pytest.mark.neo4j


@pytest.fixture
def files(country: EmbeddedStore, make, tmp_path: Path) -> Path:
    """What `liantu graph export --format neo4j-admin` writes of a small country."""
    put(country, make.firm("410700-car", products=("整车", '带"引号", 逗号;分号'), aliases=("车",), sites=("410783",)))
    out = tmp_path / "files"
    write(country, out, "neo4j-admin")
    return out


@pytest.fixture
def imported(files: Path, tmp_path: Path) -> Iterator[Neo4jServer]:
    """A server whose database was made by `import.sh`."""
    server = Neo4jServer(tmp_path / "home")
    server.admin("dbms", "set-initial-password", server.password)
    path = f"{server.admin_tool().parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "import.sh"], cwd=files, env=os.environ | {"PATH": path}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    yield server.start()
    server.kill()


@pytest.fixture
def document(regions: Regions) -> Callable[[GraphStore], str]:
    """The gaps of a store as a document."""

    def of(store: GraphStore) -> str:
        foot = footprint(store, regions, "410700")
        return json.dumps(gap_documents(store, regions, foot, find_gaps(foot)), ensure_ascii=False)

    return of


def differing(country: EmbeddedStore, store: Neo4jStore) -> list[str]:
    return [record for record, found in diff(country, store).items() if not found.same]


def test_an_imported_graph_is_taken_over(
    country: EmbeddedStore, imported: Neo4jServer, document: Callable[[GraphStore], str], make
) -> None:
    """The import writes no empty text and no empty list; the store reads both, and goes on from there."""
    graph = Bolt.to(imported)
    store = Neo4jStore.create(graph.driver, graph.database, "s")
    assert differing(country, store) == []
    assert copy(country, store, "push").counts["firm"] == Counts(unchanged=7)
    assert "toy.cell" in document(country)
    assert document(store) == document(country)
    put(country, make.firm("410700-car", employees=5))
    assert copy(country, store, "push").counts["firm"] == Counts(changed=1, unchanged=6)
    assert differing(country, store) == []
    put(store, make.firm("neu"))  # the load that folds the change in
    before = {v.content.key: v.content.values for page in store.past("firm", 1) for v in page}
    assert before["410700-car"]["products"] == ["整车", '带"引号", 逗号;分号']
    graph.driver.close()


@pytest.mark.slow
def test_dumped_loaded_elsewhere_and_checked(country: EmbeddedStore, imported: Neo4jServer, tmp_path: Path) -> None:
    graph = Bolt.to(imported)
    copy(country, Neo4jStore.create(graph.driver, graph.database, "s"), "push")
    graph.driver.close()
    imported.stop()
    (tmp_path / "dumps").mkdir()
    imported.admin("database", "dump", "neo4j", f"--to-path={tmp_path / 'dumps'}")
    imported.admin("database", "check", "neo4j", f"--report-path={tmp_path}")
    assert not list(tmp_path.glob("*.report"))  # the check writes one where it finds something
    other = Neo4jServer(tmp_path / "other")
    other.admin("dbms", "set-initial-password", other.password)
    other.admin("database", "load", "neo4j", f"--from-path={tmp_path / 'dumps'}")
    there = Bolt.to(other.start())
    try:
        assert differing(country, there.open()) == []
    finally:
        there.driver.close()
        other.kill()
