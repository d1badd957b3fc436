"""Credit codes out of cells: a label before them, a note behind, ="…", an apostrophe, O for 0; placeholders are none."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from stdnum.cn import uscc as _uscc

_E_NOTATION = re.compile(r"\d(?:\.\d+)?e\+?1[4-9]", re.IGNORECASE)
_TOKEN = re.compile(r"(?<![0-9A-Z])[0-9A-Z]{18}(?![0-9A-Z])")
_PLACEHOLDERS = (0, 1, 8, 9, 13, 15, 18)  # lengths of 000000000000000000, 11111111-1, 0, -
_NOT_IN_CODES = str.maketrans("OI", "01")  # letters that no code has, and the digits they are mistaken for


class Code(NamedTuple):
    """code: '' where there is none; note: what is to be said about it, '' where nothing."""

    code: str
    note: str = ""


@lru_cache(maxsize=20_000)
def read(text: str) -> Code:
    """A unified social credit code with a right check digit (GB 32100-2015). All of one character, and texts without
    a letter or digit, stand for none."""
    plain = re.sub(r"[\s'\"=`‘’“”\u200b-\u200f\ufeff]+", "", unicodedata.normalize("NFKC", text)).upper()
    bare = re.sub(r"[^0-9A-Z]", "", plain)
    if len(set(bare)) <= 1 and len(bare) in _PLACEHOLDERS:
        return Code("")
    if _uscc.is_valid(plain):
        return Code(plain)
    if _E_NOTATION.search(plain):
        return Code("", "code_as_number")
    found = {c for c in _TOKEN.findall(plain) if _uscc.is_valid(c)}
    found = found or {c for c in _TOKEN.findall(plain.translate(_NOT_IN_CODES)) if _uscc.is_valid(c)}
    return Code(found.pop()) if len(found) == 1 else Code("", "bad_uscc")
