"""Each fault of the trade that `liantu check` knows: a small catalogue that has it, and one that has not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph.model.row_sentences.chain_faults import CHAIN_FAULTS
from ingest.lint.chain_rules.techs import business_word
from ingest.lint.run import lint
from tests.support.lint_folder import Folder

Edit = Callable[[Folder], object]
OWN = "own knowledge (estimate)"


@pytest.fixture
def folder() -> Folder:
    return Folder()


def codes_of(folder: Folder, data: Path) -> list[str]:
    return [f.code for f in lint(folder.write(data))]


def cell(**fields: Any) -> Edit:
    """The maker of the toy chain, otherwise."""
    return lambda f: f.chain["segments"][1].update(fields)


def ore(**fields: Any) -> Edit:
    """The mine of the toy chain, otherwise."""
    return lambda f: f.chain["segments"][0].update(fields)


def share(value: float) -> Edit:
    return lambda f: f.chain["links"][0].update(share=value)


def source(text: str) -> Edit:
    return lambda f: f.chain["links"][0].update(source=text)


def techs(*given: tuple[str, str, str]) -> Edit:
    return cell(techs=[{"name": n, "maturity": m, "trend": t} for n, m, t in given])


def third(products: list[str], code: str = "3842", **fields: Any) -> Edit:
    """A third segment that the maker supplies, with five firms of its own; the weights still add up to 1."""

    def edit(f: Folder) -> None:
        segment = f.segment("pack", products, code) | {"value_weight": 0.0} | fields
        f.chain["segments"].append(segment)
        f.chain["links"].append({"from": "cell", "to": "pack", "kind": "component", "share": 0.5, "source": OWN})
        if products:
            f.firms["third"] = [f.firm(f"新乡市丙{i}号有限公司", f"{products[-1]};{i}号专用款") for i in range(5)]

    return edit


def buyer(**fields: Any) -> Edit:
    """A segment that only buys, from the maker, by channel."""

    def edit(f: Folder) -> None:
        segment = f.segment("users", [], "9000") | {"demand": True, "siting": {}} | fields
        del segment["value_weight"]
        f.chain["segments"].append(segment)
        f.chain["links"].append({"from": "cell", "to": "users", "kind": "channel", "share": 0.1, "source": OWN})

    return edit


def both(*edits: Edit) -> Edit:
    def edit(f: Folder) -> None:
        for one in edits:
            one(f)

    return edit


def with_words(f: Folder) -> None:
    f.terms["general"]["toy.users"] = ["车主"]


def lanes(*ids: str) -> Edit:
    return lambda f: f.chain.update(lanes=[{"id": i, "name": i, "name_en": i} for i in ids])


def many_links(sourced: int) -> Edit:
    """Sixteen buyers of ore, each 0.4, of which the first name a report with its year."""

    def edit(f: Folder) -> None:
        for i in range(16):
            text = "annual report 2025 of 某某 (000001.SZ), cost table" if i < sourced else OWN
            terms = [f"第{i}种{word}" for word in ("极片", "壳体", "盖板")]
            f.chain["segments"].append(f.segment(f"part{i}", terms, "3842") | {"value_weight": 0.0, "name": f"部件{i}"})
            f.chain["links"].append({"from": "ore", "to": f"part{i}", "kind": "material", "share": 0.4, "source": text})
            f.firms[f"part{i}"] = [f.firm(f"新乡市丁{i}乙{k}有限公司", f"{terms[0]};{k}号专用款") for k in range(5)]

    return edit


RISING = ("铝壳", "growing", "rising")
FAULTY: list[tuple[str, str, Edit]] = [
    ("coarse_gbt4754", "error", cell(gbt4754=["3841", "38"])),
    ("unknown_gbt4754", "error", cell(gbt4754=["3841", "9911"])),
    ("no_siting", "error", cell(siting={})),
    ("no_lane", "error", both(lanes("raw"), ore(lane="raw"))),
    ("lane_empty", "warning", both(lanes("raw", "cells", "gone"), ore(lane="raw"), cell(lane="cells"))),
    ("demand_sells", "error", both(buyer(), lambda f: f.chain["links"][-1].update({"from": "users", "to": "cell"}))),
    ("demand_buys_goods", "error", both(buyer(), lambda f: f.chain["links"][-1].update(kind="material"))),
    ("demand_has_words", "error", both(buyer(), with_words)),
    ("inputs_low", "warning", share(0.29)),
    ("inputs_high", "warning", share(0.91)),
    ("weights_off", "error", cell(value_weight=0.5011)),
    ("weights_no_source", "warning", lambda f: f.chain.pop("weights_source")),
    ("source_no_year", "warning", source("annual report of 某某 (000001.SZ), cost table")),
    ("source_no_year", "warning", source("某协会统计，估计")),
    ("source_no_year", "warning", lambda f: f.chain.update(weights_source="own knowledge of the statistical yearbook")),
    ("source_no_year", "warning", cell(source="own knowledge; import share of the customs data")),
    ("few_sources", "warning", many_links(1)),
    ("trade_twice", "warning", third(["锂电池", "电芯", "储能电池", "电池模组"], "3841", name="电池包")),
    ("tech_is_business", "warning", techs(("种植牙集采", "mature", "falling"))),
    ("techs_only_rise", "warning", techs(RISING, ("钢壳", "mature", "rising"), ("软包", "growing", "rising"))),
    ("chain_only_rises", "warning", techs(*[RISING] * 8, *[("钢壳", "mature", "stable")] * 3)),
]


@pytest.mark.parametrize(("code", "severity", "spoil"), FAULTY, ids=[f"{c}{i}" for i, (c, _, _) in enumerate(FAULTY)])
def test_a_fault_of_the_trade_is_found_alone_and_says_what_to_do(
    folder: Folder, tmp_path: Path, code: str, severity: str, spoil: Edit
) -> None:
    spoil(folder)
    found = lint(folder.write(tmp_path / "data"))
    assert [(f.code, f.severity, f.file.split("/")[-1]) for f in found] == [
        (code, severity, "terms.yaml" if code == "demand_has_words" else "toy.yaml")
    ]
    assert "；" in found[0].zh or "：" in found[0].zh or "，" in found[0].zh
    assert "{" not in found[0].zh + found[0].en
    assert found[0].name


SOUND: list[tuple[str, Edit]] = [
    ("a class and a group", cell(gbt4754=["3841", "384"])),
    ("inputs at the lower bound", share(0.3)),
    ("inputs at the upper bound", share(0.9)),
    ("a mine buys nothing", ore(gbt4754=["0939", "1020"])),
    ("a smelter that lives on a deposit buys nothing", ore(gbt4754=["3213"], siting={"resource": ["deposit"]})),
    ("a service buys what it likes", both(cell(gbt4754=["7452"]), share(0.05))),
    ("a buyer needs no siting, no firms and no inputs", buyer()),
    ("weights off by a thousandth", cell(value_weight=0.501)),
    ("every segment in its lane", both(lanes("raw", "cells"), ore(lane="raw"), cell(lane="cells"))),
    ("a document with its year", source("某某股份 2025 年年报，成本表")),
    ("an eighth of the links has a source", many_links(2)),
    ("two products in common of four", third(["锂电池", "电芯", "模组", "电池箱"], "3841")),
    ("few technologies may rise", techs(RISING, RISING)),
    ("a field of its own birth may rise", techs(*[("氧化物", "emerging", "rising")] * 2, RISING)),
    ("one of three falls", techs(RISING, RISING, ("铅壳", "declining", "falling"))),
]


@pytest.mark.parametrize("spoil", [e for _, e in SOUND], ids=[name for name, _ in SOUND])
def test_what_is_right_is_not_asked_about(folder: Folder, tmp_path: Path, spoil: Edit) -> None:
    spoil(folder)
    assert codes_of(folder, tmp_path / "data") == []


def test_a_maker_without_any_input_is_found_too(folder: Folder, tmp_path: Path) -> None:
    """Sold by, never sold to: no link ends in it, so that its inputs add up to nothing."""
    folder.chain["links"][0].update({"from": "cell", "to": "ore"})
    assert codes_of(folder, tmp_path / "data") == ["inputs_low"]


def test_a_declared_trade_is_not_asked_about_and_its_declaration_is_not_stale(folder: Folder, tmp_path: Path) -> None:
    third(["锂电池", "电芯", "储能电池", "电池模组"], "3841", name="电池包")(folder)
    folder.terms["shared"] = [{"segments": ["toy.cell", "toy.pack"], "why": "同厂"}]
    assert codes_of(folder, tmp_path / "data") == []


@pytest.mark.parametrize(
    ("technology", "word"),
    [
        ("DRG/DIP控费", "DRG"),
        ("物流REITs", "REIT"),
        ("一价全含团", "全含"),
        ("惠民保", "惠民保"),
        ("融资租赁模式", "租赁"),
        ("专科连锁", "连锁"),
        ("模式动物", ""),
        ("模式识别算法", ""),
        ("单模式激光", ""),
        ("聚合酶连锁反应", ""),
        ("DIP封装", ""),
        ("直播稻", ""),
        ("保险杠轻量化", ""),
        ("智能仓储订单管理", ""),
        ("半固态电池", ""),
        ("订单智能分拣", ""),
        ("无人机直播", ""),
        ("DRG与DIP分组器", ""),
        ("短视频直播预售", "直播"),
    ],
)
def test_what_is_a_way_of_doing_business(technology: str, word: str) -> None:
    assert business_word(technology) == word


# -- segments that ended -----------------------------------------------------------------------------------


def ended(data: Path, *rows: str) -> Path:
    (data / "segments_retired.csv").write_text("\n".join(("old,new", *rows, "")), encoding="utf-8")
    return data


def test_an_ended_segment_is_found_wherever_it_is_used_and_its_heirs_are_named(folder: Folder, tmp_path: Path) -> None:
    folder.tables["institutions/toy.csv"][0]["segments"] = "toy.cell;toy.photo"
    folder.tables["parks.csv"][0]["lead_segments"] = "toy.photo"
    folder.terms["general"]["toy.photo"] = ["光伏"]
    folder.terms["shared"] = [{"segments": ["toy.cell", "toy.photo"], "why": "同厂"}]
    data = ended(folder.write(tmp_path / "data"), "toy.photo,toy.cell;toy.ore")
    (data / "sets.yaml").write_text("sets: []\nmappings: [{segments: {toy.photo: [toy.cell]}}]\n", encoding="utf-8")
    found = [f for f in lint(data) if f.code != "shared_stale"]
    assert {(f.code, f.name) for f in found} == {("retired_used", "toy.photo")}
    assert {f.file for f in found} == {"institutions/toy.csv", "parks.csv", "terms.yaml", "sets.yaml"}
    assert ("parks.csv", 2) in {(f.file, f.row) for f in found}
    assert all("toy.cell、toy.ore" in f.zh for f in found)


@pytest.mark.parametrize("row", ["toy.photo,toy.moon", "toy.cell,toy.ore", "toy.photo,"])
def test_a_table_of_ended_segments_that_leads_nowhere_is_told_once_and_under_its_own_name(
    folder: Folder, tmp_path: Path, row: str
) -> None:
    data = ended(folder.write(tmp_path / "data"), row)
    assert [(f.code, f.file) for f in lint(data)] == [("catalogue", "segments_retired.csv")]


def test_an_id_that_only_begins_like_an_ended_one_is_another(folder: Folder, tmp_path: Path) -> None:
    data = ended(folder.write(tmp_path / "data"), "toy.cel,toy.ore")
    assert lint(data) == []


def test_every_fault_of_the_trade_is_planted_somewhere() -> None:
    planted = {code for code, _, _ in FAULTY}
    in_test_impossible = {"impossible_link", "rule_unknown_word"}
    assert set(CHAIN_FAULTS) == planted | {"retired_used"} | in_test_impossible
