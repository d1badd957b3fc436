"""Learns `recommend/rank/weights.json` from real landings: once over all, and once without each province (so that the
back-test of these provinces is itself cross-validated).

    python -m benchmarks.train_weights --landings FILE --data DIR [--store scratch.db] [--out FILE]

`--out` is `recommend/rank/weights.json` where it is not given.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from graph import settings
from graph.store.embedded.store import EmbeddedStore
from ingest.load.scratch_store import firms_table, scratch, table_of
from recommend.evaluate import backtest_report
from recommend.evaluate.backtest import Backtest, Field, ranked
from recommend.evaluate.landings import read_landings, with_products
from recommend.rank import training
from recommend.rank.masking import Gazetteer
from recommend.rank.weights import FILE, MEASURED, Weights, read
from workspace import Workspace

PAIR = ("scale", "nearness")
CAPABILITY = "capability"


def lesson(fields: Sequence[Field], columns: Sequence[str]) -> dict[str, float]:
    """Coefficients learned among rivals for whom the segment is the main line, as it is for the comer.

    Among them all are capable, so capability cannot be learned there; learned over all candidates it would read the
    design of the test (AUC 0.77, docs/decisions, 2026-11-24-ranking). It is declared: as much as the others on average.
    """
    others = [c for c in columns if c != CAPABILITY]
    take = [MEASURED.index(c) for c in others]
    usable = [f for f in fields if f.main.sum() > 1]
    beta = training.conditional_logit(
        [f.values[f.main][:, take] for f in usable], [int(f.main[: f.came].sum()) for f in usable]
    )
    found = dict(zip(others, beta, strict=True))
    if CAPABILITY in columns:
        found[CAPABILITY] = float(np.mean(beta))
    return {c: round(float(found[c]), 4) for c in columns}


def factor(fields: Sequence[Field], betas: Mapping[str, Mapping[str, float]]) -> float:
    """The sharpness of these fields' scores, each by coefficients that never saw its province."""
    scores = [f.values @ np.array([betas[f.province][k] for k in MEASURED]) for f in fields]
    return round(training.sharpness(scores, [f.came for f in fields]), 4)


def learn(fields: Sequence[Field], about: dict[str, Any]) -> dict[str, Any]:
    """The document of `weights.json`."""
    usable = [f for f in ranked(fields) if f.n > 1]
    provinces = sorted({f.province for f in usable})
    rest = {p: [f for f in usable if f.province != p] for p in provinces}
    by_province = {p: lesson(rest[p], MEASURED) for p in provinces}
    # The factor for a province comes from the others' landings.
    sharp = {p: factor(rest[p], by_province) for p in provinces} | {"": factor(usable, by_province)}
    baseline = {p: lesson(rest[p], PAIR) for p in provinces} | {"": lesson(usable, PAIR)}
    return {
        "trained": about | {"landings": len(usable), "provinces": len(provinces), "ridge": training.RIDGE},
        "full": lesson(usable, MEASURED),
        "by_province": by_province,
        "baseline": baseline,
        "sharpness": sharp,
    }


def main() -> None:
    """Read, learn, write, and say what the result is worth."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--landings", type=Path, required=True)
    ask.add_argument("--data", type=Path, required=True)
    ask.add_argument("--store", type=Path, help="a scratch store made before")
    ask.add_argument("--out", type=Path, default=FILE)
    given = ask.parse_args()
    space = Workspace(settings.load())
    with tempfile.TemporaryDirectory() as folder:
        if given.store:
            store = EmbeddedStore.open(f"sqlite:///{given.store}")
        else:
            assigner = space.assigner(list(space.catalogue.segments.values()))
            store = scratch(f"sqlite:///{folder}/scratch.db", given.data, space.catalogue, space.regions, assigner)
        names = Gazetteer.of(space.regions, table_of(given.data, "regions"))
        from graph.measures.network import Network

        test = Backtest(
            store, space.regions, Network(tuple(store.chains())), with_products(firms_table(given.data)), names
        )
        fields = test.fields(read_landings(given.landings, space.regions))
    document = learn(fields, {"on": given.landings.name})
    # One line a key: a person can read what was learned, and a change shows as one.
    lines = [f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in document.items()]
    given.out.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    weights: Weights = read(given.out)
    json.dump(backtest_report.summary(fields, weights), sys.stdout, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    main()
