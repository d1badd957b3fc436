"""One place from all that a row says, and what speaks against it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from graph.model.places import Said, settle
from graph.model.regions import Regions


@pytest.mark.parametrize(
    ("said", "code", "county", "unit"),
    [
        (Said(province="河南省", city="长垣市"), "410783", "长垣市", "长垣市"),
        (Said(city="新乡市", county="高新区"), "410700", "", "高新区"),
        (Said(city="新乡市", county="平原示范区"), "410700", "", "平原示范区"),
        (Said(address="新乡市红旗区高新技术产业开发区科隆大道"), "410702", "红旗区", "高新区"),
        (Said(address="长垣市高新技术产业开发区"), "410783", "长垣市", "长垣市"),  # a zone of the county's own
        (Said(city="郑州市", county="高新区"), "410100", "", ""),  # another city's
        (Said(county="朝阳区", address="长春市某路"), "220100", "朝阳区", ""),
        (Said(county="朝阳区", uscc="91110105000000000X"), "110000", "朝阳区", ""),
        (Said(county="新华区", name="平顶山甲乙有限公司"), "410402", "新华区", ""),
        (Said(county="鼓楼区"), "", "", ""),
        (Said(province="江苏省", county="鼓楼区"), "320000", "", ""),
        (Said(joined=("河南省/新乡市/红旗区",)), "410702", "红旗区", "红旗区"),
        (Said(address="绸缪镇西土桥", name="江苏省溧阳市甲乙厂"), "320400", "溧阳市", ""),
        (Said(name="甲乙有限公司", uscc="91410721000000000X"), "410721", "新乡县", "新乡县"),
        (Said(province="河北省", city="保定市", address="定州市留宿村"), "139001", "", ""),
    ],
)
def test_places_of_rows(regions: Regions, said: Said, code: str, county: str, unit: str) -> None:
    place = settle(regions.places, said)
    assert (place.code, place.county, place.unit) == (code, county, unit)


def test_a_name_of_several_places_stays_open(regions: Regions) -> None:
    place = settle(regions.places, Said(county="鼓楼区"))
    assert set(place.open) == {"320106", "320302", "350102", "410204"}


def test_the_stated_place_stands_and_what_contradicts_is_kept(regions: Regions) -> None:
    said = Said(city="新乡市", county="红旗区", address="深圳市宝安区", uscc="91440306000000000X")
    alone = settle(regions.places, Said(city="新乡市", county="红旗区", uscc="91440306000000000X"))
    assert (alone.code, [c.kind for c in alone.conflicts]) == ("410702", ["code"])
    outweighed = settle(regions.places, said)  # address and registration agree on another city
    assert (outweighed.code, outweighed.county, outweighed.by) == ("440300", "宝安区", "address")
    assert {c.kind for c in outweighed.conflicts} == {"column"}


def test_the_region_of_the_load_is_taken_only_where_nothing_else_tells(regions: Regions) -> None:
    assert settle(regions.places, Said(name="甲乙有限公司"), "410700").by == "assumed"
    assert settle(regions.places, Said(address="北京市朝阳区望京街道"), "410700").code == "110000"


def test_a_code_of_the_next_district_is_no_conflict(regions: Regions) -> None:
    place = settle(regions.places, Said(address="新乡市红旗区", uscc="91410711000000000X"))
    assert (place.code, place.conflicts) == ("410702", ())


@pytest.mark.shared
def test_cells_of_the_cases(regions: Regions, shared: Path) -> None:
    """What a careful clerk enters for the trial file of places: the region, by its number in the file."""
    expected = {
        0: "410783",
        1: "410700",
        2: "410783",
        3: "410783",
        4: "410702",
        5: "",
        6: "110000",
        9: "",
        10: "320100",
        12: "130100",
        13: "",
        14: "340100",
        16: "370100",
        17: "420600",
        20: "220200",
        22: "211300",
        23: "320500",
        25: "419001",
        26: "419001",
        27: "410100",
        28: "310000",
        30: "500000",
        31: "659001",
        38: "410702",
        39: "410702",
        40: "410700",
        42: "410212",
        43: "520500",
        44: "530800",
    }
    with (shared / "cases" / "16-places.csv").open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    read = [
        settle(regions.places, Said(province=r["所属省份"], city=r["所属城市"], county=r["所属区县"])).code
        for r in rows
    ]
    assert {i: read[i] for i in expected} == expected


def test_a_sheet_or_a_heading_inside_the_table_tells_the_county_of_its_rows(regions: Regions) -> None:
    assert settle(regions.places, Said(city="新乡市", around=("", "长垣市"))).county_code == "410783"
    assert settle(regions.places, Said(city="郑州市", around=("长垣市",))).code == "410100"  # and never against the row
    assert settle(regions.places, Said(around=("长垣市",), address="深圳市宝安区某路1号")).code == "410783"


def test_the_lines_above_a_table_come_before_what_was_assumed_and_after_all_else(regions: Regions) -> None:
    assert settle(regions.places, Said(title="新乡市规上企业名单"), "410100").code == "410700"
    assert settle(regions.places, Said(address="郑州市中原区", title="新乡市规上企业名单")).code == "410102"


def test_a_stated_place_that_cannot_be_read_is_not_taken_for_the_assumed_one(regions: Regions) -> None:
    assert settle(regions.places, Said(city="某某市"), "410700").code == ""
    assert settle(regions.places, Said(city="市辖区"), "410700").code == "410700"


def test_a_stated_code_is_not_made_more_exact_by_name_or_registration(regions: Regions) -> None:
    said = Said(region_code="410700", name="新乡县甲乙有限公司", uscc="91410721000000000X")
    assert settle(regions.places, said).code == "410700"


def test_a_firm_of_a_zone_is_not_put_into_the_district_that_registered_it(regions: Regions) -> None:
    place = settle(regions.places, Said(address="新乡市高新区某路", uscc="91410721000000000X"))
    assert (place.code, place.county, place.unit) == ("410700", "", "高新区")
