"""Ids that ended and demand nodes on the command line: one sentence on stderr, never a traceback, nothing lost."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from outreach.casework.db import Casework
from outreach.casework.models import LocalNeed, Target
from outreach.targets import claims
from tests.support.case_small import document
from tests.support.cli import Cli
from tests.support.small import write_csv
from tests.support.split import ACCUMULATOR, CELL, DRY, GRID, SEPARATOR, WET, retire, revise

REGION = ("--region", "410700")
OLD_NEED = {"firm": "新乡市明日电芯有限公司", "segment": SEPARATOR}


def casework(cli: Cli) -> Casework:
    return Casework(cli.country.url.replace("liantu.db", "liantu-casework.db"))


def refused(cli: Cli, exit_code: int, *args: str) -> str:
    """The one sentence of a run that went wrong, without the empty line that a progress bar leaves."""
    done = cli(*args)
    said = done.stderr.strip()
    assert (done.returncode, done.stdout) == (exit_code, "")
    assert said.startswith("错误 error: ")
    assert "\n" not in said
    return said


@pytest.fixture(scope="module")
def cli(tmp_path_factory: pytest.TempPathFactory) -> Cli:
    """A country whose office worked by the old catalogue, and which was then built by the new one."""
    made = Cli(tmp_path_factory.mktemp("ended"))
    assert made("build").returncode == 0
    store = made.country.store
    firm = next(f for f in store.firms() if f.name == "苏州涂覆科技有限公司")
    case = casework(made)
    with case.write("电池专班") as session:
        saved = document(firm.name, ref=firm.id, segment=SEPARATOR)
        claims.save(session, saved, "410700", "电池专班", date(2026, 3, 1))
        session.add(LocalNeed(firm="买方", home="410700", segment=CELL, words="要电芯", since=date(2026, 3, 1)))
    case.engine.dispose()
    store.engine.dispose()
    revise(made.country)
    assert made("build").returncode == 0
    return made


def test_an_ended_id_with_one_heir_is_taken_as_it_and_said_once(cli: Cli) -> None:
    done = cli("recommend", *REGION, "--segment", CELL, "--top", "3", "--json")
    assert done.returncode == 0
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith(f"{CELL} 已并入 {ACCUMULATOR}（电芯），按后者处理 / {CELL} has ended, {ACCUMULATOR}")
    assert json.loads(done.stdout) == cli.document("recommend", *REGION, "--segment", ACCUMULATOR, "--top", "3")


@pytest.mark.parametrize(
    "command",
    [
        ("recommend", *REGION, "--segment", SEPARATOR),
        ("gaps", *REGION, "--without", SEPARATOR),
        ("gaps", *REGION, "--what-if", f"remove:{SEPARATOR}"),
        ("gaps", *REGION, "--certificate", SEPARATOR),
        ("plan", *REGION, "--segment", SEPARATOR, "--days", "1", "--start", "2026-12-01", "--out", "x"),
    ],
)
def test_an_ended_id_with_several_heirs_is_refused_with_their_names(cli: Cli, command: tuple[str, ...]) -> None:
    said = refused(cli, 2, *command)
    assert f"the segment '{SEPARATOR}' has ended; these took its place: {WET} (湿法隔膜), {DRY} (干法隔膜)" in said


def test_a_misspelt_old_id_suggests_the_heirs(cli: Cli) -> None:
    said = refused(cli, 2, "recommend", *REGION, "--segment", "battery_ev.sepparator")
    assert f"{WET} (湿法隔膜) or {DRY} (干法隔膜)" in said


@pytest.mark.parametrize(
    "command",
    [
        ("recommend", *REGION, "--segment", GRID),
        ("recommend", *REGION, "--segment", "电网储能用户"),
        ("gaps", *REGION, "--what-if", f"add:苏州涂覆科技有限公司@{GRID}"),
        ("plan", *REGION, "--segment", GRID, "--days", "1", "--start", "2026-12-01", "--out", "x"),
    ],
)
def test_nobody_is_recruited_for_a_demand_node(cli: Cli, command: tuple[str, ...]) -> None:
    said = refused(cli, 2, *command)
    assert f"{GRID} (电网储能用户) is a demand node: it stands for buyers, and there is nothing to recruit." in said
    assert "Name a segment that supplies it: battery_ev.pack (电池包)." in said


def test_a_demand_node_is_no_gap_and_is_shown_in_its_chain(cli: Cli) -> None:
    assert GRID not in {g["segment"] for g in cli.document("gaps", *REGION)}
    chain = cli.document("chain", "battery_ev", *REGION)
    rows = {s["id"]: s for s in chain["segments"]}
    assert (rows[GRID]["demand"], rows[GRID]["kind"], rows[GRID]["local_suppliers"]) == (True, None, 0)
    assert {s["demand"] for s in chain["segments"] if s["id"] != GRID} == {False}
    assert (rows[WET]["lane"], rows[ACCUMULATOR]["foreign_share"], rows[WET]["foreign_share"]) == (
        "materials",
        0.2,
        None,
    )
    assert [(k["from"], k["to"], k["estimate"]) for k in chain["links"]] == [
        (ACCUMULATOR, "battery_ev.pack", True),
        (DRY, ACCUMULATOR, True),
        ("battery_ev.pack", GRID, True),
        (WET, ACCUMULATOR, False),
    ]
    assert chain["lanes"] == [{"id": "materials", "name": "材料", "name_en": "Materials"}]
    table = cli("chain", "battery_ev", *REGION).stdout
    assert "需求（本地供货企业 0 家）" in table


def test_the_casework_follows_when_it_is_opened(cli: Cli) -> None:
    """The saved firm makes coatings, so it goes to the dry separators though the wet ones come first."""
    said = cli("demand", *REGION, "--json")
    assert said.returncode == 0
    assert "2 条名单、需求等所在的环节已停用，已移到其去向" in said.stderr
    with casework(cli).read() as session:
        assert [t.segment for t in session.scalars(sa.select(Target))] == [DRY]
        assert [n.segment for n in session.scalars(sa.select(LocalNeed))] == [ACCUMULATOR]
    assert cli("demand", *REGION, "--json").stderr == ""


def test_tables_with_old_ids_say_what_to_write(cli: Cli, tmp_path: Path) -> None:
    """A need has to say which part of a split segment is meant; one that was renamed needs nothing."""
    rows = [OLD_NEED, OLD_NEED | {"segment": CELL}, OLD_NEED | {"segment": GRID}]
    done = cli("demand", *REGION, "--needs", write_csv(tmp_path / "needs.csv", rows, list(OLD_NEED)), "--json")
    assert done.returncode == 0
    assert "见于 2 个环节（动力电池和新能源汽车·湿法隔膜、动力电池和新能源汽车·干法隔膜）" in done.stderr
    assert "是需求节点" in done.stderr
    assert {n["segment"] for row in json.loads(done.stdout) for n in row["needs"]} <= {ACCUMULATOR}


def test_a_table_of_retired_ids_that_is_wrong_stops_the_build_with_every_fault(tmp_path: Path) -> None:
    made = Cli(tmp_path)
    rows = [{"old": CELL, "new": "battery_ev.pack"}, {"old": "battery_ev.gone", "new": ""}]
    retire(made.country.data, *rows)
    said = refused(made, 1, "build")
    assert f"segments_retired.csv row 2, column old: {CELL} is a segment of the catalogue" in said
    assert "segments_retired.csv row 3, column new: nothing took the place of battery_ev.gone" in said
    assert not (tmp_path / "liantu.db").exists()
