"""A form about one firm, its headings beside their values (企业名称 | 某公司 | 成立时间 | 2005 年) → one row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ingest.read.files.sheets import Line
from ingest.read.layout import lines as look

LEAST_PAIRS = 4
MOST_OF = 0.6  # of the lines with several cells hold headings with their values


class Form(NamedTuple):
    """columns: the headings; cells: their values; number: the line of the first; titles: the lines above."""

    columns: tuple[str, ...]
    cells: tuple[str, ...]
    number: int
    titles: tuple[str, ...]


def form_of(lines: Sequence[Line], words: frozenset[str]) -> Form | None:
    """The form that a whole sheet is; None where it is no form. words: the headings known."""
    told: dict[str, str] = {}
    fitting = several = number = 0
    titles: list[str] = []
    for at, cells in lines:
        own = [c for i, c in enumerate(cells) if c and (i == 0 or c != cells[i - 1])]
        pairs = _pairs(own, words)
        if pairs and not number:
            number = at
        if not number:
            titles.append(" ".join(own))
        several += len(own) > 1
        fitting += bool(pairs)
        if any(h in told for h, _ in pairs):
            return None  # the same heading twice: a table
        told.update(pairs)
    filled = {h: v for h, v in told.items() if v}
    firm = any(look.looks_like_firm(v) for v in filled.values())
    if len(filled) < LEAST_PAIRS or fitting < 2 or fitting < MOST_OF * several or not firm:
        return None
    return Form(tuple(filled), tuple(filled.values()), number, tuple(t for t in titles if t))


def _pairs(own: Sequence[str], words: frozenset[str]) -> list[tuple[str, str]]:
    """The headings of a line, each with the value to its right, '' where another heading follows."""
    roles = [look.role(c, words) for c in own]
    out = []
    for i, (cell, role) in enumerate(zip(own, roles, strict=True)):
        if role != "known":
            continue
        value = own[i + 1] if i + 1 < len(own) and roles[i + 1] != "known" else ""
        out.append((cell, value))
    return out if any(v for _, v in out) and len(out) * 2 >= len(own) - 1 else []
