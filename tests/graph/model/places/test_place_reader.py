"""One text and the places it may mean: front to county, full names anywhere, nothing from the middle of a word."""

from __future__ import annotations

import pickle

import pytest

from graph.model.places import PlaceReader
from graph.model.regions import Regions


@pytest.fixture(scope="module")
def reader(regions: Regions) -> PlaceReader:
    return regions.places


@pytest.mark.parametrize(
    ("address", "codes"),
    [
        ("河南省新乡市红旗区新中大道1号", ["410702"]),
        ("新乡市牧野区某路", ["410711"]),
        ("新乡市人民路牧野区政府院内", ["410711"]),  # a full name further on
        ("江苏省苏州市昆山市玉山镇朝阳西路", ["320583"]),
        ("上海市山西北路100弄", ["310000"]),  # a street of another province's name
        ("南京路100号", []),
        ("朝阳湾镇大局子村", []),
        ("石家庄市桥东区裕华路", ["130102"]),  # ended in 2014; 张家口 still has one
        ("张家口市桥东区", ["130702"]),
        ("开封县城关镇", ["410212"]),
        ("蓟县中昌北路", ["120119"]),
        ("四川省资阳市简阳市", ["510185"]),  # moved to 成都 in 2016
        ("新疆昌吉州奇台县西北湾乡", ["652325"]),
        ("中国（河南）自由贸易试验区郑州片区", ["410100"]),
        ("兴化经济开发区经三路", ["321281"]),
        ("东湖开发区文华路2号", []),  # a zone of 武汉, and a district of 南昌
        ("朝阳区某路", ["110105", "220104"]),
        ("", []),
    ],
)
def test_addresses(reader: PlaceReader, address: str, codes: list[str]) -> None:
    assert list(reader.address(address).codes) == codes


@pytest.mark.parametrize(
    ("cell", "level", "codes"),
    [
        ("吉林", "province", ["220000"]),
        ("吉林", "city", ["220200"]),
        ("朝阳", "city", ["211300"]),
        ("长垣市", "city", ["410783"]),
        ("长垣县", "county", ["410783"]),
        ("福建省宁德市", "city", ["350900"]),
        ("河南/新乡/红旗区", "city", ["410702"]),
        ("北京", "city", ["110000"]),
        ("省直辖县级行政区划", "city", []),
        ("市辖区", "city", []),
        ("县", "city", []),
        ("襄樊", "city", ["420600"]),
        ("某某", "city", []),
    ],
)
def test_cells(reader: PlaceReader, cell: str, level: str, codes: list[str]) -> None:
    assert list(reader.cell(cell, level).codes) == codes


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("昆山甲乙电子有限公司", ["320583"]),
        ("甲乙集团有限公司长垣分公司", ["410783"]),
        ("中国石化河南新乡分公司", ["410700"]),
        ("甲乙（天津）滨海新材料有限公司", ["120000"]),
        ("东方甲乙有限公司", []),
        ("长安甲乙汽车有限公司", []),
        ("甲乙有限公司", []),
    ],
)
def test_names(reader: PlaceReader, name: str, codes: list[str]) -> None:
    assert list(reader.firm_name(name).codes) == codes


def test_a_helper_process_reads_alike(reader: PlaceReader) -> None:
    again = pickle.loads(pickle.dumps(reader))
    assert again.address("长垣市人民路") == reader.address("长垣市人民路")


def test_every_county_is_read_from_its_full_name(reader: PlaceReader) -> None:
    """Province, city and county joined give the county itself, for all of the country."""
    table = reader.table
    wrong = [c for c in table.counties if reader.address(table.full_name(c)).codes != (c,)]
    assert wrong == []


def test_every_ended_name_has_a_successor_that_exists(reader: PlaceReader) -> None:
    table = reader.table
    assert {now for codes in table.became.values() for now in codes} <= table.counties.keys() | table.regions.keys()
    assert table.by_code("410728") == ("410783",)  # 长垣县
    assert table.by_code("469026") == ("469026", "469022")  # 昌江县, and until 2010 屯昌县
    assert table.by_code("419001") == ("419001",)
