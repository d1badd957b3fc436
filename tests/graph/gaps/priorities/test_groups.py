"""The rule of the groups, case by case; and the documents it goes into."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from graph.chance.chance_data import ChanceData
from graph.chance.precedents import Precedent, Precedents
from graph.chance.red_lines import RedLine, RedLines
from graph.gaps.documents.gap import gap_documents
from graph.gaps.find import find_gaps
from graph.gaps.priorities.group_words import Size, judged
from graph.gaps.priorities.groups import CHANCE_HIGH, FILLED, GROUPS, NEED_HIGH, RANKED, Standing, group_of
from graph.gaps.priorities.prioritiser import Prioritiser, by_priority, grouped, rows_of
from graph.model.regions import Regions
from graph.region.footprint import footprint

GOOD = Standing(need=0.6, chance=0.9, verdict="likely", answer="recruit")
LINE = RedLine("toy.cell", (), "warned", "产能过剩", "too much", "《某方案》", "2025", "2027", "text", "page, opened")
FORBIDDEN = replace(LINE, level="forbidden")
OWN = replace(LINE, read="none", source="own knowledge")


@pytest.mark.parametrize(
    ("standing", "group"),
    [
        (GOOD, "attack"),
        (replace(GOOD, chance=0.2), "task_force"),
        (replace(GOOD, precedent=False), "task_force"),  # nobody outside drew one: not what to go for first
        (replace(GOOD, filled=0.1), "advantage"),  # like cities have it, but nobody here asks for a plant of it
        (replace(GOOD, filled=0.1, chance=0.2), "reserve"),
        (replace(GOOD, filled=FILLED), "attack"),
        (replace(GOOD, need=0.1), "advantage"),
        (replace(GOOD, need=0.1, chance=0.2), "reserve"),
        (replace(GOOD, need=NEED_HIGH, chance=CHANCE_HIGH), "attack"),  # the thresholds belong to the better side
        (replace(GOOD, answer="check"), "check"),
        (replace(GOOD, verdict="insufficient_data"), "check"),
        (replace(GOOD, unverified=(OWN,)), "check"),
        (replace(GOOD, answer="nearby"), "nearby"),
        (replace(GOOD, answer="unsuitable"), "barred"),
        (replace(GOOD, caught=(FORBIDDEN,)), "barred"),
        (replace(GOOD, caught=(LINE,)), "careful"),  # a warning forbids nothing
        (replace(GOOD, caught=(LINE, FORBIDDEN)), "barred"),
        (replace(GOOD, caught=(LINE,), answer="unsuitable"), "barred"),
        # Plainest first: a red line stands before all that is not known.
        (replace(GOOD, caught=(LINE,), verdict="insufficient_data", answer="check"), "careful"),
        (replace(GOOD, answer="nearby", verdict="insufficient_data"), "nearby"),
        (replace(GOOD, need=0.0, verdict=None, answer=None, strong=True), "advantage"),
    ],
)
def test_group(standing: Standing, group: str) -> None:
    assert group_of(standing) == group


def test_what_is_caught_is_in_no_ranked_group() -> None:
    for need in (0.0, 0.5, 1.0):
        for chance in (0.0, 0.5, 1.0):
            assert group_of(replace(GOOD, need=need, chance=chance, caught=(LINE,))) not in RANKED


# -- documents -----------------------------------------------------------------------------------


@pytest.fixture
def documents(town, regions: Regions) -> list[dict[str, Any]]:
    """No cells, one maker of packs, and powder from a large and a small firm: three gaps, the rest is strong."""
    foot = town(cell=(), pack=(9,), powder=(20, 1))
    return gap_documents(town.store, regions, foot, find_gaps(foot))  # type: ignore[return-value]


def prioritiser(town, regions: Regions, known: ChanceData) -> Prioritiser:
    return Prioritiser(footprint(town.store, regions, "410700"), known)


def test_the_order_stays_and_three_keys_are_added(town, regions: Regions, documents) -> None:
    found = prioritiser(town, regions, ChanceData()).added(documents)
    assert [d["segment"] for d in found] == [d["segment"] for d in documents]
    for before, after in zip(documents, found, strict=True):
        assert {k: after[k] for k in before} == before  # nothing else changes
        assert after["need"]["value"] == before["score"]
        assert after["priority"]["need"] == after["need"]["value"]
        assert after["priority"]["chance"] == after["chance"]["value"]
        assert after["priority"]["group"] in GROUPS
        assert after["chance"]["level"] == "none"  # nothing was counted


def test_counts_say_how_many_when_and_where(town, regions: Regions, documents) -> None:
    segment = documents[0]["segment"]
    rows = [
        Precedent(segment, "32", 2024, 2, 0, "test"),
        Precedent(segment, "34", 2025, 3, 4, "test"),
        Precedent(segment, "41", 2025, 9, 9, "test"),  # the own province
    ]
    chance = prioritiser(town, regions, ChanceData(Precedents(rows))).added(documents)[0]["chance"]
    assert (chance["level"], chance["projects"], chance["bases"]) == ("precedent", 5, 4)
    assert chance["years"] == [2024, 2025]
    assert [p["name"] for p in chance["provinces"]] == ["安徽", "江苏"]
    assert chance["sentence"].startswith("有先例：外省有项目 5 个、异地子公司 4 家，分布在 2 个省份，安徽、江苏居多")
    assert "2024–2025" in chance["sentence"]


def test_by_priority_puts_what_is_caught_last(town, regions: Regions, documents) -> None:
    first = by_priority(prioritiser(town, regions, ChanceData()).added(documents))[0]["segment"]
    known = ChanceData(red_lines=RedLines((replace(LINE, segment=first),)))
    found = by_priority(prioritiser(town, regions, known).added(documents))
    values = [d["priority"]["value"] for d in found[:-1]]
    assert values == sorted(values, reverse=True)
    last = found[-1]
    assert (last["segment"], last["priority"]["group"], last["priority"]["caught"]) == (first, "careful", True)
    assert "《某方案》" in last["priority"]["sentence"]
    assert "至 2027" in last["priority"]["sentence"]
    groups = grouped(rows_of(found))
    assert list(groups) == list(GROUPS)
    assert first in [r["segment"] for r in groups["careful"]]
    assert sum(len(rows) for rows in groups.values()) == len(found)


def test_no_sentence_speaks_of_a_probability(town, regions: Regions, documents) -> None:
    rows = [Precedent(d["segment"], "32", 2025, 7, 1, "test") for d in documents]
    for d in prioritiser(town, regions, ChanceData(Precedents(rows))).added(documents):
        for text in (d["chance"]["sentence"], d["priority"]["sentence"], d["chance"]["sentence_en"]):
            assert not re.search(r"%|概率|可能性|probab|likel|AUC|odds", text)


def test_a_route_warns_without_catching(town, regions: Regions, documents) -> None:
    segment = documents[0]["segment"]
    route = replace(LINE, segment=segment, route=("磷酸铁锂",))
    plain = prioritiser(town, regions, ChanceData()).added(documents)[0]
    found = prioritiser(town, regions, ChanceData(red_lines=RedLines((route,)))).added(documents)[0]
    assert found["priority"] == plain["priority"]
    (told,) = found["chance"]["red_lines"]
    assert (told["route"], told["read"], told["verified"]) == (["磷酸铁锂"], "text", True)
    assert told["sentence"] == "慎招：涉及磷酸铁锂：产能过剩。依据：《某方案》，2025，至 2027。"


def test_what_only_a_report_says_is_to_be_checked(town, regions: Regions, documents) -> None:
    segment = documents[0]["segment"]
    reported = replace(FORBIDDEN, segment=segment, read="report")
    found = prioritiser(town, regions, ChanceData(red_lines=RedLines((reported,)))).added(documents)[0]
    assert found["priority"]["group"] == "check"
    assert "只见报道，未读原文" in found["chance"]["red_lines"][0]["sentence"]


def test_the_strong_stand_beside_the_gaps(town, regions: Regions, documents) -> None:
    """强链: what is no gap, has at least one large firm's strength, and good precedent and ground."""
    maker = prioritiser(town, regions, ChanceData())
    rows = maker.strong(documents)
    gaps = {d["segment"] for d in documents}
    assert "toy.cell" in gaps
    for row in rows:
        assert row["segment"] not in gaps
        assert row["strength"] >= 6
        assert row["action"] == "strengthening"
        assert row["priority"]["group"] != "reserve"


@pytest.mark.parametrize(
    ("size", "expected", "said"),
    [
        ("strong", True, "本地需要较强，落地先例与条件较好"),
        ("some", False, "本地需要一般，落地先例与条件较好"),
        ("some", True, "本地需要一般（本地采购不足最小规模项目的三分之一），落地先例与条件较好"),
        ("slight", False, "本地需要很小，落地先例与条件较好"),
    ],
)
def test_a_need_that_hardly_fills_a_plant_is_said_to_be_small(size: Size, expected: bool, said: str) -> None:
    assert judged(size, True, strong=False, expected=expected)["zh"] == said
