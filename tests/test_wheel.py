"""What is installed without a checkout: one package that holds everything, starts by itself and meets nobody's names."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import liantu_program
from graph.settings import own_folder
from tests.support.small import Country


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """The wheel of this checkout, unpacked as pip unpacks it."""
    place = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", str(place)]
    subprocess.run([*command, str(root)], check=True, cwd=place)
    (wheel,) = place.glob("liantu-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place / "site")
    return place / "site"


def run(installed: Path, code: str, *args: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run this code where only the unpacked wheel offers liantu's packages, away from the checkout."""
    given = {**os.environ, "PYTHONPATH": str(installed), "NO_COLOR": "1", **env}
    return subprocess.run(
        [sys.executable, "-c", code, *args], cwd=installed, env=given, capture_output=True, text=True, check=False
    )


def test_one_name_stands_in_site_packages(installed: Path) -> None:
    names = {p.name for p in installed.iterdir() if not p.name.endswith(".dist-info")}
    assert names == {"liantu_program"}
    inside = {p.name for p in (installed / "liantu_program").iterdir()}
    assert {"graph", "data", "app.py", "workspace.py", "py.typed", ".streamlit"} <= inside
    assert inside.isdisjoint({"tests", "benchmarks", "docs", "notebooks"})
    for needed in ("outreach/papers/templates/brief.docx", "recommend/rank/weights.json", "data/chains/textile.yaml"):
        assert (installed / "liantu_program" / needed).is_file(), needed


def test_the_command_runs_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    country = Country(tmp_path)
    env = {
        "LIANTU_DATA": str(country.data),
        "LIANTU_DB": str(tmp_path / "liantu.db"),
        "LIANTU_VECTORS": str(tmp_path / "vectors"),
        "LIANTU_MODEL": "hash",
    }
    start = "import liantu_program; liantu_program.main()"
    built = run(installed, start, "build", **env)
    assert built.returncode == 0, built.stderr
    assert "firm 10" in built.stderr
    where = "import liantu_program; print(liantu_program.home())"
    assert run(installed, where).stdout.strip() == str(installed / "liantu_program")
    code = (
        "import sys, liantu_program; sys.path.insert(0, str(liantu_program.home()))\n"
        "from graph import settings\nprint(settings.load().data, settings.own_folder())"
    )
    data, own = run(installed, code, LIANTU_DATA="", LIANTU_DB="").stdout.split()
    assert data == str(installed / "liantu_program" / "data")
    assert not own.startswith(str(installed))  # the next version replaces the program's folder


def test_in_a_checkout_everything_stays_beside_the_code(root: Path, tmp_path: Path) -> None:
    assert liantu_program.home() == root
    assert own_folder() == root / "var"
    assert own_folder(tmp_path).name == "liantu"
