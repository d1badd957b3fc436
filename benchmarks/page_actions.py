"""What a user does on the pages, timed in a real browser: tabs, a click on the chain's map, panning, several users.

For `benchmarks.pages`, which starts the server and the browser. Knows the pages only as a user does: by what is on
screen.
"""

from __future__ import annotations

import itertools
import random
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypedDict

SETTLED = """() => document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState === 'notRunning'
  && !document.querySelector('[data-testid="stSpinner"], [data-testid="stSkeleton"]')"""
MAIN = """() => document.querySelector('[data-testid="stMain"]')?.innerText || ''"""
BLANK = """() => !(document.querySelector('[data-testid="stMain"]')?.innerText || '').trim()
  && !document.querySelector('[data-testid="stMain"] :is(canvas, svg, img)')"""
TABS = '[data-testid="stMain"] :is([data-testid="stButtonGroup"] button, [role="tab"]):visible'
LINKS = '[data-testid="stSidebar"] a'
CANVAS = '[data-testid="stMain"] canvas'
FRAMES = """() => { window.frames_at = []; window.frames_on = true;
  const tick = t => { window.frames_at.push(t); if (window.frames_on) requestAnimationFrame(tick); };
  requestAnimationFrame(tick); }"""
STEP_MS, REST_MS, LONGEST = 20, 300, 120.0
GRID = 24  # px between the places at which the chain's map is tried
THINK = (2.0, 8.0)  # seconds between two clicks of a user
EVERY = 30.0  # seconds between two looks at the server's memory


class Spread(TypedDict):
    """Seconds: how many were measured, median, 95th percentile, the largest."""

    n: int
    median: float
    p95: float
    most: float


class Frames(TypedDict):
    """Frames a second while the map is zoomed and dragged, the longest time between two (ms), canvases, and the page's
    heading, which says how many points there are."""

    heading: str
    zoom: float
    pan: float
    longest_ms: float


class Users(TypedDict):
    """Several users: each page's time to content, how often a click brought a blank longer than half a second, the
    server's memory as (seconds, MB), and the pages that showed an error."""

    content: Spread
    pages: dict[str, Spread]
    blanks: int
    longest_blank: float
    memory: list[tuple[float, float]]
    errors: list[str]


