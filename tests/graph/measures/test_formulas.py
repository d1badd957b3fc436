"""Each measure against an oracle: explicit loops, a worked example, or a known truth recovered."""

from __future__ import annotations

import itertools
import random

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import stats

from graph.measures import formulas
from graph.model.records import MICRO, Member
from graph.model.regions import Regions

CODES = ["410700", "410783", "410100", "419001", "310115", "310100", "440300", "410000", "999999", ""]
SEGMENTS = ["a.x", "a.y", "b.z"]

members = st.lists(
    st.builds(
        Member,
        firm_id=st.sampled_from(["f1", "f2", "f3"]),
        segment_id=st.sampled_from([*SEGMENTS, "not.there"]),
        confidence=st.integers(0, MICRO),
        size=st.integers(300_000, 30 * MICRO),
        region=st.sampled_from(CODES),
        sites=st.lists(st.sampled_from(CODES), max_size=4).map(tuple),
    ),
    max_size=12,
)


# -- strength ------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(rows=members)
def test_strength_brute_force(regions: Regions, rows: list[Member]) -> None:
    """Cell by cell: the whole of a firm in its seat's city, 0.4 of it in each other city with a site."""
    cities = ["410700", "410100", "419001", "310000"]
    found = formulas.strength(rows, SEGMENTS, cities, regions.city_of)
    for i, j in itertools.product(range(len(SEGMENTS)), range(len(cities))):
        total = 0
        for m in rows:
            whole = m.confidence * m.size // 1_000_000
            if m.segment_id != SEGMENTS[i]:
                continue
            if regions.city_of(m.region) == cities[j]:
                total += whole
            elif cities[j] in [regions.city_of(s) for s in m.sites]:
                total += whole * 4 // 10
        assert found[i, j] == total
    assert found.dtype == np.int64


@settings(max_examples=30)
@given(rows=members, seed=st.integers(0, 1000))
def test_strength_ignores_the_order_of_rows(regions: Regions, rows: list[Member], seed: int) -> None:
    cities = regions.cities()
    shuffled = random.Random(seed).sample(rows, len(rows))
    one, two = (formulas.strength(r, SEGMENTS, cities, regions.city_of) for r in (rows, shuffled))
    assert one.tobytes() == two.tobytes()


def test_strength_where_floats_would_drift(make, regions: Regions) -> None:
    """0.1 added ten thousand times is 1000 here; as floats it is not."""
    rows = [make.member(f"f{i}", "a.x", size=1.0, confidence=0.1) for i in range(10_000)]
    assert sum([0.1] * 10_000) != 1000.0
    assert formulas.strength(rows, ["a.x"], ["410700"], regions.city_of)[0, 0] == 1000 * MICRO


# -- specialisation, a 4 × 4 worked on paper ----------------------------------------------------

# Rows are segments, columns regions. Row sums 12, 8, 8, 4; column sums 10, 10, 8, 4; total 32.
MATRIX = np.array([[8.0, 4, 0, 0], [2, 4, 2, 0], [0, 2, 6, 0], [0, 0, 0, 4]])
# Expected under independence (row sum × column sum / 32):
#   3.75 3.75 3   1.5
#   2.5  2.5  2   1
#   2.5  2.5  2   1
#   1.25 1.25 1   0.5
# so RCA ≥ 1 in
PRESENCE = np.array([[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 0], [0, 0, 0, 1]], dtype=bool)
# (segment 1 in region 2 holds exactly its share: 2 of 2, RCA = 1, which counts).
# Ubiquity 2, 2, 1, 1; together (0,1) 1, (1,2) 1, none else; φ = together / larger ubiquity:
PROXIMITY = np.array([[0, 0.5, 0, 0], [0.5, 0, 0.5, 0], [0, 0.5, 0, 0], [0, 0, 0, 0]])
# Density of each segment (rows) in each region (columns): Σ φ·M / Σ φ.
#   segment 0 knows only segment 1: present in regions 1, 2
#   segment 1 knows 0 and 2, half each: region 0 has 0; region 1 has 0; region 2 has 2
#   segment 2 knows only segment 1; segment 3 knows nobody
DENSITY = np.array([[0, 1, 1, 0], [0.5, 0.5, 0.5, 0], [0, 1, 1, 0], [0, 0, 0, 0]])


