"""Bytes bent by a fuzzer that sees which branches they take, into every reader of outside files and cells.

Run as a program it takes what libFuzzer takes: `python -m tests.campaigns.fuzz_readers CORPUS -max_total_time=60`.
It ends with an error at the first input that a reader neither reads nor refuses. Workbooks are opened by a library that
may end its process; they are in `test_fuzz.py`, through the process of their own.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["ingest", "graph"]):
    from graph.errors import LiantuError
    from graph.files import given
    from graph.model.headings.forms import plain
    from graph.model.regions import Regions
    from ingest.read.files import encodings, json_lines, markup
    from ingest.read.files.child import Request, read, read_paper
    from ingest.read.files.limits import Limits
    from ingest.read.firm_rows import parse
    from ingest.read.tables import Table
    from ingest.read.understand.confirmed import read_mapping

ROOT = Path(__file__).resolve().parents[2]
LIMITS = Limits(2, rows=3_000, columns=200, cell=5_000, cells=100_000)
KNOWN = frozenset(plain(h) for h in ("企业名称", "所属城市", "主要产品"))
ENDINGS = (".csv", ".jsonl", ".html", ".txt", ".csv.gz", ".zip", ".json", ".docx", "")
COLUMNS = (
    "企业名称",
    "所属城市",
    "主要产品",
    "注册资本",
    "成立日期",
    "经营状态",
    "统一社会信用代码",
    "员工人数",
    "注册地址",
)
FOLDER = Path(tempfile.mkdtemp(prefix="liantu-fuzz-"))
REGIONS = Regions.load(ROOT / "data" / "regions.csv")


def one_input(data: bytes) -> None:
    """The first byte says which reader gets the rest."""
    if not data:
        return
    which, raw = data[0] % 12, data[1:]
    try:
        if which < len(ENDINGS):
            if ENDINGS[which] in (".zip", "") and raw.startswith((b"PK", b"\xd0\xcf")):
                return  # may be a workbook
            _file(ENDINGS[which], raw)
        elif which == len(ENDINGS):
            text = raw.decode("utf-8", "replace")
            json_lines.sheet_of("a", text, "utf-8", LIMITS)
            markup.sheets_of(text, "utf-8", LIMITS)
            encodings.encoding_of("a", raw)
        elif which == len(ENDINGS) + 1:
            (FOLDER / "m.yaml").write_bytes(raw)
            list(given.lines(FOLDER / "m.yaml"))
            read_mapping(FOLDER / "m.yaml")
        else:
            cells = (raw.decode("utf-8", "replace").split("\n") + [""] * len(COLUMNS))[: len(COLUMNS)]
            parse(Table("a.csv", COLUMNS, [(2, dict(zip(COLUMNS, cells, strict=True)))], "utf-8"), REGIONS)
    except (LiantuError, RecursionError):
        return


def _file(ending: str, raw: bytes) -> None:
    file = FOLDER / f"a{ending}"
    file.write_bytes(raw)
    paper = ending in (".docx", ".txt")
    request = Request(str(file), str(FOLDER / "spool"), LIMITS, KNOWN, 0, 0, paper=paper)
    read_paper(request) if paper else read(request)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
