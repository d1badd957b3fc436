"""A walk through the whole app in a real browser: every page, tab and map with a value that must stand on it, and what
must hold wherever one stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from graph.model.words import Lang
from tests.support.app_store import LOCAL_CATHODES, LOCAL_CELLS, LOCAL_SEPARATOR_SITE, OLD_WAY, OUTSIDE_SEPARATORS
from tests.support.browser import CHROMIUM, SCREEN, SHOTS, settled

# A canvas on which anything stands: some pixel is not the colour of nothing.
PAINTED = """() => [...document.querySelectorAll('[_echarts_instance_] canvas')].some(c => c.width && c.height
  && new Uint32Array(c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer).some(v => v))"""
DRAWN = ("chain_map", "chain_map-segment", "target_map", "target_map-place", "market_map")  # stops that are a picture
# The frame's script, which runs twice a second, lets what scrolls sideways take the focus.
MARKED = """() => [...document.querySelectorAll('.st-key-graph, .st-key-routes')].every(
  b => b.scrollWidth <= b.clientWidth || b.tabIndex === 0)"""
PHONE = {"width": 390, "height": 844}
SIZES = {"desktop": SCREEN, "phone": PHONE}
CHAIN = "chain=battery_ev&region=410700"
GAP = f"{CHAIN}&segment=battery_ev.separator"
CELL, CATHODE, TARGET = LOCAL_CELLS[0], LOCAL_CATHODES[0], OUTSIDE_SEPARATORS[0]
SHENZHEN = OUTSIDE_SEPARATORS[1]


@dataclass(frozen=True)
class Stop:
    """One state of the app: its name, its address ('' where it is clicked from where the walk stands), what must then
    be read on it in Chinese and in English, and the choice that is clicked: the container's key and the words."""

    name: str
    address: str
    zh: str
    en: str = ""
    click: tuple[str, str, str] | None = None

    def said(self, lang: Lang) -> str:
        """What must be read. Names of firms are Chinese in both languages."""
        return self.en if lang == "en" and self.en else self.zh


def _tab(page: str, key: str, name: str, words: tuple[str, str], said: tuple[str, str]) -> Stop:
    return Stop(f"{page}-{name}", "", *said, click=(key, *words))


STOPS: tuple[Stop, ...] = (
    Stop("overview", f"?{CHAIN}", "新乡市：2 条产业链", "Xinxiang: 2 chains"),
    Stop("chain_map", f"chain_map?{CHAIN}", "完整度", "Completeness"),
    Stop("chain_map-segment", f"chain_map?{GAP}", CELL),
    Stop("gap_list", f"gap_list?{GAP}", CELL),
    _tab("gap_list", "gaps_view", "first", ("先做什么", "What first"), (CELL, CELL)),
    _tab("gap_list", "gaps_view", "sandbox", ("补链沙盘", "What if"), ("从事企业 3 家", "3 in the store do it")),
    _tab("gap_list", "gaps_view", "portfolio", ("组合引进", "Portfolio"), ("隔膜", "Separators")),
    _tab("gap_list", "gaps_view", "changes", ("变化", "Changes"), ("持续 3 处", "3 persistent")),
    _tab("gap_list", "gaps_view", "across", ("跨链与骨干企业", "Across chains"), (CELL, CELL)),
    _tab("gap_list", "gaps_view", "checks", ("先核什么", "Check next"), ("先核", "check")),
    Stop("target_map", f"target_map?{GAP}", TARGET),
    Stop("target_map-place", f"target_map?{GAP}&place=440000", SHENZHEN),
    Stop("target_map-table", f"target_map?{GAP}&view=table", "目标企业 3 家", "3 target"),
    Stop("targets", f"targets?{GAP}", TARGET),
    _tab("targets", "targets_list", "needs", ("本地需求", "Local needs"), ("录入一条需求", "Enter a need")),
    _tab("targets", "targets_list", "owned", ("对接分工", "Who courts whom"), ("新乡市", "Xinxiang")),
    _tab("targets", "targets_list", "expanding", ("增资扩股", "To expand"), ("新乡市", "Xinxiang")),
    _tab("targets", "targets_list", "capital", ("资本招商", "Through capital"), ("新乡市", "Xinxiang")),
    _tab("targets", "targets_list", "outflow", ("外流预警", "Outflow"), ("新乡市", "Xinxiang")),
    Stop("tech_map", f"tech_map?{CHAIN}", "动力电池：2 条技术路线", "on 1 of 2 technology routes"),
    Stop("tech_map-route", f"tech_map?{CHAIN}&segment=battery_ev.cathode&route={OLD_WAY}", CATHODE),
    Stop("tech_map-table", f"tech_map?{CHAIN}&view=table", "2 条技术路线", "2 technology routes"),
    Stop("market_map", f"market_map?{GAP}", CELL),
    Stop("market_map-ring", f"market_map?{GAP}&focus=h2", "2 小时车程内的买方 2 家", "Within 2 h: 2 buyers"),
    Stop("market_map-table", f"market_map?{GAP}&view=table", "隔膜：在库企业一年约买", "Separators:"),
    Stop("visits", f"visits?{GAP}", "新乡市拜访名单 0 家", "0 saved targets of Xinxiang"),
    _tab("visits", "visits_section", "trip", ("排行程", "Plan a trip"), ("行程", "trip")),
    _tab("visits", "visits_section", "after", ("会后", "Afterwards"), ("承诺", "0 open commitments")),
    _tab(
        "visits",
        "visits_section",
        "doors",
        ("引荐与活动", "Introductions and events"),
        ("引荐", "Introductions noted: 0"),
    ),
    Stop("firm", f"firm?{CHAIN}", "新乡市产业链上较大的企业", "Xinxiang"),
    Stop("search", f"search?{CHAIN}", "可以这样问", "For instance"),
    Stop("search-found", f"search?{CHAIN}&q=隔膜", LOCAL_SEPARATOR_SITE),
    Stop("backtest", f"backtest?{CHAIN}", "liantu backtest"),
    Stop("data", f"data?{CHAIN}", "在库企业 16 家", "16 firms"),
    Stop("settings", f"settings?{CHAIN}", "审图号", "eview number"),
)

