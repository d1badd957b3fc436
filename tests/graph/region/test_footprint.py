"""What a region has: weights, coverage, the network, what `without` hides."""

from __future__ import annotations

import itertools

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.measures import formulas
from graph.measures.network import Network
from graph.model.records import MICRO
from graph.region.coverage import coverage
from graph.region.footprint import footprint, local_weight

# -- weights ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seat", "sites", "region", "part"),
    [
        ("410700", (), "410700", 1.0),  # seat in the city
        ("410783", (), "410700", 1.0),  # seat in a county of the city
        ("410783", (), "410783", 1.0),
        ("410700", (), "410783", 0.0),  # the city is not in the county
        ("440300", ("410783",), "410700", 0.4),  # a plant
        ("440300", ("410783", "410721"), "410700", 0.4),  # two plants count once
        ("440300", ("410783",), "410721", 0.0),
        ("410783", ("410721",), "410700", 1.0),  # the seat outweighs the plant
        ("410783", ("410721",), "410721", 0.4),
        ("410100", ("440300",), "410000", 1.0),  # province
        ("440300", ("410100",), "410000", 0.4),
        ("310115", (), "310000", 1.0),
        ("", (), "410700", 0.0),
        ("440300", (), "410700", 0.0),
    ],
)
def test_local_weight(make, seat: str, sites: tuple[str, ...], region: str, part: float) -> None:
    member = make.member("f", "toy.ore", seat, size=2.5, confidence=0.8, sites=sites)
    assert local_weight(member, region) == round(part * 2 * MICRO)  # 0.8 × 2.5 = 2


@given(conf=st.integers(0, MICRO), size=st.integers(300_000, 30 * MICRO))
def test_a_plant_weighs_less_than_a_seat(make, conf: int, size: int) -> None:
    seat = make.member("f", "toy.ore", "410700", size / MICRO, conf / MICRO)
    plant = make.member("f", "toy.ore", "440300", size / MICRO, conf / MICRO, ("410700",))
    assert 0 <= local_weight(plant, "410700") <= local_weight(seat, "410700") <= size


# -- coverage -----------------------------------------------------------------------------------


def listed(**sources: range) -> dict[str, set[str]]:
    out: dict[str, set[str]] = {}
    for name, numbers in sources.items():
        for i in numbers:
            out.setdefault(f"f{i}", set()).add(name)
    return out


def test_chapman_by_hand() -> None:
    """20 and 15 firms, 10 in common: N̂ = 21·16/11 − 1 = 29.545…; 25 known → 0.846."""
    found = coverage(listed(a=range(20), b=range(10, 25)))
    assert found.estimate == pytest.approx(25 / (21 * 16 / 11 - 1))
    assert (found.firms, found.sources, found.method) == (25, {"a": 20, "b": 15}, "chapman")


def test_chapman_takes_the_two_largest() -> None:
    """A third, smaller source is counted but does not speak."""
    found = coverage(listed(a=range(20), b=range(10, 25), c=range(100, 105)))
    assert found.estimate == pytest.approx(25 / (21 * 16 / 11 - 1))
    assert (found.firms, found.sources["c"]) == (30, 5)


def test_identical_sources_claim_everything() -> None:
    """n₁ = n₂ = m: N̂ is the number of firms."""
    assert coverage(listed(a=range(12), b=range(12))).estimate == 1.0


@pytest.mark.parametrize(
    ("origins", "method"),
    [
        ({}, "one_source"),
        (listed(a=range(30)), "one_source"),
        (listed(a=range(30), b=range(26, 60)), "too_few_in_common"),  # 4 in common
    ],
)
def test_nothing_to_tell(origins: dict[str, set[str]], method: str) -> None:
    found = coverage(origins)
    assert (found.estimate, found.method, found.firms) == (None, method, len(origins))


def test_five_in_common_are_enough() -> None:
    assert coverage(listed(a=range(30), b=range(25, 60))).method == "chapman"


def test_tables_of_one_source_are_one_source() -> None:
    """`shipped:textile` and `shipped:equipment` are the same hand."""
    found = coverage({f"f{i}": {"shipped:textile", "shipped:equipment"} for i in range(20)})
    assert (found.estimate, found.sources) == (None, {"shipped": 20})


