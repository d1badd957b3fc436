"""The shapes of what pages are made of: documents of the other rooms with names put to ids."""

from __future__ import annotations

from typing import Literal, TypedDict

from graph.gaps.documents.plan_shapes import FirmAcross, SegmentAcross
from graph.gaps.documents.shapes import LaneDocument, LinkDocument, SegmentDocument
from graph.model.records import LinkKind, MembershipEvidence, Role, Scope, Siting, Status
from ingest.load.undo.load_notes import LoadNotes


class Named(TypedDict):
    """What has a name in both languages."""

    name: str
    name_en: str


class OfChain(TypedDict):
    """What belongs to a chain, whose names it has."""

    chain_name: str
    chain_name_en: str


class FieldSaid(TypedDict):
    """What one source says of one field of a firm."""

    field: str
    value: object
    source: str
    as_of: str


class FirmLink(TypedDict):
    """A firm as a link to its page: the name on the link, and the full name."""

    id: str
    name: str
    short: str


class FirmSeat(FirmLink):
    """A firm as a link, with the name of its seat."""

    place: str


class FirmBrief(FirmSeat):
    """A firm as lists show it."""

    products: list[str]
    tags: list[str]
    verified_identity: bool
    verified_products: bool


class SegmentFirm(FirmBrief):
    """A firm in the list of a segment: what it is there, and whether it still works."""

    role: Role
    status: Status
    status_date: str


class FirmSegment(TypedDict):
    """A segment that a firm works in: how sure that is, in 0–1, the evidence, what it is there, and whether a firm of
    that role is part of the segment's strength."""

    id: str
    name: str
    name_en: str
    chain_name: str
    chain_name_en: str
    confidence: float
    evidence: list[MembershipEvidence]
    role: Role
    counts: bool


class FirmView(FirmBrief):
    """Everything known of one firm; `origins` are the tables it stands in, `sites` names of regions."""

    uscc: str
    stock_code: str
    aliases: list[str]
    address: str
    scope: str
    founded: str
    capital_wan: float | None
    employees: int | None
    revenue_yi: float | None
    revenue_year: int | None
    parent: str
    unit: str
    sites: list[str]
    source: str
    as_of: str
    origins: list[str]
    segments: list[FirmSegment]
    status: Status
    status_date: str
    branch_of: str


class FirmName(TypedDict):
    """What a firm can be found by; `codes` and `aliases` are joined by spaces."""

    id: str
    name: str
    place: str
    codes: str
    aliases: str


class ByLanguage(TypedDict):
    """A name in both languages."""

    zh: str
    en: str


class FoundFirm(TypedDict):
    """A firm that a free search found; `region` is a code, `place` its full name."""

    name: str
    short: str
    region: str
    place: str
    products: list[str]
    segments: list[ByLanguage]


class ChainCard(TypedDict):
    """A chain as the overview shows it: completeness in 0–1, segments by state, numbers of firms."""

    id: str
    name: str
    name_en: str
    completeness: float
    counts: dict[str, int]
    firms_local: int
    firms_elsewhere: int


class ChainView(ChainCard):
    """One chain as the map draws it."""

    region: str
    segments: list[SegmentDocument]
    links: list[LinkDocument]
    lanes: list[LaneDocument]
    weights_source: str


class LinkEnd(TypedDict):
    """A segment at the other end of a link; `share` is of the buyer's cost and comes from `source`, `firms` are the
    local ones."""

    id: str
    name: str
    name_en: str
    chain: str
    share: float
    kind: LinkKind
    source: str
    estimate: bool
    chain_name: str
    chain_name_en: str
    firms: int


class RimEnd(TypedDict):
    """A segment of another chain that sells to or buys from a chain. inside: its counterpart in the chain, `share` of
    the buyer's cost between the two."""

    id: str
    name: str
    name_en: str
    chain_name: str
    chain_name_en: str
    side: Literal["supplier", "buyer"]
    inside: str
    share: float


class CityBeside(TypedDict):
    """A city that the chain can be held beside; comparable: some source covers both, so that firms can be counted."""

    city: str
    name: str
    chosen: bool
    comparable: bool


class SegmentView(TypedDict):
    """One segment: what it is, who does it here and elsewhere, what it is linked with. aside: local firms that are no
    part of its strength by their role; closed: local firms that are history.

    Figures: import_dependence, imports over national need; foreign_share, what foreign groups make here, of what is
    made here, None where unknown; value_weight, of the chain. `source` is theirs.
    """

    id: str
    name: str
    name_en: str
    tier: str
    chain: str
    chain_name: str
    chain_name_en: str
    description: str
    products: list[str]
    import_dependence: float
    foreign_share: float | None
    value_weight: float
    siting: Siting
    source: str
    demand: bool
    local: list[SegmentFirm]
    aside: list[SegmentFirm]
    closed: list[SegmentFirm]
    national: list[FirmBrief]
    suppliers: list[LinkEnd]
    buyers: list[LinkEnd]


class Across(TypedDict):
    """Segments and firms that would close gaps in two or more chains."""

    segments: list[SegmentAcross]
    firms: list[FirmAcross]


class SourceRow(TypedDict):
    """A source of firms: how many, the day they were loaded, by which load, and which firms it could have listed."""

    source: str
    firms: int
    loaded: str
    batch: int
    scope: Scope
    region: str
    as_of: str


class LoadRow(TypedDict):
    """A load, and by `record.change` how many records it added, changed or retired. rolled_back_by: the batch that took
    it back; can_go_back: it stands, and is the last of its source."""

    id: int
    kind: str
    source: str
    file: str
    finished: str
    counts: dict[str, int]
    rolled_back_by: int | None
    can_go_back: bool


class Loaded(TypedDict):
    """What the store holds: records by type, sources, the newest loads."""

    counts: dict[str, int]
    sources: list[SourceRow]
    batches: list[LoadRow]
    notes: dict[int, LoadNotes]


class SetRow(TypedDict):
    """A set of chains; `current`: in force; `to_check`: what is not known of it."""

    name: ByLanguage
    current: bool
    valid_from: str
    source: str
    region: str
    chains: list[ByLanguage]
    to_check: ByLanguage


# What became of a segment from one set to the next. Written as a call since `from` is a keyword.
MappingRow = TypedDict("MappingRow", {"from": ByLanguage, "to": ByLanguage, "old": ByLanguage, "new": list[ByLanguage]})


class ChainSetsView(TypedDict):
    """Sets of chains, the newest first, and what became of the segments."""

    sets: list[SetRow]
    mappings: list[MappingRow]
