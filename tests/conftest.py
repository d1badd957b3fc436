"""Shared by all tests: where the data are, and a plain word at the end about whatever was left out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from xdist.scheduler import LoadFileScheduling

from graph.model import catalogue as cat
from graph.model.chains import Catalogue
from graph.model.regions import Regions
from graph.settings import Settings
from tests.support.bolt_graph import Bolt, bolt_graphs
from tests.support.neo4j_server import VERSION, why_not
from workspace import Workspace

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
LEFT_OUT = "needs the outside data in ../shared"
# No test fails because the machine was busy.
settings.register_profile("liantu", deadline=None)
settings.load_profile("liantu")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where the outside data are absent, the tests on them are left out, and where no Neo4j can be had those that need
    one; everything else runs. A run without Neo4j is no failure: its last lines say so."""
    needing = [item for item in items if item.get_closest_marker("neo4j")]
    if needing and why_not():
        items[:] = [item for item in items if item not in needing]
        config.hook.pytest_deselected(items=needing)
    if SHARED.is_dir():
        return
    for item in items:
        if item.get_closest_marker("shared"):
            item.add_marker(pytest.mark.skip(reason=LEFT_OUT))


# Tests over a graph server run in one process: each process starts a server of its own, and a Neo4j takes half a minute
# of a processor before it answers.
ON_A_SERVER = (
    "tests/graph/store/",
    "tests/commands/test_graph.py",
    "tests/ingest/load/test_corrections.py",
    "tests/ingest/load/undo/test_rollback.py",
)


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadFileScheduling | None:
    """By file, as `--dist loadfile` does it, with the files over a graph server as one."""
    if config.getvalue("dist") != "loadfile":
        return None
    return ServerTestsTogether(config, log)


class ServerTestsTogether(LoadFileScheduling):
    """See `pytest_xdist_make_scheduler`."""

    def _split_scope(self, nodeid: str) -> str:
        return "a graph server" if nodeid.startswith(ON_A_SERVER) else super()._split_scope(nodeid)


def _skipped(config: pytest.Config) -> list[pytest.TestReport]:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return reporter.stats.get("skipped", []) if reporter else []


NEO4J = pytest.StashKey[set[str]]()  # why no Neo4j was run, '' where one was, as far as anybody asked


def _asked_for_neo4j(config: pytest.Config) -> set[str]:
    here = {why_not()} if why_not.cache_info().currsize else set()
    return here | config.stash.get(NEO4J, set())


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """What a process of the run says of Neo4j when it ends."""
    said = getattr(node, "workeroutput", {}).get("neo4j", [])
    node.config.stash.setdefault(NEO4J, set()).update(said)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """In CI with the outside data at hand, a skipped test is a failure: nothing may be left out unseen."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["neo4j"] = sorted(_asked_for_neo4j(session.config))
    whole = os.environ.get("CI") == "true" and SHARED.is_dir()
    if whole and exitstatus == pytest.ExitCode.OK and _skipped(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Names what was left out, and why; with or without Neo4j, it says so."""
    for reason in sorted(_asked_for_neo4j(config)):
        on = f"not run ({reason}); the tests of the graph server ran on ArcadeDB" if reason else f"{VERSION} was run"
        terminalreporter.line(f"Neo4j: {on}")
    skipped = _skipped(config)
    if not skipped:
        return
    terminalreporter.section("left out")
    for report in skipped:
        why = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        terminalreporter.line(f"{report.nodeid}: {why.removeprefix('Skipped: ')}")
    if os.environ.get("CI") == "true" and SHARED.is_dir():
        terminalreporter.line("CI with ../shared at hand: nothing may be left out, so this run fails")


@pytest.fixture(scope="session")
def bolt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Bolt]]:
    """Graph servers by name, started when first asked for; one for all tests."""
    yield from bolt_graphs(tmp_path_factory)


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The outside data; only for tests marked `shared`."""
    if not SHARED.is_dir():
        pytest.skip(LEFT_OUT)
    return SHARED


@pytest.fixture(scope="session")
def data() -> Path:
    """What ships."""
    return ROOT / "data"


@pytest.fixture(scope="session")
def regions(data: Path) -> Regions:
    """The shipped table of regions."""
    return Regions.load(data / "regions.csv")


@pytest.fixture(scope="session")
def catalogue(data: Path) -> Catalogue:
    """The shipped catalogue."""
    return cat.load(data / "chains")


@pytest.fixture(scope="session")
def shipped_space(tmp_path_factory: pytest.TempPathFactory, data: Path) -> Workspace:
    """All that ships, built once with the cheap encoder; only to be read."""
    place = tmp_path_factory.mktemp("shipped")
    space = Workspace(Settings(data, str(place / "liantu.db"), "hash", place / "vectors", 150))
    space.build()
    return space
