"""Dates in the spellings that tables have: 2019年3月, 20190305, a spreadsheet's serial, 5 Mar 2019, 民国87年."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import NamedTuple

from graph.model.headings.traditional import simplified
from ingest.read.values import numerals
from ingest.read.values.longest import is_too_long

FIRST_YEAR, LAST_YEAR = 1900, 2100
_SERIAL_ZERO = date(1899, 12, 30)
_SERIALS = range(20_000, 60_000)  # 1954 to 2064
_CHINA = timezone(timedelta(hours=8))
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {m: i for i, m in enumerate(_NAMES, 1)}
_WORD_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_ERAS = {"民国": 1911, "平成": 1988, "昭和": 1925, "令和": 2018}
_ERA = re.compile(r"(民国|平成|昭和|令和)(\d{1,3})(?:年(?:(\d{1,2})月(?:(\d{1,2})日?)?)?)?")
_YMD = re.compile(r"(?<!\d)(\d{4})(?:年|\D{0,3})(?:(\d{1,2})(?!\d)(?:月|\D{0,3}))?(?:(\d{1,2})(?!\d))?")
_COMPACT = re.compile(r"(?<!\d)(\d{4})(\d{2})(\d{2})?(?!\d)")
_DAY_FIRST = re.compile(r"^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})(?!\d)")
_SHORT_YEAR = re.compile(r"^(\d{2})年(?:(\d{1,2})月(?:(\d{1,2})日?)?)?$")
_DAY_WORD = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?[\s\-/]*{_WORD_MONTH}[\s\-/,]*(\d{{2,4}})(?!\d)", re.IGNORECASE)
_WORD_DAY = re.compile(rf"{_WORD_MONTH}\s*(\d{{1,2}})(?:st|nd|rd|th)?[\s,]+(\d{{4}})", re.IGNORECASE)
_WORD_YEAR = re.compile(rf"{_WORD_MONTH}[\s\-/,]*(\d{{4}})", re.IGNORECASE)
_CHINESE_DATE = re.compile(
    r"([零〇一二三四五六七八九]{2,4})年(?:([一二三四五六七八九十]{1,3})月(?:([一二三四五六七八九十]{1,3})日?)?)?"
)


class Day(NamedTuple):
    """iso: `YYYY-MM-DD` or as much of it as is told, '' where it cannot be read; note: what is to be said about it."""

    iso: str
    note: str = ""


@lru_cache(maxsize=50_000)
def read(text: str) -> Day:
    """A date; of a span the day on which it begins. What cannot be is refused: a thirteenth month, the year 2562."""
    if is_too_long(text):
        return Day("")
    plain = simplified(unicodedata.normalize("NFKC", text).strip())
    if re.fullmatch(r"\d+(?:\.0+)?", plain):
        return _number(plain.split(".")[0])
    found = _DAY_FIRST.match(plain)
    if found:
        return _day_first(*(int(g) for g in found.groups()))
    for pattern, order in ((_DAY_WORD, (2, 1, 0)), (_WORD_DAY, (2, 0, 1)), (_WORD_YEAR, (1, 0))):
        found = pattern.search(plain)
        if found:
            parts = [found.group(i + 1) for i in order]
            year = _century(int(parts[0])) if len(parts[0]) == 2 else int(parts[0])
            return _made(year, _MONTHS[parts[1][:3].lower()], int(parts[2]) if len(parts) > 2 else 0)
    return _chinese(plain) or _compact(plain) or _plain(plain)


def _number(digits: str) -> Day:
    """A bare number: a year, a year and month, a day, a serial of a spreadsheet, a time stamp."""
    if len(digits) == 5 and int(digits) in _SERIALS:
        return Day((_SERIAL_ZERO + timedelta(days=int(digits))).isoformat())
    if len(digits) in (10, 13) and digits[0] in "123456789":
        moment = datetime.fromtimestamp(int(digits[:10]), tz=_CHINA)
        return Day(moment.date().isoformat()) if moment.year <= LAST_YEAR else Day("")
    if len(digits) == 8:
        return _made(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    if len(digits) == 6:
        return _made(int(digits[:4]), int(digits[4:]), 0)
    return _made(int(digits), 0, 0) if len(digits) == 4 else Day("")


def _day_first(a: int, b: int, year: int) -> Day:
    """5/3/2019 may be either; 25/3/2019 and 3/25/2019 may not."""
    if a > 12 >= b:
        return _made(year, b, a)
    if b > 12 >= a:
        return _made(year, a, b)
    if a == b:
        return _made(year, a, b)
    day = _made(year, 0, 0)
    return Day(day.iso, "ambiguous_date") if day.iso and max(a, b) <= 12 and min(a, b) >= 1 else Day("")


def _chinese(plain: str) -> Day | None:
    era = _ERA.search(plain)
    if era:
        return _made(_ERAS[era[1]] + int(era[2]), int(era[3] or 0), int(era[4] or 0))
    short = _SHORT_YEAR.match(plain)
    if short:
        return _made(_century(int(short[1])), int(short[2] or 0), int(short[3] or 0))
    words = _CHINESE_DATE.search(plain)
    if words:
        year = int("".join(str(int(numerals.chinese(c) or 0)) for c in words[1]))
        month, day = (int(numerals.chinese(w) or 0) if w else 0 for w in (words[2], words[3]))
        return _made(_century(year) if len(words[1]) == 2 else year, month, day)
    return None


def _compact(plain: str) -> Day | None:
    found = _COMPACT.match(plain)
    return _made(int(found[1]), int(found[2]), int(found[3] or 0)) if found else None


def _plain(plain: str) -> Day:
    found = _YMD.search(plain)
    return _made(*(int(g) if g else 0 for g in found.groups())) if found else Day("")


def _century(year: int) -> int:
    return year + (2000 if year <= date.today().year % 100 else 1900)


def _made(year: int, month: int, day: int) -> Day:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return Day("")
    try:
        date(year, month or 1, day or 1 if month else 1)
    except ValueError:
        return Day("")
    return Day(f"{year:04d}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if month and day else ""))
