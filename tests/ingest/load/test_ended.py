"""An old store under a new catalogue: nothing is lost, and nothing stands under an id that ended."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import RowMapping

from graph.errors import InvalidCatalogue
from graph.measures.network import Network
from graph.model.records import Decision, Institution, Membership, Park, Segment
from graph.model.retired import META, Retired
from graph.region.footprint import footprint
from graph.store.embedded import tables
from graph.store.embedded.store import EmbeddedStore
from ingest.load.ended import remembered
from ingest.load.files import load_table
from ingest.load.load_report import LoadReport
from ingest.read.tables import read_table
from tests.support.small import Country, state, write_csv, write_firms
from tests.support.split import ACCUMULATOR, CELL, DRY, GRID, SEPARATOR, WET, retire, revise


@pytest.fixture
def country(tmp_path: Path) -> Country:
    """Built by the old catalogue, with an institute, decisions and a user's file."""
    made = Country(tmp_path)
    institute = {"name": "电池研究院", "chains": "battery_ev", "segments": f"{SEPARATOR};{CELL}", "kind": "institute"}
    columns = [*institute, "region_code", "city", "as_of", "verified"]
    write_csv(made.data / "institutions" / "battery_ev.csv", [institute], columns)
    made.build()
    load(made, [{"name": "郑州涂覆膜有限公司", "region_code": "410100", "products": "涂覆隔膜"}], "名录")
    rows = [
        {"企业名称": "深圳薄膜先锋有限公司", "环节": SEPARATOR},
        {"企业名称": "苏州涂覆科技有限公司", "环节": SEPARATOR},
        {"企业名称": "没有这家公司", "环节": CELL},
    ]
    load(made, [r | {"结果": "已拜访", "日期": "2026-03-01", "地区": "410700"} for r in rows], "台账")
    return made


def load(country: Country, rows: list[dict[str, str]], source: str) -> LoadReport:
    file = write_csv(country.data.parent / f"{source}.csv", rows, list(rows[0]))
    return load_table(country.store, read_table(file, 5), source, country.regions, country.assigner())


def segments_of(store: EmbeddedStore) -> dict[str, set[str]]:
    names = {f.id: f.name for f in store.firms()}
    out: dict[str, set[str]] = {}
    for m in store.memberships(list(names)):
        out.setdefault(names[m.firm_id], set()).add(m.segment_id)
    return out


def test_a_rebuild_moves_everything(country: Country) -> None:
    before = segments_of(country.store)
    assert before["郑州涂覆膜有限公司"] == {SEPARATOR}
    revise(country)
    country.build()
    store = country.store
    living = {s.id for s in store.rows(Segment)}
    assert {SEPARATOR, CELL} & living == set()
    now = segments_of(store)
    assert set(now) == set(before)
    assert {s for ids in now.values() for s in ids} <= living - {GRID}
    assert (now["深圳薄膜先锋有限公司"], now["苏州涂覆科技有限公司"]) == ({WET}, {DRY})
    assert now["郑州涂覆膜有限公司"] == {DRY}
    # Each decision went where its firm went; of a firm that nobody knows to the first heir.
    assert {(d.firm_name, d.segment_id) for d in store.rows(Decision)} == {
        ("深圳薄膜先锋有限公司", WET),
        ("苏州涂覆科技有限公司", DRY),
        ("没有这家公司", ACCUMULATOR),
    }
    assert store.rows(Institution)[0].segments == (WET, DRY, ACCUMULATOR)
    assert store.rows(Park)[0].lead_segments == (ACCUMULATOR,)
    assert remembered(store).heirs(CELL) == (ACCUMULATOR,)
    # What was is still there to be looked at.
    assert {c["before"]["segment_id"] for c in log(store, "decision")} == {SEPARATOR, CELL}


def log(store: EmbeddedStore, record: str) -> list[RowMapping]:
    with store.engine.connect() as c:
        return list(c.execute(tables.change.select().where(tables.change.c.record == record)).mappings())


def test_a_second_build_changes_nothing(country: Country) -> None:
    revise(country)
    country.build()
    before = state(country.store)[0], segments_of(country.store)
    country.build()
    assert (state(country.store)[0], segments_of(country.store)) == before


def test_a_firm_of_no_table_keeps_its_place(country: Country) -> None:
    """Learnt on a visit, of a firm that no table holds: no rule assigns it anew, so it is moved."""
    with country.store.batch("visit", "纪要") as batch:
        batch.upsert([Membership("x", CELL, 800_000)])
    revise(country)
    country.build()
    assert [m.segment_id for m in country.store.memberships(["x"])] == [ACCUMULATOR]


def test_a_broken_table_leaves_the_store_as_it_was(country: Country) -> None:
    before = state(country.store)
    revise(country)
    retire(country.data, {"old": SEPARATOR, "new": "battery_ev.nowhere"}, {"old": GRID, "new": WET})
    with pytest.raises(InvalidCatalogue) as error:
        country.build()
    said = "; ".join(error.value.problems)
    assert "segments_retired.csv row 2, column new: no segment battery_ev.nowhere" in said
    assert "segments_retired.csv row 3, column old: battery_ev.grid is a segment of the catalogue" in said
    assert state(country.store) == before


def test_decisions_of_a_file_with_old_ids(country: Country) -> None:
    revise(country)
    country.build()
    report = load(
        country,
        [
            {"企业名称": "苏州涂覆科技有限公司", "环节": SEPARATOR, "结果": "签约", "日期": "2026-05-01"},
            {"企业名称": "新乡市明日电芯有限公司", "环节": CELL, "结果": "签约", "日期": "2026-05-01"},
        ],
        "新台账",
    )
    assert [(p.row, p.code, p.rejected) for p in report.problems] == [
        (2, "ended_segment", False),
        (3, "ended_segment", False),
    ]
    assert f"{SEPARATOR} → {WET}; {DRY}" in report.problems[0].zh
    made = [d.segment_id for d in country.store.rows(Decision) if d.source == "新台账"]
    assert sorted(made) == [ACCUMULATOR, WET]


def test_nobody_works_in_a_demand_node(country: Country) -> None:
    """Neither its name nor what the general terms say of it assigns a firm, and no region lacks it."""
    revise(country)
    write_firms(
        country.data,
        "grid",
        [{"name": "新乡电网储能用户有限公司", "region_code": "410700", "products": "电网储能用户;电网"}],
    )
    country.build()
    store = country.store
    assert "新乡电网储能用户有限公司" not in segments_of(store)
    network = Network(tuple(store.chains()), Retired.of_text(store.meta(META)))
    assert GRID in network.segments
    assert GRID not in network.makers
    assert footprint(store, country.regions, "410700", network=network).x[network.row[GRID]] == 0
