"""Greedy choice against brute force: within its guarantee, under its own upper bound, never over a limit."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from graph.gaps.find import find_gaps
from graph.gaps.portfolio import COPIES, GUARANTEE, Budget, LandingWorth, choose, cost_of, frontier
from graph.measures.network import Network
from graph.measures.submodular import TINY, LazyRun, greedy
from graph.region.footprint import footprint

CLOSE = 1e-9


def sets(n: int, k: int) -> Iterator[tuple[int, ...]]:
    """All choices of at most k landings in n segments, each up to `COPIES` times."""
    for size in range(k + 1):
        for rows in itertools.combinations_with_replacement(range(n), size):
            if all(rows.count(i) <= COPIES for i in set(rows)):
                yield rows


def worth_of(model: LandingWorth, rows: tuple[int, ...]) -> float:
    state = model.fresh()
    for i in rows:
        state.land(i)
    return state.worth()


def best(model: LandingWorth, k: int, costs, caps) -> float:
    return max(
        worth_of(model, rows) for rows in sets(len(model.x), k) if (costs[list(rows)].sum(axis=0) <= caps + CLOSE).all()
    )


@st.composite
def models(draw) -> LandingWorth:
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    n, buyers = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    value = rng.random(n) / n
    return LandingWorth(
        value, rng.random(n) * 7, rng.random((n, buyers)) * (rng.random((n, buyers)) < 0.6), rng.random(buyers) * 9
    )


@settings(max_examples=60)
@given(model=models(), k=st.integers(1, 3))
def test_under_a_number_alone_greedy_keeps_its_guarantee(model: LandingWorth, k: int) -> None:
    none = np.zeros((len(model.x), 0))
    rows, bound = greedy(model, [k], none, np.zeros(0), COPIES)[k]
    most = best(model, k, none, np.zeros(0))
    assert worth_of(model, tuple(rows)) >= GUARANTEE * most - CLOSE
    assert most <= bound + CLOSE
    assert len(rows) <= k


@settings(max_examples=60)
@given(model=models(), k=st.integers(1, 3), seed=st.integers(0, 10_000))
def test_under_two_budgets_the_bound_holds_and_nothing_is_overspent(model: LandingWorth, k: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    costs, caps = rng.random((len(model.x), 2)), rng.random(2) * 2
    rows, bound = greedy(model, [k], costs, caps, COPIES)[k]
    most = best(model, k, costs, caps)
    assert (costs[rows].sum(axis=0) <= caps + CLOSE).all()
    assert worth_of(model, tuple(rows)) <= most + CLOSE
    assert most <= bound + CLOSE
    assert worth_of(model, tuple(rows)) >= most / 3 - CLOSE  # better of two greedy runs; (1 − 1/e)/2 for one budget


@settings(max_examples=60)
@given(model=models(), data=st.data())
def test_worth_is_monotone_and_submodular(model: LandingWorth, data) -> None:
    """One more landing never harms, and never helps a larger set more."""
    rows = data.draw(st.lists(st.integers(0, len(model.x) - 1), max_size=3))
    more = data.draw(st.lists(st.integers(0, len(model.x) - 1), max_size=2))
    extra = data.draw(st.integers(0, len(model.x) - 1))
    small, large = tuple(rows), tuple(rows + more)
    gain = [worth_of(model, (*s, extra)) - worth_of(model, s) for s in (small, large)]
    assert gain[1] >= -CLOSE
    assert gain[0] >= gain[1] - CLOSE


@given(model=models(), rows=st.lists(st.integers(0, 0), max_size=3))
def test_gains_are_what_a_landing_adds(model: LandingWorth, rows: list[int]) -> None:
    state = model.fresh()
    for i in rows:
        state.land(i)
    gains = state.gains()
    for i, gain in enumerate(gains):
        assert gain == pytest.approx(worth_of(model, (*rows, i)) - worth_of(model, tuple(rows)), abs=1e-12)
        assert state.gain(i) == pytest.approx(gain, abs=1e-15)


def test_worth_by_hand() -> None:
    """Weights 0.6 and 0.4, both empty; one buyer of strength 9 lacks 0.5 of a and 0.2 of b.

    One landing in a: completeness 0.6 · 2/6 = 0.2; need 0.5 of the reachable 1 − 0.5·0.8 = 0.6, that is 5/6.
    """
    model = LandingWorth(np.array([0.6, 0.4]), np.zeros(2), np.array([[0.5], [0.2]]), np.array([9.0]))
    model.land(0)
    assert model.parts() == pytest.approx((0.2, 5 / 6))
    assert model.worth() == pytest.approx((0.2 + 5 / 6) / 2)


def test_three_landings_fill_a_segment_and_a_fourth_adds_nothing() -> None:
    model = LandingWorth(np.array([1.0]), np.zeros(1), np.zeros((1, 1)), np.zeros(1))
    assert [worth_of(model, (0,) * n) for n in range(5)] == pytest.approx([0, 1 / 6, 1 / 3, 1 / 2, 1 / 2])


# -- lazy is eager ---------------------------------------------------------------------------------


def eager(model: LandingWorth, k: int, costs, caps, per_cost: bool) -> list[int]:
    """Greedy as it is written down: every candidate is evaluated before every choice; the first of equals is taken."""
    state, left, rows = model.fresh(), caps.copy(), []
    weight = TINY + (costs / np.maximum(caps, TINY)).max(axis=1) if per_cost else np.ones(len(costs))
    while len(rows) < k:
        gains = np.array([state.gain(i) for i in range(len(costs))])
        fits = (costs <= left + TINY).all(axis=1) & (gains > TINY)
        if not fits.any():
            break
        pick = int(np.argmax(np.where(fits, gains / weight, -np.inf)))
        state.land(pick)
        left = left - costs[pick]
        rows.append(pick)
    return rows


def eager_bound(model: LandingWorth, k: int, costs, caps, rows: list[list[int]]) -> float:
    """The least of f(S) + the best fractional set of gains, over all sets S that these runs met."""
    found = np.inf
    for run in rows:
        for n in range(len(run) + 1):
            state = model.fresh()
            for i in run[:n]:
                state.land(i)
            times = np.where((costs > caps + TINY).any(axis=1), 0, COPIES)
            program = linprog(
                -state.gains(), np.vstack([np.ones(len(costs)), costs.T]), [k, *caps], bounds=[(0, t) for t in times]
            )
            found = min(found, state.worth() - program.fun)
    return found


@st.composite
def tasks(draw) -> tuple[LandingWorth, np.ndarray, np.ndarray]:
    """Models with costs under caps; half of them in coarse steps, so that many candidates are worth the same."""
    rng = np.random.default_rng(draw(st.integers(0, 100_000)))
    n, buyers, limits = draw(st.integers(1, 12)), draw(st.integers(1, 4)), draw(st.integers(0, 2))
    steps = draw(st.sampled_from([2, 4, 10**6]))

    def some(*shape: int) -> np.ndarray:
        return np.ceil(rng.random(shape) * steps) / steps

    model = LandingWorth(
        some(n) / n,
        some(n) * 7 * (rng.random(n) < 0.6),
        some(n, buyers) * (rng.random((n, buyers)) < 0.5) * 0.9,
        some(buyers) * 9,
    )
    return model, some(n, limits), some(limits) * 3


@settings(max_examples=300)
@given(task=tasks(), k=st.integers(1, 8), per_cost=st.booleans())
def test_the_lazy_run_is_the_eager_one(task, k: int, per_cost: bool) -> None:
    model, costs, caps = task
    per_cost = per_cost and len(caps) > 0
    weight = TINY + (costs / np.maximum(caps, TINY)).max(axis=1) if per_cost else np.ones(len(costs))
    run = LazyRun(model.fresh(), costs, caps, weight)
    while len(run.rows) < k and run.grow():
        pass
    assert run.rows == eager(model, k, costs, caps, per_cost)
    assert run.values[-1] == worth_of(model, tuple(run.rows))


@settings(max_examples=60)
@given(task=tasks(), k=st.integers(1, 6))
def test_choice_and_bound_for_all_numbers_are_those_of_each(task, k: int) -> None:
    model, costs, caps = task
    found = greedy(model, range(1, k + 1), costs, caps, COPIES)
    for number, (rows, bound) in found.items():
        runs = [eager(model, number, costs, caps, per_cost) for per_cost in ((False, True) if len(caps) else (False,))]
        assert rows == max(runs, key=lambda r: worth_of(model, tuple(r)))
        least = eager_bound(model, number, costs, caps, runs)
        assert bound == pytest.approx(max(least, worth_of(model, tuple(rows))), abs=1e-7)


def test_nothing_to_choose() -> None:
    """No landing allowed, or no candidate: an empty set, worth nothing, and no more can be had."""
    one = LandingWorth(np.array([1.0]), np.zeros(1), np.zeros((1, 1)), np.zeros(1))
    none = LandingWorth(np.zeros(0), np.zeros(0), np.zeros((0, 1)), np.ones(1))
    for caps in (np.zeros(0), np.ones(1)):
        assert greedy(one, [0], np.ones((1, len(caps))), caps, COPIES) == {0: ([], 0.0)}
        assert greedy(none, [2], np.ones((0, len(caps))), caps, COPIES) == {2: ([], 0.0)}


def test_lazy_evaluates_little() -> None:
    """Two hundred candidates whose gains differ: ten are chosen with a tenth of the evaluations."""

    class Counted(LandingWorth):
        asked = 0

        def gain(self, i: int) -> float:
            Counted.asked += 1
            return super().gain(i)

    rng = np.random.default_rng(3)
    n = 200
    lack = rng.random((n, 40)) * (rng.random((n, 40)) < 0.05)
    model = Counted(rng.random(n) / n, np.zeros(n), lack, rng.random(40) * 9)
    rows, _ = greedy(model, [10], np.zeros((n, 0)), np.zeros(0), COPIES)[10]
    asked = Counted.asked
    assert rows == eager(model, 10, np.zeros((n, 0)), np.zeros(0), per_cost=False)
    assert Counted.asked - asked == 10 * n
    assert asked < n


# -- over a region ----------------------------------------------------------------------------------


@pytest.fixture
def region(make, fresh, regions):
    """Two chains of three; c.x and d.x are missing for strong buyers, d.x twice as valuable; d.x's cost is unknown."""

    def chain(name: str, **siting):
        made = make.chain(
            name, ["x", "y", "z"], [make.link(f"{name}.x", f"{name}.y"), make.link(f"{name}.y", f"{name}.z")]
        )
        first = make.segment(f"{name}.x", **siting)
        return type(made)(
            *(getattr(made, f) for f in ("id", "name", "name_en", "set", "description")),
            (first, *made.segments[1:]),
            made.links,
        )

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
    found = choose(*region, Budget(2))
    assert set(found.segments) == {"c.x", "d.x"}
    assert found.guaranteed == pytest.approx(1 - 1 / np.e)
    assert found.value <= found.bound + CLOSE
    assert found.unknown["money_yi"] == ("d.x",)  # said, not guessed


def test_an_unknown_cost_under_a_limit_is_left_out_and_named(region) -> None:
    found = choose(*region, Budget(4, money_yi=4.5))
    assert found.left_out == {"money_yi": ("d.x",)}
    assert set(found.segments) == {"c.x"}
    assert found.used["money_yi"] == pytest.approx(4)  # two at 2; a third would cost 6
    assert found.guaranteed == 0.0


def test_no_power_no_power_hungry_landing(region) -> None:
    assert choose(*region, Budget(2, high_power=0)).steps == ()


def test_the_frontier_never_falls(region) -> None:
    rows = frontier(*region, Budget(4))
    values = [r["value"] for r in rows]
    assert values == sorted(values)
    assert all(r["value"] <= r["bound"] + CLOSE for r in rows)
    assert [r["k"] for r in rows] == [1, 2, 3, 4]
