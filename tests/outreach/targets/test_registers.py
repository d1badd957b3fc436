"""Ambassadors and liaison offices come in from a table and go out as one that can be read again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from graph.errors import InvalidArgument, MissingColumn
from graph.model.chains import Catalogue
from graph.model.regions import Regions
from ingest.read.tables import read_table
from liantu import app
from outreach.casework.db import Casework
from outreach.casework.models import Ambassador, LiaisonOffice
from outreach.targets import registers

HEADS = ["姓名或职务", "单位", "所在地", "负责产业链", "聘任日期", "到期日期"]
ROWS = [
    ["某协会秘书长", "某电池协会", "深圳市", "动力电池和新能源汽车；电子信息", "2026-01-01", "2027/12/31"],
    ["某公司董事长", "某贸易公司", "上海市", "", "", ""],
    ["", "无名单位", "深圳市", "", "", ""],
    ["某校友会会长", "", "月球市", "", "", ""],
    ["某教授", "某大学", "", "航天", "", ""],
    ["某主任", "", "", "", "明年", ""],
    ["某处长", "", "", "", "2026-05-01", "2026-04-01"],
    ["某公司董事长", "某贸易公司", "广州市", "", "", ""],
]


@pytest.fixture(scope="module")
def names(catalogue: Catalogue) -> dict[str, str]:
    return {c.id: c.name for c in catalogue.chains}


def numbered(rows: list[list[str]], heads: list[str] = HEADS) -> list[tuple[int, dict[str, str]]]:
    return [(i, dict(zip(heads, r, strict=True))) for i, r in enumerate(rows, 2)]


def test_good_rows_are_taken_and_each_bad_one_says_why(
    casework: Casework, regions: Regions, names: dict[str, str]
) -> None:
    with casework.write("办公室") as session:
        taken = registers.take(session, "ambassador", "大使.xlsx", numbered(ROWS), regions, names)
    assert (taken.new, taken.known) == (2, 0)
    assert {b.row: b.why[:6] for b in taken.bad} == {
        4: "没有名称，请",
        5: "没有“月球市",
        6: "没有“航天”",
        7: "日期应写成 ",
        8: "聘期止早于聘",
        9: "与第 3 行",
    }
    with casework.read() as session:
        first = session.scalars(sa.select(Ambassador).order_by(Ambassador.id)).first()
    assert first is not None
    assert (first.region, first.chains, first.since, first.until) == (
        "440300",
        "battery_ev;electronics",
        date(2026, 1, 1),
        date(2027, 12, 31),
    )


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_goes_out_comes_in_again_unchanged(
    casework: Casework, regions: Regions, names: dict[str, str], tmp_path: Path, kind: str
) -> None:
    offices = [["驻长三角联络处", "上海市", "江苏省、浙江省"], ["=驻京处", "北京市", ""]]
    heads = ["联络处", "地区", "联系省份"]
    make = registers.as_csv if kind == "csv" else registers.as_xlsx
    with casework.write() as session:
        registers.take(session, "ambassador", "a", numbered(ROWS[:2]), regions, names)
        registers.take(session, "liaison", "b", numbered(offices, heads), regions, names)
    for register, table, count in (("ambassador", Ambassador, 2), ("liaison", LiaisonOffice, 2)):
        with casework.read() as session:
            before = registers.rows(session, register, regions, names)
        file = tmp_path / f"{register}.{kind}"
        file.write_bytes(make(register, before))
        with casework.write() as session:
            again = registers.take(session, register, file.name, read_table(file, 5).rows, regions, names)
            assert (again.new, again.known, again.bad) == (0, count, ())
            assert registers.rows(session, register, regions, names) == before
            assert session.scalar(sa.select(sa.func.count()).select_from(table)) == count
    with casework.read() as session:
        assert [o.covers for o in session.scalars(sa.select(LiaisonOffice).order_by(LiaisonOffice.id))] == [
            "320000;330000",
            "",
        ]


def test_a_table_brings_up_to_date_only_what_it_has_columns_for(
    casework: Casework, regions: Regions, names: dict[str, str]
) -> None:
    with casework.write() as session:
        registers.take(session, "ambassador", "a", numbered(ROWS[:1]), regions, names)
        taken = registers.take(
            session, "ambassador", "b", numbered([["某协会秘书长", "广州市"]], ["名称", "城市"]), regions, names
        )
        entry = session.scalars(sa.select(Ambassador)).one()
        assert (taken.new, taken.known) == (0, 1)
        assert (entry.region, entry.chains, entry.organisation) == ("440100", "battery_ev;electronics", "某电池协会")


def test_tables_that_cannot_be_used_are_refused_in_a_sentence(
    casework: Casework, regions: Regions, names: dict[str, str]
) -> None:
    with casework.write() as session:
        with pytest.raises(MissingColumn, match="名称"):
            registers.take(session, "ambassador", "a.csv", [(2, {"单位": "x"})], regions, names)
        with pytest.raises(InvalidArgument, match=r"a.csv 里没有可用的行：第 2 行“无名称”：没有名称"):
            registers.take(session, "ambassador", "a.csv", numbered([ROWS[2]]), regions, names)
        with pytest.raises(InvalidArgument, match="名册“x”不认识"):
            registers.take(session, "x", "a.csv", [], regions, names)


def test_the_command_line_imports_and_exports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIANTU_MODEL", "hash")
    store = str(tmp_path / "x.db")
    file = tmp_path / "大使.csv"
    file.write_text("\n".join([",".join(HEADS), *(",".join(r) for r in ROWS[:3])]), "utf-8")
    done = CliRunner().invoke(app, ["register", "import", "ambassador", str(file), "--db", store])
    assert done.exit_code == 0, done.output
    assert "新增 2 条，更新 0 条，未采用 1 行" in done.stderr
    assert "第 4 行“无名称”：没有名称" in done.stderr
    out = tmp_path / "neu" / "名册.xlsx"
    assert CliRunner().invoke(app, ["register", "export", "ambassador", str(out), "--db", store]).exit_code == 0
    rows = read_table(out, 5).rows
    assert [(r["名称"], r["所在地"], r["负责产业链"]) for _, r in rows] == [
        ("某协会秘书长", "深圳市", "动力电池和新能源汽车；电子信息"),
        ("某公司董事长", "上海市", ""),
    ]
    wrong = CliRunner().invoke(app, ["register", "export", "ambassador", str(tmp_path / "x.pdf"), "--db", store])
    assert "应以 .xlsx 或 .csv 结尾" in str(wrong.exception)
