"""What the region box offers, and how it calls each region; made once for a language and a version of the data."""

from __future__ import annotations

from app_pages.read.base import Data, present, space, versioned
from app_pages.texts import language
from graph.model import place_names
from graph.model.regions import Regions
from graph.model.words import Lang


@versioned(present, max_entries=4, shared=True)
def labels(data: Data, lang: Lang) -> dict[str, str]:
    """What the region box calls every region, by its code. Shared by all sessions: not to be changed."""
    say, known = language.speaker(lang), space.at(data).regions
    label = say("frame.region")
    return {code: say("frame.named", label=label, value=name(known, code, lang)) for code in known.by_code}


def name(known: Regions, code: str, lang: Lang) -> str:
    """A region by its code; in English with its province, since five pairs of cities are spelt alike."""
    return known.name(code) if lang == "zh" else place_names.english(known.full_name(code))


@versioned(present, max_entries=64, shared=True)
def choices(data: Data, region: str) -> list[str]:
    """What the region box offers while a region is chosen. Shared by all sessions: not to be changed."""
    return region_choices(space.at(data).regions, region)


def region_choices(known: Regions, chosen: str) -> list[str]:
    """All cities, and the counties of the chosen region's city, which stand right behind it."""
    city = known.city_of(chosen)
    counties = sorted(c for c, r in known.by_code.items() if r.level == "county" and known.city_of(c) == city)
    first = [c for c in (city, *counties) if c]
    rest = [c for c in known.cities() if c not in first]
    return ([] if chosen in (*first, *rest) else [chosen]) + first + rest
