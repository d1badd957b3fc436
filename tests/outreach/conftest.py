"""A casework of one's own for each test, and the small country with its recommender."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from outreach.casework.db import Casework

TODAY = date(2026, 11, 24)


@pytest.fixture
def casework(tmp_path: Path) -> Casework:
    return Casework(f"sqlite:///{tmp_path / 'case.db'}")


def document(name: str = "甲公司", kind: str = "firm", region: str = "440300", **more: Any) -> dict[str, Any]:
    """A target document with nothing but what a test is about."""
    return {
        "key": name, "kind": kind, "name": name, "office": "", "ref": name, "group": name, "region": region, "place": "", "segment": "",
        "segment_name": "", "gap": "", "grade": "B", "reasons": [], "counter": [], "unknown": [], "path": [], "facts": {}, "source": "",
        "as_of": "", "verified": False,
    } | more  # fmt: skip
