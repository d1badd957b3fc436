"""Amounts in sentences: both languages say the same number, and English says it as English does."""

from __future__ import annotations

import pytest

from graph.gaps.wording.amounts import about, amount, amounts, yuan


@pytest.mark.parametrize(
    ("yi", "zh", "en"),
    [
        (0.004, "不足 100 万元", "under CNY 1 million"),
        (0.026, "260 万元", "CNY 2.6 million"),
        (0.26, "2600 万元", "CNY 26 million"),
        (2.5, "2.5 亿元", "CNY 250 million"),
        (9.9, "9.9 亿元", "CNY 990 million"),
        (9.97, "10 亿元", "CNY 1 billion"),
        (38.2, "38 亿元", "CNY 3.8 billion"),
        (380, "380 亿元", "CNY 38 billion"),
        (12345, "12345 亿元", "CNY 1,234.5 billion"),
    ],
)
def test_an_amount_in_both_languages(yi: float, zh: str, en: str) -> None:
    assert amount(yi) == (zh, en)


def test_the_size_of_a_plant_and_what_is_about() -> None:
    assert amounts(0.02) == ("200 万元", "CNY 2 million")
    assert amounts(50) == ("50 亿元", "CNY 5 billion")
    assert about(380.0) == ("约 380 亿元", "about CNY 38 billion")
    assert yuan(55.3) == "CNY 5.53 billion"
