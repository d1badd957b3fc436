"""可招性: what bars a segment, how far goods travel, and the answer with its figures, each by a table of cases."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from graph.gaps.recruitability import barred, demand_yi, haul_km, lacking, recruit, within_reach
from graph.gaps.wording.recruit import said
from graph.measures.network import Network
from graph.model.records import Park
from graph.model.vocabulary import NaturalResource
from graph.model.words import RESOURCE


def park(**limits) -> Park:
    return Park("p", "园区", region="410700", **limits)


@pytest.mark.parametrize(
    ("siting", "parks", "shut"),
    [
        ({"environment": "chemical_park"}, [park(chemical_park="no")], True),
        ({"environment": "chemical_park"}, [park(chemical_park="unknown")], None),
        (
            {"environment": "chemical_park"},
            [park(chemical_park="no"), park(chemical_park="yes", environment="ample")],
            False,
        ),
        ({"power": "high"}, [park(energy="tight"), park(energy="tight")], True),
        ({"power": "high"}, [park(energy="tight"), park()], None),  # one park's limit is not known
        ({"power": "high"}, [], None),
        ({"power": "low", "environment": "ordinary"}, [park()], False),  # nothing to be limited
        ({"land_mu": [200, 400]}, [park(land_mu=50.0)], True),
        ({"land_mu": [200, 400]}, [park(land_mu=500.0)], False),
        ({}, [], None),
    ],
)
def test_barred(make, siting, parks, shut: bool | None) -> None:
    assert barred(make.segment("toy.cell", siting=siting), parks) is shut


@pytest.mark.parametrize(
    ("codes", "km"),
    [
        ((), None),
        (("3841",), math.inf),
        (("3011",), 150.0),
        (("3091",), math.inf),
        (("3841", "2231"), 200.0),
        (("5811",), 0.0),
        (("7340",), math.inf),
        (("4411", "4420"), math.inf),
        (("4430",), 0.0),
    ],
)
def test_haul(make, codes: tuple[str, ...], km: float | None) -> None:
    assert haul_km(make.segment("toy.cell", gbt4754=codes)) == km


def sited(foot, **spec):
    """The same footprint with another siting of the cells."""
    (chain,) = foot.network.chains
    segments = tuple(replace(s, **spec) if s.id == "toy.cell" else s for s in chain.segments)
    country = replace(foot.country, network=Network((replace(chain, segments=segments),)))
    return replace(foot, network=country.network, country=country)


@pytest.mark.parametrize(
    ("siting", "codes", "near", "parks", "answer"),
    [
        # Local need is 8.1 亿元 a year.
        ({"investment_yi": [50, 90], "power": "low"}, ("3841",), 20.0, [park()], ("nearby", "nearby")),
        ({"investment_yi": [50, 90], "power": "low"}, ("3841",), 1.0, [park()], ("recruit", "wider_market")),
        ({"investment_yi": [5, 9], "power": "low"}, ("3841",), 20.0, [park()], ("recruit", "local_market")),
        ({"investment_yi": [5, 9], "power": "high"}, ("3841",), 1.0, [park(energy="tight")], ("unsuitable", "parks")),
        ({"investment_yi": [5, 9], "power": "high"}, ("3841",), 1.0, [park()], ("check", "limits_unknown")),
        ({"investment_yi": [50, 90], "power": "low"}, ("3011",), 20.0, [park()], ("unsuitable", "scale")),
        ({"power": "low"}, ("3841",), 20.0, [park()], ("check", "siting_unknown")),
        ({"power": "low"}, ("3841",), 1.0, [park()], ("recruit", "scarce_nearby")),
        ({"power": "high"}, ("3841",), 1.0, [park()], ("check", "limits_unknown")),
        # Too large and too heavy: unsuitable whatever the parks' energy turns out to be.
        ({"investment_yi": [50, 90], "power": "high"}, ("3011",), 1.0, [park()], ("unsuitable", "scale")),
        ({"investment_yi": [5, 9], "power": "low"}, (), 20.0, [park()], ("check", "siting_unknown")),
        # A deposit must be looked for first; what the parks shut out, or the neighbours have in plenty, needs no look.
        ({"investment_yi": [5, 9], "resource": ["deposit"]}, ("3841",), 1.0, [park()], ("check", "resource_unknown")),
        (
            {"investment_yi": [5, 9], "power": "high", "resource": ["deposit"]},
            ("3841",),
            1.0,
            [park(energy="tight")],
            ("unsuitable", "parks"),
        ),
        ({"investment_yi": [50, 90], "resource": ["deposit"]}, ("3841",), 20.0, [park()], ("nearby", "nearby")),
    ],
)
def test_recruit(make, town, siting, codes, near: float, parks, answer: tuple[str, str]) -> None:
    """Zhengzhou (410100) is well within two hours; Shenzhen is not."""
    extra = [make.member("zz", "toy.cell", "410100", size=near), make.member("sz", "toy.cell", "440300", size=30)]
    foot = sited(town(cell=(), elsewhere={}, extra=extra), siting=siting, gbt4754=codes)
    reach = within_reach(foot)
    assert reach[foot.network.row["toy.cell"]] == pytest.approx(near)
    found = recruit(foot, "toy.cell", parks, reach, demand_yi(foot))
    assert (found.answer, found.reason) == answer


def test_power_comes_by_the_grid_however_much_is_used_here(town) -> None:
    """8.1 亿元 are needed a year and the smallest plant sells 5: any other trade would be recruited."""
    siting = {"investment_yi": [5, 9], "power": "low"}
    for codes, answer in ((("4411", "4420"), ("nearby", "grid")), (("4430",), ("recruit", "local_market"))):
        foot = sited(town(cell=()), siting=siting, gbt4754=codes)
        found = recruit(foot, "toy.cell", [park()], within_reach(foot), demand_yi(foot))
        assert (found.answer, found.reason) == answer
    assert said(
        recruit(
            sited(town(cell=()), siting=siting, gbt4754=("4411",)),
            "toy.cell",
            [park()],
            within_reach(foot),
            demand_yi(foot),
        )
    )[0].startswith("就近配套即可：用电由电网统一供应")


def test_a_need_of_less_than_a_tenth_of_a_plant_is_said_to_be_no_ground(town) -> None:
    """8.1 亿元 against 100 and against 20."""
    for least, reason in ((100, "far_market"), (20, "wider_market")):
        foot = sited(
            town(cell=(), elsewhere={}), siting={"investment_yi": [least, 200], "power": "low"}, gbt4754=("3841",)
        )
        found = recruit(foot, "toy.cell", [park()], within_reach(foot), demand_yi(foot))
        assert (found.answer, found.reason) == ("recruit", reason)
    assert (
        "不到起步规模"
        in said(
            recruit(
                sited(foot, siting={"investment_yi": [100, 200], "power": "low"}, gbt4754=("3841",)),
                "toy.cell",
                [park()],
                within_reach(foot),
                demand_yi(foot),
            )
        )[0]
    )


def test_recruit_says_what_it_rests_on(town) -> None:
    foot = sited(town(cell=()), siting={"investment_yi": [5, 9], "power": "low"}, gbt4754=("3841",))
    figures = recruit(foot, "toy.cell", [park()], within_reach(foot), demand_yi(foot)).figures
    assert figures["least_sales_yi"] == 5.0
    assert figures["local_demand_yi"] == pytest.approx(8.1)
    assert figures["light"] is True


def test_demand_is_what_the_local_buyers_spend_on_it(town) -> None:
    """Three pack makers of size 3, the root of their sales: 9 亿元 each, of which 0.3 buys cells. Nobody buys cars."""
    foot = town(cell=())
    demand = demand_yi(foot)
    assert demand[foot.network.row["toy.cell"]] == pytest.approx(0.3 * 3 * 9)
    assert demand[foot.network.row["toy.car"]] == 0.0


def test_only_other_cities_within_two_hours_are_in_reach(make, town) -> None:
    """A firm of the region itself is no supply from nearby."""
    foot = town(cell=(9,), elsewhere={}, extra=[make.member("sz", "toy.cell", "440300", size=30)])
    assert within_reach(foot)[foot.network.row["toy.cell"]] == 0.0


@pytest.mark.parametrize(
    ("needed", "strength", "unknown"),
    [
        ([], 0.0, {}),
        (["deposit", "railway"], 0.0, {"deposit": False, "railway": False}),
        (["deposit"], 0.9, {"deposit": False}),
        (["deposit"], 1.0, {}),  # a medium firm digs here already
        (["seaport", "climate"], 9.0, {"seaport": False}),  # shippers are registered far from the water
    ],
)
def test_what_is_not_known_of_natural_resources(make, needed, strength: float, unknown: dict[str, bool]) -> None:
    assert lacking(make.segment("toy.cell", siting={"resource": needed}), strength) == unknown


def test_the_sentence_names_the_resource(town) -> None:
    foot = sited(town(cell=()), siting={"investment_yi": [5, 9], "resource": ["deposit", "forest"]})
    zh, en = said(recruit(foot, "toy.cell", [park()], within_reach(foot), demand_yi(foot)))
    assert zh.startswith("待核")
    assert "矿产资源、林地" in zh
    assert en.startswith("Unverified")
    assert "a mineral deposit and forest" in en


def test_a_resource_that_the_city_is_known_to_lack_comes_before_every_figure(town) -> None:
    """No sea at Xinxiang, whoever is registered there; its need of 8.1 亿元 would fill the plant of 5."""
    foot = sited(town(cell=()), siting={"investment_yi": [5, 9], "resource": ["seaport"]}, gbt4754=("3841",))
    found = recruit(foot, "toy.cell", [park()], within_reach(foot), demand_yi(foot))
    assert (found.answer, found.reason, found.figures["resource"]) == ("unsuitable", "resource_lacking", ["seaport"])
    assert "不宜招：这一环节依托海港，新乡市不具备" in said(found)[0]


def test_dear_power_is_a_question_and_no_refusal(town) -> None:
    foot = sited(town(cell=()), siting={"investment_yi": [5, 9], "resource": ["cheap_power"]}, gbt4754=("3841",))
    found = recruit(foot, "toy.cell", [park()], within_reach(foot), demand_yi(foot))
    assert (found.answer, found.reason) == ("check", "power_dear")


@pytest.mark.parametrize(
    ("siting", "codes", "answer"),
    [
        ({"market": ["residents"], "investment_yi": [50, 90]}, ("3612",), ("recruit", "final_goods")),
        ({"market": ["visitors"], "investment_yi": [50, 90]}, ("9020",), ("check", "final_market")),
        ({"market": ["shippers"], "investment_yi": [50, 90]}, ("6431", "5431"), ("check", "final_market")),
        ({"investment_yi": [90, 99]}, ("4210",), ("check", "recovery")),
        ({"everywhere": True, "investment_yi": [0.1, 1]}, ("6090",), ("check", "everywhere")),
        ({"investment_yi": [1, 2]}, ("0112",), ("check", "grown")),
        ({"investment_yi": [1, 2]}, ("5320", "5810"), ("nearby", "railway")),
        ({"investment_yi": [1, 2]}, ("7862",), ("check", "endowment")),
    ],
)
def test_what_firms_buy_here_does_not_measure_every_trade(town, siting, codes, answer: tuple[str, str]) -> None:
    """8.1 亿元 a year are needed here: of cars and parks that is the smaller part of the market; parcels, wheat, trains
    and mountains are not recruited for it."""
    foot = sited(town(cell=(), elsewhere={}), siting=siting | {"power": "low"}, gbt4754=codes)
    found = recruit(foot, "toy.cell", [park()], within_reach(foot), demand_yi(foot))
    assert (found.answer, found.reason) == answer
    assert said(found)[0]


def test_a_need_as_large_as_a_plant_is_told_as_such(town) -> None:
    """8.1 亿元 against 8: neither too small nor 1.0 times as much."""
    foot = sited(town(cell=()), siting={"investment_yi": [8, 9], "power": "low"}, gbt4754=("3841",))
    found = recruit(foot, "toy.cell", [park()], within_reach(foot), demand_yi(foot))
    assert found.reason == "local_market"
    assert "够一家起步规模（约 8 亿元）企业的年产值" in said(found)[0]
    assert said(found, buyers_known=False)[0].startswith("可招，但先核实买方")


def test_every_resource_has_a_name() -> None:
    assert set(RESOURCE) == {r.value for r in NaturalResource}
