"""What to check next: the firms and segments whose checking would move most of the first gaps of a region.

A check settles one doubt. Of a local firm in a segment, sure by c: with chance 1 − c it does not work there, and its
strength goes; with chance c it does, and it counts in full. Of a segment in which no local firm is known: with the
chance that one is there unseen, a medium firm appears. For each outcome kinds and scores of all segments are worked
out again; what a check moves is the sum of the changes of score over the gaps that are among the first before or after,
and its worth is the mean over its outcomes (expected change, as in the choice of experiments; Lindley 1956).

What the other cities let one expect, the location quotient and the density are left as they are: one firm hardly moves
them, and working them out again for a thousand outcomes would take minutes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.gaps.find import certainty, data_of, reasons
from graph.gaps.kinds_and_scores import NONE, Standing, standing_of, weighted
from graph.measures.formulas import Floats, suppliers_by_segment
from graph.model.records import MICRO
from graph.region.footprint import WHAT_IF_SIZE, Footprint

FIRST = 10  # gaps that the office works by
SHOWN = 20
MOST = 400  # memberships looked at, those of most doubtful strength; a register has tens of thousands
COLUMNS = 200  # outcomes worked out at once
UNSEEN = 0.5  # of the firms that exist, where the coverage of the data cannot be told


Step = Callable[[int, int], None]
World = tuple[int, float, float]  # row of a segment, its local strength and effective number of suppliers then


def _silent(done: int, total: int) -> None:
    pass


@dataclass(frozen=True)
class Check:
    """One thing to check. firm: its id, '' where a segment is to be looked into; segments: those it is about; change:
    expected change of the first gaps' scores; moves: those gaps, the one that moves most first."""

    firm: str
    segments: tuple[str, ...]
    change: float
    moves: tuple[str, ...]


def check_next(foot: Footprint, most: int = SHOWN, step: Step = _silent) -> list[Check]:
    """The checks that are worth most, best first; equals by firm and segment. step: told how many outcomes are worked
    out, of how many."""
    base = _Worlds(foot)
    members = _doubtful(foot)
    absent = _absent(foot)
    worlds: list[World] = []
    chances: list[float] = []
    for (_, s), amount, sure in members:
        worlds += [base.world(s, amount, 0.0), base.world(s, amount, amount / sure)]
        chances += [1 - sure, sure]
    for s, chance in absent:
        worlds.append((s, WHAT_IF_SIZE / MICRO, 1.0))
        chances.append(chance)
    moved = base.moved(worlds, step) * np.array(chances)[:, None] if worlds else np.zeros((0, len(foot.x)))
    rows: dict[tuple[str, str], tuple[list[str], Floats]] = {}
    for k, (row, _, _) in enumerate(members):
        firm, segment = foot.country.columns.firms[row[0]], foot.network.ids[row[1]]
        _add(rows, (firm, ""), segment, moved[2 * k] + moved[2 * k + 1])
    for k, (s, _) in enumerate(absent):
        _add(rows, ("", foot.network.ids[s]), foot.network.ids[s], moved[2 * len(members) + k])
    checks = [_check(foot, firm, about, change) for (firm, _), (about, change) in rows.items()]
    checks = [c for c in checks if round(c.change, 9) > 0]
    return sorted(checks, key=lambda c: (-round(c.change, 9), c.firm, c.segments))[:most]


def _add(
    rows: dict[tuple[str, str], tuple[list[str], Floats]], key: tuple[str, str], about: str, change: Floats
) -> None:
    listed, total = rows.get(key, ([], np.zeros(len(change))))
    rows[key] = [*listed, about], total + change


def _check(foot: Footprint, firm: str, about: Sequence[str], change: Floats) -> Check:
    order = sorted(np.flatnonzero(change > 1e-6).tolist(), key=lambda i: (-round(float(change[i]), 9), i))
    return Check(firm, tuple(about), float(change.sum()), tuple(foot.network.ids[i] for i in order[:3]))


