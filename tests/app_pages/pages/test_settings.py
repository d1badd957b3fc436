"""设置: what the office sets is where the next session begins, and stands under its maps."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from graph import settings
from tests.support.app_store import ROOT
from tests.support.seen import page, words
from workspace import Workspace


def begun() -> AppTest:
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()


def test_the_next_session_begins_where_the_office_has_set(app: AppTest, home: Path) -> None:
    at = page(app, "settings")
    at.selectbox(key="settings_region").set_value("410100")
    at.multiselect(key="settings_chains").set_value(["textile"])
    at.text_input(key="settings_review").set_value("GS(2026)1号")
    at.button(key="settings_save").click().run()
    assert not at.exception, [e.value for e in at.exception]
    assert (home / "office.json").is_file()
    other = page(begun(), "market_map")
    assert other.selectbox(key="frame_region").value == "410100"
    assert other.selectbox(key="frame_chain").value == "textile"
    assert other.selectbox(key="frame_chain").options[0].endswith("现代纺织")
    assert "审图号：GS(2026)1号" in words(other)


def test_an_address_comes_before_what_is_set(app: AppTest, home: Path) -> None:
    (home / "office.json").write_text('{"region": "410100", "chains": ["textile"]}', encoding="utf-8")
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    at.query_params["region"], at.query_params["chain"] = "410700", "battery_ev"
    at = page(at.run(), "chain_map")
    assert at.selectbox(key="frame_region").value == "410700"
    assert at.selectbox(key="frame_chain").value == "battery_ev"


@pytest.mark.parametrize("text", ["{", '{"region": "999999", "chains": ["nothing"]}'])
def test_what_was_damaged_or_is_no_more_does_not_stop_the_app(app: AppTest, home: Path, text: str) -> None:
    (home / "office.json").write_text(text, encoding="utf-8")
    at = page(begun(), "settings")
    assert at.header[0].value.startswith("设置")
    assert bool(at.warning) == (text == "{")
    assert page(at, "chain_map").selectbox(key="frame_region").value == "410700"


def test_a_city_set_to_measure_against_stands_in_the_comparison(app: AppTest, home: Path) -> None:
    at = page(app, "settings")
    at.multiselect(key="settings_benchmark_cities").set_value(["350900"])
    at.text_input(key="settings_benchmark_reason").set_value("市委确定")
    at.button(key="settings_benchmark_save").click().run()
    assert not at.exception, [e.value for e in at.exception]
    assert "福建省宁德市：市委确定" in words(at)
    chosen = Workspace(settings.load()).yardstick.chosen
    assert [(b.region, b.city, b.reason) for b in chosen] == [("410700", "350900", "市委确定")]
    at.multiselect(key="settings_benchmark_cities").set_value([])
    at.button(key="settings_benchmark_save").click().run()
    assert Workspace(settings.load()).yardstick.chosen == ()


def test_the_other_settings_leave_the_cities(app: AppTest, home: Path) -> None:
    city = {"region": "410700", "city": "350900", "reason": "甲", "as_of": "2026-12-01"}
    (home / "office.json").write_text(json.dumps({"benchmarks": [city]}), encoding="utf-8")
    at = page(app, "settings")
    at.button(key="settings_save").click().run()
    assert json.loads((home / "office.json").read_text(encoding="utf-8"))["benchmarks"] == [city]
