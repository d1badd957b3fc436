"""Documents of the gap tools: names for ids, what is left out is named, the catalogue of then and now."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.gaps.documents.plans import portfolio_document, recruiting, roles_document
from graph.gaps.find import find_gaps
from graph.gaps.portfolio import Budget
from graph.region.footprint import footprint


@pytest.fixture
def found(town, make):
    extra = [make.member(f"far{i}", "toy.cell", "440300", size=2) for i in range(7)]
    foot = town(cell=(), extra=extra)
    return foot, find_gaps(foot)


def test_a_landing_names_who_could_come(town, found) -> None:
    document = portfolio_document(town.store, town.regions, found, Budget(1), unsure=True)
    (landing,) = document["landings"]
    assert (landing["segment"], landing["name"]) == ("toy.cell", "cell段")
    assert landing["candidates"]["count"] == 8
    assert landing["recruit"]["answer"] in ("recruit", "check")
    assert landing["candidates"]["firms"][0]["name"] == "410100-cell有限公司"
    assert landing["cost"]["money_yi"] == pytest.approx((2 * 10) ** 0.5)
    assert [r["k"] for r in document["frontier"]] == [1, 2, 3, 4]


def test_what_is_made_in_plenty_nearby_is_left_out_with_its_reason(town, make) -> None:
    """Light goods, a minimum-scale plant of 20 亿元 for a demand of 8 (0.3 × 3 firms of 9), large makers nearby."""
    ample = [make.member(f"near{i}", "toy.cell", "410100", size=9) for i in range(3)]
    foot = town(cell=(), extra=ample)
    gaps = find_gaps(foot)
    segment = foot.network.segments["toy.cell"]
    light = replace(
        foot.network.chains[0],
        segments=tuple(
            replace(s, gbt4754=("3841",), siting={"investment_yi": [20, 99]}) if s is segment else s
            for s in foot.network.chains[0].segments
        ),
    )
    with town.store.batch("test", "test") as batch:
        batch.upsert(light.segments)
    foot = footprint(town.store, town.regions, "410700")
    document = portfolio_document(town.store, town.regions, (foot, gaps), Budget(3), unsure=True)
    answers = recruiting(town.store, foot, gaps)
    assert answers["toy.cell"].answer == "nearby"
    assert "toy.cell" not in {d["segment"] for d in document["landings"]}
    assert [(b["segment"], b["reason"]) for b in document["barred"]] == [("toy.cell", "nearby")]


def test_another_chain_has_no_landing_here(town, found) -> None:
    document = portfolio_document(town.store, town.regions, found, Budget(3), chain="elsewhere", unsure=True)
    assert (document["landings"], document["value"], document["bound"]) == ([], 0.0, 0.0)


def test_a_region_without_firms_has_no_plan_and_no_mark_and_does_not_fail(town, found) -> None:
    foot = footprint(town.store, town.regions, "350900")
    document = portfolio_document(town.store, town.regions, (foot, find_gaps(foot)), Budget(3))
    assert document["landings"] == []
    assert [r for r in roles_document(town.store, town.regions, foot) if r["local"]] == []