def test_specialised_by_hand() -> None:
    assert formulas.specialised(MATRIX).tolist() == PRESENCE.tolist()
    assert not formulas.specialised(np.zeros((2, 2))).any()


def test_proximity_by_hand() -> None:
    assert formulas.proximity(PRESENCE) == pytest.approx(PROXIMITY)


def test_density_by_hand() -> None:
    assert formulas.relatedness_density(PROXIMITY, PRESENCE.astype(float)) == pytest.approx(DENSITY)
    assert formulas.relatedness_density(PROXIMITY, PRESENCE[:, 2].astype(float)) == pytest.approx(DENSITY[:, 2])


@given(presence=hnp.arrays(bool, st.tuples(st.integers(1, 6), st.integers(1, 6))))
def test_proximity_is_the_smaller_conditional(presence: np.ndarray) -> None:
    found = formulas.proximity(presence)
    for i, j in itertools.product(range(len(presence)), repeat=2):
        both, n_i, n_j = (presence[i] & presence[j]).sum(), presence[i].sum(), presence[j].sum()
        expected = 0 if i == j or not n_i or not n_j else min(both / n_i, both / n_j)
        assert found[i, j] == pytest.approx(expected)
    assert found.tolist() == found.T.tolist()


@given(
    matrix=hnp.arrays(float, (4, 3), elements=st.integers(0, 50).map(float)), scale=st.sampled_from([0.25, 2.0, 8.0])
)
def test_specialised_knows_no_unit(matrix: np.ndarray, scale: float) -> None:
    """Strength in other units does not change who is specialised in what; each held segment has a specialist."""
    found = formulas.specialised(matrix)
    assert formulas.specialised(matrix * scale).tolist() == found.tolist()
    assert [bool(row.any()) for row in found] == [bool(row.sum()) for row in matrix]


# -- shrunk quotient ----------------------------------------------------------------------------


amounts = hnp.arrays(float, 6, elements=st.floats(0, 200).map(lambda v: round(v, 3)))
exposures = hnp.arrays(float, 6, elements=st.floats(0.05, 100).map(lambda v: round(v, 3)))


@given(observed=amounts, expected=exposures)
def test_shrunk_mean_lies_between_prior_and_raw(observed: np.ndarray, expected: np.ndarray) -> None:
    prior = max(observed.sum() / expected.sum(), 1e-3)
    mean, _, _ = formulas.shrunk_quotient(observed, expected)
    raw = observed / expected
    assert (mean >= np.minimum(raw, prior) - 1e-9).all()
    assert (mean <= np.maximum(raw, prior) + 1e-9).all()


@given(observed=amounts, expected=exposures)
def test_interval_contains_the_mean(observed: np.ndarray, expected: np.ndarray) -> None:
    """Where at least half a firm was seen; with none in sight a skewed posterior may put its mean above, see below."""
    mean, low, high = formulas.shrunk_quotient(observed, expected)
    seen = observed >= 0.5
    assert (low <= high).all()
    assert (low >= 0).all()
    assert (low[seen] <= mean[seen]).all()
    assert (mean[seen] <= high[seen]).all()


def test_interval_contains_the_mean_of_an_empty_segment() -> None:
    mean, _, high = formulas.shrunk_quotient(np.array([200.0] + [0.0] * 39), np.ones(40))
    assert mean[1] <= high[1]


def test_more_data_is_narrower() -> None:
    """Three segments with the same raw quotient of 1 and 1, 10, 100 times the firms, in one region."""
    mean, low, high = formulas.shrunk_quotient(np.array([2.0, 20, 200, 0, 90]), np.array([2.0, 20, 200, 20, 20]))
    width = high - low
    assert width[0] > width[1] > width[2]
    pull = abs(mean[:3] - 1)
    assert pull[0] > pull[1] > pull[2]


