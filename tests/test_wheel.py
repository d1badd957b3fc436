"""What is installed without a checkout: one package that holds everything, starts by itself and meets nobody's names.

The wheel is installed into an environment of its own, in a folder with spaces and Chinese in its path, and used from an
empty one. What it needs of others comes from the environment of the tests, by one line in a .pth file.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import liantu_program
from graph.settings import own_folder
from tests.support.app_store import environment, write_data
from tests.support.bolt_server import free_port
from tests.support.browser import CHROMIUM, MARKS, running, settled

WINDOWS = sys.platform == "win32"
NOT_OF_USE = {"tests", "benchmarks", "docs", "notebooks"}


@dataclass(frozen=True)
class Installed:
    """An environment that liantu was installed into, and an empty folder to use it from."""

    place: Path
    wheel: Path

    @property
    def site(self) -> Path:
        return Path(sysconfig.get_path("purelib", "venv", {"base": str(self.place), "platbase": str(self.place)}))

    @property
    def program(self) -> Path:
        return self.place / ("Scripts/liantu.exe" if WINDOWS else "bin/liantu")

    def environment(self, home: Path) -> dict[str, str]:
        """Nothing of the checkout, the small data, and the user's data folder within the home."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("LIANTU_", "PYTHON"))}
        small = {k: v for k, v in environment(home).items() if k in ("LIANTU_DATA", "LIANTU_MODEL")}
        own = {n: str(home / "own") for n in ("XDG_DATA_HOME", "HOME", "LOCALAPPDATA")}
        return {**kept, **own, **small, "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}

    def run(self, home: Path, *args: str) -> subprocess.CompletedProcess[str]:
        """`liantu …` from an empty folder."""
        empty = home / "空 文件夹"
        empty.mkdir(exist_ok=True)
        return subprocess.run(
            [self.program, *args],
            cwd=empty,
            env=self.environment(home),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Installed:
    """The wheel of this checkout, installed by pip."""
    place = tmp_path_factory.mktemp("wheel") / "新乡 招商"
    place.mkdir()
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", str(place)]
    subprocess.run([*command, str(root)], check=True, cwd=place)
    (wheel,) = place.glob("liantu-*.whl")
    made = Installed(place / "环境 env", wheel)
    venv.create(made.place, with_pip=False, symlinks=not WINDOWS)
    (made.site / "others.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--python", str(made.place), "install", "--quiet", "--no-deps", "--no-compile"]
    subprocess.run([*pip, str(wheel)], check=True, cwd=place)
    return made


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A user's folder with the small data."""
    place = tmp_path / "用户 user"
    place.mkdir()
    write_data(place / "data")
    return place


def test_one_name_stands_in_site_packages(installed: Installed) -> None:
    names = {p.name for p in installed.site.iterdir() if not p.name.endswith(".dist-info")}
    assert names == {"liantu_program", "others.pth"}
    inside = {p.name for p in (installed.site / "liantu_program").iterdir()}
    assert {"graph", "data", "app.py", "workspace.py", "py.typed", ".streamlit"} <= inside
    assert inside.isdisjoint(NOT_OF_USE)
    for needed in ("outreach/papers/templates/brief.docx", "recommend/rank/weights.json", "data/chains/textile.yaml"):
        assert (installed.site / "liantu_program" / needed).is_file(), needed
    assert not [p for p in installed.site.rglob("*") if p.suffix in (".pyc", ".db", ".ipynb")]


def test_version_stands_in_one_place(installed: Installed, home: Path, root: Path) -> None:
    assert installed.wheel.name.startswith(f"liantu-{liantu_program.__version__}-")
    assert installed.run(home, "--version").stdout.strip() == f"liantu {liantu_program.__version__}"
    places = [root / "pyproject.toml", root / "CITATION.cff", root / "liantu.py"]
    assert not [p.name for p in places if re.search(r'^version\s*[=:]\s*"?\d', p.read_text("utf-8"), re.MULTILINE)]


def test_the_command_runs_from_the_wheel(installed: Installed, home: Path) -> None:
    built = installed.run(home, "build")
    assert built.returncode == 0, built.stderr
    assert "企业 16" in built.stderr
    shown = installed.run(home, "chains", "--json")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert [(c["id"], c["firms"]) for c in json.loads(shown.stdout)] == [("battery_ev", 9), ("textile", 7)]
    # The next version replaces the program's folder, and the empty one is not ours to fill.
    assert list((home / "own").rglob("liantu.db"))
    assert list((home / "空 文件夹").iterdir()) == []
    without = installed.run(home, "bench")
    assert (without.returncode, "Traceback" in without.stderr) == (2, False)
    assert "benchmarks come with the source" in without.stderr


def test_the_data_are_those_of_the_package(installed: Installed, home: Path) -> None:
    code = (
        "import sys, liantu_program; sys.path.insert(0, str(liantu_program.home()))\n"
        "from graph import settings\nprint(settings.load().data)\nprint(settings.own_folder())"
    )
    python = installed.place / ("Scripts/python.exe" if WINDOWS else "bin/python")
    env = {k: v for k, v in installed.environment(home).items() if k != "LIANTU_DATA"}
    done = subprocess.run([python, "-c", code], cwd=home, env=env, capture_output=True, encoding="utf-8", check=True)
    data, own = map(Path, done.stdout.splitlines())
    assert data == installed.site / "liantu_program" / "data"
    assert own.is_relative_to(home / "own")


@pytest.fixture
def opened(installed: Installed, home: Path) -> Iterator[str]:
    """`liantu app` from an empty folder, nothing built before: its address."""
    empty = home / "空 文件夹"
    empty.mkdir()
    port = free_port()
    command = [str(installed.program), "app", "--no-browser", "--port", str(port)]
    with running(command, port, home / "app.log", installed.environment(home), empty) as address:
        yield address
    said = (home / "app.log").read_text(encoding="utf-8")
    assert "Traceback" not in said, said


@pytest.mark.browser
@MARKS[1]
def test_the_app_opens_at_a_page(opened: str) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.goto(opened)
        settled(page)
        assert page.get_by_text(re.compile(r"2 条产业链，主攻 \d+ 个环节")).first.is_visible()
        assert page.get_by_text("动力电池").first.is_visible()
        browser.close()


def test_in_a_checkout_everything_stays_beside_the_code(root: Path, tmp_path: Path) -> None:
    assert liantu_program.home() == root
    assert own_folder() == root / "var"
    assert own_folder(tmp_path).name == "liantu"
