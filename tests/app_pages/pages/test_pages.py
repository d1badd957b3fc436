"""Each page asserts what an official would look for on it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import streamlit as st
import yaml
from streamlit.testing.v1 import AppTest

from app_pages.registry import PAGES
from graph.settings import Settings
from tests.support.app_store import LOCAL_CELLS, LOCAL_SEPARATOR_SITE, OUTSIDE_SEPARATORS, ROOT, UPLOAD
from tests.support.seen import page, words
from workspace import Workspace

SEPARATOR = "battery_ev.separator"
FORBIDDEN = re.compile(r"\bNone\b|\bnan\b|battery_ev\.|textile\.")


def pick(at: AppTest, key: str, value: str) -> AppTest:
    at.selectbox(key=key).set_value(value).run()
    assert not at.exception, [e.value for e in at.exception]
    return at


def test_overview_counts_gaps_and_local_firms_of_every_chain(app: AppTest) -> None:
    seen = words(app)
    assert "新乡市：2 条产业链" in seen
    assert "动力电池" in seen
    assert "现代纺织" in seen
    assert "本地企业 5 家 · 全国在库 4 家" in seen


def test_overview_card_opens_the_map_of_its_chain(app: AppTest) -> None:
    app.button(key="open_textile").click().run()
    assert app.selectbox(key="frame_chain").value == "textile"
    assert "本地企业" in words(app)


def test_map_names_the_missing_segment_and_who_waits_for_it(app: AppTest) -> None:
    at = pick(page(app, "chain_map"), "map_segment", SEPARATOR)
    seen = words(at)
    assert "隔膜：缺失" in seen
    assert "谁在等它" in seen
    assert any(b.label == LOCAL_CELLS[0] for b in at.button if b.key and b.key.startswith("buyer_"))
    assert {b.label for b in at.button if b.key and b.key.startswith("national_")} >= set(OUTSIDE_SEPARATORS)


def test_map_lists_links_into_other_chains_in_the_panel(app: AppTest) -> None:
    at = pick(page(app, "chain_map"), "map_segment", SEPARATOR)
    assert "供方：现代纺织 · 非织造布（本地 0 家）" in words(at)


def test_map_panel_says_of_every_share_and_figure_what_it_rests_on(app: AppTest) -> None:
    at = pick(page(app, "chain_map"), "map_segment", "battery_ev.cell")
    seen = words(at)
    assert "正极材料（原材料）约 40%（2025 年资料，点开看出处）" in seen
    assert "annual report 2025 of 某电芯股份" in seen
    assert "隔膜（原材料）约 10%（估算）" in seen
    assert "整车（零部件）约 35%（估算）" in seen
    assert "进口占需求</td><td>0%（估算）" in seen
    assert "外资企业占国内产出</td><td>30%（估算）" in seen
    assert "离不开的资源</td><td>无特别要求" in seen
    at = pick(at, "map_segment", SEPARATOR)
    assert "外资企业占国内产出</td><td>—" in words(at)
    assert "现代纺织 · 非织造布（原材料）约 5%（估算）" in words(at)


def test_map_says_what_to_go_for_who_wants_it_and_whom_to_look_at(app: AppTest) -> None:
    at = page(app, "chain_map")
    seen = words(at)
    assert "本链先招什么" in seen
    assert "暂无主攻或专班攻坚的环节，其次可看" in seen  # of two small chains nothing has precedent
    shown = [b.label for b in at.button if b.key and b.key.startswith("go_battery_ev.separator_")]
    assert len(set(shown)) == len(shown) == 3
    assert set(OUTSIDE_SEPARATORS) <= set(shown)
    assert not any(name.startswith("新乡") for name in shown)
    assert "本地谁要" in seen


def test_what_if_a_firm_landed_is_one_click_and_can_be_dropped(app: AppTest) -> None:
    at = pick(page(app, "chain_map"), "map_segment", SEPARATOR)
    at.button(key="panel_suppose").click().run()
    assert not at.exception
    seen = words(at)
    assert re.search(r"假设：引入(郑州|宁德|深圳)隔膜\S*公司（隔膜）", seen)
    assert "状态改变的环节：隔膜" in seen
    assert str(at.query_params["scenario"]).endswith(f"@{SEPARATOR}")
    at.button(key="supposed_clear").click().run()
    assert "假设：" not in words(at)
    assert "scenario" not in at.query_params


def test_map_address_brings_back_links_and_drops_a_city_that_cannot_be_compared(home: Path) -> None:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    at.query_params["links"] = "all"
    at.query_params["beside"] = "999999"
    at = page(at.run(), "chain_map")
    assert not at.exception
    assert at.segmented_control(key="map_links").value == "all"
    assert at.selectbox(key="map_beside").value == ""
    assert any("对比城市" in t.value for t in at.toast)


def test_who_only_buys_is_shown_as_a_buyer_and_not_as_a_gap(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = home / "data" / "chains" / "battery_ev.yaml"
    document = yaml.safe_load(file.read_text(encoding="utf-8"))
    buyer = {"id": "fleets", "name": "运输车队", "name_en": "Fleets", "tier": "downstream", "demand": True}
    document["segments"].append(buyer | {"description": "买车的车队。", "products": [], "source": "own knowledge"})
    document["links"].append(
        {"from": "vehicle", "to": "fleets", "kind": "channel", "share": 0.2, "source": "own knowledge (estimate)"}
    )
    file.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    Workspace(Settings(home / "data", str(home / "liantu.db"), "hash", home / "vectors", 150)).build()
    monkeypatch.syspath_prepend(str(ROOT))
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()
    at = pick(page(at, "chain_map"), "map_segment", "battery_ev.fleets")
    seen = words(at)
    assert "只代表买方" in seen
    assert "整车（渠道）约 20%（估算）" in seen
    assert "运输车队：" not in seen
    assert not any(b.key == "panel_targets" for b in at.button)
    assert next(o for o in at.selectbox(key="map_segment").options if "运输车队" in o).startswith("◇")


def test_map_leads_to_the_targets_of_the_segment(app: AppTest) -> None:
    at = pick(page(app, "chain_map"), "map_segment", SEPARATOR)
    at.button(key="panel_targets").click().run()
    assert not at.exception
    assert at.header[0].value.startswith("新乡市 · 隔膜：目标企业")


def test_gaps_show_the_worst_first_and_its_buyers_by_name(app: AppTest) -> None:
    at = page(app, "gap_list")
    at.segmented_control(key="gaps_view").set_value("diagnosis").run()
    seen = words(at)
    assert "隔膜：缺失" in seen
    at.button(key=f"why_{SEPARATOR}").click().run()
    labels = {b.label for b in at.button if b.key and b.key.startswith("why_buyer_")}
    assert set(LOCAL_CELLS) <= labels
    assert "若引入一家中等规模的企业" in words(at)


def test_gap_filters_cut_the_list_at_once(app: AppTest) -> None:
    at = page(app, "gap_list")
    at.segmented_control(key="gaps_view").set_value("diagnosis").run()
    before = [b.key for b in at.button if b.key and re.fullmatch(r"why_\w+\.\w+", b.key)]
    at.pills(key="gaps_kinds").set_value(["missing"]).run()
    after = [b.key for b in at.button if b.key and re.fullmatch(r"why_\w+\.\w+", b.key)]
    assert "why_battery_ev.cathode" in before
    assert "why_battery_ev.cathode" not in after
    assert f"why_{SEPARATOR}" in after


def test_gaps_of_all_chains_stand_in_one_list(app: AppTest) -> None:
    at = page(app, "gap_list")
    at.segmented_control(key="gaps_view").set_value("diagnosis").run()
    assert "非织造布" not in words(at)
    at.segmented_control(key="gaps_scope").set_value("all").run()
    assert "非织造布 · 现代纺织" in words(at)


def test_the_headline_counts_what_to_go_for(app: AppTest) -> None:
    assert app.header[0].value == "新乡市：本周看什么"  # it stands before anything is counted
    assert "新乡市：2 条产业链，主攻 0 个环节" in words(app)
    assert "主攻 0 · 专班攻坚 0" in words(app)


def test_a_card_says_the_red_line_of_its_route(home: Path, app: AppTest) -> None:
    """Only of the firm whose products name the route."""
    head = "segment,route,level,what,what_en,document,date,until,read,source"
    row = f"{SEPARATOR},湿法,慎招,湿法产能过剩,too much wet capacity,《某规范》,2025,,text,page opened 2026-11-30"
    (home / "data" / "red_lines.csv").write_text(f"{head}\n{row}\n", encoding="utf-8")
    st.cache_resource.clear()
    at = pick(page(app, "targets"), "targets_segment", SEPARATOR)
    said = [e.proto.body for e in at.get("html") if "《某规范》" in e.proto.body]
    makers = [e.proto.body for e in at.get("html") if "主要产品" in e.proto.body and "湿法" in e.proto.body]
    assert said
    assert len(said) == len(makers) < len(targets_of(at))
    assert "慎招：涉及湿法：湿法产能过剩。依据：《某规范》，2025。" in said[0]


def test_a_red_line_of_a_whole_segment_stands_once_above_the_list(home: Path, app: AppTest) -> None:
    head = "segment,route,level,what,what_en,document,date,until,read,source"
    row = f"{SEPARATOR},,慎招,隔膜产能过剩,too much capacity,《某规范》,2025,,text,page opened 2026-11-30"
    (home / "data" / "red_lines.csv").write_text(f"{head}\n{row}\n", encoding="utf-8")
    st.cache_resource.clear()
    at = pick(page(app, "targets"), "targets_segment", SEPARATOR)
    assert len(targets_of(at)) > 1
    assert words(at).count("慎招：隔膜产能过剩。依据：《某规范》，2025。") == 1


def targets_of(at: AppTest) -> list[str]:
    return [b.label for b in at.button if b.key and b.key.startswith("card_")]


def test_targets_hide_local_firms_until_asked(app: AppTest) -> None:
    at = pick(page(app, "targets"), "targets_segment", "battery_ev.cell")
    assert not any(name in label for label in targets_of(at) for name in LOCAL_CELLS)
    at.toggle(key="targets_outsiders").set_value(False).run()
    assert all(any(name in label for label in targets_of(at)) for name in LOCAL_CELLS)


def test_targets_carry_reasons_and_a_counter_argument(app: AppTest) -> None:
    at = pick(page(app, "targets"), "targets_segment", SEPARATOR)
    seen = words(at)
    # Of three makers the one with a plant here stands first, in the same province; then the larger of the others.
    first, second = targets_of(at)[:2]
    assert LOCAL_SEPARATOR_SITE in first
    assert OUTSIDE_SEPARATORS[0] in second
    assert "对名单中每一家都成立：" in seen
    assert seen.count("来此可就近供料") == 1
    assert "不利因素" in seen


def test_targets_filter_keeps_verified_firms_only(app: AppTest) -> None:
    at = pick(page(app, "targets"), "targets_segment", SEPARATOR)
    assert any(OUTSIDE_SEPARATORS[1] in t for t in targets_of(at))
    for tick in ("t_verified", "t_verified_products"):
        at.checkbox(key=tick).check().run()
        assert targets_of(at)
        assert not any(OUTSIDE_SEPARATORS[1] in t for t in targets_of(at))
        at.checkbox(key=tick).uncheck().run()


def test_a_card_says_what_of_its_firm_is_verified(app: AppTest) -> None:
    at = pick(page(app, "targets"), "targets_segment", SEPARATOR)
    words = "".join(h.proto.body for h in at.get("html"))
    assert "名称地址已核" in words
    assert "产品已核" in words
    assert ">待核<" in words  # a firm of which nothing is


def test_table_view_holds_the_rows_of_the_cards(app: AppTest) -> None:
    at = pick(page(app, "targets"), "targets_segment", SEPARATOR)
    names = [t.split(". ", 1)[1].strip("*") for t in targets_of(at)]
    at.segmented_control(key="targets_view").set_value("table").run()
    assert list(at.dataframe[0].value["企业名称"])[: len(names)] == names


def test_firm_is_found_by_part_of_its_name_and_shows_its_evidence(app: AppTest) -> None:
    at = page(app, "firm")
    at.text_input(key="firm_search").set_value("宁德隔膜").run()
    at.button(key="hit_0").click().run()
    seen = words(at)
    assert at.header[0].value == OUTSIDE_SEPARATORS[0]
    assert "动力电池 · 隔膜" in seen
    assert "锂电池隔膜" in seen
    assert "编者行业知识" in seen
    assert "统一社会信用代码</td><td>待核" in seen


def test_upload_reports_the_rejected_row_and_its_reason(app: AppTest) -> None:
    at = page(app, "data")
    at.file_uploader(key="data_file").set_value(("名单.csv", UPLOAD, "text/csv")).run()
    at.button(key="data_load").click().run()
    assert not at.exception
    seen = words(at)
    assert "“名单.csv”已导入" in seen
    assert "没有企业名称，未入库" in seen
    assert "<td>名单</td>" in seen


def test_uploaded_firm_is_on_the_map_at_once(app: AppTest) -> None:
    at = pick(page(app, "chain_map"), "map_segment", SEPARATOR)
    assert "本地企业 0 家" in words(at)
    at = page(at, "data")
    at.file_uploader(key="data_file").set_value(("名单.csv", UPLOAD, "text/csv")).run()
    at.button(key="data_load").click().run()
    at = page(at, "chain_map")
    assert any(b.label == "新乡新隔膜有限公司" for b in at.button)


def test_upload_that_cannot_be_read_says_why_and_what_is_safe(app: AppTest) -> None:
    at = page(app, "data")
    at.file_uploader(key="data_file").set_value(("名单.xlsx", b"no workbook", "text/csv")).run()
    assert "扩展名是 Excel，内容却不是" in at.error[0].value
    assert "图谱没有改动" in at.error[0].value
    assert at.button(key="data_load").disabled


def test_without_a_store_the_app_says_what_to_run(home: Path) -> None:
    (home / "liantu.db").unlink()
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()
    assert not at.exception
    assert at.header[0].value == "还没有图谱"
    assert "liantu build" in at.code[0].value


@pytest.mark.parametrize("name", [p.name for p in PAGES])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_page_shows_an_id_or_an_empty_value(app: AppTest, name: str, lang: str) -> None:
    app.segmented_control(key="frame_lang").set_value(lang).run()
    seen = words(page(app, name))
    assert not FORBIDDEN.search(seen), FORBIDDEN.search(seen)


def test_english_speaks_english(app: AppTest) -> None:
    app.segmented_control(key="frame_lang").set_value("en").run()
    assert app.header[0].value == "Xinxiang: the week"
    assert "Xinxiang: 2 chains" in words(app)
    assert "Open the map" in words(app)


@pytest.mark.parametrize("name", [p.name for p in PAGES])
def test_places_are_said_in_english_on_the_english_screen(app: AppTest, name: str) -> None:
    """Firms keep their Chinese names; provinces stand in none of them."""
    app.segmented_control(key="frame_lang").set_value("en").run()
    app.query_params["segment"] = "battery_ev.separator"
    at = page(app.run(), name)
    assert not at.exception, [e.value for e in at.exception]
    shown = [o for box in at.selectbox if box.key == "frame_region" for o in box.options]
    if name not in ("firm", "search", "data", "settings"):  # these have no region to choose
        assert {"Region: Xinxiang, Henan", "Region: Changyuan, Xinxiang, Henan"} <= set(shown)
    assert [w for w in ("河南省", "福建省", "广东省", "待核", "地区") if w in words(at)] == []


def test_address_opens_the_same_view_for_a_colleague(home: Path) -> None:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    at.query_params["chain"] = "textile"
    at.query_params["segment"] = "textile.nonwoven"
    at.query_params["lang"] = "zh"
    at = page(at.run(), "chain_map")
    assert at.selectbox(key="map_segment").value == "textile.nonwoven"


def test_address_with_unknown_names_falls_back(home: Path) -> None:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    at.query_params["region"] = "999999"
    at.query_params["segment"] = "nothing.here"
    at = at.run()
    assert not at.exception
    assert at.selectbox(key="frame_region").value == "410700"


def test_search_names_the_firms_that_state_the_product(app: AppTest) -> None:
    at = page(app, "search")
    at.text_input(key="search_text").set_value("锂电池隔膜").run()
    assert not at.exception, [e.value for e in at.exception]
    assert at.header[0].value.startswith("“锂电池隔膜”：写明相关产品的企业")
    shown = [b.label for b in at.button if b.key and b.key.startswith("search_hit")]
    assert set(OUTSIDE_SEPARATORS) <= {*shown}
    at.segmented_control(key="search_where").set_value("local").run()
    assert not {b.label for b in at.button if b.key and b.key.startswith("search_hit")} & set(OUTSIDE_SEPARATORS)


def test_search_by_name_leads_to_the_firm(app: AppTest) -> None:
    at = page(app, "search")
    at.text_input(key="search_text").set_value(LOCAL_CELLS[0]).run()
    assert LOCAL_CELLS[0] in [b.label for b in at.button if b.key and b.key.startswith("search_firms")]


def test_search_finds_by_first_letters_what_is_called_so(app: AppTest) -> None:
    at = page(app, "search")
    at.text_input(key="search_text").set_value("gemo").run()
    found = [b.label for b in at.button if b.key and b.key.startswith("search_segments")]
    assert found == ["动力电池 · 隔膜"]
    at.text_input(key="search_text").set_value("ndgm").run()
    named = [b.label for b in at.button if b.key and b.key.startswith("search_firms")]
    assert named
    assert all(n.startswith("宁德隔膜") for n in named)


@pytest.mark.parametrize("asked", ["<script>alert(1)</script>", "'; drop table firm; --", "%%%", "膜" * 500, "😀"])
def test_search_says_plainly_what_it_cannot_read(app: AppTest, asked: str) -> None:
    at = page(app, "search")
    at.text_input(key="search_text").set_value(asked).run()
    assert not at.exception
    answers = [h.value for h in (*at.header, *at.subheader)]
    assert len(answers) == 1
    assert "没有看懂" in answers[0] or "写明相关产品的企业" in answers[0]
