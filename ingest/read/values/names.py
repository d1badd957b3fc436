"""Firms' names out of cells: invisible characters, formulas, ordinals, and what stands in brackets behind them."""

from __future__ import annotations

import re
from typing import NamedTuple

from graph.model.records.roles import Status
from ingest.read.values import codes
from ingest.read.values import status as states
from ingest.read.values.longest import LONGEST, is_too_long

INVISIBLE = re.compile(
    r"[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad\u0000-\u0008\u000b\u000c\u000e-\u001f]"
)
_FORMULA = re.compile(r'^=\s*(?:HYPERLINK\s*\(\s*"[^"]*"\s*[,;]\s*)?"(?P<text>(?:[^"]|"")*)"\s*\)?$', re.IGNORECASE)
_MARK_BEFORE = re.compile(r"^[='+@＋＝]+(?=[\u4e00-\u9fff])|^'+")
_MARKS = re.compile(r"^[★☆●◆■▲△※*＊#\s]+|[★☆●◆■▲△※*＊#。，,；;、—\-\s]+$")
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


# What stands in brackets behind a whole name and is no part of it: （规上）, （2023 年新增）. What names a form or a
# part of the firm is: （有限合伙）, （集团）, （第二车间）.
_NOTE = re.compile(r"(?<=[\u4e00-\u9fffA-Za-z)）])\s*[(（\[【<](?P<note>[^()（）\[\]【】<>]{1,30})[)）\]】>]$")
_FULL = re.compile(r"(?:公司|厂|合作社|集团|店|部|中心|商行|农场|研究院|事务所)$")
_PART = re.compile(
    r"合伙|独资|集团|控股|中国|个体工商户|^筹|(?:(?<!上市)公司|厂|店|部|处|站|中心|车间|基地|院|所|行|社|分支|门市|仓库|(?<![入出])库)$|^[A-Za-z]+$"
)
_RENAMED = re.compile(
    r"[(（\[【<]\s*(?:现已?|已|后)?(?:更名|改名|变更)(?:为|成)?\s*[:：]?\s*(?P<now>[^()（）\[\]【】<>]{4,60})[)）\]】>]$"
)
_CODE = re.compile(r"[(（\[【<\s/|，,;；:：]*(?<![0-9A-Za-z])([0-9A-Za-z]{18})(?![0-9A-Za-z])[)）\]】>\s]*")
_EXAMPLE = re.compile(r"^(?:示例|样例|例如|例子?|填写示例|模板)\s*[:：]|[某×xX*＊]{2,}(?:有限)?(?:责任|股份)?公司$")


class FirmName(NamedTuple):
    """name; the state that the cell tells beside it, '' where none; former names that it tells; the credit code in the
    same cell; a note behind the name that is no part of it."""

    name: str
    status: Status | str = ""
    former: tuple[str, ...] = ()
    code: str = ""
    note: str = ""


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
    if is_too_long(text):
        return FirmName(text[:LONGEST])  # far over what a name may have, and refused for it
    text, code = _without_code(_LABEL.sub("", _ORDINAL.sub("", _MARKS.sub("", visible(text)))))
    if text[:1] in "“\"'《" and text[-1:] in "”\"'》":
        text = text[1:-1]
    if not _BRACKET.search(text):
        return FirmName(text, code=code)
    now = _RENAMED.search(text)
    if now:
        return FirmName(now["now"].strip(), "", (text[: now.start()].strip(),), code)
    former = tuple(former_name(m["told"] or m["bare"]) for m in _FORMER.finditer(text))
    told: Status | str = ""
    state = states.IN_NAME.search(text)
    if state:
        told = states.read(state.group(1)) or ""
        text = states.IN_NAME.sub("", text)
    text, note = _without_note(_FORMER.sub("", text).strip())
    return FirmName(text, told, former, code, note)


def _without_code(text: str) -> tuple[str, str]:
    """(the name, the credit code written beside it in the same cell or '')."""
    found = _CODE.search(text)
    code = codes.read(found[1]).code if found else ""
    if found is None or not code or len(text) - len(found[0]) < 4:
        return text, ""
    return (text[: found.start()] + text[found.end() :]).strip(), code


def _without_note(text: str) -> tuple[str, str]:
    found = _NOTE.search(text)
    if found is None or _PART.search(found["note"]) or not _FULL.search(text[: found.start()].strip()):
        return text, ""
    return text[: found.start()].strip(), found["note"]


def is_example(text: str) -> bool:
    """Is it what a form shows to be filled in: 示例：某某有限公司?"""
    return bool(_EXAMPLE.search(text))


def former_name(text: str) -> str:
    """A former name without the years it was used in: `旧名有限公司（2001-03至2010-05）`."""
    plain = _LABEL.sub("", visible(text[:LONGEST]))
    return _YEARS.sub("", plain).strip() or plain


def is_no_name(text: str) -> bool:
    """Is it something else than a firm: an address of the web, a code, a person whose name is hidden?"""
    return bool(_NO_NAME.search(text))
