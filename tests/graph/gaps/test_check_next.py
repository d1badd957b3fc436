"""What to check next: the worth of a check is what the first gaps would change by, had it come out either way."""

from __future__ import annotations

import numpy as np
import pytest

from graph.gaps.check_next import FIRST, check_next
from graph.gaps.documents.checks import asked, check_documents
from graph.gaps.find import certainty, data_of, find_gaps, reasons
from graph.gaps.kinds_and_scores import NONE, assess
from graph.region.footprint import footprint

HOME = "410700"


def scores(foot) -> dict[str, float]:
    """Every gap's score with its certainty, from the arrays themselves."""
    found, data = assess(foot), data_of(foot)
    kept = certainty(data, reasons(data, foot.candidate_counts, np.arange(len(foot.x))))
    rows = np.flatnonzero(found.kind != NONE)
    return {foot.network.ids[i]: float(kept[i] * found.score[i]) for i in rows.tolist()}


def moved(before: dict[str, float], after: dict[str, float]) -> float:
    first = {s for run in (before, after) for s in sorted(run, key=lambda s: (-round(run[s], 9), s))[:FIRST]}
    return sum(abs(after.get(s, 0.0) - before.get(s, 0.0)) for s in first)


@pytest.fixture
def region(town, make):
    """Packs here are one doubtful firm's; nobody makes cells."""
    doubtful = make.member("unsure", "toy.pack", size=10, confidence=0.4)
    return town(cell=(), pack=(), extra=[doubtful])


def test_a_membership_is_worth_what_both_outcomes_would_move(region, town, make) -> None:
    """Against stores that were built so; the other cities' expectation is left as it is in both."""
    before = scores(region)
    checks = {c.firm: c for c in check_next(region) if c.firm}
    assert set(checks) == {"unsure"}
    gone = town(cell=(), pack=())
    true = town(cell=(), pack=(), extra=[make.member("unsure", "toy.pack", size=10, confidence=1.0)])
    for foot in (gone, true):  # what the check leaves alone
        for name in ("expected", "density", "quotient"):
            foot.__dict__[name] = getattr(region, name)
        foot.__dict__["candidate_counts"] = region.candidate_counts
    expected = 0.6 * moved(before, scores(gone)) + 0.4 * moved(before, scores(true))
    assert expected > 0.01
    assert checks["unsure"].change == pytest.approx(expected, abs=1e-9)
    assert checks["unsure"].segments == ("toy.pack",)


def test_a_sure_firm_needs_no_check(town) -> None:
    assert [c for c in check_next(town(cell=())) if c.firm] == []


def test_an_absence_that_hangs_on_unseen_firms_is_asked_about(town) -> None:
    """Whoever makes packs elsewhere makes cars; here cells are missing between strong neighbours."""
    foot = town(cell=())
    found = check_next(foot)
    assert found[0].segments == ("toy.cell",)
    assert found[0].moves[0] == "toy.cell"
    odds = foot.expected.odds[foot.network.row["toy.cell"]]
    assert found[0].change <= 0.5 * odds / (1 + odds) * (sum(scores(foot).values()) + 1)


def test_the_more_doubtful_of_two_equal_firms_comes_first(town, make) -> None:
    firms = [make.member(f, "toy.pack", size=6, confidence=c) for f, c in (("a", 0.9), ("b", 0.5))]
    foot = town(cell=(), pack=(), extra=firms)
    order = [c.firm for c in check_next(foot) if c.firm]
    assert order == ["b", "a"]


def test_same_store_same_list_and_no_more_than_asked(region) -> None:
    assert check_next(region) == check_next(region)
    assert len(check_next(region, 1)) == 1
    changes = [c.change for c in check_next(region)]
    assert changes == sorted(changes, reverse=True)
    assert all(np.isfinite(changes))


def test_sentences_and_the_form(region, town) -> None:
    documents = check_documents(town.store, region, check_next(region))
    firm = next(d for d in documents if d["firm"] == "unsure")
    assert firm["sentence"].startswith("unsure有限公司是否从事pack段？现有把握 40%，牵动：")
    segment = next(d for d in documents if not d["firm"])
    assert segment["sentence"].startswith("cell段本地是否真的没有企业？在库未见")
    rows = asked(documents)
    assert {(r["firm"], r["segment"]) for r in rows} >= {("unsure有限公司", "toy.pack"), ("", "toy.cell")}


def test_nothing_known_nothing_to_check(fresh, make, regions) -> None:
    store = make.fill(fresh(), [make.line()], [])
    foot = footprint(store, regions, HOME)
    assert find_gaps(foot) == []
    assert check_next(foot) == []
