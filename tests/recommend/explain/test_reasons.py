"""Each sentence that speaks for a target: when it is said, in which order, and on what evidence."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from graph.model.records import MICRO, Firm, FirmTechnology, Membership, Park
from graph.region.footprint import footprint
from recommend.explain.evidence import behind
from recommend.explain.neighbours import Neighbours
from recommend.explain.own_facts import Others
from recommend.explain.reasons import path, reasons
from recommend.explain.shapes import Reason
from recommend.rank.exclusions import ParkFit
from recommend.rank.features import FEATURES, Case, Place
from recommend.rank.firm_facts import FirmFacts
from tests.support.small import Country

SEPARATOR = "battery_ev.separator"
CELLS = "新乡市明日电芯有限公司"


@pytest.fixture(scope="module")
def neighbours(built: Country) -> Neighbours:
    """Of separators in Xinxiang: cells are made there, nothing supplies separators."""
    foot = footprint(built.store, built.regions, "410700")
    firms = {f.id: f for f in built.store.firms()}
    return Neighbours.of(foot, SEPARATOR, firms, built.store.memberships(sorted(firms)))


@pytest.fixture(scope="module")
def case(built: Country) -> Case:
    """A firm of Shenzhen of which little is known."""
    foot = footprint(built.store, built.regions, "410700")
    firm = Firm("f", "深圳某某有限公司", region="440300", products=("锂电隔膜",), size=2 * MICRO, source="名录")
    place = Place("410700", foot.network, foot.x, foot.density)
    return Case(firm, SEPARATOR, 0.8, place, (SEPARATOR,), 1400.0, (MICRO,), today=date(2026, 11, 24))


def spoken(case: Case, neighbours: Neighbours, membership: Membership | None = None, *parks: ParkFit) -> list[Reason]:
    values = {name: feature(case) for name, feature in FEATURES.items()}
    return reasons(case, neighbours, values, membership, parks, Others({}, lambda code: f"地区{code}"))


def test_what_is_matched_comes_first_and_says_that_it_is_unverified(case: Case, neighbours: Neighbours) -> None:
    evidence = (
        {"kind": "product", "term": "隔膜", "text": "锂电隔膜", "source": "名录", "weight": 0.9},
        {"kind": "code", "term": "2929", "text": "2929", "source": "名录", "weight": 0.1},
    )
    first = spoken(case, neighbours, Membership("f", SEPARATOR, MICRO, evidence))[0]
    assert first["text"] == "从事电池隔膜：隔膜（待核）。"
    assert first["text_en"] == "Works in separator: 隔膜 (unverified)."
    assert [(e["what"], e["match"], e["term"]) for e in first["evidence"]] == [("锂电隔膜", "product", "隔膜")]
    leader = dataclasses.replace(case, firm=dataclasses.replace(case.firm, verified_products=True, tags=("龙头",)))
    assert spoken(leader, neighbours)[0]["text"] == "从事电池隔膜：锂电隔膜，属行业龙头。"


def test_local_buyers_are_named_and_missing_suppliers_are_not(case: Case, neighbours: Neighbours) -> None:
    assert [r["kind"] for r in spoken(case, neighbours)] == ["capability", "buyer"]
    buyer = spoken(case, neighbours)[1]
    assert buyer["text"].startswith(f"来此可就近供料：{CELLS}（")
    assert buyer["shared"] is True
    assert [e["name"] for e in buyer["evidence"]] == [CELLS]


def test_features_speak_from_their_least_value_in_their_turn(case: Case, neighbours: Neighbours) -> None:
    """A plant here before technology before a late listing; three technologies are too few to speak."""
    rich = dataclasses.replace(
        case,
        firm=dataclasses.replace(case.firm, stock_code="300750.SZ"),
        sites=("410783",),
        facts=FirmFacts(technologies=tuple(FirmTechnology("f", f"专利{i}", source="年报") for i in range(8))),
    )
    found = [r["kind"] for r in spoken(rich, neighbours) if not r.get("shared")][1:]
    assert found == ["presence", "expansion", "technology"]
    poor = dataclasses.replace(rich, facts=FirmFacts(technologies=rich.facts.technologies[:3]))
    assert "technology" not in [r["kind"] for r in spoken(poor, neighbours)]


def test_evidence_of_a_feature(case: Case) -> None:
    """Its records, at most three; regions by name; else the firm's own row."""
    facts = FirmFacts(technologies=tuple(FirmTechnology("f", f"专利{i}", source="年报") for i in range(5)))
    rows = behind("technology", dataclasses.replace(case, facts=facts), str)
    assert [(r["what"], r["source"], r["verified"]) for r in rows] == [(f"专利{i}", "年报", False) for i in range(3)]
    (place,) = behind("expansion", dataclasses.replace(case, sites=("320500",)), lambda code: f"地区{code}")
    assert (place["what"], place["source"]) == ("地区320500", "名录")
    (own,) = behind("presence", case, str)
    assert (own["firm"], own["as_of"]) == ("f", "待核")


def test_a_park_without_a_clash_is_named(case: Case, neighbours: Neighbours) -> None:
    bad = ParkFit(Park("a", "甲园"), True, (("能耗指标不足", "not enough energy quota"),))
    good = ParkFit(Park("b", "乙园", source="parks"), True, ())
    last = spoken(case, neighbours, None, bad, good)[-1]
    assert last["text"] == "可落位乙园（主导产业一致，承载条件待核）。"
    assert last["evidence"] == [{"what": "乙园", "source": "parks", "as_of": "", "verified": False}]
    assert "park" not in [r["kind"] for r in spoken(case, neighbours, None, bad)]


def test_the_path_prefers_a_buyer_and_ends_at_a_firm(case: Case, neighbours: Neighbours) -> None:
    steps = path(case, neighbours)
    assert [s["type"] for s in steps] == ["firm", "segment", "segment", "firm"]
    assert steps[2].get("role") == "buyer"
    assert steps[3]["name"] == CELLS
    supplied = Neighbours(neighbours.network, (), neighbours.buyers)
    assert path(case, supplied)[2].get("role") == "supplier"
    assert len(path(case, Neighbours(neighbours.network, (), ()))) == 2
