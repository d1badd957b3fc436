"""Amounts and buyers as they are said in sentences about gaps."""

from __future__ import annotations

import math
from collections.abc import Sequence

from graph.model.vocabulary import Market
from graph.model.words import MARKET

Both = tuple[str, str]  # Chinese, English
LEAST_YI = 0.01  # a million yuan, below which no amount is told


def yuan(yi: float) -> str:
    """An amount in 亿元 as English says it: CNY 2.6 million, CNY 250 million, CNY 3.8 billion, CNY 1,200 billion."""
    count, unit = (yi / 10, "billion") if round(yi, 6) >= 10 else (yi * 100, "million")
    return f"CNY {f'{count:,.2f}'.rstrip('0').rstrip('.')} {unit}"


def amount(yi: float) -> Both:
    """An estimated yearly amount, two digits below 10 亿元: 2600 万元, 1.7 亿元, 38 亿元. Both say the same number."""
    if yi < LEAST_YI:
        return "不足 100 万元", f"under {yuan(LEAST_YI)}"
    wan = float(f"{yi * 1e4:.2g}")
    if wan < 1e4:
        return f"{wan:.0f} 万元", yuan(wan / 1e4)
    told = f"{yi:.1f}" if yi < 9.95 else f"{yi:.0f}"
    return f"{told} 亿元", yuan(float(told))


def amounts(yi: float | None) -> Both:
    """The size of a plant, as the catalogue gives it: 200 万元, 0.5 亿元 as 5000 万元."""
    if yi is None:
        return "待核", "unknown"
    return (f"{yi * 1e4:g} 万元" if yi < 1 else f"{yi:g} 亿元"), yuan(yi)


def about(yi: float) -> Both:
    """An estimated amount in a sentence: 约 1.7 亿元, 不足 100 万元."""
    zh, en = amount(yi)
    return (zh, en) if yi < LEAST_YI else (f"约 {zh}", f"about {en}")


def beyond_firms(market: Sequence[str]) -> Both | None:
    """Who buys it beside firms, in words; None where only firms do."""
    if not market:
        return None
    return "、".join(MARKET[m]["zh"] for m in market), " and ".join(MARKET[m]["en"] for m in market)


def yearly(service: bool) -> str:
    """What a plant or an undertaking sells in a year, in Chinese: an insurer has no 产值."""
    return "年营业收入" if service else "年产值"


def by_all_trades(market: Sequence[str]) -> bool:
    """Is it bought by firms of every trade, or all that send goods, so that no list of buyers is complete?"""
    return Market.SHIPPERS in market or Market.TRADES in market


ROUND = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0)  # figures that a range is told in, times a power of ten
NARROW = 1.3  # ratio of the ends up to which one figure is told


def between(low: float, high: float) -> Both:
    """An estimated yearly amount as a range in round figures: 约 1 亿至 4 亿元, 至多约 400 万元."""
    if high < LEAST_YI:
        return "不足 100 万元", f"under {yuan(LEAST_YI)}"
    if low > 0 and high / low <= NARROW:
        return about((low * high) ** 0.5)
    first, last = _round(max(low, 1e-9)), _round(high)
    if first < LEAST_YI:
        return f"至多约 {_words(last)}元", f"at most about {yuan(last)}"
    return f"约 {_words(first)}至 {_words(last)}元", f"about {yuan(first)} to {yuan(last)}"


def _words(yi: float) -> str:
    """A round amount: 6000 万, 2 亿."""
    return f"{yi:g} 亿" if yi >= 1 else f"{round(yi * 1e4)} 万"


def _round(yi: float) -> float:
    """The round figure next to an amount, by ratio."""
    power = 10.0 ** math.floor(math.log10(yi))
    best = min((*ROUND, 10.0), key=lambda r: abs(math.log(r * power / yi)))
    return float(f"{best * power:.3g}")


def shares(low: float, high: float) -> Both:
    """A share of cost as a range: 约 2% 至 6%; one figure where the ends are the same."""
    first, last = (f"{v:.0%}" for v in (low, high))
    if first == last:
        return f"约 {last}", f"about {last}"
    if low < 0.01:
        return (f"至多 {last}", f"at most {last}") if high >= 0.01 else ("不到 1%", "under 1%")
    return f"约 {first} 至 {last}", f"about {first} to {last}"
