"""The team teaches the weights a little, and never against its own check set."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from graph.errors import InvalidArgument, UnreadableFile
from graph.model.records import Decision
from recommend.rank import learning
from recommend.rank.learning import FEWEST, Learned, decision, in_check, label, learn, learn_from, lessons
from tests.support.small import Country

WEIGHTS = {"a": 0.5, "b": 0.3, "c": 0.2}


def drawn(n: int, truth: tuple[float, float, float], seed: int = 3) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Decisions whose outcome follows these log-odds; a third kept for the check."""
    rng = np.random.default_rng(seed)
    values = rng.random((n, 3))
    odds = values @ np.array(truth) - sum(truth) / 2
    good = rng.random(n) < 1 / (1 + np.exp(-odds))
    return values, good, np.arange(n) % 3 == 0


def test_weights_move_towards_what_decides() -> None:
    """Only the third feature decides: its weight grows, the others fall, none below zero, all add up to 1."""
    found = learn(WEIGHTS, *drawn(900, (0.0, 0.0, 8.0)))
    assert not found.kept_old
    assert found.weights["c"] > 0.35 > WEIGHTS["c"]
    assert found.weights["a"] < WEIGHTS["a"]
    assert min(found.weights.values()) >= 0
    assert sum(found.weights.values()) == pytest.approx(1.0)
    assert found.loss_after is not None
    assert found.loss_before is not None
    assert found.loss_after < found.loss_before
    assert len(found.chart) == 5


def test_a_check_set_that_disagrees_keeps_the_weights() -> None:
    """Learned from one world, checked in its opposite."""
    values, good, check = drawn(600, (0.0, 0.0, 8.0))
    good = np.where(check, ~good, good)
    found = learn(WEIGHTS, values, good, check)
    assert found.kept_old
    assert found.weights == WEIGHTS


def test_few_decisions_teach_nothing() -> None:
    values, good, check = drawn(FEWEST - 1, (0.0, 0.0, 8.0))
    assert learn(WEIGHTS, values, good, check).weights == WEIGHTS
    assert learn(WEIGHTS, np.zeros((0, 3)), np.zeros(0, dtype=bool), np.zeros(0, dtype=bool)).kept_old


def made(firm: str, outcome: str, reason: str = "", day: str = "2026-01-01") -> Decision:
    return Decision(firm, firm, "s", "410700", day, outcome, reason)


@pytest.mark.parametrize(
    ("outcome", "reason", "end"),
    [
        ("signed", "", True),
        ("landed", "", True),
        ("refused", "cost", False),
        ("lost", "elsewhere", False),
        ("visited", "", None),
        ("rejected", "not_fit", False),
        ("refused", "land", None),
        ("lost", "timing", None),
    ],
)
def test_an_end_teaches_unless_the_fault_was_ours(outcome: str, reason: str, end: bool | None) -> None:
    assert label(made("f", outcome, reason)) is end


def test_the_last_word_on_a_firm_counts() -> None:
    rows = [
        made("f", "refused", "cost"),
        made("f", "signed", day="2026-06-01"),
        made("g", "visited"),
        made("h", "lost", "cost"),
    ]
    assert [(d.firm_id, end) for d, end in lessons(rows)] == [("f", True), ("h", False)]


def test_the_check_set_is_frozen_and_about_a_third() -> None:
    sides = [in_check(made(f"firm{i}", "signed")) for i in range(2000)]
    assert 0.26 < np.mean(sides) < 0.34
    assert sides == [in_check(made(f"firm{i}", "refused", "cost", "2027-01-01")) for i in range(2000)]


def test_learning_reads_only_what_can_be_weighed() -> None:
    rows = [made(f"f{i}", "signed" if i % 2 else "lost", "" if i % 2 else "cost") for i in range(200)]
    asked: list[str] = []

    def values(d: Decision) -> dict[str, float] | None:
        asked.append(d.firm_id)
        return None if d.firm_id == "f0" else dict.fromkeys(WEIGHTS, 0.5)

    found = learn_from(rows, WEIGHTS, values)
    assert found.learned_from + found.checked_on == 199
    assert len(asked) == 200


def test_a_decision_is_checked_and_recorded_once(country: Country) -> None:
    for outcome, reason in (("won", ""), ("refused", "because"), ("rejected", "")):
        with pytest.raises(InvalidArgument, match=outcome if outcome != "refused" else "because"):
            decision("f", "甲", "", "410700", outcome, reason)
    one = decision("f", "甲", "battery_ev.cell", "410700", "rejected", "risk", "账款逾期", "2026-11-01")
    store = country.store
    for _ in range(2):
        learning.record(store, one)
    assert [replace(d, source="") for d in store.rows(Decision)] == [replace(one, source="")]


def test_what_was_learned_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "taught.json"
    assert learning.load(file) is None
    found = learn(WEIGHTS, *drawn(300, (0.0, 0.0, 8.0)))
    learning.save(file, found)
    again = learning.load(file)
    assert isinstance(again, Learned)
    assert again.weights == found.weights
    assert again.chart == found.chart
    for broken in ("{", "[]", '{"weights": []}', '{"weights": {"a": "many"}, "chart": []}'):
        file.write_text(broken, encoding="utf-8")
        with pytest.raises(UnreadableFile, match=r"taught\.json"):
            learning.load(file)
