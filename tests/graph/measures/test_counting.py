"""What a membership counts for, by role and segment, and branches of one firm once."""

from __future__ import annotations

import pytest

from graph.measures.columns import MemberColumns
from graph.measures.counting import weight_of, weights
from graph.model.chains import Catalogue
from graph.model.records import MICRO, ROLE_CODES, ROLES, Member
from graph.model.trade_kinds import shares_of, trade_of

# Codes of GB/T 4754: 2710 makes drugs, 0111 grows rice, 5251 is a pharmacy, 6110 a hotel, 0511 helps farmers.
TRADES = {"2710": "make", "0111": "grow", "5251": "serve", "6110": "serve", "0511": "serve", "4310": "serve"}


@pytest.mark.parametrize(("code", "trade"), TRADES.items())
def test_a_segment_does_what_its_codes_say(make, code: str, trade: str) -> None:
    assert trade_of(make.segment("toy.x", gbt4754=(code,))) == trade


def test_in_doubt_a_segment_makes(make) -> None:
    assert trade_of(make.segment("toy.x")) == "make"
    half = make.segment("toy.x", gbt4754=("6520", "3973"))  # chips: designed by some, made by others
    assert (trade_of(half), shares_of(half)) == ("make", (0, 0.5, 0, 0.5))
    assert trade_of(make.segment("toy.x", gbt4754=("4899", "5112", "2611"))) == "serve"  # building is no making


def test_segments_of_the_catalogue(catalogue: Catalogue) -> None:
    expected = {
        "biomedicine.chemical_drug": "make",
        "biomedicine.retail_pharmacy": "serve",
        "biomedicine.pharma_distribution": "serve",
        "agriculture.grain_trade": "serve",
        "logistics.road_freight": "serve",
        "battery_ev.cell": "make",
    }
    for segment, trade in expected.items():
        if segment in catalogue.segments:
            assert trade_of(catalogue.segments[segment]) == trade, segment


@pytest.mark.parametrize(
    ("role", "grows", "makes", "serves"),
    [
        ("maker", 1, 1, 1),
        ("grower", 1, 1, 1),
        ("service", 1, 1, 1),
        ("trader", 0, 0, 1),
        ("branch", 0, 0, 1),
        ("cooperative", 0.5, 0.2, 0.5),
        ("other", 0, 0, 0),
        ("", 1, 1, 1),
    ],
)
def test_weight_by_role(make, role: str, grows: float, makes: float, serves: float) -> None:
    segments = [make.segment("toy.x", gbt4754=(c,)) for c in ("0111", "2710", "5251")]
    assert [weight_of(role, s) for s in segments] == [grows, makes, serves]


def weighed(make, *members: Member) -> dict[tuple[str, str], float]:
    segments = {s.id: s for s in (make.segment("toy.make"), make.segment("toy.shop", gbt4754=("5251",)))}
    columns = MemberColumns.of(members)
    found = zip(columns.members(), weights(columns, segments).tolist(), strict=True)
    return {(m.firm_id, m.segment_id): w / MICRO for m, w in found}


def test_every_role_at_once(make) -> None:
    found = weighed(make, *(make.member(f"f{r}", s, role=r) for r in ROLE_CODES for s in ("toy.make", "toy.shop")))
    assert sorted(f for (f, s), w in found.items() if s == "toy.make" and w == 0) == ["fbranch", "fother", "ftrader"]
    assert [f for (f, s), w in found.items() if s == "toy.shop" and w == 0] == ["fother"]
    assert found["fcooperative", "toy.make"] == 0.2


def test_branches_of_one_firm_count_once_in_a_city(make) -> None:
    """The largest branch where the firm itself is elsewhere, equals by id; the firm itself where it is there too."""

    def branch(firm: str, region: str, size: float = 0.3, segment: str = "toy.shop") -> Member:
        return make.member(firm, segment, region, size, role="branch", house="甲药房有限公司")

    found = weighed(
        make,
        make.member("head", "toy.shop", "110105", 9.0, role="trader", house="甲药房有限公司"),
        branch("b1", "110108"),
        branch("b2", "410702", 0.3),
        branch("b3", "410703", 0.5),
        branch("b4", "410704", 0.5),
        branch("b5", "410100"),
        make.member("alone", "toy.shop", "410702", 0.3, role="branch"),
        make.member("other", "toy.shop", "410702", 0.3, role="branch", house="乙药房有限公司"),
    )
    assert {f for (f, _), w in found.items() if w} == {"head", "b3", "b5", "alone", "other"}


def test_a_head_that_is_a_maker_elsewhere_leaves_its_branch_alone(make) -> None:
    found = weighed(
        make,
        make.member("head", "toy.make", "410702", 9.0, role="maker", house="甲有限公司"),
        make.member("b", "toy.shop", "410702", 0.3, role="branch", house="甲有限公司"),
    )
    assert found == {("head", "toy.make"): 1.0, ("b", "toy.shop"): 1.0}


def test_the_vocabulary_is_that_of_the_design() -> None:
    assert ROLES == ("maker", "grower", "service", "trader", "cooperative", "branch", "other")
