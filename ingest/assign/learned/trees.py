"""Boosted trees as arrays: taught by scikit-learn, kept and read without it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
AT_ONCE = 2048  # rows whose way through the trees is held in memory


@dataclass(frozen=True)
class Trees:
    """Nodes of all trees in one row after another: a leaf's `feature` is −1, `roots` says where each tree begins.

    A row goes left where its feature is at most the threshold. The score is the log-odds: base and all leaves reached.
    """

    base: float
    roots: NDArray[np.int32]
    feature: NDArray[np.int8]
    threshold: NDArray[np.float32]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float32]
    depth: int

    def odds(self, rows: Floats) -> Floats:
        """Log-odds of each row; a row's does not depend on the others."""
        given = np.ascontiguousarray(rows, np.float32).ravel()
        out = np.empty(len(rows))
        width = rows.shape[1]
        for start in range(0, len(rows), AT_ONCE):
            base = np.arange(start, min(start + AT_ONCE, len(rows)), dtype=np.int32) * width
            at = np.repeat(self.roots[:, None], len(base), axis=1)
            for _ in range(self.depth):  # a leaf leads to itself
                seen = given[base + self._asked[at]]
                at = np.where(seen <= self.threshold[at], self._left[at], self._right[at])
            out[start : start + len(base)] = self.value[at].astype(np.float64).sum(axis=0)
        return self.base + out

    @cached_property
    def _asked(self) -> NDArray[np.int32]:
        return np.maximum(self.feature, 0).astype(np.int32)

    @cached_property
    def _left(self) -> NDArray[np.int32]:
        return np.where(self.feature < 0, np.arange(len(self.feature)), self.left).astype(np.int32)

    @cached_property
    def _right(self) -> NDArray[np.int32]:
        return np.where(self.feature < 0, np.arange(len(self.feature)), self.right).astype(np.int32)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What a file keeps: children as steps from their parent."""
        at = np.arange(len(self.feature))
        inner = self.feature >= 0
        return {
            "base": np.array([self.base, float(self.depth)]),
            "roots": self.roots,
            "feature": self.feature,
            "threshold": self.threshold,
            "left": np.where(inner, self.left - at, 0).astype(np.uint8),
            "right": np.where(inner, self.right - at, 0).astype(np.uint8),
            "value": self.value,
        }

    @classmethod
    def of_arrays(cls, held: Mapping[str, NDArray[Any]]) -> Trees:
        base, depth = held["base"].tolist()
        at = np.arange(len(held["feature"]), dtype=np.int32)
        return cls(
            base=base,
            roots=held["roots"],
            feature=held["feature"],
            threshold=held["threshold"],
            left=at + held["left"],
            right=at + held["right"],
            value=held["value"],
            depth=int(depth),
        )

    @classmethod
    def of_boosted(cls, models: Sequence[Any]) -> Trees:
        """From fitted `HistGradientBoostingClassifier`s of two classes: the mean of their log-odds."""
        parts = [p.nodes for m in models for (p,) in m._predictors]
        starts = np.cumsum([0, *(len(p) for p in parts)])
        leaf = np.concatenate([p["is_leaf"].astype(bool) for p in parts])
        moved = [
            (p["left"].astype(np.int64) + s, p["right"].astype(np.int64) + s)
            for p, s in zip(parts, starts, strict=False)
        ]
        return cls(
            base=float(np.mean([np.ravel(m._baseline_prediction)[0] for m in models])),
            roots=starts[:-1].astype(np.int32),
            feature=np.where(leaf, -1, np.concatenate([p["feature_idx"] for p in parts])).astype(np.int8),
            threshold=_not_above(np.concatenate([p["num_threshold"] for p in parts])),
            left=np.concatenate([a for a, _ in moved]).astype(np.int32),
            right=np.concatenate([b for _, b in moved]).astype(np.int32),
            value=(np.concatenate([p["value"] for p in parts]) / len(models)).astype(np.float32),
            depth=int(max(p["depth"].max() for p in parts)),
        )


def _not_above(values: Floats) -> NDArray[np.float32]:
    """The largest float32 that is not above each: a feature, itself a float32, is then at most either or neither."""
    out = values.astype(np.float32)
    return np.where(out > values, np.nextafter(out, np.float32(-np.inf)), out)
