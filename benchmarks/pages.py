"""How long a page of the app takes in a real browser, and what several users at once cost.

    python -m benchmarks.pages [--db STORE] [--only MEASURES] [--rounds 5] [--minutes 30] [--out FILE]

Measures, all in this order where not chosen: `pages` (by the navigation; heading: from the click to the first heading;
content: to the end of the run, with no bar and no skeleton left; the first round is cold and told apart), `tabs` (every
tab and row of choices), `clicks` (a segment of the chain's map to its panel), `frames` (目标企业图 zoomed and dragged;
without a graphics card the browser draws by software), `users` (five at once who think 2 to 8 s between clicks, for
`--minutes`; the server's memory every 30 s). About 2 minutes for `pages`, 6 for `tabs`, 1 each for `clicks` and
`frames`, and the minutes of `users`: 40 in all as it stands. Seconds, median, p95 and the largest, with the load before
and after; as JSON under `benchmarks/results/`. Needs a Chromium, as the tests do.

`--points N` loads N made-up firms into a copy of the store first, so that the map of targets has as many points.
`--neo4j` measures the same a second time with the app on the Neo4j of the tests, to which the store was pushed, and
gives the ratio of each page and tab to the file's.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from benchmarks import own_neo4j
from benchmarks import page_actions as acts
from benchmarks.page_actions import LINKS, LONGEST, SETTLED, STEP_MS, Spread, spread
from graph.settings import load as settings
from tests.support.bolt_server import free_port
from tests.support.browser import CHROMIUM, SCREEN, running

HEADING = """() => document.querySelector('[data-testid="stMain"] :is(h1, h2, h3)')?.innerText || ''"""
MEASURES = ("pages", "tabs", "clicks", "frames", "users")
REST_MS, USERS = 500, 5
RESULTS = Path(__file__).with_name("results")
# Where made-up firms are seated, and what they make: one segment of each kind of the power-battery chain.
SEATS = (("广东", "深圳"), ("江苏", "常州"), ("浙江", "湖州"), ("福建", "宁德"), ("湖南", "长沙"), ("安徽", "合肥"))
GOODS = (
    "磷酸铁锂正极材料",
    "锂电池隔膜",
    "锂离子动力电芯",
    "锂电池电解液",
    "电池结构件",
    "锂电池铜箔",
    "人造石墨负极材料",
)


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


def by_navigation(view: Any, names: Sequence[str], rounds: int) -> dict[str, dict[str, float | Spread | None]]:
    """Every page: cold, then heading and content of the warm rounds."""
    times: dict[str, list[tuple[float | None, float]]] = {}
    for _ in range(rounds + 1):
        for name in names:
            times.setdefault(name, []).append(timed(view, name))
    out: dict[str, dict[str, float | Spread | None]] = {}
    for page, rows in times.items():
        heads = [h for h, _ in rows[1:] if h is not None]
        out[page] = {
            "cold": round(rows[0][1], 2),
            "content": spread([c for _, c in rows[1:]]),
            "heading": spread(heads) if heads else None,
        }
    return out


def with_points(db: str, points: int, folder: Path) -> str:
    """A copy of the store with made-up firms of the power-battery chain, spread over cities; its file."""
    source = Path(db) if db else settings().store_file
    if source is None or not source.is_file():
        raise SystemExit("--points needs a store in a file")
    home = folder / "store"
    shutil.copytree(source.parent, home, ignore=shutil.ignore_patterns("*.lock"))
    table = folder / "made_up.csv"
    with table.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(["name", "province", "city", "products"])
        for i in range(points):
            (province, city), goods = SEATS[i % len(SEATS)], GOODS[i % len(GOODS)]
            writer.writerow([f"{city}试{i}号{goods}有限公司", province, city, goods])
    made = str(home / source.name)
    subprocess.run(
        [sys.executable, "liantu.py", "ingest", str(table)], env=os.environ | {"LIANTU_DB": made}, check=True
    )
    return made


def measured(browser: Any, address: str, port: int, asked: argparse.Namespace) -> dict[str, object]:
    """The chosen measures, by name."""

    def opened() -> Any:
        view = browser.new_context(viewport=SCREEN, locale="zh-CN").new_page()
        view.goto(address)
        view.wait_for_function(SETTLED, timeout=LONGEST * 1000)
        return view

    view = opened()
    names = [re.sub(r"^[^\u4e00-\u9fff]+", "", text) for text in view.locator(LINKS).all_inner_texts()]  # no icons
    found: dict[str, object] = {}
    for measure in asked.only.split(","):
        begun = time.perf_counter()
        if measure == "pages":
            found[measure] = by_navigation(view, names, asked.rounds)
        elif measure == "tabs":
            found[measure] = acts.tabs(view, names, timed, asked.rounds)
        elif measure == "clicks":
            timed(view, "产业链招商图")
            found[measure] = acts.clicks(view, 2 * asked.rounds)
        elif measure == "frames":
            timed(view, "目标企业图")
            found[measure] = acts.frames(view)
        else:
            views = [view, *(opened() for _ in range(USERS - 1))]
            found[measure] = acts.users(views, names, port, asked.minutes)
        print(
            f"{measure}: {time.perf_counter() - begun:.0f} s",
            json.dumps(found[measure], ensure_ascii=False),
            flush=True,
        )
    return found


def served(env: Mapping[str, str], log: Path, browser: Any, asked: argparse.Namespace) -> dict[str, object]:
    """The chosen measures of an app of its own, which finds its store by `env`."""
    port = free_port()
    command = [sys.executable, "liantu.py", "app", "--no-browser", "--port", str(port)]
    with running(command, port, log, dict(env)) as address:
        return measured(browser, address, port, asked)


def on_neo4j(
    env: Mapping[str, str], store: str, folder: Path, browser: Any, asked: argparse.Namespace
) -> dict[str, object]:
    """The chosen measures with the app on a Neo4j of its own that holds what the store holds."""
    with own_neo4j.running(folder / "neo4j") as server:
        there = {**env, **own_neo4j.access(server)}
        push = [sys.executable, "liantu.py", "graph", "push", *(["--db", store] if store else [])]
        subprocess.run(push, env=there, check=True, stdout=subprocess.DEVNULL)
        return served(there, folder / "on_neo4j.log", browser, asked)


def ratios(file: Mapping[str, Any], server: Mapping[str, Any]) -> dict[str, float]:
    """Median content on the server as a multiple of the file's, by page and by tab."""
    out: dict[str, float] = {}
    for measure in ("pages", "tabs"):
        for name, found in file.get(measure, {}).items():
            there = server[measure].get(name)
            if there is not None:
                mine, its = (d["content"] if measure == "pages" else d for d in (found, there))
                out[name] = round(its["median"] / max(mine["median"], 0.001), 2)
    return out


