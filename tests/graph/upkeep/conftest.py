"""A small office: two chains, sixteen firms, a saved target; built once and copied for every test."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.office import at, found
from workspace import Workspace

Office = Callable[[], Workspace]


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return found(tmp_path_factory.mktemp("office"), "宁德隔膜科技有限公司")


@pytest.fixture
def office(founded: Path, tmp_path: Path) -> Office:
    """Each call opens the same copy anew, as another program would."""
    home = tmp_path / "office"
    shutil.copytree(founded, home)
    return lambda: at(home)
