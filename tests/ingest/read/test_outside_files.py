"""Files from outside are opened in a process of their own: whatever they came as, and whatever they do to it."""

from __future__ import annotations

import gzip
import io
import json
import time
import zipfile
from pathlib import Path

import pytest

from graph.errors import UnreadableFile
from ingest.read.files.limits import Limits
from ingest.read.files.opening import member_name
from ingest.read.tables import Table
from ingest.read.understand.outside import one_table, open_file
from tests.ingest.read.layout.test_find import workbook

TEXT = "企业名称,所属城市\n新乡市金穗食品有限公司,新乡\n长垣大力起重机厂,长垣\n"
ROWS = [("新乡市金穗食品有限公司", "新乡"), ("长垣大力起重机厂", "长垣")]


def read(file: Path, raw: bytes) -> Table:
    file.write_bytes(raw)
    return one_table(file, 5)


def cells(table: Table) -> list[tuple[str, ...]]:
    return [tuple(row.values()) for _, row in table.rows]


def archive(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, content in members.items():
            packed.writestr(name.replace("__", "."), content)
    return out.getvalue()


HTML = (
    '<html><head><meta charset="gb2312"></head><body><table><tr><th>企业名称</th><th>所属城市</th></tr>'
    "<tr><td>新乡市金穗食品有限公司</td><td>新乡</td></tr><tr><td>长垣大力起重机厂</td><td>长垣</td></tr></table>"
).encode("gb18030")
XML = (
    '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Table>'
    "<Row><Cell><Data>企业名称</Data></Cell><Cell><Data>所属城市</Data></Cell></Row>"
    "<Row><Cell><Data>新乡市金穗食品有限公司</Data></Cell><Cell><Data>新乡</Data></Cell></Row>"
    "<Row><Cell><Data>长垣大力起重机厂</Data></Cell><Cell><Data>长垣</Data></Cell></Row>"
    "</Table></Worksheet></Workbook>"
).encode()


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.csv", TEXT.encode("utf-8-sig")),
        ("a.csv", TEXT.encode("gb18030")),
        ("a.csv", TEXT.encode("utf-16-le")),
        ("a.csv", TEXT.encode("utf-16-be")),
        ("a.csv", TEXT.replace(",", ";").encode()),
        ("a.csv", TEXT.replace(",", "，").encode("gbk")),
        ("a.txt", TEXT.replace(",", "\t").encode("utf-16")),
        ("a.xls", TEXT.replace(",", "\t").encode("gbk")),  # text under the name of a workbook
        ("a.csv", TEXT.replace("\n", "\r").encode()),
        ("a.csv.gz", gzip.compress(TEXT.encode())),
        ("a.zip", archive(说明__docx=b"x", 名单__csv=TEXT.encode("gbk"))),
        ("a.xls", HTML),
        ("a.xls", XML),
        ("a.jsonl", "\n".join(json.dumps({"企业名称": n, "所属城市": c}) for n, c in ROWS).encode()),
        ("a.json", json.dumps([{"企业名称": n, "所属城市": c} for n, c in ROWS]).encode()),
    ],
)
def test_one_table_in_every_packing(tmp_path: Path, name: str, raw: bytes) -> None:
    table = read(tmp_path / name, raw)
    assert table.columns == ("企业名称", "所属城市")
    assert cells(table) == ROWS


def test_big5_with_traditional_headings(tmp_path: Path) -> None:
    text = "企業名稱,統一社會信用代碼,所屬城市,經營範圍\n新鄉測試機械股份有限公司,,新鄉市,起重機械製造與銷售\n"
    ((table, shape),) = open_file(_write(tmp_path / "a.csv", text.encode("big5")), 5).tables
    assert table.encoding == "big5hkscs"
    assert set(shape.columns) == {"name", "uscc", "city", "scope"}


def _write(file: Path, raw: bytes) -> Path:
    file.write_bytes(raw)
    return file


def test_a_chinese_name_inside_an_archive_of_windows() -> None:
    """Windows writes such names in GBK and does not say so; zipfile then takes them for cp437."""
    info = zipfile.ZipInfo("名单.csv".encode("gbk").decode("cp437"))
    assert member_name(info) == "名单.csv"
    info.flag_bits = 0x800  # says UTF-8
    info.filename = "名单.csv"
    assert member_name(info) == "名单.csv"


