"""The tables of precedents and red lines: what is read, what is refused, and that the rest holds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from graph.chance import precedents, red_lines
from graph.chance.chance_data import ChanceData
from graph.errors import InvalidData, MissingColumn, UnreadableFile
from graph.measures.network import Network
from ingest.lint.chances import lint_chances
from tests.support.small import write_csv

SEGMENTS = {"toy.ore", "toy.powder", "toy.cell"}
COUNT = {
    "segment": "toy.cell",
    "province": "320000",
    "year": "2025",
    "projects": "3",
    "bases": "1",
    "source": "counted from reports",
}
LINE = {
    "segment": "toy.cell",
    "route": "",
    "level": "慎招",
    "what": "产能过剩",
    "what_en": "too much capacity",
    "document": "《某方案》",
    "date": "2025-09-22",
    "until": "2026-12-31",
    "read": "text",
    "source": "page of the ministry, opened 2026-11-30",
}
TODAY = date(2026, 11, 30)


def counts(folder: Path, *rows: dict[str, str]) -> Path:
    return write_csv(folder / "precedents.csv", [COUNT | r for r in rows], list(COUNT))


def lines(folder: Path, *rows: dict[str, str]) -> Path:
    return write_csv(folder / "red_lines.csv", [LINE | r for r in rows], list(LINE))


# -- precedents ----------------------------------------------------------------------------------


def test_projects_of_other_provinces_are_summed(make, tmp_path: Path) -> None:
    """3 in Jiangsu, 2 in Anhui, 4 in Henan; seen from Henan 5, from Jiangsu 6."""
    file = counts(tmp_path, {}, {"province": "340000", "projects": "2"}, {"province": "410000", "projects": "4"})
    found, net = precedents.load(file, SEGMENTS), Network((make.line(),))
    row = net.row["toy.cell"]
    assert found.projects(net)[row] == 9
    assert found.without(["41"]).projects(net)[row] == 5
    assert found.without(["32", ""]).projects(net)[row] == 6
    assert found.projects(net).sum() == 9  # nothing anywhere else


@pytest.mark.parametrize(
    ("spoilt", "column", "said"),
    [
        ({"segment": "toy.nothing"}, "segment", "no segment toy.nothing"),
        ({"province": "320500"}, "province", "no six-digit code of a province"),
        ({"province": "江苏"}, "province", "no six-digit code of a province"),
        ({"year": "2999"}, "year", "no year up to now"),
        ({"projects": "-1"}, "projects", "whole number"),
        ({"bases": "2.5"}, "bases", "whole number"),
        ({"source": ""}, "source", "no source"),
    ],
)
def test_a_bad_count_names_row_and_column(tmp_path: Path, spoilt: dict[str, str], column: str, said: str) -> None:
    file = counts(tmp_path, {"province": "340000"}, spoilt)
    good, problems = precedents.read(file, SEGMENTS)
    assert list(good) == [2]
    assert [(p.row, p.column) for p in problems] == [(3, column)]
    with pytest.raises(InvalidData, match=said):
        precedents.load(file, SEGMENTS)


def test_the_same_cell_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidData, match="stand twice"):
        precedents.load(counts(tmp_path, {}, {"projects": "7"}), SEGMENTS)


def test_a_table_without_a_column_says_which(tmp_path: Path) -> None:
    file = tmp_path / "precedents.csv"
    file.write_text("segment,province\n", encoding="utf-8")
    with pytest.raises(MissingColumn, match="year"):
        precedents.load(file)
    with pytest.raises(UnreadableFile, match="not found"):
        precedents.load(tmp_path / "nowhere.csv")


# -- red lines -----------------------------------------------------------------------------------


def test_a_whole_segment_is_caught_and_a_route_is_not(tmp_path: Path) -> None:
    file = lines(tmp_path, {}, {"level": "不招"}, {"segment": "toy.powder", "route": "磷酸铁锂;储能电芯"})
    found, problems = red_lines.read(file, SEGMENTS, TODAY)
    assert problems == []
    assert [r.level for r in found.caught("toy.cell")] == ["forbidden", "warned"]  # what is forbidden first
    assert found.caught("toy.powder") == ()
    (route,) = found.routes("toy.powder")
    assert route.meets(["储能电芯及模组"])
    assert not route.meets(["三元材料"])


def test_what_nobody_looked_up_is_to_be_checked_and_catches_nothing(tmp_path: Path) -> None:
    found, _ = red_lines.read(
        lines(tmp_path, {"read": "report"}, {"read": "none", "source": "own knowledge"}), SEGMENTS, TODAY
    )
    assert found.caught("toy.cell") == ()
    assert [r.read for r in found.unverified("toy.cell")] == ["report", "none"]
    assert [r.read for r in found.told("toy.cell")] == ["report"]


def test_a_firm_is_warned_by_its_segment_and_by_its_products(tmp_path: Path) -> None:
    file = lines(tmp_path, {}, {"route": "磷酸铁锂", "level": "不招"}, {"segment": "toy.powder"})
    found, _ = red_lines.read(file, SEGMENTS, TODAY)
    assert [r.route for r in found.bearing("toy.cell", ["磷酸铁锂电池"])] == [(), ("磷酸铁锂",)]
    assert [r.route for r in found.bearing("toy.cell", ["三元电池"])] == [()]
    assert found.bearing("toy.ore", ["磷酸铁锂"]) == ()


@pytest.mark.parametrize(
    ("until", "holds"), [("", True), ("2026-11-30", True), ("2026-11-29", False), ("2026", True), ("2025", False)]
)
def test_a_red_line_ends_on_its_day(tmp_path: Path, until: str, holds: bool) -> None:
    found, problems = red_lines.read(lines(tmp_path, {"until": until}, {"segment": "toy.ore"}), SEGMENTS, TODAY)
    assert bool(found.caught("toy.cell")) is holds
    assert found.caught("toy.ore")  # the other row holds either way
    assert [p.code for p in problems] == ([] if holds else ["red_line_past"])


@pytest.mark.parametrize(
    ("spoilt", "column"),
    [
        ({"segment": "toy.nothing"}, "segment"),
        ({"level": "禁止"}, "level"),
        ({"what": ""}, "what"),
        ({"document": ""}, "document"),
        ({"date": "22.9.2025"}, "date"),
        ({"until": "soon"}, "until"),
        ({"read": "yes"}, "read"),
        ({"source": ""}, "source"),
    ],
)
def test_a_bad_red_line_is_told_and_the_rest_holds(make, tmp_path: Path, spoilt: dict[str, str], column: str) -> None:
    lines(tmp_path, spoilt, {"segment": "toy.ore"})
    known = ChanceData.load(tmp_path, Network((make.line(),)), TODAY)
    assert [(p.row, p.column) for p in known.problems] == [(2, column)]
    assert known.red_lines.caught("toy.ore")
    assert known.unreadable == ()


def test_a_broken_table_is_told_and_the_other_holds(make, tmp_path: Path) -> None:
    counts(tmp_path, {})
    (tmp_path / "red_lines.csv").write_bytes("segment,级别".encode("gbk"))
    known = ChanceData.load(tmp_path, Network((make.line(),)), TODAY)
    assert len(known.precedents.rows) == 1
    assert len(known.unreadable) == 1
    assert "red_lines.csv" in known.unreadable[0]


def test_a_folder_without_tables_has_no_precedents(make, tmp_path: Path) -> None:
    known = ChanceData.load(tmp_path, Network((make.line(),)), TODAY)
    assert (known.precedents.rows, known.red_lines.rows, known.problems) == ((), (), ())


def test_the_lint_finds_both_tables_faults(tmp_path: Path) -> None:
    counts(tmp_path, {"projects": "many"})
    lines(tmp_path, {"segment": "toy.nothing"}, {"until": "2020"})
    found = lint_chances(tmp_path, SEGMENTS)
    assert [(f.file, f.row, f.code, f.severity) for f in found] == [
        ("precedents.csv", 2, "precedent_count", "error"),
        ("red_lines.csv", 2, "unknown_segment", "error"),
        ("red_lines.csv", 3, "red_line_past", "warning"),
    ]
    assert "2020 到期" in found[2].zh
