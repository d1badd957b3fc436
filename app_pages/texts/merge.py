"""Texts by key, and how the texts of several parts become one set."""

from __future__ import annotations

from collections.abc import Mapping

Texts = dict[str, tuple[str, str]]  # key → (Chinese, English)


def merged(*parts: Mapping[str, tuple[str, str]]) -> Texts:
    """All texts of the parts. Raises `ValueError` where two parts claim one key."""
    out: Texts = {}
    for part in parts:
        if twice := out.keys() & part.keys():
            raise ValueError(f"two parts claim these texts: {', '.join(sorted(twice))}")
        out.update(part)
    return out
