"""Boosted trees as arrays: taught by scikit-learn, kept and read without it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
AT_ONCE = 256  # rows whose leaves are held in memory
Unsigned = NDArray[np.unsignedinteger[Any]]


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

    def odds(self, rows: NDArray[np.floating[Any]]) -> Floats:
        """Log-odds of each row; a row's does not depend on the others.

        Every row keeps one bit a leaf: each feature strikes out the leaves that its value cannot reach, and the first
        leaf left in each tree is the one it falls into (Lucchese et al. 2015, QuickScorer). No row walks any tree.
        """
        given = np.ascontiguousarray(rows, np.float32)
        out = np.empty(len(rows))
        leaves = self._leaves
        for start in range(0, len(rows), AT_ONCE):
            part = given[start : start + AT_ONCE]
            left = np.full((len(part), len(self.roots)), leaves.all_bits)
            for feature, thresholds, reachable in leaves.by_feature:
                left &= reachable.take(np.searchsorted(thresholds, part[:, feature]), axis=0)
            first = leaves.number_of(left & (~left + leaves.one))
            out[start : start + len(part)] = leaves.values[leaves.trees, first].sum(axis=1)
        return self.base + out

    @cached_property
    def _leaves(self) -> _Leaves:
        return _Leaves.of(self)

    def _collect(
        self, node: int, tree: int, values: list[float], tests: dict[int, list[tuple[float, int, int]]]
    ) -> int:
        """Put a branch's leaves into `values`, left before right, and what its nodes ask into `tests`; returns the bits
        of its leaves."""
        if self.feature[node] < 0:
            values.append(float(self.value[node]))
            return 1 << (len(values) - 1)
        left = self._collect(int(self.left[node]), tree, values, tests)
        right = self._collect(int(self.right[node]), tree, values, tests)
        tests.setdefault(int(self.feature[node]), []).append((float(self.threshold[node]), tree, left))
        return left | right

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


@dataclass(frozen=True)
class _Leaves:
    """Trees as bits: leaf k of a tree, from the left, is bit k of its column.

    by_feature: (feature, its thresholds ascending, which leaves of each tree a row can reach whose value is above the
    first k of them); values: (trees, leaves) scores.
    """

    by_feature: Sequence[tuple[int, NDArray[np.float32], Unsigned]]
    values: Floats
    trees: NDArray[np.int64]
    all_bits: np.unsignedinteger[Any]

    @property
    def one(self) -> np.unsignedinteger[Any]:
        return type(self.all_bits)(1)

    def number_of(self, bit: Unsigned) -> NDArray[np.int64]:
        """Which bit is set; each number is a power of two, whose logarithm is exact."""
        return np.log2(bit.astype(np.float64)).astype(np.int64)

    @classmethod
    def of(cls, trees: Trees) -> _Leaves:
        """Raises `ValueError` where a tree has more than 64 leaves."""
        tests: dict[int, list[tuple[float, int, int]]] = {}  # feature → (threshold, tree, bits of the left branch)
        values: list[list[float]] = []
        for number, root in enumerate(trees.roots.tolist()):
            values.append([])
            trees._collect(root, number, values[-1], tests)
        most = max(map(len, values), default=1)
        kind = next((k for k, bits in ((np.uint16, 16), (np.uint32, 32), (np.uint64, 64)) if most <= bits), None)
        if kind is None:
            raise ValueError(f"a tree has {most} leaves, and 64 are the most")
        every = kind(np.iinfo(kind).max)
        by_feature = []
        for feature, asked in sorted(tests.items()):
            asked.sort()
            reachable = np.full((len(asked) + 1, len(values)), every)
            for k, (_, tree, bits) in enumerate(asked, 1):
                reachable[k] = reachable[k - 1]
                reachable[k, tree] &= ~kind(bits)
            by_feature.append((feature, np.array([t for t, *_ in asked], np.float32), reachable))
        table = np.zeros((len(values), most))
        for row, held in zip(table, values, strict=True):
            row[: len(held)] = held
        return cls(by_feature, table, np.arange(len(values)), every)


def _not_above(values: Floats) -> NDArray[np.float32]:
    """The largest float32 that is not above each: a feature, itself a float32, is then at most either or neither."""
    out = values.astype(np.float32)
    return np.where(out > values, np.nextafter(out, np.float32(-np.inf)), out)
