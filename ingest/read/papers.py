"""The text of a paper to be checked: .docx, .xlsx, .txt and .md, opened in a process of its own like every outside
file; anything else is refused by name."""

from __future__ import annotations

from pathlib import Path

from graph.errors import UnreadableFile
from graph.files import given
from ingest.read.files.limits import Limits
from ingest.read.files.own_process import text_of

MAX_MB = 20
KINDS = (".docx", ".xlsx", ".txt", ".md", "")


def read_text(file: Path) -> str:
    """All text of a paper, a paragraph, table cell or line a line. Raises `UnreadableFile`."""
    if given.size_of(file) > MAX_MB * 1_000_000:
        raise UnreadableFile(file.name, f"it is larger than {MAX_MB} MB", "save the text alone")
    kind = file.suffix.lower()
    if kind not in KINDS:
        raise UnreadableFile(file.name, f"papers of type {kind} cannot be read", "save it as .docx or .txt")
    return text_of(file, Limits(MAX_MB))
