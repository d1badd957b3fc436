"""A day and target documents with nothing but what a test is about."""

from __future__ import annotations

from datetime import date
from typing import Any

TODAY = date(2026, 11, 24)


def document(name: str = "甲公司", kind: str = "firm", region: str = "440300", **more: Any) -> dict[str, Any]:
    """A target document with nothing but what a test is about."""
    return {
        "key": name,
        "kind": kind,
        "name": name,
        "office": "",
        "ref": name,
        "group": name,
        "region": region,
        "place": "",
        "segment": "",
        "segment_name": "",
        "gap": "",
        "grade": "B",
        "reasons": [],
        "counter": [],
        "unknown": [],
        "path": [],
        "facts": {},
        "source": "",
        "as_of": "",
        "verified": False,
    } | more
