"""The evidence of a sentence: the records that it stands on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from graph.model.records import MICRO, Capacity, Firm, FirmProduct, FirmTechnology, Project, Relation, Segment, Site
from graph.model.words import UNKNOWN
from recommend.rank.features import FEATURES, Case

if TYPE_CHECKING:
    from recommend.explain.shapes import EvidenceRow

NAMED = 3  # records at most
SEAT = ("name", "nearness", "same_province")  # what rests on the name and the seat alone
UNKNOWN_ZH = UNKNOWN["zh"]
Named = Callable[[str], str]  # a region's code → its name


def own_row(firm: Firm, what: str, products: bool = False) -> EvidenceRow:
    """The firm's own row as evidence of `what`; products: of what it makes. A second source is about these or about who
    and where the firm is, never about the rest."""
    return {
        "what": what,
        "firm": firm.id,
        "name": firm.name,
        "source": firm.source or UNKNOWN_ZH,
        "as_of": firm.as_of or UNKNOWN_ZH,
        "verified": firm.verified_products if products else firm.verified_identity and what in SEAT,
    }


def catalogue_row(segment: Segment) -> EvidenceRow:
    """The row of the catalogue that a sentence about a segment rests on."""
    return {
        "name": "产业链图谱",
        "what": segment.name,
        "source": segment.source or UNKNOWN_ZH,
        "as_of": "",
        "verified": False,
    }


def behind(name: str, case: Case, named: Named) -> list[EvidenceRow]:
    """The records that a feature was read from, at most three, else the firm's own row."""
    records = FEATURES[name].behind
    found = list(records(case))[:NAMED] if records else []
    rows = [own_row(case.firm, named(r)) if isinstance(r, str) else fact_row(case.firm, r) for r in found]
    return rows or [own_row(case.firm, name)]


def fact_row(firm: Firm, record: Site | Project | Capacity | FirmTechnology | FirmProduct | Relation) -> EvidenceRow:
    """A record of the firm as evidence."""
    return {
        "what": _what(record),
        "firm": firm.id,
        "name": firm.name,
        "source": record.source or UNKNOWN_ZH,
        "as_of": record.as_of or UNKNOWN_ZH,
        "verified": False,
    }


def _what(record: Site | Project | Capacity | FirmTechnology | FirmProduct | Relation) -> str:
    """What a record says, in its own words."""
    if isinstance(record, Capacity):
        return f"{record.product} {record.value}".strip()
    if isinstance(record, Relation):
        return record.to_name or record.detail
    if isinstance(record, FirmProduct) and record.share:
        return f"{record.name} {record.share / MICRO:.1%}"
    return record.name
