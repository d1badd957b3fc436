"""Corrections as rows of a table, in the columns in which they are read again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from graph.corrections.documents import CorrectionDocument
from graph.model.tables import TableSpec
from graph.model.words import CORRECTION, CORRECTION_STATE, ROLE


class Asked(TypedDict):
    """What a form asks: does this firm ('' for any) work in this segment, and why it matters."""

    firm: str
    uscc: str
    segment: str
    segment_name: str
    why: str


READ_ONLY = ("环节名称", "状态", "说明")  # for the eye; a table that comes back may leave them out


def headings(spec: TableSpec) -> list[str]:
    """The headings of the table."""
    return [*(spec.heading(f) for f in spec.columns), *READ_ONLY]


def rows(listed: Sequence[CorrectionDocument], spec: TableSpec) -> list[dict[str, str]]:
    """One row a correction. spec: the kind `corrections` of the tables that liantu reads."""
    return [_row(c, spec) for c in listed]


def form(asked: Sequence[Asked], spec: TableSpec) -> list[dict[str, str]]:
    """Rows to be filled in: what is asked, of whom; 更正, 理由 and 提出人 are left empty."""
    out = []
    for a in asked:
        told = {"firm": a["firm"], "uscc": a["uscc"], "segment": a["segment"]}
        own = {spec.heading(f): told.get(f, "") for f in spec.columns}
        out.append(own | dict(zip(READ_ONLY, (a["segment_name"], "", a["why"]), strict=True)))
    return out


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
