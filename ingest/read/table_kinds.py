"""What a table is about, told from its columns alone; its file name says nothing.

The columns of each kind, each under several headings, stand in `sources/native.yaml`. A table that is none of these is
a table of firms (`ingest.read.firm_rows`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.read.table_specs import native


@dataclass(frozen=True)
class TableLayout:
    """A table's kind and which of its columns hold which field (`code`, `uscc`, `firm` and the kind's own)."""

    kind: str
    columns: Mapping[str, str]


def layout(columns: Sequence[str]) -> TableLayout:
    """The kind of a table with these columns; `firms` where no other fits."""
    for kind, spec in native().tables.items():
        if spec.fits(columns):
            return TableLayout(kind, spec.match(columns))
    return TableLayout("firms", {})
