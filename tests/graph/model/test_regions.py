"""Codes, aliases, nesting, names and distances, on the shipped table."""

from __future__ import annotations

import csv
import gzip
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import UnknownName, UnreadableFile
from graph.model.place_names import english
from graph.model.regions import Regions


@pytest.mark.parametrize(
    ("code", "known"),
    [
        ("410700", "410700"),
        ("410000", "410000"),
        ("310000", "310000"),
        ("310100", "310000"),  # a municipality's xx0100 is an alias
        ("310115", "310000"),  # its districts are not told apart
        ("500100", "500000"),
        ("410728", "410783"),  # 长垣县 became 长垣市
        ("410799", "410700"),  # an unknown county lies in its city
        ("419001", "419001"),  # 济源, directly under the province
        ("419999", ""),  # an unknown county of no known city is not the whole province
        ("990000", ""),
        ("", ""),
        ("新乡", ""),
    ],
)
def test_canonical(regions: Regions, code: str, known: str) -> None:
    assert regions.canonical(code) == known


@pytest.mark.parametrize(
    ("code", "city"),
    [
        ("410700", "410700"),
        ("410783", "410700"),
        ("410728", "410700"),
        ("110105", "110000"),
        ("310100", "310000"),
        ("419001", "419001"),
        ("659001", "659001"),
        ("410000", ""),
        ("", ""),
        ("000000", ""),
    ],
)
def test_city_of(regions: Regions, code: str, city: str) -> None:
    assert regions.city_of(code) == city


@pytest.mark.parametrize(
    ("code", "region", "inside"),
    [
        ("410783", "410700", True),
        ("410783", "410000", True),
        ("410783", "410783", True),
        ("410700", "410783", False),
        ("410100", "410700", False),
        ("420100", "410000", False),
        ("419001", "410000", True),
        ("419001", "410700", False),
        ("419001", "419001", True),
        ("310115", "310000", True),
        ("", "410700", False),
        ("410700", "", False),
    ],
)
def test_within(code: str, region: str, inside: bool) -> None:
    assert Regions.within(code, region) is inside


def test_nesting_follows_the_parents(regions: Regions) -> None:
    """The prefix rule agrees with the parent column for every region of the table, and is transitive."""
    assert len(regions.by_code) > 400
    for r in regions.by_code.values():
        assert r.level == "province" or Regions.within(r.code, r.parent), r
        assert Regions.within(r.code, r.code)
        grand = regions.by_code[r.parent].parent if r.parent else ""
        assert not grand or Regions.within(r.code, grand)
        if r.level == "county":
            assert regions.city_of(r.code) == r.parent


def test_cities(regions: Regions) -> None:
    """Each prefecture-level city once, the municipalities, the counties under a province; no province, no county."""
    cities = regions.cities()
    assert cities == sorted(set(cities))
    assert {"410700", "410100", "310000", "110000", "419001"} <= set(cities)
    assert not {"410000", "410783", "310100"} & set(cities)
    assert all(regions.city_of(c) == c for c in cities)


@pytest.mark.parametrize(
    ("a", "b", "km"),
    [
        ("110000", "310000", 1068),  # Beijing–Shanghai
        ("110000", "440100", 1888),  # Beijing–Guangzhou
        ("310000", "440300", 1213),  # Shanghai–Shenzhen
        ("310100", "110105", 1068),  # by aliases
    ],
)
def test_distance_of_known_pairs(regions: Regions, a: str, b: str, km: float) -> None:
    """Within 3% of the distances geographers give."""
    assert regions.distance_km(a, b) == pytest.approx(km, rel=0.03)


def test_distance_oracle(regions: Regions) -> None:
    """The spherical law of cosines gives the same; it is symmetric and no detour is shorter."""
    xx, zz, sh = (regions.by_code[c] for c in ("410700", "410100", "310000"))

    def cosines(p, q) -> float:
        a, b = math.radians(p.lat), math.radians(q.lat)
        c = math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(math.radians(p.lng - q.lng))
        return 6371.0 * math.acos(c)

    for p, q in ((xx, zz), (xx, sh), (zz, sh)):
        assert regions.distance_km(p.code, q.code) == pytest.approx(cosines(p, q), rel=1e-6)
        assert regions.distance_km(p.code, q.code) == regions.distance_km(q.code, p.code)
    direct, detour = regions.distance_km("410700", "310000"), regions.distance_km("410100", "310000")
    assert direct <= regions.distance_km("410700", "410100") + detour
    assert regions.distance_km("410700", "410700") == 0


def test_distance_unknown(regions: Regions) -> None:
    assert regions.distance_km("410700", "990000") is None
    assert regions.distance_km("", "410700") is None


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("410700", "410700"),
        ("新乡", "410700"),
        ("新乡市", "410700"),
        ("新乡县", "410721"),
        ("上海", "310000"),
        ("310100", "310000"),
        ("410728", "410783"),
        ("长垣", "410783"),
        ("济源", "419001"),
        ("河南", "410000"),
    ],
)
def test_get(regions: Regions, given: str, code: str) -> None:
    assert regions.get(given).code == code


@pytest.mark.parametrize("given", ["新香市", "999999", "４１０７００", "410799", "419999", ""])
def test_get_unknown(regions: Regions, given: str) -> None:
    with pytest.raises(UnknownName) as caught:
        regions.get(given)
    assert (caught.value.what, caught.value.given, caught.value.exit_code) == ("region", given, 2)


