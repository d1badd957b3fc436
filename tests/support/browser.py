"""What the tests in a real browser share: where Chromium is, when a page is settled, screenshots."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.app_store import ROOT, environment
from tests.support.bolt_server import free_port

CHROMIUM = next((p for p in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if p), None)
SHOTS = ROOT / "test-artefacts"
SCREEN = {"width": 1366, "height": 768}
MARKS = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None and not os.environ.get("CI"), reason="no Chromium here"),
]


def settled(page: Any) -> None:
    """Wait until the page has drawn what it was asked for."""
    page.wait_for_timeout(300)
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    page.wait_for_function('!document.querySelector(\'[data-testid="stSpinner"], [data-testid="stSkeleton"]\')')
    page.wait_for_timeout(300)


def shot(page: Any, name: str) -> None:
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=str(SHOTS / f"{name}.png"))


@contextmanager
def running(command: Sequence[str], port: int, log: Path, env: Mapping[str, str], folder: Path = ROOT) -> Iterator[str]:
    """A program that serves the app on a port, for as long as the block: its address."""
    with log.open("w") as out:
        process = subprocess.Popen(command, cwd=folder, env=env, stdout=out, stderr=out)
        try:
            until_up(f"http://127.0.0.1:{port}/_stcore/health", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(10)


@contextmanager
def served(start: Sequence[str], home: Path, log: Path) -> Iterator[str]:
    """The app over an office's folder on a free port, as `liantu app` serves it: its address. start: the interpreter
    and what runs the command line."""
    port = free_port()
    command = [*start, "app", "--no-browser", "--port", str(port)]
    with running(command, port, log, os.environ | environment(home)) as address:
        yield address


def until_up(url: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until an address answers, as long as the process lives."""
    for _ in range(120):
        assert process.poll() is None, "the server did not start"
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except OSError:
            time.sleep(0.25)
    raise AssertionError("the server did not come up")
