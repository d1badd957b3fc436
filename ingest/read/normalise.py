"""Puts names, codes, amounts, dates and places into one form. Pure functions; None or '' where unreadable."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from ingest.read.values import amounts, codes, dates
from ingest.read.values.names import INVISIBLE

EMPTY = frozenset(
    [
        "",
        "n/a",
        "na",
        "#n/a",
        "#ref!",
        "#value!",
        "#div/0!",
        "#name?",
        "#null!",
        "#num!",
        "null",
        "none",
        "nan",
        "-",
        "--",
        "---",
        "—",
        "——",
        "/",
        "\\",
        "*",
        "无",
        "不详",
        "暂无",
        "空",
        "未知",
        "未公开",
        "未公示",
        "不公示",
        "未披露",
        "暂未公开",
        "未填报",
        "企业选择不公示",
        "待补充",
        "待核实",
    ]
)

_LONGEST_EMPTY = max(map(len, EMPTY))

_SPACES = re.compile(r"\s+")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_NAME_NOISE = re.compile(r"[\s·•.,，。、'\"“”‘’\-—_()（）\[\]【】<>《》]+")


def blank(text: str) -> str:
    """The text, stripped, or '' where it stands for nothing (N/A, —, 无 …)."""
    text = text.strip()
    return "" if len(text) <= _LONGEST_EMPTY and text.lower() in EMPTY else text


def name(text: str) -> str:
    """A firm's name as written: full-width letters made plain, brackets full-width, no spaces between characters."""
    text = INVISIBLE.sub("", unicodedata.normalize("NFKC", blank(text)))
    text = text.replace("(", "（").replace(")", "）").replace("*", "")
    if _CHINESE.search(text):
        return _SPACES.sub("", text)
    return _SPACES.sub(" ", text).strip()


@lru_cache(maxsize=400_000)
def name_key(text: str) -> str:
    """What two spellings of one name share: no punctuation, no brackets, upper case."""
    return _NAME_NOISE.sub("", unicodedata.normalize("NFKC", text)).upper()


def credit_code(text: str) -> str:
    """A unified social credit code with a right check digit (GB 32100-2015), else ''."""
    return codes.read(blank(text)).code


def stock_code(text: str) -> str:
    """A stock code with its exchange: `000949.SZ`; a bare six-digit number gets the exchange its first digits mean."""
    code = blank(text).upper().replace(" ", "")
    if re.fullmatch(r"\d{6}\.(SZ|SH|BJ)|\d{5}\.HK", code):
        return code
    if re.fullmatch(r"\d{6}", code):
        exchange = "SH" if code[0] == "6" or code.startswith("900") else "BJ" if code[0] in "489" else "SZ"
        return f"{code}.{exchange}"
    return ""


def capital_wan(text: str) -> float | None:
    """Registered capital in 万元 from `1,200(万)`, `20(万美元)`, `50000000元`, `3.5亿元`; None if unreadable."""
    yuan = amounts.read(blank(text), "", "capital").yuan if blank(text) else None
    return None if yuan is None else round(yuan / 10_000, 4)


def iso_date(text: str) -> str:
    """`YYYY-MM-DD` (or as much of it as is there) from usual spellings; '' if unreadable or impossible."""
    return dates.read(blank(text)).iso


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
