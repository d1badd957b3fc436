"""The office's own record as a second back-test: what is counted, what is measured, and why some has no rank."""

from __future__ import annotations

import pytest

from graph.model.records import Decision
from recommend.evaluate.own_record import latest, summary, unranked
from recommend.evaluate.shapes import RankedDecision


def made(firm: str, outcome: str, segment: str = "s", region: str = "410700", day: str = "2026-01-01") -> Decision:
    return Decision(firm, firm, segment, region, day, outcome)


def ranked(decision: Decision, rank: int | None, candidates: int = 11) -> RankedDecision:
    return {"decision": decision, "rank": rank, "candidates": candidates, "values": None}


def test_the_last_word_on_a_firm_and_segment() -> None:
    first, last, other = made("f", "visited"), made("f", "signed", day="2026-03-01"), made("f", "lost", "t")
    assert latest([last, first, other]) == {("f", "s"): last, ("f", "t"): other}


def test_won_and_lost_are_measured_apart() -> None:
    """Won at places 1 and 3 of 11: AUC (1 + 0.8) / 2; one loss alone is not measured; a visit counts as neither."""
    rows = [
        ranked(made("a", "landed"), 1),
        ranked(made("b", "signed"), 3),
        ranked(made("c", "refused"), 11),
        ranked(made("d", "visited"), 2),
        ranked(made("e", "landed"), 1, candidates=1),  # no rival: nothing to measure
        ranked(made("x:g", "lost"), None, 0),
    ]
    found = summary(rows)
    assert found["counts"] == {
        "all": 6,
        "unranked": {"firm": 1},
        "won": 3,
        "won_ranked": 2,
        "lost": 2,
        "lost_ranked": 1,
    }
    assert found["won"] is not None
    assert found["won"]["auc"][0] == pytest.approx(0.9)
    assert found["won"]["recall@10"][0] == 1.0
    assert found["lost"] is None


def test_an_empty_record_says_so() -> None:
    found = summary([])
    assert found["counts"]["all"] == 0
    assert (found["won"], found["lost"]) == (None, None)


@pytest.mark.parametrize(
    ("decision", "rank", "why"),
    [
        (made("f", "landed"), 3, ""),
        (made("f", "landed", segment=""), None, "segment"),
        (made("f", "landed", region=""), None, "region"),
        (made("x:外", "landed"), None, "firm"),
        (made("f", "landed"), None, "list"),
    ],
)
def test_why_a_decision_has_no_rank(decision: Decision, rank: int | None, why: str) -> None:
    assert unranked(ranked(decision, rank)) == why
