"""Files as bureaus have them: what a careful clerk would enter of each, written down from the files."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from graph.errors import MissingColumn, UnreadableFile
from graph.model.regions import Regions
from ingest.load.files import source_of
from ingest.read.firm_rows import parse
from ingest.read.understand.outside import open_file, unused

pytestmark = pytest.mark.shared

Facts = dict[str, Any]


class Read:
    """A file as it was read: facts by name, problems as (row, code), lines left out as (row, code)."""

    def __init__(self, file: Path, regions: Regions, region: str = "") -> None:
        opened = open_file(file, 20)
        self.tables = [t for t, _ in opened.tables]
        self.kinds = [shape.kind for _, shape in opened.tables]
        self.sources = [shape.source for _, shape in opened.tables]
        self.columns = [shape.columns for _, shape in opened.tables]
        self.unused = [c for t, shape in opened.tables for c in unused(t, shape)]
        self.skipped = [s.sheet for s in opened.skipped]
        self.left = [(x.number, x.code) for t in self.tables for x in t.left]
        self.firms: list[Facts] = []
        self.problems: list[tuple[int | None, str]] = []
        for table, shape in opened.tables:
            if shape.kind == "firms":
                parsed = parse(table, regions, region)
                self.firms += [dict(facts) for _, facts in parsed.firms]
                self.problems += [(p.row, p.code) for p in parsed.problems]

    def column(self, field: str) -> list[Any]:
        return [f.get(field) for f in self.firms]


@pytest.fixture
def cases(shared: Path) -> Path:
    return shared / "cases"


def test_a_batch_look_up_of_qcc(cases: Path, regions: Regions) -> None:
    read = Read(cases / "01-qcc-batch.csv", regions)
    assert read.sources == ["qcc"]
    assert read.column("name") == ["新乡市测试卫源膜材有限公司", "新乡测试起重机械有限公司"]
    assert read.column("uscc") == ["914107027000000796", "914107837000001407"]
    assert read.column("status") == ["active", "dissolved"]
    assert read.column("region") == ["410702", "410783"]
    assert read.column("capital_wan") == [5000.0, 800.0]
    assert read.column("founded") == ["2011-03-02", "2009-06-18"]
    assert read.column("employees") == [85, None]
    assert read.column("former_names") == [None, ["新乡测试起重设备厂"]]
    assert read.problems == [(4, "not_found")]  # 未匹配到相关企业
    assert {"原文件导入名称", "法定代表人", "实缴资本", "英文名"} <= set(read.unused)


@pytest.mark.parametrize(
    ("name", "states"),
    [
        ("02-status.csv", ["active", "dissolved", "revoked", "moved_out", "revoked"]),
        ("48-local-dereg.csv", ["dissolved"] * 3),
        ("03-tyc-watermark.xlsx", ["active"]),
    ],
)
def test_status_in_every_spelling(cases: Path, regions: Regions, name: str, states: list[str]) -> None:
    assert Read(cases / name, regions).column("status") == states


def test_titles_above_the_heading(cases: Path, regions: Regions) -> None:
    export = Read(cases / "03-tyc-watermark.xlsx", regions)
    assert (export.sources, export.tables[0].heading_rows) == (["tianyancha"], (3,))
    assert export.firms[0]["uscc"] == "91410702700000562U"
    assert export.firms[0]["capital_wan"] == 3000.0
    roll = Read(cases / "04-gaoqi-title.xlsx", regions)
    assert roll.column("name") == ["新乡化纤股份有限公司", "新乡市测试滤清器有限公司"]
    assert roll.column("region") == ["410700", "410700"]
    assert roll.unused == ["序号", "证书编号", "发证日期"]
    gbk = Read(cases / "24e-gbk-title.csv", regions)
    assert gbk.firms == [{"name": "新乡标题测试有限公司", "region": "410700", "products": ["起重机械"]}]


def test_two_rows_of_headings(cases: Path, regions: Regions) -> None:
    read = Read(cases / "06-two-row-header.xlsx", regions)
    assert read.tables[0].heading_rows == (1, 2)
    assert read.column("region") == ["410711", "410704"]
    assert (read.column("capital_wan"), read.column("employees")) == ([3000.0, 2600.0], [120, 90])
    assert (read.problems, read.unused) == ([], [])


def test_totals_notes_and_repeated_headings_are_no_firms(cases: Path, regions: Regions) -> None:
    read = Read(cases / "07-total-notes.xlsx", regions)
    assert read.column("name") == ["新乡测试医用敷料有限公司", "新乡测试卫材有限公司"]
    assert read.column("capital_wan") == [500.0, 300.0]
    assert read.left == [
        (2, "numbering_row"),
        (4, "repeated_heading"),
        (6, "total_row"),
        (7, "total_row"),
        (8, "note_row"),
        (9, "note_row"),
    ]


def test_a_sheet_for_each_county(cases: Path, regions: Regions) -> None:
    read = Read(cases / "08-sheets-per-county.xlsx", regions)
    assert [(f["name"], f["region"]) for f in read.firms] == [
        ("新乡红旗测试电源有限公司", "410702"),
        ("长垣测试起重机有限公司", "410783"),
        ("长垣测试卫材有限公司", "410783"),
        ("辉县测试水泥有限公司", "410782"),
    ]


def test_merged_cells_are_carried_down(cases: Path, regions: Regions) -> None:
    read = Read(cases / "09-merged-county.xlsx", regions)
    assert read.column("region") == ["410783", "410783", "410725", "410725"]
    assert read.problems == []


@pytest.mark.parametrize("number", ["00", "01", "02", "03", "04", "05"])
def test_headings_with_stars_spaces_breaks_and_brackets(cases: Path, regions: Regions, number: str) -> None:
    read = Read(cases / f"10-header-{number}.csv", regions)
    assert read.firms == [{"name": "新乡表头测试有限公司", "region": "410700"}]


@pytest.mark.parametrize(
    ("name", "firm"),
    [
        ("11-html.xls", {"name": "新乡网页测试有限公司"}),
        ("12-biff.xls", {"name": "新乡老表测试有限公司", "founded": "2009-07-06"}),  # 40000 days after 1899-12-30
        ("24-big5.csv", {"name": "新鄉測試股份有限公司", "uscc": "91410702700002170E"}),
        ("24b-utf16nobom.csv", {"name": "新乡编码测试有限公司"}),
        ("24c-semicolon.csv", {"name": "新乡分号测试有限公司"}),
        ("24f-fullwidth-comma.csv", {"name": "新乡全角测试有限公司"}),
    ],
)
def test_formats_encodings_and_separators(cases: Path, regions: Regions, name: str, firm: Facts) -> None:
    (found,) = Read(cases / name, regions).firms
    assert {k: found[k] for k in firm} == firm
    assert found["region"][:4] == "4107"


def test_ledgers_of_projects(cases: Path, regions: Regions) -> None:
    for name, firm in (("13-projects-office.xlsx", "投资主体"), ("13b-projects-headerfirst.csv", "投资方")):
        read = Read(cases / name, regions)
        assert (read.kinds, read.columns[0]["firm"], read.columns[0]["project"]) == (["projects"], firm, "项目名称")
    assert read.columns[0]["investment"] == "总投资（亿元）"
    assert Read(cases / "13d-projects-nostatus.csv", regions).kinds == ["projects"]


def test_names(cases: Path, regions: Regions) -> None:
    read = Read(cases / "14-names.csv", regions)
    names = read.column("name")
    assert names[:2] == ["新乡化纤股份有限公司"] * 2  # spaces between characters
    assert names[3] == "新乡化纤股份有限公司"
    assert read.firms[3]["former_names"] == ["新乡化学纤维厂"]
    assert names[8:10] == ["ABC测试（新乡）科技有限公司"] * 2
    assert names[10] == "河南心连心化学工业集团股份有限公司"  # [未注销] is no part of it
    assert names[11] == "新乡市花溪科技股份有限公司"  # nor is 1.
    assert (17, "bad_name") in read.problems  # 甲某 is a person
    assert "红旗区老王面馆" in names


def test_former_names(cases: Path, regions: Regions) -> None:
    read = Read(cases / "15-former.csv", regions)
    assert read.column("former_names")[:4] == [
        ["新乡老名甲有限公司", "新乡老名乙有限公司"],
        ["新乡老名丙有限公司", "新乡老名丁有限公司"],
        ["新乡老名戊有限公司"],
        ["新乡老名己有限公司", "新乡老名庚有限公司"],
    ]
    assert read.firms[0]["aliases"][0] == "曾用测试"


# Row of the file → region, '' where a clerk would leave it open.
PLACES = {
    0: "410783",
    1: "410700",
    2: "410783",
    3: "410783",
    4: "410702",
    5: "",
    6: "110000",
    7: "110000",
    8: "110000",
    9: "",
    10: "320100",
    12: "130100",
    13: "",
    14: "340100",
    15: "340100",
    16: "370100",
    17: "420600",
    18: "220200",
    19: "220200",
    21: "211300",
    22: "211300",
    24: "320500",
    25: "419001",
    26: "419001",
    27: "410100",
    28: "310000",
    29: "310000",
    30: "500000",
    31: "659001",
    32: "659001",
    33: "150100",
    34: "450100",
    35: "460100",
    36: "810000",
    38: "410702",
    39: "410702",
    40: "410700",
    41: "410700",
    42: "410200",
    43: "520500",
    44: "530800",
}


def test_places_as_they_are_stated(cases: Path, regions: Regions) -> None:
    read = Read(cases / "16-places.csv", regions)
    found = [f.get("region", "") for f in read.firms]
    # A county is in its city, whether or not the table of regions has it.
    wrong = {i: found[i] for i, code in PLACES.items() if not Regions.within(found[i], code) and found[i] != code}
    assert wrong == {}
    assert [read.firms[i].get("unit") for i in (1, 40, 41)] == ["高新区", "平原示范区", "经开区"]


def test_the_region_asked_for_fills_only_what_nothing_tells(cases: Path, regions: Regions) -> None:
    read = Read(cases / "17-address-only.csv", regions, "410700")
    cities = [regions.city_of(r) for r in read.column("region")]
    assert cities == ["410700", "410700", "410700", "110000", "320500", "310000", "440300", "150200"]
    assert (None, "assumed_region") not in read.problems
    assert [c for _, c in read.problems] == []
    one = Read(cases / "17b-region-one-column.csv", regions)
    assert one.column("region") == ["410700", "410702"]


def test_credit_codes(cases: Path, regions: Regions) -> None:
    read = Read(cases / "19-codes.csv", regions)
    codes = read.column("uscc")
    assert codes[:7] == [
        "914107027000013387",
        "9141070270000140XT",
        "91410702700001477X",
        "91410702700001549N",  # ="…"
        "91410702700001610D",  # an apostrophe before it
        "91410702700001688D",  # O for 0
        "9141070270000175X1",
    ]
    assert codes[7:14] == [None] * 7
    assert codes[14:16] == ["91410702700001821W", "91410702700001899W"]
    assert codes[16:18] == [None, None]  # all zeros, all ones
    assert codes[18] == "91410702700001960K"
    assert codes[19] is None  # the number of a person
    assert codes[20] == "91410702700002031P"
    assert (10, "code_as_number") in read.problems
    zeros = Read(cases / "30-zero-code.csv", regions)
    assert zeros.column("uscc") == [None] * 4
    assert len(set(zeros.column("name"))) == 4


# Row → 万元 (None: left empty).
CAPITAL = [
    5000,
    12000,
    3550,
    3550,
    3550,
    500,
    None,
    None,
    None,
    500,
    500,
    1000,
    5000,
    5000,
    5000,
    1000,
    1000,
    1000,
    5000,
    3000,
    2000,
    91,
    48,
    910,
    300,
    300,
    3550,
    3550,
    3550,
    52,
    300,
    10000,
    106500,
    1000,
    1000,
    1000,
    4550,
    0.5,
    12.5,
    242,
    None,
    1000,
    2000,
    15000,
    15900,
    1000,
    800,
    None,
    None,
    None,
    None,
    999999,
    100,
    30000,
]


def test_capital(cases: Path, regions: Regions) -> None:
    read = Read(cases / "20-capital.csv", regions)
    assert read.column("capital_wan") == CAPITAL
    assert [p for p in read.problems if p[1] == "unknown_currency"] == [
        (r, "unknown_currency") for r in (49, 50, 51, 52)
    ]
    assert (53, "bare_capital") in read.problems
    wan = Read(cases / "20b-capital-wan.csv", regions)
    assert wan.column("capital_wan") == [5000, 5000, 5000, 35500, 12000, None]
    both = Read(cases / "20c-capital-other-header.csv", regions)
    assert (both.column("capital_wan"), both.unused) == ([5000.0], ["注册资金（万元）"])


DATES = [
    "2019-03",
    "2019-03-05",
    "2019-03-05",
    "2019-03-05",
    "2019-03-05",
    "2019-03",
    "2019",
    "2019-03-05",
    "2019-03-05",
    "1998",
    None,
    None,
    "2019",
    "2019-03-05",
    "2019-03-05",
    "2019-03-05",
    "2019-03-05",
    "2019-03-05",
    None,
    None,
    "1998-03",
    "2019-03",
    "1998-03",
    "1998",
    "2018",
    "2019",
    "2010-01-01",
    "2005",
    "2019-03-05",
    "2019-03-05",
    "2019-03",
    "2019-03",
    "2019-03-05",
    None,
    None,
    "1985",
    "2019-03-05",
    "2019-03",
]


def test_dates(cases: Path, regions: Regions) -> None:
    read = Read(cases / "21-dates.csv", regions)
    assert read.column("founded") == DATES
    assert (14, "ambiguous_date") in read.problems  # 3/5/2019
    assert (36, "future_date") in read.problems


def test_people_and_revenue(cases: Path, regions: Regions) -> None:
    read = Read(cases / "22-people.csv", regions)
    people = read.column("employees")
    assert 50 <= people[0] <= 99
    assert people[1:] == [120, 50, 1200, 25, None, 50, 300]
    assert read.column("revenue_yi") == [1.2, 1.2, 1.2, 1200.0, 3.0, None, 1.0, 3.5]


def test_products(cases: Path, regions: Regions) -> None:
    assert Read(cases / "23b-products-sep.csv", regions).column("products") == [["锂电隔膜", "磷酸铁锂", "电解液"]] * 3
    (firm,) = Read(cases / "23-product-headers.csv", regions).firms
    assert firm["products"] == ["锂离子电池隔膜", "隔膜涂覆"]
    assert firm["gbt4754"] == ["3841"]
    assert "电池隔膜研发生产" in firm["scope"]
    nodes = Read(cases / "47-chain-sheet.csv", regions)
    assert nodes.column("products") == [["隔膜"], ["电解液"]]
    assert nodes.column("uscc") == ["91440306720000076J", "91440306720000148B"]
    (line,) = Read(cases / "27-company.jsonl", regions).firms
    assert line == {"name": "链图测试有限公司", "products": ["锂电隔膜"]}


def test_formulas_are_texts(cases: Path, regions: Regions) -> None:
    read = Read(cases / "25-formula.csv", regions)
    assert read.column("name")[:2] == ["深圳公式测试隔膜有限公司", "深圳加号测试隔膜有限公司"]
    assert "𠮷" in read.firms[2]["name"]
    (firm,) = Read(cases / "41-problem-injection.csv", regions).firms
    assert (firm["name"], "uscc" in firm) == ("x有限公司", False)


def test_kinds_that_headings_alone_do_not_tell(cases: Path, regions: Regions) -> None:
    trap = Read(cases / "26-decision-trap.csv", regions)
    assert (trap.kinds, trap.unused) == (["firms"], ["结果", "日期"])
    office = Read(cases / "36-decisions-office.csv", regions)
    assert (office.kinds, office.columns[0]["outcome"], office.columns[0]["reason"]) == (
        ["decisions"],
        "对接结果",
        "未落地原因",
    )
    double = Read(cases / "26b-dup-columns.csv", regions)
    assert double.column("name") == ["重复列测试甲有限公司"]  # the shareholder is not the firm
    assert "企业名称#2" in double.unused
    assert Read(cases / "26c-city-both.csv", regions).firms == [{"name": "双名列测试有限公司", "region": "410700"}]
    with pytest.raises(MissingColumn):
        Read(cases / "27c-product-product.csv", regions)
    assert Read(cases / "27b-company.txt", regions).column("name") == ["新乡化纤股份有限公司", "卫华集团有限公司"]


def test_cells_of_a_workbook(cases: Path, regions: Regions) -> None:
    read = Read(cases / "29-cells.xlsx", regions)
    assert read.column("founded")[:2] == ["2019-03-05", "2019-03-05"]
    assert read.column("capital_wan")[:2] == [5000.0, 12345.678]
    assert (6, "no_name") in read.problems
    number = Read(cases / "19b-code-number.xlsx", regions)
    assert number.column("uscc") == [None]


def test_branches_and_shops(cases: Path, regions: Regions) -> None:
    read = Read(cases / "33-type-header.csv", regions)
    assert read.column("branch") == [True, True]
    assert read.column("ent_type") == ["个体工商户", "有限责任公司分公司"]


def test_one_name_in_several_places(cases: Path, regions: Regions) -> None:
    read = Read(cases / "34-same-name-places.csv", regions)
    assert [r and r[:4] for r in read.column("region")] == ["4107", "3707", None, "4107", "4107"]


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("05-names-only.csv", 4),
        ("28-targets.csv", 2),
        ("35-needs.csv", 1),
        ("39-longyuan-near-dupes.csv", 5),
        ("42-plan-names.csv", 3),
        ("43-plan-office.csv", 1),
        ("45-needs-office.csv", 2),
        ("46-list.2026-01.csv", 1),
        ("46-list.2026-02.csv", 1),
        ("49-report-locked.csv", 1),
    ],
)
def test_every_firm_of_the_other_files_is_read(cases: Path, regions: Regions, name: str, names: int) -> None:
    read = Read(cases / name, regions)
    assert len(read.firms) == names
    assert all(len(n) >= 4 for n in read.column("name"))


def test_a_source_is_named_after_the_whole_file() -> None:
    assert source_of(Path("46-list.2026-01.csv")) == "46-list.2026-01"
    assert source_of(Path("listed_firms.csv.gz")) == "listed_firms"


@pytest.mark.parametrize("kind", ["*.csv", "*.xlsx"])
def test_hostile_files_are_read_or_refused_in_one_sentence(shared: Path, regions: Regions, kind: str) -> None:
    files = sorted((shared / "cases" / "hostile").glob(kind))
    assert files
    refused = {}
    for file in files:
        began = time.monotonic()
        try:
            Read(file, regions)
        except (UnreadableFile, MissingColumn) as error:
            refused[file.name] = str(error)
        assert "\n" not in refused.get(file.name, "")
        assert time.monotonic() - began < 30, file.name  # ten seconds on a machine of its own
    if kind == "*.xlsx":
        assert "XFD1048576" in refused["far_cell.xlsx"]
        assert "entities" in refused["xxe.xlsx"]
        assert "damaged" in refused["crash_read_NotImplementedError_1583.xlsx"]
    else:
        assert "another encoding" in refused["mixed.csv"]
        assert "quotation mark" in refused["unclosed.csv"]
        assert "zero bytes" in refused["nul.csv"]
