"""How surely two rows are the same firm: learned weights over named features, and the reasons.

The weights are those of a logistic regression (scikit-learn) on labelled pairs (`benchmarks/train_identity.py`), kept
in `weights.json`. From `Weights.same_from` on two rows are one firm, below `different_below` two; between them a person
decides.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ingest.match.likeness import (
    FEATURES,
    Side,
    brand_same,
    brand_within,
    capital_same,
    core_apart,
    count_differs,
    fits,
    form_conflict,
    founded_same,
    is_short,
    known_as,
    one_character,
    place_apart,
    same_name,
    shop,
    short_misses,
    short_of_other,
    trade_conflict,
    turned_stock,
    vector,
    whole_same,
)

Outcome = Literal["same", "review", "different"]
WEIGHTS_FILE = Path(__file__).parent / "weights.json"


@dataclass(frozen=True, slots=True)
class Reason:
    """One feature's part in a score: its name, what it found, and how much it moved the log-odds."""

    feature: str
    value: float
    weight: float


@dataclass(frozen=True, slots=True)
class Match:
    """score: the chance in 0–1 that both are one firm; reasons: the strongest first."""

    score: float
    outcome: Outcome
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Weights:
    """What was learned: the log-odds of each feature, and the two bounds between the three outcomes."""

    intercept: float
    same_from: float
    different_below: float
    weights: tuple[float, ...]

    @classmethod
    def load(cls, file: Path = WEIGHTS_FILE) -> Weights:
        """Read `weights.json`."""
        told = json.loads(file.read_text(encoding="utf-8"))
        return cls(
            told["intercept"],
            told["same_from"],
            told["different_below"],
            tuple(told["weights"].get(f.__name__, 0.0) for f in FEATURES),
        )


def apart(a: Side, b: Side) -> str:
    """Why these two cannot be one firm, whatever else agrees: the name of the rule, '' where nothing forbids it."""
    if a.uscc and b.uscc and a.uscc != b.uscc:
        return "codes_differ"
    if a.stock_code and b.stock_code and a.stock_code != b.stock_code:
        return "stock_codes_differ"
    if a.parts.branch != b.parts.branch:
        return "branch_differs"
    if _unrelated(a, b):
        return "nothing_shared"
    told = capital_same(a, b) or founded_same(a, b) or known_as(a, b)
    if place_apart(a, b) and whole_same(a, b) and not told and not (a.parts.places and b.parts.places):
        return "same_name_apart"  # 同名异地: nothing but a name that any city may have
    return ""


def _unrelated(a: Side, b: Side) -> bool:
    """Do the names share neither brand nor most of their characters, with no other name or founding to tie them?"""
    if core_apart(a, b) <= 0.5 or brand_same(a, b) or brand_within(a, b) or fits(a, b) or known_as(a, b):
        return False
    return not (founded_same(a, b) and capital_same(a, b))


def doubtful(a: Side, b: Side) -> str:
    """Why a person must look, however high the score: the name of the feature, '' where nothing speaks for it."""
    if known_as(a, b):
        return ""
    for feature in (one_character, form_conflict, trade_conflict, count_differs, short_of_other):
        if feature(a, b):
            return feature.__name__
    if short_misses(a, b) and not (a.parts.stock or b.parts.stock):
        return "short_misses"
    if turned_stock(a, b) and not (capital_same(a, b) or founded_same(a, b)):
        return "turned_stock"  # one firm before and after, or a parent and its subsidiary
    if shop(a, b) and not same_name(a, b):
        return "shop"
    if core_apart(a, b) > 0.6 and not (brand_same(a, b) or brand_within(a, b) or is_short(a, b)):
        return "core_apart"  # nothing but dates and sums speaks for it
    return ""


def bounded(chance: float, a: Side, b: Side) -> float:
    """The chance, held below one half where a person must look, and zero where two rows cannot be one firm."""
    if apart(a, b):
        return 0.0
    return min(chance, 0.49) if doubtful(a, b) else chance


def match(a: Side, b: Side, learned: Weights) -> Match:
    """The chance that both are one firm, what follows from it, and why."""
    values = vector(a, b)
    moved = [v * w for v, w in zip(values, learned.weights, strict=True)]
    chance = bounded(1 / (1 + math.exp(-learned.intercept - sum(moved))), a, b)
    rule = apart(a, b) or doubtful(a, b)
    reasons = [Reason(f.__name__, v, m) for f, v, m in zip(FEATURES, values, moved, strict=True) if v and m]
    reasons.sort(key=lambda r: (-abs(r.weight), r.feature))
    if rule and rule not in {r.feature for r in reasons}:
        reasons.insert(0, Reason(rule, 1.0, 0.0))
    if known_as(a, b) and not apart(a, b) and not place_apart(a, b):
        chance = max(chance, learned.same_from)  # a former or other name that a source states is as good as the name
    outcome: Outcome = "different"
    if chance >= learned.same_from:
        outcome = "same"
    elif chance >= learned.different_below:
        outcome = "review"
    return Match(round(chance, 6), outcome, tuple(reasons))
