"""What each place buys: worked out on paper for a hand-made country, and the same as certificates for the real one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from graph.gaps.market import by_place
from graph.gaps.market.by_place import NOWHERE
from graph.measures.network import Network
from graph.model.goods.product_routes import ALL_TAKE
from graph.model.records import Member
from graph.model.regions import Regions
from graph.region.country import Country
from graph.store.base.protocol import GraphStore
from graph.store.embedded.store import EmbeddedStore
from workspace import Workspace

ORE, POWDER, CELL = "toy.ore", "toy.powder", "toy.cell"
HERE, CITY, PROVINCE = "410700", "350900", "440000"


@pytest.fixture
def store(tmp_path: Path, make: Any) -> GraphStore:
    """Powder takes 0.3 of its cost as ore. Sales are the square of the size: 4, 9, 1, 4 and 16 亿元."""
    members: list[Member] = [
        make.member("a", POWDER, HERE, 2),
        make.member("b", POWDER, CITY, 3),
        make.member("c", POWDER, PROVINCE, 1),
        make.member("d", POWDER, "", 2),
        make.member("e", POWDER, "110000", 4, sites=(HERE,)),
        make.member("f", ORE, CITY, 5),
        make.member("g", POWDER, "999999", 1),
    ]
    return make.fill(EmbeddedStore.create(f"sqlite:///{tmp_path / 'x.db'}"), [make.line()], members)  # type: ignore[no-any-return]


def bought(store: GraphStore, regions: Regions, segment: str) -> dict[str, by_place.PlaceMarket]:
    country = Country.of(store.member_columns(), Network(tuple(store.chains())), regions)
    places = by_place.places(country)
    ids = by_place.firms_of(country, by_place.buying(places[0], segment))
    known = by_place.known_of(regions, store.firms(ids), store.memberships(ids), ALL_TAKE)
    return {p.place: p for p in by_place.market(places, known, segment)}


def test_every_place_buys_its_share_of_what_its_firms_sell(store: GraphStore, regions: Regions) -> None:
    """A plant of an outside firm sells a part of what its firm does, 4 亿元 at most; the firm counts whole at home."""
    found = bought(store, regions, ORE)
    plant = min(16 * 0.4, 4)
    expected = {HERE: 0.3 * (4 + plant), CITY: 0.3 * 9, PROVINCE: 0.3 * 1, "110000": 0.3 * 16, NOWHERE: 0.3 * (4 + 1)}
    assert {p: m.bought_yi for p, m in found.items()} == pytest.approx(expected)
    assert list(found) == sorted(expected, key=lambda p: -expected[p])


def test_firms_are_named_at_their_seat_also_where_that_is_not_known(store: GraphStore, regions: Regions) -> None:
    found = bought(store, regions, ORE)
    named = {p: [x.firm for b in m.buyers for x in b.partners] for p, m in found.items()}
    assert named == {HERE: ["a"], CITY: ["b"], PROVINCE: ["c"], "110000": ["e"], NOWHERE: ["d", "g"]}


def test_what_nobody_buys_is_bought_nowhere(store: GraphStore, regions: Regions) -> None:
    assert bought(store, regions, "toy.pack") == {}
    assert bought(store, regions, "toy.car") == {}


def test_a_city_buys_what_its_certificate_says(shipped_space: Workspace) -> None:
    work, here = shipped_space, "410700"
    places = {f.region: f for f in by_place.places(work.country)}
    gaps = [g for g in work.gaps(here, "battery_ev") if g["tests"]["need"]["figures"]["demand_yi"] > 0.01]
    assert len(gaps) > 5
    for gap in gaps:
        ids = by_place.firms_of(work.country, by_place.buying(places[here], gap["segment"]))
        known = by_place.known_of(work.regions, work.store.firms(ids), work.store.memberships(ids), work.routes)
        one = by_place.of_place(places[here], known, gap["segment"])
        need = gap["tests"]["need"]["figures"]
        assert one.bought_yi == pytest.approx(need["demand_yi"] + need["central_yi"], abs=1e-8)
        for b, told in zip(one.buyers, gap["evidence"]["buyers"], strict=True):
            assert [p.firm for p in b.partners] == told["ids"]