def test_get_suggests(regions: Regions) -> None:
    with pytest.raises(UnknownName) as caught:
        regions.get("新乡式")
    assert "410700 (新乡市)" in caught.value.suggestions
    assert "410700 (新乡市)" in str(caught.value)


def test_get_suggests_codes_that_begin_alike(regions: Regions) -> None:
    """A register's unknown county is its city; a person's is a slip, and the city is what is offered first."""
    assert regions.canonical("410799") == "410700"
    with pytest.raises(UnknownName) as caught:
        regions.get("410799")
    assert caught.value.suggestions[0] == "410700 (新乡市)"
    assert all(s.startswith("4107") for s in caught.value.suggestions)


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (("河南省", "新乡市"), "410700"),
        (("河南", "新乡"), "410700"),
        (("河南省", "新乡市", "新乡县"), "410721"),  # not the city of the same short name
        (("河南省", "新乡市", "长垣市"), "410783"),
        (("上海市", "上海市"), "310000"),
        (("吉林省", "吉林市"), "220200"),
        (("河南省", "济源市"), "419001"),
        (("河南省", "新乡市", "无此县"), "410700"),  # the most exact part that is known
        (("", "新乡市"), "410700"),
        (("河南省", ""), "410000"),
        (("吉林", ""), "220000"),
        (("", ""), ""),
        (("无此省", "无此市"), ""),
    ],
)
def test_find(regions: Regions, names: tuple[str, ...], code: str) -> None:
    assert regions.find(*names) == code


@pytest.mark.parametrize("names", [("吉林省", "吉林"), ("吉林", "吉林"), ("", "吉林")])
def test_find_city_named_as_its_province(regions: Regions, names: tuple[str, str]) -> None:
    """A name given as a city is never a province that has cities."""
    assert regions.find(*names) == "220200"


def test_find_brings_every_region_home(regions: Regions) -> None:
    """By the full names of province, city and county, each region of the table is found again."""
    for r in regions.by_code.values():
        above = regions.by_code.get(r.parent)
        top = regions.by_code[r.code[:2] + "0000"]
        names = {
            "province": (r.name, ""),
            "city": (top.name, r.name),
            "county": (top.name, above.name if above else "", r.name),
        }[r.level]
        assert regions.find(*names) == r.code


def test_names(regions: Regions) -> None:
    assert regions.name("410728") == "长垣市"
    assert regions.name("") == regions.name("990000") == "待核"
    assert regions.full_name("410700") == "河南省新乡市"
    assert regions.full_name("310115") == "上海市"
    assert regions.full_name("410702") == "河南省新乡市红旗区"
    assert regions.full_name("410000") == "河南省"
    assert regions.full_name("419001") == "河南省济源市"  # directly under the province
    assert regions.full_name("") == "待核"


def test_missing_table(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as caught:
        Regions.load(tmp_path / "regions.csv")
    assert caught.value.why == "not found"


@pytest.fixture(scope="module")
def cities(regions: Regions) -> frozenset[str]:
    """Every code that `city_of` may give, worked out once."""
    return frozenset({"", *regions.cities()})


@given(code=st.text(alphabet="0123456789", min_size=0, max_size=7) | st.text(max_size=8))
def test_canonical_is_stable(regions: Regions, cities: frozenset[str], code: str) -> None:
    """What comes out is known or nothing, and resolves to itself."""
    known = regions.canonical(code)
    assert known == "" or known in regions.by_code
    assert regions.canonical(known) == known
    assert regions.city_of(code) in cities


@pytest.mark.shared
def test_against_the_national_table(regions: Regions, shared: Path) -> None:
    """Names agree with the table of 2020 for every code both have, and coordinates to a tenth of a degree."""
    with gzip.open(shared / "data" / "regions.csv.gz", "rt", encoding="utf-8") as handle:
        national = {row["adcode"]: row for row in csv.DictReader(handle)}
    both = [r for r in regions.by_code.values() if r.code in national]
    assert len(both) > 450
    assert [(r.code, r.name) for r in both if r.name != national[r.code]["name"]] == []
    placed = [
        (r, float(national[r.code]["lng"]), float(national[r.code]["lat"])) for r in both if national[r.code]["lng"]
    ]
    assert [r.code for r, lng, lat in placed if abs(r.lng - lng) > 0.1 or abs(r.lat - lat) > 0.1] == []


def test_full_names_in_english_are_the_full_names_put_into_english(regions: Regions) -> None:
    """The table's own English names, put together, say what the rule says of the Chinese name, for every region."""
    assert regions.full_name_en("410700") == "Xinxiang, Henan"
    assert regions.full_name_en("310000") == "Shanghai"
    for code in (*regions.by_code, "410799", ""):
        assert regions.full_name_en(code) == english(regions.full_name(code)), code


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("福建宁德", "350900"),
        ("福建省宁德市", "350900"),
        ("河南/新乡/红旗区", "410702"),
        ("河南省新乡市长垣市", "410783"),
    ],
)
def test_joined_names_lead_to_the_place(regions: Regions, given: str, code: str) -> None:
    assert regions.get(given).code == code


@pytest.mark.parametrize("given", ["福建新乡", "宁德福建", "新乡某地"])
def test_joined_names_that_do_not_nest_are_unknown(regions: Regions, given: str) -> None:
    with pytest.raises(UnknownName):
        regions.get(given)
