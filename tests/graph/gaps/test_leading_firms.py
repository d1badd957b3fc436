"""链主, 头部企业, 核心节点企业: planted ones are found with their figures, near misses are not."""

from __future__ import annotations

import pytest

from graph.gaps.leading_firms import CORE_OTHERS, by_firm, cores, heads, leaders, reason, roles

NAMES = {f"toy.{s}": s for s in ("ore", "powder", "cell", "pack", "car")}


def test_the_large_firm_with_ties_up_and_down_leads_its_chain(town) -> None:
    """12 of 9·4 + 12 = 48 units in cells, tied to powder and pack; a firm of 3 holds 6% and is too small."""
    found = leaders(town(cell=(12,)))
    assert [(r.firm, r.chain, r.segment) for r in found] == [("cell1", "toy", "toy.cell")]
    assert found[0].figures == {"share": pytest.approx(12 / 48), "ties": 2}


def test_no_leader_where_nothing_stands_beside_it(town) -> None:
    assert leaders(town(ore=(), powder=(), cell=(12,), pack=(), car=())) == []


def test_no_leader_without_size(town) -> None:
    """Half of the chain, but only a medium firm."""
    assert leaders(town(ore=(1,), powder=(), cell=(2,), pack=(1,), car=())) == []


def test_at_most_three_leaders_the_strongest_first(town) -> None:
    found = leaders(town(ore=(12,), powder=(14,), cell=(15,), pack=(13,), car=(11,)))
    assert [r.firm for r in found] == ["cell1", "powder1", "pack1"]


def test_head_firm_needs_a_segment_that_buys(make, fresh, regions) -> None:
    """pack buys 0.2 + 0.15 from two; car buys 0.5 from one only; ore buys nothing."""
    from graph.region.footprint import footprint

    links = [
        make.link("toy.ore", "toy.pack", 0.2),
        make.link("toy.cell", "toy.pack", 0.15, "component"),
        make.link("toy.pack", "toy.car", 0.5),
    ]
    chain = make.chain("toy", ["ore", "cell", "pack", "car"], links)
    sizes = {"pack": (9, 8, 7, 7.5, 5), "car": (20,), "ore": (20,)}
    members = [
        make.member(f"{s}{i}", f"toy.{s}", "440300", size=n) for s, ns in sizes.items() for i, n in enumerate(ns, 1)
    ]
    found = heads(footprint(make.fill(fresh(), [chain], members), regions, "410700"))
    assert [(r.firm, r.figures["place"]) for r in found] == [("pack1", 1), ("pack2", 2), ("pack4", 3)]
    assert found[0].figures["share_bought"] == pytest.approx(0.35)


def test_core_node_is_alone_needed_and_rare(town) -> None:
    """One maker of cells; three pack firms take its work: too few. With five pack firms it is a core node."""
    assert cores(town(cell=(9,))) == []
    found = cores(town(cell=(9,), pack=(3, 3, 3, 3, 3)))
    assert [(r.firm, r.segment) for r in found] == [("cell1", "toy.cell")]
    assert found[0].figures == {"share": 1.0, "firms": 5, "others": 1}


def test_core_node_shares_the_segment(town) -> None:
    """Four of nine is under half; five of nine is over."""
    five = (3, 3, 3, 3, 3)
    assert cores(town(cell=(4, 3, 2), pack=five)) == []
    assert [r.firm for r in cores(town(cell=(5, 2, 2), pack=five))] == ["cell1"]


def test_core_node_is_hard_to_replace(town, make) -> None:
    many = [make.member(f"far{i}", "toy.cell", "440300") for i in range(CORE_OTHERS)]
    assert cores(town(cell=(9,), pack=(3, 3, 3, 3, 3), extra=many)) == []  # these and the one of 410100


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_mark_says_why_with_its_figures(town, lang) -> None:
    found = roles(town(cell=(12,), pack=(3, 3, 3, 3, 3)))
    said = {r.kind: reason(r, NAMES, {"toy": "toy链"}, lang) for r in by_firm(found)["cell1"]}
    assert set(said) == {"leader", "core"}
    assert "100%" in said["core"]
    assert f"{12 / (9 * 3 + 12 + 15):.0%}" in said["leader"]


def test_an_empty_region_has_no_local_mark(town) -> None:
    assert [r for r in roles(town(ore=(), powder=(), cell=(), pack=(), car=())) if r.kind != "head"] == []
