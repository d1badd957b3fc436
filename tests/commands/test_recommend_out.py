"""`liantu recommend --out FILE.xlsx`: the workbook of the list that `--json` prints."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.support.cli import SEPARATOR, Cli

LIST = ("recommend", "--region", "410700", "--segment", SEPARATOR)


@pytest.fixture(scope="module")
def cli(tmp_path_factory: pytest.TempPathFactory) -> Cli:
    made = Cli(tmp_path_factory.mktemp("cli"))
    made.document("build")
    return made


def sheets(file: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Rows of every sheet below its title and its headings."""
    return {sheet.title: [tuple(row) for row in sheet.values][2:] for sheet in load_workbook(file)}


def test_the_workbook_holds_the_list_that_json_prints(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "new" / "folders" / "名单.xlsx"
    done = cli(*LIST, "--json", "--out", file)
    assert done.returncode == 0
    assert done.stderr == f"名单已写入 {file}\n"
    targets = json.loads(done.stdout)
    book = sheets(file)
    assert list(book) == ["目标企业", "理由与证据", "缺口依据", "说明"]
    assert [(row[0], row[1], row[2], row[5]) for row in book["目标企业"]] == [
        (i, t["grade"], t["firm"]["name"], t["firm"]["place"]) for i, t in enumerate(targets, 1)
    ]
    reasons = {(t["firm"]["name"], r["text"]) for t in targets for r in t["reasons"]}
    assert reasons <= {(row[1], row[3]) for row in book["理由与证据"]}
    notes = {row[0]: row[1] for row in book["说明"]}
    assert notes["地区"] == "新乡市"
    assert notes["产业链与环节"] == "动力电池和新能源汽车 · 电池隔膜"
    assert notes["企业数"].startswith(f"{len(targets)} 家")
    assert {row[0]: row[1] for row in book["缺口依据"]}["缺口类型"] == "缺失"


def test_json_is_the_same_with_and_without_a_file(cli: Cli, tmp_path: Path) -> None:
    """The workbook names the firms of the evidence; the document does not."""
    with_file = cli(*LIST, "--json", "--out", tmp_path / "a.xlsx")
    assert with_file.stdout == cli(*LIST, "--json").stdout
    assert [f.name for f in tmp_path.iterdir()] == ["a.xlsx"]


def test_a_shorter_list_has_a_shorter_workbook(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    assert cli(*LIST, "--out", file).returncode == 0
    longer = len(sheets(file)["目标企业"])
    done = cli(*LIST, "--top", 1, "--exclude-local", "--out", file)
    assert (done.returncode, "深圳薄膜先锋有限公司" in done.stdout) == (0, True)
    assert [row[2] for row in sheets(file)["目标企业"]] == ["深圳薄膜先锋有限公司"]
    assert longer > 1


def test_wrong_calls_are_refused_before_anything_is_written(cli: Cli, tmp_path: Path) -> None:
    assert ".xlsx" in cli.refuses(2, *LIST, "--out", tmp_path / "list.csv")
    assert "one segment" in cli.refuses(2, *LIST, "--segment", "battery_ev.cell", "--out", tmp_path / "list.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_is_one_sentence(cli: Cli, tmp_path: Path) -> None:
    """A file in the way of a folder; a folder in the way of the file, as a file that is open elsewhere is."""
    (tmp_path / "file").write_text("kept", encoding="utf-8")
    (tmp_path / "open.xlsx").mkdir()
    for out in (tmp_path / "file" / "list.xlsx", tmp_path / "open.xlsx"):
        assert f"{out}: cannot be written (" in cli.refuses(1, *LIST, "--json", "--out", out)
    assert (tmp_path / "file").read_text(encoding="utf-8") == "kept"
    assert sorted(f.name for f in tmp_path.iterdir()) == ["file", "open.xlsx"]
    assert list((tmp_path / "open.xlsx").iterdir()) == []
