"""How sure: a source left out, places with ties, and places over the draws, each against loops or by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from graph.gaps.find import Gap, _places, find_gaps
from graph.region.footprint import footprint

HERE = [f"{n}{k}" for n in ("ore", "powder", "pack", "car") for k in (1, 2, 3)]


def cells(pack: float, car: float, powder: float) -> float:
    """Score of missing cells by hand, with nobody elsewhere: need, consequence, base and value (0.03); nobody in the
    country serves it, so that three quarters are kept."""
    pull, push, behind = 0.3 * pack, 0.3 * powder, 0.3 * 0.3 * car
    return 0.75 * (0.10 * pull / (pull + 12) + 0.03 * behind / (behind + 12) + 0.02 * push / (push + 12) + 0.03)


def gap_of(gaps: list[Gap], segment: str) -> Gap:
    return next(g for g in gaps if g.segment == segment)


def test_a_source_left_out_by_hand(town) -> None:
    """甲 lists all but pack3, 乙 (in two tables) pack3 and car1. Without 乙 pack3 is not known, and car1 still is;
    without 甲 only those two are left."""
    sources = {"甲": [f for f in HERE if f != "pack3"], "乙:一": ["pack3"], "乙:二": ["car1"]}
    gap = gap_of(find_gaps(town(elsewhere={}, cell=(), sources=sources)), "toy.cell")
    assert gap.score == pytest.approx(cells(9, 9, 9))
    assert gap.by_source == pytest.approx({"甲": cells(3, 3, 0), "乙": cells(6, 9, 9)})


def test_what_no_source_lists_stays_whoever_is_left_out(town) -> None:
    """Firms of unknown origin are nobody's alone."""
    gap = gap_of(
        find_gaps(town(elsewhere={}, cell=(), sources={"甲": ["pack1"], "乙": ["pack2", "pack3"]})), "toy.cell"
    )
    assert gap.by_source == pytest.approx({"甲": cells(6, 9, 9), "乙": cells(3, 9, 9)})


def test_one_source_cannot_be_left_out(town) -> None:
    assert gap_of(find_gaps(town(cell=(), sources={"甲:一": HERE, "甲:二": HERE[:3]})), "toy.cell").by_source == {}


@given(
    scores=hnp.arrays(float, st.tuples(st.integers(1, 8), st.integers(1, 4)), elements=st.sampled_from([0.1, 0.2, 0.5]))
)
def test_place_is_one_more_than_those_that_are_better(scores: np.ndarray) -> None:
    found = _places(scores)
    for b in range(scores.shape[1]):
        for g in range(len(scores)):
            assert found[g, b] == 1 + sum(other > scores[g, b] for other in scores[:, b])


def test_equals_share_a_place_and_draws_part_them(make, town) -> None:
    """Two chains with the same hole, for two buyers each, and one with a smaller need; 20 local firms in all: places 1,
    1, 3. Over the draws they follow from how often the buyers came; 4,000 draws of our own say the same."""
    town()
    sizes = {"beta": (5, 5), "zeta": (5, 5), "gamma": (1,)}
    members = [make.member(f"{c}-{k}", f"{c}.b", size=v) for c, given in sizes.items() for k, v in enumerate(given)]
    make.fill(town.store, [make.line(c, ("a", "b")) for c in sizes], members)
    gaps = find_gaps(footprint(town.store, town.regions, "410700"))
    assert [(g.segment, g.rank) for g in gaps] == [("beta.a", 1), ("zeta.a", 1), ("gamma.a", 3)]
    rng, places = np.random.default_rng(6), []
    for _ in range(4000):
        came = np.bincount(rng.integers(0, 20, 20), minlength=20)
        need = [5 * (came[0] + came[1]), 5 * (came[2] + came[3]), came[4]]
        places.append([1 + sum(other > own for other in need) for own in need])
    low, high = np.quantile(places, [0.1, 0.9], axis=0)
    assert [g.rank_interval for g in gaps] == [(int(a), int(b)) for a, b in zip(low, high, strict=True)]
