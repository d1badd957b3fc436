"""Greedy choice against brute force: within its guarantee, under its own upper bound, never over a limit."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.footprint import Network, footprint
from graph.gaps import find_gaps
from graph.portfolio import COPIES, GUARANTEE, Limits, Worth, choose, cost_of, frontier, greedy

CLOSE = 1e-9


def sets(n: int, k: int) -> Iterator[tuple[int, ...]]:
    """All choices of at most k landings in n segments, each up to `COPIES` times."""
    for size in range(k + 1):
        for rows in itertools.combinations_with_replacement(range(n), size):
            if all(rows.count(i) <= COPIES for i in set(rows)):
                yield rows


def worth_of(model: Worth, rows: tuple[int, ...]) -> float:
    state = model.fresh()
    for i in rows:
        state.land(i)
    return state.worth()


def best(model: Worth, k: int, costs, caps) -> float:
    return max(
        worth_of(model, rows) for rows in sets(len(model.x), k) if (costs[list(rows)].sum(axis=0) <= caps + CLOSE).all()
    )


@st.composite
def models(draw) -> Worth:
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    n, buyers = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    value = rng.random(n) / n
    return Worth(
        value, rng.random(n) * 7, rng.random((n, buyers)) * (rng.random((n, buyers)) < 0.6), rng.random(buyers) * 9
    )


@settings(max_examples=60)
@given(model=models(), k=st.integers(1, 3))
def test_under_a_number_alone_greedy_keeps_its_guarantee(model: Worth, k: int) -> None:
    none = np.zeros((len(model.x), 0))
    rows, bound = greedy(model, k, none, np.zeros(0))
    most = best(model, k, none, np.zeros(0))
    assert worth_of(model, tuple(rows)) >= GUARANTEE * most - CLOSE
    assert most <= bound + CLOSE
    assert len(rows) <= k


@settings(max_examples=60)
@given(model=models(), k=st.integers(1, 3), seed=st.integers(0, 10_000))
def test_under_two_budgets_the_bound_holds_and_nothing_is_overspent(model: Worth, k: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    costs, caps = rng.random((len(model.x), 2)), rng.random(2) * 2
    rows, bound = greedy(model, k, costs, caps)
    most = best(model, k, costs, caps)
    assert (costs[rows].sum(axis=0) <= caps + CLOSE).all()
    assert worth_of(model, tuple(rows)) <= most + CLOSE
    assert most <= bound + CLOSE
    assert worth_of(model, tuple(rows)) >= most / 3 - CLOSE  # better of two greedy runs; (1 − 1/e)/2 for one budget


@settings(max_examples=60)
@given(model=models(), data=st.data())
def test_worth_is_monotone_and_submodular(model: Worth, data) -> None:
    """One more landing never harms, and never helps a larger set more."""
    rows = data.draw(st.lists(st.integers(0, len(model.x) - 1), max_size=3))
    more = data.draw(st.lists(st.integers(0, len(model.x) - 1), max_size=2))
    extra = data.draw(st.integers(0, len(model.x) - 1))
    small, large = tuple(rows), tuple(rows + more)
    gain = [worth_of(model, (*s, extra)) - worth_of(model, s) for s in (small, large)]
    assert gain[1] >= -CLOSE
    assert gain[0] >= gain[1] - CLOSE


@given(model=models(), rows=st.lists(st.integers(0, 0), max_size=3))
def test_gains_are_what_a_landing_adds(model: Worth, rows: list[int]) -> None:
    state = model.fresh()
    for i in rows:
        state.land(i)
    gains = state.gains()
    for i, gain in enumerate(gains):
        assert gain == pytest.approx(worth_of(model, (*rows, i)) - worth_of(model, tuple(rows)), abs=1e-12)


def test_worth_by_hand() -> None:
    """Weights 0.6 and 0.4, both empty; one buyer of strength 9 lacks 0.5 of a and 0.2 of b.

    One landing in a: completeness 0.6 · 2/6 = 0.2; need 0.5 of the reachable 1 − 0.5·0.8 = 0.6, that is 5/6.
    """
    model = Worth(np.array([0.6, 0.4]), np.zeros(2), np.array([[0.5], [0.2]]), np.array([9.0]))
    model.land(0)
    assert model.parts() == pytest.approx((0.2, 5 / 6))
    assert model.worth() == pytest.approx((0.2 + 5 / 6) / 2)


def test_three_landings_fill_a_segment_and_a_fourth_adds_nothing() -> None:
    model = Worth(np.array([1.0]), np.zeros(1), np.zeros((1, 1)), np.zeros(1))
    assert [worth_of(model, (0,) * n) for n in range(5)] == pytest.approx([0, 1 / 6, 1 / 3, 1 / 2, 1 / 2])


# -- over a region ----------------------------------------------------------------------------------


@pytest.fixture
def region(make, fresh, regions):
    """Two chains of three; c.x and d.x are missing for strong buyers, d.x twice as valuable; d.x's cost is unknown."""

    def chain(name: str, **siting):
        made = make.chain(
            name, ["x", "y", "z"], [make.link(f"{name}.x", f"{name}.y"), make.link(f"{name}.y", f"{name}.z")]
        )
        first = make.segment(f"{name}.x", **siting)
        return type(made)(*(getattr(made, f) for f in ("id", "name", "name_en", "set", "description")),
                          (first, *made.segments[1:]), made.links)  # fmt: skip

    chains = [
        chain("c", siting={"investment_yi": [1, 4], "land_mu": [50, 200], "power": "high"}),
        chain("d", siting={}),
    ]
    members = [make.member(f"{s}{k}", s, size=3) for s in ("c.y", "c.z", "d.y", "d.z") for k in range(3)]
    members += [make.member(f"far{s}{k}", s, "440300", size=9) for s in ("c.x", "d.x") for k in range(3)]
    store = make.fill(fresh(), chains, members)
    foot = footprint(store, regions, "410700", Network(tuple(store.chains())))
    return foot, find_gaps(foot)


def test_cost_is_the_geometric_middle_of_the_range(region) -> None:
    foot, _ = region
    cost = cost_of(foot.network.segments["c.x"])
    assert (cost.money_yi, cost.land_mu, cost.high_power) == (pytest.approx(2), pytest.approx(100), 1.0)
    assert cost_of(foot.network.segments["d.x"]).money_yi is None


def test_without_limits_each_missing_segment_is_filled_first(region) -> None:
    found = choose(*region, Limits(2))
    assert set(found.segments) == {"c.x", "d.x"}
    assert found.guaranteed == pytest.approx(1 - 1 / np.e)
    assert found.value <= found.bound + CLOSE
    assert found.unknown["money_yi"] == ("d.x",)  # said, not guessed


def test_an_unknown_cost_under_a_limit_is_left_out_and_named(region) -> None:
    found = choose(*region, Limits(4, money_yi=4.5))
    assert found.left_out == {"money_yi": ("d.x",)}
    assert set(found.segments) == {"c.x"}
    assert found.used["money_yi"] == pytest.approx(4)  # two at 2; a third would cost 6
    assert found.guaranteed == 0.0


def test_no_power_no_power_hungry_landing(region) -> None:
    assert choose(*region, Limits(2, high_power=0)).steps == ()


def test_the_frontier_never_falls(region) -> None:
    rows = frontier(*region, Limits(4))
    values = [r["value"] for r in rows]
    assert values == sorted(values)
    assert all(r["value"] <= r["bound"] + CLOSE for r in rows)
    assert [r["k"] for r in rows] == [1, 2, 3, 4]
