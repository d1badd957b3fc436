"""Coverage by chain and size of firm: by hand, and recovered from lists of known coverage."""

from __future__ import annotations

import numpy as np
import pytest

from graph.measures.columns import MemberColumns
from graph.measures.network import Network
from graph.region.country import Country
from graph.region.scopes import Listing, Scope
from graph.region.segment_coverage import seated_in, seated_in_cities, segment_coverage

HOME = "410700"
SMALL = np.array([True, True, True, False, False])  # by id: car, cell, ore small; pack, powder large


def country(make, regions, listed: dict[str, set[str]], firms: dict[str, tuple[str, float]], city: str = HOME):
    members = [make.member(f, f"toy.{segment}", city, size) for f, (segment, size) in firms.items()]
    listing = Listing({"甲": Scope("register"), "乙": Scope("listed"), "丙": Scope("roll")}, listed)
    return Country.of(MemberColumns.of(members), Network((make.line(),)), regions, listing)


def cover(seen: Country, otherwise: float = np.nan):
    return segment_coverage(seen, seated_in(seen, HOME), SMALL, np.array([otherwise]))


def test_small_firms_by_hand(make, regions) -> None:
    """20 and 15 small firms, 10 in common: N̂ = 21·16/11 − 1; of large ones too few are common to both."""
    firms = {f"小{k:02}": ("ore", 1.0) for k in range(25)} | {f"大{k}": ("pack", 9.0) for k in range(4)}
    listed = {f"小{k:02}": {n for n, on in (("甲", k < 20), ("乙", k >= 10)) if on} for k in range(25)}
    listed |= {f"大{k}": {"甲", "乙"} for k in range(4)}
    seen = country(make, regions, listed, firms)
    found = dict(zip(seen.network.ids, cover(seen).estimate[:, 0], strict=True))
    small = 25 / (21 * 16 / 11 - 1)
    assert found["toy.ore"] == pytest.approx(small)
    # Large firms alone would be fully covered by too few; the chain as a whole speaks for them: 24, 19, 14 in common.
    assert found["toy.pack"] == pytest.approx(29 / (25 * 20 / 15 - 1))


def test_the_pair_that_finds_most_is_taken(make, regions) -> None:
    """甲 and 乙 agree wholly; 丙 shares only five of its twenty with them, so many are missing."""
    firms = {f"f{k:02}": ("ore", 1.0) for k in range(30)}
    listed = {f"f{k:02}": ({"甲", "乙"} if k < 15 else set()) | ({"丙"} if k >= 10 else set()) for k in range(30)}
    seen = country(make, regions, listed, firms)
    assert cover(seen).estimate[seen.network.row["toy.ore"], 0] == pytest.approx(30 / (16 * 21 / 6 - 1))


def test_all_firms_of_a_segment_are_missed_by_hand(make, regions) -> None:
    """Cover one half: of a segment with one firm on record two exist, and both are missed with ½² = ¼; with two, ½⁴."""
    firms = {"a": ("ore", 1.0), "b": ("car", 1.0), "c": ("cell", 1.0), "d": ("cell", 1.0)}
    seen = country(make, regions, {}, firms)
    found = cover(seen, otherwise=0.5)
    assert found.estimate[:, 0] == pytest.approx([0.5] * 5)
    assert found.missed[:3, 0] == pytest.approx([(1 / 4 + 1 / 4 + 1 / 16) / 3] * 3)
    assert np.isnan(found.missed[3:, 0]).all(), "no large firm here from which to tell"


def test_every_city_at_once_as_each_alone(make, regions) -> None:
    rng = np.random.default_rng(7)
    names, cities = ("ore", "powder", "cell", "pack", "car"), (HOME, "320500", "110000")
    members, listed = [], {}
    for k in range(300):
        firm = f"f{k:03}"
        members.append(
            make.member(firm, f"toy.{names[rng.integers(5)]}", cities[rng.integers(3)], float(rng.uniform(0.3, 4)))
        )
        listed[firm] = {n for n, p in (("甲", 0.7), ("乙", 0.5), ("丙", 0.2)) if rng.random() < p}
    listing = Listing({n: Scope("") for n in "甲乙丙"}, listed)
    seen = Country.of(MemberColumns.of(members), Network((make.line(),)), regions, listing)
    none = np.full(len(seen.cities), np.nan)
    everywhere = segment_coverage(seen, seated_in_cities(seen), SMALL, none)
    for city in cities:
        j = seen.cities.index(city)
        one = segment_coverage(seen, seated_in(seen, city), SMALL, none[:1])
        np.testing.assert_allclose(everywhere.estimate[:, j], one.estimate[:, 0])
        np.testing.assert_allclose(everywhere.missed[:, j], one.missed[:, 0])


def test_recovers_a_known_coverage(make, regions) -> None:
    """1,500 firms, two sources that list 40% each by chance: together 64%."""
    rng = np.random.default_rng(5)
    firms = {f"f{k:04}": ("ore", 1.0) for k in range(1500)}
    listed = {f: {n for n in "甲乙" if rng.random() < 0.4} for f in firms}
    seen = country(make, regions, listed, {f: v for f, v in firms.items() if listed[f]})
    assert cover(seen).estimate[seen.network.row["toy.ore"], 0] == pytest.approx(0.64, abs=0.05)
