"""The records of the graph. Plain frozen data: every store reads and writes these, nothing else.

Amounts that are summed are integers in micro-units (1_000_000 = 1.0), so that every store adds up to the
same number whatever the order of the rows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Required, TypedDict

MICRO = 1_000_000

Tier = Literal["upstream", "midstream", "downstream", "support"]
LinkKind = Literal["material", "component", "equipment", "service", "channel"]
TIERS: tuple[Tier, ...] = ("upstream", "midstream", "downstream", "support")
LINK_KINDS: tuple[LinkKind, ...] = ("material", "component", "equipment", "service", "channel")

GapKind = Literal["missing", "break", "weak", "single_point", "extension"]
Verdict = Literal["confirmed", "likely", "insufficient_data"]
Action = Literal["filling", "extension", "strengthening"]

OUTSIDE_FIRM = "x:"  # begins the id of a counterparty that is no firm of the store
# What `to` is to `from`. `group`: of the same group, which of the two leads is not told. `investor`: holds a part of it.
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
class Technology:
    """A technology route of a segment, for the 技术路线图."""

    name: str
    maturity: str
    trend: str


class Siting(TypedDict, total=False):
    """What a typical project of a segment needs; a key that is not there is unknown. Ranges are [least, most]."""

    investment_yi: list[float]  # 亿元
    land_mu: list[float]  # 亩
    power: str  # a word of `graph.model.vocabulary.Use`, as is water
    water: str
    environment: str  # a word of `graph.model.vocabulary.EnvironmentNeed`


@dataclass(frozen=True, slots=True)
class Segment:
    """环节: one step of a chain. `id` is `chain.segment`; weights are estimates in 0–1."""

    id: str
    chain: str
    name: str
    name_en: str
    tier: Tier
    description: str
    products: tuple[str, ...]
    gbt4754: tuple[str, ...] = ()
    techs: tuple[Technology, ...] = ()
    value_weight: float = 0.0
    import_dependence: float = 0.0
    barriers: tuple[str, ...] = ()
    buyers: tuple[str, ...] = ()
    siting: Siting = field(default_factory=Siting)
    position: int = 0  # its place in the chain's file, which is the order people read it in
    source: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """上下游关系: from the supplying to the buying segment; `share` is of the buyer's input cost, 0–1."""

    source_id: str
    target_id: str
    kind: LinkKind
    share: float
    source: str = ""


@dataclass(frozen=True, slots=True)
class Chain:
    """产业链: its segments and the links into them (links from other chains included)."""

    id: str
    name: str
    name_en: str
    set: str
    description: str
    segments: tuple[Segment, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Firm:
    """企业. `region` is a six-digit code; `size` in micro-units, see `graph.model.firm_size`."""

    id: str
    name: str
    uscc: str = ""
    stock_code: str = ""
    aliases: tuple[str, ...] = ()
    region: str = ""
    province: str = ""
    city: str = ""
    county: str = ""
    unit: str = ""
    address: str = ""
    products: tuple[str, ...] = ()
    scope: str = ""
    gbt4754: tuple[str, ...] = ()
    founded: str = ""
    capital_wan: float | None = None
    employees: int | None = None
    revenue_yi: float | None = None
    revenue_year: int | None = None
    tags: tuple[str, ...] = ()
    parent: str = ""
    sites: tuple[str, ...] = ()
    ent_type: str = ""
    source: str = ""
    as_of: str = ""
    verified: bool = False
    size: int = MICRO


class FirmFacts(TypedDict, total=False):
    """What one source says of a firm. Only the name is always there; a key that is empty, zero or false is left out.

    region and sites: region codes; founded: an ISO date; shares: micro-units of revenue by product; branch: the row is a
    branch or shop of another firm.
    """

    name: Required[str]
    uscc: str
    stock_code: str
    aliases: list[str]
    region: str
    unit: str
    county: str
    address: str
    products: list[str]
    scope: str
    gbt4754: list[str]
    founded: str
    capital_wan: float
    employees: int
    revenue_yi: float
    revenue_year: int
    tags: list[str]
    parent: str
    sites: list[str]
    ent_type: str
    branch: bool
    source: str
    as_of: str
    verified: bool
    shares: dict[str, int]


class MergedFacts(FirmFacts, total=False):
    """What all sources say of a firm together; sources: their origins, in order."""

    id: Required[str]
    sources: list[str]


@dataclass(frozen=True, slots=True)
class FirmRecord:
    """What one source says of one firm, kept as given; a `Firm` is merged from all its records."""

    origin: str  # the source's name: a shipped table or an ingested file
    key: str  # the firm's key within that source
    firm_id: str
    row: int  # row number in the file, header = 1
    data: FirmFacts


class MembershipEvidence(TypedDict):
    """Why a firm is in a segment. kind: `product`, `name`, `scope`, `code` or `dense`; term: what was found, in `text`;
    source: whose text it is; weight: how much it says (see `ingest.assign.assigner`)."""

    kind: str
    term: str
    text: str
    source: str
    weight: float


@dataclass(frozen=True, slots=True)
class Membership:
    """A firm works in a segment, with confidence (micro-units of 0–1) and evidence."""

    firm_id: str
    segment_id: str
    confidence: int
    evidence: tuple[MembershipEvidence, ...] = ()
    revenue_share: int | None = None


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


@dataclass(frozen=True, slots=True)
class Institution:
    """科研机构 or 行业协会; people only by office."""

    id: str
    name: str
    name_en: str = ""
    kind: str = ""
    chains: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    region: str = ""
    city: str = ""
    website: str = ""
    contact_office: str = ""
    as_of: str = ""
    verified: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Park:
    """园区 with its lead chains (一园一业); 'unknown' is said, never guessed."""

    id: str
    name: str
    chains: tuple[str, ...] = ()
    lead_segments: tuple[str, ...] = ()
    unit: str = ""
    region: str = ""
    land_mu: float | None = None
    plants_m2: float | None = None
    energy: str = "unknown"
    environment: str = "unknown"
    chemical_park: str = "unknown"
    note: str = ""
    as_of: str = ""
    verified: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """责任主体: a county, district or functional zone that is ranked."""

    id: str
    name: str
    kind: str = ""
    region: str = ""
    note: str = ""
    as_of: str = ""
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Zone:
    """A national economic or high-tech development zone."""

    id: str
    name: str
    kind: str = ""
    province: str = ""
    city: str = ""
    region: str = ""
    as_of: str = ""
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """A recurring fair or expo."""

    id: str
    name: str
    chains: tuple[str, ...] = ()
    organiser: str = ""
    city: str = ""
    region: str = ""
    months: str = ""
    recurring: str = ""
    website: str = ""
    as_of: str = ""
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a stored record comes from and since when it holds (ISO dates; `valid_to` empty: still)."""

    source: str
    batch: int
    valid_from: str
    valid_to: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """One load: what, from where, when, with which counts."""

    id: int
    kind: str
    source: str
    file: str
    started: str
    finished: str
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Member:
    """A firm's part in a segment, as the measures read it: amounts in micro-units, regions as codes."""

    firm_id: str
    segment_id: str
    confidence: int
    size: int
    region: str
    sites: tuple[str, ...]
