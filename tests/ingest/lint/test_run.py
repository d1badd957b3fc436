"""Each kind of finding planted once in a small clean `data/`, and found; and the agreement with an outside table."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph.errors import MissingColumn
from graph.model.records.sources import own_only
from graph.model.row_sentences.data import TABLES_OF_DATA
from ingest.lint.against import compare
from ingest.lint.chain_rules.chain_files import ChainFiles
from ingest.lint.chain_rules.numbers import lint_inputs
from ingest.lint.run import lint
from tests.support.lint_folder import Folder

CODE_A, CODE_B, CODE_C = "914107001730829267", "914107831729003463", "91410100172900346W"
COPIED = "own knowledge; full name, code, city and products looked up in listed_firms (2025 reports)"
Edit = Callable[["Folder"], object]


@pytest.fixture
def folder() -> Folder:
    return Folder()


def test_a_clean_folder_has_no_finding(folder: Folder, tmp_path: Path) -> None:
    assert lint(folder.write(tmp_path / "data")) == []


def _firm(**cells: str) -> Edit:
    return lambda f: f.firms["first"][0].update(cells)


def _table(name: str, **cells: str) -> Edit:
    return lambda f: f.tables[name][0].update(cells)


def _class_word(word: str) -> Edit:
    """A declared class word, which one firm gives as its only product."""
    row = {"word": word, "instead": "写明是哪种电池", "instead_en": "name the battery"}
    return lambda f: f.tables.update({"rules/class_words.csv": [row]})


def _again(name: str, **cells: str) -> Edit:
    return lambda f: f.tables[name].append(f.tables[name][0] | cells)


def _segment(**fields: Any) -> Edit:
    return lambda f: f.chain["segments"][1].update(fields)


def _link(**fields: Any) -> Edit:
    return lambda f: f.chain["links"][0].update(fields)


def _shared(*segments: str) -> Edit:
    return lambda f: f.terms.update(shared=[{"segments": list(segments), "why": "两段同一工序"}])


def _firm_again(**cells: str) -> Edit:
    """The first firm also in the second file, written otherwise."""
    return lambda f: f.firms["second"].append(f.firms["first"][0] | cells)


PLANTED: list[tuple[str, str, str, int | None, Edit]] = [
    # code, severity, file, row, what is spoilt
    ("catalogue", "error", "chains/toy.yaml", None, lambda f: f.chain["links"].append(f.chain["links"][0])),
    ("link_no_source", "error", "chains/toy.yaml", None, _link(source="")),
    ("share_not_estimate", "warning", "chains/toy.yaml", None, _link(source="own knowledge")),
    ("bad_gbt4754", "error", "chains/toy.yaml", None, _segment(gbt4754=["C3841"])),
    ("term_twice", "warning", "chains/toy.yaml", None, _segment(products=["锂电池", "电芯", "储能电池", "氢氧化锂"])),
    ("shared_stale", "warning", "terms.yaml", None, _shared("toy.ore", "toy.cell")),
    ("terms", "error", "terms.yaml", None, lambda f: f.terms.pop("stop")),
    ("unknown_segment", "error", "terms.yaml", None, lambda f: f.terms["general"].update({"toy.gone": ["矿业"]})),
    (
        "segment_unreached",
        "error",
        "chains/toy.yaml",
        None,
        lambda f: f.firms.update(second=[f.firm("新乡市某有限公司", "碳酸锂")]),
    ),
    ("segment_thin", "warning", "chains/toy.yaml", None, lambda f: f.firms["second"].pop()),
    ("missing_source", "error", "firms/first.csv", 2, _firm(source="")),
    ("missing_as_of", "error", "firms/first.csv", 2, _firm(as_of="")),
    ("bad_uscc", "error", "firms/first.csv", 2, _firm(uscc="914107001730829260")),
    ("bad_stock_code", "error", "firms/first.csv", 2, _firm(stock_code="12")),
    ("no_size", "error", "firms/first.csv", 2, _firm(tags="民营")),
    ("listed_tag", "warning", "firms/first.csv", 2, _firm(tags="上市;中型")),
    (
        "no_region",
        "error",
        "firms/first.csv",
        2,
        _firm(name="某某隔膜有限公司", region_code="", province="", city="", uscc=""),
    ),
    ("unknown_region", "error", "firms/first.csv", 2, _firm(region_code="990000")),
    ("region_coarse", "warning", "firms/first.csv", 2, _firm(region_code="410799")),
    ("place_disagrees", "error", "firms/first.csv", 2, _firm(city="郑州市")),
    ("unknown_site", "error", "firms/first.csv", 2, _firm(sites="990000")),
    ("unknown_unit", "error", "firms/first.csv", 2, _firm(unit="月球区")),
    ("verified_alone", "error", "firms/first.csv", 2, _firm(verified_identity="true")),
    ("identity_copied", "warning", "firms/first.csv", 2, _firm(verified_identity="true", source=COPIED)),
    ("products_alone", "error", "firms/first.csv", 2, _firm(verified_products="true", source=COPIED)),
    ("branch_as_firm", "warning", "firms/first.csv", 2, _firm(name="某某保险股份有限公司新乡中心支公司")),
    ("branch_as_firm", "warning", "firms/first.csv", 2, _firm(name="某某粮油有限公司新乡分公司（筹）")),
    ("class_word_only", "warning", "firms/second.csv", 2, _class_word("锂电池")),
    ("scope_copied", "error", "firms/first.csv", 2, _firm(business_scope="碳酸锂生产")),
    ("firm_conflict", "error", "firms/second.csv", 7, _firm_again(city="郑州市", region_code="410100")),
    ("firm_twice", "warning", "firms/first.csv", 7, lambda f: f.firms["first"].append(f.firms["first"][0])),
    ("no_column", "error", "parks.csv", 1, lambda f: f.tables["parks.csv"][0].pop("energy")),
    ("unknown_unit", "error", "parks.csv", 2, _table("parks.csv", unit="月球区")),
    ("unknown_word", "error", "parks.csv", 2, _table("parks.csv", energy="较紧")),
    ("unknown_word", "error", "parks.csv", 2, _table("parks.csv", environment="sensitive")),
    ("unknown_word", "error", "parks.csv", 2, _table("parks.csv", chemical_park="maybe")),
    ("unknown_chain", "error", "parks.csv", 2, _table("parks.csv", chains="toy;moon")),
    ("unknown_segment", "error", "institutions/toy.csv", 2, _table("institutions/toy.csv", segments="toy.moon")),
    ("unknown_place", "error", "zones.csv", 2, _table("zones.csv", region_code="990000")),
    ("verified_alone", "error", "events.csv", 2, _table("events.csv", verified="true")),
    ("id_twice", "error", "zones.csv", 3, _again("zones.csv")),
    ("institution_twice", "error", "institutions/toy.csv", 3, _again("institutions/toy.csv")),
    ("unknown_kind", "error", "institutions/toy.csv", 2, _table("institutions/toy.csv", kind="school")),
    ("city_number", "error", "cities.csv", 2, _table("cities.csv", gdp_yi="")),
    ("city_year", "error", "cities.csv", 2, _table("cities.csv", gdp_year="2999")),
    ("city_no_source", "error", "cities.csv", 2, _table("cities.csv", gdp_source="")),
    ("city_precise", "error", "cities.csv", 2, _table("cities.csv", population_source="estimate")),
    ("city_share_sum", "error", "cities.csv", 2, _table("cities.csv", primary_share="0.2")),
    ("city_per_head", "error", "cities.csv", 2, _table("cities.csv", gdp_yi="300")),
    ("city_twice", "error", "cities.csv", 4, _again("cities.csv")),
    ("unknown_place", "error", "cities.csv", 4, _again("cities.csv", region_code="990000")),
    ("city_name", "error", "cities.csv", 2, lambda f: f.tables["cities.csv"][0].update(name="旧乡市")),
    ("city_missing", "error", "cities.csv", None, lambda f: f.tables["cities.csv"].pop()),
    ("cities_few_opened", "error", "cities.csv", None, _table("cities.csv", gdp_source="estimate", gdp_yi="3600")),
    ("region_no_parent", "error", "regions.csv", 3, lambda f: f.tables["regions.csv"][1].update(parent="420000")),
    ("region_no_coordinates", "warning", "regions.csv", 2, _table("regions.csv", lng="")),
]


@pytest.mark.parametrize(
    ("code", "severity", "file", "row", "spoil"), PLANTED, ids=[f"{c}-{f}" for c, _, f, _, _ in PLANTED]
)
def test_a_planted_fault_is_found_where_it_is_and_alone(
    folder: Folder, tmp_path: Path, code: str, severity: str, file: str, row: int | None, spoil: Edit
) -> None:
    spoil(folder)
    found = lint(folder.write(tmp_path / "data"))
    assert [(f.code, f.severity, f.file, f.row) for f in found] == [(code, severity, file, row)]
    assert found[0].zh
    assert "{" not in found[0].zh + found[0].en


def test_a_word_outside_the_vocabulary_is_told_with_its_column_and_the_words_allowed(
    folder: Folder, tmp_path: Path
) -> None:
    _table("parks.csv", energy="较紧")(folder)
    (found,) = lint(folder.write(tmp_path / "data"))
    assert found.where == "parks.csv:2 电池园"
    assert found.en == "电池园: energy says '较紧', which is not one of ample, ok, tight, none, unknown."
    assert found.zh == "“电池园”的 energy 列写的是“较紧”，不在词表中；可用：ample, ok, tight, none, unknown。"


@pytest.mark.parametrize("word", ["tight", "limited", "紧张", ""])
def test_older_and_chinese_spellings_of_a_condition_are_understood(folder: Folder, tmp_path: Path, word: str) -> None:
    _table("parks.csv", energy=word)(folder)
    assert lint(folder.write(tmp_path / "data")) == []


def test_terms_declared_shared_are_not_asked_about(folder: Folder, tmp_path: Path) -> None:
    _segment(products=["锂电池", "电芯", "储能电池", "氢氧化锂"])(folder)
    _shared("toy.ore", "toy.cell")(folder)
    assert lint(folder.write(tmp_path / "data")) == []


@pytest.mark.parametrize(("share", "over"), [(0.6, []), (0.7, ["toy.cell"])])
def test_the_inputs_of_a_buyer_cost_no_more_than_all_of_it(
    folder: Folder, tmp_path: Path, share: float, over: list[str]
) -> None:
    """.4 from the toy chain; the rest comes from another chain's file, which names its buyer in full."""
    other = folder.chain | {"id": "other", "links": [folder.chain["links"][0] | {"to": "toy.cell", "share": share}]}
    chains = folder.write(tmp_path / "data") / "chains"
    (chains / "other.yaml").write_text(yaml.safe_dump(other, allow_unicode=True), encoding="utf-8")
    assert [(f.code, f.name) for f in lint_inputs(ChainFiles.read(chains)) if f.code == "shares_over_one"] == [
        ("shares_over_one", s) for s in over
    ]


