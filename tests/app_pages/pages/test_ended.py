"""Saved addresses of segments that ended open their heirs; demand nodes are shown and have no targets."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
import yaml
from streamlit.testing.v1 import AppTest

from graph.settings import Settings
from outreach.casework.db import Casework
from outreach.casework.models import Target
from outreach.targets import claims
from tests.support.app_store import LOCAL_CELLS, ROOT
from tests.support.case_small import document
from tests.support.seen import page, words
from tests.support.split import retire
from workspace import Workspace

GRID = "battery_ev.grid"


def settings(home: Path) -> Settings:
    return Settings(home / "data", str(home / "liantu.db"), "hash", home / "vectors", 150)


@pytest.fixture
def revised(home: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The app on a store whose catalogue was revised: `film` became separators, `lump` cells and cathodes, and the grid
    buys cells. A target was saved for `film` before."""
    case = Casework(settings(home).casework_url)
    with case.write("电池专班") as session:
        claims.save(session, document("甲公司", segment="battery_ev.film"), "410700", "电池专班", date(2026, 3, 1))
    file = home / "data" / "chains" / "battery_ev.yaml"
    chain = yaml.safe_load(file.read_text("utf-8"))
    grid = {"id": "grid", "name": "储能用户", "name_en": "Storage users", "tier": "downstream", "products": []}
    chain["segments"].append(grid | {"demand": True, "description": "只买。", "source": "test"})
    link = {"from": "cell", "to": "grid", "kind": "component", "share": 0.5, "source": "own knowledge (estimate)"}
    chain["links"].append(link)
    file.write_text(yaml.safe_dump(chain, allow_unicode=True), "utf-8")
    ended = {"battery_ev.film": "battery_ev.separator", "battery_ev.lump": "battery_ev.cell;battery_ev.cathode"}
    retire(home / "data", *({"old": old, "new": new} for old, new in ended.items()))
    Workspace(settings(home)).build()
    monkeypatch.syspath_prepend(str(ROOT))
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)


@pytest.mark.parametrize(
    ("old", "heir", "name"),
    [("battery_ev.film", "battery_ev.separator", "隔膜"), ("battery_ev.lump", "battery_ev.cell", "电芯")],
)
def test_a_saved_address_opens_the_best_heir(revised: AppTest, old: str, heir: str, name: str) -> None:
    revised.query_params["segment"] = old
    said = [toast.value for toast in revised.run().toast]
    assert said == [f"链接中的环节编号已停用，已改为其去向“{name}”。"]
    at = page(revised, "chain_map")
    assert at.query_params["segment"] in (heir, [heir])


def test_a_saved_target_stands_under_the_heir(revised: AppTest, home: Path) -> None:
    at = page(revised.run(), "visits")
    assert not at.exception
    with Casework(settings(home).casework_url).read() as session:
        assert [t.segment for t in session.scalars(sa.select(Target))] == ["battery_ev.separator"]


def test_the_panel_of_a_demand_node_says_that_it_buys(revised: AppTest) -> None:
    revised.query_params["segment"] = GRID
    at = page(revised.run(), "chain_map")
    assert not at.exception
    assert f"储能用户是需求节点，只代表买方，没有可招的企业；本地向它供货的企业 {len(LOCAL_CELLS)} 家" in words(at)
    assert not any(b.key == "panel_targets" for b in at.button)


def test_the_targets_of_a_demand_node_are_those_of_the_chain(revised: AppTest) -> None:
    revised.query_params["segment"] = GRID
    at = page(revised.run(), "targets")
    assert not at.exception
    assert "储能用户" not in " ".join(at.selectbox(key="targets_segment").options)
