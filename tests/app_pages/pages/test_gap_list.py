"""缺口诊断 and what grows on it: certificate, sandbox, portfolio, changes, across chains, marks of firms."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from app_pages.read import chains
from app_pages.read.gaps import start_day
from graph.store.embedded.store import EmbeddedStore
from tests.support.app_store import LOCAL_CATHODES, LOCAL_CELLS, OUTSIDE_SEPARATORS, UPLOAD
from tests.support.seen import page, words
from tests.support.small import ROOT

SEPARATOR = "battery_ev.separator"
FORBIDDEN = re.compile(r"\bNone\b|\bnan\b|battery_ev\.|textile\.")


def view(at: AppTest, name: str) -> AppTest:
    """A view of the page 缺口诊断, without an exception."""
    at = page(at, "gap_list")
    at.segmented_control(key="gaps_view").set_value(name).run()
    assert not at.exception, [e.value for e in at.exception]
    return at


def opened(app: AppTest) -> AppTest:
    at = view(app, "diagnosis")
    at.button(key=f"why_{SEPARATOR}").click().run()
    assert not at.exception
    return at


@pytest.mark.parametrize("name", ["first", "diagnosis", "sandbox", "portfolio", "changes", "across"])
@pytest.mark.parametrize("lang", ["中文", "English"])
def test_every_view_speaks_words_not_ids(app: AppTest, name: str, lang: str) -> None:
    at = view(app, name)
    if lang == "English":
        at.segmented_control(key="frame_lang").set_value("en").run()
    assert not at.exception
    seen = words(at)
    assert not FORBIDDEN.search(seen)
    assert len(seen) > 100


def test_what_first_stands_first_and_leads_to_the_certificate(app: AppTest) -> None:
    """The picture comes first; the small country has no parks on record, so nothing can be called 主攻 yet."""
    at = page(app, "gap_list")
    assert at.segmented_control(key="gaps_view").value == "first"
    assert at.header[0].value.startswith("新乡市 · 动力电池：暂无可定为主攻的环节，")
    seen = words(at)
    assert "不是成功概率" in seen
    assert "待核（要先弄清什么）" not in seen  # that is the paper's
    assert "要先弄清什么" in seen
    assert "无先例：在读到的年报中，未见外省项目或异地子公司。" in seen
    assert "%" not in re.sub(r"<style>.*?</style>|style=\"[^\"]*\"", "", seen, flags=re.S)
    at.button(key=f"first_opened_why_{at.session_state['selection'].segment or SEPARATOR}").click().run()
    assert not at.exception
    assert at.segmented_control(key="gaps_view").value == "diagnosis"


def test_who_comes_for_a_segment_gets_its_certificate(app: AppTest) -> None:
    app.query_params["segment"] = SEPARATOR
    app.run()
    at = page(app, "gap_list")
    assert at.segmented_control(key="gaps_view").value == "diagnosis"


def test_the_certificate_shows_the_four_tests_apart_and_the_firms_of_each(app: AppTest) -> None:
    seen = words(opened(app))
    for question in (
        "本地有没有需求",
        "本地是不是薄弱",
        "数据够不够",
        "影响会不会传到更下游",
        "该不该招",
        "什么会改变这个结论",
    ):
        assert question in seen
    buyers = {b.label for b in app.button if b.key and b.key.startswith("why_buyer_")}
    assert set(LOCAL_CELLS) <= buyers
    candidates = {b.label for b in app.button if b.key and b.key.startswith("why_candidate_")}
    assert set(OUTSIDE_SEPARATORS) <= candidates


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", "福州市：数据不足，还不能判断缺口"), ("en", "Fuzhou: not enough data to tell any gap")]
)
def test_a_region_without_firms_is_told_that_the_data_do_not_reach(app: AppTest, lang: str, said: str) -> None:
    at = view(app, "diagnosis")
    at.query_params["region"], at.query_params["lang"] = "350100", lang
    at.run()
    assert at.header[0].value == said
    at.button(key="gaps_to_data").click().run()
    assert not at.exception
    assert [u.key for u in at.file_uploader] == ["data_file"]


def test_what_the_data_do_not_carry_is_not_called_missing(app: AppTest) -> None:
    """Battery testing is a trade of small firms, which one list may have missed."""
    at = view(app, "diagnosis")
    at.pills(key="gaps_verdicts").set_value(["insufficient_data"]).run()
    assert not at.exception
    assert "处疑似缺口，数据不足，都还不能认定" in at.header[0].value
    cards = [e.proto.body for e in at.get("html") if "仅供参考）" in e.proto.body]
    assert cards
    assert [c for c in cards if "缺失" in c or "断点" in c] == []
    assert "八成情况下" not in words(at)


def test_the_fifth_question_stands_beside_the_four(app: AppTest) -> None:
    row = next(e.proto.body for e in opened(app).get("html") if "本地有没有需求" in e.proto.body)
    assert "该不该招 待核" in row  # nobody knows what land a plant of the small country needs


def test_every_count_opens_to_all_its_firms(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.gaps.documents.gap.SHOWN", 1)
    st.cache_resource.clear()  # the overview has read the gaps already
    at = opened(app)
    named = [b.label for b in at.button if b.key and b.key.startswith("why_candidate_")]
    assert len(named) == 1
    more = [p for p in at.get("popover") if p.proto.popover.label == "等共 2 家"]
    assert more


def test_the_firms_on_record_can_be_seen_one_by_one(app: AppTest, home: Path) -> None:
    """The number that coverage rests on opens to the firms it counts."""
    listed = EmbeddedStore.open(f"sqlite:///{home / 'liantu.db'}").origins("410700")
    assert len(listed) > len(LOCAL_CELLS)
    labels = [p.proto.popover.label for p in opened(app).get("popover")]
    assert f"查看全部 {len(listed)} 家" in labels
    found = chains.firms_on_record("410700")
    assert {f["id"] for f in found} == set(listed)
    assert set(LOCAL_CELLS) <= {f["short"] for f in found}


def test_the_certificate_leads_to_the_sandbox_with_its_segment(app: AppTest) -> None:
    at = opened(app)
    at.button(key="why_try").click().run()
    assert not at.exception
    assert at.selectbox(key="sandbox_segment").value == SEPARATOR


def test_a_landing_changes_the_picture_and_can_be_taken_back(app: AppTest) -> None:
    at = opened(app)
    at.button(key="why_try").click().run()
    at.button(key="sandbox_add").click().run()
    assert not at.exception
    seen = words(at)
    assert f"引入{OUTSIDE_SEPARATORS[0]}（隔膜）" in seen
    assert "→" in seen
    assert any("隔膜" in e for e in (b.label for b in at.button if b.key and b.key.startswith("sandbox_")))
    link = {k: "".join(v) for k, v in at.query_params.items()}
    assert link["scenario"].endswith(f"@{SEPARATOR}"), link
    again = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    again.query_params.update(link)
    page(again.run(), "gap_list")
    assert any(b.key == "sandbox_drop_0" for b in again.button)
    at.button(key="sandbox_drop_0").click().run()
    assert "还没有假设" in words(at)


def test_losing_a_segment_opens_a_gap_and_leads_to_it(app: AppTest) -> None:
    at = view(app, "sandbox")
    at.selectbox(key="sandbox_segment").set_value("battery_ev.cathode").run()
    at.button(key="sandbox_remove").click().run()
    assert "失去正极材料（本地 2 家）" in words(at)
    assert any(b.key == "sandbox_moved_battery_ev.cathode" for b in at.button)


def test_another_firm_is_landed_by_its_name_and_an_unknown_one_is_refused(app: AppTest) -> None:
    at = view(app, "sandbox")
    at.selectbox(key="sandbox_segment").set_value(SEPARATOR).run()
    at.text_input(key="sandbox_other").set_value("深圳无纺布有限公司").run()
    at.button(key="sandbox_add").click().run()
    assert "引入深圳无纺布有限公司（隔膜）：未查到该企业从事此环节，待核" in words(at)
    at.text_input(key="sandbox_other").set_value("不存在的企业").run()
    at.button(key="sandbox_add").click().run()
    assert not at.exception
    assert at.error
    at.text_input(key="sandbox_other").set_value("").run()
    assert "深圳无纺布有限公司" in words(at)  # what was there before stands


def test_the_portfolio_names_who_could_come_and_what_it_left_out_for_want_of_facts(app: AppTest) -> None:
    """What plants cost is known in the small country, what land they need is not."""
    at = view(app, "portfolio")
    seen = words(at)
    assert "任何组合不超过" in seen
    assert "通常投资 2–10 亿元，用地 待核 亩，用电待核" in seen
    assert any(b.label == OUTSIDE_SEPARATORS[0] for b in at.button if b.key and b.key.startswith("portfolio_firm_"))
    at.number_input(key="portfolio_land").set_value(100.0).run()
    assert not at.exception
    seen = words(at)
    assert "限额内没有可列入的项目" in seen
    assert "用地待核，未列入" in seen
    at.number_input(key="portfolio_land").set_value(None).run()
    at.number_input(key="portfolio_money").set_value(4.0).run()
    assert "限额内没有可列入的项目" in words(at)  # the middle of 2 and 10 is 4.5
    at.number_input(key="portfolio_money").set_value(5.0).run()
    assert "投资 4 亿元（限 5）" in words(at)


def test_an_upload_is_a_fact_with_its_file(app: AppTest, home: Path) -> None:
    at = page(app, "data")
    at.file_uploader(key="data_file").set_value(("名单.csv", UPLOAD, "text/csv")).run()
    at.button(key="data_load").click().run()
    before = (date.today() - timedelta(days=8)).isoformat()
    import sqlalchemy as sa

    with sa.create_engine(f"sqlite:///{home / 'liantu.db'}").begin() as c:
        c.execute(sa.text("update batch set finished = :day where id = 1"), {"day": f"{before}T12:00:00+00:00"})
    at = view(at, "changes")
    seen = words(at)
    assert "隔膜：新增企业 新乡新隔膜有限公司（第 2 批，名单.csv" in seen
    assert "状态由" in seen
    assert "新乡新隔膜有限公司" in seen
    at.button(key="changes_firm_1").click().run()
    assert at.header[0].value == "新乡新隔膜有限公司"


def test_the_difference_starts_a_week_ago_or_at_the_first_load() -> None:
    days = [date(2026, 1, 1), date(2026, 1, 20)]
    assert start_day(days, date(2026, 1, 22)) == date(2026, 1, 15)
    assert start_day(days[1:], date(2026, 1, 22)) == date(2026, 1, 20)
    assert start_day(days, date(2026, 3, 1)) == date(2026, 1, 20)  # later than the last load nothing could differ


def test_a_mark_stands_beside_the_firm_and_in_its_profile_with_the_reason(app: AppTest) -> None:
    at = view(app, "across")
    seen = words(at)
    assert "链主" in seen
    leader = next(b for b in at.button if b.key and b.key.startswith("role_leader_"))
    assert leader.label in (*LOCAL_CELLS, *LOCAL_CATHODES)
    leader.click().run()
    assert not at.exception
    assert "在新乡市的地位" in words(at)
    assert "占本地实力约" in words(at)
