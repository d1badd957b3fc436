"""The graph as it was: snapshots equal what the store said then; the difference names firm, segment and load."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from graph.errors import InvalidArgument, StoreError
from graph.gaps.changes import difference, statuses, with_history
from graph.gaps.documents.gap import gap_documents
from graph.gaps.find import find_gaps
from graph.measures.network import Network
from graph.model.retired import Retired
from graph.model.specs import rid
from graph.model.text import day_of
from graph.region.footprint import footprint
from graph.store.embedded import tables
from graph.store.embedded.store import EmbeddedStore
from graph.store.snapshot import as_of
from ingest.load.ended import remember

HOME = "410700"


def dated(store: EmbeddedStore, batch: int, day: str) -> None:
    """Say that a batch was loaded on this day at noon."""
    with store.engine.connect().execution_options(write=True) as c, c.begin():
        c.execute(sa.update(tables.batch).where(tables.batch.c.id == batch).values(finished=f"{day}T12:00:00+00:00"))


def said(store, regions) -> list[dict]:
    foot = footprint(store, regions, HOME)
    return gap_documents(store, regions, foot, find_gaps(foot))


@pytest.fixture
def story(town, make, regions):
    """Three loads on three days: the town; a pack maker leaves its trade and a cell plant comes; the pack maker is
    back. Returns the store and what it said after each load."""
    town(cell=())
    store = town.store
    spoken = [said(store, regions)]
    with store.batch("ingest", "名单二", "two.xlsx") as batch:
        batch.upsert([make.firm("new", size=9.0), make.membership("new", "toy.cell")])
        batch.retire("membership", ["pack1|toy.pack", "pack2|toy.pack", "pack3|toy.pack"])
        batch.upsert([make.firm("ore1", size=2.5)])  # changed, then changed again
    spoken.append(said(store, regions))
    with store.batch("ingest", "名单三", "three.xlsx") as batch:
        batch.upsert([make.membership("pack1", "toy.pack"), make.firm("ore1", size=8.0)])
    spoken.append(said(store, regions))
    for number, day in enumerate(("2026-01-05", "2026-01-12", "2026-01-19"), 1):
        dated(store, number, day)
    return store, spoken


def test_each_day_reads_as_it_was(story, regions) -> None:
    store, spoken = story
    assert spoken[0] != spoken[1] != spoken[2]
    for day, expected in zip(("2026-01-05", "2026-01-12", "2026-01-19"), spoken, strict=True):
        past = as_of(store, date.fromisoformat(day))
        assert said(past, regions) == expected
        past.close()


def test_between_two_loads_the_earlier_one_speaks(story, regions) -> None:
    store, spoken = story
    past = as_of(store, date(2026, 1, 18))
    assert said(past, regions) == spoken[1]
    assert past.last.id == 2
    assert [b.id for b in past.batches()] == [2, 1]


def test_every_record_is_as_it_was_not_only_memberships(story) -> None:
    store, _ = story
    past = as_of(store, date(2026, 1, 12))
    assert past.firm("ore1").size == 2_500_000
    assert as_of(store, date(2026, 1, 5)).firm("ore1").size == 3_000_000
    assert store.firm("ore1").size == 8_000_000
    assert as_of(store, date(2026, 1, 5)).firm("new") is None
    assert [c.id for c in past.chains()] == ["toy"]


def test_reading_the_past_writes_nothing(story) -> None:
    store, _ = story
    before = store.counts(), store.data_version()
    as_of(store, date(2026, 1, 5)).close()
    assert (store.counts(), store.data_version()) == before


def test_a_day_before_the_first_load_is_refused_with_the_day(story) -> None:
    store, _ = story
    with pytest.raises(InvalidArgument, match="the first load was on 2026-01-05"):
        as_of(store, date(2026, 1, 4))


def test_an_empty_store_has_no_past(embedded) -> None:
    with pytest.raises(InvalidArgument, match="nothing has been loaded yet"):
        as_of(embedded, date(2026, 1, 4))


def test_a_damaged_log_is_a_store_error(story) -> None:
    store, _ = story
    with store.engine.connect().execution_options(write=True) as c, c.begin():
        c.exec_driver_sql("DROP TABLE change")
    with pytest.raises(StoreError, match="the store itself is unchanged"):
        as_of(store, date(2026, 1, 5))


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-01", "2026-02-30"])
def test_a_date_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(InvalidArgument, match="write it as 2026-11-24"):
        day_of(text)


# -- the difference --------------------------------------------------------------------------------


def between(store, regions, day: str):
    past = as_of(store, date.fromisoformat(day))
    feet = [footprint(s, regions, HOME) for s in (past, store)]
    states = [(f, find_gaps(f)) for f in feet]
    return difference(store, past.last.id, *states), statuses(states[0][1], states[1][1]), past


def test_facts_name_firm_segment_and_load(story, regions) -> None:
    store, _ = story
    facts, found, _ = between(store, regions, "2026-01-05")
    came = [(f["segment"], f["firm"], f["batch"]["id"], f["batch"]["file"]) for f in facts if f["what"] == "firm_came"]
    left = [(f["segment"], f["firm"], f["batch"]["date"]) for f in facts if f["what"] == "firm_left"]
    assert came == [("toy.cell", "new", 2, "two.xlsx")]
    assert left == [("toy.pack", "pack2", "2026-01-12"), ("toy.pack", "pack3", "2026-01-12")]
    changed = {f["segment"]: (f["before"], f["after"]) for f in facts if f["what"] == "state_changed"}
    assert changed["toy.cell"] == ("no_data", "single_point")
    assert found["toy.cell"]["status"] == "persistent"
    assert (found["toy.cell"]["was"]["kind"], found["toy.cell"]["now"]["kind"]) == ("break", "single_point")
    assert found["toy.pack"]["status"] == "new"


def test_a_firm_that_moved_here_is_put_to_the_load_that_moved_it(story, make, regions) -> None:
    store, _ = story
    with store.batch("ingest", "迁入", "move.csv") as batch:
        batch.upsert([make.firm("440300-pack", region="410783", size=9.0)])
    facts, _, _ = between(store, regions, "2026-01-19")
    assert [(f["firm"], f["batch"]["source"]) for f in facts if f["what"] == "firm_came"] == [("440300-pack", "迁入")]


def test_taking_a_load_back_heals_what_it_opened(town, make, regions) -> None:
    """A load that is undone leaves no difference to the day before it."""
    town()
    store = town.store
    with store.batch("ingest", "误删", "wrong.csv") as batch:
        batch.retire("membership", [f"cell{i}|toy.cell" for i in (1, 2, 3)])
    dated(store, 1, "2026-01-05")
    dated(store, 2, "2026-01-06")
    _, found, _ = between(store, regions, "2026-01-05")
    assert found["toy.cell"]["status"] == "new"
    with store.batch("undo", "误删", "wrong.csv") as batch:
        batch.upsert([make.membership(f"cell{i}", "toy.cell") for i in (1, 2, 3)])
    facts, found, _ = between(store, regions, "2026-01-05")
    assert (facts, found) == ([], {})
    _, found, past = between(store, regions, "2026-01-06")
    assert found["toy.cell"]["status"] == "healed"
    healed = [d for d in said(past, regions) if d["segment"] == "toy.cell"]
    shown = with_history([], healed, found, date(2026, 1, 6))
    assert shown[0]["history"]["status"] == "healed"
    assert shown[0]["history"]["was"]["kind"] == "break"


def test_the_day_of_a_load_is_that_of_the_clock_on_the_wall(story) -> None:
    store, _ = story
    assert store.batches()[-1].loaded_on == date(2026, 1, 5)


def test_a_gap_goes_on_in_the_heirs_of_its_segment(town, make, regions) -> None:
    """The cells are split in two between the loads, and the firm of each half was there before: nothing happened."""
    town(cell=(0.5,), elsewhere={})
    store, home = town.store, ("toy.cell", "toy.round", "toy.flat")
    dated(store, 1, "2026-01-05")
    retired = Retired({"toy.cell": ("toy.round", "toy.flat")})
    chain = make.line(names=("ore", "powder", "round", "flat", "pack", "car"))
    links = [make.link("toy.powder", "toy.round"), make.link("toy.powder", "toy.flat")]
    links += [make.link("toy.round", "toy.pack"), make.link("toy.flat", "toy.pack")]
    with store.batch("build", "shipped") as batch:
        batch.upsert([*chain.segments, *links])
        batch.retire("segment", ["toy.cell"])
        batch.retire("link", [rid(k) for k in store.links() if "toy.cell" in (k.source_id, k.target_id)])
        batch.retire("membership", ["cell1|toy.cell"])
        batch.upsert([make.membership("cell1", "toy.round")])
        remember(batch, retired)
    dated(store, 2, "2026-01-12")
    past = as_of(store, date(2026, 1, 5))
    network = Network(tuple(store.chains()), retired)
    before = footprint(past, regions, HOME)
    after = footprint(store, regions, HOME, network=network)
    states = [(f, find_gaps(f)) for f in (before, after)]
    found = statuses(states[0][1], states[1][1], retired)
    assert {s: found[s]["status"] for s in home if s in found} == {"toy.round": "persistent", "toy.flat": "persistent"}
    assert found["toy.round"]["was"] == found["toy.flat"]["was"]
    facts = difference(store, past.last.id, *states)
    assert [(f["what"], f["segment"]) for f in facts if f["segment"] in home and f["what"] != "state_changed"] == []
    # Without the table it reads as if the firm had left one trade and taken up another.
    plain = [(states[0][0], states[0][1]), (replace(after, network=Network(network.chains)), states[1][1])]
    assert ("firm_left", "toy.cell") in [(f["what"], f["segment"]) for f in difference(store, past.last.id, *plain)]
    past.close()


def test_a_gap_that_no_heir_has_is_closed_under_its_old_name() -> None:
    gap = SimpleNamespace(kind="weak", verdict="likely", action="strengthening", score=0.4)
    old = [SimpleNamespace(segment=s, **vars(gap)) for s in ("a.lump", "a.name")]
    new = [SimpleNamespace(segment="a.new", **vars(gap))]
    retired = Retired({"a.lump": ("a.one", "a.two"), "a.name": ("a.new",)})
    found = statuses(old, new, retired)
    assert {s: v["status"] for s, v in found.items()} == {"a.new": "persistent", "a.lump": "healed"}
    assert (found["a.new"]["was"]["rank"], found["a.lump"]["now"]) == (2, None)
