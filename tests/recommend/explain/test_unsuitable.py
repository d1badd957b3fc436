"""Lists for a segment that the place cannot have: said once, and no card argues for the place."""

from __future__ import annotations

from typing import Any

import pytest

from outreach.papers.target_workbook import target_rows
from recommend.explain.apart import own_counter, shared_of
from recommend.explain.shapes import TargetDocument
from recommend.explain.unsuitable import OF_THE_PLACE
from workspace import Workspace

HOME, TEA, XINYANG = "410700", "agriculture.tea", "411500"


@pytest.fixture(scope="module")
def tea(shipped_space: Workspace) -> list[TargetDocument]:
    return shipped_space.recommender.recommend(HOME, TEA, 5)


def test_no_tea_grows_in_xinxiang_and_the_list_says_so(tea: list[TargetDocument]) -> None:
    assert len(tea) == 5
    for target in tea:
        assert target["unsuitable"]["text"].startswith("不宜招：这一环节依托主产区的气候，新乡市不具备")
        assert target["counter"][0] == target["unsuitable"]
        assert target["unsuitable"] not in own_counter(target)


def test_no_card_of_it_names_a_supplier_a_buyer_an_introducer_or_a_park(tea: list[TargetDocument]) -> None:
    assert shared_of(tea) == []
    for target in tea:
        assert OF_THE_PLACE.isdisjoint(r["kind"] for r in target["reasons"])
        assert (target["introductions"], target["parks"]) == ([], [])
        assert not any("role" in step for step in target["path"])
        assert "before_next" not in target


def test_the_workbook_says_so_under_the_red_lines(tea: list[TargetDocument]) -> None:
    rows: list[dict[str, Any]] = target_rows(tea)
    assert all(r["red_lines"].startswith("不宜招：") for r in rows)
    assert not any("不宜招" in r["counter"] for r in rows)


def test_where_tea_grows_the_list_argues_as_any_other(shipped_space: Workspace) -> None:
    found = shipped_space.recommender.recommend(XINYANG, TEA, 3, exclude_local=True)
    assert found
    assert not any("unsuitable" in t for t in found)
