"""One place from all that a row says: stated columns, address, name, credit code, in this order.

The first that tells a place is taken, later ones make it more exact. What contradicts is kept as a conflict. Columns
give way in one case: address and credit code agree on another city, so two witnesses stand against one (registers put
firms under the label of the authority's city; docs/data.md).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from graph.model.places.gazetteer import MUNICIPAL, Level, PlaceTable
from graph.model.places.place_reader import NOTHING, PlaceReader

Kind = Literal["column", "around", "address", "name", "code", "title", "assumed"]
# What stands in a cell for places and names none.
_HOLLOW = re.compile(
    r"(?:市辖[区县]|[省自治区]*直辖(?:县级)?(?:行政(?:区划|单位))?|县|区|市|市?本级|市直|辖区|其他|全部|不限)$"
)


class Said(NamedTuple):
    """What a row says of its place, as it stands in the cells, and what stands around it.

    joined: cells of columns that hold a whole place; region_code: of a column for codes; around: headings inside the
    table and the name of its sheet, the nearest first; uscc: verified; title: lines above a table that say where its
    firms are, '' where they may be anywhere.
    """

    province: str = ""
    city: str = ""
    county: str = ""
    joined: tuple[str, ...] = ()
    region_code: str = ""
    unit: str = ""
    around: tuple[str, ...] = ()
    address: str = ""
    name: str = ""
    uscc: str = ""
    title: str = ""


class Evidence(NamedTuple):
    """One thing that speaks for a place: where it stands, in which words, and for which places."""

    kind: Kind
    words: str
    codes: tuple[str, ...]


class Place(NamedTuple):
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
    """The place of a row. assumed: a region that holds where neither the row nor its table tells a place. A place that
    is stated and cannot be read stays open: what is written there is not what was assumed."""
    table = reader.table
    heard = _heard(reader, said)
    codes, evidence, conflicts = _weighed(heard, table)
    if conflicts and not said.region_code and _outweighed(heard):
        codes, evidence, conflicts = _weighed(sorted(heard, key=lambda e: e.kind == "column"), table)
    unit = said.unit or _unit(reader, said, codes or ((assumed,) if assumed else ()))
    if not codes and (unit or not _states(said)):
        local = reader.address(said.title) if said.title else None
        if local is not None and len(local.codes) == 1:
            codes, evidence = local.codes, [Evidence("title", local.words, local.codes)]
        elif assumed:
            codes, evidence = (assumed,), [Evidence("assumed", "", (assumed,))]
    if len(codes) != 1:
        return Place(_common(codes, table), unit=unit, evidence=tuple(evidence), conflicts=tuple(conflicts), open=codes)
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


def _weighed(heard: Sequence[Evidence], table: PlaceTable) -> tuple[tuple[str, ...], list[Evidence], list[Evidence]]:
    """(the places that all agree on, what speaks for them, what contradicts), the surest first."""
    codes: tuple[str, ...] = ()
    evidence: list[Evidence] = []
    conflicts: list[Evidence] = []
    for e in heard:
        met = _meet(codes, e.codes, table)
        if met is not None:
            evidence.append(e)
            codes = met
        elif e.kind not in ("name", "around") and (e.kind != "code" or _cities(e.codes) != _cities(codes)):
            # A firm may be called after the place that it came from, and be registered in the next district; a sheet
            # may be called after the people who keep it.
            conflicts.append(e)
    return codes, evidence, conflicts


def _outweighed(heard: Sequence[Evidence]) -> bool:
    """Do address and credit code tell one city, and the columns another?"""
    city = {e.kind: cities for e in heard if (cities := _cities(e.codes))}
    column, address, code = (city.get(k, frozenset()) for k in ("column", "address", "code"))
    return len(address) == 1 and address == code and bool(column) and column != address


def _heard(reader: PlaceReader, said: Said) -> list[Evidence]:
    """What the row's parts say, the surest first; an address is read inside what the columns say where it can be."""
    table = reader.table
    out: list[Evidence] = []
    if said.region_code and (given := table.by_code(said.region_code)):
        out.append(Evidence("column", said.region_code, given))
    if any((*said.joined, said.province, said.city, said.county)):
        out += _columns(reader, said.joined, said.province, said.city, said.county)
    known: tuple[str, ...] = ()
    for e in out:
        known = _meet(known, e.codes, table) or known
    for text in said.around:
        inside = known[0] if len(known) == 1 else ""
        found = reader.cell(text, "county" if inside else "city", inside) if text else NOTHING
        if found.codes and (met := _meet(known, found.codes, table)):
            out.append(Evidence("around", found.words, found.codes))
            known = met
    if said.address:
        found = reader.address(said.address)
        if len(found.codes) != 1 and len(known) == 1:
            nested = reader.address(said.address, known[0])
            found = nested if nested.codes else found
        if found.codes:
            out.append(Evidence("address", found.words, found.codes))
            known = _meet(known, found.codes, table) or known
    if said.region_code and known:
        return out  # who gives a code has said where it is: no name and no registration knows better
    # A name cannot make a county more exact.
    if said.name and not (len(known) == 1 and known[0] in table.counties):
        found = reader.firm_name(said.name)
        if found.codes:
            out.append(Evidence("name", found.words, found.codes))
    zone = len(known) == 1 and bool(said.unit or _unit(reader, said, known))
    if said.uscc and (registered := table.by_code(said.uscc[2:8])):
        if zone and _cities(registered) == _cities(known):
            return out  # a firm of a zone is registered in one of the districts around it
        out.append(Evidence("code", said.uscc[2:8], registered))
    return out


