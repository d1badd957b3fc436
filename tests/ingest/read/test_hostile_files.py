"""Whatever is dragged in: no death, no hang, under 1 GB, and a sentence that says what is wrong."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from graph.errors import LiantuError
from ingest.read.papers import read_text
from ingest.read.understand.outside import open_file
from tests.support import hostile_files as made
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
        read_text(file) if file.suffix in (".docx", ".txt") else open_file(file, 150)
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
    import json

    for name, make in (made.TABLES | made.PAPERS).items():
        (tmp_path / name).write_bytes(make())
    for file in (shared / "cases" / "hostile").iterdir():
        (tmp_path / f"outside-{file.name}").write_bytes(file.read_bytes())
    names = sorted(p.name for p in tmp_path.iterdir())
    done = subprocess.run(
        [sys.executable, "-c", OPEN, str(tmp_path), *names], cwd=ROOT, capture_output=True, text=True, encoding="utf-8"
    )
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, [r[0] for r in rows]) == (0, names), done.stderr[-2_000:]
    assert len(made.TABLES | made.PAPERS) >= 50
    assert [r for r in rows if r[1] > LONGEST_SECONDS or r[2] > MOST_MB or "Traceback" in r[3]] == []
