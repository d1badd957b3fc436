"""A city's size: every figure with its year and where it was read."""

from __future__ import annotations

from dataclasses import dataclass

ESTIMATE = "estimate"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as a source states it for a year. source: what was opened, or `estimate`."""

    value: float
    year: int
    source: str

    @property
    def opened(self) -> bool:
        """Does it rest on something that was read, not on an estimate?"""
        return self.source != ESTIMATE


@dataclass(frozen=True, slots=True)
class Shares:
    """What the output comes from, 0–1, about 1 together: farming, industry and building, services (三次产业)."""

    primary: float
    secondary: float
    tertiary: float
    year: int
    source: str

    @property
    def opened(self) -> bool:
        """Do they rest on something that was read, not on an estimate?"""
        return self.source != ESTIMATE


@dataclass(frozen=True, slots=True)
class City:
    """A prefecture-level city, a municipality, or a county directly under its province.

    population: residents (常住人口) in 万人. gdp, industry (工业增加值): 亿元. None: nobody publishes it, or it is not
    known here.
    """

    code: str
    name: str
    population: Figure
    gdp: Figure | None
    shares: Shares | None
    industry: Figure | None
    as_of: str

    @property
    def gdp_per_head_wan(self) -> float | None:
        """万元 a resident; the two figures may be of different years."""
        return self.gdp.value / self.population.value if self.gdp else None
