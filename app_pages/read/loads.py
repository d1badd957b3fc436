"""What the store holds and where it came from, and loading a file into it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from app_pages.read import views
from app_pages.read.base import Data, newest, probe_workspace, settings, versioned
from app_pages.read.shapes import Loaded
from graph.corrections.documents import CorrectionDocument
from graph.corrections.made import Draft
from graph.errors import UnknownName
from ingest.load.load_report import LoadReport
from workspace import Workspace


@versioned(newest, max_entries=2)
def loaded(newest: Data) -> Loaded:
    """What the store holds and where it came from."""
    return views.loaded(probe_workspace(newest.settings))


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
