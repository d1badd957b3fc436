"""A small store of two chains for the pages: built once, copied for the tests that write."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from graph.settings import Settings
from tests.support.app_store import ROOT, add_routes, environment, write_data
from tests.support.browser import CHROMIUM, SCREEN, served
from workspace import Workspace


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `data/` and the store built from it."""
    home = tmp_path_factory.mktemp("liantu")
    write_data(home / "data")
    Workspace(Settings(home / "data", str(home / "liantu.db"), "hash", home / "vectors", 150)).build()
    return home


@pytest.fixture
def home(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the built folder that this test may write to, and the environment that points to it."""
    copy = tmp_path / "liantu"
    shutil.copytree(built, copy)
    for name, value in environment(copy).items():
        monkeypatch.setenv(name, value)
    return copy


@pytest.fixture(autouse=True)
def _fresh_caches() -> Iterator[None]:
    st.cache_data.clear()
    st.cache_resource.clear()
    yield
    st.cache_data.clear()
    st.cache_resource.clear()


@pytest.fixture
def app(home: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The app on the small store, run once."""
    monkeypatch.syspath_prepend(str(ROOT))
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()
    assert not at.exception
    return at


@pytest.fixture
def server(built: Path, tmp_path: Path) -> Iterator[str]:
    """The app as users start it, on a free port and a copy of the small store."""
    home = tmp_path / "liantu"
    shutil.copytree(built, home)
    with served([sys.executable, "liantu.py"], home, tmp_path / "server.log") as address:
        yield address


@pytest.fixture
def routed_server(built: Path, tmp_path: Path) -> Iterator[str]:
    """The app over a store whose cathode has two technology routes."""
    home = tmp_path / "routed"
    shutil.copytree(built, home)
    add_routes(home / "data")
    Workspace(Settings(home / "data", str(home / "liantu.db"), "hash", home / "vectors", 150)).build()
    with served([sys.executable, "liantu.py"], home, tmp_path / "routed.log") as address:
        yield address


@pytest.fixture
def page(server: str) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    assert CHROMIUM, "CI needs a Chromium"
    with sync_playwright() as p:
        browser = p.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
        )
        view = browser.new_context(viewport=SCREEN, locale="zh-CN", accept_downloads=True).new_page()
        view.set_default_timeout(30_000)
        yield view
        browser.close()