def test_every_kind_of_finding_is_planted_somewhere() -> None:
    # The others are planted by the tests below, those of the trade in test_chain_faults.
    assert set(TABLES_OF_DATA) - {code for code, *_ in PLANTED} == {
        "unreadable",
        "institution_conflict",
        "shares_over_one",
        "products_identical",
    }


def test_one_credit_code_under_two_names_and_one_name_under_two_codes(folder: Folder, tmp_path: Path) -> None:
    folder.firms["first"][0]["uscc"] = CODE_A
    folder.firms["second"].append(folder.firms["first"][0] | {"name": "新乡市另一有限公司"})
    folder.firms["second"].append(folder.firms["first"][1] | {"uscc": CODE_B})
    folder.firms["first"][1]["uscc"] = CODE_C
    found = lint(folder.write(tmp_path / "data"))
    assert [(f.code, f.row) for f in found] == [("firm_conflict", 7), ("firm_conflict", 8)]
    assert "name: 新乡市第first00有限公司 (firms/first.csv:2); 新乡市另一有限公司 (firms/second.csv:7)" in found[0].en
    assert f"uscc: {CODE_C} (firms/first.csv:3); {CODE_B} (firms/second.csv:8)" in found[1].en


def test_an_institution_told_differently_in_two_files(folder: Folder, tmp_path: Path) -> None:
    folder.tables["institutions/other.csv"] = [folder.tables["institutions/toy.csv"][0] | {"city": "郑州市"}]
    found = lint(folder.write(tmp_path / "data"))
    assert [(f.code, f.file) for f in found] == [("institution_conflict", "institutions/toy.csv")]
    assert "city: 郑州市 (institutions/other.csv:2); 新乡市 (institutions/toy.csv:2)" in found[0].en


