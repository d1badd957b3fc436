"""Limits exclude with a reason, and what is not known excludes nobody."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from graph.errors import UnreadableFile
from graph.model.records import Firm, Park, Segment
from recommend.rank.exclusions import Limits, failed, gates, parks_for, special_treatment

CHEMISTRY = Segment(
    "c.acid",
    "c",
    "酸",
    "Acid",
    "upstream",
    "",
    (),
    siting={"environment": "chemical_park", "power": "high", "investment_yi": [1, 6], "land_mu": [50, 300]},
)
SEWING = Segment(
    "t.sewing", "t", "服装", "Garment", "downstream", "", (), siting={"environment": "none", "power": "low"}
)
FIRM = Firm("f", "某某有限公司")
YES, NO, UNKNOWN = (Park(i, f"{i}园", ("c",), chemical_park=i) for i in ("yes", "no", "unknown"))


def states(
    segment: Segment, parks: tuple[Park, ...] = (), limits: Limits | None = None, firm: Firm = FIRM
) -> dict[str, str]:
    return {g.kind: g.state for g in gates(segment, firm, parks, limits or Limits())}


@pytest.mark.parametrize(
    ("parks", "state"), [((YES, NO), "pass"), ((NO,), "fail"), ((NO, UNKNOWN), "unknown"), ((), "unknown")]
)
def test_chemistry_needs_a_chemical_park(parks: tuple[Park, ...], state: str) -> None:
    assert states(CHEMISTRY, parks)["chemical_park"] == state
    assert "chemical_park" not in states(SEWING, parks)


def test_energy_is_asked_of_heavy_users_only() -> None:
    ample, little = replace(NO, energy="ample"), replace(NO, energy="limited")
    assert [states(CHEMISTRY, (p,))["energy"] for p in (ample, little, NO)] == ["pass", "fail", "unknown"]
    assert "energy" not in states(SEWING, (little,))


@pytest.mark.parametrize(("demand", "state"), [(None, "unknown"), (200.0, "pass"), (201.0, "fail")])
def test_land_yield_is_the_best_investment_per_mu(demand: float | None, state: str) -> None:
    """6 亿 on 300 mu is 200 万元 a mu."""
    assert states(CHEMISTRY, (YES,), Limits(demand))["land_yield"] == state


def test_unknown_reads_so_and_excludes_nobody() -> None:
    found = gates(CHEMISTRY, FIRM, (), Limits())
    assert not failed(found)
    assert all("待核" in g.zh for g in found if g.state == "unknown")
    assert failed(gates(CHEMISTRY, FIRM, (NO,), Limits()))
    assert failed(gates(SEWING, replace(FIRM, tags=("注销",)), (), Limits()))


@pytest.mark.parametrize(("tag", "says"), [("分支机构", "请找其总公司"), ("医院", "不列为招商目标")])
def test_who_decides_on_no_plant_elsewhere_is_no_target(tag: str, says: str) -> None:
    found = gates(SEWING, replace(FIRM, tags=("大型", tag)), (), Limits())
    assert failed(found)
    assert [says in g.zh for g in found if g.state == "fail"] == [True]


@pytest.mark.parametrize("tag", ["贸易", "控股", "服务", "大型"])
def test_other_tags_exclude_nobody(tag: str) -> None:
    assert not failed(gates(SEWING, replace(FIRM, tags=(tag,)), (), Limits()))


def test_the_park_without_a_clash_and_with_one_trade_comes_first() -> None:
    lead = Park("a", "酸园", ("c",), ("c.acid",), chemical_park="yes", land_mu=100.0)
    mixed = Park("b", "综合园", ("c", "t"), ("c.acid",), chemical_park="yes")
    small = Park("d", "小园", ("c",), ("c.acid",), chemical_park="yes", land_mu=20.0)
    wrong = Park("e", "非化工园", ("c",), ("c.acid",), chemical_park="no")
    far = Park("x", "服装园", ("t",))
    fits = parks_for(CHEMISTRY, (wrong, small, mixed, lead, far))
    assert [f.park.id for f in fits] == ["a", "b", "d", "e"]
    assert fits[2].clashes[0][0] == "可用地 20 亩，少于通常需要的 50 亩"
    assert fits[3].clashes[0][0] == "非化工园区，不能落化工项目"


def test_the_yield_is_said_in_both_languages() -> None:
    """6 亿 on 300 亩 are 200 万元, or 2.0 million yuan, a mu; 250 万元 are asked."""
    (gate,) = (g for g in gates(CHEMISTRY, FIRM, (YES,), Limits(250.0)) if g.kind == "land_yield")
    assert gate.state == "fail"
    assert gate.zh == "该类项目亩均投资约 200 万元，本地要求 250 万元，达不到。"
    assert gate.en == "Typical investment is about CNY 2 million per mu; the city requires CNY 2.5 million per mu."


def test_limits_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "limits.yaml"
    assert Limits.read(file) == Limits()
    file.write_text("investment_per_mu_wan: 300\n", encoding="utf-8")
    assert Limits.read(file).investment_per_mu_wan == 300.0
    file.write_text("investment_per_mu: viel\n", encoding="utf-8")
    with pytest.raises(UnreadableFile, match="limits"):
        Limits.read(file)


def test_a_natural_resource_is_named_and_excludes_nobody() -> None:
    quarry = replace(SEWING, siting={"resource": ["deposit", "railway"]})
    found = next(g for g in gates(quarry, FIRM, (), Limits()) if g.kind == "resource")
    assert (found.state, "矿产资源、铁路货运条件" in found.zh) == ("unknown", True)
    assert "a mineral deposit and rail freight" in found.en
    assert not failed(gates(quarry, FIRM, (), Limits()))
    assert "resource" not in {g.kind for g in gates(SEWING, FIRM, (), Limits())}


@pytest.mark.parametrize(
    ("firm", "word"),
    [
        (replace(FIRM, tags=("上市", "*ST")), "*ST"),
        (replace(FIRM, aliases=("ST晨鸣",)), "ST"),
        (replace(FIRM, aliases=("STM微电子",)), ""),
        (FIRM, ""),
    ],
)
def test_special_treatment_excludes(firm: Firm, word: str) -> None:
    """The exchange's own warning, by tag or by the short name of the shares; a name of Latin letters is none."""
    assert special_treatment(firm) == word
    assert failed(gates(SEWING, firm, (), Limits())) is bool(word)
