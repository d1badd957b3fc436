"""One place from all that a row says: stated columns, address, name, credit code, in this order.

The first that tells a place is taken, later ones make it more exact. What contradicts is kept as a conflict. Columns
give way in one case: address and credit code agree on another city, so two witnesses stand against one (registers put
firms under the label of the authority's city; docs/data.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from graph.model.places.table import PlaceTable, within
from graph.model.places.text import Found, PlaceReader

Kind = Literal["column", "address", "name", "code", "assumed"]


@dataclass(frozen=True, slots=True)
class Said:
    """What a row says of its place, as it stands in the cells. region_code: of a column for codes; uscc: verified."""

    province: str = ""
    city: str = ""
    county: str = ""
    joined: str = ""
    region_code: str = ""
    unit: str = ""
    address: str = ""
    name: str = ""
    uscc: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that speaks for a place: where it stands, in which words, and for which places."""

    kind: Kind
    words: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is.

    code: the region it is counted by, '' where open; county_code, county: the county, '' where not told; unit: the
    office's responsible unit; evidence: what speaks for it, the surest first; conflicts: what speaks for another
    place; open: the places of a name that several bear, where nothing settles which is meant.
    """

    code: str = ""
    county_code: str = ""
    county: str = ""
    unit: str = ""
    evidence: tuple[Evidence, ...] = ()
    conflicts: tuple[Evidence, ...] = ()
    open: tuple[str, ...] = ()

    @property
    def by(self) -> str:
        """The kind of evidence that told the place first; '' where none did."""
        return self.evidence[0].kind if self.evidence else ""


def settle(reader: PlaceReader, said: Said, assumed: str = "") -> Place:
    """The place of a row. assumed: a region that holds where the row tells nothing of its own place."""
    table = reader.table
    heard = list(_heard(reader, said))
    city_of = {e.kind: _one_city(e) for e in heard if e.kind in ("column", "address", "code") and _one_city(e)}
    column, address, code = city_of.get("column"), city_of.get("address"), city_of.get("code")
    if column and address and address == code and column != address and said.region_code == "":
        heard.sort(key=lambda e: e.kind == "column")  # two witnesses against one
    codes: tuple[str, ...] = ()
    evidence: list[Evidence] = []
    conflicts: list[Evidence] = []
    for e in heard:
        if not e.codes:
            continue
        # A name tells where a brand comes from and a code where a firm was registered: they fill what is open, and
        # only a code of another city is worth a word.
        met = _meet(codes, e.codes, table)
        if met is None:
            if e.kind != "name":
                conflicts.append(e)
            continue
        if e.kind == "name" and codes and met != codes and _cities(codes) == _cities(met) and len(codes) == 1:
            pass
        evidence.append(e)
        codes = met
    if not codes and assumed:
        codes, evidence = (assumed,), [Evidence("assumed", "", (assumed,))]
    unit = said.unit or _unit(reader, said, codes)
    if len(codes) != 1:
        common = _common(codes, table)
        return Place(common, unit=unit, evidence=tuple(evidence), conflicts=tuple(conflicts), open=codes)
    (place,) = codes
    county = place if place in table.counties else ""
    return Place(
        table.seat(place),
        county,
        table.counties.get(county, ""),
        unit or table.unit_of(county),
        tuple(evidence),
        tuple(conflicts),
    )


def _heard(reader: PlaceReader, said: Said) -> list[Evidence]:
    """What the row's parts say, the surest first; an address is read inside what the columns say where it can be."""
    table = reader.table
    out: list[Evidence] = []
    if said.region_code:
        given = table.by_code(said.region_code)
        if given:
            out.append(Evidence("column", said.region_code, (given,)))
    out += _columns(reader, said)
    if said.address:
        inside = _settled(out, table)
        found = reader.address(said.address, "")
        if inside and (len(found.codes) != 1):
            nested = reader.address(said.address, inside)
            found = nested if nested.codes else found
        out.append(Evidence("address", found.words, found.codes))
    if said.name:
        found = reader.firm_name(said.name)
        out.append(Evidence("name", found.words, found.codes))
    if said.uscc:
        known = table.by_code(said.uscc[2:8])
        if known:
            out.append(Evidence("code", said.uscc[2:8], (known,)))
    return out


def _columns(reader: PlaceReader, said: Said) -> list[Evidence]:
    """The stated columns, each read inside those before it."""
    out: list[Evidence] = []
    inside = ""
    cells = ((said.joined, "city"), (said.province, "province"), (said.city, "city"), (said.county, "county"))
    for text, level in cells:
        if not text:
            continue
        found: Found = reader.cell(text, level, inside)  # type: ignore[arg-type]
        if found.codes:
            out.append(Evidence("column", found.words, found.codes))
            if len(found.codes) == 1:
                inside = found.codes[0] if not inside or within(found.codes[0], inside) else inside
    return out


def _settled(evidence: Sequence[Evidence], table: PlaceTable) -> str:
    codes: tuple[str, ...] = ()
    for e in evidence:
        codes = _meet(codes, e.codes, table) or codes
    return codes[0] if len(codes) == 1 else ""


def _meet(known: tuple[str, ...], said: tuple[str, ...], table: PlaceTable) -> tuple[str, ...] | None:
    """The places that both may mean, the more exact of each two; None where they contradict."""
    if not known:
        return said
    both = {s if within(s, k) else k for k in known for s in said if within(s, k) or within(k, s)}
    return tuple(sorted(both)) if both else None


def _cities(codes: tuple[str, ...]) -> set[str]:
    return {c[:4] for c in codes}


def _one_city(e: Evidence) -> str:
    """The one city that evidence tells; '' where it tells a province or leaves it open."""
    cities = {
        c[:2] if c[:2] in ("11", "12", "31", "50") else c[:4]
        for c in e.codes
        if c[2:] != "0000" or c[:2] in ("11", "12", "31", "50")
    }
    return next(iter(cities)) if len(cities) == 1 and len(e.codes) >= 1 else ""


def _common(codes: tuple[str, ...], table: PlaceTable) -> str:
    """What several places share: their city, else their province, else nothing."""
    if not codes:
        return ""
    seats = {table.seat(c) for c in codes}
    if len(seats) == 1:
        return next(iter(seats))
    provinces = {c[:2] + "0000" for c in codes}
    return next(iter(provinces)) if len(provinces) == 1 else ""


def _unit(reader: PlaceReader, said: Said, codes: tuple[str, ...]) -> str:
    """The office's zone that any of the row's texts names."""
    for text in (said.county, said.city, said.joined, said.address):
        if text and (unit := reader.unit(text, codes)):
            return unit
    return ""
