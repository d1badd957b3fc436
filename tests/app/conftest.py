"""A small store of two chains for the pages: built once, copied for the tests that write."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from app_store import ROOT, environment, write_data
from streamlit.testing.v1 import AppTest

from graph.settings import Settings
from liantu import Workspace


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
