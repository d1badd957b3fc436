"""What to check next, with names and a sentence that says why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from graph.corrections.as_rows import Asked
from graph.gaps.check_next import Check
from graph.gaps.documents.shapes import SegmentRef
from graph.gaps.scenario import segment_ref
from graph.model.records import MICRO
from graph.region.footprint import Footprint
from graph.store.base.protocol import GraphStore


class CheckDocument(TypedDict):
    """A firm or a segment to check. firm: its id, '' for a segment; segments: what it is about; confidence: of the
    first of them, 0 for a segment nobody is known in; change: expected change of the scores of the first gaps; moves:
    those gaps."""

    rank: int
    firm: str
    firm_name: str
    uscc: str
    segments: list[SegmentRef]
    confidence: float
    change: float
    moves: list[SegmentRef]
    sentence: str
    sentence_en: str


def asked(checks: Sequence[CheckDocument]) -> list[Asked]:
    """The checks as the rows of a form, one a firm and segment."""
    return [
        {
            "firm": c["firm_name"],
            "uscc": c["uscc"],
            "segment": s["segment"],
            "segment_name": s["name"],
            "why": c["sentence"],
        }
        for c in checks
        for s in c["segments"]
    ]


def check_documents(store: GraphStore, foot: Footprint, checks: Sequence[Check]) -> list[CheckDocument]:
    """The checks as they are shown, in their order."""
    firms = {f.id: f for f in store.firms([c.firm for c in checks if c.firm])}
    sure = {
        (m.firm_id, m.segment_id): m.confidence / MICRO for m in store.memberships([c.firm for c in checks if c.firm])
    }
    out: list[CheckDocument] = []
    for rank, c in enumerate(checks, 1):
        firm = firms.get(c.firm)
        about = [segment_ref(foot.network, s) for s in c.segments]
        moves = [segment_ref(foot.network, s) for s in c.moves]
        confidence = sure.get((c.firm, c.segments[0]), 0.0)
        names = "、".join(s["name"] for s in about)
        names_en = ", ".join(s["name_en"] for s in about)
        hangs = "、".join(s["name"] for s in moves)
        hangs_en = ", ".join(s["name_en"] for s in moves)
        if firm:
            zh = f"{firm.name}是否从事{names}？现有把握 {confidence:.0%}，牵动：{hangs}。"
            en = f"Does {firm.name} do {names_en}? {confidence:.0%} sure now; it moves {hangs_en}."
        else:
            zh, en = (
                f"{names}本地是否真的没有企业？在库未见",
                f"Is there really no local firm in {names_en}? No firm is on record",
            )
            if hangs != names:  # that a segment moves itself goes without saying
                zh, en = f"{zh}，牵动：{hangs}", f"{en}; it moves {hangs_en}"
            zh, en = f"{zh}。", f"{en}."
        out.append(
            {
                "rank": rank,
                "firm": c.firm,
                "firm_name": firm.name if firm else "",
                "uscc": firm.uscc if firm else "",
                "segments": about,
                "confidence": confidence,
                "change": c.change,
                "moves": moves,
                "sentence": zh,
                "sentence_en": en,
            }
        )
    return out
