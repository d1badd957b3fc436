"""Firms' names out of cells: invisible characters, formulas, ordinals, and what stands in brackets behind them."""

from __future__ import annotations

import re
from typing import NamedTuple

from graph.model.records.roles import Status
from ingest.read.values import status as states

INVISIBLE = re.compile(
    r"[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad\u0000-\u0008\u000b\u000c\u000e-\u001f]"
)
_FORMULA = re.compile(r'^=\s*(?:HYPERLINK\s*\(\s*"[^"]*"\s*[,;]\s*)?"(?P<text>(?:[^"]|"")*)"\s*\)?$', re.IGNORECASE)
_MARK_BEFORE = re.compile(r"^[='+@＋＝]+(?=[\u4e00-\u9fff])|^'+")
_ORDINAL = re.compile(r"^(?:[(（]?\d{1,4}[)）、．]|\d{1,4}\.(?!\d)|[①-⑳])\s*(?=[\u4e00-\u9fff])")
_BRACKET = re.compile(r"[(（\[【<]")
_INNER = r"(?:[^()（）\[\]【】<>]|[(（][^()（）]*[)）])"  # a former name may have brackets of its own: 甲（集团）公司
# 原阳县, 原平市 and 原州区 are places; 原料药, 原种, 原油 are goods.
_WAS = r"(?:原名称?|原(?!阳(?!光)|平市|州区|[种料始木油浆生创])|曾用名称?|更名前|前身|旧名)(?:为|是)?"
_FORMER = re.compile(
    rf"[(（\[【<]\s*{_WAS}\s*(?:[:：]\s*(?P<told>{_INNER}{{2,60}})|(?![:：为是名称])(?P<bare>{_INNER}{{4,60}}))[)）\]】>]"
)
_YEARS = re.compile(r"\s*[(（\[【]?\s*(?:19|20)\d\d[^)）\]】]*[)）\]】]?\s*$")
_LABEL = re.compile(r"^(?:原名|曾用名|企业名称|公司名称|名称)\s*[:：]\s*")
_NO_NAME = re.compile(
    r"^(?:https?://|www\.)|@.*\.|^[\u4e00-\u9fff]{1,2}某{1,2}$|^[0-9A-Z]{15,20}$|^[\W\d_]+$|^[=@+|][^\u4e00-\u9fff]*$",
    re.IGNORECASE,
)


class FirmName(NamedTuple):
    """name; the state that the cell tells beside it, '' where none; former names that it tells."""

    name: str
    status: Status | str = ""
    former: tuple[str, ...] = ()


def visible(text: str) -> str:
    """A cell without characters that cannot be seen, without the formula or apostrophe by which a spreadsheet was made
    to keep a text as it is."""
    if not text.isascii() or not text.isprintable():
        text = INVISIBLE.sub("", text)
    if text[:1] in "='+@＋＝":
        formula = _FORMULA.match(text)
        text = formula["text"].replace('""', '"') if formula else _MARK_BEFORE.sub("", text)
    return text.strip()


def read(text: str) -> FirmName:
    """A firm's name without ordinal and notes, not yet in its one form (`ingest.read.normalise.name`)."""
    text = _LABEL.sub("", _ORDINAL.sub("", visible(text)))
    if not _BRACKET.search(text):
        return FirmName(text)
    former = tuple(former_name(m["told"] or m["bare"]) for m in _FORMER.finditer(text))
    told: Status | str = ""
    state = states.IN_NAME.search(text)
    if state:
        told = states.read(state.group(1)) or ""
        text = states.IN_NAME.sub("", text)
    return FirmName(_FORMER.sub("", text).strip(), told, former)


def former_name(text: str) -> str:
    """A former name without the years it was used in: `旧名有限公司（2001-03至2010-05）`."""
    plain = _LABEL.sub("", visible(text))
    return _YEARS.sub("", plain).strip() or plain


def is_no_name(text: str) -> bool:
    """Is it something else than a firm: an address of the web, a code, a person whose name is hidden?"""
    return bool(_NO_NAME.search(text))
