"""What a table looks like: its headings, what it must have, and how its kind is told."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from graph.errors import MissingColumn
from graph.model.tables import Column, TableSpec

SPEC = TableSpec(
    kind="needs",
    columns={
        "firm": Column(headings=("企业名称", "firm"), required=True),
        "segment": Column(headings=("环节", "segment")),
        "words": Column(headings=("需求",)),
        "revenue": Column(pattern=r"revenue_(\d{4})$"),
    },
    one_of=(("segment", "words"),),
    recognised_by=("firm",),
)


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        (["企业名称", "环节"], {"firm": "企业名称", "segment": "环节"}),
        ([" FIRM ", "Segment"], {"firm": " FIRM ", "segment": "Segment"}),  # case and blanks do not matter
        (["firm", "企业名称"], {"firm": "企业名称"}),  # the preferred heading, whatever stands first in the file
        (["revenue_2024", "revenue"], {"revenue": "revenue_2024"}),
        (["别的"], {}),
    ],
)
def test_columns_are_found_by_their_headings(columns: list[str], found: dict[str, str]) -> None:
    assert SPEC.match(columns) == found


@pytest.mark.parametrize(
    ("columns", "missing"),
    [(["需求"], "企业名称"), (["企业名称"], "环节"), (["企业名称", "需求"], ""), (["firm", "segment"], "")],
)
def test_a_needed_column_that_is_not_there_is_named_by_its_preferred_heading(columns: list[str], missing: str) -> None:
    if not missing:
        assert "firm" in SPEC.located("n.csv", columns)
        return
    with pytest.raises(MissingColumn) as error:
        SPEC.located("n.csv", columns)
    assert (error.value.file, error.value.column, error.value.found) == ("n.csv", missing, columns)


def test_a_kind_is_told_from_its_columns_only_where_it_says_by_which() -> None:
    assert SPEC.fits(["企业名称", "需求"])
    assert not SPEC.fits(["企业名称"])  # none of segment and words
    assert not SPEC.fits(["需求"])
    assert not SPEC.model_copy(update={"recognised_by": ()}).fits(["企业名称", "需求"])


@pytest.mark.parametrize(
    ("columns", "more", "why"),
    [
        ({"a": {"headings": ["x"]}, "b": {"headings": ["X"]}}, {}, "heading 'X' stands for both a and b"),
        ({"a": {}}, {}, "give either headings or a pattern"),
        ({"a": {"headings": ["x"], "pattern": "x"}}, {}, "give either headings or a pattern"),
        ({"a": {"headings": ["x"]}}, {"keys": ["b"]}, "no column b"),
        ({"a": {"headings": ["x"]}}, {"one_of": [["a", "c"]]}, "no column c"),
        ({"a": {"headings": ["x"], "read": "poem"}}, {}, "Input should be 'text'"),
        ({"a": {"headings": ["x"], "colour": "red"}}, {}, "Extra inputs are not permitted"),
        ({}, {}, "at least 1 item"),
    ],
)
def test_a_specification_that_contradicts_itself_is_refused(columns: object, more: dict[str, object], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        TableSpec.model_validate({"columns": columns} | more)
