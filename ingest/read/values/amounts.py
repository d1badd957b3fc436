"""Amounts of money: the currency before or after, 千 百 万 亿, the unit of the heading, sums, ranges.

A capital in foreign money is only ever an order of size: rates are rounded means of recent years, own knowledge.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from ingest.read.values import numerals
from ingest.read.values.longest import is_too_long

# Yuan for one unit.
RATES = {
    "人民币": 1.0,
    "rmb": 1.0,
    "cny": 1.0,
    "¥": 1.0,
    "美元": 7.1,
    "美金": 7.1,
    "usd": 7.1,
    "us$": 7.1,
    "港元": 0.91,
    "港币": 0.91,
    "港": 0.91,
    "hkd": 0.91,
    "hk$": 0.91,
    "欧元": 7.7,
    "eur": 7.7,
    "€": 7.7,
    "日元": 0.048,
    "日本": 0.048,
    "日币": 0.048,
    "日圆": 0.048,
    "jpy": 0.048,
    "英镑": 9.0,
    "gbp": 9.0,
    "£": 9.0,
    "澳门": 0.88,
    "mop": 0.88,
    "澳元": 4.7,
    "澳大利亚": 4.7,
    "澳币": 4.7,
    "aud": 4.7,
    "新加坡": 5.3,
    "新元": 5.3,
    "sgd": 5.3,
    "加元": 5.2,
    "加拿大": 5.2,
    "cad": 5.2,
    "新台币": 0.22,
    "台币": 0.22,
    "twd": 0.22,
    "ntd": 0.22,
    "韩": 0.0052,
    "krw": 0.0052,
    "瑞士": 8.0,
    "chf": 8.0,
}
_WORDS = sorted(RATES, key=len, reverse=True)
_CURRENCY = re.compile("|".join(map(re.escape, _WORDS)))
_DOLLAR = re.compile(r"(?<![a-z])\$")
# Money of other countries: there is no rate for it here, so nothing is made of it.
_FOREIGN = re.compile(
    r"马克|卢布|盾|卢比|泰铢|比索|克朗|里拉|法郎|林吉特|第纳尔|兰特|雷亚尔|先令|里亚尔|图格里克|坚戈|外币|rub|vnd|inr|thb|myr|dem"
)
_ASIDE = re.compile(r"[(\[【][^()\[\]【】]*\d[^()\[\]【】]*[)\]】]")  # （实缴500万元）
_WAN = re.compile(r"(?<=\d)w(?![a-z])")  # 1000w
_BRACKETS = re.compile(r"[()\[\]【】{}]")
_NOT_MONEY = re.compile(r"人(?!民币)|[户家个股%％]")
BARE_IN_YUAN = 1_000_000  # a capital without any unit is in 万元 below this, else in yuan


class Amount(NamedTuple):
    """yuan: None where it cannot be read; note: the code of what is to be said about it, '' where nothing."""

    yuan: float | None
    note: str = ""


@lru_cache(maxsize=50_000)
def read(text: str, unit: str = "", bare: str = "") -> Amount:
    """Yuan from a cell. unit: what its heading says numbers are counted in (万元, 千元, 万美元); bare: what a number
    without any unit is counted in where the heading does not say: `capital` (in 万元 below a million, else yuan, and
    said where it could be either) or '' (then it is not read)."""
    if is_too_long(text):
        return Amount(None, "unreadable")
    plain = unicodedata.normalize("NFKC", text).replace(" ", "").replace("￥", "¥").lower()
    plain = _WAN.sub("万", _ASIDE.sub("", plain) or plain)
    plain = _BRACKETS.sub("", plain)
    if _FOREIGN.search(plain):
        return Amount(None, "unknown_currency")
    total, note = 0.0, ""
    for part in re.split(r"(?<=[\u4e00-\u9fff])[+＋](?=\d|[a-z])", plain):
        one = _one(part, unit, bare)
        if one.yuan is None:
            return one
        total, note = total + one.yuan, note or one.note
    return Amount(total, note)


def _one(plain: str, unit: str, bare: str) -> Amount:
    number = numerals.read(plain)
    if number is None or number.value < 0 or _NOT_MONEY.match(plain[number.end :]):
        return Amount(None, "unreadable")
    rate, told = _rate(plain)
    says_yuan = bool(re.search(r"[元圆$€£¥]", plain)) or told
    value, note = number.value, {"range": "range_taken", "bound": "bound_taken"}.get(number.supposed, "")
    if number.scaled or (says_yuan and "元" in plain[number.end :]):
        return Amount(value * (rate if told else _rate_of_unit(unit)), note)
    if unit:
        return Amount(value * _factor(unit) * (rate if told else _rate_of_unit(unit)), note)
    if told:
        return Amount(value * rate, note)
    if bare == "capital":
        if value >= BARE_IN_YUAN:
            return Amount(value, note)
        return Amount(value * 10_000, note or ("bare_capital" if value >= BARE_IN_YUAN / 10 else ""))
    return Amount(None, "no_unit")


def _rate(plain: str) -> tuple[float, bool]:
    """The rate of the currency that the text names, and whether it names one."""
    found = _CURRENCY.findall(plain)
    named = [w for w in found if RATES[w] != 1.0] or found
    if named:
        return RATES[named[0]], True
    return (RATES["美元"], True) if _DOLLAR.search(plain) else (1.0, False)


def _factor(unit: str) -> float:
    scale = re.match(r"[十百千万亿]*", unit)
    return numerals.scale_of(scale.group()) if scale else 1.0


def _rate_of_unit(unit: str) -> float:
    return _rate(unit.lower())[0] if unit else 1.0
