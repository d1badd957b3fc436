"""Places in names: at the front, in brackets, after the brand, or spelled out; never from the middle of a word."""

from __future__ import annotations

import pytest

from graph.model.regions import Regions
from ingest.read.place_in_name import Places


@pytest.fixture(scope="module")
def places(regions: Regions) -> Places:
    return Places(regions)


@pytest.mark.parametrize(
    ("name", "brand", "code"),
    [
        ("安徽甲乙新材料有限公司", "", "340000"),
        ("无锡甲乙半导体有限公司", "", "320200"),
        ("甲乙科技（宜春）有限公司", "", "360900"),
        ("甲乙科技(广东中山)有限公司", "", "442000"),
        ("广西北海甲乙产业园", "", "450500"),
        ("南玻宜昌硅材料有限公司", "南玻", "420500"),
        ("甲乙合肥市高新区二期", "", "340100"),
        ("新乡县甲乙机械有限公司", "", "410721"),
        ("吉林甲乙纸品有限公司", "", "220000"),  # a province and a city of one name: the larger
        ("吉林市甲乙纸品有限公司", "", "220200"),
        ("甲乙宜昌硅材料有限公司", "", ""),  # the short name in the middle, no brand before it
        ("东方甲乙有限公司", "", ""),  # 东方 is a city of Hainan, and an ordinary word
        ("甲乙有限公司", "", ""),
        ("GmbH", "", ""),
    ],
)
def test_places_in_names(places: Places, name: str, brand: str, code: str) -> None:
    assert places.find(name, brand) == code


@pytest.mark.parametrize(
    ("code", "seat", "outside"),
    [
        ("340000", "410700", True),
        ("410721", "410700", False),
        ("410100", "410700", True),
        ("410000", "410700", False),
        ("", "410700", False),
        ("310000", "310115", False),
    ],
)
def test_outside_the_seat(places: Places, code: str, seat: str, outside: bool) -> None:
    """Another city is outside; a province that holds the seat tells nothing."""
    assert places.outside(code, seat) is outside
