"""How large a firm counts: worked by hand, monotone, bounded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model.firm_size import firm_size
from graph.model.records import MICRO

money = st.floats(min_value=0, max_value=1e7, allow_nan=False)


@pytest.mark.parametrize(
    ("facts", "units"),
    [
        ({"revenue_yi": 4.0}, 2.0),  # √4
        ({"revenue_yi": 9.0, "employees": 1, "tags": ("大型",)}, 3.0),  # revenue is the best knowledge
        ({"employees": 400, "tags": ("大型",)}, 2.0),  # 400 × 0.01 亿 = 4, √4
        ({"tags": ("高新技术企业", "中型"), "capital_wan": 1e6}, 2.0),  # the word 中型 stands for 4
        ({"capital_wan": 6_000}, 0.3**0.5 * 3**0.5),  # 0.6 亿 × 1.5 = 0.9
        ({"capital_wan": 1e9}, 20**0.5),  # capital is capped at 20
        ({}, 0.5),  # √0.25
        ({"revenue_yi": 0.0, "employees": 400}, 2.0),  # a revenue of nothing is not known
        ({"revenue_yi": 900.0, "branch": True}, 0.3),  # a branch counts as the smallest
        ({"revenue_yi": 1e6}, 30.0),
        ({"revenue_yi": 1e-6}, 0.3),
    ],
)
def test_by_hand(facts: dict[str, object], units: float) -> None:
    assert firm_size(**facts) == round(units * MICRO)  # type: ignore[arg-type]


@given(a=money, b=money, by=st.sampled_from(["revenue_yi", "capital_wan"]))
def test_more_is_never_smaller(a: float, b: float, by: str) -> None:
    low, high = sorted((a, b))
    if low > 0:
        assert firm_size(**{by: low}) <= firm_size(**{by: high})  # type: ignore[arg-type]


@given(a=st.integers(1, 10**6), b=st.integers(1, 10**6))
def test_more_hands_are_never_smaller(a: int, b: int) -> None:
    low, high = sorted((a, b))
    assert firm_size(employees=low) <= firm_size(employees=high)


@given(
    revenue=st.none() | money,
    hands=st.none() | st.integers(0, 10**7),
    capital=st.none() | money,
    tags=st.lists(st.sampled_from(["大型", "中型", "小型", "上市"])),
    branch=st.booleans(),
)
def test_bounds(revenue: float | None, hands: int | None, capital: float | None, tags: list[str], branch: bool) -> None:
    size = firm_size(revenue, hands, capital, tuple(tags), branch)
    assert 300_000 <= size <= 30_000_000


@pytest.mark.parametrize("facts", [{"employees": -5}, {"capital_wan": -1.0}])
def test_a_slip_of_sign_is_not_known(facts: dict[str, object]) -> None:
    """Like a negative revenue, it says nothing: √0.25."""
    assert firm_size(revenue_yi=-3.0) == 500_000
    assert firm_size(**facts) == 500_000  # type: ignore[arg-type]