# What Streamlit draws and axe calls serious: by rule, a word of the element, and why it is left.
STREAMLITS = {
    ("aria-dialog-name", "stToast"): "the passing notice is made and named by Streamlit; its words are read out",
}


@dataclass
class Seen:
    """What a walk met: requests, errors of the page, findings of axe in what Streamlit draws."""

    asked: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    streamlits: Counter[str] = field(default_factory=Counter)

    def hosts(self) -> set[str]:
        """Every host that was asked for anything."""
        return {u.netloc for u in map(urlsplit, self.asked) if u.scheme in ("http", "https", "ws", "wss")}


@contextmanager
def browser(size: str, axe: bool = False) -> Iterator[tuple[Any, Seen]]:
    """A page of a size, and what it meets. axe: the page's policy lets a script in, for the tests' own tool only."""
    from playwright.sync_api import sync_playwright

    assert CHROMIUM, "CI needs a Chromium"
    seen = Seen()
    with sync_playwright() as p:
        made = p.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
        )
        context = made.new_context(viewport=SIZES[size], locale="zh-CN", accept_downloads=True, bypass_csp=axe)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("request", lambda r: seen.asked.append(r.url))
        page.on("pageerror", lambda e: seen.errors.append(str(e)))
        yield page, seen
        made.close()


def go(page: Any, server: str, stop: Stop, lang: Lang) -> bool:
    """Go to a stop, and wait for what must be read there: does it stand there in the end?"""
    if stop.click:
        key, zh, en = stop.click
        page.locator(f".st-key-{key}").get_by_text(zh if lang == "zh" else en, exact=True).click()
    else:
        page.goto(f"{server}/{stop.address}&lang={lang}")
    page.wait_for_selector('[data-testid="stMain"]')
    return reads(page, stop.said(lang)) and (stop.name not in DRAWN or drawn(page))


def drawn(page: Any, within: float = 60) -> bool:
    """Wait until a chart has been drawn on the page, and a reader without a mouse can scroll it."""
    try:
        page.wait_for_function(PAINTED, timeout=within * 1000)
        page.wait_for_function(MARKED, timeout=within * 1000)
    except Exception:
        return False
    return True


def reads(page: Any, words: str, within: float = 60) -> bool:
    """Wait until words can be read on the page, and it has drawn all it was asked for."""
    try:
        page.wait_for_function(
            "w => document.querySelector('[data-testid=stMain]').innerText.includes(w)",
            arg=words,
            timeout=within * 1000,
        )
    except Exception:
        return False
    settled(page)
    return True


def wrong(page: Any, lang: Lang) -> list[str]:
    """What must hold at every stop and does not."""
    found = []
    words = page.locator('[data-testid="stMain"]').inner_text()
    if page.locator('[data-testid="stException"]').count():
        found.append("an error")
    if broken := re.search(r"Traceback|\bnan\b" + (r"|\bNone\b" if lang == "zh" else ""), words):
        found.append(broken[0])
    if page.evaluate("document.documentElement.lang") != {"zh": "zh-CN", "en": "en"}[lang]:
        found.append("the page does not say which language it is in")
    for area in ("document.documentElement", "document.querySelector('[data-testid=stMain]')"):
        if page.evaluate(f"{area}.scrollWidth > {area}.clientWidth"):
            found.append(f"{area} scrolls sideways")
    charts = "[...document.querySelectorAll('[_echarts_instance_]')]"
    if page.evaluate(f"{charts}.some(e => !e.getAttribute('aria-label') || e.getAttribute('role') !== 'img')"):
        found.append("a chart without a name")
    return found


def serious(page: Any, seen: Seen) -> list[str]:
    """What axe calls serious or critical in what we draw; Streamlit's own is counted apart."""
    from axe_playwright_python.base import AXE_SCRIPT

    page.evaluate(AXE_SCRIPT)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    ours: list[str] = []
    for violation in found:
        if violation["impact"] not in ("serious", "critical"):
            continue
        for node in violation["nodes"]:
            for rule, word in STREAMLITS:
                if violation["id"] == rule and word in node["html"]:
                    seen.streamlits[f"{rule} {word}: {STREAMLITS[rule, word]}"] += 1
                    break
            else:
                ours.append(f"{violation['id']} {node['target']} {node['html'][:160]}")
    return ours


def picture(page: Any, walk: str, stop: Stop) -> None:
    """A screenshot among the artefacts of the walk."""
    folder = SHOTS / "walks" / walk
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(folder / f"{stop.name}.png"))
