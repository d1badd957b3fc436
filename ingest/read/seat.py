"""Where a firm has its seat: what the row states, then its address, then its name, then its credit code.

Digits 3 to 8 of the code name the authority that registered the firm, which need not be the place: they speak last.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from graph.model.regions import Regions
from ingest.read.place_in_name import Places
from ingest.read.values.stated_places import Stated, Told


@dataclass(frozen=True, slots=True)
class Seat:
    """region: a code, '' where nothing tells; county: a county or district that the table of regions does not have;
    zone: a functional zone; against: what contradicts it, '' where nothing; assumed: nothing in the row tells it."""

    region: str = ""
    county: str = ""
    zone: str = ""
    against: str = ""
    assumed: bool = False


class Seats:
    """Finds seats in one table of regions."""

    def __init__(self, regions: Regions) -> None:
        self.regions, self._stated, self._places = regions, Stated(regions), Places(regions)

    def stated(self, *cells: str) -> Told:
        """What place cells tell: province, city, county, then anything."""
        return self._stated.read(*cells)

    def of_address(self, address: str) -> Told:
        """The place at the front of an address, else a full name of a place in it."""
        if not address:
            return Told()
        told = self._stated.address(address)
        return told if told.region else Told(self._places.find(address), said=True)

    def find(
        self, told: Told, around: tuple[str, ...], address: str, name: str, uscc: str, title: str, default: str
    ) -> Seat:
        """The seat of a row.

        told: by its cells; around: the heading inside the table and the sheet that it stands in; title: the lines
        above where they say where the firms are; default: a region for rows that nothing tells of.
        """
        if around and any(around) and not self._is_county(told.region):
            wider = self._stated.read("", "", "", self._name(told.region), *around)
            if wider.region and (not told.region or self.regions.within(wider.region, told.region)):
                told = Told(wider.region, told.county or wider.county, told.zone or wider.zone, True)
        registered = self.regions.canonical(uscc[2:8]) if uscc else ""
        if self._is_county(told.region) and not self._apart(told.region, registered):
            return Seat(told.region, told.county, told.zone)
        there = self.of_address(address)
        region, against = self._weighed(told.region, there.region, registered)
        if not region and not told.said:
            region = self._places.find(name) or registered
        if region and registered and not there.county and not self._is_county(there.region):
            region = registered if self.regions.within(registered, region) else region
        zone, county = told.zone or there.zone, told.county or there.county
        if region:
            return Seat(region, county, zone, against)
        if told.said and not zone:
            return Seat("", county, zone)
        local = self._stated.read(title).region if title else ""
        if local or default:
            return Seat(local or default, county, zone, "", not local)
        return Seat("", county, zone)

    def _weighed(self, stated: str, address: str, registered: str) -> tuple[str, str]:
        """The seat by cells and address, and what contradicts it. Where they differ, the code decides."""
        if not stated or not address:
            region = stated or address
            return region, (registered if self._apart(region, registered) else "")
        if self.regions.within(address, stated):
            return address, (registered if self._apart(address, registered) else "")
        if self.regions.within(stated, address):
            return stated, (registered if self._apart(stated, registered) else "")
        if registered and not self._apart(address, registered):
            return address, stated
        return stated, address

    def _apart(self, a: str, b: str) -> bool:
        """Do two codes lie in different cities (or provinces, where only these are known)?"""
        return bool(a and b) and self._places.outside(a, b)

    def _is_county(self, code: str) -> bool:
        region = self.regions.by_code.get(code)
        return region is not None and region.level == "county"

    def _name(self, code: str) -> str:
        return self.regions.full_name(code) if code else ""


@lru_cache(maxsize=4)
def seats(regions: Regions) -> Seats:
    """The finder of one table of regions, made once."""
    return Seats(regions)
