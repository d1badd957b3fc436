"""The gap commands: scenarios, history, portfolio, cross-chain, kinds of firm, the certificate."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from docx import Document

import liantu
from tests.support.cli import SEPARATOR, Cli, InProcess

CELL = "battery_ev.cell"
HERE = ("--region", "410700")


@pytest.fixture(scope="module")
def cli(tmp_path_factory: pytest.TempPathFactory) -> Cli:
    made = InProcess(tmp_path_factory.mktemp("cli"))
    made.document("build")
    return made


def test_losing_a_segment_says_what_without_says(cli: Cli) -> None:
    lost = cli("gaps", *HERE, "--what-if", f"remove:{CELL}", "--json")
    hidden = cli("gaps", *HERE, "--without", CELL, "--json")
    assert lost.stdout == hidden.stdout != cli("gaps", *HERE, "--json").stdout


def test_scenario_before_and_after(cli: Cli) -> None:
    """Separators land here: completeness rises, and the gap is another one (one firm alone)."""
    found = cli.document("gaps", *HERE, "--what-if", f"add:薄膜先锋@{SEPARATOR}", "--compare")
    assert [(c["do"], c["name"], c["segment_name"], c["note"]) for c in found["changes"]] == [
        ("add", "深圳薄膜先锋有限公司", "电池隔膜", "")
    ]
    chain = next(c for c in found["completeness"] if c["chain"] == "battery_ev")
    assert chain["after"] > chain["before"]
    healed = {g["segment"] for g in found["gaps"]["healed"]}
    moved = {g["segment"]: g["after"]["kind"] for g in found["gaps"]["moved"]}
    assert SEPARATOR in healed or moved[SEPARATOR] in ("weak", "single_point")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--what-if", f"add:薄膜先锋股份@{SEPARATOR}"), "unknown firm '薄膜先锋股份'. Did you mean"),
        (("--what-if", f"land:薄膜先锋@{SEPARATOR}"), "write add:FIRM@SEGMENT or remove:SEGMENT"),
        (("--as-of", "2001-01-01"), f"the first load was on {date.today().isoformat()}"),
        (("--since", "last week"), "write it as 2026-11-24"),
        (("--compare",), "--compare needs a scenario"),
        (("--certificate", "green_food.retail"), "is no gap of this region"),
    ],
    ids=["firm", "form", "before", "date", "compare", "certificate"],
)
def test_wrong_calls_are_refused_in_one_sentence(cli: Cli, args: tuple[str, ...], said: str) -> None:
    assert said in cli.refuses(2, "gaps", *HERE, *args, "--json")


def test_today_as_of_today_is_today_and_every_gap_persists(cli: Cli) -> None:
    today = date.today().isoformat()
    plain = cli("gaps", *HERE, "--json").stdout
    assert cli("gaps", *HERE, "--as-of", today, "--json").stdout == plain
    found = cli.document("gaps", *HERE, "--since", today)
    assert found
    assert {(g["history"]["status"], g["history"]["since"]) for g in found} == {("persistent", today)}
    assert cli.document("changes", *HERE, "--since", today)["facts"] == []


def test_portfolio_keeps_to_the_number_and_shows_its_bound(cli: Cli) -> None:
    found = cli.document("portfolio", *HERE, "--k", 2, "--unsure")
    assert 0 < len(found["landings"]) <= 2
    assert found["value"] <= found["bound"]
    assert SEPARATOR in {d["segment"] for d in found["landings"]}
    limited = cli.document("portfolio", *HERE, "--k", 2, "--unsure", "--money", 5)
    assert limited["landings"] == []  # nobody knows what a project costs in the small country
    assert SEPARATOR in {s["segment"] for s in limited["left_out"]["money_yi"]}


def test_across_and_roles_are_documents(cli: Cli) -> None:
    """No chain of the small country buys from another, and no firm does two trades."""
    assert cli.document("across", *HERE) == {"region": "410700", "segments": [], "firms": []}
    for role in cli.document("roles", *HERE):
        assert role["kind"] in ("leader", "head", "core")
        assert role["firm"]["name"]
        assert role["reason"]


def test_certificate_is_written_and_says_the_same_as_explain(cli: Cli, tmp_path: Path) -> None:
    done = cli("gaps", *HERE, "--certificate", SEPARATOR, "--out", tmp_path / "out", "--explain")
    assert done.returncode == 0
    assert "【本地有没有需求：成立】" in done.stdout
    (file,) = (tmp_path / "out").iterdir()
    assert file.name == f"河南省新乡市-电池隔膜-缺口认定书-{date.today().isoformat()}.docx"
    said = "\n".join(p.text for p in Document(str(file)).paragraphs)
    assert "新乡市明日电芯有限公司" in said
    assert "新乡市明日电芯有限公司" in done.stdout


def test_gaps_are_printed_without_what_only_other_commands_need(cli: Cli) -> None:
    """Importing these takes longer than finding all gaps."""
    code = "import sys, liantu\ntry:\n liantu.main()\nexcept SystemExit:\n print(*sys.modules, file=sys.stderr)"
    env = {
        "LIANTU_MODEL": "hash",
        "LIANTU_DATA": str(cli.country.data),
        "LIANTU_DB": cli.country.url.removeprefix("sqlite:///"),
    }
    done = subprocess.run(
        [sys.executable, "-c", code, "gaps", *HERE, "--json"],
        env=os.environ | env,
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(liantu.__file__).parent,
    )
    assert done.stdout.startswith('[{"segment":')
    loaded = set(done.stderr.split())
    assert {"graph.gaps.find", "numpy"} <= loaded
    slow = {
        "pandas",
        "sklearn",
        "torch",
        "networkx",
        "scipy.optimize",
        "scipy.stats",
        "yaml",
        "alembic",
        "neo4j",
        "docx",
        "streamlit",
        "graph.gaps.portfolio",
        "sentence_transformers",
        "pypinyin",
    }
    assert loaded & slow == set()


def test_a_region_without_firms_is_told_so(cli: Cli) -> None:
    done = cli("gaps", "--region", "632700", LIANTU_DATA=str(Path(liantu.__file__).parent / "data"))
    assert done.returncode == 0
    assert "数据不足，在库没有本地企业" in done.stderr


def test_by_priority_orders_and_the_default_stays(cli: Cli) -> None:
    """The same gaps in another order; by score they stand as before, with need, chance and priority beside."""
    by_score = cli.document("gaps", *HERE)
    by_priority = cli.document("gaps", *HERE, "--by", "priority")
    assert [d["score"] for d in by_score] == sorted((d["score"] for d in by_score), reverse=True)
    values = [d["priority"]["value"] for d in by_priority if not d["priority"]["caught"]]
    assert values == sorted(values, reverse=True)
    assert {d["segment"] for d in by_score} == {d["segment"] for d in by_priority}
    for d in by_score:
        assert d["need"]["value"] == d["score"]
        assert set(d["recruit"]) == {"answer", "reason", "figures", "sentence", "sentence_en"}


def test_a_red_line_of_ones_own_is_obeyed_and_a_bad_row_told(cli: Cli) -> None:
    first = cli.document("gaps", *HERE, "--by", "priority")[0]["segment"]
    head = "segment,route,level,what,what_en,document,date,until,read,source"
    rows = [f"{first},,不招,本市不再新上,none here,市政府会议纪要,2026-11,,text,minutes opened 2026-11-30"]
    rows.append("battery_ev.nothing,,不招,某事,something,某文,2026,,text,seen")
    file = cli.country.data / "red_lines.csv"
    file.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    try:
        done = cli("gaps", *HERE, "--by", "priority", "--json")
        found = json.loads(done.stdout)
        assert found[-1]["segment"] == first
        assert found[-1]["priority"]["group"] == "barred"
        assert "市政府会议纪要" in found[-1]["priority"]["sentence"]
        assert "red_lines.csv 第 3 行“battery_ev.nothing”" in done.stderr
    finally:
        file.unlink()
