"""Reads what annual reports write into cells: shares of revenue, amounts with their units, years of a period.

Pure functions; None or '' where a text says nothing of the kind. Shares are micro-units of 0–1.
"""

from __future__ import annotations

import re
import unicodedata

from graph.model.records import MICRO

_NUMBER = r"(-?\d[\d,]*(?:\.\d+)?)"
_PERCENT = re.compile(_NUMBER + r"\s*%")
# 占营业收入比重22.57%, 占比59.73%, 占总收入的比例为12.37%
_OF_REVENUE = re.compile(r"(?:占|比重|比例|占比)[^%;；,，。]{0,24}?" + _NUMBER + r"\s*%")
_LEADING = re.compile(r"^\s*(?:约|约为)?" + _NUMBER + r"\s*%")
_NO_SHARE = re.compile(r"增长|下降|毛利|同比|提升|减少|增加|销量|由\s*\d")
_AMOUNT = re.compile(_NUMBER + r"\s*([^\d\s,，。；;（()）]{0,12})")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_OF_REPORT = re.compile(r"报告期|本期|全年|目前|现有|已建成|披露日|年产|设计|在建|建设中|累计|每年|年均|日均")
_FUTURE = re.compile(r"规划|未来|预计|计划|预算|目标|达产|投产后")


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def share(text: str) -> int | None:
    """A share of revenue or cost from `46.9%`, `占营业收入比重4.58%（2025年）`, `8.33亿元，占比27.94%`; None where none
    is told, or where the number is no share at all (below zero, above one, a growth or a margin)."""
    plain = _plain(text)
    found = _LEADING.match(plain) or _OF_REVENUE.search(plain)
    if found is None and len(_PERCENT.findall(plain)) == 1 and not _NO_SHARE.search(plain):
        found = _PERCENT.search(plain)
    if found is None or (found.re is _OF_REVENUE and re.search(r"销量|由\s*\d", plain)):
        return None
    value = float(found.group(1).replace(",", "")) / 100
    return round(value * MICRO) if 0 <= value <= 1 else None


def says_percent(text: str) -> bool:
    """Does the text hold a percentage, so that an unread one is worth a note?"""
    return "%" in _plain(text)


def quantity(text: str) -> tuple[float | None, str]:
    """The first amount and its unit: `100万吨/年` → (100, 万吨/年), `67.53%` → (67.53, %); else (None, '')."""
    plain = _plain(text).replace(" ", "")
    found = _AMOUNT.search(plain)
    if found is None:
        return None, ""
    return float(found.group(1).replace(",", "")), found.group(2)


def year(period: str, report_year: str) -> str | None:
    """The year a period means: its own, or the report's for 报告期 and the like; None where it cannot be told."""
    plain = _plain(period)
    if not plain:
        return report_year
    found: list[str] = _YEAR.findall(plain)
    if found:
        return max(found) if not _FUTURE.search(plain) else found[0]
    if _OF_REPORT.search(plain) or _FUTURE.search(plain):
        return report_year
    return None


def split(text: str, marks: str = "；;") -> list[str]:
    """The parts of a cell at these marks, those inside brackets left whole."""
    parts, depth, start = [], 0, 0
    for i, c in enumerate(text):
        if c in "(（[【《":
            depth += 1
        elif c in ")）]】》":
            depth = max(depth - 1, 0)
        elif c in marks and not depth:
            parts.append(text[start:i])
            start = i + 1
    return [p.strip() for p in [*parts, text[start:]] if p.strip()]


def product_list(text: str) -> list[tuple[str, str]]:
    """`电驱系统(占比87.48%)；底盘系统` → [(电驱系统, 占比87.48%), (底盘系统, '')]. The share stands in the last
    half-width bracket; a full-width bracket, or one without a number, belongs to the name."""
    out = []
    for part in split(text):
        name, told = part, ""
        if part.endswith(")"):
            depth = 0
            for i in range(len(part) - 1, -1, -1):
                depth += {")": 1, "(": -1}.get(part[i], 0)
                if depth == 0:
                    inner = part[i + 1 : -1]
                    if i > 0 and re.search(r"\d", inner) and ("%" in inner or "元" in inner):
                        name, told = part[:i].strip(), inner
                    break
        out.append((name, told))
    return out
