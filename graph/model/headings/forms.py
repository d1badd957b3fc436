"""Headings as people write them → one form: no stars, no spaces, no line breaks, brackets told apart from the words.

`＊企 业 名 称`, `企业\n名称`, `企业名称（全称）` and `1.企业名称` all are 企业名称;
`注册资本（万元）` is 注册资本 in 万元.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from graph.model.headings.traditional import simplified

_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]")
_NOISE = re.compile(r"[\s*★☆●◆√]+")
_ORDINAL = re.compile(r"^(?:\d{1,2}[.、)）．]|[(（]\d{1,2}[)）])(?=\D)")
_OPTION = re.compile(r"[(（\[【](?:必填|选填|可选|必选|下拉选择|required|optional)[^)）\]】]*[)）\]】]", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|\{[^{}]*\}")
_UNITS = (
    r"(?:亿|千万|百万|万|千)?(?:人民币)?(?:美元|美金|港元|港币|欧元|日元|英镑|元)|[亿万](?!\w)"
    r"|USD|人|名|家|户|个|项|亩|公顷|平方米|万平方米|㎡|吨|万吨|分钟|小时|%|年|千瓦时|万千瓦时"
)
_UNIT = re.compile(
    rf"[(（\[【/](?:单位[:：]?|(?:19|20)\d\d年?度?[,，、;；])?\s*({_UNITS})\s*(?:[,，、;；][^()（）]*)?(?:[)）\]】]|$)"
    rf"|\[单位\]\s*({_UNITS})",
    re.IGNORECASE,
)
# What terminals (万得, 同花顺, Choice) write under a heading: [报告期] 2023年报 [单位] 亿元.
_TAGGED = re.compile(r"\[(?:单位|报告期|报表类型|交易日期|截止日期|币种|年度|货币|指标|起始|数据)[^\]]*\].*$")
_TAGGED_YEAR = re.compile(r"\[(?:报告期|交易日期|截止日期|年度)\]((?:19|20)\d\d)")
# A heading in two languages: what stands behind the Chinese words is the same again.
_ENGLISH = re.compile(r"(?<=[\u4e00-\u9fff])[/|(]?[a-z][a-z0-9,.&'()/|_ -]{2,}$")
_IN_YUAN = re.compile(r"\((?:rmb|cny)10,?000\)|\(10,?000(?:yuan|rmb|cny)\)")
_UNIT_TOLD = re.compile(rf"(?:计量|金额|货币)?单位\s*[:：]\s*({_UNITS})", re.IGNORECASE)
# What stands in brackets and makes it another column: 企业名称（英文）, 注册资本（实缴）.
_OTHER = re.compile(r"英文|外文|拼音|曾用|原名|简称|实缴|实收|签字|电子|旧")
_YEAR = re.compile(
    r"^(20\d\d)(?:年度?)?(?:末|底|全年|1[-—–~至]1?\d月)?|[(（\[](20\d\d)(?:年度?)?[)）\]]$"
    r"|[(（\[](20\d\d)年度?[,，、;；][^()（）]*[)）\]]$|[(（\[][^()（）]*[,，、;；](20\d\d)年?度?[)）\]]$"
)
_MONTHS = re.compile(r"^1[-—–~至]1?\d月(?:份)?")
_UNIT_AT_END = re.compile(r"^(?P<base>.{2,}?)(?P<unit>(?:亿|千万|百万|万|千)(?:美元|港元|欧元|日元|元))$")


@lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    """A heading in its one form, brackets and all."""
    out = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    out = _OPTION.sub("", _NOISE.sub("", out))
    out = _ORDINAL.sub("", out).rstrip(":：.。、")
    return simplified(out).lower()


@lru_cache(maxsize=20_000)
def base(text: str) -> str:
    """The same without what stands in brackets: 企业(机构)类型 → 企业类型; '' where nothing else is left."""
    out = _TAGGED.sub("", plain(text))
    if any(_OTHER.search(b) for b in _BRACKETS.findall(out)):
        return out
    while True:
        shorter = _BRACKETS.sub("", out)
        if shorter == out:
            break
        out = shorter
    return out.split("/")[0] if _UNIT.search(out) else out.rstrip(":：")


@lru_cache(maxsize=20_000)
def unit(text: str) -> str:
    """The unit that a heading or a line above the table tells: 万元, 千元, 万美元, 人; '' where none."""
    wide = unicodedata.normalize("NFKC", text)
    found = _UNIT.search(wide) or _UNIT_TOLD.search(wide)
    if found is None and _IN_YUAN.search(plain(text)):
        return "万元"
    if found is None:
        found_end = _UNIT_AT_END.match(plain(text))
        return found_end.group("unit") if found_end else ""
    return next(g for g in found.groups() if g).replace("人民币", "")


@lru_cache(maxsize=20_000)
def forms(text: str) -> tuple[str, ...]:
    """The forms under which a heading may be known, the closest to what is written first."""
    short = base(text)
    at_end = _UNIT_AT_END.match(short)
    told = [plain(text), short, at_end.group("base") if at_end else ""]
    told += [_YEAR.sub("", f) for f in told]
    told += [_MONTHS.sub("", f) for f in told]
    told += [_ENGLISH.sub("", f) for f in told[:2]]
    return tuple(dict.fromkeys(f for f in told if f))


def year(text: str) -> int | None:
    """The year that a heading tells: 2024年营业收入, 营业收入（2024年）."""
    found = _TAGGED_YEAR.search(plain(text)) or _YEAR.search(_TAGGED.sub("", plain(text)))
    return int(next(g for g in found.groups() if g)) if found else None


def is_unit(text: str) -> bool:
    """Does a cell below a heading hold nothing but a unit?"""
    return bool(re.fullmatch(rf"[(（]?(?:单位[:：])?(?:{_UNITS})[)）]?", unicodedata.normalize("NFKC", text.strip())))
