"""What a source says of a number: an estimate, or something that can be opened, with its year. Imports nothing of
ours."""

from __future__ import annotations

import re
from typing import Literal

_ESTIMATE = re.compile(r"estimat|估", re.IGNORECASE)
_OWN = re.compile(r"own knowledge|自有知识|\(?estimates?\)?|估计|估算|[\s,;，；、.。()（）]+", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_BY_OURSELVES = ("own knowledge", "自有知识")
ESTIMATE: dict[Literal["zh", "en"], str] = {"zh": "估算", "en": "estimate"}
_LOOKED_UP = re.compile(r"looked up in|查自|抄自", re.IGNORECASE)
_OF_PRODUCTS = re.compile(r"\bproducts?\b|产品|主营|\bmakes\b", re.IGNORECASE)
_REPORT = re.compile(r"annual report|年报|年度报告|prospectus|招股", re.IGNORECASE)
_OF_IDENTITY = re.compile(r"\b(?:name|code|seat|city|place|address|owner|parent)\b|名称|代码|地址|住所", re.IGNORECASE)
_NAME_LOOKED_UP = re.compile(r"\bname\b[^;；]*looked up in", re.IGNORECASE)


def says_estimate(source: str) -> bool:
    """Does it say in so many words that the number is an estimate?"""
    return bool(_ESTIMATE.search(source))


def own_only(source: str) -> bool:
    """Does it name nothing but own knowledge?"""
    return bool(source.strip()) and not _OWN.sub("", source)


def _clauses(source: str) -> list[str]:
    """Its clauses that name neither own knowledge nor a table from which a value was copied."""
    parts = (p for p in re.split(r"[;；]", source) if p.strip())
    return [p for p in parts if not _LOOKED_UP.search(p) and not any(w in p.lower() for w in _BY_OURSELVES)]


def no_witness(source: str) -> bool:
    """Does it name nothing but own knowledge and tables from which values were copied? Where a value comes from is no
    second source for it."""
    return bool(source.strip()) and not any(_OWN.sub("", p) for p in _clauses(source))


def confirms_products(source: str) -> bool:
    """Does it name a second source, and one about what the firm makes? A report is, where it is not named for the name
    or the seat alone."""
    return any(_OF_PRODUCTS.search(p) or (_REPORT.search(p) and not _OF_IDENTITY.search(p)) for p in _clauses(source))


def name_copied(source: str) -> bool:
    """Was even the name copied from a table, with no other source named?"""
    return no_witness(source) and bool(_NAME_LOOKED_UP.search(source))


def estimated(source: str) -> bool:
    """Does the number rest on an estimate? It does where the source says so, or names nothing else."""
    return says_estimate(source) or own_only(source) or not source.strip()


def cited(source: str) -> bool:
    """Does it name something that can be opened, with its year? What was then split or scaled may be an estimate all
    the same."""
    return bool(year_of(source)) and not source.strip().lower().startswith(_BY_OURSELVES)


def year_of(source: str) -> str:
    """The first year that it names; empty where it names none."""
    found = _YEAR.search(source)
    return found.group() if found else ""


def basis(source: str, lang: Literal["zh", "en"]) -> str:
    """What stands beside a number: that it is an estimate, its source, or both."""
    if own_only(source) or not source.strip():
        return ESTIMATE[lang]
    if estimated(source):
        return f"估算，据：{source}" if lang == "zh" else f"estimate, from: {source}"
    return f"出处：{source}" if lang == "zh" else f"source: {source}"


_OF_REPORT = re.compile(r"annual reports? (?P<year>\d{4}) of (?P<who>[^:;]+)")
_OF_PROSPECTUS = re.compile(r"prospectus of (?P<who>[^:;,]+)")
# What was read is of a part of the segment, or of another base, and was fitted to the whole: two inputs of one report
# then have shares that stand nowhere in it.
_FITTED = re.compile(r"\b(?:split|weighed|lower over|taken as|brought (?:down|back)|half of it|(?:quarter|third) of)\b")
_CODE = re.compile(r"\s*\(\d{6}\.(?:SZ|SH|BJ|HK)\)")


def basis_in_short(source: str, lang: Literal["zh", "en"]) -> str:
    """The same in a sentence: which document, without what was read in it and how it was used."""
    if own_only(source) or not source.strip() or source.strip().lower().startswith(_BY_OURSELVES):
        return ESTIMATE[lang]
    told = _document(source, lang)
    if estimated(source) or _FITTED.search(source):
        return f"估算，参考{told}" if lang == "zh" else f"estimate, after {told}"
    return f"据{told}" if lang == "zh" else f"after {told}"


def _document(source: str, lang: Literal["zh", "en"]) -> str:
    """The document that a source names: 海亮股份 2025 年年报."""
    head, year = source.split(":")[0].strip(), year_of(source)
    if lang == "en":
        return re.sub(r"\s*\([^)]*/[^)]*\)", "", head)
    report, prospectus = _OF_REPORT.search(source), _OF_PROSPECTUS.search(source)
    found = report or prospectus
    if found:
        who = _CODE.sub("", found["who"]).replace(" and ", "、").strip()
        return f"{who} {year} 年年报" if report else f"{who}招股书"
    return f"公开资料（{year} 年）" if year else "公开资料"
