"""Each sentence that speaks for a target: when it is said, in which order, and on what evidence."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from graph.model.records import MICRO, Firm, FirmTechnology, Membership, Park, Site
from graph.region.footprint import footprint
from recommend.explain.evidence import behind
from recommend.explain.neighbours import Neighbours
from recommend.explain.own_facts import Others
from recommend.explain.reasons import path, reasons
from recommend.explain.shapes import Reason
from recommend.explain.siting import siting_words
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


def spoken(case: Case, neighbours: Neighbours, membership: Membership | None = None, *parks: Park) -> list[Reason]:
    values = {name: feature(case) for name, feature in FEATURES.items()}
    segment = neighbours.network.segments[case.segment]
    siting = siting_words(segment, parks) if parks else None
    return reasons(case, neighbours, values, membership, siting, Others({}, lambda code: f"地区{code}"))


def test_what_is_matched_comes_first_and_says_that_it_is_unverified(case: Case, neighbours: Neighbours) -> None:
    evidence = (
        {"kind": "product", "term": "隔膜", "text": "锂电隔膜", "source": "名录", "weight": 0.9},
        {"kind": "code", "term": "2929", "text": "2929", "source": "名录", "weight": 0.1},
    )
    first = spoken(case, neighbours, Membership("f", SEPARATOR, MICRO, evidence))[0]
    assert first["text"] == "从事电池隔膜（待核）。"
    assert first["text_en"] == "Works in separator (unverified)."
    assert [(e["what"], e["match"], e["term"]) for e in first["evidence"]] == [("锂电隔膜", "product", "隔膜")]
    leader = dataclasses.replace(case, firm=dataclasses.replace(case.firm, verified_products=True, tags=("龙头",)))
    assert spoken(leader, neighbours)[0]["text"] == "从事电池隔膜：锂电隔膜，属行业龙头。"
    side = dataclasses.replace(leader.firm, products=("膨化食品", "锂电隔膜"))
    assert "龙头" not in spoken(dataclasses.replace(leader, firm=side), neighbours)[0]["text"]


def test_the_segments_own_name_says_nothing_beside_a_kind_of_it(case: Case, neighbours: Neighbours) -> None:
    def of(*products: str) -> str:
        made = dataclasses.replace(case.firm, products=products)
        return spoken(dataclasses.replace(case, firm=made), neighbours)[0]["text"]

    assert of("湿法隔膜", "电池隔膜") == "从事电池隔膜：湿法隔膜（待核）。"
    assert of("铝塑膜带", "电池隔膜") == "从事电池隔膜，另有产品铝塑膜带（待核）。"
    assert of("电池隔膜") == "从事电池隔膜（待核）。"


def test_how_near_it_is_speaks_for_nobody_who_can_deliver_from_there(case: Case, neighbours: Neighbours) -> None:
    def kinds(region: str, km: float) -> list[str]:
        seat = dataclasses.replace(case.firm, region=region)
        return [r["kind"] for r in spoken(dataclasses.replace(case, firm=seat, distance_km=km), neighbours)]

    assert "nearness" not in kinds("140500", 113.0)  # two hours by lorry
    assert "nearness" in kinds("371700", 171.0)
    assert "same_province" in kinds("411300", 270.0)
    assert "nearness" not in kinds("411300", 270.0)  # its province says as much


def test_local_buyers_are_named_and_missing_suppliers_are_not(case: Case, neighbours: Neighbours) -> None:
    assert [r["kind"] for r in spoken(case, neighbours)] == ["capability", "buyer"]
    buyer = spoken(case, neighbours)[1]
    assert buyer["text"].startswith(f"来此可就近供料：{CELLS}（")
    assert buyer["shared"] is True
    assert [e["name"] for e in buyer["evidence"]] == [CELLS]


def test_features_speak_from_their_least_value_in_their_turn(case: Case, neighbours: Neighbours) -> None:
    """A plant here speaks, how many technologies are on record does not; a size class is no figure to repeat."""
    rich = dataclasses.replace(
        case,
        firm=dataclasses.replace(case.firm, stock_code="300750.SZ"),
        sites=("410783",),
        facts=FirmFacts(technologies=tuple(FirmTechnology("f", f"专利{i}", source="年报") for i in range(8))),
    )
    found = [r["kind"] for r in spoken(rich, neighbours) if not r.get("shared")][1:]
    assert found == ["presence"]
    large = dataclasses.replace(case, firm=dataclasses.replace(case.firm, tags=("大型",), size=25 * MICRO))
    assert "scale" not in [r["kind"] for r in spoken(large, neighbours)]
    sold = dataclasses.replace(large, firm=dataclasses.replace(large.firm, revenue_yi=625.0, revenue_year=2025))
    assert [r["text"] for r in spoken(sold, neighbours) if r["kind"] == "scale"] == ["年营收约 625 亿元（2025）。"]


def test_places_elsewhere_are_named_and_not_counted(case: Case, neighbours: Neighbours) -> None:
    """Neither those of our province, which have a sentence of their own, nor offices that sell."""
    sites = tuple(
        Site("f", code, "subsidiary", name)
        for code, name in (
            ("330100", "杭州某某材料有限公司"),
            ("320500", "苏州某某贸易有限公司"),
            ("410100", "郑州某厂"),
        )
    )
    built = dataclasses.replace(case, facts=FirmFacts(sites=sites), sites=("420100", "430100"))
    (told,) = (r for r in spoken(built, neighbours) if r["kind"] == "expansion")
    assert told["text"] == "有异地布点先例：已知在地区420100、地区430100等地。"


def test_evidence_of_a_feature(case: Case) -> None:
    """Its records, at most three; regions by name; else the firm's own row."""
    facts = FirmFacts(technologies=tuple(FirmTechnology("f", f"专利{i}", source="年报") for i in range(5)))
    rows = behind("technology", dataclasses.replace(case, facts=facts), str)
    assert [(r["what"], r["source"], r["verified"]) for r in rows] == [(f"专利{i}", "年报", False) for i in range(3)]
    (place,) = behind("expansion", dataclasses.replace(case, sites=("320500",)), lambda code: f"地区{code}")
    assert (place["what"], place["source"]) == ("地区320500", "名录")
    (own,) = behind("presence", case, str)
    assert (own["firm"], own["as_of"]) == ("f", "待核")


def test_the_park_stands_last_with_its_source(case: Case, neighbours: Neighbours) -> None:
    good = Park("b", "乙园", lead_segments=(SEPARATOR,), source="parks")
    last = spoken(case, neighbours, None, good)[-1]
    assert last["text"] == "可落位乙园（主导产业一致，承载条件待核）。"
    assert last["evidence"] == [{"what": "乙园", "source": "parks", "as_of": "", "verified": False}]


def test_the_path_prefers_a_buyer_and_ends_at_a_firm(case: Case, neighbours: Neighbours) -> None:
    steps = path(case, neighbours)
    assert [s["type"] for s in steps] == ["firm", "segment", "segment", "firm"]
    assert steps[2].get("role") == "buyer"
    assert steps[3]["name"] == CELLS
    supplied = dataclasses.replace(neighbours, buyers=(), suppliers=neighbours.buyers)
    assert path(case, supplied)[2].get("role") == "supplier"
    assert len(path(case, dataclasses.replace(neighbours, buyers=(), suppliers=()))) == 2
