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
    from recommend.evaluate.shapes import BacktestLine, BacktestReport
    from workspace import Workspace


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
