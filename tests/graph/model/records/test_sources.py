"""What a source says of a number: estimate or not, citable or not, and what stands beside the number on screen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model.records import Link
from graph.model.records.sources import basis, cited, estimated, own_only, year_of

REPORT = "annual report 2025 of 某某 (000001.SZ): cathode 40% of cost"


@pytest.mark.parametrize(
    ("source", "is_estimate", "is_cited", "shown"),
    [
        ("own knowledge (estimate)", True, False, "估算"),
        ("自有知识，估计", True, False, "估算"),
        ("own knowledge", True, False, "估算"),
        ("", True, False, "估算"),
        (REPORT, False, True, f"出处：{REPORT}"),
        (f"{REPORT}; the split is an estimate", True, True, f"估算，据：{REPORT}; the split is an estimate"),
        (
            "own knowledge of the yearbook 2024; estimates",
            True,
            False,
            "估算，据：own knowledge of the yearbook 2024; estimates",
        ),
        ("某协会统计", False, False, "出处：某协会统计"),
    ],
)
def test_a_source_is_an_estimate_or_can_be_opened_or_both(
    source: str, is_estimate: bool, is_cited: bool, shown: str
) -> None:
    assert estimated(source) is is_estimate
    assert cited(source) is is_cited
    assert basis(source, "zh") == shown
    assert Link("a.b", "a.c", "material", 0.1, source).estimated is is_estimate


@given(st.text(max_size=60))
def test_nothing_stands_beside_a_number_without_a_word(source: str) -> None:
    """Whatever was written, the reader is told; what can be cited names its year; own knowledge is an estimate."""
    assert basis(source, "zh").strip()
    assert basis(source, "en").strip()
    assert not cited(source) or year_of(source).isdecimal()
    assert not own_only(source) or estimated(source)


@pytest.mark.parametrize(("source", "year"), [(REPORT, "2025"), ("2019 年年报", "2019"), ("20251", ""), ("无", "")])
def test_the_year_of_a_source(source: str, year: str) -> None:
    assert year_of(source) == year
