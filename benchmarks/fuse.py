"""The ladder of retrieval on the development queries, and how `recommend.retrieve.index.WIDE` is learned.

    python -m benchmarks.fuse ../shared/ckg/companies.jsonl.gz ../shared/eval/segment_queries_dev.jsonl

Every figure is nDCG@20 with the 95% bootstrap interval over queries, for the queries' names and for
`benchmarks/free_queries.txt`: the same industries, line by line, described by us as an official would.
Weights are learned by coordinate ascent on nDCG@20 (Metzler & Croft 2007), five folds over the industries, name and
description of an industry always in the same fold. "Unnamed" is a hard test of `data/trades.yaml` and
`data/industries.yaml`: every name in them that is a development query is struck out first, so that only what the trades
sell can lead to them. "Products" and "phrases" are 150 products drawn from those that five to eighty firms write, as
they are and in a sentence; relevant are the firms that write them, so they only watch that a product typed as it is
does count.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from graph import settings
from recommend.encode.encoder import CachedEncoder, cached
from recommend.evaluate.retrieval import documents, read_jsonl
from recommend.retrieve.index import FUSION, WIDE, Document, HybridIndex, fuse, standardised
from recommend.retrieve.trades import Trade, load_book

Floats = NDArray[np.float32]
NAMES = list(WIDE)
STEPS = (0.0, 0.5, 0.75, 1.33, 2.0)
PASSES = 3
PRODUCTS, FEWEST, MOST_WRITERS = 150, 5, 80
PHRASES = ("做{}的", "我们想找生产{}的企业", "给下游厂家配套{}的工厂")


def ndcg(scores: Floats, relevant: NDArray[np.bool_], k: int = 20) -> float:
    """nDCG at k with binary relevance (Järvelin & Kekäläinen 2002). scores, relevant: (n,)."""
    first = np.argpartition(-scores, min(k, len(scores) - 1))[:k]
    order = first[np.argsort(-scores[first], kind="stable")]
    discount = 1 / np.log2(np.arange(2, k + 2))
    return float((relevant[order] * discount[: len(order)]).sum() / discount[: min(k, int(relevant.sum()))].sum())


def interval(values: Sequence[float]) -> str:
    """Mean and 95% bootstrap interval."""
    means = np.random.default_rng(0).choice(values, size=(2000, len(values))).mean(axis=1)
    return f"{np.mean(values):.3f} [{np.quantile(means, 0.025):.3f}, {np.quantile(means, 0.975):.3f}]"


def ascend(x: Sequence[Floats], y: Sequence[NDArray[np.bool_]]) -> Floats:
    """Weights by coordinate ascent on mean nDCG, from equal weights. x: (n, features) a query, y: (n,) a query."""

    def value(weights: Floats) -> float:
        return float(np.mean([ndcg(a @ weights, b) for a, b in zip(x, y, strict=True)]))

    weights = np.ones(x[0].shape[1], dtype=np.float32)
    best = value(weights)
    for _ in range(PASSES):
        for i in range(len(weights)):
            for step in STEPS:
                tried = weights.copy()
                tried[i] = weights[i] * step if weights[i] else step
                if (found := value(tried)) > best + 1e-5:
                    best, weights = found, tried
    return weights


def unnamed(trades: Sequence[Trade], queries: set[str]) -> list[Trade]:
    """The trades with every word that is a query struck out; what is left without a name takes its first product."""
    out = []
    for t in trades:
        names = tuple(n for n in t.names if n not in queries)
        makes = tuple(m for m in t.makes if m not in queries)
        out.append(replace(t, names=names or makes[:1], makes=makes))
    return out


def product_queries(firms: Sequence[Document]) -> tuple[dict[str, list[str]], list[NDArray[np.bool_]]]:
    """Products that firms write, as queries of two kinds, and which firms write them."""
    writers = Counter(p for d in firms for p in {p for p, _ in d.products})
    fit = sorted(p for p, n in writers.items() if FEWEST <= n <= MOST_WRITERS and 2 <= len(p) <= 8)
    chosen = random.Random(0).sample(fit, min(PRODUCTS, len(fit)))
    kinds = {"products": chosen, "phrases": [PHRASES[i % len(PHRASES)].format(p) for i, p in enumerate(chosen)]}
    return kinds, [np.array([any(p in own for own, _ in d.products) for d in firms]) for p in chosen]


def naive(firms: Sequence[Document], texts: Sequence[str]) -> list[Floats]:
    """Character TF-IDF over the joined products."""
    joined = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True)
    matrix = joined.fit_transform([" ".join(p for p, _ in d.products) for d in firms])
    return [np.asarray((matrix @ joined.transform([t]).T).toarray().ravel(), dtype=np.float32) for t in texts]


def wide(
    firms: Sequence[Document], encoder: CachedEncoder, trades: Sequence[Trade], texts: Sequence[str]
) -> list[Floats]:
    """The standardised scores of each text, (firms, features)."""
    index = HybridIndex(firms, encoder, trades)
    assert index.trades is not None
    index.trades.warm()
    raw = [index.wide_scores(t, index.trades) for t in texts]
    return [np.stack([standardised(s[n]) for n in NAMES], axis=1) for s in raw]


def main(firms_file: Path, queries_file: Path) -> None:
    chosen = settings.load()
    encoder = cached(chosen.model, chosen.vectors)
    firms = [d for d in documents(read_jsonl(firms_file, ("code", "products"))) if d.products]
    asked = read_jsonl(queries_file, ("id", "query", "relevant"))
    told = Path(__file__).with_name("free_queries.txt").read_text(encoding="utf-8").splitlines()
    if len(told) != len(asked):
        raise SystemExit(f"free_queries.txt describes {len(told)} industries, the queries are {len(asked)}")
    texts = {"names": [q["query"] for q in asked], "descriptions": told}
    y = [np.array([d.id in set(q["relevant"]) for d in firms]) for q in asked]
    trades = load_book(chosen.data)
    plain = HybridIndex(firms, encoder)

    def line(what: str, kind: str, scores: Sequence[Floats]) -> None:
        print(f"{kind:13} {what:34} {interval([ndcg(s, r) for s, r in zip(scores, y, strict=True)])}", flush=True)

    x: dict[str, list[Floats]] = {}
    for kind, asking in texts.items():
        line("TF-IDF, products joined", kind, naive(firms, asking))
        scores = [plain.scores(t) for t in asking]
        line("the model alone", kind, [s["dense"] for s in scores])
        line("FUSION, not widened", kind, [fuse(s, FUSION) for s in scores])
        x[kind] = wide(firms, encoder, trades, asking)
    x["unnamed"] = wide(firms, encoder, unnamed(trades, set(texts["names"])), texts["names"])
    shipped = np.array([WIDE[n] for n in NAMES], dtype=np.float32)
    for kind, of in x.items():
        for i, name in enumerate(NAMES):
            line(name, kind, [a[:, i] for a in of])
            without = np.where(np.arange(len(NAMES)) == i, 0, shipped).astype(np.float32)
            line(f"  all but {name}", kind, [a @ without for a in of])
        line("WIDE as shipped", kind, [a @ shipped for a in of])

    asking_products, writes = product_queries(firms)
    few = [t for t in trades if t.competes]
    for kind, asking in {**texts, "unnamed": texts["names"], **asking_products}.items():
        right = writes if kind in asking_products else y
        encoder.warm(asking, query=True)
        found = []
        for what, book in (("until now: trades alone", few), ("search as shipped", trades)):
            index = HybridIndex(firms, encoder, unnamed(book, set(texts["names"])) if kind == "unnamed" else book)
            found.append([ndcg(index.search(t), r) for t, r in zip(asking, right, strict=True)])
            print(f"{kind:13} {what:34} {interval(found[-1])}", flush=True)
        print(f"{kind:13} {'  difference':34} {interval([b - a for a, b in zip(*found, strict=True)])}", flush=True)

    held: dict[str, Floats] = {kind: np.zeros(len(asked), dtype=np.float32) for kind in x}
    for fold in np.array_split(np.random.default_rng(0).permutation(len(asked)), 5):
        train = [i for i in range(len(asked)) if i not in set(fold.tolist())]
        weights = ascend([x[k][i] for k in texts for i in train], [y[i] for _ in texts for i in train])
        for kind, of in x.items():
            for i in fold:
                held[kind][i] = ndcg(of[i] @ weights, y[i])
    for kind, values in held.items():
        print(f"{kind:13} {'learned, cross-validated':34} {interval(values.tolist())}")
    learned = ascend([a for k in texts for a in x[k]], [b for _ in texts for b in y])
    print("weights on all", dict(zip(NAMES, learned.round(2).tolist(), strict=True)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
