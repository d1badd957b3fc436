"""Addresses: a page that does not exist leads to the first one, which says so; all else is answered as it is."""

from __future__ import annotations

import asyncio

import pytest
from starlette.types import Message, Receive, Scope, Send
from streamlit.testing.v1 import AppTest

from app_pages.registry import PAGES
from app_pages.server import KnownPaths

PAGE_NAMES = [page.name for page in PAGES]


def led_to(path: str, query: str = "", method: str = "GET") -> str:
    """Where a request is led, '' where it is answered."""
    sent: list[Message] = []

    async def answered(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": method, "path": path, "query_string": query.encode(), "headers": []}
    asyncio.run(KnownPaths(answered, PAGE_NAMES[0], frozenset(PAGE_NAMES[1:]))(scope, receive, send))
    headers = {k.decode(): v.decode() for k, v in sent[0].get("headers", ())}
    return headers.get("location", "")


@pytest.mark.parametrize("path", ["/", *(f"/{name}" for name in PAGE_NAMES[1:]), "/targets/"])
def test_pages_are_answered(path: str) -> None:
    assert led_to(path) == ""


@pytest.mark.parametrize(
    "path", ["/_stcore/health", "/static/js/index.js", "/media/1.png", "/favicon.png", "/component/x/index.html"]
)
def test_what_is_no_page_is_left_to_streamlit(path: str) -> None:
    assert led_to(path) == ""
    assert led_to("/nowhere", method="POST") == ""


def test_an_unknown_page_leads_to_the_first_with_what_was_chosen() -> None:
    assert led_to("/nowhere", "chain=textile") == "/?chain=textile&unknown=nowhere"
    assert led_to("/没有") == "/?unknown=%E6%B2%A1%E6%9C%89"
    assert led_to("/overview", "region=410700") == "/?region=410700"
    assert led_to("/overview") == "/"


def test_the_first_page_says_so_once(app: AppTest) -> None:
    app.query_params["unknown"] = "<b>nowhere"
    app.run()
    assert not app.exception
    assert "没有“\\<b>nowhere”这一页，已回到总览" in app.toast[0].value
    assert "unknown" not in app.query_params
    assert "新乡市：本周看什么" in app.header[0].value
