"""`chance`: how much precedent and ground there is for a project of each segment here, red lines first."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from graph.chance.chance_data import ChanceData
from graph.chance.ground import FEATURES, Movers, ground
from graph.chance.precedents import Precedent
from graph.chance.red_lines import RedLines
from graph.chance.shapes import PrecedentLevel
from graph.chance.weights import Weights, shipped
from graph.measures.formulas import Floats
from graph.measures.network import Network
from graph.region.footprint import Footprint

ENOUGH = 5  # projects and bases, one project among them, from which there is precedent; below it is 先例少


@dataclass(frozen=True)
class Chances:
    """What speaks for a project of each segment in one region; arrays are by segment, in the network's order."""

    footprint: Footprint
    known: ChanceData
    weights: Weights
    sites: Mapping[str, Collection[str]] = field(default_factory=dict)  # `graph.chance.ground.site_provinces`

    @classmethod
    def of(
        cls,
        footprint: Footprint,
        known: ChanceData,
        weights: Weights | None = None,
        sites: Mapping[str, Collection[str]] | None = None,
    ) -> Chances:
        """By the shipped weights where none are given."""
        return cls(footprint, known, weights or shipped(), sites or {})

    @cached_property
    def values(self) -> Floats:
        """(S, K) the features."""
        net = self.footprint.network
        counts = self.known.precedents.without([self.province]).projects(net)
        projects = without_warned(net, counts, self.known.red_lines)
        return ground(self.footprint, projects, Movers(self.footprint.country, self.sites))

    @property
    def province(self) -> str:
        """Two digits: its own projects are no precedent from elsewhere."""
        return self.footprint.region[:2]

    @cached_property
    def value(self) -> Floats:
        """(S,) the place among the segments of other cities, in 0–1."""
        return self.weights.place(self.values @ self.weights.of(self.province))

    @cached_property
    def _rows(self) -> dict[str, list[Precedent]]:
        """The rows of other provinces by segment as the network has it."""
        net = self.footprint.network
        out: dict[str, list[Precedent]] = {}
        for name, rows in self.known.precedents.by_segment.items():
            segment = name if name in net.row else net.heir(name)
            out.setdefault(segment, []).extend(r for r in rows if r.province != self.province)
        return out

    def precedents(self, segment: str) -> list[Precedent]:
        """What other provinces drew in a segment, those of segments that it took the place of included."""
        return self._rows.get(segment, [])

    def parts(self, segment: str) -> dict[str, tuple[float, float, float]]:
        """By feature: value, what is usual where projects fell, and what the difference adds to the order."""
        values = self.values[self.footprint.network.row[segment]]
        coefficients = self.weights.of(self.province)
        return {
            name: (float(v), self.weights.usual[name], float(c * (v - self.weights.usual[name])))
            for name, v, c in zip(FEATURES, values, coefficients, strict=True)
        }


def without_warned(network: Network, projects: Floats, red_lines: RedLines) -> Floats:
    """(S,) the projects that may speak for a segment: where the whole segment is warned of, none does, since what grew
    there is what the warning is about."""
    warned = np.array([bool(red_lines.told(s)) for s in network.ids], dtype=bool)
    return np.where(warned, 0.0, projects)


def level_of(projects: int, bases: int) -> PrecedentLevel:
    """有先例, 先例少 or 无先例. Subsidiaries alone are no precedent of a project, however many they are."""
    if not projects and not bases:
        return "none"
    return "precedent" if projects and projects + bases >= ENOUGH else "few"
