"""How much each feature counts: learned from real landings where a back-test can see it, declared where it cannot.

A back-test ranks firms that all work in the segment and hides what a firm already has in the province. It can therefore
judge size, distance, technology and the like, and says nothing about how much surer a member is than a mere match of
words, about plants here, ties, parks. Those keep a declared weight (`recommend.rank.features`). Without `weights.json`
everything is declared.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TypedDict

from graph.errors import UnreadableFile
from recommend.rank.features import FEATURES

FILE = Path(__file__).with_name("weights.json")
# What the back-test learns, each coefficient held at zero or above: more of it never speaks against a firm.
MEASURED = tuple(name for name, f in FEATURES.items() if f.coefficient is not None)
DECLARED = {name: f.weight for name, f in FEATURES.items() if f.weight is not None}
FALLBACK = {name: f.coefficient for name, f in FEATURES.items() if f.coefficient is not None}


class TrainedOn(TypedDict, total=False):
    """What the coefficients were learned on; empty where none were."""

    on: str
    landings: int
    provinces: int
    ridge: float


@dataclass(frozen=True)
class Weights:
    """Coefficients of the measured features on the scale of a log-odds, for the whole country and leaving out a province.

    by_province: two digits → coefficients learned without the landings of that province, so that ranking these
    landings again is a fair test. sharpness: the same keys ('' for all) → the factor on scores that turns them into chances
    (`recommend.rank.training.sharpness`); 1 where none was learned.
    """

    full: Mapping[str, float]
    by_province: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    sharpness: Mapping[str, float] = field(default_factory=dict)
    baseline: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    trained: TrainedOn = field(default_factory=TrainedOn)

    @property
    def learned(self) -> bool:
        """Were they learned, or are they the declared fallback?"""
        return bool(self.trained)

    def of(self, province: str = "") -> Mapping[str, float]:
        """The coefficients for landings in a province: those learned without it, where it was among the lessons."""
        return self.by_province.get(province[:2], self.full)

    def factor(self, province: str = "") -> float:
        """What a score in a province is multiplied with before it is turned into a chance."""
        return self.sharpness.get(province[:2], self.sharpness.get("", 1.0))

    def pair(self, province: str = "") -> Mapping[str, float]:
        """Coefficients of size and nearness alone, the baseline to beat."""
        return self.baseline.get(province[:2]) or self.baseline.get("") or {"scale": 1.6, "nearness": 2.4}

    def shares(self) -> dict[str, float]:
        """One weight a feature for the app, adding up to 1."""
        rest = {k: v for k, v in self.full.items() if k not in DECLARED}
        total = sum(rest.values())
        free = 1 - sum(DECLARED.values())
        return DECLARED | {k: free * v / total for k, v in rest.items()}


def read(file: Path = FILE) -> Weights:
    """The learned weights, or the declared ones where the file is absent.

    Raises `UnreadableFile` where it is broken or does not fit the list of features.
    """
    if not file.is_file():
        return Weights(FALLBACK)
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
        return Weights(
            _coefficients(document["full"]),
            {p: _coefficients(v) for p, v in document["by_province"].items()},
            {p: float(v) for p, v in document.get("sharpness", {}).items()},
            document.get("baseline", {}),
            document["trained"],
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UnreadableFile(file.name, f"not a file of weights ({error})", "train it anew or remove it") from error


def _coefficients(document: Mapping[str, float]) -> dict[str, float]:
    """One coefficient a measured feature. Raises `ValueError` naming those that are missing or too many."""
    missing = [name for name in MEASURED if name not in document]
    unknown = [name for name in document if name not in MEASURED]
    if missing:
        raise ValueError(f"no coefficient for {', '.join(missing)}")
    if unknown:
        raise ValueError(f"{', '.join(unknown)} is no measured feature")
    return {name: float(document[name]) for name in MEASURED}


@lru_cache(maxsize=1)
def shipped() -> Weights:
    """The weights that ship with the package."""
    return read()
