"""A graph server whose disk is really full: one sentence, nothing half-written to be seen, and the load goes on
later."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.graph_push import source_of
from graph.errors import StoreError
from graph.store.copy import copy, diff
from tests.support.bolt_graph import Bolt, new_server, put

FIRMS = 12_000


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own that ends soon; only who may mount one can run this."""
    place = tmp_path / "disk"
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("nobody may mount a small disk here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=False)


@pytest.mark.slow
def test_a_push_to_a_full_disk(small_disk: Path, tmp_path: Path, make) -> None:
    server = new_server(small_disk / "server").start()
    graph = Bolt.to(server)
    try:
        store = graph.fresh()
        put(store, make.firm("before"))
        source = source_of(FIRMS, str(tmp_path))
        with pytest.raises(StoreError) as caught:
            copy(source, store, "push")
        assert "\n" not in str(caught.value)
        assert "disk may be full" in str(caught.value)
        # Room is made and the server started again, as its operator would: nobody ever saw half of the load.
        subprocess.run(["mount", "-o", "remount,size=2g", str(small_disk)], check=True)
        server.kill()
        server.start()
        store = graph.open()
        assert [f.id for f in store.firms()] == ["before"]
        graph.run("MATCH (g:LiantuStore) SET g.writer_until = 0")
        copy(source, store, "push")
        assert [r for r, d in diff(source, store).items() if not d.same] == []
    finally:
        graph.driver.close()
        server.stop()
