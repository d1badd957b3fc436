"""What tells the answer is hidden: shown record by record, and by taking the records away and ranking again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from graph.model.records import Capacity, Firm, FirmTechnology, Project, Relation, Site
from graph.model.regions import Regions
from recommend.evaluate.backtest import line
from recommend.evaluate.landings import Landing
from recommend.rank.features import FEATURES, Case
from recommend.rank.firm_facts import FirmFacts
from recommend.rank.masking import Gazetteer, Mask
from recommend.rank.weights import MEASURED, Weights
from tests.support.small import ROOT
from tests.support.world import SEPARATOR, backtest, facts, gives_away, open_store

XINXIANG = Landing("000002.SZ", "410700", "410700")
TODAY = date(2026, 11, 24)
EVEN = Weights(dict.fromkeys(MEASURED, 1.0))


@pytest.fixture(scope="module")
def regions() -> Regions:
    return Regions.load(ROOT / "data" / "regions.csv")


@pytest.fixture(scope="module")
def mask(regions: Regions) -> Mask:
    return Mask(Gazetteer.of(regions), "410700", {"s:1": "410100", "s:2": "320500"})


@pytest.mark.parametrize(
    ("record", "hidden"),
    [
        (Site("f", "410700", "plant"), True),
        (Site("f", "410000", "subsidiary", "中原某某公司"), True),  # only the province is known
        (Site("f", "320500", "subsidiary", "苏州某某公司"), False),
        (Site("f", "320500", "subsidiary", "新乡苏州路公司"), True),
        (Relation("f", "x:安阳某某", "customer", "", "安阳某某公司"), True),  # another city of the province
        (Relation("f", "x:", "customer", "", "某某（新 乡）有限公司"), True),  # blanks do not hide a name
        (Relation("f", "s:1", "supplier", "", "某某股份"), True),  # names no place, but is seated in the province
        (Relation("f", "s:2", "supplier", "", "某某股份"), False),
        (Project("f", "二期", "", "", None, "在建", "", "位于长垣"), True),
        (Project("f", "二期", "320500"), False),
        (Capacity("f", "膜", "capacity", "2025", "郑州工厂 3 万吨"), True),
        (Capacity("f", "膜", "capacity", "2025", "3 万吨", source="河南统计"), False),  # a source is no place
        (FirmTechnology("f", "河南省专精特新"), True),
        (FirmTechnology("f", "国家专精特新"), False),
    ],
)
def test_what_lies_there_or_names_it_is_hidden(mask: Mask, record: object, hidden: bool) -> None:
    assert mask.hides(record) is hidden


def test_firms_sites_in_the_province_are_hidden(mask: Mask) -> None:
    assert mask.sites(Firm("f", "某某", sites=("410783", "320500", "410100"))) == ("320500",)


def test_a_fuller_table_of_places_hides_more(regions: Regions, tmp_path: Path) -> None:
    """Our own table knows no counties of Jiangsu; a table given with the data does."""
    table = tmp_path / "regions.csv"
    table.write_text("adcode,level,name\n320583,county,昆山市\n320505,county,虎丘区\n", encoding="utf-8")
    plain, full = (Mask(Gazetteer.of(regions, t), "320500") for t in (None, table))
    assert not plain.names("昆山某某有限公司")
    assert full.names("昆山某某有限公司")
    assert full.names("苏州市虎丘区某某")
    assert not full.names("虎丘某某")  # a district without its 区 is half a brand


def test_ranks_are_the_same_without_the_destinations_records(tmp_path: Path) -> None:
    """The proof: a store from which all that gives the comer away was removed ranks every landing of the province the same,
    with the same features; and the removed records do change the features where nothing is masked."""
    rows = facts()
    clean = [r for r in rows if not gives_away(r)]
    assert len(clean) == len(rows) - 9
    whole, bare = backtest(open_store(tmp_path / "a", rows)), backtest(open_store(tmp_path / "b", clean))
    for landing in (XINXIANG, Landing("000003.SZ", "410100", "410100"), Landing("000002.SZ", "410300", "410300")):
        seen, without = whole.field(landing), bare.field(landing)
        assert seen.segment == without.segment == SEPARATOR
        assert seen.firms == without.firms
        assert (seen.values == without.values).all()
        assert (seen.path == without.path).all()
        assert line(seen, EVEN) == line(without, EVEN)
    # Elsewhere these records may be read, and they tell: the mask is what keeps the two alike.
    elsewhere = Landing("000002.SZ", "320500", "320500")
    assert (whole.field(elsewhere).values != bare.field(elsewhere).values).any()


def test_every_feature_is_blind_to_what_is_hidden(mask: Mask, tmp_path: Path) -> None:
    """Not only the measured ones: no feature changes when the hidden records go."""
    test = backtest(open_store(tmp_path, facts()))
    place = test.place("410700")
    firm = test.firms["s:000002.SZ"]
    told = [r for r in facts() if getattr(r, "firm_id", getattr(r, "from_id", "")) == firm.id]
    names = {
        Site: "sites",
        Relation: "relations",
        Project: "projects",
        Capacity: "capacities",
        FirmTechnology: "technologies",
    }

    def packed(rows: list[object]) -> FirmFacts:
        return FirmFacts(**{n: tuple(r for r in rows if type(r) is t) for t, n in names.items()})  # type: ignore[arg-type]

    own = Mask(Gazetteer.of(test.regions), "410700", {"s:000007.SZ": "410700"})
    masked, removed = own.facts(packed(told)), packed([r for r in told if not gives_away(r)])
    assert masked == removed
    assert packed(told) != removed
    for name, feature in FEATURES.items():
        at = [
            Case(firm, SEPARATOR, 0.9, place, (SEPARATOR,), 1000.0, (), (), f, today=TODAY) for f in (masked, removed)
        ]
        assert feature(at[0]) == feature(at[1]), name
