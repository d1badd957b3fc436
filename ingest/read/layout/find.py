"""A sheet → its tables: where each begins, its rows, and every line that is none, with the reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice

from graph.model.headings import forms as headings
from ingest.read.files.sheets import Line, Sheet
from ingest.read.layout import lines as look
from ingest.read.layout.form import form_of
from ingest.read.layout.heading import filled_to, heading_rows, names
from ingest.read.layout.shapes import Head, Left, Row, SkippedSheet

LOOKED_AT = 60  # lines among which the heading of a sheet is looked for
MOST_TITLES = 12
NAME = "企业名称"  # the heading of a list of names without one

_UNNAMED = re.compile(r"第\d+列(?:#\d+)?")

Piece = Head | Row | Left | SkippedSheet


def pieces(sheet: Sheet, words: frozenset[str]) -> Iterator[Piece]:
    """The tables of a sheet, line by line. words: the headings known (`graph.model.headings`)."""
    source = iter(sheet.lines)
    first = list(islice(source, LOOKED_AT))
    if not first:
        yield SkippedSheet(sheet.name, sheet.member, "empty_sheet")
        return
    form = form_of(first, words) if len(first) < LOOKED_AT else None
    if form is not None:
        yield Head(sheet.name, sheet.member, sheet.encoding, form.columns, (), form.titles)
        yield Row(form.number, list(form.cells))
        return
    finder = _Finder(sheet, words)
    start = finder.heading_at(first)
    if start is None:
        yield from finder.unknown(first, source)
        return
    yield from finder.table(first, start, source)


def as_it_stands(sheet: Sheet) -> Iterator[Piece]:
    """A sheet whose first line is its heading and every other one a row, for a file of a form that is agreed on."""
    columns: tuple[str, ...] = ()
    for number, cells in sheet.lines:
        if not columns:
            columns = tuple(cells)
            yield Head(sheet.name, sheet.member, sheet.encoding, columns, (number,))
        else:
            yield Row(number, cells)


class _Finder:
    def __init__(self, sheet: Sheet, words: frozenset[str]) -> None:
        self.sheet, self.words = sheet, words
        self.areas = sorted(sheet.merged)
        self._held: dict[int, tuple[str, int]] = {}  # column → (value, last row) of a merged area we are in
        self._next_area = 0

    def heading_at(self, lines: Sequence[Line], begin: int = 0) -> int | None:
        """The index of the first line of headings."""
        for i in range(begin, len(lines)):
            width = max((len(look.filled(c)) for _, c in lines[i + 1 : i + 8]), default=0)
            if look.is_heading(lines[i][1], self.words, width):
                return i
        return None

    def head(self, lines: Sequence[Line], titles: Sequence[Line], known: bool = True) -> Head:
        told = [" ".join(dict.fromkeys(look.filled(c))) for _, c in titles[-MOST_TITLES:]]
        unit = next((u for t in told if (u := headings.unit(t))), "")
        columns = names(lines, self.words, self.areas)
        return Head(
            self.sheet.name,
            self.sheet.member,
            self.sheet.encoding,
            columns,
            tuple(n for n, _ in lines),
            tuple(told),
            unit,
            known,
        )

    def table(self, first: list[Line], start: int, source: Iterator[Line]) -> Iterator[Piece]:
        """The table that begins at this line of `first`, and those below it."""
        count = heading_rows(first, start, self.words, self.areas)
        head = self.head(first[start : start + count], first[:start])
        yield _first_block(head)
        rest = chain(first[start + count :], source)
        yield from self.rows(head, first[start : start + count], rest)

    def rows(self, head: Head, heading: Sequence[Line], rest: Iterator[Line]) -> Iterator[Piece]:
        known = self.words | {c for _, cells in heading for c in cells if c}
        width, name_column = len(head.columns), _name_column(head.columns)
        beside = blocks(head.columns)
        titles: list[Line] = []
        section, after_heading = "", True
        for number, raw in rest:
            cells = self._filled_down(number, raw) if self.areas else raw
            if after_heading and look.is_numbering(cells):
                yield Left(number, "numbering_row", _text(cells))
                continue
            if not known.isdisjoint(cells) and (kind := self._heading_again(cells, heading)):
                if kind == "repeated":
                    yield Left(number, "repeated_heading", _text(cells))
                    after_heading = True
                    continue
                yield from self._next_table(number, cells, titles, rest)
                return
            after_heading = False
            why = look.no_row(cells, width)
            if why:
                yield Left(number, why, _text(cells))
                titles.append((number, cells))
                continue
            inner = look.section(cells, width, name_column)
            if inner:
                section = inner
                titles.append((number, cells))
                yield Left(number, "section_row", _text(cells))
                continue
            if not beside:
                yield Row(number, cells, section)
                continue
            for block in beside:
                own = [cells[c] if c < len(cells) else "" for c in block]
                if any(c and not c.isdigit() for c in own):
                    yield Row(number, own, section)

    def _next_table(self, number: int, cells: list[str], titles: list[Line], rest: Iterator[Line]) -> Iterator[Piece]:
        """Another table below, with headings of its own."""
        block = [(number, cells), *islice(rest, 3)]
        count = heading_rows(block, 0, self.words, self.areas)
        head = self.head(block[:count], titles[-1:])
        yield _first_block(head)
        yield from self.rows(head, block[:count], chain(block[count:], rest))

    def _heading_again(self, cells: Sequence[str], heading: Sequence[Line]) -> str:
        """`repeated` for the headings of this table once more, `new` for those of another, '' for a row."""
        own = look.filled(cells)
        for _, line in heading:
            same = sum(a == b for a, b in zip(cells, line, strict=False) if a)
            if same >= max(1, 0.6 * len(own)) and (same >= 2 or len(own) == 1 == len(look.filled(line))):
                return "repeated"
        if len(own) >= 2 and look.is_heading(cells, self.words, len(own)):
            same_words = {headings.plain(c) for c in own} == {headings.plain(c) for _, li in heading for c in li if c}
            return "repeated" if same_words else "new"
        return ""

    def _filled_down(self, number: int, cells: list[str]) -> list[str]:
        """The cells, with the value of an area merged downwards in each of its rows."""
        row = number - 1
        while self._next_area < len(self.areas) and self.areas[self._next_area][0] <= row:
            top, left, bottom, _ = self.areas[self._next_area]
            self._next_area += 1
            if top == row and bottom > top and left < len(cells) and cells[left]:
                self._held[left] = (cells[left], bottom)
        if not self._held:
            return cells
        out = cells
        for column, (value, bottom) in list(self._held.items()):
            if row > bottom:
                del self._held[column]
            elif column >= len(cells) or not cells[column]:
                out = out if out is not cells else list(cells)
                out += [""] * (column + 1 - len(out))
                out[column] = value
        return out

    def unknown(self, first: list[Line], source: Iterator[Line]) -> Iterator[Piece]:
        """A sheet without a heading that we know: a list of names, else the first line as wide as what follows."""
        widths = [len(look.filled(c)) for _, c in first]
        single = max(widths) == 1
        firms = sum(look.looks_like_firm(held[0]) for _, c in first if (held := look.filled(c)))
        if single and firms >= 0.8 * len(first):
            head = Head(self.sheet.name, self.sheet.member, self.sheet.encoding, (NAME,), ())
            yield head
            yield from self.rows(head, [], ((n, look.filled(c)) for n, c in chain(first, source)))
            return
        usual = sorted(widths)[len(widths) // 2]
        at = next((i for i, (_, c) in enumerate(first) if self._may_head(c, usual)), 0)
        head = self.head(first[at : at + 1], first[:at], known=False)
        yield head
        yield from self.rows(head, first[at : at + 1], chain(first[at + 1 :], source))

    def _may_head(self, cells: Sequence[str], usual: int) -> bool:
        own = look.filled(cells)
        roles = [look.role(c, self.words) for c in own]
        return len(own) >= max(1, 0.6 * usual) and "data" not in roles and len(set(own)) == len(own)


def blocks(columns: Sequence[str]) -> list[list[int]]:
    """Where a list is printed in several blocks beside one another (序号 企业名称 序号 企业名称): the columns of each
    block; none where it is not."""
    words = ["" if _UNNAMED.fullmatch(c) else c.partition("#")[0] for c in columns]
    starts = [i for i, w in enumerate(words) if w and w == words[0]]
    if len(starts) < 2:
        return []
    parts = [[i for i in range(a, b) if words[i]] for a, b in zip(starts, [*starts[1:], len(words)], strict=True)]
    first = [words[i] for i in parts[0]]
    same = len(first) >= 2 and all([words[i] for i in p] == first for p in parts)
    return parts if same else []


def _first_block(head: Head) -> Head:
    beside = blocks(head.columns)
    return replace(head, columns=tuple(head.columns[c] for c in beside[0])) if beside else head


def _name_column(columns: Sequence[str]) -> int:
    """The column that most likely holds the firm's name."""
    for words in (("企业名称", "单位名称", "公司名称", "name"), ("名称", "企业", "公司", "单位")):
        for i, c in enumerate(columns):
            if any(w in headings.plain(c) for w in words):
                return i
    return 0


def _text(cells: Sequence[str]) -> str:
    return " | ".join(look.filled(filled_to(cells)))[:80]
