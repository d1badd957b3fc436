"""`liantu correct` and `liantu corrections`."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.cli import SEPARATOR, Cli, InProcess

HERE = ("--region", "410700")
SAID = ("--reason", "实地看过", "--by", "产业办")
CELL, CRANE = "battery_ev.cell", "equipment.crane"


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    made = InProcess(tmp_path)
    made.document("build")
    return made


def states(cli: Cli) -> dict[str, str]:
    return {g["segment"]: g["kind"] for g in cli.document("gaps", *HERE)}


def test_a_denied_segment_becomes_a_gap_and_undone_it_is_what_it_was(cli: Cli) -> None:
    before = cli("gaps", *HERE, "--json").stdout
    assert CELL not in states(cli) or states(cli)[CELL] == "single_point"
    [made] = cli.document("correct", "新乡市明日电芯有限公司", "--not", "电芯", *SAID)
    assert (made["said"], made["segments"], made["state"]) == ("不从事", [[CELL, "电芯"]], "counts")
    assert (made["by"], made["reason"], made["firm"]["name"]) == ("产业办", "实地看过", "新乡市明日电芯有限公司")
    assert states(cli).get(CELL) != "single_point"
    assert cli("gaps", *HERE, "--json").stdout != before
    cli("build", "--force")
    assert [c["id"] for c in cli.document("corrections")] == [made["id"]]
    done = cli("corrections", "--undo", made["id"], "--by", "产业办", "--json")
    assert "已撤销" in done.stderr
    assert cli("gaps", *HERE, "--json").stdout == before


def test_several_at_once_by_code_and_short_name(cli: Cli) -> None:
    found = cli.document("correct", "300999.SZ", "--trader", SEPARATOR, "--does", CELL, "--role", "maker", *SAID)
    assert {(c["kind"], c["segment"], c["role"]) for c in found} == {
        ("role", SEPARATOR, "trader"),
        ("does", CELL, "maker"),
    }
    # A trader of separators is no target for them.
    targets = cli.document("recommend", *HERE, "--segment", SEPARATOR)
    assert "深圳薄膜先锋有限公司" not in {t["firm"]["name"] for t in targets}
    assert {t["role"] for t in targets if t["firm"]["name"] == "苏州涂覆科技有限公司"} == {"maker"}
    cli("correct", "苏州涂覆科技有限公司", "--closed", *SAID)
    targets = cli.document("recommend", *HERE, "--segment", SEPARATOR)
    assert "苏州涂覆科技有限公司" not in {t["firm"]["name"] for t in targets}
    assert {c["id"]: c["firms"] for c in cli.document("chains")}["battery_ev"] == 3


def test_the_list_goes_into_files(cli: Cli, tmp_path: Path) -> None:
    cli("correct", "河南大力机械有限公司", "--not", CRANE, "--alias", "大力重工", *SAID)
    for ending in (".csv", ".xlsx"):
        done = cli("corrections", "--out", tmp_path / "out" / f"更正{ending}")
        assert (done.returncode, done.stdout) == (0, "")
        assert "2 条" in done.stderr
    with (tmp_path / "out" / "更正.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {(r["企业名称"], r["更正"], r["环节编号"], r["另一名称"], r["状态"]) for r in rows} == {
        ("河南大力机械有限公司", "不从事", CRANE, "", "有效"),
        ("河南大力机械有限公司", "另有名称", "", "大力重工", "有效"),
    }
    other = InProcess(tmp_path / "other")
    other.document("build")
    [report] = other.document("ingest", tmp_path / "out" / "更正.xlsx")
    assert (report["kind"], report["facts"], report["rejected"]) == ("corrections", {"correction": 2}, 0)
    assert other("corrections", "--json").stdout == cli("corrections", "--json").stdout
    cli("corrections", "--labels", tmp_path / "labels.csv")
    assert (tmp_path / "labels.csv").read_text(encoding="utf-8") == "uscc,segments,role\n"  # it has no credit code


def test_what_cannot_be_taken_is_refused_in_one_sentence(cli: Cli, tmp_path: Path) -> None:
    firm = "河南大力机械有限公司"
    assert "unknown firm '没有这家'" in cli.refuses(2, "correct", "没有这家", "--closed", *SAID)
    assert "unknown segment '没有'" in cli.refuses(2, "correct", firm, "--not", "没有", *SAID)
    assert "写明理由" in cli.refuses(2, "correct", firm, "--closed", "--by", "甲")
    assert "写明提出人" in cli.refuses(2, "correct", firm, "--closed", "--reason", "甲")
    assert "没有写更正什么" in cli.refuses(2, "correct", firm, *SAID)
    assert "没有“老板”这种角色" in cli.refuses(2, "correct", firm, "--does", CRANE, "--role", "老板", *SAID)
    assert "unknown correction 'c1'" in cli.refuses(2, "corrections", "--undo", "c1", "--by", "甲")
    assert ".xlsx 或 .csv" in cli.refuses(2, "corrections", "--out", tmp_path / "a.pdf")
    assert cli.document("corrections") == []


def test_what_to_check_next_goes_out_as_a_form_and_comes_back(cli: Cli, tmp_path: Path) -> None:
    found = cli.document("checks", *HERE)
    assert [c["rank"] for c in found] == list(range(1, len(found) + 1))
    assert found
    done = cli("checks", *HERE, "--out", tmp_path / "待核.xlsx")
    assert (done.returncode, done.stdout) == (0, "")
    book = load_workbook(tmp_path / "待核.xlsx")
    sheet = book.active
    head = [c.value for c in sheet[1]]
    columns = {name: head.index(name) + 1 for name in ("企业名称", "环节编号", "更正", "理由", "提出人")}
    assert sheet.max_row > 2
    wanted = sheet.cell(2, columns["环节编号"]).value
    for name, value in (("企业名称", "河南大力机械有限公司"), ("更正", "从事"), ("理由", "有厂房"), ("提出人", "长垣")):
        sheet.cell(2, columns[name]).value = value
    book.save(tmp_path / "待核.xlsx")
    [report] = cli.document("ingest", tmp_path / "待核.xlsx")
    assert (report["kind"], report["facts"], report["rejected"]) == ("corrections", {"correction": 1}, 0)
    assert report["reasons"] == {"correction_open": sheet.max_row - 2}
    [made] = cli.document("corrections")
    assert (made["firm"]["name"], made["segment"], made["by"]) == ("河南大力机械有限公司", wanted, "长垣")
