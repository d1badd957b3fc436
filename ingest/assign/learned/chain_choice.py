"""A firm's chains (at most two) from what the model says of its segments and what the words say of chains.

A logistic regression over pairs of firm and chain, taught on the chains that follow from the labels by the rules of
`chains_taught`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.assign.learned.features import Shape
from ingest.assign.learned.reading import Reading
from ingest.assign.learned.role_model import ROLES
from ingest.assign.lexicon import OUTSIDE

MOST_CHAINS = 2
# Segments that a chain needs and whose own firms are not counted to it: they sell to all trades. By the rules of the
# chains' labels, building and steel, chemicals, fuel, paper and footwear belong to no chain.
BESIDE = frozenset(
    (
        "equipment.carbon_steel",
        "equipment.special_steel",
        "equipment.pig_iron",
        "equipment.steel_structure",
        "equipment.electricity",
        "equipment.wire_rope",
        "logistics.vehicle_energy",
        "logistics.jet_marine_fuel",
        "logistics.packaging_paper",
        "logistics.express_packaging",
        "green_food.paper_packaging",
        "textile.leather",
        "textile.footwear",
        "textile.olefins_aromatics",
        "textile.fibre_chemicals",
        "textile.general_resin",
        "biomedicine.basic_chemicals",
        "green_food.retail",
    )
)
MACHINES = "equipment"  # who makes machines or their parts of no named kind
_MACHINES = re.compile(r"机械|机电设备|机加工|成套设备|烘干机|精密零部件")
_BUILDING = re.compile(r"劳务|租赁|建筑|工程(?:施工|承包)")
NAMES = ("any", "top", "lead", "told", "told_lead", "outside", "beside", "taught", "machines", "none", *ROLES)


@dataclass(frozen=True)
class ChainChoice:
    """Weights of `NAMES`, their level, and the chance from which a chain is given, the second also beside the first."""

    weights: tuple[float, ...]
    level: float
    least: float
    beside: float

    def chances(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """(n,) probabilities."""
        odds = np.full(len(rows), self.level)
        for column, weight in zip(rows.T, self.weights, strict=True):
            odds += column * weight
        return np.asarray(1 / (1 + np.exp(-odds)))

    def chosen(self, chains: Sequence[str], chances: NDArray[np.float64]) -> tuple[str, ...]:
        """At most two chains, likeliest first, ties in order of the chains."""
        order = sorted(range(len(chains)), key=lambda i: (-chances[i], i))[:MOST_CHAINS]
        cut = max(self.least, self.beside * max(chances, default=0.0))
        return tuple(chains[i] for i in order if chances[i] >= cut)


def chains_taught(segments: Sequence[str], role: str, reading: Reading) -> tuple[str, ...]:
    """The chains of a labelled firm: of its segments but those `BESIDE`; of a maker without segment whose name or first
    activity says machines, the chain of machines."""
    found = tuple(dict.fromkeys(s.split(".")[0] for s in segments if s not in BESIDE))
    if not found and not segments and role in ("maker", "branch") and says_machines(reading):
        return (MACHINES,)
    return found[:MOST_CHAINS]


def says_machines(reading: Reading) -> bool:
    """Does the first activity make machines or their parts, whatever kind?"""
    if not reading.acts or reading.acts[0].mode != "make":
        return False
    return bool(_MACHINES.search(reading.acts[0].text)) and not _BUILDING.search(reading.acts[0].text)


def rows_of(
    reading: Reading,
    chances: Mapping[str, float],
    taught: NDArray[np.float32],
    roles: NDArray[np.float64],
    shape: Shape,
) -> NDArray[np.float64]:
    """(chains, `NAMES`) of one firm."""
    chains = shape.chains
    none, top, told = np.ones(len(chains)), np.zeros(len(chains)), np.zeros(len(chains))
    place = {c: i for i, c in enumerate(chains)}
    beside = 0.0
    for segment, chance in chances.items():
        at = place[segment.split(".")[0]]
        if segment in BESIDE:
            beside = max(beside, chance)
            continue
        none[at] *= 1 - chance
        top[at] = max(top[at], chance)
    for segment, sure in reading.told.items():
        if segment != OUTSIDE and segment not in BESIDE:
            at = place[segment.split(".")[0]]
            told[at] = max(told[at], sure)
    liked = np.where([s in BESIDE for s in shape.ids], 0, np.maximum(taught, 0))
    by_chain = np.bincount(shape.chain, weights=liked, minlength=len(chains))
    machines = np.array([float(c == MACHINES and says_machines(reading)) for c in chains])
    columns = [
        1 - none,
        top,
        top - _others(top),
        told,
        told - _others(told),
        reading.told.get(OUTSIDE, 0.0),
        beside,
        by_chain / max(float(by_chain.sum()), 0.3),
        machines,
        machines * none.min(),
        *roles,
    ]
    return np.stack([np.broadcast_to(np.asarray(c, np.float64), len(chains)) for c in columns], axis=1)


def _others(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each the highest of the others."""
    second, first = np.sort(values)[-2:] if len(values) > 1 else (0.0, values[0])
    return np.where(values == first, second, first)
