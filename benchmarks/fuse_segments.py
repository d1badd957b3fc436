"""How `recommend.retrieve.index.SEGMENT` is learned: the fusion of a query that comes with its products, as a segment
does.

    python -m benchmarks.fuse_segments ../shared/ckg/companies.jsonl.gz ../shared/eval/segment_queries_dev.jsonl

Nobody has labelled firms for our segments, so three stand-ins are used, none chosen by looking at results:

- *segments*: those that clearly are a queried industry: of the same name, or sharing at least two goods with one
  competing trade and fewer with every other, where just one name of that trade is a query. Relevant are the industry's
  firms. A segment is finer than its industry, and the trades wrote the rule, so this set flatters trades.
- *names with goods*: queries that are a trade's name, with eight of its goods drawn at random. It flatters trades as
  well.
- *held goods*: segments of six products or more with half of them; relevant are the 3 to 80 firms that write one of
  the other half. Nothing here knows of trades or industries, and it asks for the segment itself; a fusion must not
  lose on it.

Weights by coordinate ascent on the three together, five folds by industry; then on all, scaled to the spread of
`FUSION`.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.fuse import ascend, interval, ndcg
from benchmarks.parts import Floats, Sets
from graph import settings
from graph.model import catalogue
from graph.model.records import Segment
from recommend.retrieve.index import FUSION, SEGMENT, HybridIndex, standardised

SHARED_GOODS = 2  # of a segment with its trade
GOODS = 8  # of a trade, drawn beside its name
FEWEST_PRODUCTS, HELD, WRITERS = 6, 120, (3, 80)
FOLDS, DRAWS = 5, 1000
RUNGS: dict[str, Sequence[str]] = {
    "FUSION's three, learned anew": ("plain", "products", "name"),
    "centred, words, name": ("dense", "words", "name"),
    "FUSION's three and trade": ("plain", "products", "name", "trade"),
    "centred, words, name, trade": ("dense", "words", "name", "trade"),
    "SEGMENT: centred, words, trade": ("dense", "words", "trade"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A query with its products, the firms that are right, and what it is drawn with (industry) when drawn anew."""

    name: str
    products: tuple[str, ...]
    right: NDArray[np.bool_]
    industry: int


def mapped(sets: Sets, segments: Sequence[Segment]) -> list[Asked]:
    """The segments that clearly are a queried industry."""
    row = {n: i for i, n in enumerate(sets.texts["a"])}
    rivals = [t for t in sets.book if t.competes]
    out = []
    for s in segments:
        shared = [len({s.name, *s.products} & {*t.names, *t.makes}) for t in rivals]
        best = max(shared)
        named = [n for n in rivals[shared.index(best)].names if n in row]
        clearly = best >= SHARED_GOODS and shared.count(best) == 1 and len(named) == 1
        if s.name in row or clearly:
            i = row[s.name] if s.name in row else row[named[0]]
            out.append(Asked(s.name, tuple(s.products), sets.right["a"][i], i))
    return out


def with_goods(sets: Sets, draw: random.Random) -> list[Asked]:
    """The queries that are a trade's name, with some of its goods."""
    trade = {n: t for t in sets.book for n in t.names}
    out = []
    for i, name in enumerate(sets.texts["a"]):
        if name in trade:
            goods = [g for g in trade[name].makes if g != name]
            out.append(Asked(name, tuple(draw.sample(goods, min(GOODS, len(goods)))), sets.right["a"][i], i))
    return out


