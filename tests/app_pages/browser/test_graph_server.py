"""The app over a graph server, in a real browser: the server goes away and comes back, and hangs, with the page
open."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from graph.settings import Settings
from graph.store.copy import copy
from graph.store.embedded.store import EmbeddedStore
from graph.store.opening import server as graph_server
from tests.support.app_store import environment
from tests.support.bolt_graph import Bolt, Server, new_server
from tests.support.bolt_server import free_port
from tests.support.browser import CHROMIUM, running, settled, shot

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None and not os.environ.get("CI"), reason="no Chromium here"),
]
AWAY, BACK = "图谱服务器", "动力电池"


@pytest.fixture
def graph(tmp_path: Path) -> Iterator[Server]:
    """A server that this test may kill and freeze."""
    made = new_server(tmp_path / "graph").start()
    yield made
    made.freeze(on=False) if made.process else None
    made.stop()


@pytest.fixture
def server(built: Path, graph: Server, tmp_path: Path) -> Iterator[str]:
    """The app over that server, which holds a copy of the small store."""
    bolt = Bolt.to(graph)
    settings = Settings(built / "data", str(built / "liantu.db"), "hash", built / "vectors", 150)
    there = replace(
        settings, graph=graph.url, graph_user=graph.user, graph_password=graph.password, graph_database=graph.database
    )
    copy(EmbeddedStore.open(settings.url), graph_server(there, create=True), "push")
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    env = os.environ | environment(built) | bolt.environment()
    with closing(bolt.driver), running(command, port, tmp_path / "server.log", env) as address:
        yield address


def banner(page: Any) -> Any:
    return page.locator('[data-testid="stAlert"]', has_text=AWAY)


def test_a_page_says_on_the_server_that_somebody_reads(page: Any, server: str, graph: Server) -> None:
    """So that a load leaves room; see `graph.store.neo4j.server.presence`."""
    bolt = Bolt.to(graph)
    bolt.run("MATCH (r:LiantuReader) SET r.until = 0")
    page.goto(server)
    page.wait_for_selector(f"text={BACK}")
    settled(page)
    assert bolt.run("MATCH (r:LiantuReader) RETURN r.until > 0 AS marked") == [{"marked": True}]
    bolt.driver.close()


def test_the_server_goes_away_and_comes_back(page: Any, server: str, graph: Server) -> None:
    """Killed while the page is open: a banner on the next click, no trace of code, and the page by itself
    afterwards."""
    page.goto(server)
    page.wait_for_selector(f"text={BACK}")
    settled(page)
    graph.kill()
    page.get_by_role("link", name="缺口").first.click()
    banner(page).wait_for(timeout=60_000)
    shot(page, "graph-away")
    text = page.inner_text("body")
    assert "Traceback" not in text
    assert "StoreUnavailable" not in text
    graph.start()
    banner(page).wait_for(state="detached", timeout=90_000)
    page.wait_for_selector("text=隔膜", timeout=60_000)
    settled(page)
    shot(page, "graph-back")
    assert banner(page).count() == 0


def test_a_server_that_hangs_holds_no_page(page: Any, server: str, graph: Server) -> None:
    """Stopped in the middle: the page gives up within its time limit and says so; it goes on when the server does."""
    page.goto(server)
    page.wait_for_selector(f"text={BACK}")
    settled(page)
    graph.freeze()
    page.get_by_role("link", name="缺口").first.click()
    banner(page).wait_for(timeout=90_000)
    assert graph.frozen  # the page gave up before the server could answer
    graph.freeze(on=False)
    banner(page).wait_for(state="detached", timeout=90_000)
    page.wait_for_selector("text=隔膜", timeout=60_000)
