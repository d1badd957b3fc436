"""Every state of the four maps has an address that opens it again, the browser's back button undoes a step, and what is
lost or unknown leaves a sentence and a way back. 技术路线图 from its picture to its papers; pages on paper."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from tests.support import walks
from tests.support.app_store import LOCAL_CATHODES, LOCAL_CELLS, NEW_WAY, OLD_WAY, OUTSIDE_SEPARATORS
from tests.support.browser import MARKS, SHOTS, settled, shot

pytestmark = [*MARKS, pytest.mark.slow]


def choose(page: Any, key: str, option: str) -> None:
    """Choose from a list by the keyboard alone."""
    page.locator(f".st-key-{key} input").first.focus()
    page.keyboard.press("ArrowDown")
    page.get_by_role("option").filter(has_text=option).first.wait_for()
    page.keyboard.type(option)
    page.keyboard.press("Enter")
    settled(page)


def back_and_again(page: Any, before: str, after: str) -> None:
    """Back shows what was there before; the address of the later state opens it in another session."""
    address = page.url
    page.go_back()
    assert walks.reads(page, before), before
    page.goto(address)
    assert walks.reads(page, after), after


def test_a_segment_of_the_chain_map_is_chosen_by_keyboard(page: Any, server: str) -> None:
    page.goto(f"{server}/chain_map?{walks.CHAIN}&lang=zh")
    assert walks.reads(page, "完整度")
    choose(page, "map_segment", "隔膜")
    assert walks.reads(page, "谁在等它")
    assert "segment=battery_ev.separator" in page.url
    back_and_again(page, "本链", "谁在等它")


def test_a_place_of_the_target_map_is_chosen_by_keyboard(page: Any, server: str) -> None:
    page.goto(f"{server}/target_map?{walks.GAP}&lang=zh")
    assert walks.reads(page, "这里的目标企业 3 家")
    choose(page, "tmap_place", "广东")
    assert walks.reads(page, "广东省隔膜：目标企业 1 家")
    assert "place=440000" in page.url
    back_and_again(page, "这里的目标企业 3 家", "广东省隔膜：目标企业 1 家")
    page.locator(".st-key-tmap_rings").get_by_text("公路圈", exact=True).click()
    settled(page)
    assert "layers=road" in page.url
    page.locator(".st-key-tmap_view").get_by_text("表格", exact=True).click()
    settled(page)
    assert "view=table" in page.url
    page.go_back()
    settled(page)
    assert "view=table" not in page.url
    assert "layers=road" in page.url


def test_the_head_of_the_market_map_opens_to_its_buyers(page: Any, server: str) -> None:
    page.goto(f"{server}/market_map?{walks.GAP}&lang=zh")
    assert walks.reads(page, "最大的 2 家买方")
    page.locator(".st-key-market_head_local button").first.click()
    assert walks.reads(page, "新乡市的买方 2 家")
    assert "focus=410700" in page.url
    assert page.get_by_role("button", name=LOCAL_CELLS[0]).first.is_visible()
    back_and_again(page, "最大的 2 家买方", "新乡市的买方 2 家")
    page.locator(".st-key-market_head_named button").first.click()
    assert walks.reads(page, "点一行打开企业档案")
    assert "view=table" in page.url
    page.go_back()
    assert walks.reads(page, "新乡市的买方 2 家")


def test_technology_routes_from_the_picture_to_the_papers(page: Any, routed_server: str, tmp_path: Path) -> None:
    page.goto(f"{routed_server}/tech_map?{walks.CHAIN}&lang=zh")
    assert walks.reads(page, "动力电池：2 条技术路线")
    shot(page, "tech-map")
    click_a_route(page)
    assert walks.reads(page, "谁领先")
    choose(page, "tech_route", OLD_WAY)
    assert walks.reads(page, "要让位给谁")
    assert page.locator('[data-testid="stMain"]').get_by_text(LOCAL_CATHODES[0]).first.is_visible()
    assert "segment=battery_ev.cathode" in page.url
    shot(page, "tech-map-route")
    page.locator(".st-key-tech_ahead_0 button").click()
    assert walks.reads(page, "在库未见本地企业点明走这条路线")
    page.go_back()
    assert walks.reads(page, "要让位给谁")
    for label, suffix in (("导出一页 Word", "docx"), ("导出 Excel", "xlsx")):
        with page.expect_download() as saved:
            page.get_by_role("button", name=label).click()
        file = tmp_path / saved.value.suggested_filename
        saved.value.save_as(file)
        assert file.suffix == f".{suffix}"
        assert OLD_WAY in told(file)
        assert NEW_WAY in told(file)


def click_a_route(page: Any) -> None:
    """Click on the picture, from above, until a route is open: where a tile lies is not asked of the picture."""
    canvas = page.locator(".st-key-routes canvas").first
    box = canvas.bounding_box()
    for y in range(30, int(box["height"]), 12):
        for x in range(150, int(box["width"]), 90):
            canvas.click(position={"x": x, "y": y}, timeout=5000)
            page.wait_for_timeout(120)
            if "route=" in page.url:
                return
    raise AssertionError("no click on the picture opened a route")


def told(file: Path) -> str:
    """All words of a Word file or a workbook."""
    if file.suffix == ".xlsx":
        book = load_workbook(file)
        return " ".join(str(c) for sheet in book for row in sheet.iter_rows(values_only=True) for c in row if c)
    body = Document(io.BytesIO(file.read_bytes())).element.body
    return "".join(t.text or "" for t in body.iter() if t.tag.endswith("}t"))


@pytest.mark.parametrize(
    ("address", "said", "back"),
    [
        ("nowhere", "2 条产业链", "查看图谱"),
        ("firm?firm=nobody", "新乡市产业链上较大的企业", LOCAL_CELLS[0]),
        ("chain_map?chain=nothing&region=410700", "完整度", "隔膜"),
        ("chain_map?chain=battery_ev&segment=battery_ev.nothing", "完整度", "隔膜"),
        ("target_map?chain=battery_ev&region=999999&place=123", "目标企业", OUTSIDE_SEPARATORS[0]),
        (f"market_map?{walks.GAP}&focus=nothing", "最大的 2 家买方", LOCAL_CELLS[0]),
    ],
)
def test_what_is_unknown_leaves_a_sentence_and_a_way_on(
    page: Any, server: str, address: str, said: str, back: str
) -> None:
    page.goto(f"{server}/{address}")
    assert walks.reads(page, said)
    assert walks.reads(page, back)
    assert walks.wrong(page, "zh") == []


def test_a_page_on_paper_has_no_frame_and_no_cut_list(page: Any, server: str) -> None:
    """The market map printed by Chromium: the list beside it is whole, sidebar and buttons are gone."""
    page.goto(f"{server}/market_map?{walks.GAP}&lang=zh")
    assert walks.reads(page, "最大的 2 家买方")
    page.emulate_media(media="print")
    assert not page.locator('[data-testid="stSidebar"]').is_visible()
    assert page.locator('[data-testid="stDownloadButton"]:visible').count() == 0
    assert page.locator(".st-key-market_head_total").is_visible()
    cut = """[...document.querySelectorAll('[data-testid=stMain] *')].filter(e =>
        e.scrollHeight > e.clientHeight + 2 && ['auto', 'scroll', 'hidden'].includes(getComputedStyle(e).overflowY)
        && e.clientHeight > 60).length"""
    assert page.evaluate(cut) == 0
    SHOTS.mkdir(exist_ok=True)
    made = page.pdf(path=str(SHOTS / "market-map.pdf"), prefer_css_page_size=True)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", made)) <= 4