def _doubtful(foot: Footprint) -> list[tuple[tuple[int, int], float, float]]:
    """Local memberships as ((firm, segment) rows, strength here, confidence), those of most doubtful strength."""
    columns = foot.country.columns
    sure = columns.confidence[foot.rows] / MICRO
    amount = foot.amounts / MICRO
    doubt = amount * (1 - sure)
    order = np.lexsort((foot.rows, -doubt))[:MOST]
    return [
        ((int(columns.firm[foot.rows[i]]), int(foot.country.segment[foot.rows[i]])), float(amount[i]), float(sure[i]))
        for i in order.tolist()
        if doubt[i] > 0
    ]


def _absent(foot: Footprint) -> list[tuple[int, float]]:
    """Segments without a local firm, with the chance that one is there unseen."""
    known = foot.coverage.estimate if foot.coverage is not None else None
    unseen = UNSEEN if known is None else 1 - known
    odds = foot.expected.odds
    chance = unseen * odds / (1 + odds)
    return [(int(s), float(chance[s])) for s in np.flatnonzero((foot.x <= 0) & ~foot.network.demand & (chance > 0))]


class _Worlds:
    """Kinds and scores of the region were one segment's strength another."""

    def __init__(self, foot: Footprint) -> None:
        self.foot, self.net = foot, foot.network
        data = data_of(foot)
        self.certainty = certainty(data, reasons(data, foot.candidate_counts, np.arange(len(foot.x))))
        segment = foot.country.segment[foot.rows]
        self.effective, _ = suppliers_by_segment(segment, foot.amounts, len(foot.x))
        amounts = foot.amounts / MICRO
        self.total, self.squares = (np.bincount(segment, w, len(foot.x)) for w in (amounts, amounts**2))
        self.standing = standing_of(foot, self.effective)
        self.now = self._scores(foot.x[:, None], self.effective[:, None])[:, 0]
        self.first = self._first(self.now[:, None])[:, 0]

    def world(self, s: int, before: float, after: float) -> World:
        """The segment were one firm's strength there another; see `formulas.effective_suppliers`."""
        total = self.total[s] - before + after
        squares = self.squares[s] - before**2 + after**2
        if total <= 1e-9 or squares <= 1e-9:  # nobody else was there
            return s, 0.0, 0.0
        return s, float(total), float(total**2 / squares)

    def moved(self, worlds: Sequence[World], step: Step) -> Floats:
        """(W, S) change of score of each gap that is among the first before or after, in each world."""
        out = np.zeros((len(worlds), len(self.now)))
        for start in range(0, len(worlds), COLUMNS):
            step(start, len(worlds))
            part = worlds[start : start + COLUMNS]
            x = np.repeat(self.foot.x[:, None], len(part), axis=1)
            effective = np.repeat(self.effective[:, None], len(part), axis=1)
            for b, (s, strength, suppliers) in enumerate(part):
                x[s, b], effective[s, b] = strength, suppliers
            scores = self._scores(x, effective)
            counted = self.first[:, None] | self._first(scores)
            out[start : start + len(part)] = (np.abs(scores - self.now[:, None]) * counted).T
        return out

    def _scores(self, x: Floats, effective: Floats) -> Floats:
        wide = x.shape[1]

        def broad(values: NDArray[Any]) -> NDArray[Any]:
            return np.repeat(values[:, None], wide, axis=1)

        as_is = self.standing
        standing = Standing(
            strength=x,
            argued=broad(as_is.argued) & (self.net.spent @ x > 0),  # where the last buyer goes, so does the argument
            quotient_high=broad(as_is.quotient_high),
            effective=effective,
            density=broad(as_is.density),
            odds=broad(as_is.odds),
            implied=broad(as_is.implied),
            candidates=broad(as_is.candidates),
            surprise=as_is.surprise,
        )
        kind, components = standing.rated(self.net)
        out = np.zeros(x.shape)
        for b in range(wide):
            mine = {name: np.asarray(values)[:, b] for name, values in components.items()}
            out[:, b] = np.where(kind[:, b] != NONE, weighted(mine, kind[:, b]), 0.0)
        return np.asarray(self.certainty[:, None] * out)

    def _first(self, scores: Floats) -> NDArray[np.bool_]:
        """(S, B) is it among the first gaps of its column; equals by segment."""
        out = np.zeros(scores.shape, dtype=bool)
        order = np.argsort(-np.round(scores, 9), axis=0, kind="stable")[:FIRST]
        np.put_along_axis(out, order, True, axis=0)
        return out & (scores > 0)
