"""What every feature reads and what it returns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.gaps.kinds_and_scores import FAINT
from graph.measures.formulas import Floats
from graph.measures.network import Network
from graph.model.records import Firm, Park
from recommend.rank.firm_facts import NOTHING, FirmFacts


@dataclass(frozen=True)
class Place:
    """A region as the features see it, made once a list.

    x, density: (S,) local strength in units and relatedness density, by `network.ids`.
    """

    region: str
    network: Network
    x: Floats
    density: Floats
    parks: tuple[Park, ...] = ()

    @cached_property
    def present(self) -> NDArray[np.bool_]:
        """(S,) segments that have firms here."""
        return np.asarray(self.x >= FAINT)

    @cached_property
    def material_segments(self) -> frozenset[str]:
        """Segments whose work others buy as a material."""
        return frozenset(k.source_id for k in self.network.links if k.kind == "material")

    @cached_property
    def tied(self) -> NDArray[np.bool_]:
        """(S, S) row i: the segments here that buy from or supply segment i."""
        linked = (self.network.adjacent > 0) | (self.network.adjacent.T > 0)
        return np.asarray(linked & self.present[None, :])


@dataclass(frozen=True, slots=True)
class Case:
    """One firm weighed for one segment of one region."""

    firm: Firm
    segment: str
    capability: float  # how surely it does this, 0–1
    place: Place
    segments: tuple[str, ...]  # all segments it works in
    distance_km: float | None
    peers: Sequence[int]  # sizes of all candidates in micro-units, ascending
    here: tuple[Firm, ...] = ()  # local firms of the same group
    facts: FirmFacts = NOTHING
    sites: tuple[str, ...] = ()  # regions of its plants outside the seat, as far as they may be seen


@dataclass(frozen=True, slots=True)
class Value:
    """A feature's value in 0–1 and the words for it, Chinese and English; `known` is False where data is missing."""

    value: float
    zh: str
    en: str
    known: bool = True


Feature = Callable[[Case], Value]
