"""Corrections as rows of a table, in the columns in which they are read again."""

from __future__ import annotations

from collections.abc import Sequence

from graph.corrections.documents import CorrectionDocument
from graph.model.tables import TableSpec
from graph.model.words import CORRECTION, CORRECTION_STATE, ROLE

READ_ONLY = ("环节名称", "状态", "说明")  # for the eye; a table that comes back may leave them out


def headings(spec: TableSpec) -> list[str]:
    """The headings of the table."""
    return [*(spec.heading(f) for f in spec.columns), *READ_ONLY]


def rows(listed: Sequence[CorrectionDocument], spec: TableSpec) -> list[dict[str, str]]:
    """One row a correction. spec: the kind `corrections` of the tables that liantu reads."""
    return [_row(c, spec) for c in listed]


def _row(c: CorrectionDocument, spec: TableSpec) -> dict[str, str]:
    told = {
        "code": "",
        "uscc": c["firm"]["uscc"],
        "firm": c["firm"]["name"],
        "correction": CORRECTION[c["kind"]]["zh"],
        "segment": c["segment"],
        "role": ROLE[c["role"]]["zh"] if c["role"] else "",
        "alias": c["alias"],
        "reason": c["reason"],
        "author": c["by"],
        "date": c["at"],
        "undone_by": c["undone_by"],
        "undone_at": c["undone_at"],
    }
    own = {spec.heading(f): told[f] for f in spec.columns}
    names = "；".join(name for _, name in c["segments"])
    shown = (names, CORRECTION_STATE[c["state"]]["zh"], c["note"])
    return own | dict(zip(READ_ONLY, shown, strict=True))
