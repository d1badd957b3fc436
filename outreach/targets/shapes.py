"""Types of the documents about targets, as plain data that goes into JSON."""

from __future__ import annotations

from datetime import date
from typing import NotRequired, TypedDict


class Evidence(TypedDict, total=False):
    """One row that a statement rests on; which of the ids is there depends on what the row is of."""

    firm: str
    institution: str
    record: str
    name: str
    what: str
    source: str
    as_of: str
    verified: bool
    match: str
    term: str
    firm_name: str


class Statement(TypedDict):
    """A sentence in both languages with the rows it rests on."""

    kind: str
    text: str
    text_en: str
    evidence: list[Evidence]


class PathStep(TypedDict):
    """A step of the path from a target through the chain to a local firm; `role` of a linked segment: buyer or supplier."""

    type: str  # firm | segment
    id: str
    name: str
    role: NotRequired[str]


class SiteDocument(TypedDict):
    """A production site of a firm: region code and its full name."""

    region: str
    name: str


class TargetFacts(TypedDict, total=False):
    """What the graph knows of a target. A firm has the first group of fields, an institution the second."""

    id: str
    name: str
    short: str
    uscc: str
    stock_code: str
    region: str
    place: str
    products: list[str]
    tags: list[str]
    parent: str
    sites: list[SiteDocument]
    revenue_yi: float | None
    revenue_year: int | None
    size: float
    source: str
    as_of: str
    verified: bool

    name_en: str
    website: str
    city: str
    kind: str


class IntroducerDocument(TypedDict):
    """Who can introduce us to a saved target: relation and consent in Chinese words, day of the last contact in ISO or ''."""

    id: int
    name: str
    relation: str
    consent: str
    as_of: str


class VisitTarget(TypedDict):
    """A target as a visit needs it: firm, institute, expert (by office) or association, and the gap it answers.

    `key` is unique within a list. `ref` is the id in the graph, '' where it is not there. The optional fields say what the
    office wants of the visit: `hours` like 09:00-11:30;14:00-17:00, `minutes` its length, `dates` agreed days, `parties`
    the numbers of the parties that may go. `saved` is the number of the casework's row, `introducers` come with it.
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
    reasons: list[Statement]
    counter: list[Statement]
    unknown: list[Statement]
    path: list[PathStep]
    facts: TargetFacts
    source: str
    as_of: str
    verified: bool

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


class GroupOwner(TypedDict):
    """The chain whose list a group suits best, and what its team is called."""

    chain: str
    name: str


class OtherFirm(TypedDict):
    """A further firm of a group."""

    id: str
    short: str


class IntroductionTarget(TypedDict):
    """The target of an introduction, saved (`id`) or not, with what ties may rest on. `chain` is a chain's id."""

    id: int | None
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
