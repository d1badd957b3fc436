"""The main job in a real browser: map, a click, the gap, the targets, the workbook. No request leaves the machine."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from docx import Document
from openpyxl import load_workbook

from app_pages.pages.chain_map.layout import WIDTH, layout
from graph.model.catalogue import load
from tests.support.app_store import LOCAL_CELLS, OUTSIDE_SEPARATORS
from tests.support.browser import MARKS, settled, shot

pytestmark = MARKS


def click_node(page: Any, data: Path, segment: str) -> None:
    """Click a segment where the layout puts it on the canvas."""
    chain = load(data / "chains").chain(segment.split(".")[0])
    segments = [
        {"id": s.id, "tier": s.tier, "lane": s.lane, "name": s.name, "name_en": s.name_en, "demand": s.demand}
        for s in chain.segments
    ]
    lanes = [{"id": x.id, "name": x.name, "name_en": x.name_en} for x in chain.lanes]
    links = [{"from": k.source_id, "to": k.target_id, "share": k.share, "kind": k.kind} for k in chain.links]
    place = layout(segments, links, lanes)
    canvas = page.locator("canvas").first
    box = canvas.bounding_box()
    x, y = place.positions[segment]
    canvas.click(position={"x": x * box["width"] / WIDTH, "y": y * box["height"] / place.height})


def test_from_the_map_to_a_saved_workbook(page: Any, server: str, built: Path, tmp_path: Path) -> None:
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url))
    errors: list[str] = []
    page.on("pageerror", lambda e: errors.append(str(e)))

    page.goto(server)
    settled(page)
    assert page.get_by_text("条产业链，主攻").is_visible()
    shot(page, "1-overview")

    page.get_by_role("button", name="查看图谱").first.click()
    page.wait_for_selector("canvas")
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    shot(page, "2-map")
    click_node(page, built / "data", "battery_ev.separator")
    page.get_by_text("谁在等它").wait_for()
    settled(page)
    assert "segment=battery_ev.separator" in page.url
    assert page.get_by_text("隔膜：缺失。").is_visible()
    assert page.get_by_role("button", name=LOCAL_CELLS[0]).is_visible()
    shot(page, "3-segment")

    page.get_by_role("button", name="看依据", exact=True).first.click()
    page.get_by_text("依据：隔膜").wait_for()
    settled(page)
    assert page.get_by_text("隔膜：缺失。").first.is_visible()
    shot(page, "4-gap")

    page.get_by_role("button", name="查看目标企业").click()
    page.get_by_text("新乡市 · 隔膜：目标企业").wait_for()
    settled(page)
    assert page.get_by_text(OUTSIDE_SEPARATORS[0]).first.is_visible()
    assert page.get_by_text("不利因素").first.is_visible()
    shot(page, "5-targets")

    with page.expect_download() as saved:
        page.get_by_role("button", name="导出 Excel").click()
    file = tmp_path / saved.value.suggested_filename
    saved.value.save_as(file)
    assert file.name.startswith("新乡市-隔膜-目标企业-")
    names = [r[2] for r in load_workbook(file)["目标企业"].iter_rows(min_row=3, values_only=True)]
    assert OUTSIDE_SEPARATORS[0] in names

    assert not errors
    hosts = {urlsplit(u).netloc for u in asked if urlsplit(u).scheme in ("http", "https", "ws", "wss")}
    assert hosts == {urlsplit(server).netloc}


def test_a_gap_is_certified_and_played_through(page: Any, server: str, tmp_path: Path) -> None:
    """How do you know, what if it landed, on one screen and without scrolling sideways."""
    errors: list[str] = []
    page.on("pageerror", lambda e: errors.append(str(e)))
    page.goto(f"{server}/gap_list?chain=battery_ev&region=410700&segment=battery_ev.separator")
    page.get_by_text("依据：隔膜").wait_for()
    settled(page)
    assert page.get_by_text("本地有没有需求：成立").is_visible()
    assert page.get_by_role("button", name=LOCAL_CELLS[0]).first.is_visible()
    with page.expect_download() as saved:
        page.get_by_role("button", name="导出认定书").click()
    file = tmp_path / saved.value.suggested_filename
    saved.value.save_as(file)
    assert file.name.startswith("河南省新乡市-隔膜-缺口认定书-")
    assert LOCAL_CELLS[0] in "".join(p.text for p in Document(str(file)).paragraphs)
    shot(page, "6-certificate")

    page.get_by_role("button", name="在沙盘中试").click()
    page.get_by_text("还没有假设。").wait_for()
    settled(page)
    page.get_by_role("button", name="引入", exact=True).click()
    page.get_by_text(f"1. 引入{OUTSIDE_SEPARATORS[0]}（隔膜）").wait_for()
    settled(page)
    assert page.locator(".st-key-sandbox_chart iframe, .st-key-sandbox_chart canvas").count()
    shot(page, "7-sandbox")
    for view, said in (("组合引进", "任何组合不超过"), ("变化", "与哪天相比"), ("跨链与骨干企业", "骨干企业")):
        page.locator(".st-key-gaps_view").get_by_text(view, exact=True).click()
        page.get_by_text(said).first.wait_for()
        settled(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    shot(page, "8-across")
    assert not errors


def test_the_market_of_a_segment_is_drawn_and_taken_away(page: Any, server: str, tmp_path: Path) -> None:
    """A ring cuts the list and stands in the address; back shows all again; the page for Word names the buyers."""
    errors: list[str] = []
    page.on("pageerror", lambda e: errors.append(str(e)))
    page.goto(f"{server}/market_map?chain=battery_ev&region=410700&segment=battery_ev.separator")
    page.wait_for_selector("canvas")
    settled(page)
    assert page.get_by_text("隔膜：在库企业一年约买").is_visible()
    assert page.get_by_role("button", name=LOCAL_CELLS[0]).is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    shot(page, "9-market")
    page.get_by_role("button", name="2 小时内").click()
    page.get_by_text("2 小时车程内的买方 2 家").wait_for()
    settled(page)
    assert "focus=h2" in page.url
    page.go_back()
    page.get_by_text("最大的 2 家买方").wait_for()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Word 一页图").click()
    file = tmp_path / saved.value.suggested_filename
    saved.value.save_as(file)
    assert file.name.startswith("河南省新乡市-隔膜-市场分布图-")
    inner = [
        c.text for o in Document(str(file)).tables[0].rows[0].cells for t in o.tables for r in t.rows for c in r.cells
    ]
    assert {LOCAL_CELLS[0], LOCAL_CELLS[1]} <= set(inner)
    assert not errors
