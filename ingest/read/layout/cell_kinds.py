"""What the cells of a column look like: codes, firms' names, states, addresses, amounts, dates, counts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Literal

from ingest.read.layout.lines import looks_like_firm
from ingest.read.values import amounts, codes, counts, dates, names, status

MOST = 0.6  # of the cells must be of a kind
_ADDRESS = re.compile(r"(?:省|市|区|县).{1,}(?:路|街|道|号|村|镇|乡|园)")
_PLACE = re.compile(r"^[\u4e00-\u9fff]{2,10}(?:省|市|区|县|旗|州)$")
_PLACE_WORD = re.compile(r"[\u4e00-\u9fff]{2,}")
_STREET = re.compile(r"\d|号$|路$|街$|院内|村$")
_SCOPE = re.compile(r"生产|销售|制造|加工|研发|经营|批发|服务|许可项目|一般项目")
_MONEY = re.compile(r"\d.*(?:万|亿)?元|万(?:人民币|美元)")
_NAME = re.compile(r"(?:店|社|中心|场|部|行|院|所|园|站|馆|坊|吧|楼|城|户|基地|联合体|协会|学校)(?:[(（].*[)）])?$")
_TYPE = re.compile(r"公司|个体|合伙|独资|分支|内资|外资|外商|港澳台|国有|集体|私营|民营|股份|农民专业|合作社|企业")
_WORDS = re.compile(r"[\u4e00-\u9fffA-Za-z]{2,}")
_INDUSTRY = re.compile(r"[A-Z]?\d{2,4}$")

Kind = Literal[
    "name",
    "code",
    "status",
    "address",
    "place",
    "scope",
    "money",
    "amount",
    "date",
    "count",
    "type",
    "industry",
    "words",
]


def is_code(text: str) -> bool:
    """A credit code with a right check digit."""
    return bool(codes.read(text).code)


def is_status(text: str) -> bool:
    """A word for whether a firm is alive."""
    return len(text) <= 16 and not text.isdigit() and status.read(text) is not None


def _is_number(text: str) -> bool:
    return amounts.read(text, "万元").yuan is not None


def _is_name(text: str) -> bool:
    name = names.read(text).name
    return looks_like_firm(name) or bool(_NAME.search(name))


def _is_place(text: str) -> bool:
    return len(text) <= 24 and bool(_PLACE_WORD.search(text)) and not looks_like_firm(text) and not _STREET.search(text)


# Sure tells: what a column holds whose heading says nothing (`ingest.read.understand.suggest`).
SURE: Mapping[str, Callable[[str], bool]] = {
    "uscc": is_code,
    "name": looks_like_firm,
    "status": is_status,
    "address": lambda t: bool(_ADDRESS.search(t)),
    "scope": lambda t: len(t) >= 12 and bool(_SCOPE.search(t)),
    "place": lambda t: bool(_PLACE.match(t)),
    "capital": lambda t: bool(_MONEY.search(t)),
}
# What cells must look like where a heading says by its words what they are (`ingest.read.layout.wording`).
_FITS: Mapping[Kind, Callable[[str], bool]] = {
    "name": _is_name,
    "code": is_code,
    "status": is_status,
    "address": lambda t: len(t) >= 2 and bool(_WORDS.search(t)) and not looks_like_firm(t),
    "place": _is_place,
    "scope": lambda t: len(t) >= 4 and bool(_WORDS.search(t)),
    "money": _is_number,
    "amount": _is_number,
    "date": lambda t: bool(dates.read(t).iso),
    "count": lambda t: counts.read(t).value is not None,
    "type": lambda t: bool(_TYPE.search(t)),
    "industry": lambda t: bool(_INDUSTRY.match(t)),
    "words": lambda t: bool(_WORDS.search(t)),
}
_EMPTY = re.compile(r"[-—–/／\s.。]*|无|暂无.{0,4}|不详|未公示|待定|null|none", re.IGNORECASE)


def dated(values: Iterable[str]) -> bool:
    """Are most of these cells dates?"""
    told = list(values)
    return sum(bool(dates.read(v).iso) for v in told) >= MOST * len(told)


def fits(kind: Kind, values: Iterable[str]) -> bool:
    """Are most of these cells of a kind? Cells that stand for nothing say nothing; where there are no others, no."""
    told = [v for v in values if not _EMPTY.fullmatch(v)]
    return bool(told) and sum(map(_FITS[kind], told)) >= MOST * len(told)
