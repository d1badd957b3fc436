"""Files made to harm whoever opens them: bombs, damaged containers, cells far away, deep nesting, live formulas."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable

HEAD = "企业名称,所属城市,主要产品\n"
MB = 1024 * 1024
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
WORD_END = "</w:body></w:document>"


def packed(**members: bytes) -> bytes:
    """A zip archive; `__` in a name stands for a dot, `_0_` for a slash."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("_0_", "/").replace("__", "."), content)
    return out.getvalue()


def workbook(sheet: bytes, strings: bytes = b"", extra: dict[str, bytes] | None = None) -> bytes:
    """A workbook of one sheet whose XML is given."""
    types = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>'
    )
    kin = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{kin}/%s" Target="%s"/></Relationships>'
    )
    book = (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        f'xmlns:r="{kin}"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    members = {
        "[Content_Types].xml": types.encode(),
        "_rels/.rels": (rels % ("officeDocument", "xl/workbook.xml")).encode(),
        "xl/workbook.xml": book.encode(),
        "xl/_rels/workbook.xml.rels": (rels % ("worksheet", "worksheets/sheet1.xml")).encode(),
        "xl/worksheets/sheet1.xml": sheet,
        **({"xl/sharedStrings.xml": strings} if strings else {}),
        **(extra or {}),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def cell(place: str, text: str = "甲") -> str:
    """One cell with a text of its own."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def sheet(*rows: str) -> bytes:
    return f"{SHEET}<sheetData>{''.join(rows)}</sheetData></worksheet>".encode()


def word(body: str, **extra: bytes) -> bytes:
    """A Word file whose body is given."""
    kin = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.document.main+xml"/></Types>'
    )
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{kin}" Target="word/document.xml"/></Relationships>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("_rels/.rels", rels)
        archive.writestr("word/document.xml", body if body.startswith("<?") else WORD + body + WORD_END)
        for name, content in extra.items():
            archive.writestr(name, content)
    return out.getvalue()


def _lying(raw: bytes, claimed: int) -> bytes:
    """An archive whose last entry claims another size in the directory."""
    at = raw.rfind(b"PK\x01\x02")
    return raw[: at + 24] + claimed.to_bytes(4, "little") + raw[at + 28 :]


def _laughs(times: int) -> str:
    lines = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, times))
    return f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a0 "lol">{lines}]>'


def _tables() -> dict[str, Callable[[], bytes]]:
    far = [("IV", 1_048_576), ("XFD", 1), ("A", 1_048_576), ("ZZZZ", 99), ("XFD", 20_000), ("B", 999_999_999)]
    out: dict[str, Callable[[], bytes]] = {
        f"far_{c}{r}.xlsx": (lambda c=c, r=r: workbook(sheet(f'<row r="{r}">{cell(f"{c}{r}")}</row>'))) for c, r in far
    }
    out |= {
        "far_unnamed_rows.xlsx": lambda: workbook(sheet(f'<row r="4000000000">{cell("A4000000000")}</row>')),
        "dimension.xlsx": lambda: workbook(
            sheet().replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>')
        ),
        "wide_and_long.xlsx": lambda: workbook(
            sheet(*(f'<row r="{r}">{cell(f"A{r}")}{cell(f"BZZ{r}")}</row>' for r in range(1, 30_000)))
        ),
        "spaces_bomb.xlsx": lambda: workbook(SHEET.encode() + b" " * (90 * MB) + b"</worksheet>"),
        "strings_bomb.xlsx": lambda: workbook(sheet(), b"<sst><si><t>" + b"x" * (120 * MB) + b"</t></si></sst>"),
        "laughs.xlsx": lambda: workbook(_laughs(12).encode() + sheet(f'<row r="1">{cell("A1", "&a9;")}</row>')),
        "external_entity.xlsx": lambda: workbook(
            b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + sheet(f'<row r="1">{cell("A1", "&e;")}</row>')
        ),
        "deep.xlsx": lambda: workbook((SHEET + "<a>" * 200_000 + "</a>" * 200_000 + "</worksheet>").encode()),
        "unclosed.xlsx": lambda: workbook(sheet()[:-20]),
        "no_sheet.xlsx": lambda: packed(_Content_Types___xml=b"<Types/>", xl_0_workbook__xml=b"<workbook/>"),
        "two_names.xlsx": lambda: workbook(sheet(), extra={"XL/WORKBOOK.XML": b"<x/>", "xl//workbook.xml": b"<x/>"}),
        "up_and_out.xlsx": lambda: workbook(sheet(), extra={"../../evil.xml": b"<x/>", "/etc/evil": b"x"}),
        "lying_size.xlsx": lambda: _lying(workbook(sheet()), 3_000_000_000),
        "many_sheets.xlsx": lambda: workbook(
            sheet(), extra={f"xl/worksheets/sheet{i}.xml": sheet() for i in range(2, 3_000)}
        ),
        "long_cell.xlsx": lambda: workbook(sheet(f'<row r="1">{cell("A1", "字" * 3_000_000)}</row>')),
        "cut.xlsx": lambda: workbook(sheet())[:600],
        "noise.xlsx": lambda: b"PK\x03\x04" + bytes(range(256)) * 200,
        "noise.xls": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 60_000,
        "loop.xls": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504 + b"\x00\x00\x00\x00" * 4_000,
        "old_zip.xlsx": lambda: packed(xl_0_a__xml=b"x").replace(b"PK\x03\x04\x14", b"PK\x03\x04\x68"),
    }
    return out


def _texts() -> dict[str, Callable[[], bytes]]:
    return {
        "bomb.csv.gz": lambda: gzip.compress(b"," * (300 * MB), 6),
        "one_line.csv": lambda: HEAD.encode() + b"a," * (25 * MB),
        "one_cell.csv": lambda: HEAD.encode() + b'"' + b"a" * (20 * MB) + b'"\n',
        "commas.csv": lambda: HEAD.encode() + (b"," * 1_900 + b"a\n") * 6_000,
        "quotes.csv": lambda: HEAD.encode() + b'"' * (3 * MB),
        "open_quote.csv": lambda: HEAD.encode() + '"新乡\n'.encode() * 100_000,
        "nul.csv": lambda: HEAD.encode() + b"\x00" * MB,
        "nothing.csv": lambda: b"\n" * (3 * MB),
        "carriage.csv": lambda: b"\r" * (3 * MB),
        "marks.csv": lambda: b"\xef\xbb\xbf" * 200_000,
        "half_utf16.csv": lambda: b"\xff\xfe" + HEAD.encode("utf-16-le") + b"\xd8" * 99_999,
        "mixture.csv": lambda: (HEAD.encode() + "新乡甲有限公司,新乡,隔膜\n".encode("gb18030")) * 5_000,
        "formulas.csv": lambda: HEAD.encode() + b"=cmd|' /C calc'!A0,@SUM(1),+1+1\n" * 50,
        "bidi.csv": lambda: (HEAD + "\u202e司公限有\u2066乙\u0007,新乡,隔膜\n").encode(),
        "markup.csv": lambda: (HEAD + "![a](http://out.example/x.png)<img src=//out.example/y>,新乡,隔膜\n").encode(),
        "same_heads.csv": lambda: ("企业名称," * 1_500 + "\n" + "甲," * 1_500 + "\n").encode(),
        "digits.csv": lambda: (HEAD + f"甲,新乡,{'9' * 150_000}\n").encode(),
        "deep.json": lambda: b"[" * 400_000,
        "deep_object.jsonl": lambda: b'{"a":' * 100_000,
        "many_keys.jsonl": lambda: "".join(f'{{"k{i}": 1}}\n' for i in range(9_000)).encode(),
        "huge_number.jsonl": lambda: b'{"name": ' + b"9" * 900_000 + b"}\n",
        "comments.html": lambda: b"<html><table><tr><td>" + b"<!--" * 120_000,
        "attributes.html": lambda: b"<html><table><tr><td " + b"a=" * 300_000,
        "spans.html": lambda: b"<html><table>" + b"<tr><td rowspan=60000 colspan=60000>a</td></tr>" * 40,
        "index.xls": lambda: (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'
            b"<Worksheet><Table>" + b'<Row ss:Index="1900000"><Cell ss:Index="1900">a</Cell></Row>' * 50
        ),
        "zip_of_zips.zip": lambda: packed(a__zip=packed(b__csv=b"x")),
        "bomb.zip": lambda: packed(a__csv=b"," * (150 * MB)),
        "lying.zip": lambda: _lying(packed(a__csv=b"a,b\n" * 500_000), 10),
        "many.zip": lambda: packed(**{f"t{i}__csv": b"a,b\n1,2\n" for i in range(2_000)}),
        "names.zip": lambda: packed(_____0______0_etc_0_passwd__csv=HEAD.encode() + "甲,新乡,隔膜\n".encode()),
        "raw_deflate.csv.gz": lambda: b"\x1f\x8b\x08\x00" + zlib.compress(b"a" * 1_000),
    }


def _papers() -> dict[str, Callable[[], bytes]]:
    paragraph = "<w:p><w:r><w:t>先征后返</w:t></w:r></w:p>"
    return {
        "bomb.docx": lambda: word(paragraph, **{"word/media.xml": b"x" * (200 * MB)}),
        "body_bomb.docx": lambda: word("<w:p>" + " " * (90 * MB) + "</w:p>"),
        "laughs.docx": lambda: word(_laughs(12) + WORD + "<w:p><w:r><w:t>&a9;</w:t></w:r></w:p>" + WORD_END),
        "external.docx": lambda: word(
            '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
            + WORD
            + "<w:p><w:r><w:t>&e;</w:t></w:r></w:p>"
            + WORD_END
        ),
        "deep.docx": lambda: word("<w:p>" * 100_000 + "</w:p>" * 100_000),
        "many.docx": lambda: word(paragraph * 60_000),
        "cells.docx": lambda: word("<w:tbl>" + "<w:tr><w:tc><w:p/></w:tc></w:tr>" * 20_000 + "</w:tbl>"),
        "spans.docx": lambda: word(
            '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="900000000"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>'
        ),
        "not_word.docx": lambda: packed(a=b"x"),
        "cut.docx": lambda: word(paragraph)[:400],
        "lying.docx": lambda: _lying(word(paragraph), 3_000_000_000),
        "long.txt": lambda: "返还".encode() * (3 * MB),
        "noise.txt": lambda: bytes(range(256)) * 4_000,
    }


TABLES = _tables() | _texts()
PAPERS = _papers()
# A few of each kind for every run; the rest is for the campaign.
QUICK = ("far_XFD20000.xlsx", "laughs.xlsx", "bomb.csv.gz", "one_line.csv", "deep.json")
QUICK_PAPERS = ("bomb.docx", "laughs.docx")
