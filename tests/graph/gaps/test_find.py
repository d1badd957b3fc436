"""Planted gaps are found, nothing else is; scores worked by hand; verdicts never touch the kind."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.gaps.find import REASONS, Data, Gap, certainty, find_gaps, landing_effect, reasons, verdict_of
from graph.gaps.kinds_and_scores import (
    ACTION,
    KINDS,
    NONE,
    PRIORITY,
    STRONG,
    UNASKED,
    WEIGHTS,
    Signals,
    kinds_of,
    weighted,
)
from graph.measures.columns import MemberColumns
from graph.measures.network import TURNOVER, Network
from graph.model.records import Siting
from graph.model.regions import Regions
from graph.region.country import Country
from graph.region.coverage import Coverage
from graph.region.footprint import Footprint, footprint
from graph.region.scopes import Listing, Scope
from graph.region.segment_coverage import SegmentCoverage

HOME = "410700"
CALM = {
    "strength": 9.0,
    "pull": 0.0,
    "buyers": [],
    "suppliers": [],
    "quotient_high": 2.0,
    "effective": 3.0,
    "through": False,
    "near": False,
    "implied": False,
}


def kind_of(
    strength: float,
    pull: float,
    buyers: Sequence[float],
    suppliers: Sequence[float],
    quotient_high: float,
    effective: float,
    through: bool,
    near: bool,
    implied: bool = False,
) -> str | None:
    """The kind of one segment, or None where it is no gap; buyers, suppliers: strengths of linked local segments."""
    numbers = [strength, pull, max(buyers, default=0), max(suppliers, default=0), quotient_high, effective]
    flags = [np.array([v]) for v in (through, near, implied)]
    row = int(kinds_of(Signals(*(np.array([v], dtype=float) for v in numbers), *flags))[0])
    return None if row == NONE else KINDS[row]


# -- kinds_of -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        # nothing there
        ({"strength": 0, "buyers": [6], "suppliers": [6]}, "break"),
        ({"strength": 0, "buyers": [0.1, 6], "suppliers": [6, 0.1]}, "break"),
        ({"strength": 0, "buyers": [5.9], "suppliers": [6]}, "missing"),  # wanted, but not between two strong ones
        ({"strength": 0, "buyers": [6], "suppliers": [5.9]}, "missing"),
        ({"strength": 0, "buyers": [0.3]}, "missing"),
        ({"strength": 0, "buyers": [0.29]}, None),  # too faint a buyer
        ({"strength": 0, "buyers": [0.29], "through": True}, "missing"),
        ({"strength": 0, "suppliers": [6], "near": True}, "extension"),
        ({"strength": 0, "suppliers": [5.9], "near": True}, None),  # no strong segment beside it
        ({"strength": 0, "suppliers": [6], "near": False}, None),  # not feasible
        ({"strength": 0, "suppliers": [6], "near": True, "through": True}, "missing"),  # need goes before chance
        ({"strength": 0, "near": True}, None),
        ({"strength": 0, "implied": True}, "missing"),  # nobody here asks, but cities like this one have it
        ({"strength": 0, "suppliers": [6], "near": True, "implied": True}, "missing"),
        ({"strength": 1, "implied": True}, None),
        # something there
        ({"strength": 1, "pull": 3, "buyers": [6]}, "weak"),  # 1 < half of 3
        ({"strength": 1.5, "pull": 3, "buyers": [6]}, None),  # exactly half
        ({"strength": 1, "pull": 0.1, "buyers": [6], "quotient_high": 0.79}, "weak"),  # thin for its chain
        ({"strength": 1, "pull": 0.1, "buyers": [6], "quotient_high": 0.8}, None),
        ({"strength": 6, "pull": 30, "buyers": [60], "quotient_high": 0.1}, None),  # strong is not weak
        ({"strength": 1, "pull": 3, "buyers": [0.29], "quotient_high": 0.1}, None),  # nobody asks for it
        ({"strength": 9, "buyers": [6], "effective": 1.49}, "single_point"),
        ({"strength": 9, "buyers": [6], "effective": 1.5}, None),
        ({"strength": 9, "buyers": [], "effective": 1}, None),
        ({"strength": 1, "pull": 3, "buyers": [6], "effective": 1}, "weak"),  # thin goes before single
        ({"strength": 9, "near": True, "through": True, "suppliers": [9]}, None),
    ],
)
def test_kind_truth_table(given: dict[str, object], kind: str | None) -> None:
    assert kind_of(**{**CALM, **given}) == kind  # type: ignore[arg-type]


some = st.floats(0, 20, allow_nan=False)


@given(
    strength=some,
    pull=some,
    buyers=st.lists(some, max_size=3),
    suppliers=st.lists(some, max_size=3),
    quotient_high=some,
    effective=some,
    through=st.booleans(),
    near=st.booleans(),
)
def test_kind_keeps_its_word(strength: float, buyers: list[float], **rest) -> None:
    """What is absent is missing, broken or an extension; what is present is weak or single; order is nothing."""
    kind = kind_of(strength, rest["pull"], buyers, **{k: v for k, v in rest.items() if k != "pull"})
    absent = {"missing", "break", "extension", None}
    assert kind in (absent if strength <= 0 else {"weak", "single_point", None})
    turned = rest | {"suppliers": rest["suppliers"][::-1]}
    assert kind_of(strength, rest["pull"], buyers[::-1], **{k: v for k, v in turned.items() if k != "pull"}) == kind
    if strength >= STRONG and rest["effective"] >= 1.5:
        assert kind is None


def test_actions() -> None:
    assert ACTION == {
        "missing": "filling",
        "break": "filling",
        "weak": "strengthening",
        "single_point": "strengthening",
        "extension": "extension",
    }


def test_weights_add_up() -> None:
    for action, weights in WEIGHTS.items():
        assert sum(weights.values()) == pytest.approx(PRIORITY[action]), action
        assert min(weights.values()) >= 0


# -- recovery -----------------------------------------------------------------------------------


def kinds(foot) -> dict[str, str]:
    return {g.segment.split(".")[1]: g.kind for g in find_gaps(foot)}


def test_a_full_chain_has_no_gap(town) -> None:
    assert find_gaps(town()) == []


@pytest.mark.parametrize(
    ("planted", "found"),
    [
        ({"cell": ()}, {"cell": "break"}),  # 9 units of powder, 9 of packs, nothing between
        ({"ore": ()}, {"ore": "missing"}),  # powder asks for it, nobody stands before it
        ({"car": ()}, {"car": "extension"}),  # nobody asks; packs are strong, and who makes packs makes cars
        ({"cell": (0.5,)}, {"cell": "weak"}),  # packs pull 0.3·9 = 2.7; 0.5 is under half of it
        ({"cell": (9,)}, {"cell": "single_point"}),
        ({"cell": (20, 1, 1)}, {"cell": "single_point"}),  # 22²/(400 + 2) = 1.2 effective suppliers
        ({"cell": (), "pack": ()}, {"cell": "missing", "pack": "missing"}),  # the path to the cars runs through both
        ({"powder": (2, 1), "cell": ()}, {"cell": "missing"}),  # powder at 3 units is not strong: no break
        ({"ore": (), "cell": (9,)}, {"ore": "missing", "cell": "single_point"}),
    ],
    ids=str,
)
def test_planted_gaps_are_found_and_nothing_else(town, planted, found) -> None:
    assert kinds(town(**planted)) == found


def test_no_extension_where_it_is_far(town) -> None:
    """Cars are only made where nothing else of the chain is: not related to what is here."""
    foot = town(elsewhere={"310000": ("car",), "320500": ("ore", "powder", "cell", "pack")}, car=())
    assert kinds(foot) == {}


def test_a_gap_names_its_neighbours(town) -> None:
    (gap,) = find_gaps(town(cell=()))
    assert [(n.segment, n.share, n.kind, n.strength, n.firms) for n in gap.buyers] == [
        ("toy.pack", 0.3, "material", 9.0, ("pack1", "pack2", "pack3"))
    ]
    assert [(n.segment, n.firms) for n in gap.suppliers] == [("toy.powder", ("powder1", "powder2", "powder3"))]
    assert (gap.local, gap.candidates) == ((), ("410100-cell",))
    assert (gap.chain, gap.action) == ("toy", "filling")
    assert gap.measures["pull"] == gap.measures["push"] == pytest.approx(2.7)
    # Distance from final use: car 1, pack 1.9, cell 1 + 0.9·1.9.
    assert gap.measures["upstreamness"] == pytest.approx(2.71)


def test_one_chain_only(make, town) -> None:
    town(cell=())
    other = make.line("other", ("a", "b"))
    make.fill(town.store, [other], [make.member("b1", "other.b", size=9)])
    foot = footprint(town.store, town.regions, "410700")
    assert {(g.chain, g.kind) for g in find_gaps(foot)} == {("toy", "break"), ("other", "missing")}
    assert [g.segment for g in find_gaps(foot, "other")] == ["other.a"]


def test_brute_force_over_random_regions(make, town) -> None:
    """Twelve regions at random, each kind restated from the firms with plain loops."""
    rng = np.random.default_rng(3)
    names = ("ore", "powder", "cell", "pack", "car")
    links = list(itertools.pairwise(names))
    seen = set()
    for _ in range(12):
        sizes = {n: [float(v) for v in rng.choice([0.3, 1, 3, 7], size=rng.integers(0, 3))] for n in names}
        foot = town(**sizes)
        x = {n: sum(sizes[n]) for n in names}
        found = kinds(foot)
        for n in names:
            buyers = [x[b] for a, b in links if a == n and x[b] > 0]
            suppliers = [x[a] for a, b in links if b == n and x[a] > 0]
            gap = found.get(n)
            seen.add(gap)
            wanted = any(b >= 0.3 for b in buyers)
            if x[n] == 0 and wanted:
                assert gap == ("break" if max(buyers) >= 6 and max(suppliers, default=0) >= 6 else "missing")
            elif x[n] == 0:
                assert gap in (None, "missing", "extension")
                assert gap != "extension" or max(suppliers) >= 6
            elif not wanted:
                assert gap is None
            elif x[n] < 6 and x[n] < 0.5 * 0.3 * sum(buyers):
                assert gap == "weak"
            elif x[n] ** 2 / sum(s**2 for s in sizes[n]) < 1.5:
                assert gap in ("single_point", "weak")
            else:
                assert gap in (None, "weak")
                assert gap is None or x[n] < 6
    assert {"missing", "single_point", None} <= seen


# -- scores -------------------------------------------------------------------------------------


def test_score_by_hand(town) -> None:
    """No cells, and nobody in the rest of the country, so none expected. Pull and push 2.7, so need = base = 2.7/14.7;
    0.3 × 0.3 of what the cars (9) cost hangs on it through packs: 0.81 over itself and 12; full value weight, no
    candidate.
    Nobody in the country serves it, so the data do not support the claim and it keeps three quarters."""
    (gap,) = find_gaps(town(elsewhere={}, cell=()))
    need = 2.7 / (2.7 + 12.0)
    expected = {
        "peers": 0.0,
        "need": need,
        "base": need,
        "consequence": 0.81 / 12.81,
        "value": 1.0,
        "candidates": 0.0,
        "certainty": 0.75,
    }
    assert gap.components == pytest.approx(expected)
    assert gap.score == pytest.approx(0.75 * (0.10 * need + 0.02 * need + 0.03 * 0.81 / 12.81 + 0.03))


def test_a_small_trade_is_demoted_only_where_nothing_can_be_compared() -> None:
    """The verdict stays what it is; the order holds the city against others over the same listed firms."""
    cover = SegmentCoverage(np.array([0.9]), np.array([0.0]), np.array([0.0]))
    codes = np.array([REASONS.index(r) for r in ("small_trades", "poor_coverage", "good_coverage")])
    for compared, kept in ((True, [1.0, 0.75, 1.0]), (False, [0.75, 0.75, 1.0])):
        data = Data(50, 0.9, cover, np.array([True]), np.array([True]), ["listed"], compared)
        assert certainty(data, codes).tolist() == kept


@pytest.mark.parametrize(("estimate", "reason"), [(0.76, "good_coverage"), (0.74, "may_be_missed")])
def test_an_absence_is_confirmed_only_where_three_quarters_are_on_record(estimate: float, reason: str) -> None:
    """Of what is there, 0.6 are enough."""
    cover = SegmentCoverage(np.full(2, estimate), np.zeros(2), np.zeros(2))
    data = Data(90, estimate, cover, np.array([False, False]), np.array([True, False]), ["register"])
    found = reasons(data, np.array([5, 5]), np.array([0, 1]))
    assert [REASONS[c] for c in found] == [reason, "good_coverage"]


def test_weakness_by_hand(town) -> None:
    """Half a unit against the 6 of a strong segment: 1 − 0.5/6.5. Thin is scored at most half as high as absent, and
    with no records behind the firms the claim keeps three quarters."""
    (gap,) = find_gaps(town(cell=(0.5,)))
    assert gap.components["weakness"] == pytest.approx(1 - 0.5 / 6.5)
    assert gap.action == "strengthening"
    need, behind, base = 2.7 / 3.7, 0.81 / 1.81, 2.7 / 3.7
    assert gap.score == pytest.approx(
        0.75 * 0.5 * (0.3 * need + 0.15 * behind + 0.05 * base + 0.35 * (1 - 0.5 / 6.5) + 0.15)
    )


def test_a_need_that_is_no_argument_counts_nothing(town) -> None:
    """Packs of 0.5 units sell 0.25 亿元 each: 0.3 × 0.75 are cells, and the smallest plant sells 2. With packs of 0.4
    it is 0.144, under a tenth; the kind follows from the chain and stays."""
    some, none = (
        next(g for g in find_gaps(town(cell=(), pack=(v, v, v))) if g.segment == "toy.cell") for v in (0.5, 0.4)
    )
    assert some.components["need"] == pytest.approx(0.45 / 12.45)
    assert none.components["need"] == 0.0
    # Nor is an absence as surprising that nobody here asks for, and the less the less it is expected.
    surprising = some.components["peers"]
    assert none.components["peers"] == pytest.approx(surprising * (1 - UNASKED * (1 - surprising)), rel=0.02)
    assert some.kind == none.kind == "missing"


def test_candidates_by_hand(town) -> None:
    """One candidate in the country: ln 2 / ln 31."""
    (gap,) = find_gaps(town(cell=()))
    assert gap.components["candidates"] == pytest.approx(np.log(2) / np.log(31))


def test_peers_is_the_odds_against_four(town) -> None:
    foot = town(cell=())
    (gap,) = find_gaps(foot)
    odds = float(foot.expected.odds[foot.network.row["toy.cell"]])
    assert 0 < odds < np.inf
    assert gap.components["peers"] == pytest.approx(odds / (odds + 4))
    assert gap.measures["chance"] == pytest.approx(odds / (1 + odds))


def full_towns(names=("ore", "powder", "cell", "pack", "car"), cities: int = 6) -> dict[str, tuple[str, ...]]:
    """Other cities that all have these segments."""
    codes = ("110000", "120000", "130100", "130200", "130300", "130400", "130500", "130600")
    return dict.fromkeys(codes[:cities], tuple(names))


@pytest.mark.parametrize(("cities", "found"), [(6, {"car": "missing"}), (4, {})])
def test_what_the_makers_of_all_other_cities_make_as_well_is_missing(
    make, regions: Regions, cities: int, found: dict[str, str]
) -> None:
    """Nobody here buys cars. Elsewhere every maker of packs makes cars too, here none does; five cities or more say
    so, four of them say nothing."""
    members = [make.member(f"h{i}", "toy.pack", HOME, 9) for i in range(5)]
    for city in list(full_towns(cities=cities)):
        for i in range(5):
            members += [make.member(f"{city}{i}", f"toy.{s}", city, 9) for s in ("pack", "car")]
    country = Country.of(MemberColumns.of(members), Network((make.line(),)), regions)
    foot = Footprint(country.network, HOME, country, Coverage(None, 50, {"a": 50}, "one_source"))
    assert {k: v for k, v in kinds(foot).items() if k == "car"} == found


def test_more_need_scores_higher(town) -> None:
    scores = [find_gaps(town(ore=(), powder=(size, size)))[0].score for size in (1, 3, 9)]
    assert scores == sorted(scores)
    assert scores[0] < scores[-1]


@given(values=st.lists(st.floats(0, 1), min_size=8, max_size=8), action=st.sampled_from(sorted(WEIGHTS)))
def test_score_is_in_0_1(values: list[float], action) -> None:
    names = ("peers", "need", "consequence", "base", "weakness", "value", "feasibility", "candidates")
    kind = np.array([next(i for i, k in enumerate(KINDS) if ACTION[k] == action)])
    found = weighted({n: np.array([v]) for n, v in zip(names, values, strict=True)}, kind)[0] / PRIORITY[action]
    assert min(values) - 1e-9 <= found <= max(values) + 1e-9


def test_best_first_ties_by_id(make, town) -> None:
    """Two chains with the same hole are told apart by id only."""
    town()
    chains = [make.line(c, ("a", "b")) for c in ("zeta", "beta")]
    make.fill(town.store, chains, [make.member(f"{c.id}-b", f"{c.id}.b", size=9) for c in chains])
    small = make.line("gamma", ("a", "b"))
    make.fill(town.store, [small], [make.member("gamma-b", "gamma.b", size=1)])
    gaps = find_gaps(footprint(town.store, town.regions, "410700"))
    assert [g.segment for g in gaps] == ["beta.a", "zeta.a", "gamma.a"]
    assert gaps[0].score == gaps[1].score > gaps[2].score


def test_everything_in_bounds(town) -> None:
    for planted in ({"cell": ()}, {"ore": (), "cell": (9,)}, {"car": ()}, {"cell": (0.5,), "ore": ()}):
        for gap in find_gaps(town(**planted)):
            assert 0 <= gap.score <= 1
            assert all(0 <= v <= 1 for v in gap.components.values())
            assert 0 <= gap.interval[0] <= gap.interval[1] <= 1
            assert set(gap.components) == set(WEIGHTS[gap.action]) | {"certainty"}


# -- intervals ----------------------------------------------------------------------------------


def by_own_bootstrap(sizes: dict[str, list[float]], fixed: float) -> tuple[float, float]:
    """The same interval from scratch: draw firms with replacement, add up with loops, score by the formula."""
    firms = [(n, s) for n, group in sizes.items() for s in group]
    rng = np.random.default_rng(99)
    scores = []
    for _ in range(4000):
        x = dict.fromkeys(("ore", "powder", "cell", "pack", "car"), 0.0)
        for k in rng.integers(0, len(firms), len(firms)):
            x[firms[k][0]] += firms[k][1]
        pull, push, after = 0.3 * x["pack"], 0.3 * x["powder"], 0.3 * 0.3 * x["car"]
        need, base, behind = pull / (pull + 12), push / (push + 12), after / (after + 12)
        scores.append(0.10 * need + 0.03 * behind + 0.02 * base + fixed)
    low, high = np.quantile(scores, [0.1, 0.9])
    return float(low), float(high)


def test_interval_against_an_own_bootstrap(town) -> None:
    """Cells missing, nobody elsewhere: value 0.03 is the only fixed part, and the claim keeps three quarters. 200 draws
    against 4,000 of our own."""
    sizes = {"ore": [3.0], "powder": [1.0, 2.0, 0.5], "cell": [], "pack": [2.0, 0.5, 4.0], "car": [3.0, 1.0]}
    (gap,) = [g for g in find_gaps(town(elsewhere={}, **sizes)) if g.segment == "toy.cell"]
    low, high = by_own_bootstrap(sizes, 0.03)
    assert gap.interval == pytest.approx((0.75 * low, 0.75 * high), abs=0.01)
    assert gap.interval[0] < gap.score < gap.interval[1]


def test_interval_is_reproducible(town) -> None:
    one, two = (find_gaps(town(cell=(), pack=(1, 5, 2)))[0] for _ in range(2))
    assert one == two


def test_many_firms_make_a_narrower_interval(town) -> None:
    """The same 9 units of packs in one firm or in thirty."""

    def width(pack) -> float:
        (gap,) = [g for g in find_gaps(town(elsewhere={}, cell=(), pack=pack)) if g.segment == "toy.cell"]
        return gap.interval[1] - gap.interval[0]

    assert width([0.3] * 30) < width((3, 3, 3)) < width((9,))


# -- verdicts -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cover", "candidates", "verdict"),
    [
        (Coverage(1.0, 9, {"a": 9, "b": 9}, "chapman"), 5, ("insufficient_data", "few_firms")),
        (Coverage(0.14, 50, {"a": 9, "b": 9}, "chapman"), 5, ("insufficient_data", "poor_coverage")),
        (Coverage(0.9, 50, {"a": 40, "b": 40}, "chapman"), 0, ("insufficient_data", "nobody_in_country")),
        (Coverage(None, 50, {"a": 50}, "one_source"), 5, ("likely", "one_source")),
        (Coverage(None, 50, {"a": 40, "b": 14}, "too_few_in_common"), 5, ("likely", "too_few_in_common")),
        (Coverage(0.15, 10, {"a": 9, "b": 9}, "chapman"), 1, ("likely", "partial_coverage")),
        (Coverage(0.59, 50, {"a": 40, "b": 40}, "chapman"), 5, ("likely", "partial_coverage")),
        (Coverage(0.74, 50, {"a": 40, "b": 40}, "chapman"), 5, ("likely", "may_be_missed")),
        (Coverage(0.75, 50, {"a": 40, "b": 40}, "chapman"), 5, ("confirmed", "good_coverage")),
    ],
)
def test_verdict_and_kind(town, cover: Coverage, candidates: int, verdict: tuple[str, str]) -> None:
    """Coverage speaks in the verdict, and through it in how much of the score is kept; it touches nothing else."""
    foot = town(cell=(), ore=())
    told = replace(foot, coverage=cover)
    assert verdict_of(told, "toy.cell", candidates) == verdict

    def rest(gap: Gap) -> Gap:
        kept = gap.components["certainty"]
        assert kept == (0.75 if gap.verdict == "insufficient_data" else 1.0)
        whole = {k: round(v, 12) for k, v in gap.components.items() if k != "certainty"}
        span = (round(gap.interval[0] / kept, 12), round(gap.interval[1] / kept, 12))
        return replace(
            gap, verdict="likely", verdict_reason="", components=whole, score=round(gap.score / kept, 12), interval=span
        )

    assert [rest(g) for g in find_gaps(told)] == [rest(g) for g in find_gaps(foot)]
    assert {g.segment: g.kind for g in find_gaps(told)} == {"toy.cell": "break", "toy.ore": "missing"}


def test_verdict_from_real_records(town) -> None:
    """Twelve local firms: unlisted, listed once, listed twice. The kind is the same each time."""
    here = [f"{n}{k}" for n in ("ore", "powder", "pack", "car") for k in (1, 2, 3)]
    found = []
    for sources in (None, {"甲": here}, {"甲": here, "乙": here[2:]}):
        (gap,) = find_gaps(town(cell=(), sources=sources))
        found.append((gap.kind, gap.verdict, gap.verdict_reason))
    assert found == [
        ("break", "insufficient_data", "few_firms"),
        ("break", "likely", "one_source"),
        ("break", "confirmed", "good_coverage"),
    ]


def _with_siting(network: Network, siting: Siting) -> Network:
    """The same chain with other needs of a cell plant."""
    (chain,) = network.chains
    changed = tuple(replace(s, siting=siting) if s.id == "toy.cell" else s for s in chain.segments)
    return Network((replace(chain, segments=changed),))


GOOD = Coverage(0.9, 50, {"甲": 40, "乙": 40}, "chapman")


@pytest.mark.parametrize(
    ("kinds", "least_yi", "verdict"),
    [
        (("register", "listed"), 0.1, ("confirmed", "good_coverage")),
        (("listed", "listed"), 0.1, ("insufficient_data", "small_trades")),  # two lists of listed firms
        (("listed", "listed"), 9.0, ("likely", "narrow_scope")),
        (("above_scale", "listed"), 0.1, ("insufficient_data", "small_trades")),
        (("above_scale", "listed"), 9.0, ("confirmed", "good_coverage")),
    ],
)
def test_a_verdict_says_no_more_than_the_scope_of_its_sources(
    town, kinds: tuple[str, str], least_yi: float, verdict: tuple[str, str]
) -> None:
    foot = town(cell=())
    scopes = {name: Scope(kind) for name, kind in zip(("甲", "乙"), kinds, strict=True)}
    network = _with_siting(foot.network, {"investment_yi": [least_yi, 20.0]})
    country = replace(foot.country, listing=Listing(scopes, {}), network=network)
    told = replace(foot, coverage=GOOD, network=network, country=country)
    assert verdict_of(told, "toy.cell", 5) == verdict


def test_an_absence_in_a_chain_of_single_firms_may_be_missed(town) -> None:
    """Cover of 0.75: where the other segments have three firms each, all of a segment's are hardly missed; where they
    have one each, one in six is."""
    well, badly = town(cell=()), town(cell=(), ore=(3,), powder=(3,), pack=(3,), car=(3,))
    cover = Coverage(0.75, 50, {"a": 40, "b": 40}, "chapman")
    assert verdict_of(replace(well, coverage=cover), "toy.cell", 5) == ("confirmed", "good_coverage")
    assert verdict_of(replace(badly, coverage=cover), "toy.cell", 5) == ("likely", "may_be_missed")
    assert replace(badly, coverage=cover).cover.missed[0] == pytest.approx(0.25 ** (1 / 0.75))


@pytest.mark.parametrize(
    ("siting", "cover", "verdict"),
    [
        ({"investment_yi": [2.0, 9.0]}, Coverage(None, 50, {"a": 50}, "one_source"), ("likely", "one_source")),
        (
            {"investment_yi": [1.9, 9.0]},
            Coverage(None, 50, {"a": 50}, "one_source"),
            ("insufficient_data", "small_trades"),
        ),
        ({}, Coverage(None, 50, {"a": 50}, "one_source"), ("insufficient_data", "small_trades")),  # size unknown
        # Two lists that agree, but of nobody knows which firms.
        (
            {"investment_yi": [0.1, 9.0]},
            Coverage(0.6, 50, {"a": 40, "b": 40}, "chapman"),
            ("insufficient_data", "small_trades"),
        ),
    ],
)
def test_one_list_says_little_about_small_trades(make, town, siting, cover: Coverage, verdict: tuple[str, str]) -> None:
    """Where a plant costs little, it takes a register to say that there is none."""
    foot = town(cell=())
    told = replace(foot, coverage=cover, network=_with_siting(foot.network, siting))
    assert verdict_of(told, "toy.cell", 5) == verdict
    assert [g.kind for g in find_gaps(told)] == ["break"]


# -- landing ------------------------------------------------------------------------------------


def test_landing_effect_by_hand(town) -> None:
    """Four of five equal segments are full; a firm of 2 units fills the fifth by a third (2 of 6). It sells 4 亿元,
    and 0.3 × 27 are needed here."""
    foot = town(cell=())
    (gap,) = find_gaps(foot)
    effect = landing_effect(foot, gap, 0.3 * 27)
    assert effect == pytest.approx(
        {
            "completeness_before": 4 / 5,
            "completeness_after": (4 + 1 / 3) / 5,
            "buyers_served": 3,
            "sales_yi": 4,
            "local_part": 1,
        }
    )


def test_what_lands_is_no_smaller_than_the_smallest_usual_plant(town) -> None:
    """A plant of at least 18 亿元 sells as much a year (4.2 units); 0.3 × 27 of it are needed here."""
    foot = town(cell=())
    foot = replace(foot, network=_with_siting(foot.network, {"investment_yi": [18, 30]}))
    (gap,) = find_gaps(foot)
    effect = landing_effect(foot, gap, 0.3 * 27)
    sales = 18 * TURNOVER
    assert effect["sales_yi"] == pytest.approx(sales)
    assert effect["completeness_after"] == pytest.approx((4 + min(1, sales**0.5 / 6)) / 5)
    assert effect["local_part"] == pytest.approx(0.3 * 27 / sales)
