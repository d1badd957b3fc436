"""Scoring against labels, by hand: ended ids in labels count for every heir."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.firm_segments import Label, read_labels, read_predicted, scored
from graph.model.retired import NONE, Retired

RETIRED = Retired({"a.lump": ("a.one", "a.two")})


def test_any_heir_of_a_label_is_right() -> None:
    """Of four guesses three are right, of three labels two are found: f2's is not."""
    labels = {"f1": Label(("a.lump",), ("b.x",)), "f2": Label(("b.y",), ()), "f3": Label(("b.z",), ())}
    predicted = {"f1": ["a.two", "b.x"], "f2": ["a.one"], "f3": ["b.z", "b.z"]}
    found = scored(labels, predicted, RETIRED)
    assert (found.precision, found.recall) == (pytest.approx(3 / 4), pytest.approx(2 / 3))
    assert found.f1 == pytest.approx(2 * 0.75 * (2 / 3) / (0.75 + 2 / 3))
    without = scored(labels, predicted, NONE)
    assert (without.precision, without.recall) == (pytest.approx(2 / 4), pytest.approx(1 / 3))


def test_nothing_predicted_is_nothing_found() -> None:
    found = scored({"f": Label(("a.one",), ())}, {}, NONE)
    assert (found.precision, found.recall, found.f1) == (0.0, 0.0, 0.0)


def test_both_files_are_read(tmp_path: Path) -> None:
    labels = tmp_path / "labels.csv"
    labels.write_text("id,name,scope,segments,also,role\nf1,甲,,a.one;a.two,b.x,maker\nf2,乙,,,,other\n", "utf-8")
    assert read_labels(labels) == {"f1": Label(("a.one", "a.two"), ("b.x",)), "f2": Label((), ())}
    out = tmp_path / "out.jsonl"
    out.write_text(json.dumps({"id": "f1", "chains": ["a"], "segments": [["a.one", 0.9]]}) + "\n", "utf-8")
    assert read_predicted(out) == {"f1": ["a.one"]}
