"""How long a label is, and how it is cut to the room there is. A Chinese character takes two places."""

from __future__ import annotations


def width(text: str) -> int:
    """Half-width places a text takes: a Chinese character takes two."""
    return sum(2 if ord(c) > 0x2E7F else 1 for c in text)


def shortened(text: str, units: int) -> str:
    """`text` cut to `units` half-width places, with an ellipsis where something was cut."""
    if width(text) <= units:
        return text
    out, used = "", 0
    for c in text:
        used += 2 if ord(c) > 0x2E7F else 1
        if used > units - 1:
            break
        out += c
    return out.rstrip() + "…"
