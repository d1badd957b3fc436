"""The page 回测 and what the ranking brought to 目标企业: lists, comparison, outcomes, learning."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from app_pages.pages.backtest import charts
from app_pages.read import base, record
from graph.model.records import Decision
from graph.settings import load
from recommend.rank import learning
from recommend.rank.features import FEATURES
from recommend.rank.learning import Learned
from tests.support.app_store import LOCAL_CELLS, OUTSIDE_SEPARATORS, ROOT
from tests.support.seen import page, words
from workspace import Workspace

SEPARATOR = "battery_ev.separator"


def report() -> dict[str, Any]:
    """A small report, as `liantu backtest` keeps it."""
    better, worse = ([m, m - 0.05, m + 0.05] for m in (0.8, 0.6))
    figures = {
        m: dict.fromkeys(("auc", "top_tenth", "mrr", "recall@10", "recall@50"), worse)
        for m in ("random", "size", "nearness", "size_nearness", "capability", "graph_path")
    }
    models = {"liantu": dict.fromkeys(("auc", "top_tenth", "mrr", "recall@10", "recall@50"), better)} | figures
    feature = {"name": "scale", "label": "规模", "label_en": "size", "value": 0.7, "usual": 0.4, "weight": 1.0}
    case = {
        "firm": "甲膜股份有限公司",
        "code": "000001.SZ",
        "seat": "福建省宁德市",
        "destination": "河南省新乡市",
        "project": "新乡基地",
        "segment": SEPARATOR,
        "segment_name": "隔膜",
        "segment_name_en": "Separators",
        "candidates": 11,
        "rank": 2.5,
        "reason": "",
        "first": [{"name": "乙膜股份有限公司", "came": False}, {"name": "甲膜股份有限公司", "came": True}],
        "features": [feature],
    }
    return {
        "landings": 3,
        "ranked": 2,
        "measured": 2,
        "not_ranked": {"the firm works in no segment of the catalogue": 1},
        "landings_file": "projects.csv",
        "data": "outside",
        "models": models,
        "main_only": {"landings": 2, "models": models},
        "chains": [{"chain": "battery_ev", "landings": 2, **models["liantu"]}],
        "candidates": {"median": 11.0, "mean": 11.0, "most": 12},
        "calibration": {
            "error": 0.01,
            "error_of_first": 0.04,
            "luck_of_first": [0.03, 0.01, 0.06],
            "first": {"said": 0.22, "came": 0.25, "n": 2},
            "pairs": 22,
            "chart": [{"predicted": 0.1, "came": 0.12, "n": 11}, {"predicted": 0.3, "came": 0.28, "n": 11}],
            "chart_of_first": [{"predicted": 0.4, "came": 0.5, "n": 2}],
        },
        "cases": [
            case,
            case
            | {
                "firm": "丙有限公司",
                "rank": None,
                "candidates": 0,
                "reason": "the firm works in no segment of the catalogue",
            },
        ],
    }


@pytest.fixture
def tested(app: AppTest, home: Path) -> AppTest:
    (home / "backtest.json").write_text(json.dumps(report()), encoding="utf-8")
    return page(app, "backtest")


def test_without_a_result_the_page_says_how_to_make_one(app: AppTest) -> None:
    at = page(app, "backtest")
    assert at.header[0].value == "还没有回测结果。"
    assert "liantu backtest" in at.code[0].value
    assert "还没有记录" in words(at)


def test_the_title_says_the_finding(tested: AppTest) -> None:
    assert tested.header[0].value == "真正落地的企业，平均排在同行的前 20%；80% 进了前十分之一"
    seen = words(tested)
    assert "比只看规模或距离的名单更准" in seen
    assert "1 个项目没有排名：企业不在本目录的任何环节" in seen
    assert "只与同为主业者比较时，平均胜出同行 80%" in seen
    assert "0.80（0.75–0.85）" in seen


def test_a_case_opens(tested: AppTest) -> None:
    seen = words(tested)
    assert "福建省宁德市的甲膜股份有限公司到河南省新乡市投资，环节：隔膜。名单把它排在 11 家候选的第 2.5 位。" in seen
    assert "甲膜股份有限公司（实际落地）" in seen
    tested.selectbox(key="backtest_case").set_value(1).run()
    assert not tested.exception
    assert "企业不在本目录的任何环节" in words(tested)


def test_charts_start_at_zero_and_put_the_best_on_top() -> None:
    option = charts.models_option(report(), "zh")
    assert option["xAxis"]["min"] == 0
    assert option["yAxis"]["data"][-1] == "本名单"
    assert option["series"][0]["data"][-1]["value"] == 0.8
    held = report()["calibration"]
    option = charts.calibration_option({"all": held["chart"], "first": held["chart_of_first"]}, "a", "b")
    assert [line["data"] for line in option["series"][1:]] == [[[0.1, 0.12], [0.3, 0.28]], [[0.4, 0.5]]]
    assert option["legend"]["data"] == ["all", "first"]
    alone = charts.calibration_option({"all": held["chart"]}, "a", "b")  # the office's own record has no lists
    assert len(alone["series"]) == 2
    assert "legend" not in alone


def ahead(proven: bool) -> dict[str, list[float]]:
    low = 0.01 if proven else -0.01
    return {
        key: [0.02, low, 0.05] for key in ("random", "size", "nearness", "size_nearness", "capability", "graph_path")
    }


def test_what_is_not_proven_is_said(app: AppTest, home: Path) -> None:
    """Our mean is the higher one each time; only a difference beyond the error is called better."""
    made = report() | {"ahead": ahead(True) | {"capability": [0.01, -0.01, 0.03]}}
    made["main_only"]["ahead"] = ahead(False)
    (home / "backtest.json").write_text(json.dumps(made), encoding="utf-8")
    seen = words(page(app, "backtest"))
    assert "比只看规模或距离的名单更准" in seen
    assert "与“只看产品吻合”相比，差异在误差之内，未能证明更准。" in seen
    assert "只与同为主业的企业比，本名单 80%，“规模与距离”60%，差异在误差之内，未能证明更准。" in seen
    made["ahead"], made["main_only"]["ahead"] = ahead(False), ahead(True)
    (home / "backtest.json").write_text(json.dumps(made), encoding="utf-8")
    seen = words(page(app, "backtest"))
    assert "没有明显胜过简单名单" in seen
    assert "差异超出误差" in seen


def test_axes_end_at_a_round_number() -> None:
    """The last label must not run into the one before it."""
    chart = [{"predicted": 0.1, "came": 0.56, "n": 9}]
    assert charts.calibration_option({"all": chart}, "a", "b")["xAxis"]["max"] == 0.6


def test_chances_are_said_with_what_they_mean(tested: AppTest) -> None:
    seen = words(tested)
    assert "平均偏差：全部候选 1.0%，各名单首位 4.0%（即使估计全对，2 份名单的偶然起伏也约有 3.0%）" in seen
    assert "名单首位平均估计 22%，实际有 25% 就是来的那一家" in seen


def test_a_report_of_an_older_version_is_still_shown(app: AppTest, home: Path) -> None:
    old = report()
    for name in ("luck_of_first", "first", "chart_of_first"):
        del old["calibration"][name]
    (home / "backtest.json").write_text(json.dumps(old), encoding="utf-8")
    seen = words(page(app, "backtest"))
    assert "各名单首位 4.0%" in seen
    assert "估计全对" not in seen


def targets(app: AppTest) -> AppTest:
    at = page(app, "targets")
    at.selectbox(key="targets_segment").set_value(SEPARATOR).run()
    assert not at.exception
    return at


def test_four_lists(app: AppTest) -> None:
    at = targets(app)
    at.segmented_control(key="targets_list").set_value("expanding").run()
    assert "增资扩股" in at.header[0].value
    assert all(any(n in b.label for b in at.button) for n in LOCAL_CELLS)  # large local firms
    at.segmented_control(key="targets_list").set_value("outflow").run()
    assert "数据不足" in words(at)
    at.segmented_control(key="targets_list").set_value("needs").run()
    assert at.header[0].value == "需求库里还没有需求。"
    assert not at.exception


def test_targets_name_park_limits_and_who_may_introduce(app: AppTest) -> None:
    seen = words(targets(app))
    assert "亩均投资要求或该环节用地待核。" in seen
    assert "可请其引荐，规格是否对路待核" in seen


def test_two_targets_side_by_side(app: AppTest) -> None:
    at = targets(app)
    chosen = at.multiselect(key="targets_compare")
    chosen.set_value([o for o in [_id(n) for n in OUTSIDE_SEPARATORS] if o]).run()
    assert not at.exception
    assert "首要理由" in words(at)
    (table,) = (e.proto.body for e in at.get("html") if "首要理由" in e.proto.body)
    assert table.count("<td>规模</td>") == 1  # told once, with its year


def _id(name: str) -> str:
    return next(f.id for f in Workspace(load()).store.firms() if f.name == name)


def test_an_outcome_is_recorded_and_a_rejection_needs_a_reason(app: AppTest) -> None:
    at = targets(app)
    firm = _id(OUTSIDE_SEPARATORS[0])
    at.selectbox(key=f"outcome_{firm}").set_value("rejected").run()
    at.button(key=f"save_{firm}").click().run()
    assert "请选择原因后再保存" in at.warning[0].value
    at.selectbox(key=f"reason_{firm}").set_value("risk").run()
    at.button(key=f"save_{firm}").click().run()
    assert not at.exception
    held = Workspace(load()).store.rows(Decision)
    assert [(d.firm_id, d.segment_id, d.region, d.outcome, d.reason) for d in held] == [
        (firm, SEPARATOR, "410700", "rejected", "risk")
    ]
    at = page(at, "backtest")
    assert "共 1 条记录：签约落地 0，婉拒流失 1。" in words(at)
    assert "平均胜出同行 待核" not in words(at)  # one record has no mean
    at.button(key="backtest_learn").click().run()
    assert "权重未变" in at.info[0].value


def test_recording_an_outcome_makes_no_recommender_anew(app: AppTest) -> None:
    """A decision changes no graph and no list: what costs seconds to make stays as it is, only the record grows."""
    at = targets(app)
    before, version = base.recommender(), base.version()
    firm = _id(OUTSIDE_SEPARATORS[0])
    at.selectbox(key=f"outcome_{firm}").set_value("visited").run()
    at.button(key=f"save_{firm}").click().run()
    assert [d.outcome for d in record.own_record()] == ["visited"]
    assert base.newest_version() != version
    assert base.version() == version
    assert base.recommender() is before


@pytest.mark.parametrize(
    ("lang", "words_of_note"), [("zh", "已学权重中没有"), ("en", "The learned weights do not cover")]
)
def test_weights_that_no_longer_fit_are_told_of_with_the_targets(home: Path, lang: str, words_of_note: str) -> None:
    """A feature that was added after the office had taught its weights keeps the shipped one, and the page says so."""
    shares = Workspace(load()).recommender.weights.shares()
    left_out = next(iter(shares))
    taught = {name: 1 / (len(shares) - 1) for name in shares if name != left_out}
    learning.save(home / "taught.json", Learned(taught, False, ""))
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    at.query_params["segment"], at.query_params["lang"] = "battery_ev.separator", lang
    seen = words(page(at.run(), "targets"))
    assert words_of_note in seen
    assert FEATURES[left_out].labels[0 if lang == "zh" else 1] in seen


def test_weights_that_fit_need_no_note(home: Path) -> None:
    shares = Workspace(load()).recommender.weights.shares()
    learning.save(home / "taught.json", Learned(dict(shares), False, ""))
    seen = words(page(AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run(), "targets"))
    assert "已学权重" not in seen


def shipped_segments(home: Path) -> dict[str, Any]:
    """A report on segments that ships with a release, in the data folder."""
    better, worse = [0.76, 0.74, 0.79], [0.7, 0.68, 0.73]
    found = {
        "of": "segments",
        "landings": 4,
        "ranked": 3,
        "not_ranked": {"the firm is not in the data": 1},
        "trained": {},
        "coefficients": {},
        "cross_validated": 3,
        "lists": {"priority": better, "chance": [0.77, 0.75, 0.8], "need": worse, "national": worse, "density": worse},
        "ahead": {"chance": [-0.01, -0.02, 0.0], "need": [0.2, 0.1, 0.3], "national": [0.05, 0.02, 0.08]}
        | {"density": [0.01, -0.02, 0.04]},
        "chance_ahead": {},
        "chains": [],
        "landings_file": "projects.csv",
        "data": "data",
        "made": "2026-11-30",
        "release": "0.1.0",
    }
    folder = home / "data" / "backtests"
    folder.mkdir()
    (folder / "segments.json").write_text(json.dumps(found), encoding="utf-8")
    return found


def test_the_figures_of_the_release_stand_on_a_fresh_install(app: AppTest, home: Path) -> None:
    """Marked as such; what is not better than a plain list is said to be so, and what need and red lines cost."""
    shipped_segments(home)
    seen = words(page(app, "backtest"))
    assert "真正落地的环节，平均排在本链次序的前 24%" in seen
    assert "随 0.1.0 版附带的回测（2026-11-30）" in seen
    assert "全国企业最多的环节（+0.05）" in seen
    assert "与“与本地产业相近”相比，差异在误差之内" in seen
    assert "+0.010" in seen
    assert "不是成功概率" in seen


def test_a_back_test_of_ones_own_stands_before_the_releases(app: AppTest, home: Path) -> None:
    found = shipped_segments(home)
    found["lists"]["priority"] = [0.6, 0.5, 0.7]
    del found["release"]
    (home / "backtest-segments.json").write_text(json.dumps(found), encoding="utf-8")
    seen = words(page(app, "backtest"))
    assert "平均排在本链次序的前 40%" in seen
    assert "版附带的回测" not in seen


def test_what_ships_names_no_single_project() -> None:
    """The reports of the release hold figures only; the developer's landings are not in them."""
    for name in ("firms", "segments"):
        text = (ROOT / "data" / "backtests" / f"{name}.json").read_text(encoding="utf-8")
        found = json.loads(text)
        assert found["release"]
        assert "cases" not in found
        assert ".SZ" not in text
        assert ".SH" not in text
    assert json.loads((ROOT / "data" / "backtests" / "segments.json").read_text(encoding="utf-8"))["ranked"] > 300
