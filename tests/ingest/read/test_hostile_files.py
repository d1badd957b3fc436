"""Whatever is dragged in: no death, no hang, under 1 GB, and a sentence that says what is wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from graph.errors import LiantuError
from graph.model.regions import Regions
from ingest.read.firm_rows import parse
from ingest.read.papers import read_text
from ingest.read.tables import Table
from ingest.read.understand.outside import open_file
from tests.support import hostile_files as made
from tests.support import hostile_kinds as kinds
from tests.support.office import found
from tests.support.small import ROOT

LONGEST_SECONDS, MOST_MB = 10, 1_000
# Opens files one after another and says for each: seconds of computing, MB at most (of it and its children), outcome.
OPEN = """
import json, resource, sys, time
from pathlib import Path
from graph.errors import LiantuError
from ingest.read.papers import read_text
from ingest.read.understand.outside import open_file
def used():
    both = [resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in both), max(u.ru_maxrss for u in both) // 1024
for name in sys.argv[2:]:
    file = Path(sys.argv[1]) / name
    before = used()[0]
    try:
        read_text(file) if file.suffix in (".docx", ".txt", ".md") else open_file(file, 150)
        said = "read"
    except LiantuError as error:
        said = str(error)
    seconds, mb = used()
    print(json.dumps([name, round(seconds - before, 1), mb, said], ensure_ascii=False), flush=True)
"""


@pytest.mark.parametrize("name", made.QUICK)
def test_a_hostile_table_is_refused_in_a_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(made.TABLES[name]())
    begun = time.process_time()
    with pytest.raises(LiantuError) as told:
        open_file(tmp_path / name, 150)
    assert str(told.value).startswith(f"{name}: ")
    assert "Traceback" not in str(told.value)
    assert time.process_time() - begun < 2  # what is hard is done elsewhere


@pytest.mark.parametrize("name", made.QUICK_PAPERS)
def test_a_hostile_paper_costs_no_more_than_a_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(made.PAPERS[name]())
    with pytest.raises(LiantuError) as told:
        read_text(tmp_path / name)
    assert str(told.value).startswith(f"{name}: ")


def test_no_other_file_gets_in_through_a_paper(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(made.PAPERS["external.docx"]())
    assert read_text(tmp_path / "a.docx").strip() == ""


@pytest.mark.slow
@pytest.mark.shared
def test_no_hostile_file_kills_hangs_or_fills(tmp_path: Path, shared: Path) -> None:
    """All of ours and all of the outside ones, each measured."""
    ours = made.TABLES | made.PAPERS | kinds.KINDS | kinds.PAPER_KINDS
    for name, make in ours.items():
        (tmp_path / name).write_bytes(make())
    for file in (shared / "cases" / "hostile").iterdir():
        (tmp_path / f"outside-{file.name}").write_bytes(file.read_bytes())
    names = sorted(p.name for p in tmp_path.iterdir())
    done = subprocess.run(
        [sys.executable, "-c", OPEN, str(tmp_path), *names], cwd=ROOT, capture_output=True, text=True, encoding="utf-8"
    )
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, [r[0] for r in rows]) == (0, names), done.stderr[-2_000:]
    assert len(ours) >= 180
    assert [r for r in rows if r[1] > LONGEST_SECONDS or r[2] > MOST_MB or "Traceback" in r[3]] == []


QUICK_KINDS = {
    "locked.xls": "locked by a password",
    "locked.ods": "locked by a password",
    "gzip_in_gzip.csv.gz": "packed twice",
    "pdf.xlsx": "it is a PDF",
    "picture.csv": "it is a picture",
    "nul_in_name.csv": "zero bytes",
    "overlapping.zip": "unpacks to more",
    "many_tables.html": "more than 200 tables",
    "deep_line.jsonl": "not JSON",
    "columns.ods": "16,384 columns",
    "single_quotes.xlsx": "rows; split it",
    "sectors_in_a_ring.xls": "damaged",
}


@pytest.mark.parametrize("name", QUICK_KINDS)
def test_each_kind_is_told_by_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(kinds.KINDS[name]())
    with pytest.raises(LiantuError, match=QUICK_KINDS[name]) as told:
        open_file(tmp_path / name, 150)
    assert str(told.value).startswith(f"{name}: ")
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("name", kinds.SOUND)
def test_what_links_elsewhere_is_read_for_what_stands_in_it(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(kinds.KINDS[name]())
    ((table, _),) = open_file(tmp_path / name, 150).tables
    (cells,) = [c for _, c in table.rows]
    assert (cells["企业名称"][:3], cells["所属城市"][:2]) == ("新乡甲", "新乡")
    assert "out.example" not in str(cells)


def test_a_paper_in_a_paper_is_not_passed_as_clean(tmp_path: Path) -> None:
    """Its text is in another part, where nobody would look for a promise."""
    (tmp_path / "a.docx").write_bytes(kinds.PAPER_KINDS["remote_chunk.docx"]())
    with pytest.raises(LiantuError, match="holds another document inside"):
        read_text(tmp_path / "a.docx")
    (tmp_path / "a.txt").write_bytes(b"\0" * 5_000)
    with pytest.raises(LiantuError, match="no text"):
        read_text(tmp_path / "a.txt")


def test_what_is_no_file_is_told_as_what_it_is(tmp_path: Path) -> None:
    """Folders, pipes, devices, rings of links, names that cannot be: at once, without waiting for anything."""
    (tmp_path / "folder.xlsx").mkdir()
    (tmp_path / "empty.csv").touch()
    told = {"folder.xlsx": "it is a folder", "empty.csv": "the file is empty", "none.csv": "no such file"}
    if os.name == "posix":
        os.mkfifo(tmp_path / "pipe.csv")
        (tmp_path / "zero.csv").symlink_to("/dev/zero")
        (tmp_path / "ring.csv").symlink_to("ring.csv")
        (tmp_path / "nowhere.csv").symlink_to("/nowhere/a.csv")
        told |= {"pipe.csv": "a device or a pipe", "zero.csv": "a device or a pipe", "nowhere.csv": "no such file"}
        told |= {"ring.csv": "cannot be opened", "a" * 300 + ".csv": "cannot be opened", "a\0.csv": "no such file"}
    for name, why in told.items():
        for reads in (lambda f: open_file(f, 150), read_text):
            if name == "empty.csv" and reads is read_text:
                continue
            with pytest.raises(LiantuError, match=why):
                reads(tmp_path / name)


# Loads files one after another into stores of their own, as an office does, and says what each cost.
LOAD = OPEN.replace(
    'read_text(file) if file.suffix in (".docx", ".txt", ".md") else open_file(file, 150)', "load(file)"
).replace(
    "def used",
    """import shutil
