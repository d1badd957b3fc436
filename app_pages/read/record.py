"""What the page 回测 reads and writes: the last back-test, the office's own record, what it has taught."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from app_pages.read.base import (
    door,
    ingest,
    newest_version,
    one_at_a_time,
    ready,
    recommender,
    settings,
    space,
    version,
    weights_of,
)
from graph.errors import LiantuError, MissingColumn
from graph.model.records import Decision
from graph.settings import Settings
from ingest.load.load_report import LoadReport
from ingest.read.table_kinds import layout
from ingest.read.tables import read_table
from recommend.evaluate import own_record as record
from recommend.rank import learning


@st.cache_data(show_spinner=False, max_entries=2)
def _backtest(file: str, changed: float) -> dict[str, Any]:
    held: dict[str, Any] = json.loads(Path(file).read_text(encoding="utf-8"))
    return held


def backtest() -> tuple[dict[str, Any], str] | None:
    """The last back-test and its date, None where none was made (or the file is broken)."""
    file = space().backtest_file
    try:
        changed = file.stat().st_mtime
        return _backtest(str(file), changed), time.strftime("%Y-%m-%d", time.localtime(changed))
    except (OSError, ValueError):
        return None


def own_record() -> list[Decision]:
    """The office's own decisions, all of them."""
    return list(space().store.rows(Decision))


def decide(made: Decision) -> None:
    """Record a decision of the team. Raises `LiantuError`."""
    learning.record(space().store, made)


def load_record(name: str, content: bytes, progress: Callable[[str, int, int], None]) -> tuple[LoadReport, bytes]:
    """Load a table of outcomes. Raises `LiantuError` where the file is no such table; the store is then as it was."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / (Path(name).name or "upload.csv")
        file.write_bytes(content)
        table = read_table(file, settings().max_file_mb)
        if layout(table.columns).kind != "decisions":
            missing = "结果" if not {"结果", "outcome", "招商结果"} & set(table.columns) else "日期"
            raise MissingColumn(file.name, missing, list(table.columns))
    return ingest(name, content, "", progress)


@st.cache_data(show_spinner=False, max_entries=2)
def _outcomes(settings: Settings, newest: str) -> dict[tuple[str, str], Decision]:
    return record.latest(list(door(settings).store.rows(Decision)))


def outcome_of(firm: str, segment: str) -> Decision | None:
    """The last that the office noted of a firm for a segment."""
    return _outcomes(settings(), newest_version()).get((firm, segment))


@st.cache_data(show_spinner=False, max_entries=2)
def _ranked_record(settings: Settings, version: str, made: tuple[Decision, ...], weights: str) -> list[dict[str, Any]]:
    with one_at_a_time:
        return ready(settings, version).own_record(made)


def ranked_record() -> list[dict[str, Any]]:
    """The office's decisions with the rank each would have had, what the firm has here hidden."""
    return _ranked_record(settings(), version(), tuple(own_record()), weights_of(recommender()))


def taught() -> learning.Learned | None:
    """What the office's decisions have taught so far, None where nothing was taken over. Broken files are as none."""
    try:
        return learning.load(space().taught_file)
    except LiantuError:
        return None


def teach() -> learning.Learned:
    """Learn from the office's decisions; keeps the new weights where the check set agrees, and makes them hold at once."""
    made, work = own_record(), recommender()
    weighed = ranked_record()
    rows = {(r["decision"].firm_id, r["decision"].segment_id, r["decision"].region): r["values"] for r in weighed}
    shipped = work.weights.shares()
    found = learning.learn_from(made, shipped, lambda d: rows.get((d.firm_id, d.segment_id, d.region)))
    if not found.kept_old:
        learning.save(space().taught_file, found)
        with one_at_a_time:
            work.shares = {k: found.weights[k] for k in shipped}  # only weights change: no index, no firm is read anew
    return found
