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


GROUPS = """
sets:
  - {id: xinxiang-2020, name: 旧, name_en: old, region: "410700", valid_from: "2020-08-28", source: s, default: true,
     chains: [battery_ev]}
  - id: later
    name: 新
    name_en: new
    region: "410700"
    valid_from: "2024-01-01"
    source: s
    to_check: 其余各链
    chains:
      - {id: lifting, name: 起重装备, name_en: Lifting, segments: [equipment.crane, equipment.hoist], source: 某报 2024}
"""


def test_a_later_set_of_groups_stands_beside_the_default_and_does_not_take_over(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    sets = ChainSets.load(write(tmp_path, GROUPS), catalogue)
    assert [sets.current(day).id for day in ("2019-01-01", "2026-11-30")] == ["xinxiang-2020", "xinxiang-2020"]
    (group,) = sets.get("later").groups
    assert group.segments == ["equipment.crane", "equipment.hoist"]
    assert sets.get("xinxiang-2020").groups == []
    marked = GROUPS.replace("to_check: 其余各链", "default: true")
    assert ChainSets.load(write(tmp_path, marked), catalogue).current("2026-11-30").id == "later"


def test_a_group_of_segments_that_are_not_there_is_told(tmp_path: Path, catalogue: Catalogue) -> None:
    with pytest.raises(InvalidCatalogue, match=r"set later: chain lifting: no segment equipment\.cranes"):
        ChainSets.load(write(tmp_path, GROUPS.replace("equipment.crane,", "equipment.cranes,")), catalogue)


def test_the_later_list_of_xinxiang_names_its_source_and_what_is_not_known(catalogue: Catalogue) -> None:
    sets = ChainSets.load(DATA / "sets.yaml", catalogue)
    later = sets.get("xinxiang-2024")
    assert all("2024" in s for s in (later.source, *(g.source for g in later.groups)))
    assert "16 条" in later.to_check
    assert sets.current("2026-11-30").id == "xinxiang-2020"


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
