"""Pairs that a person must look at, and what people decided: kept in the store, applied at every load.

The one place that knows how both are kept (two remembered values of the store, so that they travel with its copies).
A decision names firms by their keys; it outlives reloads, and can be taken back.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Protocol

from graph.corrections.merged import MERGED

Verdict = Literal["same", "different"]
PAIRS = "match_pairs"
DECISIONS = "match_decisions"


class Remembers(Protocol):
    """A store or a batch, as far as it remembers values."""

    def meta(self, key: str) -> str:
        """A remembered value, '' if there is none."""


class Notes(Remembers, Protocol):
    """A batch, as far as it writes remembered values."""

    def set_meta(self, key: str, value: str) -> None:
        """Remember a value."""


@dataclass(frozen=True)
class ReviewPair:
    """Two firms that may be one. left: the firm that came with `source`; right: the one that was there or stood
    earlier in the file; score in 0–1; reasons: names of features with the log-odds they moved, the strongest first."""

    left: str
    right: str
    left_name: str
    right_name: str
    score: float
    reasons: tuple[tuple[str, float], ...] = ()
    source: str = ""

    @property
    def id(self) -> str:
        """The pair's own name, the same whichever firm came first."""
        return pair_id(self.left, self.right)


@dataclass(frozen=True)
class Decision:
    """What a person said of a pair. made_at: ISO time, UTC; undone_at: '' while it holds; moved: the records that a
    merge gave to the other firm, by record, for undoing it; pair: as it waited, None where nobody had asked."""

    left: str
    right: str
    left_name: str
    right_name: str
    verdict: Verdict
    author: str = ""
    reason: str = ""
    made_at: str = ""
    undone_at: str = ""
    moved: dict[str, list[str]] = field(default_factory=dict)
    pair: ReviewPair | None = None

    @property
    def id(self) -> str:
        """The pair's own name."""
        return pair_id(self.left, self.right)


def code_of(pair: str) -> str:
    """The six characters by which a person calls a pair."""
    return hashlib.sha256(pair.encode()).hexdigest()[:6]


def pair_id(left: str, right: str) -> str:
    """One name for a pair of firms, in either order."""
    return "|".join(sorted((left, right)))


def pairs(store: Remembers) -> list[ReviewPair]:
    """All pairs that wait, the surest first."""
    found = [p for p in map(_pair, json.loads(store.meta(PAIRS) or "[]")) if p is not None]
    return sorted(found, key=lambda p: (-p.score, p.id))


def decisions(store: Remembers) -> list[Decision]:
    """All decisions, also those taken back, the latest first."""
    told = [Decision(**{**d, "pair": _pair(d["pair"])}) for d in json.loads(store.meta(DECISIONS) or "[]")]
    return sorted(told, key=lambda d: d.made_at, reverse=True)


def _pair(told: dict[str, Any] | None) -> ReviewPair | None:
    return ReviewPair(**{**told, "reasons": tuple((n, v) for n, v in told["reasons"])}) if told else None


def holding(store: Remembers) -> dict[str, Decision]:
    """The decisions that hold, by pair."""
    return {d.id: d for d in decisions(store) if not d.undone_at}


def keep_pairs(batch: Notes, waiting: Iterable[ReviewPair]) -> None:
    """Make these all the pairs that wait."""
    unique = {p.id: p for p in sorted(waiting, key=lambda p: p.score)}
    batch.set_meta(PAIRS, json.dumps([asdict(unique[k]) for k in sorted(unique)], ensure_ascii=False) if unique else "")


def keep_decisions(batch: Notes, told: Sequence[Decision]) -> None:
    """Make these all the decisions."""
    batch.set_meta(DECISIONS, json.dumps([asdict(d) for d in told], ensure_ascii=False) if told else "")
    into = _merged(told)
    batch.set_meta(MERGED, json.dumps(into, ensure_ascii=False) if into else "")


def merged_into(store: Remembers) -> dict[str, str]:
    """Firm → the firm it was declared to be, through all decisions that hold."""
    return _merged(holding(store).values())


def _merged(told: Iterable[Decision]) -> dict[str, str]:
    into = {d.left: d.right for d in told if d.verdict == "same" and not d.undone_at}
    for firm in into:
        seen, at = {firm}, into[firm]
        while at in into and at not in seen:
            seen.add(at)
            at = into[at]
        into[firm] = at
    return into
