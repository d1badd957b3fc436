"""What the page 回测 reads and writes: the last back-test, the office's own record, what it has taught."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from app_pages.read import loads, uploads
from app_pages.read.base import (
    Data,
    newest,
    one_at_a_time,
    present,
    probe_workspace,
    recommender,
    settings,
    space,
    versioned,
)
from app_pages.read.target_lists import weights_key
from graph.errors import LiantuError, MissingColumn
from graph.model.records import Decision
from ingest.load.load_report import LoadReport
from ingest.read.table_specs import native
from ingest.read.understand.outside import open_file
from recommend.evaluate import own_record as record
from recommend.evaluate.shapes import BacktestReport, RankedDecision, SegmentReport
from recommend.rank import learning


@st.cache_data(show_spinner=False, max_entries=2)
def _backtest(file: str, changed: float) -> BacktestReport:
    """The report in a file; the time of its last change is part of the key."""
    report: BacktestReport = json.loads(Path(file).read_text(encoding="utf-8"))
    return report


def backtest() -> tuple[BacktestReport, str] | None:
    """The last back-test and its date; that of the last release (`release` names it) where none was made here, None
    where there is neither."""
    work = space()
    for file in (work.backtest_file, work.shipped_backtests / "firms.json"):
        try:
            changed = file.stat().st_mtime
            found = _backtest(str(file), changed)
            return found, found.get("made") or time.strftime("%Y-%m-%d", time.localtime(changed))
        except (OSError, ValueError):
            continue
    return None


@st.cache_data(show_spinner=False, max_entries=2)
def _segments(file: str, changed: float) -> SegmentReport:
    """The report on segments in a file; the time of its last change is part of the key."""
    report: SegmentReport = json.loads(Path(file).read_text(encoding="utf-8"))
    return report


def segment_backtest() -> SegmentReport | None:
    """The last back-test of the order of segments; that of the last release where none was made here, None where there
    is neither."""
    work = space()
    for file in (work.segment_backtest_file, work.shipped_backtests / "segments.json"):
        try:
            return _segments(str(file), file.stat().st_mtime)
        except (OSError, ValueError):
            continue
    return None


def own_record() -> list[Decision]:
    """The office's own decisions, all of them."""
    return list(space().store.rows(Decision))


def decide(made: Decision) -> None:
    """Record a decision of the team. Raises `LiantuError`."""
    learning.record(space().store, made)


def load_record(name: str, content: bytes, progress: Callable[[str, int, int], None]) -> tuple[LoadReport, bytes]:
    """Load a table of outcomes. Raises `LiantuError` where the file is no such table; the store is then as it was."""
    with uploads.kept(name, content) as file:
        opened = open_file(file, settings().max_file_mb, only=50)
        if not any(shape.kind == "decisions" for _, shape in opened.tables):
            columns = opened.tables[0][0].columns
            has_result = "outcome" in native().spec("decisions").match(columns)
            raise MissingColumn(file.name, "日期" if has_result else "结果", list(columns))
    return loads.ingest(name, content, "", progress)


@versioned(newest, max_entries=2, shared=True)
def outcomes(newest: Data) -> dict[tuple[str, str], Decision]:
    """The last decision that the office noted, by (firm, segment). Shared by all sessions: not to be changed."""
    return record.latest(list(probe_workspace(newest.settings).store.rows(Decision)))


def outcome_of(firm: str, segment: str) -> Decision | None:
    """The last that the office noted of a firm for a segment."""
    return outcomes().get((firm, segment))


@dataclass(frozen=True)
class RecordState:
    """What the ranks of the office's record depend on: the data, its decisions, and the weights."""

    data: Data
    decisions: tuple[Decision, ...]
    weights: str


def record_state() -> RecordState:
    """What the ranks of the office's record depend on now."""
    return RecordState(present(), tuple(own_record()), weights_key(recommender()))


@versioned(record_state, max_entries=2)
def ranked_record(state: RecordState) -> list[RankedDecision]:
    """The office's decisions with the rank each would have had, what the firm has here hidden."""
    with one_at_a_time:
        return recommender.at(state.data).own_record(state.decisions)


def taught() -> learning.Learned | None:
    """What the office's decisions have taught so far, None where nothing was taken over. Broken files are as none."""
    try:
        return learning.load(space().taught_file)
    except LiantuError:
        return None


def teach() -> learning.Learned:
    """Learn from the office's decisions; keeps the new weights where the check set agrees, and makes them hold at
    once."""
    made, work = own_record(), recommender()
    weighed = ranked_record()
    rows = {(r["decision"].firm_id, r["decision"].segment_id, r["decision"].region): r["values"] for r in weighed}
    shipped = work.weights.shares()
    found = learning.learn_from(made, shipped, lambda d: rows.get((d.firm_id, d.segment_id, d.region)))
    if not found.kept_old:
        learning.save(space().taught_file, found)
        with one_at_a_time:
            work.teach(found.weights)  # only weights change: no index, no firm is read anew
    return found
