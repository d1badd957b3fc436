"""From nothing to a page: seconds of a clone, `make app` and the first page in Chromium, then of a second start.

    python -m benchmarks.first_start [--wheel] [--keep FOLDER]

Both starts are of this checkout's last commit, in a fresh folder, with whatever the installer has in its cache: run it
twice to see a warm one. `--wheel` installs a wheel into an empty environment instead and opens the app from a folder
outside the source. The machine's load is printed beside the times, since it decides them.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIMIT = 900.0  # seconds until a start counts as failed
DRAWN = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  const main = document.querySelector('[data-testid="stMain"]');
  return app?.getAttribute('data-test-script-state') === 'notRunning'
    && !document.querySelector('[data-testid="stSpinner"], [data-testid="stSkeleton"]')
    && main?.innerText.includes('新能源');
}"""


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def environment(home: Path) -> dict[str, str]:
    """What a new user has: no settings of liantu's, a home of his own for its data, the installer's cache as it is."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("LIANTU_", "PYTHON"))}
    return kept | {"XDG_DATA_HOME": str(home), "BROWSER": "true"}


@contextmanager
def page(command: Sequence[str], folder: Path, home: Path, address: str) -> Iterator[float]:
    """Seconds from starting a command until the overview is drawn at an address; the command ends afterwards.

    Raises:
        SystemExit: The command ended by itself, or the page was not there in LIMIT seconds.
    """
    from playwright.sync_api import Error, sync_playwright

    began = time.perf_counter()
    with (home / "start.log").open("w") as log:
        program = subprocess.Popen(
            command, cwd=folder, env=environment(home), stdout=log, stderr=log, start_new_session=True
        )
        try:
            with sync_playwright() as player:
                chromium = shutil.which("chromium") or shutil.which("google-chrome")
                view = player.chromium.launch(executable_path=chromium, args=["--no-sandbox"]).new_page()
                while True:
                    try:
                        view.goto(address, wait_until="commit", timeout=2_000)
                        break
                    except Error:
                        if program.poll() is not None or time.perf_counter() - began > LIMIT:
                            sys.exit(f"no page; see {home / 'start.log'}")
                        time.sleep(0.2)
                view.wait_for_function(DRAWN, timeout=LIMIT * 1000)
            yield time.perf_counter() - began
        finally:
            os.killpg(program.pid, signal.SIGTERM)
            program.wait(20)


def timed(command: Sequence[str], folder: Path, home: Path) -> float:
    """Seconds that a command takes. Raises where it fails."""
    began = time.perf_counter()
    subprocess.run(command, cwd=folder, env=environment(home), check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def by_make(under: Path) -> None:
    """A clone, then `make app` twice."""
    source, port = under / "liantu", free_port()
    cloned = timed(["git", "clone", "--quiet", str(ROOT), str(source)], under, under)
    command, address = ["make", "app", f"PORT={port}"], f"http://127.0.0.1:{port}"
    with page(command, source, under, address) as first:
        print(f"clone {cloned:.0f} s, make app to the first page {first:.0f} s, together {cloned + first:.0f} s")
    with page(command, source, under, address) as second:
        print(f"second start {second:.1f} s")


def by_wheel(under: Path) -> None:
    """A wheel into an empty environment, then `liantu app` twice from a folder of the user's."""
    folder, port = under / "招商 office", free_port()
    folder.mkdir()
    timed(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(under), str(ROOT)],
        under,
        under,
    )
    wheel = next(under.glob("liantu-*.whl"))
    there = under / "environment"
    made = timed([sys.executable, "-m", "venv", str(there)], under, under)
    installed = timed(
        [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", str(there), str(wheel)], under, under
    )
    command = [str(there / "bin" / "liantu"), "app", "--no-browser", "--port", str(port)]
    with page(command, folder, under, f"http://127.0.0.1:{port}") as first:
        print(f"environment and wheel {made + installed:.0f} s, liantu app to the first page {first:.0f} s")
    with page(command, folder, under, f"http://127.0.0.1:{port}") as second:
        print(f"second start {second:.1f} s")


def main() -> None:
    """Time one way of starting and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wheel", action="store_true", help="a wheel in place of a clone")
    parser.add_argument("--keep", type=Path, help="the folder to work in, which is kept")
    given = parser.parse_args()
    under = given.keep or Path(tempfile.mkdtemp(prefix="first-start-"))
    under.mkdir(parents=True, exist_ok=True)
    print(f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors")
    try:
        (by_wheel if given.wheel else by_make)(under)
    finally:
        used = os.times()
        print(f"processor time {used.children_user + used.children_system:.0f} s, load {os.getloadavg()[0]:.1f}")
        if not given.keep:
            shutil.rmtree(under, ignore_errors=True)


if __name__ == "__main__":
    main()
