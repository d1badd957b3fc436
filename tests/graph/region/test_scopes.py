"""What each source could have listed, and what may therefore be compared."""

from __future__ import annotations

import pytest

from graph.model.records import FirmRecord, Source
from graph.region.footprint import footprint
from graph.region.scopes import Listing, Scope, listing_of

HOME, SUZHOU = "410700", "320500"
LISTED, REGISTER = Scope("listed"), Scope("register", HOME)


@pytest.fixture
def listing() -> Listing:
    """A country-wide table of listed firms that goes deeper here and names a workshop, and the register of the city."""
    of = {"big": ["表"], "workshop": ["表", "册"], "shop": ["册"], "far": ["表"]}
    return Listing({"表": LISTED, "册": REGISTER}, of, frozenset({"workshop"}))


def test_a_register_of_one_city_compares_nothing_with_another(listing: Listing) -> None:
    assert listing.comparable("big")
    assert not listing.comparable("shop")
    assert not listing.comparable("workshop"), "the table names such firms here only"
    assert listing.comparable("shop", HOME, "410721"), "the register covers city and county"
    assert listing.comparable("nobody lists it")


def test_which_scopes_two_regions_share(listing: Listing) -> None:
    assert listing.between(HOME, SUZHOU) == ["listed"]
    assert listing.between(HOME, "410721") == ["register", "listed"]
    assert listing.covering(HOME) == ["register", "listed"]
    assert Listing({"册": REGISTER}, {}).between(HOME, SUZHOU) == []
    assert Listing({"单": Scope("roll")}, {}).between(HOME, SUZHOU) == []


def test_what_a_source_is_shows_in_its_firms(make, fresh) -> None:
    """Forty small firms of one city are its register; forty with stock codes all over are a table of listed firms."""
    cities = ("110000", "310000", "440300", SUZHOU)
    small = [make.firm(f"小{k}", HOME, 0.4) for k in range(40)]
    listed = [make.firm(f"大{k}", cities[k % 4], 5, stock_code=f"{k:06}.SZ") for k in range(40)]
    few = [make.firm(f"少{k}", HOME, 0.4) for k in range(5)]
    store = fresh()
    with store.batch("test", "test") as batch:
        batch.upsert([make.line(), *make.line().segments, *make.line().links, *small, *listed, *few])
        batch.upsert([make.membership(f.id, "toy.ore") for f in (*small, *listed, *few)])
        for origin, firms in (("名录", small), ("上市", listed), ("名单", few)):
            batch.upsert([FirmRecord(origin, f.id, f.id, i, {"name": f.name}) for i, f in enumerate(firms, 2)])
    found = listing_of(store)
    assert found.sources == {"名录": REGISTER, "上市": LISTED, "名单": Scope("")}


@pytest.mark.parametrize(
    ("seats", "said", "about"),
    [
        ([HOME] * 40, "", HOME),  # the format tells that it is a register, its firms of where
        ([HOME] * 4, "", HOME),
        ([HOME, "410702", "410782", "410781"] * 10, "", HOME),
        (["410782"] * 40, "410782", "410782"),
        ([HOME, "410100", "410300", "411000"] * 10, "", "410000"),
        ([HOME, "110000", "310000", SUZHOU] * 10, HOME, ""),  # the region of a load is for rows without one
        ([HOME] * 37 + [SUZHOU] * 3, "", HOME),
        ([], HOME, HOME),
    ],
)
def test_what_place_a_declared_source_is_about(make, fresh, seats: list[str], said: str, about: str) -> None:
    firms = [make.firm(f"厂{k}", seat, 0.4) for k, seat in enumerate(seats)]
    store = fresh()
    with store.batch("test", "test") as batch:
        batch.upsert([make.line(), *make.line().segments, *make.line().links, *firms])
        batch.upsert([make.membership(f.id, "toy.ore") for f in firms])
        batch.upsert([FirmRecord("登记", f.id, f.id, i, {"name": f.name}) for i, f in enumerate(firms, 2)])
        batch.upsert([Source("登记", "register", said)])
    assert listing_of(store).sources["登记"] == Scope("register", about)


def test_a_register_here_does_not_change_what_other_cities_are_held_against(make, fresh, regions) -> None:
    """Three listed firms here and three there; then forty workshops of the local register join them. What is expected
    of the city follows from the same firms, raised to the number of segments it has."""
    stock = {f"大{k}": (HOME if k < 3 else SUZHOU, "toy.ore" if k < 3 else "toy.cell") for k in range(40)}
    firms = [make.firm(i, city, 5, stock_code=f"{i}.SZ") for i, (city, _) in stock.items()]
    workshops = [make.firm(f"小{k}", HOME, 0.4) for k in range(40)]
    chain, feet = make.line(), []
    for more in ([], workshops):
        store = fresh()
        with store.batch("test", "test") as batch:
            batch.upsert([chain, *chain.segments, *chain.links, *firms, *more])
            batch.upsert([make.membership(i, s) for i, (_, s) in stock.items()])
            batch.upsert([make.membership(f.id, "toy.ore") for f in more])
            for origin, rows in (("上市", firms), ("名录", more)):
                batch.upsert([FirmRecord(origin, f.id, f.id, n, {"name": f.name}) for n, f in enumerate(rows, 2)])
        feet.append(footprint(store, regions, HOME))
    alone, both = feet
    assert both.x[both.network.row["toy.ore"]] > alone.x[alone.network.row["toy.ore"]]
    assert both.compared.firms.tolist() == alone.firms.tolist()
    # The register adds no segment, so the odds are the same.
    assert both.expected.odds == pytest.approx(alone.expected.odds, rel=1e-6)
    assert alone.comparable
    assert both.comparable


def test_where_a_table_goes_deeper_its_firms_are_set_aside(make, fresh) -> None:
    """Ten listed firms in each of four cities, five others with them; but here forty others with one that is listed."""
    firms = [
        make.firm(f"大{c}{k}", c, 5, stock_code=f"{c}{k}.SZ") for c in ("110000", "310000", "440300") for k in range(40)
    ]
    firms += [make.firm(f"中{c}{k}", c, 2) for c in ("110000", "310000", "440300") for k in range(5)]
    here = [make.firm(f"此{k}", HOME, 0.5) for k in range(40)]
    firms += [make.firm("大此", HOME, 5, stock_code="1.SZ"), *here]
    store = fresh()
    with store.batch("test", "test") as batch:
        batch.upsert([make.line(), *make.line().segments, *make.line().links, *firms])
        batch.upsert([make.membership(f.id, "toy.ore") for f in firms])
        batch.upsert([FirmRecord("shipped:甲", f.id, f.id, i, {"name": f.name}) for i, f in enumerate(firms, 2)])
    found = listing_of(store)
    assert found.sources == {"shipped": LISTED}
    assert found.aside == {f.id for f in here}
