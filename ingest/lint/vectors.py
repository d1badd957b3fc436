"""The vectors that ship: each file whole, and of the model that it is named after."""

from __future__ import annotations

from pathlib import Path

from graph.errors import UnfitVectors
from graph.model.row_problems import RowProblem
from ingest.lint.findings import finding
from recommend.encode.shipped import ShippedVectors, file_of


def lint_vectors(folder: Path) -> list[RowProblem]:
    """A finding for each file that would not be used. That none is lacking is a test's to say: it takes a build."""
    found = []
    for file in sorted(folder.glob("*.vectors")):
        try:
            held = ShippedVectors.whole(file)
            if file != file_of(folder, held.model_id):
                raise UnfitVectors(file.name, f"属于另一个模型 is of another model ({held.model_id})")
        except UnfitVectors as error:
            found.append(finding("unreadable", file.name, why=str(error)))
    return found