def main() -> None:
    """Measure, print, write the result."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--db", default="", help="the store; the one that the program would take, where not given")
    parser.add_argument("--only", default=",".join(MEASURES), help="measures, with commas")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--points", type=int, default=0)
    parser.add_argument("--neo4j", action="store_true", help="also with the app on a Neo4j, beside the file")
    parser.add_argument("--out", type=Path, default=RESULTS / f"pages-{time.strftime('%Y-%m-%d')}.json")
    asked = parser.parse_args()
    if unknown := set(asked.only.split(",")) - set(MEASURES):
        parser.error(f"no such measure: {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as p:
        store = with_points(asked.db, asked.points, Path(folder)) if asked.points else asked.db
        env = os.environ | ({"LIANTU_DB": store} if store else {})
        before = os.getloadavg()[0]
        browser = p.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        found = served(env, Path(folder) / "server.log", browser, asked)
        if asked.neo4j:
            there = on_neo4j(env, store, Path(folder), browser, asked)
            found = {"file": found, "neo4j": there, "ratio": ratios(found, there)}
        browser.close()
    loads = [round(before, 1), round(os.getloadavg()[0], 1)]
    document = {"made": time.strftime("%Y-%m-%d"), "cores": os.cpu_count(), "load": loads, **found}
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(document, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
