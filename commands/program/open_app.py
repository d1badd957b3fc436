"""The app: build the graph where needed, start the screens, show them."""

from __future__ import annotations

import gc
import socket
import sys
import threading
import time
import urllib.request
import webbrowser
from contextlib import suppress
from typing import Annotated

import typer

from commands.console import Db, bar, note, workspace
from graph import settings as settings_module
from graph.errors import InvalidArgument, StoreError, StoreFault

HOST = "127.0.0.1"  # as `.streamlit/config.toml`: nobody else on the network sees the app
PORTS = range(8501, 8521)
LONGEST_START = 60  # seconds until the browser is no longer opened by itself


def app(
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="端口，缺省为首个空闲端口 / port, by default a free one")
    ] = 0,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="是否打开浏览器 / whether to open the browser")
    ] = True,
    db: Db = None,
) -> None:
    """打开应用，没有图谱时先建立。Open the app, building the graph first where needed."""
    chosen = _port(port)
    settings_module.hand_on(db)
    _build()
    address = f"http://localhost:{chosen}"
    note(f"链图：{address}（按 Ctrl+C 结束 / Ctrl+C ends it）")
    if browser and settings_module.has_screen():
        threading.Thread(target=_show, args=(address,), daemon=True).start()
    gc.set_threshold(700, 10, 10)  # a server lives long: the threshold of a command is not for it
    script = settings_module.PROJECT / "app.py"
    sys.argv = [str(script)]  # Streamlit looks for its configuration beside the script that was started
    from app_pages.server import serve  # in this process: Ctrl+C ends all of it, on Windows too

    serve(script, {"server.port": chosen, "browser.serverAddress": "localhost"})


def _build() -> None:
    """Make or update the store of this machine. A graph server is the office's: one that holds a graph is left alone.
    Raises what `Workspace.build` raises."""
    space = workspace(None)
    if space.settings.graph:
        with suppress(StoreError):
            _ = space.store
            return
    with bar() as step:
        try:
            space.build(step)
        except StoreFault as error:
            if error.kind != "read_only":
                raise
            note(f"{error}；只供查阅 / shown as it is")


def _port(wanted: int) -> int:
    """The port asked for, or the first free one. Raises `InvalidArgument` where it is taken."""
    for port in (wanted,) if wanted else PORTS:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
            if trial.connect_ex((HOST, port)) != 0:  # nobody answers there
                return port
    taken = str(wanted) if wanted else f"{PORTS.start}–{PORTS.stop - 1}"
    raise InvalidArgument(
        f"端口 {taken} 已被占用，请用 --port 另指定一个 / port {taken} is taken; name another with --port"
    )


def _show(address: str) -> None:
    """Open the browser as soon as the app answers."""
    end = time.monotonic() + LONGEST_START
    while time.monotonic() < end:
        with suppress(OSError), urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
            webbrowser.open(address)
            return
        time.sleep(0.3)
