"""Hostile names, addresses and headings in a real browser: nothing is fetched from outside, no answer can be framed,
and the server itself looks nobody up."""

from __future__ import annotations

import shutil
import sys
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from app_pages.registry import PAGES
from graph.settings import Settings
from tests.support import hostile_files as made
from tests.support import hostile_kinds as kinds
from tests.support.browser import MARKS, served, settled
from workspace import Workspace

pytestmark = MARKS
PICTURE = "![a](http://out.example/x.png)"
TABLE = (
    "企业名称,别名,主要产品,城市\n"
    f"新乡{PICTURE}隔膜有限公司,{PICTURE},锂电池隔膜;{PICTURE},新乡市\n"
    "<img src=http://out.example/y.png>有限公司,<script src=//out.example/z.js></script>,湿法隔膜,新乡市\n"
    "<img src=x onerror=window.run=1>有限公司,<svg onload=window.run=1>,<script>window.run=1</script>,新乡市\n"
    "[点](javascript:window.run=1)有限公司,</script><script>window.run=1</script>,'};window.run=1;//,新乡市\n"
    "{{constructor.constructor('window.run=1')()}}有限公司,${window.run=1},`${window.run=1}`,新乡市\n"
    "$$\\includegraphics{http://out.example/m}$$有限公司,:material/home:,涂覆隔膜,新乡市\n"
)
# Starts the command line; every name that is looked up and every address that is called, but our own, is written down.
WATCHED = """
import runpy, sys
def told(event, args):
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.connect", "socket.sendto"):
        place = args[0] if event.startswith("socket.geth") or event.endswith("info") else args[1]
        host = place[0] if isinstance(place, tuple) else place
        if str(host) not in ("127.0.0.1", "localhost", "::1", "None", ""):
            open(seen, "a").write(f"{event} {host}\\n")
seen = sys.argv.pop(1)
sys.addaudithook(told)
sys.argv[0] = "liantu.py"
sys.path.insert(0, ".")
runpy.run_path("liantu.py", run_name="__main__")
"""


def guarded(headers: Mapping[str, str]) -> bool:
    """Do they keep a page from being framed and from fetching anything from elsewhere?"""
    told = headers.get("content-security-policy", "")
    kept = headers.get("x-frame-options") == "SAMEORIGIN" and headers.get("x-content-type-options") == "nosniff"
    return kept and "frame-ancestors 'self'" in told and "default-src 'self'" in told


def upgraded(host: str) -> dict[str, str]:
    """The headers with which the server takes on a websocket."""
    line = HTTPConnection(host, timeout=30)
    asking = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}
    line.request("GET", "/_stcore/stream", headers=asking | {"Sec-WebSocket-Key": b64encode(bytes(16)).decode()})
    answer = line.getresponse()
    assert answer.status == 101
    return {k.lower(): v for k, v in answer.getheaders()}


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """Where the server's own look-ups are written down."""
    return tmp_path / "outside"


@pytest.fixture
def server(built: Path, tmp_path: Path, outside: Path) -> Iterator[str]:
    """The app over a store with hostile names, its network watched."""
    home = tmp_path / "liantu"
    shutil.copytree(built, home)
    (home / "名单.csv").write_text(TABLE, encoding="utf-8")
    space = Workspace(Settings(home / "data", str(home / "liantu.db"), "hash", home / "vectors", 150))
    space.ingest(home / "名单.csv")
    space.store.engine.dispose()
    with served([sys.executable, "-c", WATCHED, str(outside)], home, tmp_path / "server.log") as address:
        yield address


def test_nothing_is_asked_of_another_host(page: Any, server: str, outside: Path) -> None:
    page.set_default_timeout(90_000)  # a long test: the machine may be busy
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url))
    bare: list[str] = []
    page.on("response", lambda r: None if guarded(r.headers) else bare.append(r.url))
    page.on("websocket", lambda w: asked.append(w.url))
    refused: list[str] = []
    page.on("console", lambda m: refused.append(m.text) if "Content Security Policy" in m.text else None)
    step = quote(f"add:{PICTURE}@battery_ev.separator")
    for place in (
        f"search?q={quote(PICTURE)}",
        "search?q=隔膜",
        f"gap_list?scenario={step}",
        "targets?segment=battery_ev.separator",
        "chain_map?segment=battery_ev.separator",
        "market_map?segment=battery_ev.separator",
        "data",
        f"firm?firm={quote(PICTURE)}",
        *(p.name for p in PAGES[1:]),
        "",
    ):
        page.goto(f"{server}/{place}")
        settled(page)
        assert page.locator('img[src*="out.example"], script[src*="out.example"]').count() == 0, place
        assert page.evaluate("window.run === undefined"), place
        assert page.locator('a[href^="javascript:"]').count() == 0, place
    page.goto(f"{server}/search?q=隔膜")
    settled(page)
    assert page.get_by_text("out.example").count() > 0, "the names are shown, as letters"
    hosts = {urlsplit(u).netloc for u in asked if urlsplit(u).scheme in ("http", "https", "ws", "wss")}
    assert hosts == {urlsplit(server).netloc}
    assert refused == []  # what the pages need, the policy allows
    assert bare == []  # every answer bears the headers

    for path in ("", "_stcore/health", "static/none.js"):
        asking = urllib.request.Request(f"{server}/{path}", headers={"Origin": "http://evil.example"})
        try:
            with urllib.request.urlopen(asking) as answer:
                headers = answer.headers
        except urllib.error.HTTPError as error:
            headers = error.headers
        assert guarded({k.lower(): v for k, v in headers.items()}), path
        assert "out.example" not in headers["content-security-policy"]
    assert guarded(upgraded(urlsplit(server).netloc))
    assert not outside.exists(), outside.read_text("utf-8")


def test_a_hostile_workbook_is_told_and_the_app_lives(page: Any, server: str, tmp_path: Path) -> None:
    """Dragged in by a user's own browser: a sentence on the page, then a good file, on the same page, is understood."""
    page.set_default_timeout(90_000)
    page.goto(f"{server}/data")
    settled(page)
    bad = {"far_XFD20000.xlsx": made.TABLES["far_XFD20000.xlsx"](), "locked.xls": kinds.KINDS["locked.xls"]()}
    for name, content in bad.items():
        (tmp_path / name).write_bytes(content)
        page.locator('input[type="file"]').first.set_input_files(str(tmp_path / name))
        page.get_by_text(TOLD[name]).first.wait_for()
        settled(page)
    (tmp_path / "好.csv").write_text("企业名称,主要产品,城市\n新乡好隔膜有限公司,隔膜,新乡市\n", encoding="utf-8")
    page.locator('input[type="file"]').first.set_input_files(str(tmp_path / "好.csv"))
    page.get_by_text("新乡好隔膜有限公司").first.wait_for()
    with urllib.request.urlopen(f"{server}/_stcore/health", timeout=30) as answer:
        assert answer.read() == b"ok"


TOLD = {"far_XFD20000.xlsx": "XFD20000", "locked.xls": "密码"}
