"""Expected presence: signals by hand, odds by what must raise or not move them, all cities at once as each alone."""

from __future__ import annotations

import numpy as np
import pytest

from graph.measures import formulas
from graph.measures.columns import MemberColumns
from graph.measures.network import Network
from graph.model.records import MICRO
from graph.model.regions import Regions
from graph.region.country import Country
from graph.region.expected import FEWEST_CITIES, LINES, WEIGHTS, Expected, expected_everywhere, raised, with_own
from graph.region.footprint import Footprint

HOME = "410700"


def seen(country: Country, region: str = HOME) -> Footprint:
    return Footprint(country.network, region, country, None)  # type: ignore[arg-type]


@pytest.fixture
def of(make, regions: Regions):
    """A country of two chains in which each (city, segment) given is one firm."""

    def build(*firms: tuple[str, str]) -> Country:
        members = [make.member(f"f{i:02}", segment, city) for i, (city, segment) in enumerate(firms)]
        chains = (make.line(), make.line("other", ("a", "b", "c")))
        return Country.of(MemberColumns.of(members), Network(chains), regions)

    return build


def signal(country: Country, segment: str, name: str) -> float:
    column = [n for n in WEIGHTS if n != "constant"].index(name)
    return float(seen(country).expected.signals[country.network.row[segment], column])


def test_a_segment_common_nearby_is_likelier(of) -> None:
    """The same firms in a city next door (郑州) and far away (深圳)."""
    here = [(HOME, "toy.ore")] * 3
    near, far = (of(*here, *[(city, "toy.cell")] * 9, ("110000", "other.b")) for city in ("410100", "440300"))
    odds = [float(seen(c).expected.odds[c.network.row["toy.cell"]]) for c in (near, far)]
    assert odds[0] > odds[1] > 0


def test_the_profile_tells_a_twin_from_a_stranger(of) -> None:
    """Of two cities with enough firms on record, one does the same as here; of a third too little is known."""
    twin = [("320500", "toy.ore")] * 20 + [("320500", "other.a")] * 10
    stranger = [("440300", "toy.car")] * 30
    unknown = [("310000", "toy.ore")] * 10 + [("310000", "other.a")] * 5
    country = of(*[(HOME, "toy.ore")] * 16, *[(HOME, "other.a")] * 8, *twin, *stranger, *unknown)
    profile = dict(zip(country.cities, seen(country).expected.profile, strict=True))
    assert profile["320500"] > 0.9
    assert profile["440300"] == profile["310000"] == 0.0


def test_raised_odds_expect_so_many_more() -> None:
    """Even odds for four segments expect two; one more is three of four, odds of three. What nobody has stays out."""
    odds = raised(np.array([1.0, 1.0, 1.0, 1.0, 0.0]), np.asarray(3.0))
    assert odds == pytest.approx([3.0] * 4 + [0.0], rel=1e-6)
    assert raised(np.array([0.5, 2.0]), np.asarray(0.5)).tolist() == [0.5, 2.0]


def test_own_firms_speak_by_their_other_lines_and_how_many_they_are() -> None:
    """Two segments as likely, one more segment here than the common sources know: both rise, and the one that the own
    firms' other lines point to rises more. Where neither lines nor number differ, nothing moves."""
    odds, lines = np.array([1.0, 1.0, 1.0]), np.log(np.array([0.1, 0.1, 0.1]))
    own = np.log(np.array([0.5, 0.1, 0.1]))
    moved = with_own(odds, lines, own, np.asarray(0.6))
    assert moved[0] > moved[1] == pytest.approx(moved[2])
    assert (moved / (1 + moved)).sum() == pytest.approx(2.1, rel=1e-6)
    assert with_own(odds, lines, lines, np.asarray(0.0)).tolist() == odds.tolist()


def test_what_nobody_elsewhere_does_is_not_expected(of) -> None:
    country = of(*[(HOME, "toy.ore")] * 3, ("440300", "toy.pack"))
    odds = dict(zip(country.network.ids, seen(country).expected.odds, strict=True))
    assert odds["toy.pack"] > 0
    assert {s for s, v in odds.items() if v == 0} == set(country.network.ids) - {"toy.pack"}


@pytest.mark.parametrize(
    ("odds", "cities", "implied"),
    [
        (1.0, FEWEST_CITIES, True),
        (0.99, FEWEST_CITIES, False),  # rather not there
        (9.0, FEWEST_CITIES - 1, False),  # too few cities to tell
    ],
)
def test_even_odds_and_five_cities_imply_a_segment(odds: float, cities: float, implied: bool) -> None:
    found = Expected(np.array([odds]), np.array([cities], dtype=float), np.zeros((1, 6)), ())
    assert found.implied.tolist() == [implied]
    assert found.chance[0] == pytest.approx(odds / (1 + odds))


def test_the_odds_of_a_segment_hardly_know_its_own_firms(random_country) -> None:
    """Hiding a segment's local firms moves its own odds by the city's column in the mean and the proximities only."""
    _, country = random_country
    foot = Footprint(country.network, "410700", country, None)  # type: ignore[arg-type]
    for segment in foot.by_segment:
        i = country.network.row[segment]
        hidden = Footprint(country.network, "410700", country.without("410700", [segment]), None)  # type: ignore[arg-type]
        assert hidden.expected.odds[i] == pytest.approx(foot.expected.odds[i], rel=0.5)


def test_the_odds_of_all_cities_are_those_of_each(random_country) -> None:
    _, country = random_country
    x = country.strength / MICRO
    odds, implied, lines = expected_everywhere(
        country, formulas.relatedness_density(country.phi, (x > 0).astype(float))
    )
    for j, city in enumerate(country.cities):
        one = Footprint(country.network, city, country, None)  # type: ignore[arg-type]
        assert odds[:, j] == pytest.approx(one.expected.odds, rel=1e-9), city
        assert np.array_equal(implied[:, j], one.expected.implied), city
        assert lines[:, j] == pytest.approx(one.expected.signals[:, LINES]), city
    assert (odds > 0).sum() > 20
