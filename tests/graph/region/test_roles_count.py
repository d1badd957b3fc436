"""A region's strength, demand, gaps and candidates read what each membership counts for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from graph.gaps.documents.gap import gap_documents
from graph.gaps.find import find_gaps
from graph.gaps.scenario import Add, Remove, apply, columns_of
from graph.measures.columns import MemberColumns
from graph.measures.network import Network
from graph.model.records import MICRO, ROLES, Chain, Firm, Member
from graph.model.regions import Regions
from graph.region.country import Country
from graph.region.footprint import Footprint, footprint

HOME, COUNTY = "410700", "410783"
# What one firm of a role is in a segment that makes, and in one that serves; written apart from the code.
MAKES = {"": 10, "maker": 10, "grower": 10, "service": 10, "cooperative": 2}
SERVES = {"": 10, "maker": 10, "grower": 10, "service": 10, "trader": 10, "cooperative": 5, "branch": 10}


def chain_of(make) -> Chain:
    """ore → powder → cell → pack → shop, of which the last sells."""
    chain: Chain = make.line("toy", ("ore", "powder", "cell", "pack", "shop"))
    return replace(chain, segments=tuple(_coded(s) for s in chain.segments))


def _coded(segment):
    return replace(segment, gbt4754=("5251",) if segment.id == "toy.shop" else ("2710",))


@pytest.fixture(scope="module")
def mixed(make) -> list[Member]:
    """Eighty firms of every role at random, branches of four houses among them."""
    rng = np.random.default_rng(7)
    seats = (HOME, COUNTY, "410702", "410100", "440300", "110105")
    out = []
    for f in range(80):
        role = ("", *ROLES)[rng.integers(8)]
        house = f"{'甲乙丙丁'[rng.integers(4)]}有限公司" if role == "branch" and rng.random() < 0.8 else ""
        seat, size = seats[rng.integers(6)], float(rng.integers(1, 9))
        for s in rng.choice(["ore", "powder", "cell", "pack", "shop"], rng.integers(1, 4), replace=False):
            out.append(make.member(f"f{f:02}", f"toy.{s}", seat, size, 0.8, role=role, house=house))
    out.append(make.member("head", "toy.shop", "410704", 9, 0.9, role="trader", house="甲有限公司"))
    return sorted(out, key=lambda m: (m.firm_id, m.segment_id))


def by_hand(members: list[Member]) -> dict[tuple[str, str], int]:
    """Tenths of a firm that each membership is, by loops."""
    out, taken = {}, {}
    for m in members:
        tenths = (SERVES if m.segment_id == "toy.shop" else MAKES).get(m.role, 0)
        if tenths and m.house:
            key = (m.house, m.segment_id, m.region[:4])
            rank = (m.role == "branch", -m.size, m.firm_id)
            if m.role == "branch" and key in taken and taken[key][0] < rank:
                tenths = 0
            elif key not in taken or rank < taken[key][0]:
                if key in taken and taken[key][1].role == "branch":
                    out[taken[key][1].firm_id, m.segment_id] = 0
                taken[key] = (rank, m)
        out[m.firm_id, m.segment_id] = tenths
    return out


def country_of(members: list[Member], make, regions: Regions) -> Country:
    return Country.of(MemberColumns.of(members), Network((chain_of(make),)), regions)


def foot_of(country: Country, region: str = HOME) -> Footprint:
    return Footprint(country.network, region, country, None)  # type: ignore[arg-type]


def test_strength_by_loops(mixed: list[Member], make, regions: Regions) -> None:
    country, tenths = country_of(mixed, make, regions), by_hand(mixed)
    assert 0 in tenths.values()
    assert sum(n == 10 for n in tenths.values()) > 40
    for city in (HOME, "410100", "440300", "110000"):
        foot = foot_of(country, city)
        for i, s in enumerate(country.network.ids):
            here = [m for m in mixed if m.segment_id == s and Regions.within(m.region, city)]
            amount = sum(m.confidence * tenths[m.firm_id, s] // 10 * m.size // MICRO for m in here)
            assert foot.x[i] * MICRO == pytest.approx(amount), (city, s)
            assert {f for f, _ in foot.by_segment.get(s, [])} == {m.firm_id for m in here if tenths[m.firm_id, s]}
            assert foot.roles.get(s, {}) == {m.firm_id: m.role for m in here}
            away = {m.firm_id for m in mixed if m.segment_id == s and not Regions.within(m.region, city)}
            assert {f for f, _ in foot.candidates.get(s, [])} == {f for f in away if tenths[f, s]}
    assert country.uncounted == {
        s: gone for s in country.network.ids if (gone := {f for (f, t), n in tenths.items() if t == s and not n})
    }


@pytest.mark.parametrize("region", [HOME, COUNTY, "110000"])
@pytest.mark.parametrize("segment", ["toy.shop", "toy.cell"])
def test_hidden_is_as_never_loaded(mixed: list[Member], make, regions: Regions, region: str, segment: str) -> None:
    """Also where the county that is hidden holds the branch which counts for its house in the city."""
    left = [m for m in mixed if m.segment_id != segment or not Regions.within(m.region, region)]
    one = foot_of(country_of(mixed, make, regions).without(region, [segment]), HOME)
    two = foot_of(country_of(left, make, regions), HOME)
    assert one.x.tobytes() == two.x.tobytes()
    assert one.expected.odds.tobytes() == two.expected.odds.tobytes()
    assert one.by_segment == two.by_segment
    assert one.candidates == two.candidates


def test_a_scenario_reads_memberships_as_they_were_given(mixed: list[Member], make, regions: Regions) -> None:
    """What counts is worked out once, from what is left after the changes: no cooperative is discounted twice."""
    country = country_of(mixed, make, regions)
    same = Country.of(columns_of(apply(list(country.given.members()), HOME, [])), country.network, regions)
    assert same.strength.tobytes() == country.strength.tobytes()
    lost = apply(list(country.given.members()), HOME, [Remove("toy.shop")])
    again = Country.of(columns_of(lost), country.network, regions)
    assert again.strength.tobytes() == country.without(HOME, ["toy.shop"]).strength.tobytes()


def test_a_trader_that_lands_with_a_plant_makes_there(make) -> None:
    trader = make.member("t", "toy.cell", "440300", 9, role="trader")
    [landed] = apply([trader], HOME, [Add(Firm("t", "甲商贸有限公司", region="440300"), "toy.cell")])
    assert (landed.role, landed.sites) == ("", (HOME,))


def test_gaps_are_those_of_a_store_without_sellers_and_closed_firms(fresh, make, regions: Regions) -> None:
    """Documents letter for letter: kind, verdict, score, interval, coverage, firms named."""
    chain = chain_of(make)
    makers = [
        make.member(f"{c}-{n}{k}", f"toy.{n}", c, size=3, role="maker")
        for c, names in {
            HOME: ("ore", "cell", "pack"),
            "440300": ("powder", "cell"),
            "410100": ("ore", "powder"),
        }.items()
        for n in names
        for k in range(4)
    ]
    others = [
        make.member("seller", "toy.powder", HOME, size=9, role="trader"),
        make.member("branch", "toy.powder", COUNTY, size=9, role="branch", house="甲有限公司"),
        make.member("gone", "toy.powder", HOME, size=9, role="maker"),
    ]
    listed = {"甲": [m.firm_id for m in makers], "乙": [m.firm_id for m in makers[::2]]}

    def documents(members: list[Member], closed: bool):
        store = fresh()
        make.fill(store, [chain], members, listed | ({"甲": [*listed["甲"], "gone"]} if closed else {}))
        if closed:
            with store.batch("t", "t") as batch:
                batch.upsert([make.firm("gone", size=9.0, status="revoked")])
        foot = footprint(store, regions, HOME)
        return foot, gap_documents(store, regions, foot, find_gaps(foot))

    foot, found = documents([*makers, *others], closed=True)
    _, expected = documents(makers, closed=False)
    assert found == expected
    assert {g["segment"]: g["kind"] for g in found}["toy.powder"] == "break"
    assert foot.coverage.firms == sum(m.region == HOME for m in makers)
    assert foot.roles["toy.powder"] == {"branch": "branch", "seller": "trader"}
