"""A day and targets with nothing but what a test is about."""

from __future__ import annotations

from datetime import date
from typing import Any

from outreach.targets.shapes import VisitTarget

TODAY = date(2026, 11, 24)


def document(name: str = "甲公司", kind: str = "firm", region: str = "440300", **more: Any) -> VisitTarget:
    """A target with nothing but what a test is about."""
    plain: VisitTarget = {
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
        "gap_kind": "",
        "grade": "B",
        "score": None,
        "reasons": [],
        "counter": [],
        "unknown": [],
        "path": [],
        "facts": {},
        "source": "",
        "as_of": "",
        "verified_identity": False,
        "verified_products": False,
    }
    return plain | more  # type: ignore[return-value]
