"""A sentence about a row, in both languages."""

from __future__ import annotations

from typing import Literal, NamedTuple

# rejected: the row was not used; noted: a cell of it was left out or changed; error, warning: a fault of `data/`.
Weight = Literal["rejected", "noted", "error", "warning"]


class Sentence(NamedTuple):
    """What a kind of problem is called; braces are filled from the problem (`graph.model.row_problems`)."""

    weight: Weight
    zh: str
    en: str
