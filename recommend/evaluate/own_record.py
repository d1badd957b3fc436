"""The office's own record as a second back-test: where the list would have put the firms it won, and those it lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from graph.model.records import OUTSIDE_FIRM, Decision
from recommend.evaluate.backtest_report import figures
from recommend.evaluate.shapes import Figures, RankedDecision, RecordSummary
from recommend.rank.learning import BAD, GOOD

FEWEST = 2  # ranked cases of a kind from which a mean is worth showing


def latest(made: Sequence[Decision]) -> dict[tuple[str, str], Decision]:
    """The last word on each (firm, segment)."""
    out: dict[tuple[str, str], Decision] = {}
    for d in sorted(made, key=lambda d: (d.date, d.outcome)):
        out[d.firm_id, d.segment_id] = d
    return out


def summary(rows: Sequence[RankedDecision]) -> RecordSummary:
    """What the record says of the list.

    rows: of `Recommender.own_record`, one a decision. `won` and `lost` hold the measures of `backtest_report.figures`
    ([mean, low, high] each) over cases with a rival, or None where there are fewer than two; `counts` how many of each kind
    there are, how many could be ranked, and why the others could not.
    """
    won = [r for r in rows if r["decision"].outcome in GOOD]
    lost = [r for r in rows if r["decision"].outcome in BAD]
    places_won, places_lost = _places(won), _places(lost)
    return {
        "counts": {
            "all": len(rows),
            "unranked": dict(Counter(reason for r in rows if (reason := unranked(r)))),
            "won": len(won),
            "won_ranked": len(places_won),
            "lost": len(lost),
            "lost_ranked": len(places_lost),
        },
        "won": _figures(places_won),
        "lost": _figures(places_lost),
    }


def _places(rows: Sequence[RankedDecision]) -> list[tuple[int, int]]:
    """(rank, candidates) of the decisions whose firm was ranked among rivals."""
    return [(r["rank"], r["candidates"]) for r in rows if r["rank"] and r["candidates"] > 1]


def _figures(places: Sequence[tuple[int, int]]) -> Figures | None:
    if len(places) < FEWEST:
        return None
    rank, candidates = np.array(places, dtype=float).T
    return figures(rank, candidates)


def unranked(row: RankedDecision) -> str:
    """Why a decision has no rank: `segment` or `region` not told, `firm` not in the data, `list` does not name it; ''."""
    decision = row["decision"]
    if row["rank"]:
        return ""
    if not decision.segment_id:
        return "segment"
    if not decision.region:
        return "region"
    return "firm" if decision.firm_id.startswith(OUTSIDE_FIRM) else "list"
