"""The back-test of the order of segments: what is hidden, whose lesson is used, and the contract's line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from graph.chance.ground import FEATURES
from graph.chance.precedents import Precedent, Precedents
from graph.chance.red_lines import RedLine, RedLines
from graph.chance.weights import Weights
from graph.measures.network import Network
from graph.model.records import MICRO, Firm, Membership
from graph.model.regions import Regions
from graph.store.embedded.store import EmbeddedStore
from recommend.evaluate.landings import Landing
from recommend.evaluate.segments import SegmentBacktest, line
from recommend.evaluate.segments_report import summary
from tests.support.small import ROOT
from tests.support.world import CELL, SEPARATOR, facts, open_store

PACK = "battery_ev.pack"
CAME = Landing("000002.SZ", "410700", "410700")
ONLY_PROJECTS = Weights(dict.fromkeys(FEATURES, 0.0) | {"precedents": 1.0}, quantiles=[0.0, 5.0])


def over(store: EmbeddedStore, counts: Precedents | None = None, lines: RedLines | None = None) -> SegmentBacktest:
    regions = Regions.load(ROOT / "data" / "regions.csv")
    return SegmentBacktest(store, regions, Network(tuple(store.chains())), counts or Precedents(), lines or RedLines())


@pytest.fixture
def store(tmp_path: Path) -> EmbeddedStore:
    return open_store(tmp_path, facts())


def rows(*cells: tuple[str, str, int]) -> Precedents:
    return Precedents([Precedent(s, p, 2025, n, 0, "test") for s, p, n in cells])


def test_the_line_by_the_contract(store: EmbeddedStore) -> None:
    """Jiangsu drew two projects of cells, Anhui one of packs; Henan's own ten of separators are not counted."""
    counts = rows((CELL, "32", 2), (PACK, "34", 1), (SEPARATOR, "41", 10))
    document = line(over(store, counts).field(CAME), ONLY_PROJECTS)
    assert list(document) == [
        "ts_code",
        "dest_adcode",
        "chain",
        "segment",
        "of",
        "rank",
        "ranked",
        "rank_need",
        "rank_chance",
        "rank_national",
        "rank_density",
    ]
    assert (document["ts_code"], document["dest_adcode"]) == ("000002.SZ", "410700")
    assert (document["chain"], document["segment"], document["of"]) == ("battery_ev", SEPARATOR, 3)
    assert document["rank_chance"] == 3.0
    assert sorted(document["ranked"]) == sorted([CELL, PACK, SEPARATOR])
    assert document["rank_national"] == 1.0  # five makers of separators elsewhere, one of cells


def test_a_lesson_can_leave_out_one_more_province(store: EmbeddedStore) -> None:
    test = over(store, rows((CELL, "32", 2), (PACK, "34", 1)))
    field = test.field(CAME)
    place = list(FEATURES).index("precedents")
    assert np.expm1(field.values[:, place]).round(6).tolist() == [2.0, 1.0, 0.0]
    seen = field.seeing(test.projects(field.ids, [field.province, "32"]))
    assert np.expm1(seen.values[:, place]).round(6).tolist() == [0.0, 1.0, 0.0]
    assert np.expm1(field.values[:, place]).round(6).tolist() == [2.0, 1.0, 0.0]  # the field itself is as it was


def test_the_provinces_coefficients_never_saw_it(store: EmbeddedStore) -> None:
    other = dict.fromkeys(FEATURES, 0.0) | {"reach": 1.0}
    weights = Weights(ONLY_PROJECTS.full, {"41": other}, quantiles=[0.0, 5.0])
    field = over(store, rows((CELL, "32", 2))).field(CAME)
    assert line(field, weights)["rank_chance"] == 1.0  # by reach: four makers of separators could come
    assert line(field, ONLY_PROJECTS)["rank_chance"] > 1.0


def test_what_the_province_gives_away_is_hidden(store: EmbeddedStore) -> None:
    """A subsidiary seated in Henan and plants there change nothing; a firm of its own there does."""
    plain = over(store).field(CAME)

    def with_firm(firm: Firm) -> np.ndarray:
        with store.batch("test", firm.id) as batch:
            batch.upsert([firm])
            batch.upsert([Membership(firm.id, PACK, MICRO, ())])
        return over(store).field(CAME).values

    child = Firm(id="child", name="新乡乙膜电池有限公司", region="410700", size=9 * MICRO, parent="乙膜", source="t")
    assert np.array_equal(with_firm(child), plain.values)
    plant = Firm(id="plant", name="远方电池有限公司", region="440300", size=9 * MICRO, sites=("410700",), source="t")
    away = Firm(id="away", name="另一电池有限公司", region="440300", size=9 * MICRO, source="t")
    with_plant = with_firm(plant)
    local = list(FEATURES).index("local")
    assert with_plant[:, local].sum() == plain.values[:, local].sum()
    assert with_firm(away).shape == plain.values.shape
    own = Firm(id="own", name="新乡自有电池有限公司", region="410700", size=9 * MICRO, source="t")
    assert with_firm(own)[:, local].sum() > plain.values[:, local].sum()


def test_a_caught_segment_stands_last_and_costs_what_it_costs(store: EmbeddedStore) -> None:
    lines = RedLines((RedLine(SEPARATOR, (), "warned", "甲", "a", "乙", "2025", "", "text", "page, opened"),))
    field = over(store, rows((SEPARATOR, "32", 9)), lines).field(CAME)
    document = line(field, ONLY_PROJECTS)
    assert document["rank"] == 3.0
    assert document["ranked"][-1] == SEPARATOR
    assert field.orders(ONLY_PROJECTS)["no_red_lines"].tolist() != field.orders(ONLY_PROJECTS)["priority"].tolist()


@pytest.mark.parametrize(("code", "why"), [("999999.SZ", "not in the data")])
def test_what_cannot_be_ranked_says_why(store: EmbeddedStore, code: str, why: str) -> None:
    document = line(over(store).field(Landing(code, "410700", "410700")), ONLY_PROJECTS)
    assert (document["rank"], document["ranked"], document["of"]) == (None, [], 0)
    assert why in document["reason"]


def test_the_report_is_paired_and_by_chain(store: EmbeddedStore) -> None:
    """Of three segments the one that came stands last by chance, place 0, and first by number of firms, place 1."""
    test = over(store, rows((CELL, "32", 2), (PACK, "34", 1)))
    found = summary(test.fields([CAME, Landing("999999.SZ", "410700", "410700")]), ONLY_PROJECTS)
    assert (found["landings"], found["ranked"], found["cross_validated"]) == (2, 1, 0)
    assert found["lists"]["chance"][0] == 0.0
    assert found["lists"]["national"][0] == 1.0
    assert found["chance_ahead"]["national"] == [-1.0, -1.0, -1.0]
    assert [c["chain"] for c in found["chains"]] == ["battery_ev"]
    assert sum(found["not_ranked"].values()) == 1
