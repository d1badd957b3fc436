"""How much each feature of `graph.chance.ground` counts: learned from real projects, kept in `weights.json`.

Learned by `python -m benchmarks.train_chance`: a conditional logit over the segments of the chain in which a project
fell (McFadden 1974), coefficients at zero or above; once over all landings, and once without each province, so that the
back-test of a province never uses a lesson from it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TypedDict

import numpy as np

from graph.chance.ground import FEATURES
from graph.errors import UnreadableFile
from graph.measures.formulas import Floats

FILE = Path(__file__).with_name("weights.json")


class TrainedOn(TypedDict, total=False):
    """What the coefficients were learned on."""

    on: str
    store: str
    landings: int
    provinces: int
    ridge: float
    date: str


@dataclass(frozen=True)
class Weights:
    """Coefficients by feature, for the country and leaving out a province (two digits).

    quantiles: the scores of all segments of the chains in which projects fell, at equal steps from the lowest to the
    highest: what a score is placed among (`place`). usual: the median of each feature among them.
    """

    full: Mapping[str, float]
    by_province: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    quantiles: Sequence[float] = (0.0, 1.0)
    usual: Mapping[str, float] = field(default_factory=lambda: dict.fromkeys(FEATURES, 0.0))
    trained: TrainedOn = field(default_factory=TrainedOn)

    def of(self, province: str = "") -> Floats:
        """(K,) coefficients for a province: those learned without it, where it was among the lessons."""
        chosen = self.by_province.get(province[:2], self.full)
        return np.array([chosen[name] for name in FEATURES])

    def place(self, score: Floats) -> Floats:
        """The share of segments of other cities that a score stands above, in 0–1. No probability: it orders."""
        steps = np.linspace(0.0, 1.0, len(self.quantiles))
        return np.asarray(np.interp(score, np.array(self.quantiles), steps))


def read(file: Path = FILE) -> Weights:
    """Raises `UnreadableFile` where the file is missing, broken or does not fit the features."""
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
        return Weights(
            _coefficients(document["full"]),
            {p: _coefficients(v) for p, v in document["by_province"].items()},
            [float(q) for q in document["quantiles"]],
            _coefficients(document["usual"]),
            document["trained"],
        )
    except (OSError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise UnreadableFile(file.name, f"not a file of weights ({error})", "train it anew") from error


def _coefficients(document: Mapping[str, float]) -> dict[str, float]:
    """One coefficient a feature. Raises `ValueError` where they are not the features."""
    if set(document) != set(FEATURES):
        raise ValueError(f"features are {', '.join(FEATURES)}, not {', '.join(document)}")
    return {name: float(document[name]) for name in FEATURES}


@lru_cache(maxsize=1)
def shipped() -> Weights:
    """The weights that ship with the package."""
    return read()
