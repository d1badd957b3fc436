"""What a membership counts for, by the firm's role in the segment: the one place that says so.

A trader, a shop or a branch is no strength of a segment that makes or grows. In one that trades or serves they are
what it consists of, and a firm counts once in a city however many branches it has there. A cooperative buys, sells and
teaches for its members and grows little of its own.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from graph.measures.columns import MemberColumns
from graph.model.records import MICRO, ROLE_CODES, Role, Segment
from graph.model.trade_kinds import Trade, trade_of

Ints = NDArray[np.int64]
TRADES: tuple[Trade, ...] = ("grow", "make", "serve")
# Declared. A cooperative in farming: half of what a firm of its registered capital would be, since that capital is
# promised land and harvests of its members; in making: a fifth, since few process what they gather.
WEIGHTS: Mapping[Role, Mapping[Trade, float]] = {
    "": {"grow": 1.0, "make": 1.0, "serve": 1.0},
    "maker": {"grow": 1.0, "make": 1.0, "serve": 1.0},
    "grower": {"grow": 1.0, "make": 1.0, "serve": 1.0},
    "service": {"grow": 1.0, "make": 1.0, "serve": 1.0},
    "trader": {"grow": 0.0, "make": 0.0, "serve": 1.0},
    "cooperative": {"grow": 0.5, "make": 0.2, "serve": 0.5},
    "branch": {"grow": 0.0, "make": 0.0, "serve": 1.0},
    "other": {"grow": 0.0, "make": 0.0, "serve": 0.0},
}
_TABLE: Ints = np.array([[round(WEIGHTS[r][t] * MICRO) for t in TRADES] for r in ROLE_CODES], dtype=np.int64)


def weight_of(role: Role, segment: Segment) -> float:
    """What one membership counts for, 0–1, branches of one firm aside."""
    return WEIGHTS[role][trade_of(segment)]


def counts(role: Role, segment: Segment) -> bool:
    """Is a firm of this role any part of the segment's strength?"""
    return weight_of(role, segment) > 0


def weights(columns: MemberColumns, segments: Mapping[str, Segment]) -> Ints:
    """(M,) micro-units that each membership counts for. A membership in a segment that is not given counts as one of a
    maker's."""
    trade = np.array(
        [TRADES.index(trade_of(segments[s]) if s in segments else "make") for s in columns.segments], dtype=np.int64
    )
    out = _TABLE[columns.role, trade[columns.segment]] if len(trade) else np.zeros(0, dtype=np.int64)
    return _houses_once(columns, out)


def _houses_once(columns: MemberColumns, weight: Ints) -> Ints:
    """A firm and its branches count once in a segment and a city: the firm itself, else the largest branch, of equals
    the first by id."""
    rows = np.flatnonzero((columns.house[columns.firm] >= 0) & (weight > 0))
    if not len(rows):
        return weight
    firm = columns.firm[rows]
    branch = columns.role[rows] == ROLE_CODES.index("branch")
    city = np.array([int(c[:4]) if c[:4].isdigit() else -1 for c in columns.regions] + [-1], dtype=np.int64)
    place = city[columns.seat[firm]]
    order = np.lexsort((firm, -columns.size[firm], branch, place, columns.segment[rows], columns.house[firm]))
    keys = np.stack([columns.house[firm], columns.segment[rows], place], axis=1)[order]
    first = np.ones(len(rows), dtype=bool)
    first[1:] = (keys[1:] != keys[:-1]).any(axis=1)
    out = weight.copy()
    out[rows[order][~first & branch[order]]] = 0
    return out
