"""One run of the back-test: a scratch store is loaded from a folder, and the firms that really came are ranked in
it."""

from __future__ import annotations

import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from graph.measures.network import Network
from ingest.load.scratch_store import firms_table, scratch, table_of
from recommend.evaluate.backtest import Backtest, line
from recommend.evaluate.backtest_report import cases, summary
from recommend.evaluate.landings import Landing, read_landings, with_products
from recommend.rank.masking import Gazetteer
from recommend.rank.weights import shipped

if TYPE_CHECKING:
    from commands.console import Step
    from graph.store.base.protocol import GraphStore
    from recommend.evaluate.shapes import BacktestLine, BacktestReport, SegmentLine, SegmentReport
    from workspace import Workspace

OUR_TABLES = ("chains", "firms")  # a folder that holds both is a data folder of liantu, not one of outside tables


def read_inputs(space: Workspace, landings: Path, folder: Path) -> tuple[list[Landing], Collection[str]]:
    """The landings, and the codes of the firms that may stand among the candidates; refused before minutes of
    loading."""
    return read_landings(landings, space.regions), with_products(firms_table(folder))


def run(
    space: Workspace, asked: list[Landing], eligible: Collection[str], folder: Path, progress: Step
) -> tuple[list[BacktestLine], BacktestReport]:
    """The lines of the contract and the report. Nothing of it touches the user's store."""
    weights = shipped()
    assigner = space.assigner(list(space.catalogue.segments.values()), space.catalogue.retired)
    with tempfile.TemporaryDirectory(prefix="liantu-backtest-", ignore_cleanup_errors=True) as place:
        url = f"sqlite:///{place}/scratch.db"
        store = scratch(url, folder, space.catalogue, space.regions, assigner, space.settings.max_file_mb, progress)
        names = Gazetteer.of(space.regions, table_of(folder, "regions"))
        test = Backtest(store, space.regions, Network(tuple(store.chains())), eligible, names)
        fields = test.fields(asked, lambda done, total: progress("逐案排序", done, total))
        report = summary(fields, weights)
        report["data"] = folder.name
        report["cases"] = cases(fields, weights, test.firms, space.regions, test.network)
    return [line(f, weights) for f in fields], report


def is_own_data(folder: Path) -> bool:
    """Is the folder one of liantu's own tables (`data/`)?"""
    return all((folder / name).is_dir() for name in OUR_TABLES)


def run_segments(
    space: Workspace, asked: list[Landing], folder: Path, progress: Step
) -> tuple[list[SegmentLine], SegmentReport]:
    """The lines of the contract and the report: where the segments that really came stand. folder: outside tables, or
    liantu's own `data/`. Nothing of it touches the user's store."""
    from graph.chance.chance_data import ChanceData
    from graph.chance.weights import shipped as learned
    from recommend.evaluate import segments, segments_report

    weights = learned()
    with tempfile.TemporaryDirectory(prefix="liantu-backtest-") as place:
        store = _store_of(space, folder, f"sqlite:///{place}/scratch.db", progress)
        network = Network(tuple(store.chains()))
        known = ChanceData.load(space.settings.data, network)
        test = segments.SegmentBacktest(store, space.regions, network, known.precedents, known.red_lines)
        fields = test.fields(asked, lambda done, total: progress("逐案排序", done, total))
        report = segments_report.summary(fields, weights)
        report["data"] = folder.name
    return [segments.line(f, weights) for f in fields], report


def _store_of(space: Workspace, folder: Path, url: str, progress: Step) -> GraphStore:
    """A store of its own with what a folder holds."""
    assigner = space.assigner(list(space.catalogue.segments.values()), space.catalogue.retired)
    limit = space.settings.max_file_mb
    if not is_own_data(folder):
        return scratch(url, folder, space.catalogue, space.regions, assigner, limit, progress)
    from graph.store.embedded.store import EmbeddedStore
    from ingest.load.build import build

    build(lambda: EmbeddedStore.create(url), folder, space.catalogue, space.regions, assigner, limit, progress)
    return EmbeddedStore.open(url)
