"""A push whose server has too little memory, and pushes whose program is killed: what stands is as it was, and the next
push completes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.graph_push import made_up
from graph.errors import StoreError
from graph.store.copy import copy, diff
from graph.store.embedded.store import EmbeddedStore
from tests.support.bolt_graph import Bolt, put
from tests.support.neo4j_server import Neo4jServer

pytestmark = [pytest.mark.neo4j, pytest.mark.slow]


@pytest.fixture
def source(tmp_path: Path) -> EmbeddedStore:
    """3,000 firms in a file."""
    store = EmbeddedStore.create(f"sqlite:///{tmp_path / 'source.db'}")
    with store.batch("test", "test") as batch:
        for rows in made_up(3_000):
            batch.upsert(rows)
    return store


def differing(source: EmbeddedStore, graph: Bolt) -> list[str]:
    return [record for record, found in diff(source, graph.open()).items() if not found.same]


def test_too_little_memory_for_a_transaction(source: EmbeddedStore, tmp_path: Path, make) -> None:
    """One sentence that says what to raise; nothing of the push is seen; with more memory it completes."""
    server = Neo4jServer(tmp_path / "server", {"db.memory.transaction.max": "2m"}).start()
    graph = Bolt.to(server)
    store = graph.fresh()
    put(store, make.firm("before"))
    with pytest.raises(StoreError, match=r"too little memory for this .* nothing was changed, try again"):
        copy(source, store, "push")
    assert [f.id for f in graph.open().firms()] == ["before"]
    server.stop()
    server.settings.clear()
    server.start()
    graph.run("MATCH (g:LiantuStore) SET g.writer_until = 0")  # 20 seconds later
    copy(source, graph.open(), "push")
    assert differing(source, graph) == []
    graph.driver.close()
    server.kill()


def test_ten_kills_of_the_program(source: EmbeddedStore, tmp_path: Path, root: Path) -> None:
    """The pushing process is killed at ten different moments; after each rerun the content hashes agree."""
    server = Neo4jServer(tmp_path / "server").start()
    graph = Bolt.to(server)
    command = [sys.executable, "liantu.py", "graph", "push", "--db", str(tmp_path / "source.db")]
    env = os.environ | graph.environment()
    chunk = "MATCH (g:LiantuStore) RETURN coalesce(g.chunk, 0) AS n, g.open <> '' AS open"
    killed = 0
    for k in range(10):
        graph.fresh()
        process = subprocess.Popen(command, cwd=root, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while process.poll() is None:  # after so many of its transactions
            seen = graph.run(chunk)
            if seen and seen[0]["open"] and int(str(seen[0]["n"])) >= k // 2:
                time.sleep(0.02 * (k % 2))
                break
        process.kill()
        killed += process.wait() != 0
        assert graph.open().firms() == [] or differing(source, graph) == []
        graph.run("MATCH (g:LiantuStore) SET g.writer_until = 0")
        copy(source, graph.open(), "push")
        assert differing(source, graph) == []
    assert killed >= 5
    graph.driver.close()
    server.kill()