def test_recovers_a_known_rate() -> None:
    """Poisson counts around a planted quotient: the mean comes near it and the 80% interval holds it about 80 times
    in 100. Shrinkage beats the raw quotient where firms are few."""
    rng = np.random.default_rng(7)
    theta = rng.gamma(4.0, 0.25, size=2000)  # mean 1, variance 1/4
    expected = rng.uniform(0.5, 6.0, size=2000)
    observed = rng.poisson(expected * theta).astype(float)
    mean, low, high = formulas.shrunk_quotient(observed, expected)
    assert ((low <= theta) & (theta <= high)).mean() == pytest.approx(0.8, abs=0.04)
    assert np.sqrt(((mean - theta) ** 2).mean()) < 0.7 * np.sqrt(((observed / expected - theta) ** 2).mean())
    # One segment truly at 0.4 and one at 3, with enough firms to tell.
    observed[0], expected[0], observed[1], expected[1] = 160.0, 400.0, 1200.0, 400.0
    mean, low, high = formulas.shrunk_quotient(observed, expected)
    assert mean[:2] == pytest.approx([0.4, 3.0], rel=0.05)


@settings(max_examples=30)
@given(observed=hnp.arrays(float, (6, 3), elements=st.integers(0, 60).map(float)), exposed=exposures)
def test_many_regions_at_once_are_each_alone(observed: np.ndarray, exposed: np.ndarray) -> None:
    """Shape and rate by column, and quantiles of the Gamma as `scipy.stats` has them."""
    expected = np.outer(exposed, [1.0, 0.5, 3.0])
    shape, rate = formulas.quotient_posterior(observed, expected)
    high = formulas.quotient_high(shape, rate)
    for j in range(3):
        mean, low, above = formulas.shrunk_quotient(observed[:, j], expected[:, j])
        assert shape[:, j] / rate[:, j] == pytest.approx(mean)
        assert high[:, j] == pytest.approx(above)
        assert low == pytest.approx(stats.gamma.ppf(0.1, shape[:, j], scale=1 / rate[:, j]))
        assert above == pytest.approx(np.maximum(stats.gamma.ppf(0.9, shape[:, j], scale=1 / rate[:, j]), mean))


def test_nothing_to_compare_with() -> None:
    mean, low, high = formulas.shrunk_quotient(np.array([3.0, 0.0]), np.zeros(2))
    assert mean.tolist() == low.tolist() == high.tolist() == [0, 0]


# -- links --------------------------------------------------------------------------------------


def test_share_matrix() -> None:
    """Parallel links add up, direction matters, what is not asked for is left out."""
    links = [("a", "b", 0.25), ("a", "b", 0.125), ("b", "a", 0.5), ("a", "elsewhere", 0.9)]
    assert formulas.share_matrix(links, ["a", "b", "c"]).tolist() == [[0, 0.375, 0], [0.5, 0, 0], [0, 0, 0]]


# Shares to three digits: below 1e-300 the oracle itself rounds to 0 or to double.
squares = hnp.arrays(float, (4, 4), elements=st.floats(0, 1).map(lambda v: round(v, 3)))


@given(shares=squares, x=hnp.arrays(float, (4, 3), elements=st.floats(0, 40)))
def test_pull_and_push_by_loops(shares: np.ndarray, x: np.ndarray) -> None:
    pull, push = formulas.demand_pull(shares, x), formulas.supply_push(shares, x)
    for s, r in itertools.product(range(4), range(3)):
        assert pull[s, r] == pytest.approx(sum(shares[s, t] * x[t, r] for t in range(4)))
        assert push[s, r] == pytest.approx(sum(shares[u, s] * x[u, r] for u in range(4)))
    assert formulas.demand_pull(shares, x[:, 0]) == pytest.approx(pull[:, 0])


def test_upstreamness_of_a_line() -> None:
    """ore → cell → car: car 1; cell 1 + 0.9·1; ore 1 + 0.9·1.9, whatever the shares."""
    shares = formulas.share_matrix([("ore", "cell", 0.2), ("cell", "car", 0.6)], ["ore", "cell", "car"])
    assert formulas.upstreamness(shares) == pytest.approx([2.71, 1.9, 1.0])


def test_upstreamness_spreads_over_the_buyers() -> None:
    """s sells 0.3 to t and 0.1 to u, t sells to u: u 1, t 1.9, s 1 + 0.9·(3/4·1.9 + 1/4·1) = 2.5075."""
    shares = formulas.share_matrix([("s", "t", 0.3), ("s", "u", 0.1), ("t", "u", 0.5)], ["s", "t", "u"])
    assert formulas.upstreamness(shares) == pytest.approx([2.5075, 1.9, 1.0])


