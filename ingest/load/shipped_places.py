"""Reads the shipped tables of places: institutions, parks, units, zones and events."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from graph.errors import InvalidData, MissingColumn
from graph.model import vocabulary
from graph.model.chains import Catalogue
from graph.model.records import Event, Institution, Park, Unit, Zone
from graph.model.vocabulary import ChemicalPark, Energy, Environment
from ingest.load import ended
from ingest.read import normalise as n
from ingest.read.tables import read_table

MAX_PLACES_MB = 20
Row = TypeVar("Row", Institution, Park, Unit, Zone, Event)


@dataclass(frozen=True)
class ShippedPlaces:
    """All places that ship; a table that does not ship yet is empty."""

    institutions: list[Institution]
    parks: list[Park]
    units: list[Unit]
    zones: list[Zone]
    events: list[Event]

    def by_record(self) -> Iterator[tuple[str, list[Institution] | list[Park] | list[Unit] | list[Zone] | list[Event]]]:
        """The rows by the name of their record, in the order in which they are written."""
        yield "institution", self.institutions
        yield "park", self.parks
        yield "unit", self.units
        yield "zone", self.zones
        yield "event", self.events


def read_places(data: Path, catalogue: Catalogue) -> ShippedPlaces:
    """The places of a data folder; a segment that ended is read as all its heirs.

    Raises `InvalidData` with every unknown chain and segment, or `MissingColumn`.
    """
    institutions: dict[str, Institution] = {}
    retired = catalogue.retired
    for row in (ended.institution(r, retired) for r in _rows(data, "institutions/*.csv", _institution)):
        # An institution can serve several chains and stand in several files; it is one all the same.
        institutions[row.id] = _joined(institutions[row.id], row) if row.id in institutions else row
    places = ShippedPlaces(
        list(institutions.values()),
        _last(ended.park(p, retired) for p in _rows(data, "parks.csv", _park)),
        _last(_rows(data, "districts.csv", _unit)),
        _last(_rows(data, "zones.csv", _zone)),
        _last(_rows(data, "events.csv", _event)),
    )
    bad = list(_unknown(places, catalogue))
    if bad:
        raise InvalidData(bad)
    return places


def _rows(data: Path, pattern: str, make: Callable[[dict[str, str]], Row]) -> Iterator[Row]:
    for file in sorted(data.glob(pattern)):
        table = read_table(file, MAX_PLACES_MB)
        for _, cells in table.rows:
            try:
                yield make(dict.fromkeys(table.columns, "") | cells)
            except KeyError as error:
                raise MissingColumn(file.name, str(error.args[0]), table.columns) from error


def _last(rows: Iterator[Row]) -> list[Row]:
    """Of rows with one id the last."""
    return list({row.id: row for row in rows}.values())


def _unknown(places: ShippedPlaces, catalogue: Catalogue) -> Iterator[str]:
    for institution in places.institutions:
        yield from _unknown_segments("institution", institution.name, institution.segments, catalogue)
    for park in places.parks:
        yield from _unknown_segments("park", park.name, park.lead_segments, catalogue)
    for record, rows in (("institution", places.institutions), ("park", places.parks), ("event", places.events)):
        for row in rows:
            yield from (f"{record} {row.name}: no chain {c}" for c in row.chains if c not in catalogue.by_id)


def _unknown_segments(record: str, name: str, segments: tuple[str, ...], catalogue: Catalogue) -> Iterator[str]:
    yield from (f"{record} {name}: no segment {s}" for s in segments if s not in catalogue.segments)


def _joined(old: Institution, new: Institution) -> Institution:
    """One institution told by two rows: what the first leaves open is taken from the second."""
    return replace(
        old,
        name_en=old.name_en or new.name_en,
        chains=tuple(dict.fromkeys(old.chains + new.chains)),
        segments=tuple(dict.fromkeys(old.segments + new.segments)),
        region=old.region or new.region,
        city=old.city or new.city,
        website=old.website or new.website,
        contact_office=old.contact_office or new.contact_office,
        verified=old.verified or new.verified,
    )


def _institution(r: dict[str, str]) -> Institution:
    return Institution(
        id=n.name_key(r["name"]),
        name=r["name"],
        name_en=r.get("name_en", ""),
        kind=r["kind"],
        chains=n.items(r["chains"]),
        segments=n.items(r["segments"]),
        region=r["region_code"],
        city=r["city"],
        website=r.get("website", ""),
        contact_office=r.get("contact_office", ""),
        as_of=r["as_of"],
        verified=n.truth(r["verified"]),
        source=r.get("source", ""),
    )


def _park(r: dict[str, str]) -> Park:
    return Park(
        id=r["id"],
        name=r["name"],
        chains=n.items(r["chains"]),
        lead_segments=n.items(r["lead_segments"]),
        unit=r["unit"],
        region=r["region_code"],
        land_mu=n.number(r["land_mu"]),
        plants_m2=n.number(r["plants_m2"]),
        energy=vocabulary.read(Energy, r["energy"]).value,
        environment=vocabulary.read(Environment, r["environment"]).value,
        chemical_park=vocabulary.read(ChemicalPark, r["chemical_park"]).value,
        note=r.get("note", ""),
        as_of=r["as_of"],
        verified=n.truth(r["verified"]),
        source=r.get("source", ""),
    )


def _unit(r: dict[str, str]) -> Unit:
    return Unit(
        id=r["id"],
        name=r["name"],
        kind=r["kind"],
        region=r["region_code"],
        note=r.get("note", ""),
        as_of=r["as_of"],
        verified=n.truth(r["verified"]),
    )


def _zone(r: dict[str, str]) -> Zone:
    return Zone(
        id=r["id"],
        name=r["name"],
        kind=r["kind"],
        province=r["province"],
        city=r["city"],
        region=r["region_code"],
        as_of=r["as_of"],
        verified=n.truth(r["verified"]),
    )


def _event(r: dict[str, str]) -> Event:
    return Event(
        id=r["id"],
        name=r["name"],
        chains=n.items(r["chains"]),
        organiser=r.get("organiser", ""),
        city=r["city"],
        region=r["region_code"],
        months=r.get("months", ""),
        recurring=r.get("recurring", ""),
        website=r.get("website", ""),
        as_of=r["as_of"],
        verified=n.truth(r["verified"]),
    )
