"""What the back-test of segments says in numbers: each list with its interval, paired differences, by chain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from graph.chance.ground import FEATURES
from graph.chance.weights import Weights
from recommend.evaluate.backtest import rank_of
from recommend.evaluate.segments import SegmentField
from recommend.evaluate.shapes import Interval, SegmentChain, SegmentReport

Floats = NDArray[np.float64]
SAMPLES, SEED = 1000, 410700
LOCAL = list(FEATURES).index("local")
LISTS = ("priority", "no_red_lines", "chance", "need", "national", "density")
NAMES = {
    "priority": ("本系统次序", "this order (priority)"),
    "no_red_lines": ("不计红线的次序", "the same without red lines"),
    "chance": ("只看落地先例与条件", "precedent and ground only"),
    "need": ("只看本地需要", "local need only"),
    "national": ("全国企业最多的环节", "the country's most common segments"),
    "density": ("与本地产业相近", "relatedness to local industry"),
}


def places(fields: Sequence[SegmentField], weights: Weights) -> dict[str, Floats]:
    """By list, the share of its chain's other segments that stand behind the one that landed, in 0–1, (landings,)."""
    out: dict[str, list[float]] = {name: [] for name in LISTS}
    for f in fields:
        for name, score in f.orders(weights).items():
            out[name].append(1 - (rank_of(score, f.came) - 1) / (len(f.ids) - 1))
    return {name: np.array(values) for name, values in out.items()}


def summary(fields: Sequence[SegmentField], weights: Weights) -> SegmentReport:
    """The whole report as one document; `ahead` is paired, landing by landing."""
    usable = [f for f in fields if not f.reason]
    document: SegmentReport = {
        "of": "segments",
        "landings": len(fields),
        "ranked": len(usable),
        "not_ranked": dict(Counter(f.reason for f in fields if f.reason)),
        "trained": weights.trained,
        "coefficients": dict(weights.full),
        "cross_validated": sum(f.province in weights.by_province for f in usable),
        "lists": {},
        "ahead": {},
        "chance_ahead": {},
        "chains": [],
    }
    if not usable:
        return document
    found = places(usable, weights)
    sample = np.random.default_rng(SEED).integers(0, len(usable), (SAMPLES, len(usable)))
    document["lists"] = {name: _interval(v, sample) for name, v in found.items()}
    document["ahead"] = {n: _interval(found["priority"] - v, sample) for n, v in found.items() if n != "priority"}
    document["chance_ahead"] = {n: _interval(found["chance"] - v, sample) for n, v in found.items() if n != "chance"}
    document["chains"] = _chains(usable, found)
    document["where_none_known"] = _none_known(usable, found)
    return document


def _interval(values: Floats, sample: NDArray[np.int64]) -> Interval:
    """[mean, low, high]: 95% bootstrap over landings. sample: (samples, n) rows drawn with replacement."""
    return [float(values.mean()), *(float(q) for q in np.quantile(values[sample].mean(axis=1), (0.025, 0.975)))]


def _chains(fields: Sequence[SegmentField], found: Mapping[str, Floats]) -> list[SegmentChain]:
    """The same by chain; few landings give wide intervals."""
    chain = np.array([f.chain for f in fields])
    out: list[SegmentChain] = []
    for name in sorted(set(chain.tolist())):
        own = chain == name
        n = int(own.sum())
        sample = np.random.default_rng(SEED).integers(0, n, (SAMPLES, n))
        out.append(
            {
                "chain": name,
                "landings": n,
                "lists": {k: _interval(v[own], sample) for k, v in found.items()},
                "ahead": {k: _interval((found["priority"] - v)[own], sample) for k, v in found.items()},
            }
        )
    return out


def _none_known(fields: Sequence[SegmentField], found: Mapping[str, Floats]) -> dict[str, float]:
    """Share of the landings in segments of which no firm was known there, and the mean place of those."""
    local = np.array([f.values[f.came, LOCAL] == 0 for f in fields])
    mean = float(found["priority"][local].mean()) if local.any() else float("nan")
    return {"share": float(local.mean()), "place": mean}


def table_rows(report: SegmentReport) -> list[tuple[str, ...]]:
    """Each list with its mean place, and how far `priority` and `chance` stand above it."""

    def words(value: Sequence[float] | None) -> str:
        return "" if value is None else f"{value[0]:+.3f} [{value[1]:+.3f}, {value[2]:+.3f}]"

    return [
        (
            NAMES[name][0],
            f"{v[0]:.3f} [{v[1]:.3f}, {v[2]:.3f}]",
            words(report["ahead"].get(name)),
            words(report["chance_ahead"].get(name)),
        )
        for name, v in report["lists"].items()
    ]
