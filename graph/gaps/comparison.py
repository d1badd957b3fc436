"""Compared with whom: the cities that a region is held beside, why, and what each has in a segment.

Like cities come from size and make-up (`graph.region.alike`); the cities that the leaders chose stand beside them.
Firms are counted only over sources whose scope covers both cities; where none does, the two cannot be compared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from graph.gaps import comparison_words as say
from graph.gaps.find import Gap
from graph.measures.formulas import Floats
from graph.model.cities import City
from graph.model.cities.benchmark_cities import BenchmarkCity
from graph.model.records import MICRO
from graph.model.records import Scope as Kind
from graph.model.regions import Regions
from graph.region.alike import LikeCity, chosen_city, like_cities
from graph.region.footprint import Footprint

if TYPE_CHECKING:
    from graph.gaps.documents.shapes import LikenessDocument, PeerDocument


@dataclass(frozen=True)
class Yardstick:
    """What the cities are compared by: their sizes, and the cities that leaders chose to be measured against."""

    cities: Mapping[str, City] = field(default_factory=dict)
    chosen: Sequence[BenchmarkCity] = ()


NO_YARDSTICK = Yardstick()


@dataclass(frozen=True)
class Pair:
    """A region and a city beside it: (S,) firms of each over the sources that cover both, and what these sources are;
    None where no source covers both."""

    like: LikeCity
    kinds: Sequence[Kind]
    here: Floats
    there: Floats

    @property
    def comparable(self) -> bool:
        return bool(self.kinds)


class Comparison:
    """The cities beside one region; what all its gaps share is worked out once."""

    def __init__(self, footprint: Footprint, yardstick: Yardstick):
        self.footprint, self.yardstick = footprint, yardstick
        self.home = footprint.country.regions.city_of(footprint.region)

    @cached_property
    def pairs(self) -> list[Pair]:
        """The chosen cities, then the like ones, each once."""
        country, yard = self.footprint.country, self.yardstick
        profile = {c: float(v) for c, v in zip(country.cities, self.footprint.expected.profile, strict=True) if v > 0}
        chosen = [
            chosen_city(self.home, b.city, yard.cities, profile, b.reason)
            for b in yard.chosen
            if Regions.within(self.footprint.region, b.region)
        ]
        named = {c.city for c in chosen}
        overlapping = {c for c, v in zip(country.cities, country.overlapping(self.footprint.region), strict=True) if v}
        like = like_cities(self.home, yard.cities, profile, overlapping | named) if self.home else []
        return [self._pair(c) for c in (*chosen, *like)]

    def _pair(self, like: LikeCity) -> Pair:
        country, region = self.footprint.country, self.footprint.region
        here, there = country.counted_between(region, like.city)
        # A store without records says nothing of its sources: everything in it counts everywhere.
        listing = country.listing
        kinds: list[Kind] = [""] if listing is None or not listing.sources else listing.between(region, like.city)
        return Pair(like, kinds, here, there)

    def of(self, gap: Gap) -> list[PeerDocument]:
        """What each city has in the gap's segment, and for an extension whether it went on from the same supplier."""
        country, net = self.footprint.country, self.footprint.network
        i = net.row[gap.segment]
        below = gap.suppliers[0].segment if gap.kind == "extension" and gap.suppliers else ""
        out: list[PeerDocument] = []
        for pair in self.pairs:
            city = pair.like.city
            j = country.cities.index(city) if city in country.cities else -1
            base = float(country.strength[net.row[below], j] / MICRO) if below and j >= 0 else None
            names = country.regions.name(city), country.regions.name_en(city)
            home = country.regions.name(self.footprint.region), country.regions.name_en(self.footprint.region)
            counts = (float(pair.there[i]), float(pair.here[i])) if pair.comparable else None
            supplier = net.segments[below] if below else None
            zh, en = say.peer(
                names, home, counts, pair.kinds, (supplier.name, supplier.name_en) if supplier and base else None
            )
            out.append(
                {
                    "region": city,
                    "name": names[0],
                    "name_en": names[1],
                    "likeness": pair.like.likeness,
                    "firms": counts[0] if counts else 0.0,
                    "strength": float(country.strength[i, j] / MICRO) if j >= 0 else 0.0,
                    "base": base,
                    "sentence": zh,
                    "sentence_en": en,
                    "comparable": pair.comparable,
                    "own_firms": counts[1] if counts else 0.0,
                    "chosen": pair.like.chosen,
                    "likeness_of": self._why(pair.like),
                }
            )
        return out

    def _why(self, like: LikeCity) -> LikenessDocument:
        """Why a city stands here, in figures and words."""
        city = self.yardstick.cities.get(like.city)
        zh, en = say.why(like, city)
        return {
            "size": like.size,
            "profile": like.profile,
            "same_province": like.same_province,
            "reason": like.reason,
            "sentence": zh,
            "sentence_en": en,
            **say.figures(city),
        }

    def grounds(self) -> tuple[str, str]:
        """How the cities were found, in one sentence that stands above them."""
        regions = self.footprint.country.regions
        names = regions.name(self.home or self.footprint.region), regions.name_en(self.home or self.footprint.region)
        return say.grounds(
            names, self.yardstick.cities.get(self.home), bool([p for p in self.pairs if not p.like.chosen])
        )


def no_comparison(components: Mapping[str, float]) -> bool:
    """Has the comparison with other cities fallen out of a score?"""
    return "peers" not in components or bool(np.isnan(components["peers"]))
