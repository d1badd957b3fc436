"""Credit codes out of cells: a label before them, a note behind, ="…", an apostrophe, O for 0."""

from __future__ import annotations

import re
import unicodedata
from operator import mul
from typing import NamedTuple

from ingest.read.values.longest import is_too_long

_E_NOTATION = re.compile(r"\d(?:\.\d+)?e\+?1[4-9]", re.IGNORECASE)
_TOKEN = re.compile(r"(?<![0-9A-Z])[0-9A-Z]{18}(?![0-9A-Z])")
_PLACEHOLDERS = (0, 1, 8, 9, 13, 15, 18)  # lengths of 000000000000000000, 11111111-1, 0, -
_NOT_IN_CODES = str.maketrans("OI", "01")  # letters that no code has, and the digits they are mistaken for


_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUE = {c: i for i, c in enumerate(_LETTERS)}
_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))
_FORM = re.compile(rf"[0-9]{{8}}[{_LETTERS}]{{10}}")


class Code(NamedTuple):
    """code: '' where there is none; note: what is to be said about it, '' where nothing."""

    code: str
    note: str = ""


def is_valid(code: str) -> bool:
    """Is it a code with a right check digit? GB 32100-2015: weights 3^i modulo 31. python-stdnum gives the same, ten
    times slower, and a register has a code in every row."""
    if len(code) != 18 or not _FORM.fullmatch(code):
        return False
    total = sum(map(mul, map(_VALUE.__getitem__, code[:17]), _WEIGHTS))
    return _LETTERS[-total % 31] == code[17]


def read(text: str) -> Code:
    """A unified social credit code with a right check digit (GB 32100-2015). All of one character, and texts without
    a letter or digit, stand for none."""
    if is_valid(text) and text != text[0] * len(text):
        return Code(text)
    if is_too_long(text):
        return Code("", "bad_uscc")
    plain = re.sub(r"[\s'\"=`‘’“”\u200b-\u200f\ufeff]+", "", unicodedata.normalize("NFKC", text)).upper()
    bare = re.sub(r"[^0-9A-Z]", "", plain)
    if len(set(bare)) <= 1 and len(bare) in _PLACEHOLDERS:
        return Code("")
    if is_valid(plain):
        return Code(plain)
    if _E_NOTATION.search(plain):
        return Code("", "code_as_number")
    found = {c for c in _TOKEN.findall(plain) if is_valid(c)}
    found = found or {c for c in _TOKEN.findall(plain.translate(_NOT_IN_CODES)) if is_valid(c)}
    return Code(found.pop()) if len(found) == 1 else Code("", "bad_uscc")
