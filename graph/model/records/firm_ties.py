"""What is known of a firm beside itself: ties, places, projects, products, and what became of courting it."""

from __future__ import annotations

from dataclasses import dataclass

from graph.model.records.firm import OUTSIDE_FIRM

# What `to` is to `from`. `group`: of the same group, which of the two leads is not told. `investor`: holds a part of
# it.
RELATION_KINDS = (
    "supplier",
    "customer",
    "subsidiary",
    "parent",
    "group",
    "investor",
    "investee",
    "joint_venture",
    "partner",
    "competitor",
    "other",
)
# How courting a firm ended, for learning from one's own record: contacted and visited are steps, the others are ends.
OUTCOMES = ("contacted", "visited", "signed", "landed", "refused", "lost", "rejected")
# Why: the first seven are the firm's reasons, the others ours.
DECISION_REASONS = (
    "elsewhere",
    "cost",
    "land",
    "energy",
    "supply",
    "talent",
    "timing",
    "not_fit",
    "environment",
    "risk",
    "duplicate",
    "other",
)


@dataclass(frozen=True, slots=True)
class Relation:
    """A typed tie of a firm: the firm `to_id` is the `kind` of the firm `from_id` (`RELATION_KINDS`).

    A counterparty that is no firm of ours is kept by name: `to_id` is then `OUTSIDE_FIRM` + its normalised name.
    `detail` says what was changed against the source's own word; `as_of` is the year or date it was stated for.
    """

    from_id: str
    to_id: str
    kind: str
    detail: str = ""
    to_name: str = ""
    as_of: str = ""
    source: str = ""

    @property
    def to_known(self) -> bool:
        """Is the other end a firm of the store?"""
        return not self.to_id.startswith(OUTSIDE_FIRM)


@dataclass(frozen=True, slots=True)
class Site:
    """A place of a firm outside its seat. `kind`: `plant` (declared in a firm table, `name` empty), `subsidiary` or
    `project` (read from a name; `region` may then be a province only)."""

    firm_id: str
    region: str
    kind: str = "plant"
    name: str = ""
    detail: str = ""
    as_of: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Project:
    """An investment project of a firm: where, how much, how far (`status`: 在建, 规划, 投产, or as given)."""

    firm_id: str
    name: str
    region: str = ""
    kind: str = ""
    investment_yi: float | None = None
    status: str = ""
    period: str = ""
    detail: str = ""
    as_of: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Capacity:
    """Capacity, output or utilisation of a product, as a firm reports it.

    `value` is the source's own text; `amount` and `unit` what could be read from it (`%` for a utilisation).
    """

    firm_id: str
    product: str
    metric: str
    period: str = ""
    value: str = ""
    amount: float | None = None
    unit: str = ""
    as_of: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class FirmTechnology:
    """A technology, patent, certificate or platform a firm reports."""

    firm_id: str
    name: str
    kind: str = ""
    product: str = ""
    as_of: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class FirmProduct:
    """A product a firm reports, with its share of revenue in micro-units (None: not told).

    `merged`: the source gave one share for several products, of which this is an equal part.
    """

    firm_id: str
    name: str
    share: int | None = None
    kind: str = ""
    merged: bool = False
    as_of: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class FirmMaterial:
    """A material a firm buys, for which product, and its share of cost in micro-units (None: not told)."""

    firm_id: str
    name: str
    product: str = ""
    share: int | None = None
    as_of: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of a firm the office courted: `outcome` is one of `OUTCOMES`, `reason` one of `DECISION_REASONS`.

    `firm_id` is a firm of the store, or `OUTSIDE_FIRM` + its normalised name; `segment_id` may be empty.
    """

    firm_id: str
    firm_name: str
    segment_id: str
    region: str
    date: str
    outcome: str
    reason: str = ""
    note: str = ""
    source: str = ""
