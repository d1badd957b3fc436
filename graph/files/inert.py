"""Cells that a spreadsheet would take for a formula, and how they are kept from it."""

from __future__ import annotations

import re

# What a spreadsheet takes for the start of a formula, full-width forms included (OWASP, "CSV Injection"); what cannot
# be seen may stand before it.
_UNSEEN = r"[\s\x00-\x1f\x7f\ufeff\u200b-\u200f\u2028-\u202e\u2060-\u2069]*"
_FORMULA = re.compile(rf"{_UNSEEN}[=+\-@＝＋－＠]|[\t\r\n]")
_NUMBER = re.compile(r"[+-]?\d[\d,]*(\.\d+)?([eE][+-]?\d+)?%?")
_NOTHING = frozenset({"-", "--", "---"})  # stands for "none" in many tables, and runs nothing
MARK = "'"
# What no text has: control characters but tab and line ends, what turns the direction of letters around, halves of
# pairs. XML, and so every Word file, refuses most of them.
_ILLEGIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def legible(text: str) -> str:
    """The text without characters that no text has."""
    return text if text.isprintable() else _ILLEGIBLE.sub("", text)


def is_live(text: str) -> bool:
    """Would a spreadsheet that opens this as a cell of a .csv take it for a formula? Plain numbers are none."""
    return bool(_FORMULA.match(text)) and not _NUMBER.fullmatch(text.strip()) and text not in _NOTHING


def defused(text: str) -> str:
    """The text with an apostrophe before it where it is live: shown as it is, never run."""
    return MARK + text if is_live(text) else text


def as_it_was(text: str) -> str:
    """The text that `defused` was given: what we export can be loaded again without an apostrophe more."""
    return text[1:] if text.startswith(MARK) and is_live(text[1:]) else text
