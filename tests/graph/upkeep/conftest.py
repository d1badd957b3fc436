"""A small office: two chains, sixteen firms, a saved target; built once and copied for every test."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.settings import Settings
from outreach.casework.models import Target
from tests.support.app_store import write_data
from workspace import Workspace

Office = Callable[[], Workspace]


def at(home: Path) -> Workspace:
    """The workspace of an office's folder."""
    return Workspace(Settings(home / "data", str(home / "liantu.db"), "hash", home / "vectors", 150))


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("office")
    write_data(home / "data")
    space = at(home)
    space.build()
    with space.casework.write("专班") as session:
        session.add(Target(kind="firm", name="宁德隔膜科技有限公司", home="410700", owner=None))
    space.casework.engine.dispose()
    space.store.engine.dispose()
    return home


@pytest.fixture
def office(founded: Path, tmp_path: Path) -> Office:
    """Each call opens the same copy anew, as another program would."""
    home = tmp_path / "office"
    shutil.copytree(founded, home)
    return lambda: at(home)
