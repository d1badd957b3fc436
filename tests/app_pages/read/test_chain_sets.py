"""The data page shows which set of chains is in force, and what became of the segments of the one before."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from streamlit.testing.v1 import AppTest

from app_pages.read.set_views import chain_sets
from graph.settings import Settings
from tests.support.app_store import ROOT, SEGMENTS
from tests.support.seen import words
from workspace import Workspace

OLD, NEW = "试验方案（2020）", "试验方案（2026）"


def write_sets(data: Path, mapped: bool = True) -> None:
    """Two sets of the same chains; the second drops one segment and splits another in two."""
    chains = sorted(SEGMENTS)
    (kept, *rest), chain = [s[0] for s in SEGMENTS[chains[0]]], chains[0]
    document = {
        "sets": [
            {
                "id": "test",
                "name": OLD,
                "name_en": "Test 2020",
                "region": "410700",
                "valid_from": "2020-08-28",
                "source": "own knowledge",
                "chains": chains,
            },
            {
                "id": "later",
                "name": NEW,
                "name_en": "Test 2026",
                "region": "410700",
                "valid_from": "2026-01-01",
                "source": "own knowledge",
                "chains": chains,
            },
        ],
        "mappings": [
            {
                "from": "test",
                "to": "later",
                "segments": {
                    f"{chain}.{rest[0]}": [],
                    f"{chain}.{kept}": [f"{chain}.{kept}", f"{chain}.{rest[1]}"],
                },
            }
        ]
        if mapped
        else [],
    }
    (data / "sets.yaml").write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")


def data_page() -> AppTest:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    return at.switch_page("app_pages/pages/data/page.py").run()


def test_the_newest_set_is_in_force_and_every_old_segment_says_what_it_became(home: Path) -> None:
    write_sets(home / "data")
    at = data_page()
    assert not at.exception
    seen = words(at)
    assert f"{NEW}（在用）" in seen
    assert f"{OLD}（在用）" not in seen
    names = {s[0]: s[1] for s in SEGMENTS[sorted(SEGMENTS)[0]]}
    first, second, third = list(names.values())[:3]
    assert f"<td>{second}</td><td>不再设</td>" in seen
    assert f"<td>{first}</td><td>{first}、{third}</td>" in seen


def test_one_set_has_no_mapping_and_no_file_has_no_set(home: Path) -> None:
    assert "没有列出产业链方案" in words(data_page())
    write_sets(home / "data", mapped=False)
    space = Workspace(Settings(home / "data", str(home / "liantu.db"), "hash", home / "vectors", 150))
    assert chain_sets(space)["mappings"] == []


def test_a_chain_that_is_a_group_of_segments_is_shown_with_them_and_what_is_to_be_checked(home: Path) -> None:
    write_sets(home / "data", mapped=False)
    file = home / "data" / "sets.yaml"
    document = yaml.safe_load(file.read_text(encoding="utf-8"))
    document["sets"][0]["default"] = True
    document["sets"][1] |= {
        "to_check": "其余各链名称",
        "chains": [
            {
                "id": "cells",
                "name": "电芯链",
                "name_en": "Cell chain",
                "segments": ["battery_ev.cell", "battery_ev.separator"],
                "source": "某报 2026",
            }
        ],
    }
    file.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    at = data_page()
    assert not at.exception
    seen = words(at)
    assert "电芯链（对应电芯、隔膜）。待核：其余各链名称" in seen
    assert f"{OLD}（在用）" in seen
    assert f"{NEW}（在用）" not in seen


@pytest.mark.parametrize(("day", "name"), [("2020-01-01", OLD), ("2025-12-31", OLD), ("2026-01-01", NEW)])
def test_the_set_in_force_follows_the_day(home: Path, day: str, name: str) -> None:
    write_sets(home / "data")
    space = Workspace(Settings(home / "data", str(home / "liantu.db"), "hash", home / "vectors", 150))
    assert [s["name"]["zh"] for s in chain_sets(space, day)["sets"] if s["current"]] == [name]
