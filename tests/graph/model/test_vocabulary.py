"""A word for a park's conditions means one thing in the target list, the gap certificate and the papers."""

from __future__ import annotations

import pytest

from graph.gaps.recruitability import barred
from graph.model.records import Firm, Park, Segment
from graph.model.vocabulary import SPELLINGS, ChemicalPark, Energy, Environment, known, read, scarce
from outreach.papers.parts.words import TO_CHECK, park_line
from recommend.rank.exclusions import Limits, gates, parks_for

FIRM = Firm("f", "某某有限公司")
HUNGRY = Segment("c.smelting", "c", "冶炼", "Smelting", "upstream", "", (), siting={"power": "high"})
ACID = Segment("c.acid", "c", "酸", "Acid", "upstream", "", (), siting={"environment": "chemical_park"})
DYEING = Segment("c.dyeing", "c", "印染", "Dyeing", "midstream", "", (), siting={"environment": "sensitive"})


def park(**conditions: str) -> Park:
    """A park whose other conditions leave nothing open."""
    return Park("p", "园区", ("c",), land_mu=500.0, **{"environment": "ok", **conditions})


def state(segment: Segment, place: Park, kind: str) -> str:
    """What the target list says of one limit."""
    return next(g.state for g in gates(segment, FIRM, (place,), Limits()) if g.kind == kind)


# spelling → the list's state, whether the certificate says barred, what the paper says
ENERGY = [
    ("ample", "pass", False, "充足"),
    ("high", "pass", False, "充足"),
    ("yes", "pass", False, "充足"),
    ("ok", "pass", False, "可承载"),
    ("ordinary", "pass", False, "可承载"),
    ("可承载", "pass", False, "可承载"),
    ("tight", "fail", True, "偏紧"),
    ("limited", "fail", True, "偏紧"),
    ("low", "fail", True, "偏紧"),
    ("Limited ", "fail", True, "偏紧"),
    ("紧张", "fail", True, "偏紧"),
    ("none", "fail", True, "不可承载"),
    ("no", "fail", True, "不可承载"),
    ("closed", "fail", True, "不可承载"),
    ("无", "fail", True, "不可承载"),
    ("unknown", "unknown", None, TO_CHECK),
    ("", "unknown", None, TO_CHECK),
    ("moon", "unknown", None, TO_CHECK),  # outside the vocabulary: known to nobody, so it bars nothing
]


@pytest.mark.parametrize(("word", "listed", "shut", "paper"), ENERGY)
def test_energy_means_one_thing(word: str, listed: str, shut: bool | None, paper: str) -> None:
    place = park(energy=word)
    assert state(HUNGRY, place, "energy") == listed
    assert barred(HUNGRY, [place]) is shut
    assert f"能耗空间{paper}" in park_line(place)
    clash = [zh for zh, _ in parks_for(HUNGRY, [place])[0].clashes]
    assert clash == (["能耗指标不足"] if shut else [])


@pytest.mark.parametrize(
    ("word", "listed", "shut", "paper"),
    [
        ("yes", "pass", False, "已认定化工园区"),
        ("是", "pass", False, "已认定化工园区"),
        ("no", "fail", True, "非化工园区"),
        ("否", "fail", True, "非化工园区"),
        ("unknown", "unknown", None, f"是否化工园区{TO_CHECK}"),
        ("", "unknown", None, f"是否化工园区{TO_CHECK}"),
        ("moon", "unknown", None, f"是否化工园区{TO_CHECK}"),
    ],
)
def test_chemical_park_means_one_thing(word: str, listed: str, shut: bool | None, paper: str) -> None:
    place = park(chemical_park=word)
    assert state(ACID, place, "chemical_park") == listed
    assert barred(ACID, [place]) is shut
    assert park_line(place).endswith(paper)


@pytest.mark.parametrize(
    ("word", "shut", "paper"),
    [
        ("ample", False, "充足"),
        ("ok", False, "可承载"),
        ("ordinary", False, "一般"),
        ("一般", False, "一般"),
        ("chemical_park", False, "按化工园区规划"),
        ("tight", True, "偏紧"),
        ("limited", True, "偏紧"),
        ("none", True, "不可承载"),
        ("unknown", None, TO_CHECK),
        ("moon", None, TO_CHECK),
    ],
)
def test_environment_means_one_thing(word: str, shut: bool | None, paper: str) -> None:
    place = park(environment=word)
    assert barred(DYEING, [place]) is shut
    assert f"环境容量{paper}，" in park_line(place)


@pytest.mark.parametrize("kind", [Energy, Environment, ChemicalPark])
def test_every_spelling_stands_for_a_word_and_no_word_is_another_s_spelling(kind) -> None:
    words = {word.value for word in kind}
    assert set(SPELLINGS[kind].values()) <= words
    assert not words & set(SPELLINGS[kind])
    assert all(known(kind, word) is word for word in kind)
    assert known(kind, "moon") is None
    assert read(kind, "moon") == "unknown"


def test_what_is_not_known_is_neither_scarce_nor_ample() -> None:
    assert [scarce(word) for word in Energy] == [False, False, True, True, None]
