"""Local demand first: targets that local firms look for, and suppliers that are missing."""

from __future__ import annotations

from recommend.explain.shapes import TargetDocument
from recommend.lists import demand
from recommend.lists.demand import Need
from tests.support.targets import target


def barred(name: str, score: float) -> TargetDocument:
    """A target that a limit excludes."""
    document = target(name, score, grade="A")
    document["excluded"] = True
    return document


def test_local_demand_comes_first() -> None:
    lists_of = {
        "s": [target("x", 0.5), target("y", 0.9), barred("v", 1.0)],
        "t": [target("x", 0.6), target("w", 0.9, below=True)],
    }
    rows = demand.demand_first([Need("甲", "s", "缺隔膜"), Need("乙", "t"), Need("甲", "u")], lists_of)
    assert [r["target"]["firm"]["id"] for r in rows] == ["x", "y"]  # two local firms seek x, one seeks y
    assert [n["firm"] for n in rows[0]["needs"]] == ["甲", "乙"]


def test_missing_suppliers_stand_before_those_who_are_here() -> None:
    needs = [Need("甲", "s", "缺膜"), Need("乙", "t"), Need("丙", "t")]
    here = {"s": [("x", "甲")], "t": [("y", "丁")]}  # 甲 makes s itself: it is no supplier to itself
    lists_of = {"s": [target("p", 0.7, grade="A"), target("q", 0.1, below=True, grade="C"), barred("r", 0.6)]}
    rows = demand.supply(needs, here, lists_of)
    assert [(r["segment"], r["local"], r["targets"], r["first_class"]) for r in rows] == [
        ("s", 0, 1, 1),
        ("t", 1, 0, 0),
    ]
    assert rows[1]["suppliers"] == [{"id": "y", "name": "丁"}]
    assert rows[0]["needs"] == [{"firm": "甲", "words": "缺膜"}]
