"""What the loaders stand on: the workspace of the present data, its version, the recommender, the lock."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from graph import settings as settings_module
from graph.errors import StoreError
from graph.settings import Settings
from graph.store.base.abilities import AnnouncesReaders
from ingest.load.load_report import LoadReport
from recommend.rank import learning
from recommend.recommender import Recommender
from workspace import Workspace

one_at_a_time = threading.Lock()  # lists are made one at a time


@st.cache_resource(show_spinner=False, max_entries=1)
def door(settings: Settings) -> Workspace:
    """A workspace that asks the store only for its version and its batches; never made anew. On a graph server it says that
    somebody reads, each time a page asks."""
    work = Workspace(settings)
    if isinstance(work.store, AnnouncesReaders):
        work.store.announce()
    return work


@st.cache_resource(show_spinner=False, max_entries=2)
def space_of(settings: Settings, version: str) -> Workspace:
    """The workspace of a version of the data; the caches of this version hang on it."""
    return Workspace(settings)


def settings() -> Settings:
    """The settings of this process."""
    return settings_module.load()


def newest_version() -> str:
    """The version of all that the store holds. Raises `StoreError` where there is no store."""
    file = settings().store_file
    if file is not None and not file.is_file():
        raise StoreError(f"no store at {file}")
    return str(door(settings()).store.data_version())


@st.cache_data(show_spinner=False, max_entries=4)
def _graph_version(settings: Settings, newest: str) -> str:
    held = [b for b in door(settings).store.batches() if b.kind != learning.KIND]
    last = max(held, key=lambda b: b.id, default=None)
    return f"{last.id}@{last.finished}" if last else "0@"


def version() -> str:
    """The version of the data that graph and lists are made of. The office's own decisions do not count: recording one
    must not cost a new recommender. Raises `StoreError` where there is no store."""
    return _graph_version(settings(), newest_version())


def space() -> Workspace:
    """The workspace as of the present version of the data."""
    return space_of(settings(), version())


def recommender() -> Recommender:
    """The recommender of the present data, made when first asked for; firms that were never read are left to `warm`."""
    return ready(settings(), version())


@st.cache_resource(show_spinner=False, max_entries=1)
def ready(settings: Settings, version: str) -> Recommender:
    """The recommender of a version of the data, begun but not warmed."""
    made = space_of(settings, version).recommender
    made.reader.begin()
    return made


def weights_of(made: Recommender) -> str:
    """The weights as part of a cache's key: learning changes them without a new version of the data."""
    return ",".join(f"{w:.6f}" for w in made.shares.values())


def ingest(
    name: str, content: bytes, region: str, progress: Callable[[str, int, int], None]
) -> tuple[LoadReport, bytes]:
    """Load an uploaded file under its own name; returns the report and the file of problems (empty where none).

    Raises `LiantuError`; the store is then as it was.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / (Path(name).name or "upload.csv")
        file.write_bytes(content)
        report = Workspace(settings()).ingest(
            file, region=region, report_dir=Path(folder) / "report", progress=progress
        )
        problems = Path(report.report_file).read_bytes() if report.report_file else b""
    return report, problems
