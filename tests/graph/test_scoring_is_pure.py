"""Scoring reaches no database, screen or environment, not even through others: each module is imported alone."""

from __future__ import annotations

import pkgutil
import subprocess
import sys

import graph.gaps
import graph.measures
import graph.region
import recommend.rank

ROOMS = (graph.measures, graph.region, graph.gaps, recommend.rank)
MODULES = [
    name
    for room in ROOMS
    for name in (room.__name__, *(m.name for m in pkgutil.walk_packages(room.__path__, f"{room.__name__}.")))
]
FORBIDDEN = (
    "sqlalchemy",
    "alembic",
    "neo4j",
    "psycopg",
    "streamlit",
    "graph.settings",
    "graph.store.embedded",
    "graph.store.neo4j",
    "graph.store.opening",
    "graph.store.snapshot",
    "graph.store.copy",
    "graph.store.export",
)
# In a process that has imported nothing of ours: each module, then what of the forbidden is loaded beside it. Modules
# are dropped again between two, so that each speaks for itself; outside packages are not imported twice.
PROBE = """
import importlib, sys
forbidden, modules = sys.argv[1].split(","), sys.argv[2].split(",")
for module in modules:
    for name in [n for n in sys.modules if n.split(".")[0] in ("graph", "recommend")]:
        del sys.modules[name]
    importlib.import_module(module)
    loaded = [n for n in sys.modules if any(n == f or n.startswith(f + ".") for f in forbidden)]
    print(module, ",".join(sorted(loaded)), sep=":")
    for name in loaded:
        del sys.modules[name]
"""


def loaded_beside(modules: list[str]) -> dict[str, str]:
    """Per module, the forbidden modules that importing it loads."""
    command = [sys.executable, "-c", PROBE, ",".join(FORBIDDEN), ",".join(modules)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return dict(line.split(":", 1) for line in done.stdout.splitlines())


def test_every_scoring_module_is_looked_at() -> None:
    assert {"graph.gaps.find", "graph.gaps.documents.plans", "graph.region.country", "graph.measures.formulas"} <= set(
        MODULES
    )
    assert any(m.startswith("recommend.rank.features.") for m in MODULES)


def test_scoring_loads_no_database_screen_or_settings() -> None:
    assert loaded_beside(MODULES) == dict.fromkeys(MODULES, "")


def test_the_probe_sees_what_is_forbidden() -> None:
    """What only another module imports is seen too."""
    assert "sqlalchemy" in loaded_beside(["graph.store.embedded.store"])["graph.store.embedded.store"].split(",")
