"""An office: the small store, built, with a casework."""

from __future__ import annotations

from pathlib import Path

from graph.settings import Settings
from outreach.casework.models import Target
from tests.support.app_store import write_data
from workspace import Workspace


def at(home: Path) -> Workspace:
    """The workspace of an office's folder, as another program would open it."""
    return Workspace(Settings(home / "data", str(home / "liantu.db"), "hash", home / "vectors", 150))


def found(home: Path, target: str) -> Path:
    """Build an office in a folder, with one target in its casework."""
    write_data(home / "data")
    space = at(home)
    space.build()
    with space.casework.write("专班") as session:
        session.add(Target(kind="firm", name=target, home="410700"))
    space.casework.engine.dispose()
    space.store.engine.dispose()
    return home
