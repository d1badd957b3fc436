"""更正 on the pages: what is shown of a firm that was put right, and taking it back."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from app_pages import correcting
from app_pages.read import loads
from graph.corrections.made import Draft
from graph.model.records import Correction
from tests.support.app_store import LOCAL_CELLS
from tests.support.seen import page, words
from workspace import Workspace

CELL = "battery_ev.cell"
FIRM = f"n:{LOCAL_CELLS[0]}@4107"


@pytest.fixture
def corrected(app: AppTest) -> AppTest:
    loads.correct(FIRM, [Draft("role", CELL, "trader")], "实地看过，只卖不产", "工信局")
    return app


def open_firm(app: AppTest) -> AppTest:
    app.query_params["firm"] = FIRM
    return page(app, "firm")


def test_the_segment_counts_the_seller_apart(corrected: AppTest) -> None:
    at = page(corrected, "chain_map")
    at.selectbox(key="map_segment").set_value(CELL).run()
    seen = words(at)
    assert "本地企业 1 家" in seen
    assert [e.label for e in at.expander if "不计入实力" in e.label] == ["另有 1 家不计入实力：经销商 1 家"]
    assert any(b.label == LOCAL_CELLS[1] for b in at.button)


def test_the_firm_says_what_it_is_and_who_said_so(corrected: AppTest) -> None:
    seen = words(open_firm(corrected))
    assert "经销商" in seen
    assert "不计入本环节实力" in seen
    assert "更正记录（1 条）" in seen
    assert "在电芯是经销商（工信局，" in seen
    assert "实地看过，只卖不产" in seen


def test_taken_back_on_the_data_page(corrected: AppTest) -> None:
    at = page(corrected, "data")
    assert "更正（1 条有效）" in words(at)
    assert any(b.label == LOCAL_CELLS[0] for b in at.button if b.key and "firm" in b.key)
    at.button(key="data_told_1_undo_0").click().run()
    assert not at.exception
    seen = words(at)
    assert "更正（0 条有效）" in seen
    assert "已撤销" in seen
    assert [c["state"] for c in loads.corrections()] == ["undone"]


def test_a_closed_firm_says_so(app: AppTest) -> None:
    loads.correct(FIRM, [Draft("closed")], "厂门已封", "县区")
    seen = words(open_firm(app))
    assert "停业 20" in seen
    at = page(app, "chain_map")
    at.selectbox(key="map_segment").set_value(CELL).run()
    assert next(e.label for e in at.expander if "不计入实力" in e.label).startswith("另有 1 家不计入实力：停业")


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("not", Draft("not", CELL)),
        ("trader", Draft("role", CELL, "trader")),
        ("closed", Draft("closed")),
        ("does", Draft("does", CELL)),
        ("alias", Draft("alias", alias="乙")),
    ],
)
def test_what_a_click_says(kind: str, expected: Draft) -> None:
    assert correcting.draft_of(kind, CELL, "乙" if kind == "alias" else "") == expected


def test_every_kind_is_a_sentence_in_both_languages(app: AppTest, home) -> None:
    for draft in (
        Draft("not", CELL),
        Draft("does", "battery_ev.testing"),
        Draft("alias", alias="大电"),
        Draft("closed"),
    ):
        loads.correct(FIRM, [draft], "甲", "乙")
    assert len(Workspace(loads.settings()).store.rows(Correction)) == 4
    seen = words(page(app, "data"))
    for said in ("不从事电芯（", "从事电池检测（", "另有名称“大电”（", "已停业（"):
        assert said in seen


def test_what_to_check_next_stands_on_the_gap_page(app: AppTest) -> None:
    """Whether really nobody makes separators here is among what moves the first gaps of the small store."""
    at = page(app, "gap_list")
    at.segmented_control(key="gaps_view").set_value("checks").run()
    assert not at.exception
    seen = words(at)
    assert "新乡市：先核" in seen
    assert ". 隔膜本地是否真的没有企业？在库未见" in seen
    assert any(b.label == "隔膜" for b in at.button if b.key and b.key.startswith("checks_segment_"))
