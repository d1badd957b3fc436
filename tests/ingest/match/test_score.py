"""Two rows and whether they are one firm: the kinds of pair that offices meet, each by name."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model.regions import Regions
from ingest.match.likeness import FEATURES, side
from ingest.match.name_parts import NameReader
from ingest.match.score import Weights, match
from tests.support.small import code

A, B = code("410721", "MA40AAAA1"), code("410721", "MA40BBBB2")


@pytest.fixture(scope="module")
def reader(regions: Regions) -> NameReader:
    return NameReader(regions.places)


def outcome(reader: NameReader, left: dict[str, Any], right: dict[str, Any]) -> str:
    found = match(side(reader, **left), side(reader, **right), Weights.load())
    mirrored = match(side(reader, **right), side(reader, **left), Weights.load())
    assert found.score == mirrored.score
    return found.outcome


def firm(name: str, region: str = "410700", **more: Any) -> dict[str, Any]:
    return {"name": name, "region": region, **more}


@pytest.mark.parametrize(
    ("kind", "left", "right"),
    [
        ("spelling", firm("新乡金穗食品有限公司"), firm("新乡金穗食品(有限)公司")),
        ("有限责任公司", firm("新乡金穗食品有限责任公司"), firm("新乡金穗食品有限公司")),
        ("地名的市", firm("新乡市金穗食品有限公司"), firm("新乡金穗食品有限公司")),
        ("繁体", firm("新鄉金穗食品有限公司"), firm("新乡金穗食品有限公司")),
        ("（已注销）", firm("新乡金穗食品有限公司（已注销）"), firm("新乡金穗食品有限公司")),
        ("简称", firm("新乡化纤"), firm("新乡化纤股份有限公司")),
        ("上市简称", firm("深科技", "440300"), firm("深圳长城开发科技股份有限公司", "440300")),
        ("曾用名", firm("新乡白鹭化学有限公司", aliases=["新乡化学纤维厂"]), firm("新乡化学纤维厂")),
        ("原名在名称里", firm("新乡白鹭化学有限公司（原新乡化学纤维厂）"), firm("新乡化学纤维厂")),
        ("没有地区", firm("新乡市花溪科技股份有限公司", ""), firm("新乡市花溪科技股份有限公司")),
        ("及其子公司", firm("新乡化纤股份有限公司及其子公司", ""), firm("新乡化纤股份有限公司")),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_one_firm(reader: NameReader, kind: str, left: dict[str, Any], right: dict[str, Any]) -> None:
    assert outcome(reader, left, right) == "same"


@pytest.mark.parametrize(
    ("kind", "left", "right"),
    [
        ("同名异地", firm("金穗食品有限公司"), firm("金穗食品有限公司", "370700")),
        ("一字之差", firm("新乡金穗食品有限公司"), firm("新乡金禾食品有限公司")),
        ("分公司", firm("卫华集团有限公司长垣分公司"), firm("卫华集团有限公司")),
        ("两家分公司", firm("卫华集团有限公司长垣分公司"), firm("卫华集团有限公司辉县分公司")),
        ("同字号不同行业", firm("新乡金穗食品有限公司"), firm("新乡金穗机械有限公司")),
        ("代码不同", firm("新乡金穗食品有限公司", uscc=A), firm("新乡金穗食品有限公司", uscc=B)),
        ("子公司", firm("苏州长盈精密技术有限公司", "320500"), firm("深圳市长盈精密技术股份有限公司", "440300")),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_two_firms(reader: NameReader, kind: str, left: dict[str, Any], right: dict[str, Any]) -> None:
    assert outcome(reader, left, right) == "different"


@pytest.mark.parametrize(
    ("kind", "left", "right"),
    [
        ("集团与股份", firm("新乡金穗集团有限公司"), firm("新乡金穗股份有限公司")),
        ("股改", firm("新乡金穗食品有限公司"), firm("新乡金穗食品股份有限公司")),
        ("个体工商户", firm("红旗区老王面馆", "410702"), firm("红旗区老王饭店", "410702")),
        ("子公司的简称", firm("远东传动", "411000"), firm("许昌远东传动轴有限公司", "411000")),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_never_one_by_a_score_alone(reader: NameReader, kind: str, left: dict[str, Any], right: dict[str, Any]) -> None:
    """A person must look, or they are two."""
    assert outcome(reader, left, right) != "same"


def test_reasons_explain_the_score(reader: NameReader) -> None:
    learned = Weights.load()
    left, right = firm("新乡金穗食品有限公司"), firm("新乡金穗食品有限责任公司")
    found = match(side(reader, **left), side(reader, **right), learned)
    assert found.reasons[0].feature == "same_name"
    assert [abs(r.weight) for r in found.reasons] == sorted((abs(r.weight) for r in found.reasons), reverse=True)
    known = {f.__name__ for f in FEATURES}
    assert {r.feature for r in found.reasons} <= known


def test_every_feature_says_what_it_is() -> None:
    from ingest.match.reasons import sentence

    for feature in FEATURES:
        assert feature.__doc__
        assert sentence(feature.__name__, 1.0).startswith("＋")


@pytest.mark.parametrize(
    ("name", "brand", "trades", "form"),
    [
        ("新乡市白鹭化纤集团有限责任公司", "白鹭", ("化纤",), "company"),
        ("河南省矿山起重机有限公司", "矿山", ("起重机",), "company"),
        ("封丘县甲乙种植专业合作社", "甲乙", ("种植",), "coop"),
        ("新乡市第一机床厂", "第一", ("机床",), "factory"),
        ("红旗区老王面馆", "老王", (), "shop"),
        ("新乡化纤", "化纤", (), ""),
    ],
)
def test_parts(reader: NameReader, name: str, brand: str, trades: tuple[str, ...], form: str) -> None:
    parts = reader.parts(name)
    assert (parts.brand, parts.trades, parts.form) == (brand, trades, form)
