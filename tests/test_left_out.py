"""The rule about leaving tests out, run for real: a small checkout with our conftest and two tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = """
import pytest

@pytest.mark.shared
def test_outside():
    assert 2 + 2 == 4

def test_inside():
    assert 1 + 1 == 2

@pytest.mark.skipif({skip}, reason="no Chromium")
def test_browser():
    assert 3 + 3 == 6
"""


@pytest.fixture
def checkout(tmp_path: Path, root: Path):
    """Runs the small checkout's tests; returns (exit code, output)."""
    here = tmp_path / "main"
    (here / "tests").mkdir(parents=True)
    shutil.copy(root / "tests" / "conftest.py", here / "tests" / "conftest.py")
    (here / "pytest.ini").write_text("[pytest]\nmarkers =\n  shared: outside data\n", encoding="utf-8")

    def run(ci: str, outside: bool, skip: bool) -> tuple[int, str]:
        if outside:
            (tmp_path / "shared").mkdir()
        (here / "tests" / "test_it.py").write_text(TESTS.format(skip=skip), encoding="utf-8")
        env = {**os.environ, "CI": ci, "PYTHONPATH": str(root)}
        env.pop("PYTEST_ADDOPTS", None)
        args = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(here / "tests")]
        done = subprocess.run(args, cwd=here, env=env, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout

    return run


@pytest.mark.parametrize(
    ("ci", "outside", "skip", "code", "counts"),
    [
        ("true", False, False, 0, "2 passed, 1 skipped"),  # no outside data: left out and named, in CI too
        ("true", True, False, 0, "3 passed"),  # CI with the data: all of it
        ("true", True, True, 1, "2 passed, 1 skipped"),  # in CI with the data it is a failure
    ],
)
def test_left_out(checkout, ci: str, outside: bool, skip: bool, code: int, counts: str) -> None:
    found, output = checkout(ci, outside, skip)
    assert found == code, output
    assert counts in output
    named = "test_browser: no Chromium" if skip else "test_outside: needs the outside data"
    assert (named in output) == ("skipped" in counts)