def test_recovers_a_known_coverage() -> None:
    """1,000 firms, two sources that each list 40% by chance: together 64%, and so says the estimate."""
    rng = np.random.default_rng(5)
    estimates = []
    for _ in range(20):
        a, b = rng.random(1000) < 0.4, rng.random(1000) < 0.4
        origins = {f"f{i}": {n for n, on in (("a", a[i]), ("b", b[i])) if on} for i in range(1000) if a[i] or b[i]}
        estimates.append(coverage(origins).estimate)
    assert np.mean(estimates) == pytest.approx(0.64, abs=0.02)


@given(st.dictionaries(st.integers(0, 60), st.sets(st.sampled_from(["a", "b", "c"]), min_size=1)))
def test_coverage_is_a_share(origins: dict[int, set[str]]) -> None:
    found = coverage({str(k): v for k, v in origins.items()})
    assert found.estimate is None or 0 < found.estimate <= 1
    assert found.firms == len(origins)


# -- the network --------------------------------------------------------------------------------


def test_network_of_two_chains(make) -> None:
    """Reach against networkx: 1 at one link, 0.5 at two. Position is counted within the segment's own chain."""
    links = [make.link(f"one.{a}", f"one.{b}") for a, b in itertools.pairwise("abcde")]
    across = [make.link("one.c", "two.x"), make.link("two.x", "two.y"), make.link("two.x", "two.y", 0.1, "service")]
    one, two = make.chain("one", "abcde", links, a=0.2, b=0.8), make.chain("two", "xy", across)
    net = Network((one, two))
    assert net.ids == ("one.a", "one.b", "one.c", "one.d", "one.e", "two.x", "two.y")
    graph = nx.DiGraph([(k.source_id, k.target_id) for k in (*one.links, *two.links)])
    length = dict(nx.all_pairs_shortest_path_length(graph))
    for (i, s), (j, t) in itertools.product(enumerate(net.ids), repeat=2):
        steps = length[s].get(t, 99)
        assert net.reach[i, j] == {1: 1.0, 2: 0.5}.get(steps, 0.0)
        assert net.adjacent[i, j] == (steps == 1)
    # Parallel links add up, a service counting 0.8 of its share.
    assert net.shares[net.row["two.x"], net.row["two.y"]] == pytest.approx(0.3 + 0.8 * 0.1)
    # Value weights: one has 0.2, 0.8 and the default 0.5 thrice; two has 0.5 twice.
    assert net.value == pytest.approx([0.25, 1, 0.625, 0.625, 0.625, 1, 1])
    # Paths through b: a to c, d, e; through c: a, b to d, e; through d: a, b, c to e. Chain two has none.
    assert net.position == pytest.approx([0, 3 / 4, 1, 3 / 4, 0, 0, 0])


@pytest.mark.parametrize(
    ("kind", "drawn"), [("material", 0.5), ("component", 0.5), ("service", 0.4), ("equipment", 0.25), ("channel", 0.1)]
)
def test_what_a_kind_of_link_draws(make, kind: str, drawn: float) -> None:
    """Half of the buyer's cost, weighed: what goes in whole, services 0.8, machines 0.5, channels 0.2."""
    net = Network((make.chain("one", "ab", [make.link("one.a", "one.b", 0.5, kind)]),))
    assert net.shares.tolist() == [[0, pytest.approx(drawn)], [0, 0]]
    assert net.adjacent.tolist() == [[0, 1], [0, 0]]  # linked all the same


# -- the footprint ------------------------------------------------------------------------------


def test_strength_here_and_elsewhere(town) -> None:
    foot = town(cell=(0.5,), car=())
    x = dict(zip(foot.network.ids, foot.x, strict=True))
    assert x == {"toy.ore": 9, "toy.powder": 9, "toy.cell": 0.5, "toy.pack": 9, "toy.car": 0}
    there = dict(zip(foot.network.ids, foot.elsewhere, strict=True))
    assert there == {"toy.ore": 9, "toy.powder": 9, "toy.cell": 9, "toy.pack": 18, "toy.car": 18}


