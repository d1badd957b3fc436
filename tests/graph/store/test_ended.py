"""What stands in a store under ids of segments that ended goes to their heirs, in every store there is."""

from __future__ import annotations

from graph.model.records import Decision, Segment
from graph.model.retired import Retired
from graph.model.specs import rid
from ingest.load.ended import move, remember, remembered
from tests.support.bolt_graph import put

RETIRED = Retired({"toy.lump": ("toy.ore", "toy.cell"), "toy.old": ("toy.lump",), "toy.name": ("toy.car",)})


def decided(firm: str, segment: str, note: str = "", outcome: str = "lost") -> Decision:
    return Decision(firm, f"{firm}公司", segment, "410700", "2026-03-01", outcome, note=note, source="台账")


def moved(store) -> None:
    with store.batch("build", "shipped") as batch:
        batch.keep_only("segment", [s.id for s in store.rows(Segment) if s.id not in RETIRED])
        remember(batch, RETIRED)
        move(batch, RETIRED)


def test_memberships_go_to_their_heirs_once(store, make) -> None:
    """f1 works in an heir already, f2 in none, f3 in two that became one: the surer of them stays."""
    put(store, make.chain("toy", ("ore", "cell", "car", "lump", "old", "name"), []))
    put(store, *make.chain("toy", ("ore", "cell", "car", "lump", "old", "name"), []).segments)
    put(store, *(make.firm(f) for f in ("f1", "f2", "f3")))
    m = make.membership
    kept, other = m("f1", "toy.cell", 0.6), m("f2", "toy.car", 0.5)
    put(store, kept, other, m("f1", "toy.lump", 0.9), m("f2", "toy.lump", 0.7))
    put(store, m("f3", "toy.old", 0.4), m("f3", "toy.lump", 0.8))
    moved(store)
    assert store.memberships(["f1", "f2", "f3"]) == [kept, other, m("f2", "toy.ore", 0.7), m("f3", "toy.ore", 0.8)]
    assert {x.segment_id for x in store.members()} == {"toy.car", "toy.cell", "toy.ore"}
    assert remembered(store) == RETIRED
    before = store.counts(), store.metas()
    moved(store)
    assert (store.counts(), store.metas()) == before


def test_decisions_go_to_the_heir_their_firm_works_in(store, make) -> None:
    put(
        store,
        *make.chain("toy", ("ore", "cell", "car"), []).segments,
        make.firm("f1"),
        make.membership("f1", "toy.cell"),
    )
    put(store, decided("f1", "toy.lump"), decided("outside:甲", "toy.lump"), decided("f1", "toy.name"))
    put(store, decided("f1", "toy.ore", outcome="visited"))
    moved(store)
    assert store.rows(Decision) == sorted(
        [
            decided("f1", "toy.cell"),
            decided("f1", "toy.car"),
            decided("f1", "toy.ore", outcome="visited"),
            decided("outside:甲", "toy.ore"),
        ],
        key=rid,
    )


def test_decisions_that_become_one_keep_their_words(store, make) -> None:
    put(store, *make.chain("toy", ("ore", "cell", "car"), []).segments)
    put(
        store,
        decided("f1", "toy.car", "先说的"),
        decided("f1", "toy.name", "后说的"),
        decided("f2", "toy.name", "只此"),
    )
    moved(store)
    assert [(d.firm_id, d.segment_id, d.note) for d in store.rows(Decision)] == [
        ("f1", "toy.car", "先说的；后说的"),
        ("f2", "toy.car", "只此"),
    ]


def test_without_ended_ids_nothing_is_written(store, make) -> None:
    put(store, make.firm("f1"), make.membership("f1", "toy.ore"), decided("f1", "toy.ore"))
    with store.batch("build", "shipped") as batch:
        remember(batch, Retired())
        move(batch, RETIRED)
        totals = dict(batch.totals)
    assert totals == {}
    assert store.metas() == {}
