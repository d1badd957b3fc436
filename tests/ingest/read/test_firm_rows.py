"""Rows → facts: which column is what, where a firm has its seat, and every problem with its row, column and code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graph.errors import MissingColumn
from graph.model.regions import Regions
from graph.model.row_problems import RowProblem
from graph.model.row_sentences.loading import LOADING
from graph.model.vocabulary import FIRM_TAGS, TAG_SPELLINGS
from graph.model.words import TAG
from ingest.load.resolve import TICKS
from ingest.read import firm_rows
from ingest.read.firm_rows import Parsed, mapping, parse
from ingest.read.tables import Table
from tests.support.small import code


def table(columns: Sequence[str], *lines: Sequence[str]) -> Table:
    rows = [(i, dict(zip(columns, line, strict=False))) for i, line in enumerate(lines, 2)]
    return Table("名单.csv", tuple(columns), rows, "utf-8")


def one(regions: Regions, region: str = "", **cells: str) -> tuple[dict[str, Any], list[RowProblem]]:
    """Facts and problems of a single row."""
    parsed = parse(table(list(cells), list(cells.values())), regions, region)
    return (parsed.firms[0][1] if parsed.firms else {}), parsed.problems


def found(parsed: Parsed) -> list[tuple[int, str, str]]:
    return [(p.row, p.column, p.code) for p in parsed.problems]


def test_chinese_headers(regions: Regions) -> None:
    """A table as Chinese business databases export it."""
    columns = [
        "企业名称",
        "统一社会信用代码",
        "注册资本",
        "成立日期",
        "所属省份",
        "所属城市",
        "所属区县",
        "企业类型",
        "经营范围",
        "参保人数",
    ]
    line = [
        "新乡金穗(集团)有限公司",
        code("410721"),
        "1,200万人民币",
        "2009年5月6日",
        "河南省",
        "新乡市",
        "新乡县",
        "有限责任公司",
        "面粉加工、销售",
        "85",
    ]
    parsed = parse(table(columns, line), regions)
    assert parsed.problems == []
    assert parsed.firms == [
        (
            2,
            {
                "name": "新乡金穗（集团）有限公司",
                "uscc": code("410721"),
                "region": "410721",
                "unit": "新乡县",
                "county": "新乡县",
                "scope": "面粉加工、销售",
                "founded": "2009-05-06",
                "capital_wan": 1200.0,
                "employees": 85,
                "ent_type": "有限责任公司",
            },
        )
    ]


def test_native_headers(regions: Regions) -> None:
    facts, problems = one(
        regions,
        name="甲股份有限公司",
        stock_code="000949",
        aliases="甲股份；老甲有限公司",
        region_code="410704",
        unit="凤泉区",
        products="氨纶;粘胶长丝",
        gbt4754="2812;2822",
        registered_capital_wan="146,000",
        revenue_yi="73.8",
        revenue_year="2024",
        tags="上市;大型",
        parent="白鹭",
        sites="410700;659001;000001",
        source="年报",
        as_of="2025",
        verified="true",
    )
    assert facts == {
        "name": "甲股份有限公司",
        "stock_code": "000949.SZ",
        "aliases": ["甲股份", "老甲有限公司"],
        "region": "410704",
        "unit": "凤泉区",
        "products": ["氨纶", "粘胶长丝"],
        "gbt4754": ["2812", "2822"],
        "capital_wan": 146000.0,
        "revenue_yi": 73.8,
        "revenue_year": 2024,
        "tags": ["上市", "大型"],
        "parent": "白鹭",
        "sites": ["410700", "659001"],
        "source": "年报",
        "as_of": "2025",
        "verified_identity": True,
    }
    assert [(p.column, p.code, p.value) for p in problems] == [("sites", "unknown_region", "410700;659001;000001")]


def test_headers_in_capitals_and_with_spaces() -> None:
    assert mapping(table([" Name ", "USCC", "City"])) == {"name": " Name ", "uscc": "USCC", "city": "City"}


def test_the_native_column_wins_over_its_synonym() -> None:
    assert mapping(table(["公司名称", "name", "企业名称"]))["name"] == "name"
    assert mapping(table(["公司名称", "企业名称"]))["name"] == "企业名称"


def test_missing_name_column_names_what_was_found(regions: Regions) -> None:
    with pytest.raises(MissingColumn) as error:
        parse(table(["客户", "城市"], ["甲", "新乡"]), regions)
    assert (error.value.column, error.value.found) == ("name", ["客户", "城市"])
    assert str(error.value).startswith("名单.csv: row 1 has no column 'name' (columns found: 客户, 城市)")


def test_every_problem_has_row_column_and_code(regions: Regions) -> None:
    columns = ["企业名称", "统一社会信用代码", "注册资本", "成立日期", "参保人数", "城市", "股票代码"]
    parsed = parse(
        table(
            columns,
            ["甲有限公司", code("410721")[:-1] + "Z", "100万元", "2019-01-01", "5", "新乡市", ""],
            ["N/A", "", "", "", "", "新乡市", ""],
            ["12345", "", "", "", "", "新乡市", ""],
            ["乙有限公司", "", "若干", "改日", "很多", "新乡市", "949"],
            ["丙有限公司"],
            ["丁有限公司", "", "", "", "", "", ""],
            ["字" * 121, "", "", "", "", "", ""],
        ),
        regions,
    )
    assert found(parsed) == [
        (2, "统一社会信用代码", "bad_uscc"),
        (3, "企业名称", "no_name"),
        (4, "企业名称", "bad_name"),
        (5, "注册资本", "bad_capital"),
        (5, "参保人数", "bad_number"),
        (5, "股票代码", "bad_stock_code"),
        (5, "成立日期", "bad_date"),
        (6, "", "not_a_row"),
        (7, "城市", "no_region"),
        (8, "企业名称", "bad_name"),
    ]
    assert [row for row, _ in parsed.firms] == [2, 5, 7]
    assert (parsed.rows, parsed.rejected) == (7, 4)
    assert parsed.problems[3].value == "若干"
    assert parsed.problems[3].name == "乙有限公司"


def test_a_cell_that_cannot_be_read_never_costs_the_row(regions: Regions) -> None:
    """Of a table of firms, only a row without a usable name is rejected, or one that says what cannot be."""
    source = Path(firm_rows.__file__).read_text(encoding="utf-8")
    rejecting = {c for c, s in LOADING.items() if s.weight == "rejected" and f'"{c}"' in source}
    says_wrong = {"unknown_tag", "unknown_owner", "share_over_one", "future_year"}
    assert rejecting == {"no_name", "bad_name", "not_found", "not_a_row", "example_row"} | says_wrong
    facts, problems = one(regions, name="乙有限公司", uscc="123", reg_capital="??", city="新乡市")
    assert facts == {"name": "乙有限公司", "region": "410700"}
    assert [p.code for p in problems] == ["bad_uscc", "bad_capital"]


@pytest.mark.parametrize(
    ("cells", "region"),
    [
        ({"region_code": "410721", "city": "郑州市", "uscc": code("410783")}, "410721"),  # code > names > credit code
        ({"province": "河南", "city": "新乡", "uscc": code("410783")}, "410783"),  # the county inside the named city
        ({"uscc": code("410721")}, "410721"),
        ({"city": "新乡市"}, "410700"),
        ({"uscc": code("410728")}, "410783"),  # 长垣县 became 长垣市
        ({"region_code": "410728"}, "410783"),
        ({"region_code": "310115"}, "310000"),  # a municipality is one region
        ({"region_code": "310100"}, "310000"),
        ({"uscc": code("410799")}, "410700"),  # no such county: the city at least
    ],
)
def test_seat(regions: Regions, cells: Mapping[str, str], region: str) -> None:
    facts, problems = one(regions, name="甲有限公司", **cells)
    assert facts["region"] == region
    assert {p.code for p in problems} <= {"place_conflict"}


def test_the_stated_city_stands_against_the_authority_that_registered_the_firm(regions: Regions) -> None:
    facts, problems = one(regions, name="甲有限公司", province="河南省", city="郑州市", uscc=code("410783"))
    assert facts["region"] == "410100"
    assert [(p.code, p.value, dict(p.args)["elsewhere"]) for p in problems] == [
        ("place_conflict", "410783", "河南省新乡市长垣市")
    ]


def test_address_and_code_together_outweigh_the_label_of_a_register(regions: Regions) -> None:
    cells = {"city": "郑州市", "address": "新乡市牧野区某路1号", "uscc": code("410711")}
    facts, problems = one(regions, name="甲有限公司", **cells)
    assert (facts["region"], facts["unit"]) == ("410711", "牧野区")
    assert [(p.code, p.value) for p in problems] == [("place_conflict", "郑州市")]


def test_a_named_county_refines_the_city_of_the_credit_code(regions: Regions) -> None:
    facts, _ = one(regions, name="甲有限公司", province="河南", city="新乡", county="长垣市", uscc=code("410700"))
    assert facts["region"] == "410783"


def test_unknown_region_code_is_noted_and_names_are_used(regions: Regions) -> None:
    facts, problems = one(regions, name="甲有限公司", region_code="999999", city="新乡市")
    assert facts["region"] == "410700"
    assert [(p.column, p.code, p.value, p.rejected) for p in problems] == [
        ("region_code", "unknown_region", "999999", False)
    ]


def test_the_region_of_the_load_fills_in_only_where_a_row_is_silent(regions: Regions) -> None:
    silent, problems = one(regions, "410783", name="甲有限公司", city="")
    assert (silent["region"], [p.code for p in problems]) == ("410783", ["region_assumed"])
    told, _ = one(regions, "410700", name="甲有限公司", address="深圳市宝安区某路")
    assert (told["region"], told["county"]) == ("440300", "宝安区")
    speaking, _ = one(regions, "410783", name="甲有限公司", city="郑州市")
    assert speaking["region"] == "410100"


@pytest.mark.parametrize(
    ("name", "ent_type", "branch"),
    [
        ("新乡金穗有限公司卫辉分公司", "", True),
        ("新乡县供销社城关门市部", "", True),
        ("张三面馆", "个体工商户", True),
        ("太公泉供销合作社", "集体分支机构(非法人)", True),
        ("新乡金穗有限公司", "有限责任公司", False),
        ("河南大力起重机有限公司", "股份有限公司(上市)", False),
    ],
)
def test_branches_and_shops(regions: Regions, name: str, ent_type: str, branch: bool) -> None:
    facts, _ = one(regions, name=name, ent_type=ent_type, city="新乡市")
    assert facts.get("branch", False) is branch


@pytest.mark.parametrize("name", ["南通海门市恒力电机有限公司", "江门市蓬江电机有限公司"])
def test_a_place_name_is_no_branch(regions: Regions, name: str) -> None:
    facts, _ = one(regions, name=name, region_code="320600")
    assert facts.get("branch", False) is False


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"verified": "true"}, {"verified_identity": True}),  # a table of before the two were told apart
        ({"已核实": "是"}, {"verified_identity": True}),
        ({"verified_identity": "true", "verified_products": "true"}, dict.fromkeys(TICKS, True)),
        ({"名称地址已核": "是", "产品已核": "否"}, {"verified_identity": True}),
        ({"verified_identity": "false", "verified": "true"}, {}),  # the new column speaks where both are there
        ({"产品已核": "是", "source": "园区办走访 2026-05"}, {"verified_products": True}),
        (
            {"verified_products": "true", "source": "own knowledge; products in annual report 2025"},
            {"verified_products": True},
        ),
        # Where a value was copied from is no second source for it.
        ({"verified_products": "true", "source": "own knowledge; products looked up in listed_firms (2025)"}, {}),
        ({"verified_products": "true", "source": "full name looked up in listed_firms; city own knowledge"}, {}),
        ({"verified_products": "true", "source": "own knowledge"}, {}),
    ],
)
def test_what_is_verified(regions: Regions, cells: dict[str, str], told: dict[str, bool]) -> None:
    facts, problems = one(regions, name="乙有限公司", city="新乡市", **cells)
    assert {k: v for k, v in facts.items() if k.startswith("verified")} == told
    assert problems == []


@pytest.mark.parametrize(
    ("column", "value", "code", "fix"),
    [
        ("标签", "民营;著名", "unknown_tag", "请改为 国有、民营"),
        ("所有制", "火星", "unknown_owner", "请改为 国有、民营、外资、集体 之一"),
        ("所有制", "大型", "unknown_owner", "之一，或留空"),  # a tag of ours, and no owner
        ("主要产品", "隔膜(120%);电解液", "share_over_one", "超过 100%"),
        ("营收年份", "2099", "future_year", "不晚于"),
        ("数据日期", "2099-05-01", "future_year", "不晚于"),
        ("数据日期", "2188", "future_year", "不晚于"),
    ],
)
def test_a_row_that_says_what_cannot_be_is_refused_with_its_place_and_the_fix(
    regions: Regions, column: str, value: str, code: str, fix: str
) -> None:
    columns = ["企业名称", "城市", column]
    parsed = parse(table(columns, ["甲有限公司", "新乡市", ""], ["乙有限公司", "新乡市", value]), regions)
    [p] = parsed.problems
    assert (p.file, p.row, p.column, p.code, p.name, p.rejected) == ("名单.csv", 3, column, code, "乙有限公司", True)
    assert fix in p.zh
    assert "{" not in p.zh + p.en
    assert [row for row, _ in parsed.firms] == [2]


def test_each_fault_of_a_refused_row_is_told(regions: Regions) -> None:
    cells = {"tags": "著名;有名", "revenue_year": "2099"}
    facts, problems = one(regions, name="乙有限公司", city="新乡市", **cells)
    assert facts == {}
    assert [(p.code, p.value) for p in problems] == [
        ("future_year", "2099"),
        ("unknown_tag", "著名"),
        ("unknown_tag", "有名"),
    ]


@pytest.mark.parametrize(
    ("words", "tags"),
    [
        ("国企；省级专精特新；小巨人", ["国有", "专精特新"]),
        ("上市公司;私营企业;高新", ["上市", "民营", "高新技术企业"]),
        ("其他", []),
        ("*ST;分公司", ["*ST", "分支机构"]),
    ],
)
def test_usual_spellings_of_tags_are_understood(regions: Regions, words: str, tags: list[str]) -> None:
    facts, problems = one(regions, name="乙有限公司", city="新乡市", 标签=words)
    assert (facts.get("tags", []), problems) == (tags, [])


def test_the_owner_has_a_column_of_its_own(regions: Regions) -> None:
    assert one(regions, name="乙有限公司", city="新乡市", 所有制="中央企业", 标签="大型")[0]["tags"] == ["大型", "国有"]


def test_shares_of_revenue_are_read_from_the_cell_of_products(regions: Regions) -> None:
    facts, problems = one(
        regions, name="乙有限公司", city="新乡市", 主要产品="隔膜(45%)；电解液（占比30.5％）；铝箔(双零)"
    )
    assert facts["products"] == ["隔膜", "电解液", "铝箔(双零)"]
    assert facts["shares"] == {"隔膜": 450_000, "电解液": 305_000}
    assert problems == []


def test_this_year_is_no_future(regions: Regions) -> None:
    today = date.today()
    cells = {"revenue_year": str(today.year), "as_of": today.isoformat()[:7]}
    assert one(regions, name="乙有限公司", city="新乡市", **cells)[1] == []


def test_every_tag_has_an_english_word_and_every_spelling_leads_to_a_tag() -> None:
    assert set(TAG) == set(FIRM_TAGS)
    assert set(TAG_SPELLINGS.values()) <= {*FIRM_TAGS, ""}
