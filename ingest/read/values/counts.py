"""How many people: 120人, 1,200, 50-99人, 少于50, 25（2024年报）, 一百二十人."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from ingest.read.values import numerals
from ingest.read.values.longest import is_too_long

MOST = 5_000_000  # more people than any firm employs
_ASIDE = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]")
_OTHER = re.compile(r"[元吨%]|万元")


class Count(NamedTuple):
    """value: None where it cannot be read; note: the code of what is to be said about it."""

    value: int | None
    note: str = ""


@lru_cache(maxsize=20_000)
def read(text: str) -> Count:
    """The number of people that a cell tells."""
    if is_too_long(text):
        return Count(None, "unreadable")
    plain = unicodedata.normalize("NFKC", text).replace(" ", "")
    plain = _ASIDE.sub("", plain) or plain
    number = numerals.read(plain)
    if number is None or not 0 <= number.value <= MOST or "_" in plain or _OTHER.search(plain[number.end :]):
        return Count(None, "unreadable")
    return Count(int(number.value), {"range": "range_taken", "bound": "bound_taken"}.get(number.supposed, ""))