def held_goods(sets: Sets, segments: Sequence[Segment], draw: random.Random) -> list[Asked]:
    """Segments with half of their products; right are the firms that write one of the other half."""
    out: list[Asked] = []
    for s in segments:
        products = [p for p in s.products if len(p) >= 2]
        if len(products) < FEWEST_PRODUCTS:
            continue
        draw.shuffle(products)
        kept, held = products[: len(products) // 2], products[len(products) // 2 :]
        right = np.array([any(h in p for p, _ in d.products for h in held) for d in sets.firms])
        if WRITERS[0] <= right.sum() <= WRITERS[1]:
            out.append(Asked(s.name, tuple(kept), right, len(out) % len(sets.texts["a"])))
    draw.shuffle(out)
    return out[:HELD]


def scores(index: HybridIndex, asked: Asked) -> dict[str, Floats]:
    """Standardised scores of every kind, each (firms,)."""
    assert index.trades is not None
    plain = index.scores(asked.name, asked.products)
    found = {**index.segment_scores(asked.name, asked.products, index.trades), "plain": plain["dense"]}
    found |= {"products": plain["products"], "name": plain["name"]}
    return {k: standardised(v) for k, v in found.items()}


def fused(found: Mapping[str, Floats], weights: Mapping[str, float]) -> Floats:
    """The weighted sum; `FUSION` calls the vectors as they are dense, which are plain here."""
    total = np.zeros(len(found["dense"]), dtype=np.float32)
    for name, weight in weights.items():
        total += np.float32(weight) * found[name]
    return total


def compared(values: Floats, before: Floats, industry: NDArray[np.intp]) -> str:
    """Mean and paired difference with an interval over industries, whose segments are drawn together."""
    parts = [(values - before)[industry == i] for i in np.unique(industry)]
    draw = np.random.default_rng(0)
    means = [
        np.concatenate([parts[j] for j in draw.integers(len(parts), size=len(parts))]).mean() for _ in range(DRAWS)
    ]
    low, high = np.quantile(means, [0.025, 0.975])
    return f"{values.mean():.3f}, difference {(values - before).mean():+.3f} [{low:+.3f}, {high:+.3f}]"


def main(firms_file: Path, queries_file: Path) -> None:
    sets, draw = Sets.read(firms_file, queries_file), random.Random(0)
    segments = list(catalogue.load(settings.load().data / "chains").segments.values())
    kinds = {
        "segments": mapped(sets, segments),
        "names with goods": with_goods(sets, draw),
        "held goods": held_goods(sets, segments, draw),
    }
    index = HybridIndex(sets.firms, sets.encoder, sets.book)
    sets.encoder.warm([index.query_text(a.name, a.products) for of in kinds.values() for a in of], query=True)
    x = {k: [scores(index, a) for a in of] for k, of in kinds.items()}
    of_industry = {k: np.array([a.industry for a in of]) for k, of in kinds.items()}
    until = {"plain" if k == "dense" else k: w for k, w in FUSION.items()}

    def all_of(weights: Mapping[str, float], kind: str) -> Floats:
        pairs = zip(x[kind], kinds[kind], strict=True)
        return np.array([ndcg(fused(s, weights), a.right) for s, a in pairs], dtype=np.float32)

    before = {k: all_of(until, k) for k in kinds}
    for k, values in before.items():
        print(f"{k:17} {len(values)} queries, FUSION {interval(values.tolist())}")
    folds = np.array_split(np.random.default_rng(0).permutation(len(sets.texts["a"])), FOLDS)
    for rung, names in RUNGS.items():
        held = {k: np.zeros(len(of), dtype=np.float32) for k, of in kinds.items()}
        for fold in folds:
            weights = learned(x, kinds, names, set(fold.tolist()))
            for k, of in kinds.items():
                for i, a in enumerate(of):
                    if a.industry in fold:
                        held[k][i] = ndcg(fused(x[k][i], weights), a.right)
        for k in kinds:
            print(f"{k:17} {rung:32} {compared(held[k], before[k], of_industry[k])}", flush=True)
    weights = learned(x, kinds, tuple(SEGMENT), set())
    spread = [float(np.mean([fused(s, w).std() for of in x.values() for s in of])) for w in (weights, until)]
    print("on all, scaled", {k: round(w * spread[1] / spread[0], 2) for k, w in weights.items()})
    for k in kinds:
        print(f"{k:17} {'as shipped':32} {compared(all_of(SEGMENT, k), before[k], of_industry[k])}")


def learned(
    x: Mapping[str, Sequence[Mapping[str, Floats]]],
    kinds: Mapping[str, Sequence[Asked]],
    names: Sequence[str],
    hidden: set[int],
) -> dict[str, float]:
    """Weights by coordinate ascent over all sets, without the hidden industries."""
    rows = [(s, a) for k in kinds for s, a in zip(x[k], kinds[k], strict=True) if a.industry not in hidden]
    found = ascend([np.stack([s[n] for n in names], axis=1) for s, _ in rows], [a.right for _, a in rows])
    return dict(zip(names, found.tolist(), strict=True))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
