"""The map of targets in a real browser: a box lists the firms in it, a click on a province looks at it, back works."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from app_pages.draw import china
from app_pages.pages.target_map import canvas
from tests.support.app_store import OUTSIDE_SEPARATORS
from tests.support.browser import MARKS, settled, shot

pytestmark = MARKS
TOOL_BOX, TOOL_ROW = 92, 27  # px from the right edge and from above: the tool that draws a box


def shenzhen(wide: float, high: float) -> tuple[float, float]:
    """Where 114.06° E, 22.54° N lies on a map of the country of this size: as high as there is room, in the middle."""
    (west, north), (east, south) = china.country()
    px = (high - 8) / (north - south)
    return wide / 2 + (114.06 - (west + east) / 2) * px * canvas.NARROWER, high / 2 + ((north + south) / 2 - 22.54) * px


def test_what_is_drawn_around_is_listed_and_a_province_opens(page: Any, server: str) -> None:
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda r: asked.append(r.url))
    page.on("pageerror", lambda e: errors.append(str(e)))
    page.goto(f"{server}/target_map?chain=battery_ev&segment=battery_ev.separator")
    page.wait_for_selector(".echarts-container canvas")
    settled(page)
    box = page.locator(".echarts-container").bounding_box()
    left, top, wide, high = box["x"], box["y"], box["width"], box["height"]
    assert top + high <= 768  # above the fold of an office screen
    shot(page, "target-map")

    page.mouse.click(left + wide - TOOL_BOX, top + TOOL_ROW)
    page.mouse.move(left + wide * 0.4, top + 60)
    page.mouse.down()
    page.mouse.move(left + wide * 0.85, top + high - 10, steps=6)
    page.mouse.up()
    page.get_by_text("圈选的目标企业 3 家").wait_for()
    settled(page)
    assert "area=province" in page.url
    assert all(page.get_by_role("button", name=name).is_visible() for name in OUTSIDE_SEPARATORS[:1])

    page.goto(f"{server}/target_map?chain=battery_ev&segment=battery_ev.separator")
    settled(page)
    x, y = shenzhen(wide, high)
    page.mouse.click(left + x, top + y)
    page.get_by_text("广东省隔膜：目标企业 1 家").wait_for()
    settled(page)
    assert "place=440000" in page.url
    page.go_back()
    page.get_by_text("这里的目标企业 3 家").wait_for()
    settled(page)
    assert "place=" not in page.url
    assert errors == []
    assert {urlsplit(u).netloc for u in asked if urlsplit(u).scheme in ("http", "https")} == {urlsplit(server).netloc}
