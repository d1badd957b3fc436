"""What sets the cards of a list apart: pairs that differ, what all share once, and why one stands before the next."""

from __future__ import annotations

import pytest

from recommend.explain.apart import before, own_reasons, set_apart, shared_of


def reason(text: str, shared: bool = False) -> dict:
    row = {"kind": "k", "text": text, "text_en": text, "evidence": []}
    return row | {"shared": True} if shared else row


def target(name: str, *reasons: dict, nearness: float = 0.5, scale: float = 0.5, below: bool = False) -> dict:
    def feature(value: float, label: str) -> dict:
        return {
            "value": value,
            "weight": 0.2,
            "label": label,
            "label_en": label,
            "detail": f"{label} {value}",
            "detail_en": f"{label} {value}",
            "known": True,
        }

    return {
        "firm": {"id": name, "name": name, "short": name},
        "reasons": list(reasons),
        "counter": [],
        "features": {"nearness": feature(nearness, "距离"), "scale": feature(scale, "规模")},
        "excluded": False,
        "below_floor": below,
    }


ALL = reason("买方在此", shared=True)


def test_no_two_cards_have_the_same_pair() -> None:
    """甲 and 乙 do the same; 乙 has a further fact, which comes second. 丙 has none, and nothing is made up."""
    same, large, near = reason("从事隔膜"), reason("大型企业"), reason("相距 100 公里")
    cards = set_apart(
        [target("甲", same, large, ALL), target("乙", same, large, near, ALL), target("丙", same, large, ALL)]
    )
    pairs = [tuple(r["text"] for r in own_reasons(c)[:2]) for c in cards]
    assert pairs == [
        ("从事隔膜", "大型企业"),
        ("从事隔膜", "相距 100 公里"),
        ("从事隔膜", "大型企业"),
    ]
    assert [r["text"] for r in shared_of(cards)] == ["买方在此"]
    assert all(c["reasons"][-1] is ALL for c in cards)


def test_nothing_is_made_up_for_a_card_without_a_fact_of_its_own() -> None:
    (card,) = set_apart([target("甲", reason("从事隔膜"))])
    assert [r["kind"] for r in card["reasons"]] == ["k"]
    assert shared_of([]) == []


def test_why_it_stands_before_the_next() -> None:
    ahead = before(target("甲", nearness=0.9, scale=0.4), target("乙", nearness=0.2, scale=0.5))
    assert ahead is not None
    assert ahead["text"] == "排在乙之前，主要因为距离（距离 0.9；后者距离 0.2）。"
    assert before(target("甲"), target("乙")) is None, "nothing tells them apart"
    assert before(target("甲"), target("乙", nearness=0.1, below=True)) is None, "the floor parts them"
    assert before(target("甲", nearness=0.6), target("乙", nearness=0.5)) is None, "743 km against 834 tells nothing"


@pytest.mark.parametrize("name", ["expansion", "supply_tie", "technology", "fresh_capital", "standing", "certainty"])
def test_what_is_only_on_record_is_no_ground(name: str) -> None:
    """Fewer plants, ties or routes on record say nothing of the other firm, nor does when it was listed."""
    ours, theirs = target("甲"), target("乙")
    for one, value in ((ours, 1.0), (theirs, 0.0)):
        one["features"][name] = one["features"]["scale"] | {"value": value, "label": name}
    assert before(ours, theirs) is None


def test_of_a_service_or_a_firm_with_a_plant_near_the_distance_says_nothing() -> None:
    ours, theirs = target("甲", nearness=0.9), target("乙", nearness=0.2)
    assert before(ours, theirs, makes=False) is None
    theirs["reasons"] = [reason("在本省已有基地") | {"kind": "subsidiary_near"}]
    assert before(ours, theirs) is None


def test_a_small_part_of_the_order_is_not_told_as_its_ground() -> None:
    """The distance speaks for 甲, but the order rests on something else."""
    ours, theirs = target("甲", nearness=0.8), target("乙", nearness=0.5)
    for one, value in ((ours, 1.0), (theirs, 0.0)):
        one["features"]["capability"] = one["features"]["scale"] | {"value": value, "label": "能力吻合"}
    assert before(ours, theirs) is None


def test_what_is_not_known_of_the_other_is_no_ground() -> None:
    near, unknown = target("甲", nearness=0.9), target("乙", nearness=0.2)
    unknown["features"]["nearness"]["known"] = False
    assert before(near, unknown) is None
    unknown["features"]["nearness"]["known"] = True
    assert before(near, unknown) is not None
