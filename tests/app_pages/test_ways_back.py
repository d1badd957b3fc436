"""Where there is nothing to show — an id that nobody has, a store that is being rebuilt or is damaged — the page says
so in a sentence and leads on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from filelock import FileLock
from streamlit.testing.v1 import AppTest

from tests.support.app_store import ROOT, environment
from tests.support.seen import page, words
from workspace import being_built

UNKNOWN = {  # an address with a name that the store does not have → what is said
    "chain_map": ({"segment": "battery_ev.nothing"}, "环节不存在"),
    "gap_list": ({"segment": "nothing.at_all"}, "环节不存在"),
    "targets": ({"region": "999999"}, "地区不存在"),
    "target_map": ({"place": "999999"}, "已回到全国"),
    "market_map": ({"focus": "999999"}, "已显示全部"),
    "tech_map": ({"region": "999999"}, "地区不存在"),
    "firm": ({"firm": "nobody"}, "这家企业已不在库中"),
}


def opened() -> AppTest:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()
    assert not at.exception
    return at


@pytest.mark.parametrize("name", UNKNOWN)
def test_an_unknown_id_is_told_and_the_page_stands(app: AppTest, name: str) -> None:
    address, said = UNKNOWN[name]
    at = page(app, name)
    for key, value in address.items():
        at.query_params[key] = value
    at.run()
    assert not at.exception
    told = words(at) + "".join(t.value for t in at.toast)
    assert said in told
    assert any(not b.disabled for b in at.button) or at.selectbox, "something to go on with"


@pytest.fixture
def rebuilt(home: Path) -> Path:
    """A store whose file is not there yet, while another program builds it."""
    shutil.move(home / "liantu.db", home / "aside.db")
    return home


def test_while_the_store_is_rebuilt_the_page_waits_and_then_opens(rebuilt: Path) -> None:
    file = rebuilt / "liantu.db"
    with FileLock(rebuilt / ".liantu.db.lock"):
        assert being_built(file)
        at = opened()
        assert at.header[0].value == "图谱正在重建"
        assert "完成后本页自动打开" in words(at)
        assert not at.code, "nobody is told to build what is being built"
        at.query_params["lang"] = "en"
        assert at.run().header[0].value == "The graph is being rebuilt"
        at.query_params["lang"] = "zh"
    shutil.move(rebuilt / "aside.db", file)
    at.button(key="store_retry").click().run()
    assert not at.exception
    assert "新乡市：本周看什么" in at.header[0].value


def test_a_lock_that_nobody_holds_is_no_rebuilding(home: Path) -> None:
    file = home / "liantu.db"
    assert not being_built(None)
    assert not being_built(home / "never.db")
    with FileLock(home / ".liantu.db.lock"):
        pass
    assert not being_built(file)


def test_a_damaged_store_is_told_with_two_ways_back(home: Path) -> None:
    assert environment(home)["LIANTU_DB"] == str(home / "liantu.db")
    (home / "liantu.db").write_bytes(b"no database at all" * 400)
    at = opened()
    assert "已损坏" in at.error[0].value
    assert {"再试一次", "回到总览"} <= {b.label for b in at.button}
    assert not at.code


def test_back_to_a_map_at_rest_leaves_no_choice_of_the_state_before(app: AppTest) -> None:
    """The back button brings the address as it was: what that leaves out was not chosen."""
    at = page(app, "chain_map")
    at.query_params["links"] = "all"
    at.query_params["scenario"] = "add:宁德隔膜科技有限公司@battery_ev.separator"
    at.run()
    assert at.segmented_control(key="map_links").value == "all"
    assert "假设" in words(at)
    for gone in ("links", "scenario"):
        del at.query_params[gone]
    at.run()
    assert not at.exception
    assert at.segmented_control(key="map_links").value == "main"
    assert "links" not in at.query_params
    assert "scenario" not in at.query_params
