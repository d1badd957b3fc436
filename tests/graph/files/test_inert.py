"""No cell of ours is run by a spreadsheet, and what we write reads back as it was."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graph.files.csv_out import as_csv
from graph.files.inert import as_it_was, defused, is_live

LIVE = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "＝1+1",
    " =1",
    "\ufeff=1",
    "\t=1",
    "\r=1",
    "\u202e=1",
]


@pytest.mark.parametrize("text", LIVE)
def test_formulas_get_an_apostrophe(text: str) -> None:
    assert defused(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-5", "+3.5", "-1,200.5", "1e-3", "-12%", "-", "--", "新乡=甲", "a@b.cn", ""])
def test_numbers_and_plain_texts_stay(text: str) -> None:
    assert defused(text) == text


@given(st.text())
@example("'=1")
@example("''=1")
def test_what_is_written_reads_back(text: str) -> None:
    assert as_it_was(defused(text)) == (text if not text.startswith("'") else as_it_was(text))
    assert not is_live(defused(text))


@given(st.lists(st.lists(st.one_of(st.sampled_from(LIVE), st.text(max_size=8)), min_size=2, max_size=2), max_size=5))
def test_no_cell_of_a_csv_is_live(rows: list[list[str]]) -> None:
    text = as_csv(["甲", "乙"], rows).decode("utf-8-sig")
    cells = [c for row in csv.reader(io.StringIO(text, newline="")) for c in row]
    assert not [c for c in cells if is_live(c)]
