"""Charts of the gap pages, as option dicts."""

from __future__ import annotations

import pytest

from app_pages.pages.gap_list.charts import (
    changed_chains,
    completeness_option,
    components_option,
    contributions,
    frontier_option,
)
from graph.gaps.kinds_and_scores import WEIGHTS

DOCUMENT = {
    "completeness": [
        {"chain": "a", "name": "甲链", "name_en": "A", "before": 0.2, "after": 0.2},
        {"chain": "b", "name": "乙链", "name_en": "B", "before": 0.25, "after": 0.4},
        {"chain": "c", "name": "丙链", "name_en": "C", "before": 0.1, "after": 0.1},
    ]
}
FRONTIER = [
    {"k": 1, "value": 0.3, "bound": 0.3, "money_yi": 2.0, "land_mu": 10.0},
    {"k": 2, "value": 0.45, "bound": 0.6, "money_yi": 4.0, "land_mu": 20.0},
]


def test_only_chains_that_change_and_the_one_at_hand_are_drawn() -> None:
    assert [c["chain"] for c in changed_chains(DOCUMENT)] == ["b"]
    assert [c["chain"] for c in changed_chains(DOCUMENT, "c")] == ["b", "c"]


@pytest.mark.parametrize(("lang", "name", "first"), [("zh", "乙链", "现在"), ("en", "B", "now")])
def test_before_and_after_are_pairs_of_bars_from_zero(lang, name: str, first: str) -> None:
    option = completeness_option(changed_chains(DOCUMENT), lang)
    assert option["xAxis"]["min"] == 0
    assert option["yAxis"]["data"] == [name]
    assert [s["data"] for s in option["series"]] == [[25.0], [40.0]]
    assert option["series"][0]["name"] == first
    assert option["series"][0]["itemStyle"] != option["series"][1]["itemStyle"]


def test_the_frontier_has_the_worth_and_its_bound_and_marks_the_choice() -> None:
    option = frontier_option(FRONTIER, 2, "zh")
    value, bound = option["series"]
    assert (value["data"], bound["data"]) == ([30.0, 45.0], [30.0, 60.0])
    assert bound["lineStyle"]["type"] == "dashed"
    assert value["markLine"]["data"] == [{"xAxis": "2"}]
    assert option["xAxis"]["data"] == ["1", "2"]
    assert option["yAxis"]["min"] == 0


def test_component_bars_add_up_to_the_score_and_start_at_zero() -> None:

    values = {name: 0.5 + 0.05 * i for i, name in enumerate(WEIGHTS["filling"])}
    score = sum(weight * values[name] for name, weight in WEIGHTS["filling"].items())
    gap = {"action": "filling", "components": values}
    parts = contributions(gap)
    assert sum(p for _, _, p in parts) == pytest.approx(score)
    assert [p for _, _, p in parts] == sorted((p for _, _, p in parts), reverse=True)
    assert components_option(gap, "zh")["xAxis"]["min"] == 0
    unsure = {"action": "filling", "components": values | {"certainty": 0.75}}
    assert sum(p for _, _, p in contributions(unsure)) == pytest.approx(0.75 * score)
