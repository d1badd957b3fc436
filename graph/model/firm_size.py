"""How large a firm counts. One number, so that a shop and a listed group are not the same firm twice."""

from __future__ import annotations

import math

from graph.model.records import MICRO

# 亿元 of yearly revenue that stands for a size word, where nothing better is known (the middle, on a log scale,
# of what the national statistics call small, medium and large in industry: under 0.2–4, 4–, and far above).
WORD_REVENUE_YI = {"大型": 40.0, "中型": 4.0, "小型": 0.5}
REVENUE_PER_EMPLOYEE_YI = 0.01  # about a million yuan a head, usual in industry
REVENUE_PER_CAPITAL = 1.5  # revenue over paid-in capital, usual in industry; capital is often only promised
CAPITAL_CAP_YI = 20.0
UNKNOWN_REVENUE_YI = 0.25
SMALLEST, LARGEST = 0.3, 30.0


def firm_size(
    revenue_yi: float | None = None,
    employees: int | None = None,
    capital_wan: float | None = None,
    tags: tuple[str, ...] = (),
    branch: bool = False,
) -> int:
    """Size in micro-units: the square root of yearly revenue in 亿元, held between 0.3 and 30.

    The root keeps one giant from drowning a cluster of a hundred workshops while a large firm still counts
    several times a small one. Best knowledge first: revenue, then employees, then the size word, then the
    registered capital (capped, since it is often not paid in), then a small default. A branch or a shop
    counts as the smallest.
    """
    if branch:
        return round(SMALLEST * MICRO)
    word = next((WORD_REVENUE_YI[w] for w in WORD_REVENUE_YI if w in tags), None)
    if revenue_yi is not None and revenue_yi > 0:
        revenue = revenue_yi
    elif employees and employees > 0:
        revenue = employees * REVENUE_PER_EMPLOYEE_YI
    elif word is not None:
        revenue = word
    elif capital_wan and capital_wan > 0:
        revenue = min(capital_wan / 10_000 * REVENUE_PER_CAPITAL, CAPITAL_CAP_YI)
    else:
        revenue = UNKNOWN_REVENUE_YI
    return round(min(max(math.sqrt(revenue), SMALLEST), LARGEST) * MICRO)
