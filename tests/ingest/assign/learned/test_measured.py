"""Measures worked out by hand, and beside the benchmark's own."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.firm_segments import Label, scored
from graph.model.retired import Retired
from ingest.assign.learned.teach.measured import Truth, calibration_error, counts, f1_of, interval, measured

RETIRED = Retired({"e.old": ("e.a", "e.b")})


def test_precision_counts_what_one_reader_gave_and_recall_does_not() -> None:
    rows = counts([["e.a", "e.c"], [], ["e.d"]], [Truth(("e.a",), also=("e.c",)), Truth(("e.b",)), Truth(())])
    assert rows.tolist() == [[2, 2, 1, 1], [0, 0, 1, 0], [1, 0, 0, 0]]
    assert f1_of(rows) == pytest.approx((2 / 3, 1 / 2, 4 / 7))


def test_as_the_benchmark_scores() -> None:
    given = {"1": ["e.a"], "2": ["e.c", "e.b"], "3": []}
    truths = {"1": Truth(("e.old",)), "2": Truth(("e.b",), also=("e.d",)), "3": Truth(("e.a",))}
    mine = f1_of(counts(list(given.values()), list(truths.values()), RETIRED))
    theirs = scored({k: Label(t.segments, t.also) for k, t in truths.items()}, given, RETIRED)
    assert mine == (theirs.precision, theirs.recall, theirs.f1)


def test_calibration_error_is_the_gap_between_chance_and_truth_by_bins() -> None:
    # 0.9 twice, one right: gap 0.4, half of all; 0.2 twice, none right: gap 0.2, half of all.
    assert calibration_error([0.9, 0.9, 0.2, 0.2], [True, False, False, False]) == pytest.approx(0.3)
    assert calibration_error([], []) == 0.0
    assert calibration_error([1.0, 1.0], [True, True]) == 0.0  # the last bin has its upper end


def test_interval_holds_the_measure_and_narrows_with_firms() -> None:
    rows = np.tile(np.array([[1, 1, 1, 1], [1, 0, 1, 0]]), (20, 1))
    low, high = interval(rows)
    wide_low, wide_high = interval(rows[:10])
    assert low < f1_of(rows)[2] < high
    assert high - low < wide_high - wide_low


def test_a_firm_without_a_role_does_not_count_for_roles() -> None:
    found = measured([({"e.a": 0.8}, "maker"), ({}, "trader")], [Truth(("e.a",), "maker"), Truth(())])
    assert (found["f1"], found["role"], found["firms"]) == (1.0, 1.0, 2)
    assert found["calibration_error"] == pytest.approx(0.2)
