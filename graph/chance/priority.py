"""`priority`: the declared rule that combines need and chance."""

from __future__ import annotations

from graph.measures.formulas import Floats

NEED_SHARE = 0.1  # how much need counts beside chance; docs/decisions, 2026-11-30-need-and-chance


def priority(need: Floats, chance: Floats) -> Floats:
    """NEED_SHARE · need + (1 − NEED_SHARE) · chance, both in 0–1."""
    return NEED_SHARE * need + (1 - NEED_SHARE) * chance
