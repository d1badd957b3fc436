"""A firm that has been weighed for a list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from recommend.rank.exclusions import Gate
from recommend.rank.features import Case, Value


@dataclass(frozen=True, slots=True)
class Weighed:
    """A firm on a list: its case, its features, the weighted total, whether it is below the floor, its gates."""

    case: Case
    values: Mapping[str, Value]
    total: float
    below: bool
    gates: tuple[Gate, ...]
