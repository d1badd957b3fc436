"""What every feature reads, what it returns, and what an entry of the list of features says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.gaps.kinds_and_scores import FAINT
from graph.measures.formulas import Floats
from graph.measures.network import Network
from graph.model.records import Capacity, Firm, FirmTechnology, Park, Project, Site
from graph.model.trade_kinds import makes
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
    def terms(self) -> frozenset[str]:
        """The words for products of all segments."""
        return frozenset(t for s in self.network.segments.values() for t in (*s.products, s.name) if len(t) >= 2)

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
    revenue_share: int | None = None  # micro-units of revenue that the segment brings, where the store has it
    today: date = field(kw_only=True)  # the day of the list, so that a feature need not read the clock

    @property
    def makes(self) -> bool:
        """Does the segment make or grow something, so that who is here has a plant, and no shop or hotel?"""
        return makes(self.place.network.segments[self.segment])


@dataclass(frozen=True, slots=True)
class Value:
    """A feature's value in 0–1 and the words for it, Chinese and English; `known` is False where data is missing."""

    value: float
    zh: str
    en: str
    known: bool = True


# A record that a feature was read from, or the code of a region that the firm's own row names.
Behind = Site | Project | Capacity | FirmTechnology | str


@dataclass(frozen=True)
class Feature:
    """An entry of the list of features. Its name is the name of its function.

    weight: the share of the score that is declared for it; None where its share follows from landings.
    coefficient: set where landings can measure the feature: the log-odds that hold where none were learned.
    A feature has a weight, a coefficient, or both (the coefficient then serves in the back-test alone).
    least: the value from which a target document says a sentence about it; None: never. turn: the place of that
    sentence, the lowest first. behind: the records the sentence rests on; None: the firm's own row.
    """

    func: Callable[[Case], Value]
    labels: tuple[str, str]  # Chinese, English
    weight: float | None = None
    least: float | None = None
    coefficient: float | None = None
    turn: int = 99
    behind: Callable[[Case], Sequence[Behind]] | None = None

    def __call__(self, case: Case) -> Value:
        return self.func(case)

    @property
    def name(self) -> str:
        """The key of the feature in documents and in the file of weights."""
        return self.func.__name__


def checked(features: Sequence[Feature]) -> dict[str, Feature]:
    """The features by name. Raises `ValueError` naming the entry that is not complete."""
    out: dict[str, Feature] = {}
    for feature in features:
        name = feature.name
        if name in out:
            raise ValueError(f"feature {name!r} stands twice in the list")
        if feature.weight is None and feature.coefficient is None:
            raise ValueError(
                f"feature {name!r} has no weight: declare one (weight=0.03), or give it a coefficient "
                "if landings can measure it"
            )
        if not all(feature.labels):
            raise ValueError(f"feature {name!r} needs a label in Chinese and one in English")
        out[name] = feature
    declared = sum(f.weight or 0.0 for f in features)
    if declared >= 1.0:
        raise ValueError(
            f"the declared weights add up to {declared:g}; they must leave a share to the measured features"
        )
    return out
