"""Corrections as labels of assignment: `uscc, segments, role`, as `liantu train` reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.corrections.documents import CorrectionDocument
from graph.files.csv_out import as_csv as csv_of
from graph.files.csv_out import by_heading
from graph.model.records import Firm, Membership, Role, Segment
from graph.store.base.protocol import GraphStore
from ingest.assign.roles import role_of

HEADINGS = ("uscc", "segments", "role")


def labels(
    store: GraphStore, listed: Sequence[CorrectionDocument], segments: Mapping[str, Segment]
) -> list[dict[str, str]]:
    """A label for each firm with a credit code of which somebody said what it does or does not do: all that it works in
    now, surest first, and what it is in the first."""
    about: dict[str, CorrectionDocument] = {}
    for c in listed:  # the newest first
        if c["state"] == "counts" and c["segment"]:
            about.setdefault(c["firm"]["id"], c)
    firms = [f for f in store.firms(sorted(about)) if f.uscc]
    works: dict[str, list[Membership]] = {}
    for m in store.memberships([f.id for f in firms]):
        works.setdefault(m.firm_id, []).append(m)
    out = []
    for firm in sorted(firms, key=lambda f: f.uscc):
        mine = sorted(works.get(firm.id, []), key=lambda m: (-m.confidence, m.segment_id))
        role = mine[0].role if mine else _role(firm, about[firm.id], segments)
        if role:
            row = (firm.uscc, ";".join(m.segment_id for m in mine), role)
            out.append(dict(zip(HEADINGS, row, strict=True)))
    return out


def _role(firm: Firm, c: CorrectionDocument, segments: Mapping[str, Segment]) -> Role:
    """What a firm is that works in none of our segments: by the rule, in the segment that somebody denied."""
    return role_of({"name": firm.name}, segments[c["segments"][0][0]])


def as_csv(rows: Sequence[Mapping[str, str]]) -> bytes:
    """The labels as a file."""
    return csv_of(HEADINGS, by_heading(HEADINGS, rows), line_end="\n", bom=False)
