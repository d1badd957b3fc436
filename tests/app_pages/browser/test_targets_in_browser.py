"""The target page in a real browser: who courts a group, a rejection with its reason, a comparison, a need and its
targets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl import Workbook

from tests.support.app_store import LOCAL_CELLS, OUTSIDE_SEPARATORS
from tests.support.browser import MARKS, settled, shot

pytestmark = MARKS


def open_list(page: Any, name: str) -> None:
    page.locator(".st-key-targets_list").get_by_text(name, exact=True).click()
    settled(page)


def pick(page: Any, box: str, option: str) -> None:
    """Choose an option of the first select box of this kind on the page."""
    page.locator(f'[class*="st-key-{box}_"] input').first.click()
    page.get_by_role("option", name=option, exact=True).click()
    settled(page)


def test_a_target_is_taken_up_rejected_and_compared(page: Any, server: str) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda e: errors.append(str(e)))
    page.goto(f"{server}/targets?chain=battery_ev&region=410700&segment=battery_ev.separator")
    page.get_by_text("新乡市 · 隔膜：目标企业").wait_for()
    settled(page)

    # a footnote opens to the evidence it stands on
    first = page.locator("details").first
    assert not first.locator("table").is_visible()
    first.locator("summary").click()
    assert first.get_by_text("编者行业知识").first.is_visible()

    page.get_by_role("button", name="加入名单").first.click()
    page.get_by_text("本组对接，自").first.wait_for()
    settled(page)
    held = page.locator('[class*="st-key-add_"]').filter(has_text="放回")
    assert held.count() == 1
    shot(page, "9-target-held")

    page.get_by_role("button", name="记录结果").first.click()
    pick(page, "outcome", "不予推进")
    page.get_by_role("button", name="保存", exact=True).first.click()
    page.get_by_text("请选择原因后再保存。").wait_for()
    pick(page, "reason", "风险")
    page.get_by_role("button", name="保存", exact=True).first.click()
    page.get_by_text("不予推进（风险）").first.wait_for()
    settled(page)
    page.keyboard.press("Escape")

    box = page.locator(".st-key-targets_compare input")
    for name in OUTSIDE_SEPARATORS:
        box.fill(name[:4])
        page.get_by_role("option", name=name).click()
        settled(page)
    page.keyboard.press("Escape")
    assert page.get_by_text("首要理由").first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    shot(page, "10-target-compared")

    open_list(page, "对接分工")
    page.get_by_text("1 个已有人对接").wait_for()
    page.locator(".st-key-visits_team input").fill("现纺专班")
    page.keyboard.press("Enter")
    page.get_by_text("动力电池专班对接，自").wait_for()  # another team sees who and since when, and cannot take it
    settled(page)
    page.locator(".st-key-visits_team input").fill("动力电池专班")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="放回").first.click()
    page.get_by_text("0 个已有人对接").wait_for()
    settled(page)
    shot(page, "11-target-owned")
    assert not errors


def test_what_a_local_firm_needs_leads_to_targets(page: Any, server: str, tmp_path: Path) -> None:
    page.goto(f"{server}/targets?chain=battery_ev&region=410700&segment=battery_ev.separator")
    page.get_by_text("新乡市 · 隔膜：目标企业").wait_for()
    settled(page)
    open_list(page, "本地需求")
    page.get_by_label("本地企业").fill(LOCAL_CELLS[0])
    page.get_by_label("需求（规格、数量、时限）").fill("每月十万平米")
    page.get_by_role("button", name="存入需求库").click()
    page.get_by_text("新乡市：本地企业需求 1 条，1 个环节本地无人供给").wait_for()
    settled(page)
    assert page.get_by_text(f"{LOCAL_CELLS[0]}（每月十万平米）").first.is_visible()
    assert page.get_by_text(OUTSIDE_SEPARATORS[0]).first.is_visible()

    book = Workbook()
    for row in (("企业名称", "环节", "需求"), (LOCAL_CELLS[1], "湿法隔膜", ""), (LOCAL_CELLS[1], "飞船", "")):
        book.active.append(row)
    book.save(tmp_path / "需求.xlsx")
    page.get_by_text("导入需求表").first.click()
    page.locator(".st-key-needs_file input[type=file]").set_input_files(tmp_path / "需求.xlsx")
    settled(page)
    page.locator(".st-key-needs_load button").click()
    page.get_by_text("新增 1 条，已有 0 条，未用 1 行").wait_for()
    settled(page)
    assert page.get_by_text("没有“飞船”这个环节或产品").is_visible()
    assert page.get_by_text(f"谁在找它：{LOCAL_CELLS[0]}（每月十万平米）；{LOCAL_CELLS[1]}").first.is_visible()
    shot(page, "12-target-needs")
