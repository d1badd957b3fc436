"""Puts names, codes, amounts, dates and places into one form. Pure functions; None or '' where unreadable."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache

# Yuan for one unit, rounded means of recent years; a capital in foreign money is only ever an order of size.
CURRENCY = {
    "美元": 7.1,
    "美金": 7.1,
    "港": 0.91,
    "欧元": 7.7,
    "日元": 0.048,
    "日本": 0.048,
    "日币": 0.048,
    "英镑": 9.0,
    "澳门": 0.88,
    "澳元": 4.7,
    "澳大利亚": 4.7,
    "新加坡": 5.3,
    "加元": 5.2,
    "加拿大": 5.2,
    "新台币": 0.22,
    "台币": 0.22,
    "韩": 0.0052,
    "瑞士": 8.0,
}
EMPTY = {"", "n/a", "na", "null", "none", "nan", "-", "--", "—", "无", "/", "不详", "暂无"}

_LONGEST_EMPTY = max(map(len, EMPTY))

_SPACES = re.compile(r"\s+")
_NAME_NOISE = re.compile(r"[\s·•.,，。、'\"“”‘’\-—_()（）\[\]【】<>《》]+")
_NUMBER = re.compile(r"\d[\d,，]*(?:\.\d+)?")
_DATE = re.compile(r"(\d{4})\D{0,2}(\d{1,2})?\D{0,2}(\d{1,2})?")


# GB 32100-2015: the characters of a credit code by their value, and the weight of each of the first 17.
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUE = {c: i for i, c in enumerate(_ALPHABET)}
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_CREDIT_CODE = re.compile(rf"\d{{8}}[{_ALPHABET}]{{10}}$")


def blank(text: str) -> str:
    """The text, stripped, or '' where it stands for nothing (N/A, —, 无 …)."""
    text = text.strip()
    return "" if len(text) <= _LONGEST_EMPTY and text.lower() in EMPTY else text


def name(text: str) -> str:
    """A firm's name as written: full-width letters made plain, brackets full-width, no spaces between characters."""
    text = unicodedata.normalize("NFKC", blank(text))
    text = text.replace("(", "（").replace(")", "）").replace("*", "")
    if re.search(r"[\u4e00-\u9fff]", text):
        return _SPACES.sub("", text)
    return _SPACES.sub(" ", text).strip()


@lru_cache(maxsize=400_000)
def name_key(text: str) -> str:
    """What two spellings of one name share: no punctuation, no brackets, upper case."""
    return _NAME_NOISE.sub("", unicodedata.normalize("NFKC", text)).upper()


def credit_code(text: str) -> str:
    """A unified social credit code with a right check digit (GB 32100-2015), else ''.

    A code that only fills the cell (000000000000000000) is none, though its check digit is right.
    """
    code = _SPACES.sub("", unicodedata.normalize("NFKC", blank(text))).upper().replace("-", "")
    if _CREDIT_CODE.match(code) is None or not code[2:17].strip("0"):
        return ""
    total = sum(weight * _VALUE[c] for weight, c in zip(_WEIGHTS, code, strict=False))
    return code if _VALUE[code[17]] == -total % 31 else ""


def stock_code(text: str) -> str:
    """A stock code with its exchange: `000949.SZ`; a bare six-digit number gets the exchange its first digits mean."""
    code = blank(text).upper().replace(" ", "")
    if re.fullmatch(r"\d{6}\.(SZ|SH|BJ)|\d{5}\.HK", code):
        return code
    if re.fullmatch(r"\d{6}", code):
        exchange = "SH" if code[0] == "6" or code.startswith("900") else "BJ" if code[0] in "489" else "SZ"
        return f"{code}.{exchange}"
    return ""


@lru_cache(maxsize=50_000)
def capital_wan(text: str) -> float | None:
    """Registered capital in 万元 from `1,200(万)`, `20(万美元)`, `50000000元`, `3.5亿元`; None if unreadable."""
    text = unicodedata.normalize("NFKC", blank(text)).replace(" ", "")
    number = _NUMBER.search(text)
    if number is None:
        return None
    amount = float(number.group().replace(",", "").replace("，", ""))
    unit = text[number.end() :]
    rate = next((r for word, r in CURRENCY.items() if word in unit), 1.0)
    if "亿" in unit:
        amount *= 10_000
    elif ("万" not in unit and "元" in unit) or ("万" not in unit and amount >= 1_000_000):
        amount /= 10_000
    return round(amount * rate, 4)


@lru_cache(maxsize=50_000)
def iso_date(text: str) -> str:
    """`YYYY-MM-DD` (or as much of it as is there) from usual spellings; '' if unreadable or impossible."""
    found = _DATE.search(unicodedata.normalize("NFKC", blank(text)))
    if found is None:
        return ""
    year, month, day = (int(g) if g else 0 for g in found.groups())
    if not 1900 <= year <= 2100:
        return ""
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return ""
    return f"{year:04d}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if month and day else "")


def number(text: str) -> float | None:
    """A plain number, thousands marks allowed; None if there is none."""
    text = unicodedata.normalize("NFKC", blank(text)).replace(",", "")
    try:
        value = float(text)
    except ValueError:
        return None
    return value if value == value and abs(value) != float("inf") else None


def amount(text: str) -> float | None:
    """A number that counts something, so not below zero; None if there is none."""
    value = number(text)
    return value if value is not None and value >= 0 else None


def items(text: str) -> tuple[str, ...]:
    """The parts of a list cell, separated by `;` (or ；), without repeats."""
    if not text:
        return ()
    parts = (blank(p) for p in re.split(r"[;；]", text))
    return tuple(dict.fromkeys(p for p in parts if p))


def truth(text: str) -> bool:
    """Yes in any of the usual ways."""
    return text.strip().lower() in {"true", "1", "yes", "y", "是", "已核", "已核实"}
