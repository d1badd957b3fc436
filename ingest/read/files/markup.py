"""Web pages and XML spreadsheets, which many systems hand out under the name .xls → sheets."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from ingest.read.files.limits import Limits
from ingest.read.files.sheets import Area, Sheet

_STARTS = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|table|meta|head|body|style|\?xml|\?mso)", re.I)
_CHARSET = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
# The encodings that pages are in. Others that Python knows are none of letters (zip, rot13), or are made to take long.
CHARSETS = {
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk"), "gb18030"),
    **dict.fromkeys(("utf-8", "utf8"), "utf-8"),
    **dict.fromkeys(("utf-16", "utf-16le", "utf-16be", "unicode"), "utf-16"),
    **dict.fromkeys(("big5", "big5-hkscs"), "big5hkscs"),
    **dict.fromkeys(("windows-1252", "iso-8859-1", "us-ascii", "ascii"), "cp1252"),
}
_SPREADSHEET = re.compile(rb"urn:schemas-microsoft-com:office:spreadsheet|<table|<html", re.IGNORECASE)


def is_markup(raw: bytes) -> bool:
    """Does it begin as a web page or an XML spreadsheet does?"""
    return bool(_STARTS.match(raw[:512])) and bool(_SPREADSHEET.search(raw[:8192]))


def named_charset(raw: bytes) -> str:
    """The encoding that the page says it is in; '' where it does not say. GB 2312 means GB 18030."""
    found = _CHARSET.search(raw[:4096])
    told = found.group(1).decode("ascii").lower() if found else ""
    return CHARSETS.get(told, "")


def sheets_of(text: str, encoding: str, limits: Limits) -> list[Sheet]:
    """A sheet for each table; where a cell spans several, its value stands in the first and the area is told."""
    parser = _Tables(limits)
    parser.feed(text)
    parser.close()
    out = []
    for name, rows, merged in parser.tables:
        lines = [(n, cells) for n, cells in enumerate(rows, 1) if any(cells)]
        if lines:
            out.append(Sheet(name, lines, encoding, tuple(merged)))
    return out


class _Tables(HTMLParser):
    """Rows and cells of every table; tables inside cells count as tables of their own."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[tuple[str, list[list[str]], list[Area]]] = []
        self._limits = limits
        self._name = ""
        self._cell: list[str] | None = None
        self._span = (1, 1)
        self._skip = 0
        self._taken: dict[tuple[int, int], bool] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {k.rsplit(":", 1)[-1]: v or "" for k, v in attrs}
        tag = tag.rsplit(":", 1)[-1]
        if tag in ("style", "script"):
            self._skip += 1
        elif tag == "worksheet":
            self._name = told.get("name", "")
        elif tag == "table":
            self._end_cell()
            self.tables.append((self._name, [], []))
            self._taken = {}
        elif tag in ("tr", "row"):
            self._end_cell()
            if not self.tables:
                self.tables.append((self._name, [], []))
            rows = self.tables[-1][1]
            for _ in range(min(_whole(told.get("index", "")) - len(rows) - 1, self._limits.rows - len(rows))):
                rows.append([])
            if len(rows) < self._limits.rows:
                rows.append([])
        elif tag in ("td", "th", "cell") and self.tables and self.tables[-1][1]:
            self._end_cell()
            down = _whole(told.get("rowspan", "")) or _whole(told.get("mergedown", "")) + 1
            across = _whole(told.get("colspan", "")) or _whole(told.get("mergeacross", "")) + 1
            self._span = (min(down, self._limits.rows), min(across, self._limits.columns))
            self._place(_whole(told.get("index", "")))
            self._cell = []
        elif tag in ("br", "p", "div") and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        tag = tag.rsplit(":", 1)[-1]
        if tag in ("style", "script"):
            self._skip = max(self._skip - 1, 0)
        elif tag in ("td", "th", "cell", "tr", "row", "table"):
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._skip:
            self._cell.append(data)

    def _place(self, index: int) -> None:
        """Leave out the cells that one from above or from the left reaches into."""
        row, at = self.tables[-1][1][-1], len(self.tables[-1][1]) - 1
        while len(row) < min(index - 1, self._limits.columns) or (at, len(row)) in self._taken:
            row.append("")

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        text = "\n".join(" ".join(part.split()) for part in "".join(self._cell).split("\n") if part.strip())
        rows, merged = self.tables[-1][1], self.tables[-1][2]
        at, column = len(rows) - 1, len(rows[-1])
        down, across = self._span
        rows[-1].append(text[: self._limits.cell])
        rows[-1].extend([""] * (across - 1))
        if (down, across) != (1, 1):
            merged.append((at, column, at + down - 1, column + across - 1))
            if down * across <= 100_000:
                self._taken |= {(at + d, column + a): True for d in range(1, down) for a in range(across)}
        self._cell = None


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 8 else 0
