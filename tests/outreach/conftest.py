"""A casework of one's own for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from outreach.casework.db import Casework


@pytest.fixture
def casework(tmp_path: Path) -> Casework:
    return Casework(f"sqlite:///{tmp_path / 'case.db'}")
