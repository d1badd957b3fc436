"""Words of closed vocabularies that several modules read: one enumeration each, so that a word means one thing.

A park's conditions come from `data/parks.csv`, where an office fills them in. The columns are read by `read`, which
also understands the older and the Chinese spellings in `SPELLINGS`. `liantu check` reports any other word.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar


class Energy(StrEnum):
    """Energy quota that a park can still give. `tight` and `none` are too little for what needs much power."""

    AMPLE = "ample"
    OK = "ok"
    TIGHT = "tight"
    NONE = "none"
    UNKNOWN = "unknown"


class Environment(StrEnum):
    """Environmental capacity of a park. `tight` and `none` are too little for what is hard on the environment.

    `ordinary`: what any park has. `chemical_park`: as planned for a chemical park, so not short of it.
    """

    AMPLE = "ample"
    OK = "ok"
    ORDINARY = "ordinary"
    CHEMICAL_PARK = "chemical_park"
    TIGHT = "tight"
    NONE = "none"
    UNKNOWN = "unknown"


class ChemicalPark(StrEnum):
    """Is a park recognised as a chemical park (化工园区)?"""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Use(StrEnum):
    """How much power or water a typical project of a segment uses (`siting.power`, `siting.water`)."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class EnvironmentNeed(StrEnum):
    """What a typical project of a segment asks of its surroundings (`siting.environment`)."""

    NONE = "none"
    ORDINARY = "ordinary"
    SENSITIVE = "sensitive"
    CHEMICAL_PARK = "chemical_park"


class NaturalResource(StrEnum):
    """What a project cannot do without and no park can build (`siting.resource`)."""

    DEPOSIT = "deposit"
    SEAPORT = "seaport"
    WATERWAY = "waterway"
    AIRPORT = "airport"
    RAILWAY = "railway"
    REFINERY = "refinery"
    CHEAP_POWER = "cheap_power"
    CLIMATE = "climate"
    FARMLAND = "farmland"
    GRASSLAND = "grassland"
    FOREST = "forest"
    WATERS = "waters"
    SCENERY = "scenery"
    HERITAGE = "heritage"
    HOT_SPRING = "hot_spring"


Word = TypeVar("Word", bound=StrEnum)

_ROOM = {
    "high": "ample",
    "yes": "ample",
    "充足": "ample",
    "充裕": "ample",
    "可承载": "ok",
    "limited": "tight",
    "low": "tight",
    "紧张": "tight",
    "偏紧": "tight",
    "no": "none",
    "closed": "none",
    "无": "none",
    "不可承载": "none",
    "": "unknown",
    "待核": "unknown",
}
# Other spellings of the words, in lower case.
SPELLINGS: dict[type[StrEnum], dict[str, str]] = {
    Energy: {**_ROOM, "ordinary": "ok", "一般": "ok"},
    Environment: {**_ROOM, "一般": "ordinary"},
    ChemicalPark: {"是": "yes", "true": "yes", "否": "no", "false": "no", "": "unknown", "待核": "unknown"},
}
# Columns of `data/parks.csv` and the vocabulary of each.
PARK_COLUMNS: dict[str, type[Energy] | type[Environment] | type[ChemicalPark]] = {
    "energy": Energy,
    "environment": Environment,
    "chemical_park": ChemicalPark,
}


def known(kind: type[Word], text: str) -> Word | None:
    """The word that `text` stands for, in any known spelling; None where it is outside the vocabulary."""
    plain = text.strip().lower()
    word = SPELLINGS[kind].get(plain, plain)
    try:
        return kind(word)
    except ValueError:
        return None


def read(kind: type[Word], text: str) -> Word:
    """The word that `text` stands for; `unknown` where it is outside the vocabulary."""
    return known(kind, text) or kind("unknown")


def scarce(room: Energy | Environment) -> bool | None:
    """Is this too little for a project that needs much of it? None where it is not known."""
    if room in (Energy.UNKNOWN, Environment.UNKNOWN):
        return None
    return room in (Energy.TIGHT, Energy.NONE, Environment.TIGHT, Environment.NONE)
