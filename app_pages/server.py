"""The server of the app: Streamlit's own, with headers that keep pages from being framed and from fetching anything
from another host, and without Streamlit's look-ups of the machine's address."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Collection, MutableMapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.middleware import Middleware
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import net_util
from streamlit.starlette import App

from app_pages.registry import PAGES

Step = Callable[[], Awaitable[None]]
# What a page may load, and from where: docs/security.md says which line of it Streamlit needs.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "media-src 'self' data: blob:",
        "worker-src 'self' blob:",
        "frame-src 'self'",
        "frame-ancestors 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
    )
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-frame-options": "SAMEORIGIN",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


STARTS = frozenset(("http.response.start", "websocket.http.response.start", "websocket.accept"))


class Guarded:
    """Puts `HEADERS` on every answer, whoever made it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._own = [(name.encode("ascii"), value.encode("ascii")) for name, value in HEADERS.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, that for the websocket too. Start and end of the server are handed on."""

        async def signed(message: Message) -> None:
            if message["type"] in STARTS:
                names = {name for name, _ in self._own}
                kept = [(k, v) for k, v in message.get("headers", ()) if k.lower() not in names]
                message["headers"] = [*kept, *self._own]
            await send(message)

        await self._app(scope, receive, signed)


class KnownPaths:
    """Leads addresses of pages that do not exist to the first page, which says so. Streamlit answers them with a box
    in English over the first page, and so it does the first page's own name."""

    def __init__(self, app: ASGIApp, first: str, pages: Collection[str]) -> None:
        self._app, self._first, self._pages = app, first, pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, an unknown page's by leading elsewhere."""
        path = scope["path"].strip("/") if scope["type"] == "http" and scope["method"] == "GET" else ""
        if not path or path in self._pages or not _PAGE.fullmatch(path):
            await self._app(scope, receive, send)
            return
        asked = [] if path == self._first else [("unknown", path[:40])]
        query = urlencode([*parse_qsl(scope["query_string"].decode("latin-1")), *asked])
        await RedirectResponse(f"/?{query}" if query else "/", status_code=303)(scope, receive, send)


# Like the name of a page: one word without a dot (a file) that is not Streamlit's own.
_PAGE = re.compile(r"(?!_|static\b|media\b|component\b|app\b|oauth)[^./?#]+")


def nowhere() -> None:
    """The address of this machine as Streamlit asks the network for it: nobody is asked."""


def ask_nobody() -> None:
    """Keep Streamlit from asking the network: a request of a foreign origin would have it look up a name and ask the
    host of a maker of clouds for the address of this machine."""
    net_util.get_external_ip = nowhere
    net_util.get_internal_ip = nowhere


def serve(script: Path, options: MutableMapping[str, Any]) -> None:
    """Serve the app until it is ended. options: of Streamlit's configuration, `server.port` among them."""
    ask_nobody()
    first, *others = (page.name for page in PAGES)
    paths = Middleware(KnownPaths, first=first, pages=frozenset(others))
    App(script, middleware=[Middleware(Guarded), paths]).run(config=dict(options))
