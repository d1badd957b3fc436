"""审图号: the number under which a map of China was reviewed, below every map."""

from __future__ import annotations


def review(number: str) -> tuple[str, str]:
    """The review number of a map, or that none is set, in Chinese and English, without a full stop."""
    if number:
        return f"审图号：{number}", f"Map review number: {number}"
    return (
        "审图号：未设置，公开使用前请送审",
        "Map review number: not set; have the map reviewed before it is published",
    )
