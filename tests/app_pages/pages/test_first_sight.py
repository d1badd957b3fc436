"""企业档案 and 检索 before anything was chosen: something to click, never an empty box."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

from streamlit import cache_data, cache_resource
from streamlit.testing.v1 import AppTest

from app_pages.read import chains, firms, gaps
from graph.settings import Settings
from tests.support.app_store import LOCAL_CATHODES, LOCAL_CELLS, OUTSIDE_SEPARATORS
from tests.support.seen import page, words
from workspace import Workspace


def labels(at: AppTest, key: str) -> list[str]:
    return [b.label for b in at.button if b.key and b.key.startswith(key)]


def test_firms_open_on_the_larger_firms_of_the_city_only(app: AppTest) -> None:
    at = page(app, "firm")
    shown = labels(at, "largest_")
    assert set(LOCAL_CELLS) | {LOCAL_CATHODES[0]} <= set(shown)
    assert not set(OUTSIDE_SEPARATORS) & set(shown)
    assert f"新乡市产业链上较大的企业（{len(shown)} 家）" in words(at)
    at.button(key=f"largest_{shown.index(LOCAL_CELLS[1])}").click().run()
    assert at.header[0].value == LOCAL_CELLS[1]


def test_a_firm_that_is_gone_says_so_and_leaves_something_to_click(app: AppTest) -> None:
    app.query_params["firm"] = "nowhere"
    at = page(app, "firm")
    assert "这家企业已不在库中" in words(at)
    assert labels(at, "largest_")


def test_a_city_without_firms_says_what_to_do(app: AppTest) -> None:
    app.query_params["region"] = "350100"
    at = page(app, "firm")
    assert "福州市在库中还没有产业链上的企业" in words(at)
    assert "在“数据”页上传" in words(at)


def test_search_opens_with_examples_that_ask_themselves(app: AppTest) -> None:
    at = page(app, "search")
    assert len(labels(at, "search_example_")) == 4
    assert "隔膜" in labels(at, "search_first_")
    at.button(key="search_example_1").click().run()
    assert at.text_input(key="search_text").value == "磷酸铁锂正极材料"
    assert LOCAL_CATHODES[0] in labels(at, "search_hit")
    at.text_input(key="search_text").set_value("").run()
    assert labels(at, "search_last_") == ["磷酸铁锂正极材料"]


def test_no_page_changes_what_all_sessions_share(app: AppTest) -> None:
    region = "410700"
    before = deepcopy((gaps.of_region(region), gaps.first(region), chains.chain("battery_ev", region), firms.names()))
    for name in ("overview", "chain_map", "gap_list", "targets", "tech_map", "market_map", "visits", "firm", "search"):
        page(app, name)
    assert len(before[0]) > 1
    assert before == (gaps.of_region(region), gaps.first(region), chains.chain("battery_ev", region), firms.names())


def test_a_model_that_cannot_be_used_is_told_where_files_are_loaded(app: AppTest, home: Path) -> None:
    (home / "data" / "assignment.npz").write_bytes(b"no model")
    cache_resource.clear()
    at = page(app, "data")
    assert "归类模型不能使用" in at.warning[0].value
    assert "assignment.npz" in at.warning[0].value


def test_a_firm_shows_who_says_what_and_where_sources_differ(app: AppTest, home: Path) -> None:
    """Another table gives the firm another capital; of its products both may be right."""
    table = home / "规上名单.csv"
    table.write_text(f"企业名称,主要产品,注册资本（万元）\n{LOCAL_CELLS[0]},储能电芯,7777\n", encoding="utf-8")
    space = Workspace(Settings(home / "data", str(home / "liantu.db"), "hash", home / "vectors", 150))
    space.ingest(table, "规上名单", "410700", home / "reports")
    table.write_text(f"企业名称,主要产品,注册资本（万元）\n{LOCAL_CELLS[0]},动力电芯,8888\n", encoding="utf-8")
    space.ingest(table, "高企名单", "410700", home / "reports")
    cache_resource.clear()
    cache_data.clear()
    ours = next(f.id for f in space.store.firms() if f.name == LOCAL_CELLS[0])
    app.query_params["firm"] = ours
    seen = words(page(app, "firm"))
    assert "注册资本（万元）（说法不一）" in seen
    assert "7777" in seen
    assert "8888" in seen
    assert "主要产品（说法不一）" not in seen
    assert {t["field"] for t in firms.said(ours) if t["source"] == "高企名单"} >= {"capital_wan"}
