r"""A linear head on the encoder's vectors, trained on the catalogue's own pairs; it did not earn its place in the
product.

    python -m benchmarks.train_head ../shared/ckg/companies.jsonl.gz ../shared/eval/segment_queries_dev.jsonl \
        [--dev 0.2] [--out head.npy]

z = (I + A) x for both sides, as a Dense module at the end of a sentence-transformers model would do it; 384 × 384
numbers, 0.6 MB. Pairs are name or description ↔ a few goods, of every segment of the catalogue, every trade and every
class; the loss is InfoNCE both ways over 512 groups a step (van den Oord et al. 2018; MultipleNegativesRanking), all
other groups being negatives, neighbours among them, but for those that share a name or good. `--dev` adds, by that
weight, the development queries and descriptions against all firms, five folds by industry. Names and goods that are
development queries are struck from the pairs, so that (a) to (c) are as unseen as they can be. Repeatable: all draws
are seeded. What came of it: docs/decisions/2026-11-29-recall.md.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray

from benchmarks.parts import Floats, Parts, Sets, Vectors, difference
from graph import settings
from graph.model import catalogue

LISTS, LONGEST = 3, 8  # product lists drawn for each group, and their terms
GROUPS, QUERIES = 512, 32  # groups and development queries a step
TEMPERATURE = 0.05
FOLDS = 5


@dataclass(frozen=True)
class Pairs:
    """Vectors of the two sides, the group of each row, and which groups are no negatives for each other."""

    queries: Floats
    query_rows: list[NDArray[np.intp]]
    passages: Floats
    passage_rows: list[NDArray[np.intp]]
    alike: NDArray[np.bool_]


def pairs(sets: Sets) -> Pairs:
    """Of segments, trades and classes, without what a development query names."""
    struck, draw = sets.names, random.Random(0)
    given: list[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = [(t.names, (), t.makes) for t in sets.book]
    segments = catalogue.load(settings.load().data / "chains").segments.values()
    given += [((s.name,), (s.description,), s.products) for s in segments]
    groups: list[tuple[list[str], list[str], set[str]]] = []
    for names, told, goods in given:
        lists = ["、".join(draw.sample(goods, draw.randint(1, min(LONGEST, len(goods))))) for _ in range(LISTS)]
        lists = [x for x in lists if not struck & set(x.split("、"))]
        asked = [n for n in names if n not in struck] + [t for t in told if t]
        if asked and lists:
            groups.append((asked, lists, {*goods, *asked}))
    holders: dict[str, list[int]] = {}
    for i, (_, _, words) in enumerate(groups):
        for word in words:
            holders.setdefault(word, []).append(i)
    alike = np.zeros((len(groups), len(groups)), dtype=bool)
    for held in holders.values():
        alike[np.ix_(held, held)] = True
    np.fill_diagonal(alike, False)

    def side(which: int, query: bool) -> tuple[Floats, list[NDArray[np.intp]]]:
        rows = np.array([i for i, g in enumerate(groups) for _ in g[which]])
        vectors = sets.encoder.encode([str(x) for g in groups for x in g[which]], query=query)
        return vectors - vectors.mean(axis=0), [np.flatnonzero(rows == i) for i in range(len(groups))]

    queries, passages = side(0, True), side(1, False)
    return Pairs(*queries, *passages, alike)


def train(
    given: Pairs,
    dev: tuple[Floats, NDArray[np.bool_], Floats] | None = None,
    weight: float = 0.2,
    ridge: float = 10.0,
    steps: int = 60,
    rate: float = 2e-3,
) -> Floats:
    """The head, (dim, dim). dev: vectors of queries, their relevant firms, vectors of firms, all centred. ridge: how
    much a departure from the identity costs."""
    torch.manual_seed(0)
    draw = np.random.default_rng(0)
    dim = given.queries.shape[1]
    added = torch.zeros(dim, dim, requires_grad=True)
    optimiser = torch.optim.Adam([added], lr=rate)
    queries, passages, alike = (torch.from_numpy(x) for x in (given.queries, given.passages, given.alike))
    for _ in range(steps):
        head = torch.eye(dim) + added
        chosen = draw.permutation(len(given.query_rows))[:GROUPS]
        left = F.normalize(queries[[int(draw.choice(given.query_rows[i])) for i in chosen]] @ head.T, dim=1)
        right = F.normalize(passages[[int(draw.choice(given.passage_rows[i])) for i in chosen]] @ head.T, dim=1)
        near = (left @ right.T / TEMPERATURE).masked_fill(alike[chosen][:, chosen], -1e4)
        which = torch.arange(len(chosen))
        loss = (F.cross_entropy(near, which) + F.cross_entropy(near.T, which)) / 2
        if dev:
            asked, relevant, firms = (torch.from_numpy(x) for x in dev)
            part = draw.permutation(len(asked))[:QUERIES]
            cosines = F.normalize(asked[part] @ head.T, dim=1) @ F.normalize(firms @ head.T, dim=1).T
            wanted = relevant[part].float()
            loss = loss - weight * (((cosines / TEMPERATURE).log_softmax(1) * wanted).sum(1) / wanted.sum(1)).mean()
        loss = loss + ridge * (added**2).sum() / dim
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return np.asarray((torch.eye(dim) + added).detach().numpy(), dtype=np.float32)


def headed(vectors: Vectors, head: Floats) -> Vectors:
    """The vectors behind the head."""
    firms, trades, queries = (v @ head.T for v in vectors)
    return firms, trades, queries


def judge(parts: Parts, heads: Sequence[Floats], folds: Sequence[NDArray[np.intp]]) -> dict[str, Floats]:
    """nDCG@20 of each way to use the head, every query judged by the head of the fold that has not seen it."""
    own = parts.vectors()
    out = {k: np.zeros(len(parts.texts), dtype=np.float32) for k in ("alone", "in place", "beside")}
    for head, fold in zip(heads, folds, strict=True):
        only, new = fold.tolist(), headed(own, head)
        out["alone"][fold] = parts.alone(new, only)
        out["in place"][fold] = parts.fused([new], only)
        out["beside"][fold] = parts.fused([own, new], only)
    return out


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("firms", type=Path)
    asked.add_argument("queries", type=Path)
    asked.add_argument("--dev", type=float, default=0.2, help="weight of the development queries; 0 leaves them out")
    asked.add_argument("--ridge", type=float, default=10.0)
    asked.add_argument("--steps", type=int, default=60)
    asked.add_argument("--sets", default="a,b,c,d,ds")
    asked.add_argument("--out", type=Path, help="where the head trained on everything is written, half precision")
    given = asked.parse_args()
    sets = Sets.read(given.firms, given.queries)
    material = pairs(sets)
    names, told = sets.parts("a"), sets.parts("b")
    firms, _, of_names = names.vectors()
    _, _, of_told = told.vectors()
    right = np.stack(names.right)
    folds = np.array_split(np.random.default_rng(0).permutation(len(right)), FOLDS)

    def learned(seen: NDArray[np.intp]) -> Floats:
        dev = (np.concatenate([of_names[seen], of_told[seen]]), np.concatenate([right[seen]] * 2), firms)
        return train(material, dev if given.dev else None, given.dev, given.ridge, given.steps)

    heads = [learned(np.setdiff1d(np.arange(len(right)), fold)) for fold in (folds if given.dev else folds[:1])]
    for kind in given.sets.split(","):
        parts = {"a": names, "b": told}.get(kind) or sets.parts(kind)
        whole = [np.arange(len(parts.texts))]  # products are no queries of the training: any fold's head will do
        split = whole if kind in ("d", "ds") or not given.dev else folds
        own = parts.vectors()
        before = {"alone": parts.alone(own), "in place": parts.fused([own]), "beside": parts.fused([own])}
        for way, values in judge(parts, heads[: len(split)], split).items():
            print(f"({kind}) {way:9} {difference(values, before[way])}", flush=True)
    if given.out:
        np.save(given.out, learned(np.arange(len(right))).astype(np.float16))


if __name__ == "__main__":
    main()
