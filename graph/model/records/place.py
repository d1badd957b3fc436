"""Bodies, parks and events of a place."""

from __future__ import annotations

from dataclasses import dataclass


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
