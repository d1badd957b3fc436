"""How much each feature counts: learned from real landings where a back-test can see it, declared where it cannot.

A back-test ranks firms that all work in the segment and hides what a firm already has in the province. It can therefore
judge size, distance, technology and the like, and says nothing about how much surer a member is than a mere match of
words, about plants here, ties, parks. Those keep a declared weight. Without `weights.json` everything is declared.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from graph.errors import UnreadableFile

FILE = Path(__file__).with_name("weights.json")
# What the back-test learns, each coefficient held at zero or above: more of it never speaks against a firm.
MEASURED = ("capability", "scale", "technology", "materials_maker", "fresh_capital", "nearness", "same_province")
# In the app: an official asks first whether the firm really does it; what is measured shares the next part by its
# learned coefficients; the rest is judgement, said to be so on screen. All add up to 1.
DECLARED = {
    "capability": 0.34,
    "standing": 0.04,
    "expansion": 0.08,
    "building": 0.03,
    "supply_tie": 0.08,
    "relatedness": 0.03,
    "policy_fit": 0.03,
    "presence": 0.05,
    "risk": 0.02,
    "certainty": 0.04,
}
# Without learned coefficients the measured features share their part like this.
FALLBACK = {
    "scale": 1.6,
    "technology": 0.6,
    "materials_maker": 0.5,
    "fresh_capital": 0.2,
    "nearness": 2.4,
    "same_province": 0.7,
}


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
    trained: Mapping[str, Any] = field(default_factory=dict)

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
    """The learned weights, or the declared ones where the file is absent. Raises `UnreadableFile` where it is broken."""
    if not file.is_file():
        return Weights({"capability": 0.3} | FALLBACK)
    try:
        held = json.loads(file.read_text(encoding="utf-8"))
        full = {k: float(held["full"][k]) for k in MEASURED}
        return Weights(
            full,
            {p: {k: float(v[k]) for k in MEASURED} for p, v in held["by_province"].items()},
            {p: float(v) for p, v in held.get("sharpness", {}).items()},
            held.get("baseline", {}),
            held["trained"],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableFile(file.name, f"not a file of weights ({error})", "train it anew or remove it") from error


@lru_cache(maxsize=1)
def shipped() -> Weights:
    """The weights that ship with the package."""
    return read()
