"""Candidates of a segment: its members by their confidence, and what retrieval adds, capped."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.measures.network import Network
from recommend.retrieve.recall import LEAST, UNASSIGNED_CAP, Recall
from tests.support.small import Country

SEPARATOR = "battery_ev.separator"


@pytest.fixture(scope="module")
def recall(built: Country) -> Recall:
    network = Network(tuple(built.store.chains()))
    return Recall({f.id: f for f in built.store.firms()}, built.store.member_columns(), network, built.encoder)


def test_members_keep_their_confidence_and_others_stay_below_the_cap(built: Country, recall: Recall) -> None:
    members = {m.firm_id: m.confidence / 1_000_000 for m in built.store.members() if m.segment_id == SEPARATOR}
    chances = recall.candidates(SEPARATOR)
    assert members
    assert {f: chances[f] for f in members} == members
    assert all(LEAST <= c <= UNASSIGNED_CAP for f, c in chances.items() if f not in members)


def test_segments_of_a_firm_are_those_of_its_memberships(built: Country, recall: Recall) -> None:
    expected: dict[str, list[str]] = {}
    for m in built.store.members():
        expected.setdefault(m.firm_id, []).append(m.segment_id)
    assert recall.segments_of == expected


def test_a_firm_is_most_like_one_that_makes_the_same(recall: Recall) -> None:
    """A maker of separators is nearer to the other maker of separators than to a maker of noodles; never to itself."""
    like = recall.similar("s:300999.SZ")
    by_name = {recall.firms[f].name: score for f, score in like.items()}
    assert by_name["苏州涂覆科技有限公司"] > by_name["郑州鲜面食品有限公司"]
    assert "s:300999.SZ" not in like


def test_nobody_works_in_a_demand_node(built: Country) -> None:
    """Its name and words are held against no firm, and whoever is assigned to it still is not offered."""
    chains = tuple(
        replace(c, segments=tuple(replace(s, demand=s.id == SEPARATOR) for s in c.segments))
        for c in built.store.chains()
    )
    firms = {f.id: f for f in built.store.firms()}
    recall = Recall(firms, built.store.member_columns(), Network(chains), built.encoder)
    assert recall.candidates(SEPARATOR) == {}
    assert recall.candidates("battery_ev.cell")
