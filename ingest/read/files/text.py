"""Text with separators → lines of cells, decoded and taken apart as it is read."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator

from graph.errors import UnreadableFile
from graph.files.inert import as_it_was
from graph.model.headings.forms import plain
from ingest.read.files.limits import LONGEST_LINE, Limits
from ingest.read.files.sheets import Line

SEPARATORS = (",", "\t", ";", "|", "，", "；")
LOOKED_AT = 40  # lines that tell which separator it is


def separator_of(raw: bytes, encoding: str, words: frozenset[str]) -> str:
    """The separator under which most headings stand alone in their cells, else the one that cuts most lines into the
    same number of cells. words: the headings known, in the form of `graph.model.headings.forms.plain`."""
    with text_of(raw, encoding) as text:
        sample = [line for _, line in zip(range(LOOKED_AT), text, strict=False)]
    best, best_score = ",", (0, 0.0)
    for mark in SEPARATORS:
        rows = [r for r in _parsed(sample, mark) if any(c.strip() for c in r)]
        known = max((sum(plain(c) in words for c in r) for r in rows), default=0)
        widths = Counter(len(r) for r in rows if len(r) > 1)
        even = max(widths.values(), default=0) / max(len(rows), 1)
        score = (known if known > 1 else 0, even)
        if score > best_score and (score[0] or even >= 0.5):  # a mark in one line of many separates nothing
            best, best_score = mark, score
    return best


def _parsed(sample: list[str], mark: str) -> list[list[str]]:
    try:
        return list(csv.reader(sample, delimiter=mark))
    except csv.Error:
        return [line.split(mark) for line in sample]


def refuse_endless_line(name: str, raw: bytes) -> None:
    """A line of many megabytes is no row, and taking it apart would fill the memory before its cells are counted.
    Raises `UnreadableFile`."""
    for start in range(0, len(raw) - LONGEST_LINE, LONGEST_LINE):
        if raw.find(b"\n", start, start + LONGEST_LINE) < 0 and raw.find(b"\r", start, start + LONGEST_LINE) < 0:
            raise UnreadableFile(name, "a line has more than 4,000,000 characters", "check the separators")


def text_of(raw: bytes, encoding: str) -> io.TextIOWrapper:
    """The bytes as text, decoded as they are read: a register of a country does not stand in memory twice. A single
    \\r ends a line, too."""
    return io.TextIOWrapper(io.BytesIO(raw), encoding=encoding, newline="")


def lines_of(name: str, raw: bytes, encoding: str, mark: str, limits: Limits, strict: bool) -> Iterator[Line]:
    """The records, numbered as a spreadsheet shows them; empty ones are left out.

    strict: a quotation mark that is out of place is an error. Raises `csv.Error`, or `UnreadableFile` for what goes
    beyond the limits.
    """
    csv.field_size_limit(limits.cell)
    with text_of(raw, encoding) as text:
        for number, cells in enumerate(csv.reader(text, delimiter=mark, strict=strict), 1):
            if number > limits.rows:
                raise UnreadableFile(name, f"it has more than {limits.rows:,} rows", "split it")
            if len(cells) > limits.columns:
                raise UnreadableFile(
                    name, f"row {number} has {len(cells):,} columns, over {limits.columns:,}", "check the separators"
                )
            stripped = [as_it_was(c.strip()) for c in cells]
            if any(stripped):
                yield number, stripped