def test_a_firm_with_a_plant_here_is_local_and_no_candidate(make, town) -> None:
    """It is seated elsewhere, so it still counts as the country's; its plant brings 0.4 of its 5 units."""
    plant = make.member("plant", "toy.cell", "440300", 5.0, sites=("410783",))
    foot = town(cell=(1,), extra=[plant])
    assert foot.by_segment["toy.cell"] == [("plant", 2 * MICRO), ("cell1", MICRO)]
    assert [f for f, _ in foot.candidates["toy.cell"]] == ["410100-cell"]
    assert foot.elsewhere[foot.network.row["toy.cell"]] == 9 + 5


def test_lists_are_strongest_first_then_by_id(make, town) -> None:
    rows = [make.member(f, "toy.car", "440300", s) for f, s in (("b", 2.0), ("a", 2.0), ("z", 20.0))]
    foot = town(car=(1, 3, 3), extra=rows)
    assert [f for f, _ in foot.by_segment["toy.car"]] == ["car2", "car3", "car1"]
    assert [f for f, _ in foot.candidates["toy.car"]] == ["z", "410100-car", "440300-car", "a", "b"]


def test_density_by_hand(town) -> None:
    """With no car here. RCA ≥ 1: ore, powder in 新乡, 苏州; cell in 新乡, 郑州; pack, car in 深圳, 郑州 (pack in
    新乡 is 9 where 27·36/99 = 9.8 is its share).

    φ: ore–powder 1, pack–car 1, ore–cell, powder–cell, cell–pack, cell–car ½. Here are ore, powder, cell, pack.
    So ore 1.5/1.5, powder the same, cell 1.5/2, pack 0.5/1.5, car 1.5/1.5."""
    foot = town(car=())
    found = dict(zip(foot.network.ids, foot.density, strict=True))
    expected = {"toy.ore": 1, "toy.powder": 1, "toy.cell": 0.75, "toy.pack": 1 / 3, "toy.car": 1}
    assert found == pytest.approx(expected)


def test_quotient_is_taken_within_the_chain(town) -> None:
    """13 firms here. Elsewhere 1, 1, 1, 2, 2 of 7: so 13/7 and 26/7 are expected, in the order of the ids."""
    foot = town(ore=(3,))
    assert foot.network.ids == ("toy.car", "toy.cell", "toy.ore", "toy.pack", "toy.powder")
    here, there = np.array([3.0, 3, 1, 3, 3]), np.array([2.0, 1, 1, 2, 1])
    for found, expected in zip(foot.quotient, formulas.shrunk_quotient(here, 13 * there / 7), strict=True):
        assert found == pytest.approx(expected)


# -- without ------------------------------------------------------------------------------------


def test_without_hides_local_memberships_only(make, town, regions) -> None:
    """The firm with two segments stays in the other one, the country keeps its cells, coverage stays."""
    both = [make.member("both", "toy.cell", size=4), make.member("both", "toy.pack", size=4)]
    plant = make.member("plant", "toy.cell", "440300", 5.0, sites=("410783",))
    full = town(extra=[*both, plant], sources={"甲": ["both", "plant", "cell1"], "乙": ["both", "cell1"]})
    foot = footprint(town.store, regions, "410700", without=("toy.cell",))
    assert "toy.cell" not in foot.by_segment
    assert foot.x[foot.network.row["toy.cell"]] == 0
    assert "both" in [f for f, _ in foot.by_segment["toy.pack"]]
    assert foot.x[foot.network.row["toy.pack"]] == full.x[full.network.row["toy.pack"]] == 9 + 4
    assert [f for f, _ in foot.candidates["toy.cell"]] == ["410100-cell"]
    assert foot.coverage == full.coverage
    assert foot.coverage.firms == 3


def test_members_can_be_handed_in(town, regions) -> None:
    foot = town(cell=(2, 1))
    again = footprint(town.store, regions, "410700", foot.network, members=town.store.members())
    assert again.x.tolist() == foot.x.tolist()
    assert again.density.tolist() == foot.density.tolist()


def test_a_membership_in_an_unknown_segment_is_no_part_of_it(make, town) -> None:
    foot = town(extra=[make.member("odd", "toy.retired", size=9)])
    assert {m.segment_id for m in foot.local} == {f"toy.{n}" for n in ("ore", "powder", "cell", "pack", "car")}
    assert foot.x.sum() == 45
