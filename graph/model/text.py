"""How values are written in documents: numbers rounded, amounts as people say them, names as people use them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.model.records import Firm

DIGITS = 9


def rounded(value: Any) -> Any:
    """Every float in a JSON document at 9 digits, so that each store prints the same."""
    kind = type(value)  # nearly all of a document is text: told apart without asking abstract classes about it
    if kind is str or value is None or kind is bool or kind is int:
        return value
    if kind is float or isinstance(value, float):
        return round(value, DIGITS)
    if kind is dict or isinstance(value, Mapping):
        return {k: rounded(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(v) for v in value]
    return value


def three_digits(value: float) -> str:
    """An amount as people say it, three digits and no exponent: 391, 55.3, 0.98."""
    return f"{float(f'{value:.3g}'):.12g}"


def short_name(firm: Firm) -> str:
    """The name people use: the first alias, else the registered name."""
    return firm.aliases[0] if firm.aliases else firm.name
