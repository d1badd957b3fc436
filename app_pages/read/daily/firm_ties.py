"""What a firm is tied to: firms it names and that name it, its places, what happened to it, each with its source."""

from __future__ import annotations

from collections import defaultdict
from typing import Literal, TypedDict

from app_pages.draw.china import position
from app_pages.read.base import Data, present, space, versioned
from graph.model.records import FirmRecord, Relation, Site
from graph.model.text import short_name
from workspace import Workspace

Way = Literal["supplier", "customer", "subsidiary", "investor", "invested", "group", "parent", "other"]
# The same tie as the other end sees it.
SEEN_FROM_THERE: dict[str, Way] = {
    "supplier": "customer",
    "customer": "supplier",
    "subsidiary": "parent",
    "parent": "subsidiary",
    "investor": "invested",
    "group": "group",
}
KNOWN: dict[str, Way] = {
    "supplier": "supplier",
    "customer": "customer",
    "subsidiary": "subsidiary",
    "investor": "investor",
    "group": "group",
    "parent": "parent",
}


class Tie(TypedDict):
    """The other firm is the `way` of this one. id: '' for a firm that the store does not hold; as_of: year or date."""

    way: Way
    id: str
    name: str
    short: str
    as_of: str
    source: str


class Place(TypedDict):
    """A seat or a place outside it. at: degrees east and north, None where that is not known."""

    kind: str
    region: str
    place: str
    name: str
    at: tuple[float, float] | None
    source: str


class Told(TypedDict):
    """Something that a source says happened: founded, the state it has come to, or that a source tells of the firm."""

    what: Literal["founded", "status", "told"]
    day: str
    source: str


class FirmTies(TypedDict):
    """All of it for one firm."""

    ties: list[Tie]
    places: list[Place]
    history: list[Told]


@versioned(present, max_entries=2, shared=True)
def _naming(data: Data) -> dict[str, list[Relation]]:
    """By firm, the relations in which another names it. Shared: not to be changed."""
    out: dict[str, list[Relation]] = defaultdict(list)
    for row in space.at(data).store.rows(Relation):
        if row.to_known:
            out[row.to_id].append(row)
    return dict(out)


@versioned(present, max_entries=64)
def of_firm(data: Data, firm_id: str) -> FirmTies:
    """What one firm is tied to; nothing where the store has no such firm."""
    work = space.at(data)
    return {
        "ties": _ties(work, firm_id, _naming.at(data).get(firm_id, [])),
        "places": _places(work, firm_id),
        "history": _history(work, firm_id),
    }


def _ties(work: Workspace, firm_id: str, naming: list[Relation]) -> list[Tie]:
    own = work.store.of_firms(Relation, [firm_id])
    ends = {r.to_id for r in own if r.to_known} | {r.from_id for r in naming}
    firms = {f.id: f for f in work.store.firms(sorted(ends))}
    out: dict[tuple[str, str], Tie] = {}
    sides = [(KNOWN.get(r.kind, "other"), r.to_id if r.to_known else "", r.to_name, r) for r in own]
    sides += [(SEEN_FROM_THERE.get(r.kind, "other"), r.from_id, "", r) for r in naming]
    for way, other, name, r in sides:
        firm = firms.get(other)
        full = firm.name if firm else name
        if full:
            short = short_name(firm) if firm else full
            out.setdefault(
                (way, full),
                {
                    "way": way,
                    "id": firm.id if firm else "",
                    "name": full,
                    "short": short,
                    "as_of": r.as_of,
                    "source": r.source,
                },
            )
    return sorted(out.values(), key=lambda t: (t["way"], t["id"] == "", t["name"]))


def _places(work: Workspace, firm_id: str) -> list[Place]:
    firm, regions = work.store.firm(firm_id), work.regions
    if firm is None:
        return []
    rows = [("seat", firm.region, "", firm.source)]
    rows += [(s.kind, s.region, s.name, s.source) for s in work.store.of_firms(Site, [firm_id])]
    return [
        {
            "kind": kind,
            "region": code,
            "place": regions.full_name(code),
            "name": name,
            "at": position(code, regions),
            "source": source,
        }
        for kind, code, name, source in dict.fromkeys(rows)
        if code in regions.by_code
    ]


def _history(work: Workspace, firm_id: str) -> list[Told]:
    """Oldest first; what has no day is left out."""
    firm = work.store.firm(firm_id)
    if firm is None:
        return []
    out: list[Told] = [{"what": "founded", "day": firm.founded, "source": firm.source}] if firm.founded else []
    if firm.status_date:
        out.append({"what": "status", "day": firm.status_date, "source": firm.source})
    told = {(str(r.data.get("as_of", "")), r.origin) for r in work.store.of_firms(FirmRecord, [firm_id])}
    out += [{"what": "told", "day": day, "source": origin} for day, origin in told if day]
    return sorted(out, key=lambda t: (t["day"], t["source"]))
