"""The shapes of target documents: what `liantu recommend --json` prints and the screen, the papers and the workbook
read.

A target document is written by `recommend.explain.target_documents`, and its floats are rounded to nine digits.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from graph.chance.shapes import RedLineDocument
from graph.model.records import Role, Status

Grade = Literal["A", "B", "C"]
GateState = Literal["pass", "fail", "unknown"]


class EvidenceRow(TypedDict):
    """The record that a sentence rests on: what it says, of whom, and where it is from."""

    what: str
    firm: NotRequired[str]  # id of the firm that the record is about; absent where it is about a park or an institution
    institution: NotRequired[str]
    name: NotRequired[str]
    source: str
    as_of: str
    verified: bool
    match: NotRequired[str]  # what was matched: product, name or scope
    term: NotRequired[str]  # the matched term
    firm_name: NotRequired[str]  # added by the app where the firm is not the target itself


class Reason(TypedDict):
    """A sentence that speaks for a target, in Chinese and English, with its evidence. shared: it holds for every firm
    of the list, and stands once above it."""

    kind: str
    text: str
    text_en: str
    evidence: list[EvidenceRow]
    shared: NotRequired[bool]


class CounterArgument(Reason):
    """A sentence that speaks against a target."""


class OpenQuestion(Reason):
    """A sentence that says what is not known of a target."""


class FeatureDocument(TypedDict):
    """A feature of a target: its value in 0–1, its share of the score, and the words for both."""

    value: float
    weight: float
    label: str
    label_en: str
    detail: str
    detail_en: str
    known: bool


class SiteDocument(TypedDict):
    """A region in which a firm has a plant: its code and its name."""

    region: str
    name: str


class TargetFirm(TypedDict):
    """The firm of a target document. `size` is in size units, see `graph.model.firm_size`."""

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
    verified_identity: bool
    verified_products: bool
    status: Status
    status_date: str


class PathStep(TypedDict):
    """A step of the path in the graph from the target to a local firm."""

    type: Literal["firm", "segment"]
    id: str
    name: str
    role: NotRequired[Literal["buyer", "supplier"]]  # of the linked segment, seen from the target


class GateDocument(TypedDict):
    """A limit that can exclude a target, and how it stands."""

    kind: str
    state: GateState
    text: str
    text_en: str


class ParkDocument(TypedDict):
    """A park that fits the segment (一园一业) and what speaks against it."""

    id: str
    name: str
    lead: bool
    unit: str
    region: str
    as_of: str
    verified: bool
    clashes: list[str]
    clashes_en: list[str]


class IntroductionDocument(TypedDict):
    """Somebody who could introduce the target: a local firm (`firm` is its id) or an association (`firm` is empty)."""

    firm: str
    name: str
    short: str
    role: str
    text: str
    text_en: str
    strength: float  # 0–1
    named: bool  # whether a source names the tie; otherwise the chain only suggests it
    source: str
    load: int  # how often this introducer has been named in the same list


class TargetDocument(TypedDict):
    """A recommended firm for a segment of a region. `features` is keyed by the name of the feature; role: what it is in
    the segment, '' where the graph does not have it there."""

    firm: TargetFirm
    segment: str
    role: Role
    score: float
    grade: Grade
    below_floor: bool
    features: dict[str, FeatureDocument]
    reasons: list[Reason]
    counter: list[CounterArgument]
    unknown: list[OpenQuestion]
    path: list[PathStep]
    excluded: bool
    gates: list[GateDocument]
    parks: list[ParkDocument]
    introductions: list[IntroductionDocument]
    red_lines: NotRequired[list[RedLineDocument]]  # that bear on the segment, or on a route its products name
    before_next: NotRequired[Reason]  # why it stands before the next of its list
    unsuitable: NotRequired[Reason]  # why the place should not recruit the segment at all; it holds for the whole list
