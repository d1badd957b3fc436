"""`liantu fair` as an office calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from liantu import app


def fair(*args: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["fair", *args])
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def papers(tmp_path: Path) -> tuple[Path, Path]:
    bad, good = tmp_path / "协议.txt", tmp_path / "简报.txt"
    bad.write_text("一、合作\n所得税实行三免三减半。\n", "utf-8")
    good.write_text("企业可平等参加政府采购。\n", "utf-8")
    return bad, good


def test_a_forbidden_promise_fails_with_rule_wording_and_alternative(papers: tuple[Path, Path]) -> None:
    code, out, err = fair(str(papers[0]))
    assert code == 1
    assert "第 2 行“三免三减半”" in out
    assert "第十条第（一）项" in out
    assert "建议：" in out
    assert "协议.txt：1 处提示" in err


def test_a_lawful_paper_passes_and_claims_no_more_than_that(papers: tuple[Path, Path]) -> None:
    code, out, err = fair(str(papers[1]))
    assert (code, out) == (0, "")
    assert "未发现提示，仍须按程序审查" in err


def test_json_names_file_and_rule(papers: tuple[Path, Path]) -> None:
    code, out, _ = fair(*map(str, papers), "--json")
    assert code == 1
    assert [(row["file"], row["rule"], row["line"]) for row in json.loads(out)] == [("协议.txt", "tax_refund", 2)]
