"""A firm's ties as both ends see them, its places, its history."""

from __future__ import annotations

from pathlib import Path

import pytest

from app_pages.read.daily import firm_ties
from graph import settings
from graph.model.records import Firm, Relation, Site
from workspace import Workspace

HERE, THERE = "n:甲电池有限公司@4107", "n:乙隔膜有限公司@3509"


@pytest.fixture
def tied(home: Path) -> None:
    """Two firms of which the first buys from the second, owns an outside one and has a plant in Ningde."""
    work = Workspace(settings.load())
    with work.store.batch("ingest", "手册") as batch:
        batch.upsert(
            [
                Firm(HERE, "甲电池有限公司", region="410700", founded="2010-05-01", source="手册"),
                Firm(THERE, "乙隔膜有限公司", region="350900", source="手册"),
                Relation(HERE, THERE, "supplier", as_of="2025", source="年度报告"),
                Relation(HERE, "x:甲电池宁德有限公司", "subsidiary", to_name="甲电池宁德有限公司", source="年度报告"),
                Site(HERE, "350900", "plant", source="手册"),
            ]
        )


def test_the_same_tie_is_seen_from_both_ends(tied: None) -> None:
    here, there = firm_ties.of_firm(HERE)["ties"], firm_ties.of_firm(THERE)["ties"]
    assert [(t["way"], t["id"], t["name"]) for t in here] == [
        ("subsidiary", "", "甲电池宁德有限公司"),
        ("supplier", THERE, "乙隔膜有限公司"),
    ]
    assert [(t["way"], t["id"], t["as_of"]) for t in there] == [("customer", HERE, "2025")]


def test_seat_and_plant_stand_where_they_are(tied: None) -> None:
    places = firm_ties.of_firm(HERE)["places"]
    assert [(p["kind"], p["region"]) for p in places] == [("seat", "410700"), ("plant", "350900")]
    seat, plant = (p["at"] for p in places)
    assert seat is not None
    assert plant is not None
    assert plant[0] > seat[0]  # Ningde lies east of Xinxiang
    assert plant[1] < seat[1]  # and south


def test_history_says_what_is_known(tied: None) -> None:
    assert [(t["what"], t["day"]) for t in firm_ties.of_firm(HERE)["history"]] == [("founded", "2010-05-01")]
    assert firm_ties.of_firm("n:nobody")["places"] == []
