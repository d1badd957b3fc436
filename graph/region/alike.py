"""Which cities are like a city: of its size and make-up first, then with the same industries.

Size and make-up are people, output a head and the sectors (`data/cities.csv`); how alike the industries are is the
profile of segments (`graph.region.expected`), where enough firms of both are known to sources that cover the country.
Among cities that are about as alike those of the same province stand first: they work under the same rules and prices.
The steps below are declared, nothing is fitted.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from graph.model.cities import City

# A difference of one step in each figure makes two cities so much less alike; e⁻½ for one step in all of them.
STEP = {"population": 0.4, "per_head": 0.3, "secondary": 0.08, "primary": 0.06}  # the first two in logarithms
PROFILE_WEIGHT = 0.5  # how much of the likeness the profile of segments can take away
NO_PROFILE = 0.3  # what an unknown profile is taken for: between that of strangers and that of twins
SAME = 0.1  # a city of another province stands first only where it is more alike by this much
PEERS = 6


@dataclass(frozen=True)
class LikeCity:
    """A city that is held beside the region's. size: how alike in people, output and sectors, 0–1; profile: how alike
    in what its firms do, None where too few are known; likeness: both. chosen: named by the leaders (对标城市)."""

    city: str
    likeness: float
    size: float
    profile: float | None
    same_province: bool
    chosen: bool = False
    reason: str = ""


def size_likeness(one: City, other: City) -> float | None:
    """exp(−½ mean of squared steps) over the figures that both cities have, in 0–1; None without output or sectors."""
    steps = [math.log(one.population.value / other.population.value) / STEP["population"]]
    if one.gdp_per_head_wan and other.gdp_per_head_wan:
        steps.append(math.log(one.gdp_per_head_wan / other.gdp_per_head_wan) / STEP["per_head"])
    if one.shares and other.shares:
        steps.append((one.shares.secondary - other.shares.secondary) / STEP["secondary"])
        steps.append((one.shares.primary - other.shares.primary) / STEP["primary"])
    if len(steps) == 1:
        return None
    return math.exp(-sum(s * s for s in steps) / len(steps) / 2)


def like_cities(
    home: str,
    cities: Mapping[str, City],
    profile: Mapping[str, float],
    leave_out: Collection[str] = (),
    most: int = PEERS,
) -> list[LikeCity]:
    """The cities most like `home`, the most alike first; [] where the size of `home` is not known.

    profile: likeness of industries by city, without the cities of which too little is known.
    """
    own = cities.get(home)
    if own is None:
        return []
    found = []
    for code, city in cities.items():
        size = None if code == home or code in leave_out else size_likeness(own, city)
        if size is not None:
            found.append(_like(home, code, size, profile.get(code)))
    found.sort(key=lambda c: (-c.likeness - SAME * c.same_province, c.city))
    return found[:most]


def chosen_city(
    home: str, city: str, cities: Mapping[str, City], profile: Mapping[str, float], reason: str
) -> LikeCity:
    """A city that the leaders named: how alike it is does not matter, but is told where it is known."""
    own, other = cities.get(home), cities.get(city)
    size = size_likeness(own, other) if own and other else None
    like = _like(home, city, size or 0.0, profile.get(city))
    return LikeCity(city, like.likeness, like.size, like.profile, like.same_province, True, reason)


def _like(home: str, code: str, size: float, profile: float | None) -> LikeCity:
    shown = NO_PROFILE if profile is None else profile
    likeness = size * (1 - PROFILE_WEIGHT + PROFILE_WEIGHT * shown)
    return LikeCity(code, round(likeness, 9), round(size, 9), profile, home[:2] == code[:2])
