"""Firms, what sources say of them, and their part in segments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Required, TypedDict

from graph.model.records.roles import Role, Status

MICRO = 1_000_000
OUTSIDE_FIRM = "x:"  # begins the id of a counterparty that is no firm of the store


@dataclass(frozen=True, slots=True)
class Firm:
    """企业. `region` is a six-digit code; `size` in micro-units, see `graph.model.firm_size`.

    verified_identity: a second, outside source agrees on name, code and seat; verified_products: on what it makes.
    status_date: an ISO date, '' where it is not told. branch_of: the full name of the firm whose branch it is.
    """

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
    verified_identity: bool = False
    verified_products: bool = False
    size: int = MICRO
    status: Status = "unknown"
    status_date: str = ""
    branch_of: str = ""


class StatedFacts(TypedDict, total=False):
    """What one source says of a firm. Only the name is always there; a key that is empty, zero or false is left out.

    region and sites: region codes; founded, status_date: ISO dates; shares: micro-units of revenue by product; branch:
    the row is a branch or shop of another firm.
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
    status: Status
    status_date: str
    source: str
    as_of: str
    verified_identity: bool
    verified_products: bool
    shares: dict[str, int]


class MergedFacts(StatedFacts, total=False):
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
    data: StatedFacts


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
    """A firm works in a segment, with confidence (micro-units of 0–1), evidence and what it is in it."""

    firm_id: str
    segment_id: str
    confidence: int
    evidence: tuple[MembershipEvidence, ...] = ()
    revenue_share: int | None = None
    role: Role = ""


@dataclass(frozen=True, slots=True)
class Member:
    """A firm's part in a segment, as the measures read it: amounts in micro-units, regions as codes.

    house: the full name that a firm and its branches share, '' for a firm without branches in the store.
    """

    firm_id: str
    segment_id: str
    confidence: int
    size: int
    region: str
    sites: tuple[str, ...]
    role: Role = ""
    house: str = ""
