"""All cities at once say what each city says alone; hiding equals never having loaded."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from graph.gaps.all_cities import survey
from graph.gaps.find import find_gaps
from graph.measures import formulas
from graph.measures.columns import FirmColumns, MemberColumns, OriginColumns, within
from graph.measures.network import Network
from graph.model.records import MICRO
from graph.model.regions import Regions
from graph.region.country import Country
from graph.region.coverage import coverage, coverages, region_origins
from graph.region.footprint import Footprint, footprint, local_weight

CITIES = ("410700", "410100", "410500", "440300", "110000", "320500", "310000", "130100")


@pytest.mark.parametrize("region", [*CITIES, "410783", "410000", "630000"])
def test_footprint_by_loops(random_country, regions: Regions, region: str) -> None:
    """Every array of a footprint against plain sums over the records."""
    members, country = random_country
    foot = Footprint(country.network, region, country, None)  # type: ignore[arg-type]
    local = [m for m in members if local_weight(m, region)]
    away = [m for m in members if not Regions.within(m.region, region)]
    assert list(foot.local) == local
    assert list(foot.weights) == [local_weight(m, region) for m in local]
    assert list(foot.national) == away
    for i, s in enumerate(country.network.ids):
        assert foot.x[i] * MICRO == pytest.approx(sum(local_weight(m, region) for m in local if m.segment_id == s))
        assert foot.elsewhere[i] * MICRO == pytest.approx(
            sum(m.confidence * m.size // MICRO for m in away if m.segment_id == s)
        )
        here = {m.firm_id for m in local if m.segment_id == s}
        open_ = sorted(
            (-(m.confidence * m.size // MICRO), m.firm_id) for m in away if m.segment_id == s and m.firm_id not in here
        )
        assert [(f, w) for f, w in foot.candidates.get(s, [])] == [(f, -w) for w, f in open_]
        assert foot.candidate_counts[i] == len(open_)


def test_strength_is_the_old_matrix(random_country, regions: Regions) -> None:

    members, country = random_country
    old = formulas.strength(members, country.network.ids, country.cities, regions.city_of)
    assert np.array_equal(country.strength, old)


def test_counts_by_hand(make, regions: Regions) -> None:
    """A seat counts its confidence, a plant in another city 0.4 of it, two plants in one city once."""
    members = [make.member("f", "toy.ore", "410783", 9, 0.5, ("440300", "440300", "410700"))]
    country = Country.of(MemberColumns.of(members), Network((make.line(),)), regions)
    row = country.counts[country.network.row["toy.ore"]]
    found = {c: float(v) for c, v in zip(country.cities, row, strict=True) if v}
    assert found == {"410700": 0.5, "440300": pytest.approx(0.2)}


def test_hidden_is_as_never_loaded(random_country, regions: Regions) -> None:
    members, country = random_country
    for region, segment in itertools.product(("410700", "110000"), ("toy.cell", "other.b")):
        left = [m for m in members if m.segment_id != segment or not local_weight(m, region)]
        rebuilt = Country.of(MemberColumns.of(left), country.network, regions)
        one, two = (
            Footprint(country.network, region, c, None)  # type: ignore[arg-type]
            for c in (country.without(region, [segment]), rebuilt)
        )
        assert one.x.tobytes() == two.x.tobytes()
        assert one.expected.odds.tobytes() == two.expected.odds.tobytes()
        assert one.candidates == two.candidates
        assert one.local == two.local


@pytest.mark.parametrize("region", ["410700", "410000", "410783", "110000"])
def test_within_by_the_table(regions: Regions, region: str) -> None:
    codes = sorted(regions.by_code)
    found = within(np.array([int(c) for c in codes]), region)
    assert found.tolist() == [Regions.within(c, region) for c in codes]


def test_distances_by_the_table(random_country, regions: Regions) -> None:
    _, country = random_country
    far = country.distances("410700")
    for j in range(0, len(country.cities), 17):
        assert far[j] == pytest.approx(regions.distance_km("410700", country.cities[j]))


def test_origins_from_columns(town, regions: Regions, make) -> None:
    here = [f"{n}{k}" for n in ("ore", "pack") for k in (1, 2, 3)]
    town(sources={"甲": here, "乙:一": [*here[:2], "440300-car"]})
    columns = town.store.origin_columns()
    for region in ("410700", "440300", "320500", "410000"):
        assert region_origins(columns, region) == town.store.origins(region)


def test_coverage_of_all_cities_is_that_of_each(town, regions: Regions) -> None:
    here = [f"{n}{k}" for n in ("ore", "pack", "car") for k in (1, 2, 3)]
    town(sources={"甲": here, "乙:一": [*here[:6], "440300-car"], "乙:二": here[:2], "丙": here[:1]})
    columns = town.store.origin_columns()
    cities = tuple(regions.cities())
    found = dict(zip(cities, coverages(columns, cities, regions.city_of), strict=True))
    assert found["410700"].method == "chapman"
    for city in cities:
        assert found[city] == coverage(town.store.origins(city)), city


def test_the_survey_says_what_each_city_says(town, regions: Regions) -> None:
    """Kind, score and order of every city with a gap, against `find_gaps` of that city."""
    town(cell=(), ore=(1,), elsewhere={"440300": ("pack", "car"), "320500": ("ore", "powder", "car")})
    network = Network(tuple(town.store.chains()))
    country = Country.of(town.store.member_columns(), network, regions)
    everything = survey(country, town.store.origin_columns())
    for city in ("410700", "440300", "320500"):
        one = find_gaps(footprint(town.store, regions, city, network))
        assert one
        assert [(network.ids[i], round(s, 9)) for i, s in everything.gaps(city)] == [
            (g.segment, round(g.score, 9)) for g in one
        ]
    assert everything.gaps("650100") == []


# -- bad input ----------------------------------------------------------------------------------


def test_nothing_known_of_a_region_is_no_claim(town, regions: Regions) -> None:
    town()
    foot = footprint(town.store, regions, "630100")
    assert find_gaps(foot) == [] or {g.verdict for g in find_gaps(foot)} == {"insufficient_data"}
    assert foot.expected.odds.tolist() == [0.0] * 5


def test_an_empty_store_is_no_crash(fresh, regions: Regions, make) -> None:
    store = fresh()
    make.fill(store, [make.line()], [])
    assert find_gaps(footprint(store, regions, "410700")) == []


def test_a_chain_without_weights(make, fresh, regions: Regions) -> None:
    """No share and no value weight: the structure still speaks, every number stays finite, nothing is confirmed."""
    chain = make.chain(
        "toy",
        ("ore", "cell", "pack"),
        [make.link("toy.ore", "toy.cell", 0.0), make.link("toy.cell", "toy.pack", 0.0)],
        ore=0.0,
        cell=0.0,
        pack=0.0,
    )
    store = fresh()
    make.fill(store, [chain], [make.member("p", "toy.pack", size=9), make.member("o", "toy.ore", size=9)])
    gaps = find_gaps(footprint(store, regions, "410700"))
    assert {g.segment: g.kind for g in gaps}["toy.cell"] == "break"
    assert all(np.isfinite([g.score, *g.interval, *g.components.values(), *g.measures.values()]).all() for g in gaps)
    assert {g.verdict for g in gaps} == {"insufficient_data"}


def test_a_segment_that_nobody_serves(town) -> None:
    (gap,) = find_gaps(
        town(
            elsewhere={},
            cell=(),
            sources={"甲": [f"{n}{k}" for n in ("ore", "powder", "pack", "car") for k in (1, 2, 3)]},
        )
    )
    assert (gap.verdict, gap.verdict_reason) == ("insufficient_data", "nobody_in_country")
    assert gap.components["peers"] == 0.0


def test_no_origin_columns(make) -> None:
    assert OriginColumns.build(FirmColumns.build([], [], [], {}), [], []).firms == ()
