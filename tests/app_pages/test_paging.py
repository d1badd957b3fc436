"""Long lists are cut into pages of twenty."""

from __future__ import annotations

from app_pages import paging


def test_pages_of_twenty() -> None:
    assert [paging.pages(n) for n in (0, 1, 20, 21)] == [1, 1, 1, 2]
    assert list(paging.page_of(range(45), 3)) == [40, 41, 42, 43, 44]
