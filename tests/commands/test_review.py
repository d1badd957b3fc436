"""`liantu review`: what waits, deciding it, taking it back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.cli import Cli
from tests.support.small import code

A = code("410702", "MA40AAAA1")
HEADER = "企业名称,统一社会信用代码,所属城市,注册资本,主要产品\n"


@pytest.fixture(scope="module")
def cli(tmp_path_factory: pytest.TempPathFactory) -> Cli:
    made = Cli(tmp_path_factory.mktemp("review"))
    made.country.build()
    return made


def test_list_decide_undo(cli: Cli, tmp_path: Path) -> None:
    assert cli.document("review", "list") == []
    for name, row in (
        ("库.csv", f"新乡青禾食品有限公司,{A},新乡市,500万元,\n"),
        ("名单.csv", "新乡青禾食品股份有限公司,,新乡市,,面粉\n"),
    ):
        file = tmp_path / name
        file.write_text(HEADER + row, encoding="utf-8")
        (told,) = cli.document("ingest", file)
    assert (told["linked"], told["to_review"]) == (0, 1)
    (pair,) = cli.document("review", "list")
    assert (pair["left"]["name"], pair["right"]["uscc"]) == ("新乡青禾食品股份有限公司", A)
    assert pair["source"] == "名单"
    made = cli.document("review", "same", pair["code"], "--by", "张三", "--reason", "已核实")
    assert (made["verdict"], made["author"], made["reason"]) == ("same", "张三", "已核实")
    assert cli.document("review", "list") == []
    assert [d["code"] for d in cli.document("review", "list", "--decided")] == [pair["code"]]
    assert "已撤销" in cli("review", "undo", pair["code"]).stderr
    assert [p["code"] for p in cli.document("review", "list")] == [pair["code"]]
    done = cli("review", "different", pair["code"])
    assert (done.returncode, done.stdout) == (0, "")
    assert "不是同一家" in cli("review", "list", "--decided").stdout


def test_an_unknown_pair_is_refused_in_one_sentence(cli: Cli) -> None:
    assert "000000" in cli.refuses(2, "review", "same", "000000")
    assert "000000" in cli.refuses(2, "review", "undo", "000000")
