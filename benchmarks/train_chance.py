"""Learns `graph/chance/weights.json` from real landings: once over all, and once without each province.

    python -m benchmarks.train_chance --landings FILE --store STORE [--out FILE]

A lesson of one province, while another is left out, sees the projects of neither.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from graph import settings
from graph.chance import precedents, red_lines
from graph.chance.ground import FEATURES
from graph.chance.weights import FILE, read
from graph.measures.network import Network
from graph.store.embedded.store import EmbeddedStore
from recommend.evaluate.landings import read_landings
from recommend.evaluate.segments import SegmentBacktest, SegmentField
from recommend.evaluate.segments_report import summary
from recommend.rank.training import conditional_logit
from workspace import Workspace

RIDGE = 10.0  # among 3, 10 and 30 the mean place differs by less than 0.003
STEPS = 100


def lesson(test: SegmentBacktest, fields: Sequence[SegmentField], without: str = "") -> dict[str, float]:
    """Coefficients from these fields, each of which sees neither its own province's projects nor those of `without`."""
    seen = [f.seeing(test.projects(f.ids, [f.province, without])) for f in fields] if without else list(fields)
    beta = conditional_logit([f.values for f in seen], [f.came for f in seen], RIDGE)
    return {name: round(float(b), 4) for name, b in zip(FEATURES, beta, strict=True)}


def learn(test: SegmentBacktest, fields: Sequence[SegmentField], about: dict[str, Any]) -> dict[str, Any]:
    """The document of `weights.json`."""
    usable = [f for f in fields if not f.reason]
    provinces = sorted({f.province for f in usable})
    full = lesson(test, usable)
    values = np.concatenate([f.values for f in usable])
    scores = values @ np.array(list(full.values()))
    return {
        "trained": about
        | {"landings": len(usable), "provinces": len(provinces), "ridge": RIDGE, "date": date.today().isoformat()},
        "full": full,
        "by_province": {p: lesson(test, [f for f in usable if f.province != p], p) for p in provinces},
        "quantiles": [round(float(q), 4) for q in np.quantile(scores, np.linspace(0, 1, STEPS + 1))],
        "usual": {name: round(float(m), 4) for name, m in zip(FEATURES, np.median(values, axis=0), strict=True)},
    }


def main() -> None:
    """Read, learn, write, and say what the result is worth."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--landings", type=Path, required=True)
    ask.add_argument("--store", required=True)
    ask.add_argument("--out", type=Path, default=FILE)
    given = ask.parse_args()
    space = Workspace(settings.load(given.store))
    store = EmbeddedStore.open(space.settings.url)
    network = Network(tuple(store.chains()))
    lines, _ = red_lines.read(space.settings.data / red_lines.FILE, network.segments)
    counts = precedents.load(space.settings.data / precedents.FILE)
    test = SegmentBacktest(store, space.regions, network, counts, lines)
    fields = test.fields(read_landings(given.landings, space.regions))
    document = learn(test, fields, {"on": given.landings.name, "store": "the shipped data"})
    rows = [f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in document.items()]
    given.out.write_text("{\n" + ",\n".join(rows) + "\n}\n", encoding="utf-8")
    json.dump(summary(fields, read(given.out)), sys.stdout, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    main()
