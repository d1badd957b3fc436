"""Long lists cut into pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

PAGE = 20  # rows
Row = TypeVar("Row")


def pages(n: int) -> int:
    """Pages of `PAGE` rows, at least one."""
    return max(1, -(-n // PAGE))


def page_of(rows: Sequence[Row], number: int) -> Sequence[Row]:
    """The rows of a page, counted from 1."""
    return rows[(number - 1) * PAGE : number * PAGE]
