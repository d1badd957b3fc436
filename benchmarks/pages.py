"""How long a page of the app takes in a real browser, one user who goes by the navigation.

    python -m benchmarks.pages [--db STORE] [--rounds 5]

The first round is cold: nothing of a page was worked out before in this server. Heading: from the click to the first
heading of the page; content: to the end of its run, with no bar and no skeleton left. Seconds, median and the largest
of the warm rounds. Needs a Chromium, as the tests do.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests.support.bolt_server import free_port
from tests.support.browser import CHROMIUM, SCREEN, running

SETTLED = """() => document.querySelector('[data-testid="stApp"]').dataset.testScriptState === 'notRunning'
  && !document.querySelector('[data-testid="stSpinner"], [data-testid="stSkeleton"]')"""
HEADING = """() => document.querySelector('[data-testid="stMain"] :is(h1, h2, h3)')?.innerText || ''"""
LINKS = '[data-testid="stSidebar"] a'
STEP_MS, REST_MS, LONGEST = 20, 500, 120.0


def timed(view: Any, name: str) -> tuple[float | None, float]:
    """Seconds from the click on a page to its heading (None where it has none) and to its content."""
    label = re.compile(rf"^[^\u4e00-\u9fff]*{re.escape(name)}$")
    before = view.evaluate(HEADING)  # what is left of the page before is no heading of this one
    begun = time.perf_counter()
    view.locator(LINKS).filter(has_text=label).first.click()
    view.wait_for_timeout(STEP_MS)
    heading: float | None = None
    while time.perf_counter() - begun < LONGEST:
        if heading is None and view.evaluate(HEADING) not in ("", before):
            heading = time.perf_counter() - begun
        if view.evaluate(SETTLED):
            break
        view.wait_for_timeout(STEP_MS)
    content = time.perf_counter() - begun
    view.wait_for_timeout(REST_MS)
    return heading, content


def main() -> None:
    """Print a line for each page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--db", default="", help="the store; the one that the program would take, where not given")
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    if asked.db:
        os.environ["LIANTU_DB"] = asked.db
    times: dict[str, list[tuple[float | None, float]]] = {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as p:
        port = free_port()
        command = [sys.executable, "liantu.py", "app", "--no-browser", "--port", str(port)]
        with running(command, port, Path(folder) / "server.log", dict(os.environ)) as address:
            browser = p.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
            view = browser.new_context(viewport=SCREEN, locale="zh-CN").new_page()  # type: ignore[arg-type]
            view.goto(address)
            view.wait_for_function(SETTLED, timeout=LONGEST * 1000)
            links = view.locator(LINKS).all_inner_texts()
            names = [re.sub(r"^[^\u4e00-\u9fff]+", "", text) for text in links]  # without the icon
            for _ in range(asked.rounds):
                for name in names:
                    times.setdefault(name, []).append(timed(view, name))
            browser.close()
    print(f"load {os.getloadavg()[0]:.1f}")
    for page, rows in times.items():
        warm = [c for _, c in rows[1:]]
        heads = [h for h, _ in rows[1:] if h is not None]
        heading = f"heading {statistics.median(heads):.2f}" if heads else "no heading"
        content = f"content {statistics.median(warm):.2f} (at most {max(warm):.2f})"
        print(f"{page}: cold {rows[0][1]:.2f}, warm {content}, {heading}")


if __name__ == "__main__":
    main()