from tests.support.office import at
def load(file):
    home = file.parent / "o"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(file.parent / "office", home)
    space = at(home)
    space.preview(file)
    space.ingest(file, region="410700", report_dir=home / "report")
    space.store.engine.dispose()
def used""",
    1,
)
BAITS = ("bait_other.csv", "bait_names.csv", "bait_places.csv", "bait_products.csv", "dates.csv", "numbers.xlsx")


def test_cells_made_for_our_patterns_do_not_hold_up_a_load() -> None:
    """Thirty thousand blanks, brackets, digits in every column: what looks for a date there looks for minutes."""
    columns = ("企业名称", "主要产品", "成立日期", "经营状态", "注册资本", "员工人数", "曾用名", "注册地址")
    cells = ((f"新乡{n}有限公司", *[b] * 7) for n, b in enumerate(kinds.BAIT[:8], 2))
    rows = [(n, dict(zip(columns, c, strict=True))) for n, c in enumerate(cells, 2)]
    regions = Regions.load(ROOT / "data" / "regions.csv")
    begun = time.process_time()
    parsed = parse(Table("a.csv", columns, rows, "utf-8"), regions)
    assert time.process_time() - begun < LONGEST_SECONDS
    assert [r for r, _ in parsed.firms] == [r for r, _ in rows]  # the firms are taken, without those cells
    assert {p.column for p in parsed.problems if p.code == "long_cell"} >= set(columns[2:6]) | {columns[7]}
    nameless = parse(Table("a.csv", ("企业名称",), [(2, {"企业名称": kinds.BAIT[5]})], "utf-8"), regions)
    assert [p.code for p in nameless.problems] == ["bad_name"]


@pytest.mark.slow
def test_no_hostile_file_holds_up_a_load(tmp_path: Path) -> None:
    ours = made.TABLES | kinds.KINDS
    rows = loaded(tmp_path, sorted(ours))
    assert [r for r in rows if r[1] > 2 * LONGEST_SECONDS or r[2] > MOST_MB or "Traceback" in r[3]] == []
    outcome = {r[0]: r[3] for r in rows}
    assert {outcome[n] for n in (*BAITS, *kinds.SOUND)} == {"read"}


def loaded(place: Path, names: list[str]) -> list[list[Any]]:
    """(name, seconds of computing, MB, outcome) of each, opened for a preview and loaded."""
    found(place / "office", "甲")
    for name in names:
        (place / name).write_bytes((made.TABLES | kinds.KINDS)[name]())
    command = [sys.executable, "-c", LOAD, str(place), *names]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, [r[0] for r in rows]) == (0, names), done.stderr[-2_000:]
    return rows


def test_one_row_written_over_and_over_is_told(tmp_path: Path) -> None:
    """A sheet of open documents writes it once with a count of a thousand million: some bytes are a million firms."""
    (tmp_path / "rows.ods").write_bytes(kinds.KINDS["rows.ods"]())
    with pytest.raises(LiantuError, match=r"row 2 stands there over 10,00\d times; delete the repeats"):
        open_file(tmp_path / "rows.ods", 150)
