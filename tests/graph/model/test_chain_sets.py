"""Chain sets: the shipped one, a later one with a mapping, and every way the file can be wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph import settings
from graph.errors import InvalidCatalogue, UnknownName
from graph.model.catalogue import load
from graph.model.chain_sets import ChainSets
from graph.model.chains import ORDER, Catalogue
from graph.model.records import Chain, Segment
from graph.model.retired import Retired

DATA = settings.PROJECT / "data"
LATER = """
sets:
  - {id: xinxiang-2020, name: 旧, name_en: old, region: "410700", valid_from: "2020-08-28", source: s,
     chains: [battery_ev]}
  - {id: later, name: 新, name_en: new, region: "410700", valid_from: "2024-01-01", source: s, chains: [equipment]}
mappings:
  - from: xinxiang-2020
    to: later
    segments: {battery_ev.cell: [battery_ev.pack, battery_ev.sodium_battery], battery_ev.lead_acid: []}
"""


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load(DATA / "chains")


def write(folder: Path, text: str) -> Path:
    file = folder / "sets.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_nine_of_2020_are_one_set_in_the_order_of_the_policy(catalogue: Catalogue) -> None:
    sets = ChainSets.load(DATA / "sets.yaml", catalogue)
    assert tuple(sets.current("2026-11-24").chains) == ORDER
    assert sets.current("2019-01-01").id == "xinxiang-2020"  # before the first: the first


def test_a_later_set_takes_over_from_its_day_and_the_old_segments_are_found_in_it(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    sets = ChainSets.load(write(tmp_path, LATER), catalogue)
    assert [sets.current(day).id for day in ("2023-12-31", "2024-01-01")] == ["xinxiang-2020", "later"]
    assert sets.translate("battery_ev.cell", "xinxiang-2020", "later") == [
        "battery_ev.pack",
        "battery_ev.sodium_battery",
    ]
    assert sets.translate("battery_ev.lead_acid", "xinxiang-2020", "later") == []
    assert sets.translate("battery_ev.anode", "xinxiang-2020", "later") == ["battery_ev.anode"]
    with pytest.raises(UnknownName, match="mapping"):
        sets.translate("battery_ev.cell", "later", "xinxiang-2020")


def test_all_problems_are_reported_together(tmp_path: Path, catalogue: Catalogue) -> None:
    broken = LATER.replace("chains: [equipment]", "chains: [nope]").replace("battery_ev.pack", "battery_ev.nothing")
    with pytest.raises(InvalidCatalogue) as caught:
        ChainSets.load(write(tmp_path, broken), catalogue)
    text = str(caught.value)
    assert "no chain nope" in text
    assert "no segment battery_ev.nothing" in text


def test_a_set_nobody_knows_suggests_the_nearest(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownName, match="xinxiang-2020"):
        ChainSets.load(DATA / "sets.yaml", catalogue).get("xinxiang-2021")


def test_a_mapping_by_ids_that_ended_still_holds(tmp_path: Path) -> None:
    """`old_cell` was split into cell and anode; a mapping names it on either side, and names anode itself too."""
    segments = [
        Segment(f"battery_ev.{s}", "battery_ev", s, s, "midstream", "", ())
        for s in ("cell", "anode", "pack", "lead_acid")
    ]
    chains = (
        Chain("battery_ev", "电池", "Batteries", "xinxiang-2020", "", tuple(segments), ()),
        Chain("equipment", "装备", "Equipment", "later", "", (), ()),
    )
    retired = Retired({"battery_ev.old_cell": ("battery_ev.cell", "battery_ev.anode")})
    text = LATER.replace(
        "{battery_ev.cell: [battery_ev.pack, battery_ev.sodium_battery], battery_ev.lead_acid: []}",
        "{battery_ev.old_cell: [battery_ev.pack], battery_ev.anode: [], battery_ev.lead_acid: [battery_ev.old_cell]}",
    )
    sets = ChainSets.load(write(tmp_path, text), Catalogue(chains, retired))

    def later(segment: str) -> list[str]:
        return sets.translate(segment, "xinxiang-2020", "later")

    assert later("battery_ev.cell") == ["battery_ev.pack"]
    assert later("battery_ev.anode") == []
    assert later("battery_ev.old_cell") == ["battery_ev.pack"]
    assert later("battery_ev.lead_acid") == ["battery_ev.cell", "battery_ev.anode"]
    with pytest.raises(InvalidCatalogue, match=r"no segment battery_ev\.old_cell"):
        ChainSets.load(write(tmp_path, text), Catalogue(chains))
