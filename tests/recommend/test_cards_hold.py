"""What the cards of the shipped data say holds: read over lists of every chain, as a reader with the tables would."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from graph.model.regions import Regions
from recommend.explain.introductions import STRENGTH, WORDS, may_speak
from recommend.explain.own_facts import LEAST_SHARE
from recommend.explain.shapes import Reason, TargetDocument
from recommend.explain.siting import CHEMISTRY
from workspace import Workspace

HOME = "410700"
LISTS, CARDS = 4, 5  # lists a chain, cards a list
Lists = dict[str, list[TargetDocument]]
# What no card says: guesses told as merits, counts of thin records, units of tables.
NEVER = re.compile(r"大型企业|上市较|吻合度|在外地 \d+ 处|信息可靠|没有更多|\d (?:万|亿|千)?(?:T|PCS|pcs|KG)(?:\b|（)")


@pytest.fixture(scope="module")
def lists(shipped_space: Workspace) -> Lists:
    """The first cards of several segments of each chain, spread over its tiers."""
    recommender, chosen = shipped_space.recommender, []
    for chain in shipped_space.network.chains:
        found = [s for s in shipped_space.network.makers if s.startswith(f"{chain.id}.")]
        found = [s for s in found if len(recommender.recall.members(s)) >= CARDS]
        chosen += found[:: max(1, len(found) // LISTS)][:LISTS]
    return {s: recommender.recommend(HOME, s, CARDS, exclude_local=True) for s in chosen}


def cards(lists: Lists) -> Iterator[tuple[str, TargetDocument]]:
    return ((s, t) for s, found in lists.items() for t in found)


def statements(target: TargetDocument) -> list[Reason]:
    ahead = target.get("before_next")
    return [*target["reasons"], *target["counter"], *([ahead] if ahead else [])]


def test_every_chain_is_read(shipped_space: Workspace, lists: Lists) -> None:
    assert {s.split(".")[0] for s in lists} == {c.id for c in shipped_space.network.chains}
    assert sum(map(len, lists.values())) > 100


def test_nothing_is_said_that_says_nothing(lists: Lists) -> None:
    bad = [r["text"] for _, t in cards(lists) for r in statements(t) if NEVER.search(r["text"])]
    assert bad == []


def test_a_share_of_revenue_is_told_from_a_tenth_up(lists: Lists) -> None:
    told = [r["text"] for _, t in cards(lists) for r in t["reasons"] if r["kind"] == "revenue_share"]
    shares = [float(m[1]) for text in told if (m := re.search(r"([\d.]+)%", text))]
    assert len(shares) == len(told) > 10
    assert min(shares) >= LEAST_SHARE * 100


def test_who_stands_first_is_nearer_or_larger_where_that_is_the_ground(lists: Lists) -> None:
    told = [t["before_next"]["text"] for _, t in cards(lists) if "before_next" in t]
    assert told
    for text in told:
        for pattern, first_is_less in ((r"相距约 (\d+) 公里", True), (r"年营收约 ([\d.]+) 亿元", False)):
            found = [float(n) for n in re.findall(pattern, text)]
            assert len(found) in (0, 2), text
            assert not found or (found[0] < found[1]) is first_is_less, text


def test_nobody_is_named_as_an_introducer_without_a_tie_on_record(lists: Lists) -> None:
    roles = {i["role"] for _, t in cards(lists) for i in t["introductions"]}
    assert roles <= {role for role in STRENGTH if role in WORDS}
    for _, t in cards(lists):
        for i in t["introductions"]:
            assert i["named"] or i["role"] in ("association", "shared_customer"), i["text"]


def test_who_may_be_asked_to_introduce_makes_and_sells_to_nobody_by_tender(
    shipped_space: Workspace, lists: Lists
) -> None:
    firms = shipped_space.recommender.firms
    asked = [
        e["firm"] for _, t in cards(lists) for r in t["reasons"] if "可请其引荐" in r["text"] for e in r["evidence"]
    ]
    assert asked
    for firm in set(asked):
        assert Regions.within(firms[firm].region, HOME)
        assert may_speak(firms[firm]), firms[firm].name


def test_a_park_that_is_named_leads_with_the_segment_and_may_take_it(shipped_space: Workspace, lists: Lists) -> None:
    parks = {p.name: p for p in shipped_space.recommender.place(shipped_space.recommender.footprint(HOME)).parks}
    for segment, found in lists.items():
        spec = shipped_space.network.segments[segment]
        chemical = spec.siting.get("environment") == "chemical_park" and spec.gbt4754[0].startswith(CHEMISTRY)
        for text in {r["text"] for t in found for r in t["reasons"] if r["kind"] == "park"}:
            if name := re.match(r"可落位(.+)（主导产业一致", text):
                assert segment in parks[name[1]].lead_segments
                assert not chemical
                assert not spec.siting.get("permit")
            elif names := re.search(r"须进化工园区：(.+?)等?含化工园区", text):
                assert all(parks[n].chemical_park == "yes" for n in names[1].split("、"))


def test_a_group_stands_once_and_nobody_under_special_treatment_stands(lists: Lists) -> None:
    for segment, found in lists.items():
        names = {n for t in found for n in (t["firm"]["name"], t["firm"]["short"])}
        assert [t["firm"]["name"] for t in found if t["firm"]["parent"] in names] == [], segment
        warned = [t for t in found if {"ST", "*ST"} & set(t["firm"]["tags"])]
        assert all(t["excluded"] for t in warned), segment


def test_no_side_line_heads_a_list(lists: Lists) -> None:
    """A firm of whose revenue the segment brings under a tenth does not stand first."""
    for segment, found in lists.items():
        first = found[0]["features"]["main_trade"]
        assert not first["known"] or first["value"] >= 0.2, (segment, found[0]["firm"]["name"])
