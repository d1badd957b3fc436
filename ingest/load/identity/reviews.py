"""The review queue as documents, and decisions by the six characters that name a pair."""

from __future__ import annotations

from typing import TypedDict

from graph.errors import UnknownName
from graph.model.records import Firm
from graph.model.regions import Regions
from graph.store.base.protocol import GraphStore
from ingest.assign.assigner import Assigner
from ingest.load.identity import merging
from ingest.match import queue
from ingest.match.reasons import english, sentence


class FirmOfPair(TypedDict):
    """One of the two firms. sources: the tables that list it."""

    id: str
    name: str
    uscc: str
    place: str
    founded: str
    capital_wan: float | None
    sources: list[str]


class ReviewDocument(TypedDict):
    """A pair that waits. left: what a load brought; right: what it may be; reasons: the strongest first."""

    code: str
    score: float
    left: FirmOfPair
    right: FirmOfPair
    reasons: list[str]
    reasons_en: list[str]
    source: str


class DecisionDocument(TypedDict):
    """What a person decided. undone_at: ISO time, '' while it holds."""

    code: str
    verdict: queue.Verdict
    left: str
    right: str
    author: str
    reason: str
    made_at: str
    undone_at: str


def waiting_documents(store: GraphStore, regions: Regions) -> list[ReviewDocument]:
    """All pairs that wait, the surest first."""
    told = merging.waiting(store)
    firms = {f.id: f for f in store.firms(sorted({i for p in told for i in (p.left, p.right)}))} if told else {}
    return [
        {
            "code": queue.code_of(p.id),
            "score": p.score,
            "left": _firm(firms[p.left], regions),
            "right": _firm(firms[p.right], regions),
            "reasons": [sentence(name, moved) for name, moved in p.reasons],
            "reasons_en": [english(name, moved) for name, moved in p.reasons],
            "source": p.source,
        }
        for p in told
    ]


def decision_documents(store: GraphStore) -> list[DecisionDocument]:
    """All decisions, the latest first."""
    return [_decision(d) for d in queue.decisions(store)]


def decide_by_code(
    store: GraphStore,
    code: str,
    verdict: queue.Verdict,
    regions: Regions,
    assigner: Assigner,
    author: str = "",
    reason: str = "",
) -> DecisionDocument:
    """Decide a waiting pair. Raises `UnknownName`."""
    known = {queue.code_of(p.id): p for p in merging.waiting(store)}
    if code not in known:
        raise UnknownName("pair", code, list(known)[:3])
    pair = known[code]
    return _decision(merging.decide(store, pair.left, pair.right, verdict, regions, assigner, author, reason))


def undo_by_code(store: GraphStore, code: str, regions: Regions, assigner: Assigner) -> DecisionDocument:
    """Take a decision back. Raises `UnknownName`."""
    known = {queue.code_of(pair): pair for pair in queue.holding(store)}
    if code not in known:
        raise UnknownName("decision", code, list(known)[:3])
    return _decision(merging.undo(store, known[code], regions, assigner))


def _firm(firm: Firm, regions: Regions) -> FirmOfPair:
    return {
        "id": firm.id,
        "name": firm.name,
        "uscc": firm.uscc,
        "place": (regions.full_name(firm.region) if firm.region else "")
        + (firm.county if firm.county and not regions.full_name(firm.region).endswith(firm.county) else ""),
        "founded": firm.founded,
        "capital_wan": firm.capital_wan,
        "sources": firm.source.split("、") if firm.source else [],
    }


def _decision(d: queue.Decision) -> DecisionDocument:
    return {
        "code": queue.code_of(d.id),
        "verdict": d.verdict,
        "left": d.left_name,
        "right": d.right_name,
        "author": d.author,
        "reason": d.reason,
        "made_at": d.made_at,
        "undone_at": d.undone_at,
    }
