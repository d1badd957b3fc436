"""Every command against a graph server gives, letter for letter, the document that it gives from the file."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import liantu
from graph.settings import load
from graph.store.copy import copy
from graph.store.opening import server
from recommend.retrieve.nearest import nearest, send
from tests.support.bolt_graph import Bolt
from workspace import Workspace

CHAINS = (
    "battery_ev",
    "equipment",
    "electronics",
    "biomedicine",
    "green_food",
    "textile",
    "logistics",
    "tourism_health",
    "agriculture",
)
REGION = ("--region", "410700")
CELL, SEPARATOR = "battery_ev.cell", "battery_ev.separator"


@pytest.fixture(scope="module")
def graph(bolt: Callable[[str], Bolt]) -> Bolt:
    """The server the tests bring along."""
    return bolt("bolt")


@pytest.fixture(scope="module")
def both(graph: Bolt, shipped_space: Workspace) -> Callable[..., tuple[Result, Result]]:
    """Runs a command over the file and over the server, which holds a copy of it."""
    settings = shipped_space.settings
    here = {"LIANTU_MODEL": "hash", "LIANTU_DB": settings.db, "LIANTU_VECTORS": str(settings.vectors)}
    graph.empty()
    with_graph = replace(
        settings, graph=graph.url, graph_user=graph.user, graph_password=graph.password, graph_database=graph.database
    )
    copy(shipped_space.store, server(with_graph, create=True), "push")

    def run(*args: object, only_graph: bool = False) -> tuple[Result, Result]:
        runs = []
        for more in (graph.environment(),) if only_graph else ({}, graph.environment()):
            old = dict(os.environ)
            os.environ.update(here | more)
            try:
                assert bool(load().graph) == bool(more)
                runs.append(CliRunner().invoke(liantu.app, [*map(str, args), "--json"]))
            finally:
                os.environ.clear()
                os.environ.update(old)
        return runs[0], runs[-1]

    return run


def same(both: Callable[..., tuple[Result, Result]], *args: object) -> Any:
    """The one document of both."""
    file, graph = both(*args)
    assert (file.exit_code, graph.exit_code) == (0, 0), (file.exception, graph.exception)
    assert graph.stdout == file.stdout
    return json.loads(graph.stdout)


def test_gaps_and_targets_of_all_nine_chains(both) -> None:
    """The measure of the issue, on what ships, text against text: all gaps, and targets for the first gap of each
    chain."""
    gaps = same(both, "gaps", *REGION)
    first = {g["chain"]: g["segment"] for g in reversed(gaps)}
    assert set(first) == set(CHAINS)
    asked = [part for chain in CHAINS for part in ("--segment", first[chain])]
    targets = same(both, "recommend", *REGION, *asked, "--top", 30)
    assert {t["segment"] for t in targets} == set(first.values())


@pytest.mark.parametrize("chain", [c if c == CHAINS[0] else pytest.param(c, marks=pytest.mark.slow) for c in CHAINS])
def test_a_chain(both, chain: str) -> None:
    document = same(both, "chain", chain)
    assert document["id"] == chain
    assert document["segments"]


OTHERS = [
    ("chains",),
    ("gaps", *REGION, "--without", CELL),
    ("gaps", *REGION, "--what-if", f"remove:{CELL}"),
    ("gaps", *REGION, "--what-if", f"remove:{CELL}", "--compare"),
    ("portfolio", *REGION),
    ("across", *REGION),
    ("roles", *REGION),
    ("check",),
]


@pytest.mark.slow
@pytest.mark.parametrize("args", OTHERS, ids=lambda a: " ".join(a[:1] + a[3:4] + a[5:]))
def test_other_documents(both, args: tuple[str, ...]) -> None:
    same(both, *args)


@pytest.mark.slow
def test_a_landing_found_by_name(both, shipped_space: Workspace) -> None:
    firm = next(f for f in shipped_space.store.firms() if f.products)
    assert same(both, "gaps", *REGION, "--what-if", f"add:{firm.name}@{CELL}")


@pytest.mark.slow
def test_papers(both, tmp_path: Path) -> None:
    """Certificate, demand list and trip."""
    needs = tmp_path / "needs.csv"
    needs.write_text(f"企业名称,环节,需求\n甲公司,{SEPARATOR},隔膜\n", encoding="utf-8")
    assert same(both, "demand", *REGION, "--needs", needs)
    trip = ("--days", 1, "--start", "2026-12-01", "--date", "2026-11-25", "--out", tmp_path / "trip")
    assert same(both, "plan", *REGION, "--segment", SEPARATOR, *trip)["files"]
    gap = same(both, "gaps", *REGION)[0]["segment"]
    assert same(both, "gaps", *REGION, "--certificate", gap, "--out", tmp_path)[0]["segment"] == gap


@pytest.mark.parametrize("args", [("gaps", *REGION, "--as-of"), ("gaps", *REGION, "--since")])
def test_what_the_file_knows_of_today_the_server_knows(both, args: tuple[str, ...]) -> None:
    """The history of a server begins with its first push, which is of today; what came before:
    `tests/graph/store/test_snapshot.py`."""
    assert same(both, *args, date.today().isoformat())


def test_nothing_has_changed_on_a_server_since_its_first_push(both) -> None:
    done = both("changes", *REGION, "--since", date.today().isoformat(), only_graph=True)[1]
    found = json.loads(done.stdout)
    assert (found["facts"], found["gaps"]["new"], found["gaps"]["healed"]) == ([], [], [])
    assert found["gaps"]["persistent"]


def test_build_ingest_push_diff_pull_and_export(graph: Bolt, tmp_path: Path) -> None:
    """The commands that write, one after another, on a small country; then both stores hold the same."""
    from tests.support.small import Country

    country = Country(tmp_path)
    firms = tmp_path / "firms.csv"
    firms.write_text("企业名称,主要产品\n新来隔膜有限公司,隔膜\n", encoding="utf-8")
    file = country.url.removeprefix("sqlite:///")
    here = {
        "LIANTU_MODEL": "hash",
        "LIANTU_DATA": str(country.data),
        "LIANTU_DB": file,
        "LIANTU_VECTORS": str(country.vectors),
    }
    steps: list[tuple[tuple[object, ...], bool]] = [
        (("build",), False),
        (("build",), True),
        (("graph", "diff"), True),
        (("ingest", firms, *REGION, "--report", tmp_path), False),
        (("ingest", firms, *REGION, "--report", tmp_path), True),
        (("graph", "diff"), True),
        (("graph", "push"), True),
        (("graph", "pull"), True),
        (("graph", "diff"), True),
        (("graph", "export", "--out", tmp_path / "files"), True),
        (("build",), True),
    ]
    graph.empty()
    said: list[Any] = []
    for args, on_server in steps:
        result = CliRunner().invoke(
            liantu.app,
            [*map(str, args), "--json"],
            env=here | (graph.environment() if on_server else {"LIANTU_GRAPH": ""}),
        )
        assert result.exit_code == 0, (args, result.exception)
        said.append(json.loads(result.stdout))
    built, built_there, difference, loaded, loaded_there, difference_after, pushed, pulled, *_ = said
    assert built["counts"] == built_there["counts"]
    assert loaded == loaded_there
    assert loaded[0]["new_firms"] == 1
    for found in (difference, difference_after):
        assert [name for name, d in found.items() if not d["same"]] == []
    assert pushed["hashes"] == pulled["hashes"]
    assert said[-1]["refreshed"] == 0  # the server knows that it is of this data already


@pytest.mark.slow
def test_nearest_of_a_hundred_segments(both, graph: Bolt, shipped_space: Workspace) -> None:
    """From the server's vectors, through its index where it has one: the file's document, scores and order too."""
    settings = shipped_space.settings
    with_graph = replace(
        settings, graph=graph.url, graph_user=graph.user, graph_password=graph.password, graph_database=graph.database
    )
    there = Workspace(with_graph)
    send(there.store, there.network, there.encoder, lambda *_: None)
    segments = sorted(shipped_space.network.segments)[:: max(1, len(shipped_space.network.segments) // 100)][:100]
    assert len(segments) == 100
    for segment in segments:
        one, two = (nearest(w.store, w.network, w.encoder, segment, 20) for w in (shipped_space, there))
        assert json.dumps(two) == json.dumps(one), segment
