"""Which places have what no park can build."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import InvalidData
from graph.model.places.sites import Sites, load
from graph.model.regions import Regions
from tests.support.world import ROOT


@pytest.fixture(scope="module")
def sites() -> Sites:
    return load(ROOT / "data" / "sites.csv")


@pytest.mark.parametrize(
    ("region", "resource", "segment", "has"),
    [
        ("410700", "airport", "logistics.air_freight", False),  # Xinxiang flies from Zhengzhou
        ("410100", "airport", "logistics.air_freight", True),
        ("410122", "airport", "logistics.air_freight", True),  # a county of a city that has one
        ("410000", "airport", "logistics.air_freight", True),  # a province in which a city has one
        ("410700", "seaport", "logistics.ocean_shipping", False),
        ("370200", "seaport", "logistics.ocean_shipping", True),
        ("410700", "refinery", "textile.general_resin", False),
        ("410300", "refinery", "textile.general_resin", True),
        ("450100", "climate", "green_food.sugar", True),
        ("410700", "climate", "green_food.sugar", False),
        (
            "540100",
            "climate",
            "agriculture.tea",
            False,
        ),  # Chongqing, 500000, holds no other province that begins with 5
        ("410700", "deposit", "green_food.salt", False),
        ("410700", "deposit", "equipment.refined_copper", None),  # the rows of deposits speak of other minerals
        ("410700", "farmland", "agriculture.wheat", True),
        ("440300", "farmland", "agriculture.wheat", False),
        ("410700", "hot_spring", "tourism_health.hot_spring", None),
    ],
)
def test_what_is_where(sites: Sites, region: str, resource: str, segment: str, has: bool | None) -> None:
    assert sites.has(region, resource, segment) is has


def test_every_code_is_a_region(sites: Sites) -> None:
    regions = Regions.load(ROOT / "data" / "regions.csv")
    assert [c for r in sites.rows for c in (*r.has, *r.lacks) if c != "*" and c not in regions.by_code] == []
    assert regions.sites.rows == sites.rows


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    file = tmp_path / "sites.csv"
    file.write_text(
        "resource,segments,has,lacks,source,as_of\nharbour,,410700;x,,own knowledge,2026\n", encoding="utf-8"
    )
    with pytest.raises(InvalidData) as error:
        load(file)
    assert "sites.csv row 2, column resource: 'harbour'; write one of airport" in str(error.value)
    assert "sites.csv row 2, column has: 'x' is no region code of six digits" in str(error.value)


def test_without_a_table_nothing_is_known(tmp_path: Path) -> None:
    assert load(tmp_path / "sites.csv").has("410700", "seaport", "logistics.ocean_shipping") is None
