"""Ten minutes of bent bytes into every reader: hypothesis in `tests/ingest/read/test_any_bytes.py`, here atheris
where it is installed (`pip install --only-binary=:all: atheris`; Linux), and workbooks through the process of
their own."""

from __future__ import annotations

import importlib.util
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graph.errors import LiantuError
from ingest.read.papers import read_text
from ingest.read.understand.outside import open_file
from tests.campaigns import MINUTES
from tests.ingest.read.test_any_bytes import sound
from tests.support import hostile_files as made
from tests.support import hostile_kinds as kinds
from tests.support.small import ROOT

ENDINGS = (".csv", ".jsonl", ".html", ".txt", ".csv.gz", ".zip", ".json", ".docx", "")
LARGEST = 60_000  # bytes of a file that is bent
WORKBOOKS = (".xlsx", ".xls", ".ods", ".xlsb")


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris is not installed")
def test_readers_under_atheris(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for n, (ending, raw) in enumerate(sound().items()):
        for which, known in enumerate(ENDINGS):
            if known == ending:
                (corpus / f"{n}").write_bytes(bytes([which]) + raw)
    (corpus / "cells").write_bytes(
        bytes([11]) + "新乡甲有限公司\n新乡市\n隔膜(45%);电芯\n100万元\n2020年3月\n存续".encode()
    )
    command = [
        sys.executable,
        "-m",
        "tests.campaigns.fuzz_readers",
        str(corpus),
        f"-max_total_time={int(MINUTES * 240)}",
    ]
    limits = ["-timeout=10", "-rss_limit_mb=2048", "-max_len=20000", "-seed=7", f"-artifact_prefix={tmp_path}/"]
    done = subprocess.run([*command, *limits], cwd=ROOT, capture_output=True, text=True, errors="replace")
    print("\n".join(line for line in done.stderr.splitlines() if "DONE" in line or "Done" in line))
    assert done.returncode == 0, done.stdout[-3_000:] + done.stderr[-2_000:]


def bent(raw: bytes, chance: random.Random) -> bytes:
    """A file with some of it changed, cut out, repeated or moved."""
    out = bytearray(raw)
    for _ in range(chance.choice((1, 2, 4, 16, 64))):
        at, n = chance.randrange(len(out) or 1), chance.choice((1, 2, 4, 8, 64))
        match chance.randrange(5):
            case 0:
                out[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                out[at : at + n] = chance.choice((b"\0", b"\xff", b"\x7f")) * n
            case 2:
                del out[at : at + n]
            case 3:
                out[at:at] = out[at : at + n] * chance.choice((1, 2, 500))
            case _:
                to = chance.randrange(len(out) or 1)
                out[to:to] = out[at : at + n]
    return bytes(out[: 4 * LARGEST])


def bent_files(seconds: float, place: Path, seed: int) -> int:
    """Open bent files, as an upload is opened, for so long; each is read or refused in one sentence. How many."""
    chance = random.Random(seed)
    start = {n: m() for n, m in (made.TABLES | made.PAPERS | kinds.KINDS | kinds.PAPER_KINDS).items() if n in SMALL}
    start |= {f"sound{e}": raw for e, raw in sound().items()}
    books = [n for n in start if n.endswith(WORKBOOKS)]
    done, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        name = chance.choice(books if chance.random() < 0.6 else sorted(start))
        file = place / name
        file.write_bytes(bent(start[name], chance))
        begun = sum(os.times()[:4])
        said = ""
        try:
            read_text(file) if file.suffix in (".docx", ".txt", ".md") else open_file(file, 5)
        except LiantuError as error:
            said = str(error)
        assert "\n" not in said
        assert not said or said.startswith(name)
        assert sum(os.times()[:4]) - begun < 12, name
        done += 1
    return done


SMALL = (
    *("good.xls", "merged.xls", "locked.xls", "strings_without_end.xls", "far_cell.xls", "good.ods", "columns.ods"),
    *("dates.xlsx", "numbers.xlsx", "dde.xlsx", "external_links.xlsx", "merged_all.xlsx", "entity_in_strings.xlsx"),
    *("single_quotes.xlsx", "page_with_script.xls", "tables_in_tables.docx", "remote_template.docx", "dates.csv"),
)


def test_a_few_bent_files(tmp_path: Path) -> None:
    assert bent_files(4, tmp_path, 1) > 0


@pytest.mark.slow
def test_bent_files_for_minutes(tmp_path: Path) -> None:
    done = bent_files(MINUTES * 180, tmp_path, 2)
    print(f"{done} bent files")
    assert done > 20
