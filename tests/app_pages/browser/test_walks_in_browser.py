"""Every page, tab and map in a real browser, in both languages, on an office screen and on a phone: what stands there,
no error, nothing from outside, nothing that axe-core calls serious, no scrolling sideways, every chart with a name."""

from __future__ import annotations

import json
import os
from urllib.parse import urlsplit

import pytest

from app_pages.registry import PAGES
from graph.model.words import Lang
from tests.support import walks
from tests.support.browser import MARKS, SHOTS

pytestmark = MARKS


def test_every_page_is_walked() -> None:
    assert {stop.name.split("-")[0] for stop in walks.STOPS} == {page.name for page in PAGES}


def looked_into(stop: walks.Stop, lang: Lang, size: str) -> bool:
    """Does axe look at a stop? In the walk that runs each time at the pages only, to keep it short."""
    return (lang, size) != ("zh", "desktop") or "-" not in stop.name or bool(os.environ.get("CI"))


@pytest.mark.parametrize(
    ("lang", "size"),
    [
        ("zh", "desktop"),
        pytest.param("en", "desktop", marks=pytest.mark.slow),
        pytest.param("zh", "phone", marks=pytest.mark.slow),
        pytest.param("en", "phone", marks=pytest.mark.slow),
    ],
)
def test_the_walk(routed_server: str, lang: Lang, size: str) -> None:
    walk = f"{lang}-{size}"
    wrong: dict[str, list[str]] = {}
    with walks.browser(size, axe=True) as (page, seen):
        for stop in walks.STOPS:
            stands = walks.go(page, routed_server, stop, lang)
            walks.picture(page, walk, stop)
            found = [] if stands else [f"“{stop.said(lang)}” is not there"]
            if looked_into(stop, lang, size):
                found += walks.serious(page, seen)
            if found := [*found, *walks.wrong(page, lang)]:
                wrong[stop.name] = found
    told = SHOTS / "walks" / f"{walk}.json"
    told.write_text(json.dumps({"streamlit": seen.streamlits, "wrong": wrong}, ensure_ascii=False, indent=1), "utf-8")
    print(f"screenshots: {told.with_suffix('')}")
    assert wrong == {}
    assert seen.errors == []
    assert seen.hosts() == {urlsplit(routed_server).netloc}
