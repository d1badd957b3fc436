"""A segment as a person writes it: one answer for one text, whoever asks."""

from __future__ import annotations

import pytest

from graph.errors import EndedName, UnknownName
from graph.model.records import Chain, Segment
from graph.model.retired import Retired
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


# -- ids that ended -----------------------------------------------------------------------------

ENDED = SegmentNames(
    (FOOD, FARM),
    Retired(
        {
            "food.fodder": ("food.pet",),
            "food.trade": ("food.market", "farm.vet"),
            "food.lump": ("food.gone", "food.oil"),
            "food.gone": ("elsewhere.unknown",),  # a store that is older than the table
            "farm.lamp": ("food.oil",),  # a store in which it has not ended yet
        }
    ),
)


@pytest.mark.parametrize("text", ["food.fodder", " FOOD.fodder "])
def test_an_id_that_ended_means_its_heir(text: str) -> None:
    match = ENDED.find(text)
    assert (match.ended, match.segment and match.segment.id) == ("food.fodder", "food.pet")
    assert ENDED.get(text).id == "food.pet"


def test_several_heirs_are_named_best_first() -> None:
    assert [s.id for s in ENDED.find("food.trade").segments] == ["food.market", "farm.vet"]
    with pytest.raises(EndedName) as error:
        ENDED.get("food.trade")
    assert error.value.exit_code == 2
    assert error.value.suggestions == ["food.market (食品批发市场)", "farm.vet (农产品批发)"]
    assert str(error.value) == (
        "the segment 'food.trade' has ended; these took its place: "
        "food.market (食品批发市场), farm.vet (农产品批发). Name one of them."
    )


def test_only_what_the_chains_have_counts() -> None:
    assert ENDED.get("food.lump").id == "food.oil"
    assert ENDED.get("farm.lamp").id == "farm.lamp"
    with pytest.raises(UnknownName) as error:
        ENDED.get("food.gone")
    assert not isinstance(error.value, EndedName)


def test_what_is_nearly_an_ended_id_suggests_its_heirs() -> None:
    with pytest.raises(UnknownName, match="Did you mean") as error:
        ENDED.get("food.foddr")
    assert error.value.suggestions[0] == "food.pet (宠物食品)"


def test_who_recruits_is_offered_nobody_who_only_buys() -> None:
    visitors = Segment("food.visitors", "food", "游客市场", "Visitors", "downstream", "", (), demand=True)
    names = SegmentNames((chain("food", "绿色食品", *FOOD.segments, visitors),))
    with pytest.raises(UnknownName) as plain:
        names.get("food.visitor")
    assert plain.value.suggestions[0] == "food.visitors (游客市场)"
    with pytest.raises(UnknownName) as recruiting:
        names.get("food.visitor", lambda _: [visitors], recruits=True)
    assert all("visitors" not in s for s in recruiting.value.suggestions)
    assert names.find("游客市场").segment == visitors  # it can be named all the same
