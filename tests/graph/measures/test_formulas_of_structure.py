"""Advantage, proximity, density, cuts and suppliers, each against an oracle: by hand, brute force or a package."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from graph.measures import formulas
from graph.model.records import MICRO

# Four segments in four regions, worked by hand: total 24, rows 8, 8, 4, 4, columns 12, 6, 4, 2.
FOUR = np.array([[4.0, 2, 1, 1], [4, 4, 0, 0], [2, 0, 2, 0], [2, 0, 1, 1]])
# x · 24 / (row · column)
ADVANTAGE = np.array([[1, 1, 3 / 4, 3 / 2], [1, 2, 0, 0], [1, 0, 3, 0], [1, 0, 3 / 2, 3]])


def test_advantage_by_hand() -> None:
    assert formulas.advantage(FOUR) == pytest.approx(ADVANTAGE)
    assert np.array_equal(formulas.specialised(FOUR), ADVANTAGE >= 1)


def test_proximity_and_density_by_hand() -> None:
    """Presence 1101, 1100, 1010, 1011: shared 2, 1, 2 with the first, over the larger of the two ubiquities."""
    phi = formulas.proximity(formulas.specialised(FOUR))
    expected = np.array(
        [[0, 2 / 3, 1 / 3, 2 / 3], [2 / 3, 0, 1 / 2, 1 / 3], [1 / 3, 1 / 2, 0, 2 / 3], [2 / 3, 1 / 3, 2 / 3, 0]]
    )
    assert phi == pytest.approx(expected)
    density = formulas.relatedness_density(phi, np.array([1.0, 0, 0, 1]))
    assert density == pytest.approx([(2 / 3) / (5 / 3), 1 / 1.5, 1 / 1.5, (2 / 3) / (5 / 3)])


def test_advantage_of_nothing() -> None:
    assert formulas.advantage(np.zeros((2, 3))).tolist() == [[0, 0, 0], [0, 0, 0]]


def tabled(seed: int) -> tuple[np.ndarray, pd.DataFrame]:
    """A matrix of twelve segments in nine regions, and the same as `ecomplexity` takes it."""
    rng = np.random.default_rng(seed)
    matrix = rng.gamma(0.5, 1, (12, 9)) * rng.gamma(1, 1, (12, 1))
    rows = [("2020", f"r{j}", f"s{i:02}", matrix[i, j]) for i in range(12) for j in range(9)]
    return matrix, pd.DataFrame(rows, columns=["time", "loc", "prod", "val"])


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("seed", [2, 3, 4])
def test_advantage_and_proximity_against_ecomplexity(seed: int) -> None:
    """Its proximity leaves the diagonal in; ours has none."""
    from ecomplexity import ecomplexity, proximity

    matrix, frame = tabled(seed)
    names = {k: k for k in frame.columns}
    rca = ecomplexity(frame, names).pivot(index="prod", columns="loc", values="rca")
    assert formulas.advantage(matrix) == pytest.approx(rca.to_numpy(dtype=float))
    close = proximity(frame, names).pivot(index="prod_1", columns="prod_2", values="proximity").to_numpy(dtype=float)
    ours = formulas.proximity(formulas.specialised(matrix))
    apart = ~np.eye(12, dtype=bool)
    assert ours[apart] == pytest.approx(close[apart])
    assert ours[~apart].tolist() == [0.0] * 12


edges = st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6)).filter(lambda e: e[0] != e[1]), max_size=16)


@settings(max_examples=60)
@given(edges)
def test_cut_off_by_taking_away(pairs: set[tuple[int, int]]) -> None:
    """What no first segment reaches any more once the segment is gone, by search."""
    graph: nx.DiGraph[str] = nx.DiGraph([(f"n{a}", f"n{b}") for a, b in pairs])
    graph.add_nodes_from(f"n{i}" for i in range(7))
    parts = [
        c
        for c in nx.strongly_connected_components(graph)
        if not any(u not in c for n in c for u in graph.predecessors(n))
    ]
    first = {n for c in parts for n in c}
    falls = formulas.cut_off(nx.to_numpy_array(graph) > 0)
    nodes = list(graph)
    found = {n: {nodes[j] for j in np.flatnonzero(row)} for n, row in zip(nodes, falls, strict=True)}
    for gone in graph:
        less = graph.subgraph(set(graph) - {gone})
        reached: set[str] = set()
        for start in first - {gone}:
            reached |= {start, *nx.descendants(less, start)}
        assert found[gone] == set(graph) - reached - {gone}


def test_cut_off_of_a_line_and_a_ring() -> None:
    line = np.eye(4, k=1, dtype=bool)  # ore → powder → cell → car
    assert formulas.cut_off(line)[1].tolist() == [False, False, True, True]
    line[3, 0] = True
    assert not formulas.cut_off(line).any()  # a ring has no first segment: each could begin


@given(hnp.arrays(np.int64, st.integers(0, 20), elements=st.integers(0, 30 * MICRO)), st.randoms(use_true_random=False))
def test_suppliers_by_segment_is_each_alone(amount: np.ndarray, random) -> None:
    segment = np.array([random.randrange(4) for _ in amount], dtype=np.int64)
    effective, largest = formulas.suppliers_by_segment(segment, amount, 4)
    for i in range(4):
        one = formulas.effective_suppliers([v / MICRO for v in amount[segment == i]])
        assert (effective[i], largest[i]) == pytest.approx(one)
