"""Types of the documents that come out of a visit: minutes with commitments, and supervision slips."""

from __future__ import annotations

from datetime import date
from typing import TypedDict


class CommitmentDocument(TypedDict):
    """One promise. `side`: ours or theirs; `status`: open, done or cancelled."""

    text: str
    side: str
    owner: str
    due: date
    status: str


class MinutesDocument(TypedDict):
    """Minutes of a visit: who took part on either side (by office), what was said, learnt and agreed."""

    id: int
    title: str
    day: date
    ours: str
    theirs: str
    text: str
    facts: list[str]
    commitments: list[CommitmentDocument]


class SlipDocument(TypedDict):
    """A supervision slip (督办单). `commitment` is what was promised, `target` the minutes it was promised in."""

    number: str
    unit: str
    issued: date
    due: date
    commitment: str
    target: str
    status: str
    reply: str
