"""Learns the weights of `recommend.retrieve.FUSION` on the development queries, cross-validated by query.

    python benchmarks/fuse.py ../shared/ckg/companies.jsonl.gz ../shared/eval/segment_queries_dev.jsonl

Prints nDCG@20 of each score alone, of the declared fusion and of the learned one (five folds over the queries), with
the bootstrap interval over queries, beside character TF-IDF over the joined products as the naive baseline.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from graph import settings
from recommend.encode import cached
from recommend.evaluate import documents, read_jsonl
from recommend.retrieve import FUSION, HybridIndex, fuse, standardised


def ndcg(scores: np.ndarray, ids: list[str], relevant: set[str], k: int = 20) -> float:
    """nDCG at k with binary relevance (Järvelin & Kekäläinen 2002)."""
    order = np.argsort(-scores, kind="stable")[:k]
    gain = sum(1 / np.log2(i + 2) for i, r in enumerate(order) if ids[r] in relevant)
    return float(gain / sum(1 / np.log2(i + 2) for i in range(min(k, len(relevant)))))


def interval(values: list[float]) -> str:
    """Mean and 95% bootstrap interval."""
    rng = np.random.default_rng(0)
    means = rng.choice(values, size=(2000, len(values))).mean(axis=1)
    return f"{np.mean(values):.3f} [{np.quantile(means, 0.025):.3f}, {np.quantile(means, 0.975):.3f}]"


def main(firms: Path, queries: Path) -> None:
    chosen = settings.load()
    index = HybridIndex(documents(read_jsonl(firms, ("code", "products"))), cached(chosen.model, chosen.vectors))
    ids = [d.id for d in index.documents]
    asked = read_jsonl(queries, ("id", "query", "relevant"))
    relevant = [set(q["relevant"]) for q in asked]
    scores = [index.scores(q["query"]) for q in asked]
    names = list(FUSION)

    joined = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True)
    matrix = joined.fit_transform([" ".join(p for p, _ in d.products) for d in index.documents])
    naive = [
        ndcg((matrix @ joined.transform([q["query"]]).T).toarray().ravel(), ids, r)
        for q, r in zip(asked, relevant, strict=True)
    ]
    print("TF-IDF, products joined ", interval(naive))
    for name in names:
        print(f"{name:24}", interval([ndcg(s[name], ids, r) for s, r in zip(scores, relevant, strict=True)]))
    print("declared FUSION         ", interval([ndcg(fuse(s), ids, r) for s, r in zip(scores, relevant, strict=True)]))

    has = np.array([bool(d.products) for d in index.documents])
    x = [np.stack([standardised(s[n]) for n in names], axis=1) for s in scores]
    y = [np.array([i in r for i in ids]) for r in relevant]
    order = np.random.default_rng(0).permutation(len(asked))
    held: list[float] = []
    for fold in np.array_split(order, 5):
        train = [i for i in range(len(asked)) if i not in set(fold)]
        model = LogisticRegression(max_iter=500).fit(
            np.concatenate([x[i][has] for i in train]), np.concatenate([y[i][has] for i in train])
        )
        held += [ndcg(x[i] @ model.coef_[0], ids, relevant[i]) for i in fold]
    print("logistic, 5 folds       ", interval(held))
    model = LogisticRegression(max_iter=500).fit(
        np.concatenate([v[has] for v in x]), np.concatenate([v[has] for v in y])
    )
    print("weights on all queries  ", dict(zip(names, model.coef_[0].round(2).tolist(), strict=True)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
