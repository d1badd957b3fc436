"""What every store promises of reading chains and firms."""

from __future__ import annotations

import random
from dataclasses import replace

import networkx as nx
import pytest

from graph.model.chains import Catalogue
from graph.model.records import MICRO, Chain, Membership, Relation
from graph.model.specs import record_hash, rid
from graph.store.base.protocol import Counts
from tests.support.bolt_graph import put


def as_sets(chain: Chain) -> tuple[Chain, frozenset[str], frozenset[tuple[object, ...]]]:
    """A chain without the order of its parts."""
    segments = frozenset(map(repr, chain.segments))
    return (
        replace(chain, segments=(), links=()),
        segments,
        frozenset((k.source_id, k.target_id, k.kind, k.share, k.source) for k in chain.links),
    )


def test_the_shipped_catalogue_comes_back(store, catalogue: Catalogue) -> None:
    """Segment by segment and link by link, chains in the order of the catalogue."""
    with store.batch("build", "shipped") as batch:
        for chain in catalogue.chains:
            batch.upsert([chain, *chain.segments, *chain.links])
    back = store.chains()
    assert [c.id for c in back] == [c.id for c in catalogue.chains]
    for found, given in zip(back, catalogue.chains, strict=True):
        assert as_sets(found) == as_sets(given)
    assert store.counts()["segment"] == len(catalogue.segments)
    assert store.counts()["link"] == len(catalogue.links)


def test_segments_keep_the_order_of_the_catalogue(store, make) -> None:
    make.fill(store, [make.line(names=("ore", "cell", "car"))], [])
    assert [s.id for s in store.chains()[0].segments] == ["toy.ore", "toy.cell", "toy.car"]


def test_links_stand_with_the_buyers_chain(store, make) -> None:
    first = make.line("one", ("a", "b"))
    second = make.chain("two", ("c",), [make.link("one.b", "two.c")])
    make.fill(store, [first, second], [])
    assert {c.id: [k.source_id for k in c.links] for c in store.chains()} == {"one": ["one.a"], "two": ["one.b"]}


def test_neighbours(store, make) -> None:
    make.fill(store, [make.line()], [])
    into, out = store.neighbours("toy.cell")
    assert [(k.source_id, k.target_id) for k in into] == [("toy.powder", "toy.cell")]
    assert [(k.source_id, k.target_id) for k in out] == [("toy.cell", "toy.pack")]
    assert store.neighbours("toy.nowhere") == ([], [])


def test_links_by_ends_and_kind(store, make) -> None:
    rows = [
        make.link("t.b", "t.c"),
        make.link("t.a", "t.c", 0.1, "service"),
        make.link("t.a", "t.c"),
        make.link("t.a", "t.b"),
    ]
    put(store, *rows)
    assert [(k.source_id, k.target_id, k.kind) for k in store.links()] == [
        ("t.a", "t.b", "material"),
        ("t.a", "t.c", "material"),
        ("t.a", "t.c", "service"),
        ("t.b", "t.c", "material"),
    ]


def test_paths_against_networkx(store, make) -> None:
    """A web of eight segments: all simple paths of at most 3 links, shortest first, ties by ids."""
    rng = random.Random(3)
    names = [f"t.{c}" for c in "abcdefgh"]
    pairs = sorted({tuple(rng.sample(names, 2)) for _ in range(24)})
    put(store, *(make.link(a, b, 0.1) for a, b in pairs))
    graph = nx.DiGraph(pairs)
    expected = list(nx.all_simple_paths(graph, "t.a", "t.h", cutoff=3))
    found = store.paths("t.a", "t.h", longest=3)
    assert len(found) > 1
    assert found == sorted(expected, key=lambda p: (len(p), p))
    assert max(map(len, found)) <= 4
    assert store.paths("t.a", "t.nowhere") == []


def test_firms_of_strongest_first(store, make) -> None:
    """By confidence × size: 0.5·9, two of 4 by id, 1·1, 0.01·30; a firm of another segment is not there."""
    rows = [
        make.member("d", "toy.cell", size=1.0),
        make.member("c", "toy.cell", size=4.0),
        make.member("b", "toy.cell", size=8.0, confidence=0.5),
        make.member("a", "toy.cell", size=9.0, confidence=0.5),
        make.member("e", "toy.cell", size=30.0, confidence=0.01),
        make.member("x", "toy.ore", size=30.0),
    ]
    make.fill(store, [make.line()], rows)
    assert [f.id for f, _ in store.firms_of("toy.cell")] == ["a", "b", "c", "d", "e"]
    assert [m.confidence for _, m in store.firms_of("toy.cell")] == [MICRO // 2, MICRO // 2, MICRO, MICRO, MICRO // 100]
    assert store.firms_of("toy.nowhere") == []


@pytest.mark.parametrize(
    ("region", "found"),
    [
        ("", ["seat", "county", "site", "away"]),
        ("410700", ["seat", "county", "site"]),
        ("410783", ["county", "site"]),
        ("410000", ["seat", "county", "site"]),
        ("440300", ["site", "away"]),
        ("110000", []),
    ],
)
def test_firms_of_a_region(store, make, region: str, found: list[str]) -> None:
    rows = [
        make.member("seat", "toy.cell", size=9),
        make.member("county", "toy.cell", "410783", size=5),
        make.member("site", "toy.cell", "440300", size=3, sites=("410783",)),
        make.member("away", "toy.cell", "440300"),
    ]
    make.fill(store, [make.line()], rows)
    assert [f.id for f, _ in store.firms_of("toy.cell", region)] == found


def test_memberships_by_firm_and_segment(store, make) -> None:
    rows = [make.membership("f2", "toy.a"), make.membership("f1", "toy.b", 0.25), make.membership("f1", "toy.a")]
    put(store, *rows)
    assert store.memberships(["f2", "f1"]) == [rows[2], rows[1], rows[0]]
    assert store.memberships([]) == []


def test_contents_are_the_rows_as_stored(store, make) -> None:
    """Page by page, in one order, with the key, source and hash that a load would write again."""
    rows = [make.firm(f"f{i:02}", products=("甲", "乙|丙"), revenue_yi=2, source=f"s{i % 2}") for i in range(7)]
    put(store, *rows, Relation("f00", "f01", "supplier", source="年报"))
    pages = list(store.contents("firm", 3))
    assert [len(p) for p in pages] == [3, 3, 1]
    found = [c for page in pages for c in page]
    assert [c.key for c in found] == [rid(r) for r in rows]
    assert [(c.values["products"], c.values["revenue_yi"], c.source) for c in found] == [
        (["甲", "乙|丙"], 2.0, r.source) for r in rows
    ]
    assert [c.hash for c in found] == [record_hash(r, r.source) for r in rows]
    [[tie]] = list(store.contents("relation", 3))
    assert (tie.values["from_id"], tie.values["to_id"], tie.source) == ("f00", "f01", "年报")


def test_contents_of_one_store_go_into_another(store, fresh, make) -> None:
    """What `contents` gives and `stage_contents` takes is the same record with the same hash: a second time is
    unchanged."""
    other = fresh()
    put(other, make.firm("f1"), make.firm("f2"), make.membership("f1", "toy.ore"))
    for counts in (Counts(added=2), Counts(unchanged=2)):
        with store.batch("t", "t") as batch:
            for record in ("firm", "membership"):
                for page in other.contents(record):
                    batch.stage_contents(record, page)
            batch.flush()
            assert batch.totals["firm"] == counts
    assert store.firms() == other.firms()
    assert store.rows(Membership) == other.rows(Membership)