@lru_cache(maxsize=20_000)
def _columns(
    reader: PlaceReader, joined: tuple[str, ...], province: str, city: str, county: str
) -> tuple[Evidence, ...]:
    """The stated columns, each read inside those before it. Few of them differ in a table."""
    table, out = reader.table, list[Evidence]()
    inside = ""
    cells: tuple[tuple[str, Level], ...] = (
        *((text, "city") for text in joined),
        (province, "province"),
        (city, "city"),
        (county, "county"),
    )
    for text, level in cells:
        if not text:
            continue
        found = reader.cell(text, level, inside)
        if found.codes:
            out.append(Evidence("column", found.words, found.codes))
            if len(found.codes) == 1 and (not inside or table.within(found.codes[0], inside)):
                inside = found.codes[0]
    return tuple(out)


def _meet(known: tuple[str, ...], said: tuple[str, ...], table: PlaceTable) -> tuple[str, ...] | None:
    """The places that both may mean, the more exact of each two; None where they contradict."""
    if not known or known == said:
        return said
    if len(known) == 1 == len(said):
        if table.within(said[0], known[0]):
            return said
        return known if table.within(known[0], said[0]) else None
    both = {s if table.within(s, k) else k for k in known for s in said if table.within(s, k) or table.within(k, s)}
    return tuple(sorted(both)) if both else None


@lru_cache(maxsize=20_000)
def _cities(codes: tuple[str, ...]) -> frozenset[str]:
    """The cities of these places, as the digits that tell them; provinces tell none."""
    return frozenset(c[:2] if c[:2] in MUNICIPAL else c[:4] for c in codes if c[2:] != "0000" or c[:2] in MUNICIPAL)


def _common(codes: tuple[str, ...], table: PlaceTable) -> str:
    """What several places share: their city, else their province, else nothing."""
    if not codes:
        return ""
    seats = {table.seat(c) for c in codes}
    if len(seats) == 1:
        return next(iter(seats))
    provinces = {c[:2] + "0000" for c in codes}
    return next(iter(provinces)) if len(provinces) == 1 else ""


def _states(said: Said) -> bool:
    """Is anything stated in the cells for places?"""
    return any(c and not _HOLLOW.match(c.strip()) for c in (*said.joined, said.province, said.city, said.county))


def _unit(reader: PlaceReader, said: Said, codes: tuple[str, ...]) -> str:
    """The office's zone that any of the row's texts names."""
    if not reader.knows_zones(codes):
        return ""
    for text in (said.county, said.city, *said.joined, *said.around, said.address):
        if text and (unit := reader.unit(text, codes)):
            return unit
    return ""