def spread(values: Sequence[float]) -> Spread:
    """Median, p95 (nearest rank) and the largest."""
    order = sorted(values)
    p95 = order[max(0, -(-95 * len(order) // 100) - 1)]
    return {
        "n": len(order),
        "median": round(statistics.median(order), 3),
        "p95": round(p95, 3),
        "most": round(order[-1], 3),
    }


def settle(view: Any, begun: float) -> float:
    """Seconds from `begun` to a page at rest."""
    while time.perf_counter() - begun < LONGEST and not view.evaluate(SETTLED):
        view.wait_for_timeout(STEP_MS)
    return time.perf_counter() - begun


def tabs(view: Any, names: Sequence[str], go: Callable[[Any, str], object], rounds: int) -> dict[str, Spread]:
    """Every tab and every choice of a row of choices, each clicked in turn: from the click to the end of the run. The
    first round, in which things are made, does not count."""
    times: dict[str, list[float]] = {}
    for turn, name in itertools.product(range(rounds + 1), names):
        go(view, name)
        for i in range(view.locator(TABS).count()):
            tab = view.locator(TABS).nth(i)
            if not tab.count() or not tab.is_enabled():
                continue  # an earlier click took it away
            label = tab.inner_text().strip().replace("\n", " ")
            if label in ("English", "中文"):
                continue  # another language, not another tab
            begun = time.perf_counter()
            tab.click()
            view.wait_for_timeout(STEP_MS)
            took = settle(view, begun)
            if turn:
                times.setdefault(f"{name}: {label}", []).append(took)
            view.wait_for_timeout(REST_MS)
    return {label: spread(found) for label, found in times.items()}


def clicks(view: Any, rounds: int) -> Spread:
    """From a click on a segment of the chain's map to its panel. Segments are found by trying places on the map: one
    that puts a segment into the address is one."""
    box = view.locator(CANVAS).first.bounding_box()
    places: dict[str, tuple[float, float]] = {}
    for x, y in itertools.product(range(GRID, int(box["width"]), 4 * GRID), range(GRID, int(box["height"]), GRID)):
        at = box["x"] + x, box["y"] + y
        if at[1] > view.viewport_size["height"] - GRID or len(places) == rounds + 1:
            continue
        before = view.url
        view.mouse.click(*at)
        view.wait_for_timeout(STEP_MS)
        settle(view, time.perf_counter())
        view.wait_for_timeout(REST_MS)
        if view.url != before and "segment=" in view.url:
            places.setdefault(view.url.partition("segment=")[2].partition("&")[0], at)
    times = []
    for at in places.values():
        before = view.evaluate(MAIN)
        begun = time.perf_counter()
        view.mouse.click(*at)
        while time.perf_counter() - begun < 5 and (view.evaluate(MAIN) == before or not view.evaluate(SETTLED)):
            view.wait_for_timeout(STEP_MS)
        if view.evaluate(MAIN) != before:
            times.append(time.perf_counter() - begun)
        view.wait_for_timeout(REST_MS)
    return spread(times)


def frames(view: Any, seconds: float = 4.0) -> Frames:
    """Zooming by the wheel, then dragging, each for some seconds; frames as the browser draws them."""
    heading = view.locator('[data-testid="stMain"] :is(h1, h2)').first.inner_text()
    box = view.locator(CANVAS).first.bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    view.mouse.move(*middle)

    def measured(act: Callable[[int], None]) -> tuple[float, float]:
        view.evaluate(FRAMES)
        begun, n = time.perf_counter(), 0
        while time.perf_counter() - begun < seconds:
            act(n)
            n += 1
        at = view.evaluate("() => { window.frames_on = false; return window.frames_at; }")
        gaps = [b - a for a, b in itertools.pairwise(at)]
        return 1000 * len(gaps) / max(at[-1] - at[0], 1), max(gaps, default=0.0)

    zoom, longest = measured(lambda n: view.mouse.wheel(0, -120 if n % 16 < 10 else 120))
    view.mouse.down()
    pan, other = measured(lambda n: view.mouse.move(middle[0] + 150 * (n % 20 - 10) / 10, middle[1] + 8 * (n % 10)))
    view.mouse.up()
    return {"heading": heading, "zoom": round(zoom, 1), "pan": round(pan, 1), "longest_ms": round(max(longest, other))}


def memory(port: int) -> float:
    """MB that the server on this port holds, its children too."""
    pages = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
            if str(port).encode() in words and any(w.endswith(b"liantu.py") for w in words):
                pages += int((folder / "statm").read_text().split()[1])
        except OSError:
            continue  # it ended meanwhile
    return pages * 4096 / 1e6


class User:
    """One of several users: clicks, waits for the page, thinks."""

    def __init__(self, view: Any, names: Sequence[str], chance: random.Random) -> None:
        self.view, self.names, self._chance = view, names, chance
        self.due = time.perf_counter() + chance.uniform(0, THINK[1])
        self.page, self.begun, self.blank_since = "", 0.0, 0.0
        self.times: list[tuple[str, float]] = []
        self.blanks: list[float] = []
        self.errors: list[str] = []

    def step(self) -> None:
        """Whatever is to be done now."""
        now = time.perf_counter()
        if not self.page:
            if now >= self.due:
                self.page = self._chance.choice(self.names)
                self.begun = time.perf_counter()
                self.view.locator(LINKS).filter(has_text=self.page).first.click()
            return
        if self.view.evaluate(BLANK):
            self.blank_since = self.blank_since or now
        elif self.blank_since:
            self.blanks.append(now - self.blank_since)
            self.blank_since = 0.0
        if self.view.evaluate(SETTLED) or now - self.begun > LONGEST:
            self.times.append((self.page, time.perf_counter() - self.begun))
            if self.view.locator('[data-testid="stException"]').count():
                self.errors.append(self.page)
            self.page, self.due = "", time.perf_counter() + self._chance.uniform(*THINK)


def users(views: Sequence[Any], names: Sequence[str], port: int, minutes: float, seed: int = 7) -> Users:
    """Several users at once who go from page to page with time to think; the server's memory meanwhile."""
    chance = random.Random(seed)
    everyone = [User(v, names, random.Random(chance.random())) for v in views]
    begun, told = time.perf_counter(), [(0.0, round(memory(port)))]
    while (passed := time.perf_counter() - begun) < minutes * 60:
        for user in everyone:
            user.step()
        if passed - told[-1][0] >= EVERY:
            told.append((round(passed), round(memory(port))))
        time.sleep(STEP_MS / 1000)
    told.append((round(time.perf_counter() - begun), round(memory(port))))
    by_page: dict[str, list[float]] = {}
    for page, took in (t for u in everyone for t in u.times):
        by_page.setdefault(page, []).append(took)
    blanks = [b for u in everyone for b in u.blanks]
    return {
        "content": spread([t for u in everyone for _, t in u.times]),
        "pages": {page: spread(found) for page, found in by_page.items()},
        "blanks": sum(b > 0.5 for b in blanks),
        "longest_blank": round(max(blanks, default=0.0), 2),
        "memory": [(float(s), float(mb)) for s, mb in told],
        "errors": [e for u in everyone for e in u.errors],
    }
