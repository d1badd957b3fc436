"""Learning from the team's own decisions, and the second back-test: on what the office itself won and lost.

The team's decisions are few and its own; they move the shipped weights a little, never past zero, and only where a
check set that is never learned from agrees.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from graph.errors import InvalidArgument, UnreadableFile
from graph.files import whole
from graph.model.records import DECISION_REASONS, OUTCOMES, Decision
from graph.store.base.protocol import GraphStore
from recommend.rank.training import ChartPoint, calibration_error, reliability

Floats = NDArray[np.float64]
GOOD, BAD = ("signed", "landed"), ("refused", "lost", "rejected")
# A refusal that says nothing about the firm teaches nothing about whom to court.
OUR_FAULT = ("land", "energy", "timing", "duplicate")
CHECK_PART = 0.3
FEWEST = 20  # decisions below which nothing is learned
PRIOR = 60.0  # strength of the belief in the shipped weights, as a precision on relative changes
KIND = "decision"  # the kind of batch that holds decisions and nothing else: lists need not be made anew for it
TEAM = "team"  # the source of what is entered in the app


def decision(
    firm_id: str,
    firm_name: str,
    segment: str,
    region: str,
    outcome: str,
    reason: str = "",
    note: str = "",
    day: str = "",
) -> Decision:
    """A decision of the team, checked. Raises `InvalidArgument` where outcome or reason is no word of ours, or a
    rejection comes without a reason."""
    if outcome not in OUTCOMES:
        raise InvalidArgument(f"outcome {outcome!r} is none of {', '.join(OUTCOMES)}")
    if reason and reason not in DECISION_REASONS:
        raise InvalidArgument(f"reason {reason!r} is none of {', '.join(DECISION_REASONS)}")
    if outcome in ("rejected", "refused") and not reason:
        raise InvalidArgument(f"an outcome {outcome!r} needs a reason")
    return Decision(firm_id, firm_name, segment, region, day or date.today().isoformat(), outcome, reason, note, TEAM)


def record(store: GraphStore, made: Decision) -> None:
    """Write one decision; the same one twice is one."""
    with store.batch(KIND, TEAM) as batch:
        batch.upsert([made])


def label(made: Decision) -> bool | None:
    """Did courting this firm end well? None where it has not ended or ended for a reason that is not the firm's."""
    if made.outcome in GOOD:
        return True
    if made.outcome in BAD and made.reason not in OUR_FAULT:
        return False
    return None


def lessons(made: Sequence[Decision]) -> list[tuple[Decision, bool]]:
    """The last word on each (firm, segment, region) that has one, in the order of firms."""
    last: dict[tuple[str, str, str], Decision] = {}
    for d in sorted(made, key=lambda d: (d.date, d.outcome)):
        last[d.firm_id, d.segment_id, d.region] = d
    return [(d, end) for _, d in sorted(last.items()) if (end := label(d)) is not None]


