"""Every reader of outside files takes any bytes at all: it reads them, or refuses them as unreadable."""

from __future__ import annotations

import gzip
import io
import zipfile
from functools import cache
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from graph.errors import UnreadableFile
from graph.model.headings.forms import plain
from ingest.read.files.child import Request, read, read_paper
from ingest.read.files.limits import Limits
from tests.support import hostile_files as made

KNOWN = frozenset(plain(h) for h in ("企业名称", "所属城市", "主要产品"))
LIMITS = Limits(2, rows=3_000, columns=200, cell=5_000, cells=100_000)
TABLES = (".csv", ".tsv", ".json", ".jsonl", ".html", ".xls", ".xlsx", ".zip", ".csv.gz", "")
PAPERS = (".docx", ".xlsx", ".txt")
TEXT = "企业名称,所属城市,主要产品\n新乡甲有限公司,新乡,隔膜\n"
PAGE = "<html><table><tr><td>企业名称<td>所属城市</tr><tr><td>甲<td>新乡</tr></table>"


@cache
def sound() -> dict[str, bytes]:
    """A sound file of each kind, to be damaged."""
    out = io.BytesIO()
    paper = docx.Document()
    paper.add_table(1, 2).rows[0].cells[1].text = "先征后返"
    paper.save(out)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("a.csv", TEXT)
    rows = [f'<row r="{r}">{made.cell(f"A{r}")}{made.cell(f"B{r}", "新乡")}</row>' for r in (1, 2)]
    return {
        ".csv": TEXT.encode(),
        ".jsonl": b'{"name": "a", "city": ["b", ["c", 0.5]]}\n',
        ".html": PAGE.encode(),
        ".xlsx": made.workbook(made.sheet(*rows)),
        ".zip": archive.getvalue(),
        ".csv.gz": gzip.compress(TEXT.encode()),
        ".docx": out.getvalue(),
    }


def opens(folder: Path, ending: str, raw: bytes) -> None:
    """Open the bytes as the process of its own does; what its parser cannot take ends that process, and is told."""
    file = folder / f"a{ending}"
    file.write_bytes(raw)
    request = Request(str(file), str(folder / "spool"), LIMITS, KNOWN, 0, 0, paper=ending in PAPERS[:1])
    try:
        read_paper(request) if request.paper else read(request)
    except (UnreadableFile, RecursionError):
        return
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the Rust reader of workbooks gives up
            raise


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bytes")


few = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
many = settings(max_examples=20_000, suppress_health_check=[HealthCheck.function_scoped_fixture])
damage = st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(0, 255)), max_size=12)


def any_bytes(folder: Path, ending: str, raw: bytes, start: bool) -> None:
    opens(folder, ending, (TEXT.encode() if start else b"") + raw)


def damaged(folder: Path, ending: str, places: list[tuple[int, int]], cut: float) -> None:
    raw = bytearray(sound()[ending])
    for place, byte in places:
        raw[place % len(raw)] = byte
    opens(folder, ending, bytes(raw[: max(1, round(len(raw) * cut))]))


@few
@example(".json", b"\xef", False)  # a mark cut off
@given(st.sampled_from(TABLES), st.binary(min_size=1, max_size=400), st.booleans())
def test_any_bytes(folder: Path, ending: str, raw: bytes, start: bool) -> None:
    any_bytes(folder, ending, raw, start)


@few
@example(".xlsx", [(25046, 0)], 1.0)  # what a sheet is packed in
@given(st.sampled_from(sorted(sound())), damage, st.sampled_from((1.0, 1.0, 0.99, 0.5)))
def test_damaged_files(folder: Path, ending: str, places: list[tuple[int, int]], cut: float) -> None:
    damaged(folder, ending, places, cut)


@pytest.mark.slow
@many
@given(st.sampled_from(TABLES), st.binary(min_size=1, max_size=4_000), st.booleans())
def test_any_bytes_at_length(folder: Path, ending: str, raw: bytes, start: bool) -> None:
    any_bytes(folder, ending, raw, start)


@pytest.mark.slow
@many
@given(st.sampled_from(sorted(sound())), damage, st.sampled_from((1.0, 1.0, 0.99, 0.5)))
def test_damaged_files_at_length(folder: Path, ending: str, places: list[tuple[int, int]], cut: float) -> None:
    damaged(folder, ending, places, cut)
