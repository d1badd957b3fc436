"""What the store holds and where it came from, and loading a file into it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from app_pages.read import uploads, views
from app_pages.read.base import Data, newest, probe_workspace, settings, versioned
from app_pages.read.shapes import Loaded
from graph.corrections.documents import CorrectionDocument
from graph.corrections.made import Draft
from graph.errors import UnknownName
from ingest.load.load_report import LoadReport
from ingest.load.undo.rollback import Rollback
from ingest.quality import QualityDocument
from ingest.read.understand.preview import PreviewDocument
from workspace import Workspace


@versioned(newest, max_entries=2)
def loaded(newest: Data) -> Loaded:
    """What the store holds and where it came from."""
    return views.loaded(probe_workspace(newest.settings))


@st.cache_data(show_spinner=False, max_entries=4)
def preview(name: str, content: bytes) -> PreviewDocument:
    """How an uploaded file is understood; nothing is loaded. Raises `LiantuError`."""
    with uploads.kept(name, content) as file:
        return Workspace(settings()).preview(file)


class Loading(NamedTuple):
    """What came of a load: the report, the list of problems and the workbook of rows to mend (empty where none)."""

    report: LoadReport
    problems: bytes
    rejected: bytes


@versioned(newest, max_entries=2)
def corrections(newest: Data) -> list[CorrectionDocument]:
    """All corrections, the newest first, with what became of each."""
    return probe_workspace(newest.settings).corrections()


def correct(firm_id: str, drafts: Sequence[Draft], reason: str, author: str) -> list[str]:
    """Write what a person puts right of a firm; returns names of other firms that bear a name which was told.

    Raises `LiantuError`; the store is then as it was.
    """
    work = Workspace(settings())
    firm = work.store.firm(firm_id)
    if firm is None:
        raise UnknownName("firm", firm_id)
    others = work.correct(firm, drafts, reason, author).others
    return sorted(work.store.names_of(others).values())


def undo(number: str, author: str) -> None:
    """Take a correction back. Raises `LiantuError`."""
    Workspace(settings()).undo_correction(number, author)


def take_back(number: int, progress: Callable[[str, int, int], None]) -> Rollback:
    """Take a load back whole. Raises `LiantuError`; the store is then as it was."""
    return Workspace(settings()).rollback(number, progress)


@versioned(newest, max_entries=4)
def quality(newest: Data, region: str) -> QualityDocument:
    """How good the data on a region are."""
    return probe_workspace(newest.settings).quality(region)


def ingest(
    name: str,
    content: bytes,
    region: str,
    progress: Callable[[str, int, int], None],
    mapping: Mapping[str, str] | None = None,
) -> tuple[LoadReport, bytes]:
    """Load an uploaded file under its own name; returns the report and the file of problems (empty where none).

    Raises `LiantuError`; the store is then as it was.
    """
    done = load(name, content, region, progress, mapping)
    return done.report, done.problems


def load(
    name: str,
    content: bytes,
    region: str,
    progress: Callable[[str, int, int], None],
    mapping: Mapping[str, str] | None = None,
) -> Loading:
    """The same, with the workbook of rows to mend. mapping: heading → field, as the user confirmed."""
    with uploads.kept(name, content) as file:
        report = Workspace(settings()).ingest(
            file, region=region, report_dir=file.parent / "report", progress=progress, mapping=mapping
        )
        files = [Path(f).read_bytes() if f else b"" for f in (report.report_file, report.rejected_file)]
    return Loading(report, files[0], files[1])
