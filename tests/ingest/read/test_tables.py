"""Every shape a table comes in is read right, and every broken one is refused in one sentence."""

from __future__ import annotations

import datetime
import gzip
import inspect
import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from graph.errors import UnreadableFile
from ingest.load.files import ingest_file
from ingest.read.tables import read_table

TEXT = "企业名称,所属城市\n新乡市金穗食品有限公司,新乡\n长垣大力起重机厂,长垣\n"
ROWS = [
    (2, {"企业名称": "新乡市金穗食品有限公司", "所属城市": "新乡"}),
    (3, {"企业名称": "长垣大力起重机厂", "所属城市": "长垣"}),
]


def workbook(file: Path, lines: list[list[object]]) -> Path:
    book = xlsxwriter.Workbook(str(file), {"default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet()
    for r, line in enumerate(lines):
        for c, cell in enumerate(line):
            sheet.write(r, c, cell)
    book.close()
    return file


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (TEXT.encode("utf-8"), "utf-8-sig"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("gbk"), "gb18030"),
        (TEXT.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.replace("\n", "\r\n").encode("gbk"), "gb18030"),
        (TEXT.replace(",", "\t").encode("utf-8"), "utf-8-sig"),
        (gzip.compress(TEXT.encode("utf-8")), "utf-8-sig"),
        (gzip.compress(TEXT.encode("gbk")), "gb18030"),
    ],
    ids=["utf8", "utf8-bom", "gbk", "utf16-le", "utf16-be", "gbk-crlf", "tsv", "gzip", "gzip-gbk"],
)
def test_text_in_any_encoding(tmp_path: Path, raw: bytes, encoding: str) -> None:
    file = tmp_path / "名单.csv"
    file.write_bytes(raw)
    table = read_table(file, 1)
    assert (table.file, table.columns, table.encoding) == ("名单.csv", ("企业名称", "所属城市"), encoding)
    assert table.rows == ROWS


def test_characters_beyond_gbk_are_read_from_gb18030(tmp_path: Path) -> None:
    """䶮 stands in GB18030 but not in GBK."""
    file = tmp_path / "a.csv"
    file.write_bytes("name,city\n新乡市䶮龙有限公司,新乡\n".encode("gb18030"))
    assert read_table(file, 1).rows[0][1]["name"] == "新乡市䶮龙有限公司"


def test_row_numbers_count_records_not_lines(tmp_path: Path) -> None:
    """A scope with a line break inside quotes is one row in a spreadsheet."""
    file = tmp_path / "a.csv"
    file.write_text('name,scope\n甲公司,"面粉\n挂面\n方便面"\n乙公司,电动机\n\n丙公司,隔膜\n', encoding="utf-8")
    table = read_table(file, 1)
    assert [(n, r["name"]) for n, r in table.rows] == [(2, "甲公司"), (3, "乙公司"), (5, "丙公司")]
    assert table.rows[0][1]["scope"] == "面粉\n挂面\n方便面"


def test_workbook(tmp_path: Path) -> None:
    """Whole numbers lose their `.0`, dates become ISO dates, row numbers are the spreadsheet's."""
    lines: list[list[object]] = [
        ["企业名称", "从业人数", "注册资本", "成立日期"],
        ["甲公司", 120, 12.5, datetime.date(2019, 4, 1)],
        [],
        ["乙公司", "", "N/A", "2018年3月"],
    ]
    table = read_table(workbook(tmp_path / "名单.xlsx", lines), 1)
    assert table.columns == ("企业名称", "从业人数", "注册资本", "成立日期")
    assert table.rows == [
        (2, {"企业名称": "甲公司", "从业人数": "120", "注册资本": "12.5", "成立日期": "2019-04-01"}),
        (4, {"企业名称": "乙公司", "从业人数": "", "注册资本": "N/A", "成立日期": "2018年3月"}),
    ]


def test_workbook_under_a_csv_name_is_still_a_workbook(tmp_path: Path) -> None:
    file = workbook(tmp_path / "a.xlsx", [["name"], ["甲公司"]]).rename(tmp_path / "a.csv")
    assert read_table(file, 1).rows == [(2, {"name": "甲公司"})]


def test_row_numbers_of_a_sheet_that_starts_lower(tmp_path: Path) -> None:
    """Three empty rows on top: Excel shows the header in row 4 and the firm in row 5."""
    table = read_table(workbook(tmp_path / "a.xlsx", [[], [], [], ["name"], ["甲公司"]]), 1)
    assert [n for n, _ in table.rows] == [5]


