"""One firm with all that is known of it, and who said which of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypedDict

from graph.errors import UnknownName
from graph.model.nearest import nearest
from graph.model.records import MICRO, Firm, FirmRecord
from graph.model.regions import Regions
from graph.store.base.protocol import GraphStore
from ingest.read.normalise import name_key

# What a source may say of a firm that its page shows; the rest are working values.
SHOWN = (
    "name",
    "uscc",
    "stock_code",
    "aliases",
    "former_names",
    "status",
    "status_date",
    "region",
    "county",
    "unit",
    "address",
    "products",
    "scope",
    "founded",
    "capital_wan",
    "employees",
    "revenue_yi",
    "revenue_year",
    "parent",
    "ent_type",
    "tags",
)


class RegionName(TypedDict):
    """A region by code and name."""

    code: str
    name: str


class PartDocument(TypedDict):
    """A firm's part in a segment; confidence in 0–1."""

    segment: str
    role: str
    confidence: float


class SaidDocument(TypedDict):
    """What one source says of one field."""

    field: str
    value: Any
    source: str
    as_of: str


class FirmDocument(TypedDict):
    """A firm for `liantu firm --json`; sources: every field with every source that tells it."""

    id: str
    name: str
    uscc: str
    status: str
    region: RegionName
    county: str
    unit: str
    capital_wan: float | None
    employees: int | None
    revenue_yi: float | None
    founded: str
    aliases: list[str]
    former_names: list[str]
    segments: list[PartDocument]
    sources: list[SaidDocument]


def find(store: GraphStore, given: str) -> list[Firm]:
    """The firms of this id, code or name, by id. Raises `UnknownName` with the nearest where there is none."""
    key, code = name_key(given), given.strip().upper()
    rows = store.columns("firm", "id", "name", "aliases", "uscc", "stock_code")
    sure = [i for i, name, _, uscc, stock in rows if given == i or code in (uscc, stock) or name_key(name) == key]
    if not sure:
        sure = [i for i, _, aliases, _, _ in rows if any(name_key(a) == key for a in aliases)]
    if not sure:
        raise UnknownName("firm", given, nearest(given, {i: name for i, name, *_ in rows}))
    return store.firms(sorted(sure))


def document(store: GraphStore, regions: Regions, firm: Firm) -> FirmDocument:
    """The document of a firm."""
    records = store.of_firms(FirmRecord, [firm.id])
    former = [n for r in records for n in r.data.get("former_names", ())]
    return {
        "id": firm.id,
        "name": firm.name,
        "uscc": firm.uscc,
        "status": firm.status if firm.status != "unknown" else _status(records),
        "region": {"code": firm.region, "name": regions.name(firm.region)},
        "county": firm.county,
        "unit": firm.unit,
        "capital_wan": firm.capital_wan,
        "employees": firm.employees,
        "revenue_yi": firm.revenue_yi,
        "founded": firm.founded,
        "aliases": [a for a in firm.aliases if a not in former],
        "former_names": list(dict.fromkeys(former)),
        "segments": [
            {"segment": m.segment_id, "role": m.role, "confidence": m.confidence / MICRO}
            for m in sorted(store.memberships([firm.id]), key=lambda m: (-m.confidence, m.segment_id))
        ],
        "sources": _said(records),
    }


def _status(records: Sequence[FirmRecord]) -> str:
    """The state that the newest table tells."""
    told = [r for r in records if r.data.get("status", "unknown") != "unknown"]
    return max(told, key=lambda r: r.data.get("as_of", "")).data["status"] if told else "unknown"


def _said(records: Sequence[FirmRecord]) -> list[SaidDocument]:
    out: list[SaidDocument] = []
    for field in SHOWN:
        for r in sorted(records, key=lambda r: r.origin):
            value = r.data.get(field)
            if value not in (None, "", []):
                out.append({"field": field, "value": value, "source": r.origin, "as_of": r.data.get("as_of", "")})
    return out
