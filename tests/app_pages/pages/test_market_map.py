"""市场分布图 on the small store: who buys, where, how far; the way there from a gap; states of the address."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from docx import Document
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from app_pages.pages.market_map import focus, picture
from app_pages.read.maps import market_map
from graph.settings import Settings
from outreach.maps.market import market_book as book
from outreach.maps.market import market_paper as paper
from outreach.maps.market import market_words as words
from outreach.maps.market.shapes import MarketDocument
from tests.support.app_store import LOCAL_CELLS, ROOT
from tests.support.seen import page
from tests.support.seen import words as seen
from workspace import Workspace

SEPARATOR, NONWOVEN, HERE = "battery_ev.separator", "textile.nonwoven", "410700"


def opened(app: AppTest, **address: str) -> AppTest:
    for key, value in address.items():
        app.query_params[key] = value
    return page(app.run(), "market_map")


def labels(at: AppTest) -> list[str]:
    return [b.label for b in at.button if b.key and b.key.startswith("market_buyer_")]


def test_it_names_the_buyers_of_a_segment_where_they_are_and_what_they_spend(app: AppTest) -> None:
    at = opened(app, segment=SEPARATOR)
    d = market_map.document(SEPARATOR, HERE)
    assert at.header[0].value == words.title(d)[0]
    assert "最多的在新乡市" in at.header[0].value
    assert [x.split(r"\. ")[-1] for x in labels(at)] == [b["short"] for b in d["buyers"]]
    said = seen(at)
    assert "新乡市 · 动力电芯" in said
    assert "占其成本 10%（估算）" in said
    assert "不是全国市场" in said
    assert "审图号：未设置" in said


def test_the_sum_is_share_by_sales_of_the_firms_on_record(app: AppTest) -> None:
    """Two large cell makers of 40 亿元 a year spend a tenth of it on separators."""
    d = market_map.document(SEPARATOR, HERE)
    assert {b["name"] for b in d["buyers"]} == set(LOCAL_CELLS)
    assert d["total_yi"] == pytest.approx(0.1 * sum(p["sales_yi"] for b in d["buyers"] for p in b["parts"]), rel=1e-6)
    assert d["rings"][0]["share"] == pytest.approx(1.0)


def test_a_gap_leads_to_whom_its_plant_would_sell(app: AppTest) -> None:
    at = page(app, "gap_list")
    at.segmented_control(key="gaps_view").set_value("diagnosis").run()
    at.button(key=f"why_{SEPARATOR}").click().run()
    assert "建成后卖给谁" in seen(at)
    at.button(key="why_market").click().run()
    assert not at.exception
    assert at.header[0].value.startswith("隔膜：在库企业一年")
    assert at.query_params["segment"] in (SEPARATOR, [SEPARATOR])
    assert "这座工厂建成后卖给谁" in seen(at)
    at.button(key="market_gap").click().run()
    assert "依据：隔膜" in seen(at)


def test_the_panel_of_the_chain_map_leads_there_too(app: AppTest) -> None:
    at = page(app, "chain_map")
    at.selectbox(key="map_segment").set_value(SEPARATOR).run()
    at.button(key="panel_market").click().run()
    assert at.header[0].value.startswith("隔膜：")


def test_a_ring_a_province_and_a_segment_cut_the_list_and_stand_in_the_address(app: AppTest) -> None:
    at = opened(app, segment=NONWOVEN)
    everybody = len(labels(at))
    at.button(key="market_h2").click().run()
    assert at.query_params["focus"] in ("h2", ["h2"])
    assert "2 小时车程内的买方" in seen(at)
    at.button(key="market_all").click().run()
    assert "focus" not in at.query_params
    assert len(labels(at)) == everybody
    at.button(key="market_p_410000").click().run()
    assert "河南省的买方" in seen(at)
    at.button(key="market_s_battery_ev.separator").click().run()
    assert "隔膜里的买方" in seen(at)
    at.selectbox(key="market_segment").set_value("textile.viscose").run()
    assert "focus" not in at.query_params


def test_what_the_address_looks_at_and_is_not_there_is_told(app: AppTest) -> None:
    at = opened(app, segment=SEPARATOR, focus="990000")
    assert any("已显示全部" in t.value for t in at.toast)
    assert labels(at)


def test_the_table_view_holds_the_rows_of_the_workbook(app: AppTest) -> None:
    at = opened(app, segment=SEPARATOR, view="table")
    made = load_workbook(io.BytesIO(book.book(market_map.document(SEPARATOR, HERE))))
    for table, name in zip(at.dataframe, ("买方", "城市", "省份", "买方环节", "车程圈"), strict=True):
        rows = [[str(v) for v in r] for r in made[name].iter_rows(min_row=3, values_only=True)]
        first = [str(v) for v in table.value.iloc[:, 0]]
        assert first == [r[0] for r in rows]


def test_a_segment_without_buyers_says_so_and_shows_the_rest(app: AppTest) -> None:
    at = opened(app, segment="textile.garment")
    assert at.header[0].value == "服装：在库未见买它的企业"
    assert "没有可画的买方" in seen(at)
    assert not labels(at)


def test_it_opens_on_the_strongest_segment_that_sells_to_firms(app: AppTest) -> None:
    at = opened(app, chain="textile")
    assert at.selectbox(key="market_segment").value == market_map.first_segment("textile", HERE) == "textile.viscose"


def test_a_firm_without_a_city_is_listed_and_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = home / "名单.csv"
    table.write_text("企业名称,主要产品,企业规模\n无址电芯有限公司,动力电芯;储能电芯,大型\n", encoding="utf-8")
    Workspace(Settings(home / "data", str(home / "liantu.db"), "hash", home / "vectors", 150)).ingest(table, "名单")
    st.cache_resource.clear()
    monkeypatch.syspath_prepend(str(ROOT))
    at = opened(AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run(), segment=SEPARATOR)
    said = seen(at)
    assert "所在地待核 · 动力电芯" in said
    assert "城市待核，未画在图上" in said
    d = market_map.document(SEPARATOR, HERE)
    made = picture.option(d, d["buyers"], focus.view(d, ""), "", "zh")
    assert len(points(made)) == 1  # the two local ones, at their city
    assert "无址电芯" in "".join(
        c.text
        for t in Document(io.BytesIO(paper.paper(d))).tables
        for r in t.rows
        for o in r.cells
        for x in o.tables
        for y in x.rows
        for c in y.cells
    )


def points(option: Any) -> list[Any]:
    return next(s["data"] for s in option["series"] if s["type"] == "scatter" and s["z"] == 5)


def test_provinces_are_shaded_by_share_and_each_can_be_clicked(app: AppTest) -> None:
    d: MarketDocument = market_map.document(SEPARATOR, HERE)
    made: Any = picture.option(d, d["buyers"], focus.view(d, "410000"), "410000", "en")
    shaded = {r["name"]: r for r in made["series"][0]["data"]}
    assert shaded["河南省"]["value"] == pytest.approx(1.0)
    assert shaded["河南省"]["focus"] == "410000"
    assert shaded["河南省"]["itemStyle"]["borderWidth"] == 2
    assert "focus" not in shaded["福建省"]
    assert len(shaded) == 34
    assert points(made)[0]["label"]["formatter"] == "1+1"
    assert points(made)[0]["focus"] == "410700"
