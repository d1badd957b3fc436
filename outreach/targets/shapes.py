"""Types of the documents about targets, as plain data that goes into JSON."""

from __future__ import annotations

from datetime import date
from typing import NotRequired, TypedDict

from outreach.casework.shapes import TargetFacts
from recommend.explain.shapes import CounterArgument, OpenQuestion, PathStep, Reason


class IntroducerDocument(TypedDict):
    """Who can introduce us to a saved target: relation and consent in Chinese words; `as_of` is the day of the last
    contact, in ISO or empty."""

    id: int
    name: str
    relation: str
    consent: str
    as_of: str


class VisitTarget(TypedDict):
    """A target as a visit needs it: firm, institute, expert (by office) or association, and the gap it answers.

    `key` is unique within a list. `ref` is the id in the graph, empty where it is not there. The optional fields say
    what the office wants of the visit: `hours` like 09:00-11:30;14:00-17:00, `minutes` its length, `dates` agreed
    days, `parties` the numbers of the parties that may go. `saved` is the number of the casework's row, with
    `introducers`.
    """

    key: str
    kind: str  # firm | institute | expert | association
    name: str
    office: str
    ref: str
    group: str
    region: str
    place: str
    segment: str
    segment_name: str
    gap: str
    gap_kind: str
    grade: str  # A | B | C
    score: float | None
    reasons: list[Reason]
    counter: list[CounterArgument]
    unknown: list[OpenQuestion]
    path: list[PathStep]
    facts: TargetFacts
    source: str
    as_of: str
    verified_identity: bool  # of an institution: its record
    verified_products: bool

    saved: NotRequired[int]
    must: NotRequired[bool]
    hours: NotRequired[str]
    minutes: NotRequired[int | None]
    dates: NotRequired[list[date]]
    parties: NotRequired[tuple[int, ...] | None]
    introducers: NotRequired[list[IntroducerDocument]]


class ClaimDocument(TypedDict):
    """Which team courts a group: since when (ISO or ''), through which firm, for which region."""

    team: str
    since: str
    name: str
    home: str


class IntroductionTarget(TypedDict):
    """The target of an introduction, with what a tie may rest on. `id`: its number if saved; `chain`: a chain's id."""

    id: NotRequired[int | None]
    name: str
    ref: str
    group: str
    region: str
    chain: str


class Fellow(TypedDict):
    """A local firm that sits in an association with a target."""

    introducer: str
    kind: str
    relation: str
    why: str
    why_en: str


class IntroductionOffer(TypedDict):
    """Who can introduce us, on what it rests and where it stands. `known`: on record, not only suggested by a tie."""

    introducer: str
    kind: str
    relation: str
    why: str
    why_en: str
    strength: float
    consent: str
    result: str
    outcome: str
    last_contact: str
    known: bool
