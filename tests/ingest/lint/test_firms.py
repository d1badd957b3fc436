"""What `liantu check` asks of firms: what makes a row refused, products copied from firm to firm, what a report says,
how much of an outside table is there."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from ingest.lint.against import Agreement, compare
from ingest.lint.firms.coverage import overall
from ingest.lint.firms.products import IDENTICAL
from ingest.lint.run import lint
from tests.support.lint_folder import Folder


@pytest.fixture
def folder() -> Folder:
    return Folder()


@pytest.mark.parametrize(
    ("column", "value", "code", "fix"),
    [
        ("tags", "民营;中型;著名", "unknown_tag", "国有、民营、外资、集体"),
        ("products", "碳酸锂(140%)", "share_over_one", "超过 100%"),
        ("revenue_year", "2099", "future_year", "不晚于"),
        ("as_of", "2099-01", "future_year", "不晚于"),
    ],
)
def test_a_row_that_says_what_cannot_be_is_refused(
    folder: Folder, tmp_path: Path, column: str, value: str, code: str, fix: str
) -> None:
    folder.firms["first"][0][column] = value
    [found] = [f for f in lint(folder.write(tmp_path / "data")) if f.code == code]
    assert (found.severity, found.file, found.row, found.column) == ("error", "firms/first.csv", 2, column)
    assert fix in found.zh
    assert "{" not in found.zh + found.en


def test_firms_with_one_cell_of_products_are_named_each_with_some_of_the_others(folder: Folder, tmp_path: Path) -> None:
    for row in folder.firms["second"]:
        row["products"] = "电芯;锂电池"
    found = [f for f in lint(folder.write(tmp_path / "data")) if f.code == "products_identical"]
    assert [f.row for f in found] == [2, 3, 4, 5, 6]
    assert len(found) == IDENTICAL
    assert "共 5 家" in found[0].zh
    assert folder.firms["second"][1]["name"] in found[0].zh


def test_one_firm_less_or_one_firm_in_several_tables_is_not_asked_about(folder: Folder, tmp_path: Path) -> None:
    for row in folder.firms["second"][:4]:
        row["products"] = "电芯;锂电池"
    folder.firms["third"] = [dict(folder.firms["second"][0])]
    assert [f.code for f in lint(folder.write(tmp_path / "data"))] == []


def test_hospitals_are_not_asked_about_since_general_hospitals_do_the_same(folder: Folder, tmp_path: Path) -> None:
    for row in folder.firms["second"]:
        row["products"] = "电芯;锂电池"
        row["tags"] = "国有;大型;医院"
    assert lint(folder.write(tmp_path / "data")) == []


def test_a_class_word_beside_a_product_is_no_fault(folder: Folder, tmp_path: Path) -> None:
    row = {"word": "锂电池", "instead": "写明是哪种", "instead_en": "name it"}
    folder.tables["rules/class_words.csv"] = [row]
    folder.firms["second"][0]["products"] = "锂电池;电芯"
    assert lint(folder.write(tmp_path / "data")) == []


def test_a_branch_that_is_tagged_as_one_and_a_shop_in_a_name_are_left_alone(folder: Folder, tmp_path: Path) -> None:
    folder.firms["first"][0] |= {"name": "某某银行新乡分公司", "tags": "国有;大型;分支机构"}
    folder.firms["first"][1]["name"] = "新乡市门店设备有限公司"
    assert lint(folder.write(tmp_path / "data")) == []


def agreement(folder: Folder, tmp_path: Path, *rows: tuple[str, ...]) -> Agreement:
    """Hold the folder against a table of listed firms."""
    table = tmp_path / "listed.csv"
    columns = ("ts_code", "name", "fullname", "province", "city", "industry", "ownership", "main_products_2025")
    with table.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows([columns, *rows])
    return compare(folder.write(tmp_path / "data"), table)


LISTED = ("000001.SZ", "锂业", "新乡锂业股份有限公司", "河南", "新乡市", "小金属")


@pytest.mark.parametrize(
    ("tags", "owner", "known", "agree"),
    [
        ("上市;民营;中型", "民营企业", 1, 1),
        ("上市;民营;中型", "自然人", 1, 1),
        ("上市;民营;中型", "地方国有企业", 1, 0),
        ("上市;民营;中型", "其他", 0, 0),
        ("上市;中型", "中央企业", 0, 0),
    ],
)
def test_the_owner_is_held_against_a_second_source(
    folder: Folder, tmp_path: Path, tags: str, owner: str, known: int, agree: int
) -> None:
    folder.firms["first"] = [folder.firm("新乡锂业股份有限公司", "碳酸锂", stock_code="000001.SZ", tags=tags)]
    got = agreement(folder, tmp_path, (*LISTED, owner, ""))
    assert (got.owner_known, got.owner_agree) == (known, agree)
    assert [(d.field, d.ours, d.theirs) for d in got.disagreements] == (
        [("owner", "民营", "国有")] if known > agree else []
    )


@pytest.mark.parametrize(
    ("products", "report", "known", "agree"),
    [
        ("碳酸锂", "氢氧化锂(60%)；储能电池(30%)", 1, 1),  # one of the main products stands where the firm does
        ("碳酸锂", "储能电池(60%)；电芯(35%)；氢氧化锂(5%)", 1, 0),  # a twentieth of revenue is no main product
        ("碳酸锂", "电池级碳酸盐电芯(90%)", 1, 1),  # called alike, though it stands elsewhere
        ("碳酸锂", "面粉(90%)", 0, 0),  # in none of our segments: nothing is said
        ("碳酸锂", "", 0, 0),
    ],
)
def test_the_products_of_a_report_are_held_against_the_segments(
    folder: Folder, tmp_path: Path, products: str, report: str, known: int, agree: int
) -> None:
    folder.firms["first"] = [
        folder.firm("新乡锂业股份有限公司", products, stock_code="000001.SZ", tags="上市;民营;中型")
    ]
    got = agreement(folder, tmp_path, (*LISTED, "", report))
    assert (got.products_known, got.products_agree) == (known, agree)
    if known > agree:
        assert [(d.field, d.row, d.theirs) for d in got.disagreements] == [("products", 2, "储能电池、电芯")]


def test_coverage_is_told_by_industry_and_for_the_trades_of_our_chains(folder: Folder, tmp_path: Path) -> None:
    folder.firms["first"] = [
        folder.firm("新乡锂业股份有限公司", "碳酸锂", stock_code="000001.SZ", tags="上市;民营;中型"),
        folder.firm("新乡电芯股份有限公司", "电芯", stock_code="000002.SZ", tags="上市;民营;中型"),
    ]
    folder.tables["rules/covered_industries.csv"] = [{"industry": "小金属"}]
    rows = [
        (f"00000{i}.SZ", f"甲{i}", f"甲{i}公司", "", "", trade, "", "")
        for i, trade in enumerate(["小金属"] * 3 + ["银行"])
    ]
    got = agreement(folder, tmp_path, *rows)
    assert [(r.industry, r.total, r.present, r.wanted) for r in got.coverage] == [
        ("小金属", 3, 2, True),
        ("银行", 1, 0, False),
    ]
    assert (overall(got.coverage, wanted=True).rate, overall(got.coverage, wanted=False).rate) == (2 / 3, 0.5)
    assert json.dumps([r.industry for r in got.coverage])


def test_a_table_without_industries_tells_no_coverage(folder: Folder, tmp_path: Path) -> None:
    assert agreement(folder, tmp_path, (*LISTED[:5], "", "", "")).coverage == ()
