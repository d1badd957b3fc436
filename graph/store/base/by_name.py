"""Firms by any part of a name, a short name or a code: the same answers from every store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graph.model.specs import Json

LONGEST = 2_000  # characters; an index of Neo4j takes some 32,000 bytes of a text
FIELDS = ("name", "aliases", "uscc", "stock_code")
SHOWN = 20  # firms found at most, unless more are asked for


def found_by(values: Mapping[str, Json]) -> str:
    """The text in which a firm's name, short names and codes are looked for, in small letters."""
    aliases: Iterable[str] = values.get("aliases") or ()  # type: ignore[assignment]
    text = f"{values['name']} {' '.join(aliases)} {values.get('uscc') or ''} {values.get('stock_code') or ''}"
    return text.lower()[:LONGEST]


def asked_for(text: str) -> str:
    """What is looked for: without blanks around it, in small letters."""
    return text.strip().lower()


def place(name: str, text: str) -> int:
    """0 where the name begins with the text, 1 where it holds it, 2 where something else does."""
    name = name.lower()
    return 0 if name.startswith(text) else 1 if text in name else 2
