"""A Python that is too old is told so in one sentence, before it reads anything that it would not understand."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest

from tests.support.small import ROOT

FILE = ROOT / "liantu.py"
OLD = """
import runpy, sys
sys.version_info = (3, {minor}, 2, "final", 0)
runpy.run_path("liantu.py", run_name="__main__")
"""


def test_an_old_interpreter_can_read_the_file_that_refuses_it() -> None:
    """Python 3.7 is the oldest that `ast` can stand in for."""
    tree = ast.parse(FILE.read_text(encoding="utf-8"), feature_version=(3, 7))
    first, guard = tree.body[1:3]
    assert ast.unparse(first) == "import sys"
    assert isinstance(guard, ast.If)
    assert ast.unparse(guard.test) == "sys.version_info < (3, 11)"


@pytest.mark.parametrize("minor", [7, 9, 10])
def test_an_old_interpreter_is_refused_in_one_sentence(minor: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", OLD.format(minor=minor)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"错误 error: liantu needs Python 3.11 or newer, not 3.{minor}; ")
    assert "PYTHON=python3.12" in done.stderr
    assert done.stderr.count("\n") == 1