def test_nothing_stops_it(folder: Folder, tmp_path: Path) -> None:
    """Broken files of every kind at once: all are named, and the sound ones are still read."""
    data = folder.write(tmp_path / "data")
    (data / "chains" / "bad.yaml").write_text("id: [", encoding="utf-8")
    (data / "terms.yaml").unlink()
    (data / "parks.csv").write_bytes(b"")
    (data / "regions.csv").unlink()
    (data / "firms" / "third.csv").write_text("uscc\n1\n", encoding="utf-8")
    found = {(f.code, f.file) for f in lint(data)}
    assert {
        ("catalogue", "chains/bad.yaml"),
        ("terms", "terms.yaml"),
        ("unreadable", "parks.csv"),
        ("unreadable", "regions.csv"),
        ("unreadable", "firms/third.csv"),
        ("unknown_place", "zones.csv"),
    } <= found
    assert ("segment_unreached", "chains/toy.yaml") not in found


@pytest.mark.parametrize(
    ("source", "alone"),
    [
        ("own knowledge", True),
        ("own knowledge (estimate)", True),
        ("own knowledge; name checked in research_organisations", False),
        ("河南日报 2024-11-14", False),
        ("", False),
    ],
)
def test_own_knowledge_alone(source: str, alone: bool) -> None:
    assert own_only(source) is alone


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    """The outside table, gzipped as it comes."""
    rows = [
        ("000001.SZ", "*ST锂业", "新乡锂业股份有限公司", "河南", "新乡市", CODE_A),
        ("000002.SZ", "电芯Ａ", "郑州电芯股份有限公司", "河南", "郑州市", ""),
        ("600003.SH", "储能", "长垣储能股份有限公司", "河南", "", ""),
    ]
    path = tmp_path / "listed.csv.gz"
    with gzip.open(path, "wt", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerows([("ts_code", "name", "fullname", "province", "city", "uscc"), *rows])
    return path


def test_agreement_counts_codes_and_names_every_disagreement(folder: Folder, listed: Path, tmp_path: Path) -> None:
    folder.firms["first"] = [
        folder.firm(
            "新乡锂业股份有限公司", "碳酸锂", stock_code="000001.SZ", uscc=CODE_A
        ),  # present name, city and code agree
        folder.firm(
            "郑州新名股份有限公司", "碳酸锂", stock_code="000002.SZ", aliases="郑州电芯股份有限公司"
        ),  # former name, other city
        folder.firm("河南别家股份有限公司", "碳酸锂", stock_code="600003.SH"),  # another name; the table has no city
        folder.firm("香港锂电有限公司", "碳酸锂", stock_code="00819.HK"),
        folder.firm("新近上市股份有限公司", "碳酸锂", stock_code="301999.SZ"),
    ]
    got = compare(folder.write(tmp_path / "data"), listed)
    assert (got.listed, got.compared, got.name_agree, got.city_known, got.city_agree) == (5, 3, 2, 2, 1)
    assert (got.uscc_known, got.uscc_agree) == (1, 1)
    assert got.name_rate == pytest.approx(2 / 3)
    assert got.city_rate == 0.5
    assert [(d.field, d.stock_code, d.row, d.ours, d.theirs) for d in got.disagreements] == [
        ("city", "000002.SZ", 3, "新乡市", "郑州市"),
        ("name", "600003.SH", 4, "河南别家股份有限公司", "长垣储能股份有限公司"),
    ]
    assert [code for code, _ in got.not_in_table] == ["00819.HK", "301999.SZ"]


@pytest.mark.parametrize(("alias", "agrees"), [("锂业", True), ("ST锂业", True), ("大锂业", False)])
def test_a_short_name_among_the_aliases_agrees_whatever_the_exchange_adds(
    folder: Folder, listed: Path, tmp_path: Path, alias: str, agrees: bool
) -> None:
    folder.firms["first"] = [folder.firm("河南锂业集团股份有限公司", "碳酸锂", stock_code="000001.SZ", aliases=alias)]
    got = compare(folder.write(tmp_path / "data"), listed)
    assert got.name_agree == int(agrees)


def test_a_firm_in_two_files_counts_once_and_agrees_only_where_both_rows_do(
    folder: Folder, listed: Path, tmp_path: Path
) -> None:
    row = folder.firm("新乡锂业股份有限公司", "碳酸锂", stock_code="000001.SZ")
    folder.firms = {"first": [row], "second": [row | {"region_code": "410100", "city": "郑州市"}]}
    got = compare(folder.write(tmp_path / "data"), listed)
    assert (got.compared, got.city_known, got.city_agree) == (1, 1, 0)
    assert [(d.file, d.row) for d in got.disagreements] == [("firms/second.csv", 2)]


def test_a_table_without_its_columns_is_refused(folder: Folder, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("code,name\n1,甲\n", encoding="utf-8")
    with pytest.raises(MissingColumn):
        compare(folder.write(tmp_path / "data"), other)


@pytest.mark.shared
def test_our_listed_firms_agree_with_the_outside_table(data: Path, shared: Path) -> None:
    """The measure of the data: names 99%, cities 97%."""
    got = compare(data, shared / "data" / "listed_firms.csv.gz")
    assert got.compared >= 600
    assert got.name_rate >= 0.99
    assert got.city_rate >= 0.97


@pytest.mark.shared
def test_the_codes_of_the_segments_are_those_of_the_standard(data: Path, shared: Path) -> None:
    """The outside table lacks two classes that the standard has: 飞机制造 and 电子专用材料制造."""
    with gzip.open(shared / "data" / "gbt4754_2017.csv.gz", "rt", encoding="utf-8", newline="") as handle:
        known = {row["code"] for row in csv.DictReader(handle)} | {"3741", "3985"}
    segments = ChainFiles.read(data / "chains").segments
    assert {(s, code) for s, entry in segments.items() for code in entry.gbt4754 if code not in known} == set()


def test_the_shipped_data_have_no_error(data: Path) -> None:
    assert [f"{f.where}: {f.en}" for f in lint(data) if f.severity == "error"] == []