def test_unclosed_quote_does_not_swallow_rows(tmp_path: Path) -> None:
    """Either the file is refused or the second firm is still there; it must not vanish without a word."""
    file = tmp_path / "a.csv"
    file.write_text('name,city\n"甲公司,新乡\n乙公司,郑州\n', encoding="utf-8")
    try:
        names = [r["name"] for _, r in read_table(file, 1).rows]
    except UnreadableFile:
        return
    assert "乙公司" in names


def zipped(file: Path, name: str, content: bytes) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)


def half_a_workbook(file: Path) -> None:
    whole = workbook(file, [["name"], ["甲公司"]]).read_bytes()
    file.write_bytes(whole[: len(whole) // 2])


def gzip_cut_off(file: Path) -> None:
    file.write_bytes(gzip.compress(TEXT.encode() * 50)[:-20])


# name → (how the file is made, what the sentence says is wrong, what it says to do)
BAD = {
    "空.csv": (lambda f: f.write_bytes(b""), "empty", "export it again"),
    "header.csv": (lambda f: f.write_text("name,city\n"), "header but no row", "with its rows"),
    "blank.csv": (lambda f: f.write_text("\n \n,,\n"), "nothing in it", "export it again"),
    "text.xlsx": (lambda f: f.write_text(TEXT, encoding="utf-8"), "not an Excel workbook", "save it as .xlsx"),
    "half.xlsx": (half_a_workbook, "damaged", "save it as .xlsx"),
    "word.xlsx": (lambda f: zipped(f, "word/document.xml", b"<x/>"), "not an Excel workbook", "save it as .xlsx"),
    "old.xls": (lambda f: f.write_bytes(b"\xd0\xcf\x11\xe0" + b"\x00" * 600), "damaged", "save it as .xlsx"),
    "bomb.xlsx": (lambda f: zipped(f, "xl/a.xml", b"0" * 11_000_000), "unpacks to far more", "split it"),
    "cut.csv.gz": (gzip_cut_off, "gzip file is damaged", "copy it again"),
    "bomb.csv.gz": (lambda f: f.write_bytes(gzip.compress(b"a\n" * 6_000_000)), "more than 10 MB", "split it"),
    "big.csv": (
        lambda f: f.write_bytes(b"name\n" + b"x" * 2_000_000),
        "2 MB is over the limit of 1 MB",
        "LIANTU_MAX_FILE_MB",
    ),
    "picture.csv": (
        lambda f: f.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4),
        "it is a picture",
        "exported as .xlsx or .csv",
    ),
    "latin.csv": (lambda f: f.write_bytes(b"name,city\nCaf\xe9,\xff\xff\n"), "neither UTF-8 nor GBK", "CSV UTF-8"),
    "odd16.csv": (lambda f: f.write_bytes(TEXT.encode("utf-16")[:-1]), "neither UTF-8 nor GBK", "CSV UTF-8"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_file_is_refused_in_one_sentence(tmp_path: Path, name: str) -> None:
    make, why, mend = BAD[name]
    make(tmp_path / name)
    with pytest.raises(UnreadableFile) as error:
        read_table(tmp_path / name, 1)
    assert error.value.file == name
    assert why in error.value.why
    assert mend in error.value.mend
    assert str(error.value) == f"{name}: {error.value.why}; {error.value.mend}"
    assert "\n" not in str(error.value)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"^nowhere\.csv: no such file; check the path$"):
        read_table(tmp_path / "nowhere.csv", 1)


def test_gzip_with_broken_blocks(tmp_path: Path) -> None:
    """The first block of the stream gets the type 3, which does not exist."""
    raw = bytearray(gzip.compress(TEXT.encode() * 50))
    raw[10] |= 0b110
    (tmp_path / "a.csv.gz").write_bytes(raw)
    with pytest.raises(UnreadableFile, match="damaged"):
        read_table(tmp_path / "a.csv.gz", 1)


def test_two_hundred_megabytes_against_the_default_limit(tmp_path: Path) -> None:
    """Refused by its size on disk, before a byte of it is read (the file is sparse)."""
    limit = inspect.signature(ingest_file).parameters["max_mb"].default
    file = tmp_path / "huge.csv"
    with file.open("wb") as handle:
        handle.truncate(200 * 1024 * 1024)
    with pytest.raises(UnreadableFile, match="200 MB is over the limit of 150 MB"):
        read_table(file, limit)


def test_the_limit_counts_what_is_on_disk(tmp_path: Path) -> None:
    """Two megabytes that pack to a few kilobytes are within a limit of one."""
    buffer = io.BytesIO()
    with gzip.open(buffer, "wb") as handle:
        handle.write(b"name\n" + "甲有限公司\n".encode() * 120_000)
    file = tmp_path / "a.csv.gz"
    file.write_bytes(buffer.getvalue())
    table = read_table(file, 1)
    assert len(table.rows) == 120_000
    assert table.rows[-1] == (120_001, {"name": "甲有限公司"})