def in_check(made: Decision) -> bool:
    """Does this decision belong to the frozen check set? By a hash of the firm, so that it never changes sides."""
    digest = hashlib.blake2b(f"check:{made.firm_id}".encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") / 2**32 < CHECK_PART


class LearnedDocument(TypedDict):
    """`Learned` as the file keeps it."""

    weights: dict[str, float]
    kept_old: bool
    why: str
    learned_from: int
    checked_on: int
    loss_before: float | None
    loss_after: float | None
    error: float | None
    chart: list[ChartPoint]


@dataclass(frozen=True)
class Learned:
    """What came of learning. `weights` are the old ones where `kept_old`."""

    weights: dict[str, float]
    kept_old: bool
    why: str
    learned_from: int = 0
    checked_on: int = 0
    loss_before: float | None = None
    loss_after: float | None = None
    error: float | None = None
    chart: tuple[ChartPoint, ...] = ()

    def document(self) -> LearnedDocument:
        """For the file and the page."""
        return {
            "weights": self.weights,
            "kept_old": self.kept_old,
            "why": self.why,
            "learned_from": self.learned_from,
            "checked_on": self.checked_on,
            "loss_before": self.loss_before,
            "loss_after": self.loss_after,
            "error": self.error,
            "chart": list(self.chart),
        }


def lowest(
    loss: Callable[[Floats], float], start: Floats, bounds: Sequence[tuple[float | None, float | None]]
) -> Floats:
    """Where a loss is lowest within bounds, by L-BFGS-B (Byrd et al. 1995)."""
    from scipy.optimize import minimize  # slow to import; only learning needs it

    return np.asarray(minimize(loss, start, method="L-BFGS-B", bounds=bounds).x)


def learn(weights: Mapping[str, float], values: Floats, good: NDArray[np.bool_], check: NDArray[np.bool_]) -> Learned:
    """New weights from decisions.

    values: (n, F) feature values by the order of `weights`; good: how each ended; check: the frozen set. Logistic
    regression on log-odds = a + k·Σ w_i·v_i with w = old·r, r ≥ 0 and a normal prior of precision `PRIOR` around r = 1;
    the new weights are taken only where the log-loss on the check set falls. They add up to 1.
    """
    old = np.array(list(weights.values()))
    names = list(weights)
    train = ~check
    if len(good) < FEWEST or len(set(good[train])) < 2 or len(set(good[check])) < 2:
        return Learned(
            dict(weights),
            True,
            f"too few decisions to learn from ({len(good)}, of both kinds)",
            int(train.sum()),
            int(check.sum()),
        )
    x, y = values * old, good.astype(float)

    def unpack(p: Floats) -> tuple[float, float, Floats]:
        return p[0], p[1], p[2:]

    def odds(p: Floats, rows: Floats) -> Floats:
        a, k, r = unpack(p)
        return np.asarray(a + k * (rows @ r))

    def fit(free: bool) -> Floats:
        def loss(p: Floats) -> float:
            z = odds(p, x[train])
            fitted = float(np.sum(np.logaddexp(0, z) - y[train] * z))
            return fitted + PRIOR / 2 * float(np.sum((p[2:] - 1) ** 2)) / len(names) + 0.5 * float(p[1] / 20) ** 2

        start = np.concatenate([[0.0, 5.0], np.ones(len(names))])
        bounds = [(None, None), (0, None)] + ([(0, None)] if free else [(1, 1)]) * len(names)
        return lowest(loss, start, bounds)

    def log_loss(p: Floats) -> float:
        z = odds(p, x[check])
        return float(np.mean(np.logaddexp(0, z) - y[check] * z))

    before, after = fit(free=False), fit(free=True)
    lost, kept = log_loss(before), log_loss(after)
    better = kept < lost
    best = after if better else before
    chance = 1 / (1 + np.exp(-odds(best, x[check])))
    new = old * best[2:]
    fresh = dict(zip(names, (float(w) for w in new / new.sum()), strict=True)) if better else dict(weights)
    why = "the check set agrees" if better else "the check set does not agree; the weights stay"
    return Learned(
        fresh,
        not better,
        why,
        int(train.sum()),
        int(check.sum()),
        lost,
        kept,
        calibration_error(chance, y[check]),
        tuple(reliability(chance, y[check], 5)),
    )


def learn_from(
    made: Sequence[Decision], weights: Mapping[str, float], values_of: Callable[[Decision], Mapping[str, float] | None]
) -> Learned:
    """`learn` over decisions; values_of: the features of a decision's firm, the firm's presence here hidden, or None
    where it cannot be weighed."""
    rows, good, check = [], [], []
    for d, end in lessons(made):
        values = values_of(d)
        if values is not None:
            rows.append([values[k] for k in weights])
            good.append(end)
            check.append(in_check(d))
    shape = np.array(rows, dtype=float).reshape(len(rows), len(weights))
    return learn(weights, shape, np.array(good, dtype=bool), np.array(check, dtype=bool))


def save(file: Path, learned: Learned) -> None:
    """Keep what was learned; whole or not at all. Raises `UnwritableFile`."""
    whole.put_text(file, json.dumps(learned.document(), ensure_ascii=False))


def load(file: Path) -> Learned | None:
    """What was learned last, None where nothing was. Raises `UnreadableFile`."""
    if not file.is_file():
        return None
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
        weights = {str(name): float(weight) for name, weight in document["weights"].items()}
        return Learned(**{**document, "weights": weights, "chart": tuple(document["chart"])})
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise UnreadableFile(
            file.name, f"not what the team taught ({error})", "remove it; the shipped weights then hold"
        ) from error
