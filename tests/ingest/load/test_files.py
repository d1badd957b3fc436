"""Loading a user's file: all of it or nothing, the same twice, every bad row in a file a person can open."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from graph.errors import LiantuError, MissingColumn, UnreadableFile
from ingest.load.files import ingest_file, write_problems
from ingest.load.load_report import LoadReport
from tests.support.small import Country, code, state

HEADER = "企业名称,统一社会信用代码,注册资本,所属城市,经营范围\n"
CRANE, MILL = code("410783", "MA40CRANE"), code("410721", "MA40MLLL1")
GOOD = (
    f"长垣市小山起重机有限公司,{CRANE},500万元,新乡市,桥式起重机、门式起重机制造、销售\n"
    f'新乡县白玉食品有限公司,{MILL},"1,200(万)",新乡市,面粉、小麦粉生产\n'
    "新乡市某某银行分理处,,N/A,新乡市,银行业务\n"
)


def write(place: Path, text: str, name: str = "客户名单.csv") -> Path:
    file = place / name
    file.write_text(text, encoding="utf-8")
    return file


def load(country: Country, file: Path, **more: Any) -> LoadReport:
    given = {"assigner": country.assigner()} | more
    return ingest_file(country.store, file, country.regions, **given)


def test_firms_are_stored_and_assigned(country: Country, tmp_path: Path) -> None:
    before = country.store.counts()
    report = load(country, write(tmp_path, HEADER + GOOD))
    assert (report.rows, report.firms, report.new_firms, report.matched_firms) == (3, 3, 3, 0)
    assert (report.assigned, report.rejected, report.notes, report.report_file) == (2, 0, 0, "")
    after = country.store.counts()
    assert (after["firm"] - before["firm"], after["firm_record"] - before["firm_record"]) == (3, 3)
    firm = country.store.firm(f"u:{MILL}")
    assert firm is not None
    assert (firm.name, firm.region, firm.city, firm.county) == (
        "新乡县白玉食品有限公司",
        "410721",
        "新乡市",
        "新乡县",
    )
    assert (firm.capital_wan, firm.source) == (1200.0, "客户名单")
    found = {m.firm_id: m.segment_id for m in country.store.memberships([f"u:{CRANE}", f"u:{MILL}"])}
    assert found == {f"u:{CRANE}": "equipment.crane", f"u:{MILL}": "green_food.flour"}


def test_twice_is_once(country: Country, tmp_path: Path) -> None:
    file = write(tmp_path, HEADER + GOOD)
    load(country, file)
    counts, firms, members = country.store.counts(), country.store.firms(), country.store.members()
    report = load(country, file)
    assert (report.new_firms, report.matched_firms) == (0, 3)
    assert (country.store.counts(), country.store.firms(), country.store.members()) == (
        counts,
        firms,
        members,
    )
    done = country.store.batches()[0].counts
    assert done["firm_record.unchanged"] == 3
    assert [k for k in done if not k.endswith(".unchanged")] == []


def test_a_second_source_adds_to_a_known_firm(country: Country, tmp_path: Path) -> None:
    """The shipped mill by its name; its products stay, capital and scope come from the new file."""
    file = write(tmp_path, HEADER + f"新乡市金穗食品有限公司,{MILL},300万元,新乡市,挂面生产\n")
    report = load(country, file, source="工商库")
    assert (report.new_firms, report.matched_firms, report.source) == (0, 1, "工商库")
    (firm,) = (f for f in country.store.firms() if f.name == "新乡市金穗食品有限公司")
    assert (firm.products, firm.capital_wan, firm.uscc) == (("面粉", "小麦粉"), 300.0, MILL)
    assert country.store.origins("410721")[firm.id] == {"shipped:green_food", "工商库"}


def test_another_code_in_a_later_file_is_another_firm(country: Country, tmp_path: Path) -> None:
    """As within one file (test_resolve): same name and city, two credit codes, two firms."""
    name, first, second = "新乡市同名机械有限公司", code("410721", "MA40AAAA1"), code("410721", "MA40BBBB2")
    for serial in (first, second):
        load(country, write(tmp_path, HEADER + f"{name},{serial},,新乡市,桥式起重机制造\n", f"{serial}.csv"))
    assert sorted(f.uscc for f in country.store.firms() if f.name == name) == sorted([first, second])


def test_source_names(country: Country, tmp_path: Path) -> None:
    file = write(tmp_path, HEADER + GOOD, "新乡.2024.csv")
    load(country, file)
    load(country, file, source="专班 名单")
    listed = {s["source"]: s["firms"] for s in country.store.sources()}
    assert (listed["新乡.2024"], listed["专班 名单"]) == (3, 3)  # 新乡.2025.csv is another list


def test_duplicate_rows_are_noted_and_the_later_wins(country: Country, tmp_path: Path) -> None:
    rows = (
        f"甲机械有限公司,{CRANE},100万元,新乡市,桥式起重机制造\n甲机械有限公司,{CRANE},200万元,新乡市,桥式起重机制造\n"
    )
    report = load(country, write(tmp_path, HEADER + rows), report_dir=tmp_path)
    assert (report.rows, report.firms, report.notes, report.rejected) == (2, 1, 1, 0)
    assert [(p.row, p.code, p.value) for p in report.problems] == [(3, "duplicate", "row 2")]
    firm = country.store.firm(f"u:{CRANE}")
    assert firm is not None
    assert firm.capital_wan == 200.0


def test_duplicates_alone_are_reported_too(country: Country, tmp_path: Path) -> None:
    rows = f"甲机械有限公司,{CRANE},,新乡市,\n甲机械有限公司,{CRANE},,新乡市,\n"
    report = load(country, write(tmp_path, HEADER + rows), report_dir=tmp_path / "r")
    assert "duplicate" in Path(report.report_file).read_text(encoding="utf-8-sig")


def test_problems_file(country: Country, tmp_path: Path) -> None:
    """Rejected rows first, each with its number in the file, a code and a sentence; Excel opens it in Chinese."""
    rows = "甲机械有限公司,123,一点,新乡市,\n,,,新乡市,面粉\n乙食品有限公司,,,,\n"
    report = load(country, write(tmp_path, HEADER + GOOD + rows), report_dir=tmp_path / "报告", source="客户/名单")
    assert (report.rejected, report.notes) == (1, 3)
    file = Path(report.report_file)
    assert file == tmp_path / "报告" / "客户-名单-problems.csv"
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    with file.open(encoding="utf-8-sig", newline="") as handle:
        found = list(csv.DictReader(handle))
    assert [(r["row"], r["result"], r["reason_code"], r["column"], r["value"]) for r in found] == [
        ("6", "rejected", "no_name", "企业名称", ""),
        ("5", "noted", "bad_capital", "注册资本", "一点"),
        ("5", "noted", "bad_uscc", "统一社会信用代码", "123"),
        ("7", "noted", "no_region", "所属城市", ""),
    ]
    assert found[0]["reason"] == "没有企业名称，未入库；请补上名称。"
    assert found[2]["reason_en"] == "credit code fails its check digit; the code was ignored."
    rejected = tmp_path / "报告" / "客户-名单-rejected.xlsx"
    assert sorted((tmp_path / "报告").iterdir()) == sorted([file, rejected])  # no half-written file left


def test_no_problem_no_file(country: Country, tmp_path: Path) -> None:
    assert load(country, write(tmp_path, HEADER + GOOD), report_dir=tmp_path / "r").report_file == ""
    assert not (tmp_path / "r").exists()


def test_write_problems_of_nothing_has_a_header(tmp_path: Path) -> None:
    text = write_problems(tmp_path, "x", []).read_text(encoding="utf-8-sig")
    assert text.strip() == "row,result,reason_code,column,value,name,reason,reason_en,table"


def test_a_report_folder_that_is_a_file(country: Country, tmp_path: Path) -> None:
    """One sentence, and best before anything is written to the store."""
    file = write(tmp_path, HEADER + "甲机械有限公司,123,,新乡市,\n")
    with pytest.raises(LiantuError):
        load(country, file, report_dir=file)


# -- all of it or nothing --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "error"),
    [("客户,城市\n甲,新乡\n", MissingColumn), ("", UnreadableFile), (HEADER, UnreadableFile)],
    ids=["missing-column", "empty", "header-only"],
)
def test_bad_file_leaves_the_store_as_it_was(
    country: Country, tmp_path: Path, text: str, error: type[Exception]
) -> None:
    before = state(country.store)
    with pytest.raises(error):
        load(country, write(tmp_path, text), report_dir=tmp_path / "r")
    assert state(country.store) == before
    assert not (tmp_path / "r").exists()


def test_a_failure_half_way_leaves_the_store_as_it_was(country: Country, tmp_path: Path) -> None:
    """Power goes when rows are already in the open batch: at the second thing that is said of the writing."""
    before, members = state(country.store), country.store.members()
    said: list[str] = []

    def break_down(what: str, done: int, total: int) -> None:
        said.append(what)
        if said.count("写入") == 2:
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError, match="power cut"):
        load(country, write(tmp_path, HEADER + GOOD), progress=break_down)
    assert (state(country.store), country.store.members()) == (before, members)
    assert load(country, write(tmp_path, HEADER + GOOD)).new_firms == 3  # and the store takes the next load


def test_progress_ends_at_its_total(country: Country, tmp_path: Path) -> None:
    seen: dict[str, tuple[int, int]] = {}
    load(
        country,
        write(tmp_path, HEADER + GOOD),
        progress=lambda what, done, total: seen.update({what: (done, total)}),
    )
    assert {"读取文件", "核对行", "写入"} <= set(seen)
    assert seen["核对行"] == (3, 3)
    assert seen["写入"] == (1, 1)
