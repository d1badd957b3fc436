"""The region box: what it offers, how it names it, and that it works this out once."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app_pages.read import base, regions
from graph.model.regions import Regions
from graph.model.words import Lang


def test_the_city_of_the_chosen_region_and_its_counties_stand_first(home: Path) -> None:
    assert regions.choices("410783")[:2] == ["410700", "410783"]
    assert regions.choices("410700") == ["410700", "410783", "350100", "350900", "410100", "440300"]
    assert regions.choices("440300") == ["440300", "350100", "350900", "410100", "410700"]
    assert regions.choices("410000")[0] == "410000"  # a province is none of the cities, and is offered while chosen


@pytest.mark.parametrize(("lang", "label"), [("zh", "地区：长垣市"), ("en", "Region: Changyuan, Xinxiang, Henan")])
def test_a_region_is_named_in_the_language_and_in_english_with_its_province(home: Path, lang: Lang, label: str) -> None:
    assert regions.labels(lang)["410783"] == label


def test_a_run_names_no_region_that_was_named_before(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The box used to work out every label, and to ask the store for its version, once an option and run."""
    app.segmented_control(key="frame_lang").set_value("en").run()
    named: list[str] = []
    versions: list[str] = []
    full_name, newest = Regions.full_name, base.newest_version

    def counted_name(self: Regions, code: str) -> str:
        named.append(code)
        return full_name(self, code)

    def counted_version() -> str:
        versions.append(newest())
        return versions[-1]

    monkeypatch.setattr(Regions, "full_name", counted_name)
    monkeypatch.setattr(base, "newest_version", counted_version)
    app.run()
    assert app.selectbox(key="frame_region").options[0] == "Region: Xinxiang, Henan"
    assert named == []
    assert 0 < len(versions) < len(base.space().regions.by_code) * 3
