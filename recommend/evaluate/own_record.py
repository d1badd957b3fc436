"""The office's own record as a second back-test: where the list would have put the firms it won, and those it lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from graph.model.records import Decision
from recommend.evaluate.backtest_report import figures
from recommend.rank.learning import BAD, GOOD

FEWEST = 2  # ranked cases of a kind from which a mean is worth showing


def latest(made: Sequence[Decision]) -> dict[tuple[str, str], Decision]:
    """The last word on each (firm, segment)."""
    out: dict[tuple[str, str], Decision] = {}
    for d in sorted(made, key=lambda d: (d.date, d.outcome)):
        out[d.firm_id, d.segment_id] = d
    return out


def summary(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What the record says of the list.

    rows: of `Recommender.own_record`, one a decision. `won` and `lost` hold the measures of `backtest_report.figures`
    ([mean, low, high] each) over cases with a rival, or None where there are fewer than two; `counts` how many of each kind
    there are, how many could be ranked, and why the others could not.
    """
    kinds: dict[str, tuple[str, ...]] = {"won": GOOD, "lost": BAD}
    document: dict[str, Any] = {"counts": {"all": len(rows), "unranked": {}}}
    for kind, outcomes in kinds.items():
        own = [r for r in rows if r["decision"].outcome in outcomes]
        ranked = [r for r in own if r["rank"] and r["candidates"] > 1]
        document["counts"][kind], document["counts"][f"{kind}_ranked"] = len(own), len(ranked)
        document[kind] = None
        if len(ranked) >= FEWEST:
            place = np.array([float(r["rank"]) for r in ranked])
            document[kind] = figures(place, np.array([float(r["candidates"]) for r in ranked]))
    for r in rows:
        if why := unranked(r):
            document["counts"]["unranked"][why] = document["counts"]["unranked"].get(why, 0) + 1
    return document


def unranked(row: Mapping[str, Any]) -> str:
    """Why a decision has no rank: `segment` or `region` not told, `firm` not in the data, `list` does not name it; ''."""
    d: Decision = row["decision"]
    if row["rank"]:
        return ""
    if not d.segment_id:
        return "segment"
    if not d.region:
        return "region"
    return "firm" if d.firm_id.startswith("x:") else "list"