@given(shares=squares)
def test_upstreamness_is_the_sum_over_all_paths(shares: np.ndarray) -> None:
    """1 + Δ·1 + Δ²·1 + …, each step damped by 0.9 and spread over the buyers; what nobody buys goes to final use."""
    used = shares.sum(axis=1)
    total, reach = np.ones(4), np.ones(4)
    for _ in range(400):
        reach = np.array([0.9 * (shares[s] @ reach) / used[s] if used[s] > 0 else 0.0 for s in range(4)])
        total = total + reach
    assert formulas.upstreamness(shares) == pytest.approx(total, rel=1e-6)


@given(shares=squares)
def test_upstreamness_never_diverges(shares: np.ndarray) -> None:
    """Circles included: between 1 and 1 / (1 − 0.9)."""
    found = formulas.upstreamness(shares)
    assert (found >= 1 - 1e-9).all()
    assert (found <= 10 + 1e-6).all()


@pytest.mark.parametrize(
    ("amounts", "effective", "largest"),
    [
        ([], 0, 0),
        ([0, 0], 0, 0),
        ([5], 1, 1),
        ([2, 2, 2, 2], 4, 0.25),
        ([3, 1], 1 / (9 / 16 + 1 / 16), 0.75),  # 1.6
        ([6, 3, 1], 1 / (0.36 + 0.09 + 0.01), 0.6),
    ],
)
def test_effective_suppliers(amounts: list[float], effective: float, largest: float) -> None:
    assert formulas.effective_suppliers(amounts) == pytest.approx((effective, largest))


@given(amounts=st.lists(st.integers(1, 1000), min_size=1, max_size=8), factor=st.integers(2, 9))
def test_effective_suppliers_counts_equals(amounts: list[int], factor: int) -> None:
    """Between 1 and the number of firms, whatever the unit; n copies of all firms count n times."""
    effective, largest = formulas.effective_suppliers(amounts)
    assert 1 - 1e-9 <= effective <= len(amounts) + 1e-9
    assert largest >= 1 / len(amounts) - 1e-9
    assert formulas.effective_suppliers([a * factor for a in amounts])[0] == pytest.approx(effective)
    assert formulas.effective_suppliers(amounts * factor)[0] == pytest.approx(effective * factor)


edges = st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5)).filter(lambda e: e[0] != e[1]), max_size=14)


@settings(max_examples=50)
@given(edges=edges)
def test_betweenness_by_counting_paths(edges: set[tuple[int, int]]) -> None:
    """Every shortest path written out (networkx), counted through each node, over (n − 1)(n − 2)."""
    graph = nx.DiGraph()
    graph.add_nodes_from("abcdef")
    graph.add_edges_from(("abcdef"[i], "abcdef"[j]) for i, j in edges)
    expected = dict.fromkeys("abcdef", 0.0)
    for source, target in itertools.permutations("abcdef", 2):
        if nx.has_path(graph, source, target):
            paths = list(nx.all_shortest_paths(graph, source, target))
            for node in "abcdef":
                inside = sum(node in p[1:-1] for p in paths)
                expected[node] += inside / len(paths) / (5 * 4)
    found = formulas.betweenness(nx.to_numpy_array(graph) > 0)
    assert found == pytest.approx(np.array(list(expected.values())))
    assert found == pytest.approx(np.array(list(nx.betweenness_centrality(graph).values())))


def test_completeness_by_hand() -> None:
    """Full 1, half full 0.5, empty 0, over-full still 1; weights 4, 2, 1, 1: (4 + 1 + 0 + 1) / 8."""
    x, weights = np.array([6.0, 3, 0, 60]), np.array([4.0, 2, 1, 1])
    assert formulas.completeness(x, weights, 6.0) == 0.75
    assert formulas.completeness(x, np.zeros(4), 6.0) == 0.0


@given(x=hnp.arrays(float, 5, elements=st.floats(0, 20)), more=st.floats(0, 5), i=st.integers(0, 4))
def test_completeness_grows_with_strength(x: np.ndarray, more: float, i: int) -> None:
    weights = np.array([0.5, 0.1, 0.9, 0.3, 0.2])
    after = x.copy()
    after[i] += more
    before, then = formulas.completeness(x, weights, 6.0), formulas.completeness(after, weights, 6.0)
    assert -1e-12 <= before <= then + 1e-12 <= 1 + 1e-9
