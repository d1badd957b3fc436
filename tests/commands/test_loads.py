"""Loads on the command line: understood before they are made, told in lines a person reads, listed, taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ingest.read.layout.test_find import workbook
from tests.support.cli import Cli

LINES: list[list[object]] = [
    ["2026年重点企业名单"],
    ["序号", "企业名称", "主要产品", "登记状态"],
    [1, "新乡甲起重机有限公司", "桥式起重机", "存续"],
    [2, "新乡乙起重机有限公司", "桥式起重机", "注销"],
    ["合计", "2家"],
]


@pytest.fixture(scope="module")
def cli(tmp_path_factory: pytest.TempPathFactory) -> Cli:
    """A small country, built by the command itself."""
    made = Cli(tmp_path_factory.mktemp("cli"))
    made.document("build")
    return made


def test_a_preview_loads_nothing(cli: Cli, tmp_path: Path) -> None:
    file = workbook(tmp_path / "名单.xlsx", {"Sheet1": LINES})
    before = cli.country.store.counts()
    (document,) = cli.document("ingest", file, "--preview")
    (table,) = document["tables"]
    assert (table["heading_rows"], table["unused"]) == ([2], ["序号"])
    assert [c["field"] for c in table["columns"]] == ["", "name", "products", "status"]
    assert cli.country.store.counts() == before


def test_a_load_is_told_listed_looked_at_and_taken_back(cli: Cli, tmp_path: Path) -> None:
    file = workbook(tmp_path / "名单.xlsx", {"Sheet1": LINES})
    before = cli.country.store.counts()
    (report,) = cli.document("ingest", file, "--report", tmp_path / "r")
    assert (report["firms"], report["rejected"], report["reasons"]) == (2, 1, {"total_row": 1})
    newest = cli.document("batches")[0]
    assert (newest["id"], newest["source"], newest["rolled_back_by"]) == (report["batches"][0], "名单", None)
    firm = cli.document("firm", "新乡乙起重机有限公司")
    assert firm["status"] == "dissolved"
    assert {s["source"] for s in firm["sources"]} == {"名单"}
    shown = cli("firm", "新乡乙起重机有限公司").stdout
    assert "注销" in shown.splitlines()[0]
    assert "  经营状态：注销（名单" in shown
    assert "起重机（equipment.crane）  生产企业  可信度" in shown
    done = cli.document("rollback", newest["id"])
    assert (done["batch"], done["firms"]) == (newest["id"], 2)
    assert cli.country.store.counts() == before
    assert cli.document("batches")[1]["rolled_back_by"] == newest["id"] + 1


def test_a_model_that_cannot_be_used_is_told_and_the_rules_place_the_firms(tmp_path: Path) -> None:
    cli = Cli(tmp_path / "own")
    cli.document("build")
    (cli.country.data / "assignment.npz").write_bytes(b"no model")
    done = cli("ingest", workbook(tmp_path / "名单.xlsx", {"Sheet1": LINES}), "--report", tmp_path / "r")
    assert done.returncode == 0
    assert "assignment.npz: no model of the assignment of firms" in done.stderr
    assert "企业只按词语规则归入环节" in done.stderr
    assert cli.document("firm", "新乡甲起重机有限公司")["name"] == "新乡甲起重机有限公司"
