"""The small country of `small.py`, built once; each test that writes gets its own copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.labelled import Taught, teach
from tests.support.small import Country


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Country:
    """Built, and only to be read."""
    country = Country(tmp_path_factory.mktemp("country"))
    country.build()
    return country


@pytest.fixture
def country(built: Country, tmp_path: Path) -> Country:
    """Built, and this test's own."""
    return built.copy_to(tmp_path / "country")


@pytest.fixture(scope="session")
def taught(tmp_path_factory: pytest.TempPathFactory) -> Taught:
    """A small model, taught once on invented firms of the small country."""
    return teach(tmp_path_factory.mktemp("taught"))
