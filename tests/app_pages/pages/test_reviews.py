"""Pairs of firms that may be one, on the page 数据: shown with their reasons, decided, and taken back."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.support.small import code

A = code("410702", "MA40AAAA1")
HEADER = "企业名称,统一社会信用代码,所属城市,注册资本,主要产品\n"


def upload(at: AppTest, name: str, rows: str) -> AppTest:
    at.file_uploader(key="data_file").set_value((name, (HEADER + rows).encode(), "text/csv")).run()
    return at.button(key="data_load").click().run()


@pytest.fixture
def at(app: AppTest) -> AppTest:
    at = app.switch_page("app_pages/pages/data/page.py").run()
    at = upload(at, "库.csv", f"新乡青禾食品有限公司,{A},新乡市,500万元,\n")
    return upload(at, "名单.csv", "新乡青禾食品股份有限公司,,新乡市,,面粉\n")


def button(at: AppTest, start: str) -> str:
    return next(str(b.key) for b in at.button if b.key and b.key.startswith(start))


def words(at: AppTest) -> str:
    return " ".join([*(h.body for h in at.get("html")), *(e.label for e in at.expander)])


def test_a_pair_is_shown_decided_and_undone(at: AppTest) -> None:
    assert not at.exception
    seen = words(at)
    assert "待判定 1 对" in seen
    assert "新乡青禾食品股份有限公司（河南省新乡市，无信用代码） ↔ 新乡青禾食品有限公司（河南省新乡市" in seen
    assert "一为股份公司，一为有限公司" in seen
    at = at.button(key=button(at, "data_review_same_")).click().run()
    assert not at.exception
    assert "已判定为同一家" in words(at)
    assert "待判定 0 对" in words(at)
    at = at.button(key=button(at, "data_review_undo_")).click().run()
    assert not at.exception
    assert "待判定 1 对" in words(at)
