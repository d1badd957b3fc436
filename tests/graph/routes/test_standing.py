"""A firm stands on a route only where its own text names it."""

from __future__ import annotations

import pytest

from graph.routes.route_words import BY_NAME_ALONE, RouteRow, RouteWords
from graph.routes.standing import RoutesOf, Said
from tests.support.tech_city import CELL, NEW, OLD, chain

SEGMENT = next(s for s in chain().segments if s.id == CELL)


def on(text: str, **row: tuple[str, ...]) -> set[str]:
    words = RouteWords({(CELL, OLD): RouteRow(**row)}) if row else BY_NAME_ALONE
    return set(RoutesOf(SEGMENT, words).named([Said("product", text)]))


@pytest.mark.parametrize(
    ("text", "row", "found"),
    [
        ("袋式镉镍蓄电池", {}, {OLD}),
        ("镉镍蓄电池", {}, set()),  # nothing is inferred
        ("镉镍蓄电池", {"words": ("镉镍",)}, {OLD}),
        ("镍镉电池", {"words": ("镍+镉",)}, {OLD}),
        ("镍氢电池", {"words": ("镍+镉",)}, set()),
        ("废镉镍电池回收", {"words": ("镉镍",), "never": ("回收",)}, set()),
        ("ＣｄＮｉ 电池", {"words": ("cdni",)}, {OLD}),  # width, case and blanks do not count
        ("锂离子航空电池", {"words": ("航空电池",)}, {NEW}),  # the longer word speaks
        ("航空电池", {"words": ("航空电池",)}, {OLD}),
        ("", {}, set()),
    ],
)
def test_what_a_text_names(text: str, row: dict[str, tuple[str, ...]], found: set[str]) -> None:
    assert on(text, **row) == found


def test_a_reported_technology_is_told_before_a_product_and_a_scope() -> None:
    texts = [Said("scope", OLD), Said("product", f"{OLD}电池"), Said("technology", f"{OLD}技术", "年报", "2025")]
    named = RoutesOf(SEGMENT, BY_NAME_ALONE).named(texts)[OLD]
    assert (named.word, named.said.kind, named.said.as_of) == (OLD, "technology", "2025")
