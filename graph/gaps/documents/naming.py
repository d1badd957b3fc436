"""How documents name firms: with the product that is meant, where one is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graph.model.words import Lang


def named(firm: Mapping[str, Any]) -> str:
    """A firm by its full name, with its product in brackets where the document says which is meant."""
    product = firm.get("product", "")
    return f"{firm['name']}（{product}）" if product else str(firm["name"])


def named_firms(firms: Sequence[Mapping[str, Any]], lang: Lang, most: int) -> str:
    """The first firms as a list, by the names people use."""
    names = [f"{f['short']}（{f['product']}）" if f.get("product") else str(f["short"]) for f in firms[:most]]
    return ("、" if lang == "zh" else ", ").join(names)
