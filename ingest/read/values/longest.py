"""How long a cell may be that tells one value: a date, an amount, a state, a name.

What is longer is none, and is not searched: a pattern that looks for one takes time by the square of a text that was
made for it (thirty thousand blanks, digits or brackets in a cell).
"""

from __future__ import annotations

LONGEST = 1_000  # characters; an address, the longest of them, has up to a hundred


def is_too_long(text: str) -> bool:
    """Is it too long to be one value?"""
    return len(text) > LONGEST
