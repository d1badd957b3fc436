"""Headings of one, two or three rows → one name a column."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph.model.headings import forms as headings
from ingest.read.files.sheets import Area, Line
from ingest.read.layout.lines import is_numbering, looks_like_firm, role, says_headings

MOST_ROWS = 4
_BESIDE = re.compile(r"上年|去年|同期|同比|环比|增速|增长|增减|增幅|比重|占比|±")
_NOW = re.compile(r"^(?:本年(?:累计|实际|数)?|本期(?:累计|实际|数)?|累计|实际|合计|总额|小计|\d{4}年?)$")


def heading_rows(lines: Sequence[Line], start: int, words: frozenset[str], merged: Sequence[Area]) -> int:
    """How many lines, from `start`, belong to the heading."""
    count = max(1, _merged_down(lines, start, merged))
    top = _spread(lines[start], merged)
    for k in range(1, count):
        top = _over(top, _spread(lines[start + k], merged))
    while count < MOST_ROWS and start + count < len(lines):
        line = lines[start + count]
        if not _continues(line[1], lines[start][1], top, words):
            break
        top = _over(top, _spread(line, merged))
        count += 1
    return count


def _merged_down(lines: Sequence[Line], start: int, merged: Sequence[Area]) -> int:
    """How many lines the heading has by its merged cells: several of its columns reach down to the same row, and the
    lines in between hold no firm."""
    row = lines[start][0] - 1
    bottoms = [bottom for top, left, bottom, right in merged if top == row and bottom > top]
    if len(bottoms) < 2 or len(set(bottoms)) != 1:
        return 1
    count = sum(n - 1 <= bottoms[0] for n, _ in lines[start:])
    below = (c for _, cells in lines[start + 1 : start + count] for c in cells if c)
    return count if count <= MOST_ROWS and not any(looks_like_firm(c) for c in below) else 1


def _continues(cells: Sequence[str], first: Sequence[str], top: Sequence[str], words: frozenset[str]) -> bool:
    """Does this line go on with the heading? It fills columns that the lines above leave open or span; a line that
    holds nothing but units does as well."""
    own = [(i, c) for i, c in enumerate(cells) if c]
    if not own or is_numbering(cells):
        return False
    if all(headings.is_unit(c) for _, c in own):
        return True
    if not says_headings(cells, words):
        return False
    opened = sum(i >= len(first) or not first[i] or _spans(first, i) for i, _ in own)
    known = sum(role(c, words) == "known" for _, c in own)
    return (opened >= 0.6 * len(own) and known >= 1) or (opened == len(own) and len(own) >= 2)


def _spans(cells: Sequence[str], column: int) -> bool:
    """Is the cell to its right open, so that this one may stand over several columns?"""
    return column + 1 >= len(cells) or not cells[column + 1]


def _spread(line: Line, merged: Sequence[Area]) -> list[str]:
    """The line with the values of cells that are merged across put into each of their columns."""
    number, cells = line
    out = list(cells)
    for top, left, _, right in merged:
        if top == number - 1 and right > left and left < len(out) and out[left] and right - left < 500:
            out += [""] * (right + 1 - len(out))
            for column in range(left + 1, right + 1):
                out[column] = out[column] or out[left]
    return out


def _over(top: Sequence[str], below: Sequence[str]) -> list[str]:
    width = max(len(top), len(below))
    padded = [*below, *[""] * (width - len(below))]
    return [b or (top[i] if i < len(top) else "") for i, b in enumerate(padded)]


def names(lines: Sequence[Line], words: frozenset[str], merged: Sequence[Area]) -> tuple[str, ...]:
    """One name a column from the lines of a heading; one that comes again gets a number."""
    if not merged and len(lines) > 1:
        lines = [(n, _carried(cells, lines[k + 1][1])) for k, (n, cells) in enumerate(lines[:-1])] + [lines[-1]]
    spread = [_spread(line, merged) for line in lines]
    width = max(len(filled_to(s)) for s in spread)
    out: list[str] = []
    seen: dict[str, int] = {}
    for column in range(width):
        parts = [s[column] for s in spread if column < len(s) and s[column]]
        name = _joined(list(dict.fromkeys(parts)), words) or f"第{column + 1}列"
        seen[name] = seen.get(name, 0) + 1
        out.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
    return tuple(out)


def filled_to(cells: Sequence[str]) -> list[str]:
    """The cells up to the last that holds something."""
    last = max((i for i, c in enumerate(cells) if c), default=-1)
    return list(cells[: last + 1])


def _carried(cells: Sequence[str], below: Sequence[str]) -> list[str]:
    """Without word of merged cells: a heading reaches over the open columns to its right that the next line fills."""
    out = [*cells, *[""] * (len(below) - len(cells))]
    last = ""
    for i, cell in enumerate(out):
        if cell:
            last = cell if i < len(below) and below[i] else ""
        elif last and i < len(below) and below[i]:
            out[i] = last
        else:
            last = ""
    return out


def _joined(parts: Sequence[str], words: frozenset[str]) -> str:
    """The lowest part that is a known heading, else all of them; a unit told further up or down goes with it."""
    if len(parts) < 2:
        return parts[0] if parts else ""
    if any(_BESIDE.search(p) for p in parts[1:]):
        return "·".join(parts)  # of another year, or a rate: never the value itself
    unit = next((u for p in reversed(parts) if (u := headings.unit(p) or (p if headings.is_unit(p) else ""))), "")
    years = [p for p in parts if role(p, words) == "year"]
    named = [p for p in parts if not headings.is_unit(p) and p not in years]
    if years and named:
        return years[-1] + _joined(named, words)
    if len(named) > 1 and _NOW.match(named[-1]):
        named = named[:-1]
    for text in (*reversed(named), "".join(named)):
        if role(text, words) == "known":
            return text if headings.unit(text) or not unit else f"{text}（{unit.strip('()（）')}）"
    text = "·".join(named)
    return text if headings.unit(text) or not unit else f"{text}（{unit.strip('()（）')}）"