@pytest.mark.parametrize(
    ("name", "raw", "why"),
    [
        ("a.zip", archive(说明__docx=b"x"), "no table in the archive"),
        ("a.jsonl", b'{"a": 1}\n[1, 2]\n', "is no object"),
        ("a.jsonl", b'{"a": 1\n', "not JSON"),
        ("a.csv", TEXT.encode() + TEXT.encode("gbk"), "another encoding"),
        ("a.xls", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600, "password"),
        ("a.csv", b"name\n" + b"x" * 300_000 + b"\n", "more than 32,767 characters"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(tmp_path: Path, name: str, raw: bytes, why: str) -> None:
    with pytest.raises(UnreadableFile, match=why) as error:
        read(tmp_path / name, raw)
    assert "\n" not in str(error.value)


def sheet_xml(cells: str) -> bytes:
    head = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return f"{head}<sheetData>{cells}</sheetData></worksheet>".encode()


def with_sheet(file: Path, xml: bytes) -> Path:
    """A workbook of one sheet, its content replaced."""
    whole = workbook(file, {"Sheet1": [["企业名称"], ["甲有限公司"]]})
    with zipfile.ZipFile(whole) as packed:
        members = {n: packed.read(n) for n in packed.namelist()}
    members["xl/worksheets/sheet1.xml"] = xml
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return whole


def test_a_cell_far_outside_is_named(tmp_path: Path) -> None:
    text = '<c r="{}" t="inlineStr"><is><t>x</t></is></c>'
    rows = f'<row r="1">{text.format("A1")}</row><row r="900000">{text.format("ZZZ900000")}</row>'
    began = time.monotonic()
    with pytest.raises(UnreadableFile, match="ZZZ900000, far outside the table"):
        open_file(with_sheet(tmp_path / "a.xlsx", sheet_xml(rows)), 5)
    assert time.monotonic() - began < 20


def test_cells_that_are_only_formatted_count_for_nothing(tmp_path: Path) -> None:
    text = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'
    rows = (
        f'<row r="1">{text.format("A1", "企业名称")}</row><row r="2">{text.format("A2", "甲有限公司")}</row>'
        '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    )
    ((table, _),) = open_file(with_sheet(tmp_path / "a.xlsx", sheet_xml(rows)), 5).tables
    assert [c["企业名称"] for _, c in table.rows] == ["甲有限公司"]


def test_the_process_may_run_out_of_memory_and_we_may_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("resource")
    monkeypatch.setattr(Limits, "memory_mb", staticmethod(lambda _size: 120))
    with pytest.raises(UnreadableFile, match="more than 120 MB of memory"):
        read(tmp_path / "a.json.gz", gzip.compress(b"[" + b'{"a":1},' * 4_000_000 + b'{"a":1}]'))


def test_the_process_may_take_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("resource")
    monkeypatch.setattr(Limits, "seconds", staticmethod(lambda _size: 1.0))
    with pytest.raises(UnreadableFile, match="more than 1 seconds"):
        read(tmp_path / "a.csv.gz", gzip.compress(b"name,b\n" + b"a,b\nc,d\n" * 6_000_000))


def test_rows_beyond_the_limit_are_not_dropped_in_silence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.read.understand.outside.Limits", lambda mb: Limits(mb, rows=10))
    with pytest.raises(UnreadableFile, match="more than 10 rows"):
        read(tmp_path / "a.csv", ("企业名称\n" + "甲有限公司\n" * 20).encode())


def test_a_small_packed_file_needs_little_memory_however_large_it_may_be(tmp_path: Path) -> None:
    """The limit on what a file may unpack to is ten times that on its size: more than the reader may take."""
    file = tmp_path / "a.csv.gz"
    file.write_bytes(gzip.compress(TEXT.encode()))
    assert cells(one_table(file, 1000)) == ROWS
    file = tmp_path / "a.zip"
    file.write_bytes(archive(a__csv=TEXT.encode()))
    assert cells(one_table(file, 1000)) == ROWS
