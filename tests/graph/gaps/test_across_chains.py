"""Across chains: what serves two or more of them is listed with reasons, what serves one is not."""

from __future__ import annotations

import pytest

from graph.gaps.across_chains import firms_across, segments_across
from graph.gaps.find import find_gaps
from graph.region.footprint import footprint


@pytest.fixture
def country(make, fresh, regions):
    """Chains a and b. a.foil is missing and bought by local a.cell and b.board; a.salt only by a.cell; b.resin only by
    b.board. Elsewhere `both` makes foil and resin, `one` makes foil and salt, `unsure` foil and barely resin."""
    a = make.chain("a", ["foil", "salt", "cell"], [make.link("a.foil", "a.cell"), make.link("a.salt", "a.cell")])
    b = make.chain("b", ["resin", "board"], [make.link("b.resin", "b.board"), make.link("a.foil", "b.board", 0.2)])
    members = [make.member(f"cell{i}", "a.cell", size=4) for i in range(3)]
    members += [make.member(f"board{i}", "b.board", size=2) for i in range(3)]
    for firm, segments in {"both": ("a.foil", "b.resin"), "one": ("a.foil", "a.salt")}.items():
        members += [make.member(firm, s, "440300", size=5) for s in segments]
    members += [make.member("unsure", "a.foil", "440300"), make.member("unsure", "b.resin", "440300", confidence=0.4)]
    store = make.fill(fresh(), [a, b], members)
    foot = footprint(store, regions, "410700")
    return store, foot, find_gaps(foot)


def test_a_segment_that_two_chains_wait_for(country) -> None:
    _, foot, gaps = country
    assert {g.segment for g in gaps} >= {"a.foil", "a.salt", "b.resin"}
    found = segments_across(foot, gaps)
    assert [(d["segment"], d["chains"]) for d in found] == [("a.foil", ["a", "b"])]
    assert {(r["segment"], r["share"]) for r in found[0]["reasons"]} == {("a.cell", 0.3), ("b.board", 0.2)}
    assert found[0]["reasons"][0]["firms"] == ["cell0", "cell1", "cell2"]


def test_a_firm_that_closes_gaps_in_two_chains(country, regions) -> None:
    store, foot, gaps = country
    found = firms_across(store, regions, foot, gaps)
    assert [(d["id"], d["chains"]) for d in found] == [("both", ["a", "b"])]
    assert {r["segment"] for r in found[0]["reasons"]} == {"a.foil", "b.resin"}
    score = {g.segment: g.score for g in gaps}
    assert found[0]["weight"] == pytest.approx(score["a.foil"] + score["b.resin"])


def test_a_firm_with_a_plant_here_is_no_newcomer(make, regions, fresh) -> None:
    a = make.chain("a", ["foil", "cell"], [make.link("a.foil", "a.cell")])
    b = make.chain("b", ["resin", "board"], [make.link("b.resin", "b.board")])
    members = [make.member("cell", "a.cell", size=9), make.member("board", "b.board", size=9)]
    members += [make.member("both", s, "440300", confidence=0.9) for s in ("a.foil", "b.resin")]
    members += [make.member("plant", s, "440300", sites=("410700",)) for s in ("a.foil", "b.resin")]
    store = make.fill(fresh(), [a, b], members)
    foot = footprint(store, regions, "410700")
    assert [d["id"] for d in firms_across(store, regions, foot, find_gaps(foot))] == ["both"]
