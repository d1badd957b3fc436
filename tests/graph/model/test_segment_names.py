"""A segment as a person writes it: one answer for one text, whoever asks."""

from __future__ import annotations

import pytest

from graph.errors import UnknownName
from graph.model.records import Chain, Segment
from graph.model.segment_names import SegmentNames


def segment(chain: str, short: str, name: str, english: str, *products: str) -> Segment:
    return Segment(f"{chain}.{short}", chain, name, english, "midstream", "", products)


def chain(key: str, name: str, *segments: Segment) -> Chain:
    return Chain(key, name, key, "test", "", segments, ())


FOOD = chain(
    "food",
    "绿色食品",
    segment("food", "pet", "宠物食品", "Pet food", "犬粮", "冻干零食"),
    segment("food", "market", "食品批发市场", "Food markets", "农产品批发", "冻干零食"),
    segment("food", "oil", "植物油", "Edible oil", "LED", "Gluten"),
)
FARM = chain(
    "farm",
    "现代农业",
    segment("farm", "pet", "宠物食品", "Pet food", "猫粮"),
    segment("farm", "vet", "农产品批发", "Wholesale of produce", "兽药"),
    segment("farm", "lamp", "补光灯", "Grow lamps", "led", "GLUTEN"),
)
NAMES = SegmentNames((FOOD, FARM))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("food.oil", ["food.oil"]),
        ("FOOD.OIL", ["food.oil"]),
        (" food.oil ", ["food.oil"]),
        ("植物油", ["food.oil"]),
        ("绿色食品·植物油", ["food.oil"]),
        ("现代农业·宠物食品", ["farm.pet"]),  # what a message offers can be written back
        ("edible  OIL", ["food.oil"]),
        ("犬粮", ["food.pet"]),
        ("农产品批发", ["farm.vet"]),  # the name of one comes before a product of another
        ("led", ["farm.lamp"]),  # exactly so spelt, though the other has LED
        ("LED", ["food.oil"]),
        ("Led", ["food.oil", "farm.lamp"]),
        ("gluten", ["food.oil", "farm.lamp"]),  # spelt so by neither
        ("宠物食品", ["food.pet", "farm.pet"]),
        ("Pet food", ["food.pet", "farm.pet"]),
        ("冻干零食", ["food.pet", "food.market"]),
        ("飞船", []),
        ("", []),
        ("   ", []),
    ],
)
def test_one_answer_for_one_text(text: str, meant: list[str]) -> None:
    match = NAMES.find(text)
    assert [s.id for s in match.segments] == meant
    assert (match.segment is not None, match.ambiguous) == (len(meant) == 1, len(meant) > 1)


def test_ambiguity_is_told_with_the_choices() -> None:
    with pytest.raises(UnknownName) as error:
        NAMES.get("宠物食品")
    assert error.value.suggestions == ["food.pet (宠物食品)", "farm.pet (宠物食品)"]


def test_what_nobody_knows_is_told_with_what_comes_near() -> None:
    with pytest.raises(UnknownName) as error:
        NAMES.get("植物有")
    assert error.value.suggestions == ["food.oil (植物油)"]
    assert NAMES.near("粮") == ["犬粮", "猫粮"]
    assert NAMES.near("") == []


def test_suggestions_handed_in_come_before_what_merely_looks_alike() -> None:
    asked: list[str] = []

    def by_sound(text: str) -> list[Segment]:
        asked.append(text)
        return [FARM.segments[2]]

    with pytest.raises(UnknownName) as error:
        NAMES.get("buguangdeng", by_sound)
    assert error.value.suggestions == ["farm.lamp (补光灯)"]
    assert NAMES.get("补光灯", by_sound).id == "farm.lamp"
    with pytest.raises(UnknownName):
        NAMES.get("宠物食品", by_sound)
    assert asked == ["buguangdeng"]  # neither for what is known nor for what is ambiguous
