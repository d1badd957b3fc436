"""What is made ahead: a page that is opened later finds it made."""

from __future__ import annotations

from pathlib import Path

import pytest

from app_pages import frame
from app_pages.read import base, target_lists
from app_pages.read.maps import ahead, target_map
from recommend.recommender import Recommender
from tests.support.app_store import OUTSIDE_SEPARATORS

CHAIN, REGION = "battery_ev", "410700"


def test_the_map_of_targets_is_made_before_it_is_opened(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(target_lists, "HEAD_START", 0.0)
    monkeypatch.setattr(ahead, "PAUSE", 0.0)
    ahead.begin(CHAIN, REGION).join(60)
    made: list[str] = []
    recommend = Recommender.recommend

    def counted(self: Recommender, region: str, segment: str, *rest: object, **named: object) -> object:
        made.append(segment)
        return recommend(self, region, segment, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Recommender, "recommend", counted)
    names = {t.name for t in target_map.sheet(CHAIN, REGION).targets}
    assert names >= set(OUTSIDE_SEPARATORS)
    assert made == []
    assert ahead.begin(CHAIN, REGION) is ahead.begin(CHAIN, REGION)  # once for a version of the data


def test_the_names_of_many_segments_are_those_of_each(home: Path) -> None:
    segments = [*base.space().network.segments, "battery_ev.nothing"]
    assert frame.segment_titles(segments, "en") == {s: frame.segment_title(s, "en") for s in segments}
    assert frame.segment_titles(segments, "zh")["battery_ev.separator"] == "隔膜"
