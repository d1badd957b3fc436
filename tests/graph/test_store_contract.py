"""What every store promises (`graph.store`), run over every store there is (see `STORES` in conftest)."""

from __future__ import annotations

import random
import threading
from dataclasses import replace
from pathlib import Path

import networkx as nx
import numpy as np
import pytest

from graph.catalogue import Catalogue
from graph.regions import Regions
from graph.store import Counts, GraphStore
from graph.types import (
    MICRO,
    Capacity,
    Chain,
    Event,
    FirmRecord,
    FirmTechnology,
    Institution,
    Park,
    Project,
    Relation,
    Segment,
    Site,
    Technology,
    Unit,
    Zone,
)

RECORDS = [
    Relation("f1", "f2", "supplier", "电解液"),
    Site("f1", "410783", "plant", "二厂"),
    Project("f1", "年产万吨项目", "410700", "new", 12.5, "planned", "2025"),
    Capacity("f1", "电解液", "capacity", "2025", "2万吨"),
    FirmTechnology("f1", "浮选", "patent", "锂精矿"),
    Institution("i1", "研究院", chains=("toy",), segments=("toy.ore", "toy.cell"), region="410700", verified=True),
    Park("p1", "产业园", chains=("toy",), lead_segments=("toy.cell",), land_mu=120.5),
    Unit("u1", "红旗区", "district", "410702"),
    Zone("z1", "高新区", "high-tech", "河南省", "新乡市", "410700"),
    Event("e1", "展会", chains=("toy", "textile"), months="5;6"),
    FirmRecord("shipped:toy", "f1", "f1", 2, {"name": "甲", "revenue_yi": 1.25, "products": ["锂", "镍"], "sites": []}),
]
TABLE = {Relation: "relation", Site: "site", Project: "project", Capacity: "capacity", FirmTechnology: "technology",
         Institution: "institution", Park: "park", Unit: "unit", Zone: "zone", Event: "event", FirmRecord: "firm_record"}  # fmt: skip


def put(store: GraphStore, *rows: object) -> Counts:
    with store.batch("test", "test") as batch:
        return batch.upsert(rows)


# -- writing ------------------------------------------------------------------------------------


def test_upsert_counts_and_is_idempotent(store, make) -> None:
    first, second = make.firm("f1"), make.firm("f2")
    assert put(store, first, second) == Counts(added=2)
    assert put(store, first, second) == Counts(unchanged=2)
    assert put(store, replace(first, employees=7), second, make.firm("f3")) == Counts(added=1, changed=1, unchanged=1)
    assert [f.id for f in store.firms()] == ["f1", "f2", "f3"]
    assert store.firm("f1") == replace(first, employees=7)
    assert store.counts()["firm"] == 3


def test_the_later_of_two_rows_wins(store, make) -> None:
    assert put(store, make.firm("f1", employees=1), make.firm("f1", employees=2)) == Counts(added=1)
    assert store.firm("f1").employees == 2


def test_a_source_of_its_own_is_kept(store, make) -> None:
    """A row that names its source keeps it; one that does not takes the batch's."""
    with store.batch("ingest", "名录") as batch:
        batch.upsert([make.firm("f1", source="公告"), make.firm("f2", source="")])
    assert (store.firm("f1").source, store.firm("f2").source) == ("公告", "名录")


@pytest.mark.parametrize("row", RECORDS, ids=lambda r: TABLE[type(r)])
def test_every_record_comes_back_as_it_was(store, row) -> None:
    table = TABLE[type(row)]
    assert put(store, row) == Counts(added=1)
    assert store.rows(table) == [row]
    assert store.counts()[table] == 1
    assert put(store, row) == Counts(unchanged=1)


def test_firm_comes_back_whole(store, make) -> None:
    firm = make.firm(
        "f1", size=2.345678, sites=("410783", "310000"), aliases=("甲", "乙"), products=("电解液", "六氟磷酸锂"),
        scope="一般项目：“锂电”；'引号'、emoji 🔋", capital_wan=0.1 + 0.2, employees=None, revenue_yi=1e-9, verified=True,
    )  # fmt: skip
    put(store, firm)
    assert store.firm("f1") == firm
    assert store.firms(["f1", "nobody"]) == [firm]
    assert store.firm("nobody") is None


def test_replace_retires_what_is_left_over(store, make) -> None:
    m = make.membership
    put(store, make.firm("f1"), make.firm("f2"))
    put(store, m("f1", "toy.ore"), m("f1", "toy.cell"), m("f2", "toy.ore"))
    with store.batch("test", "test") as batch:
        counts = batch.replace("membership", "firm_id", ["f1"], [m("f1", "toy.cell"), m("f1", "toy.car")])
    assert counts == Counts(added=1, unchanged=1, retired=1)
    now = {(x.firm_id, x.segment_id) for x in store.memberships(["f1", "f2"])}
    assert now == {("f1", "toy.cell"), ("f1", "toy.car"), ("f2", "toy.ore")}
    assert {(x.firm_id, x.segment_id) for x in store.members()} == now
    with store.batch("test", "test") as batch:
        again = batch.replace("membership", "firm_id", ["f1"], [m("f1", "toy.cell"), m("f1", "toy.car")])
    assert again == Counts(unchanged=2)


def test_a_retired_record_can_come_back(store, make) -> None:
    row = make.membership("f1", "toy.ore")
    put(store, make.firm("f1"), row)
    with store.batch("test", "test") as batch:
        batch.replace("membership", "firm_id", ["f1"], [])
    assert store.memberships(["f1"]) == []
    put(store, row)
    assert store.memberships(["f1"]) == [row]


def test_replace_for_many_owners(store, make) -> None:
    """More owners than fit in one statement."""
    ids = [f"f{i:04}" for i in range(1000)]
    put(store, *(make.membership(f, "toy.ore") for f in ids))
    with store.batch("test", "test") as batch:
        counts = batch.replace("membership", "firm_id", ids, [make.membership(f, "toy.car") for f in ids[:10]])
    assert counts == Counts(added=10, retired=1000)
    assert [m.firm_id for m in store.memberships(ids)] == ids[:10]


def test_keys(store) -> None:
    with store.batch("test", "test") as batch:
        batch.add_keys({"uscc:1": "f1", "stock:2": "f1"})
        assert batch.keys(["uscc:1", "other"]) == {"uscc:1": "f1"}
        batch.add_keys({"uscc:1": "f9", "name:3": "f2"})  # a key keeps its firm
    with store.batch("test", "test") as batch:
        assert batch.keys(["uscc:1", "stock:2", "name:3"]) == {"uscc:1": "f1", "stock:2": "f1", "name:3": "f2"}


def test_records_of_sees_its_own_batch(store) -> None:
    put(store, FirmRecord("b", "k", "f1", 2, {"name": "甲"}))
    with store.batch("test", "test") as batch:
        batch.upsert([FirmRecord("a", "k", "f1", 3, {"name": "乙"})])
        assert batch.records_of(["f1", "f2"]) == {"f1": [("a", {"name": "乙"}), ("b", {"name": "甲"})], "f2": []}


# -- transactions -------------------------------------------------------------------------------


def test_an_exception_undoes_the_whole_batch(store, make) -> None:
    put(store, make.firm("f1"))
    before = store.data_version()

    def fail() -> None:
        with store.batch("test", "test") as batch:
            batch.upsert([make.firm("f1", employees=9), make.firm("f2")])
            batch.add_keys({"k": "f2"})
            batch.replace("firm", "id", ["f1"], [])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert store.firms() == [make.firm("f1")]
    assert store.data_version() == before
    assert len(store.batches()) == 1
    with store.batch("test", "test") as batch:
        assert batch.keys(["k"]) == {}


def test_readers_never_see_half_a_batch(store, kind, tmp_path, make) -> None:
    """Another handle on the same store sees nothing of an open batch, and all of it afterwards."""
    put(store, make.firm("f0"))
    other = kind.reopen(tmp_path)
    with store.batch("test", "test") as batch:
        batch.upsert([make.firm("f1")])
        assert [f.id for f in other.firms()] == ["f0"]
        batch.upsert([make.membership("f1", "toy.ore")])
        batch.replace("firm", "id", ["f0"], [])
        assert ([f.id for f in other.firms()], other.members()) == (["f0"], [])
    assert [f.id for f in other.firms()] == ["f1"]
    assert [m.firm_id for m in other.members()] == ["f1"]


def test_two_readers_during_a_write(store, kind, tmp_path, make) -> None:
    """Batches add firms five at a time, while two threads read: every count they see is a whole number of batches."""
    seen: list[list[int]] = [[], []]
    errors: list[BaseException] = []
    done = threading.Event()
    started = threading.Barrier(3)

    def read(into: list[int]) -> None:
        try:
            mine = kind.reopen(tmp_path)
            started.wait(20)
            while not done.is_set():
                into.append(len(mine.firms()))
            into.append(len(mine.firms()))
        except BaseException as error:
            errors.append(error)
            started.abort()

    threads = [threading.Thread(target=read, args=(into,)) for into in seen]
    for thread in threads:
        thread.start()
    try:
        started.wait(20)
        for b in range(8):
            with store.batch("test", "test") as batch:
                for i in range(5):
                    batch.upsert([make.firm(f"f{b}-{i}")])
    finally:
        done.set()
        for thread in threads:
            thread.join(30)
    assert errors == []
    for counts in seen:
        assert counts == sorted(counts)
        assert {n % 5 for n in counts} == {0}
        assert counts[-1] == 40


def test_reopening(store, kind, tmp_path, make) -> None:
    make.fill(store, [make.line()], [make.member("f1", "toy.cell")], {"名录": ["f1"]})
    again = kind.reopen(tmp_path)
    assert again.firms() == store.firms()
    assert again.chains() == store.chains()
    assert again.data_version() == store.data_version()
    assert again.origins("410700") == {"f1": {"名录"}}
    with again.batch("test", "test") as batch:
        assert batch.upsert(again.firms()) == Counts(unchanged=1)


def test_batches_and_version(store, make) -> None:
    empty = store.data_version()
    with store.batch("ingest", "名录", "a.csv") as batch:
        batch.upsert([make.firm("f1"), make.firm("f2")])
    one = store.data_version()
    put(store, make.firm("f2", employees=3))
    two = store.data_version()
    assert len({empty, one, two}) == 3
    newest, oldest = store.batches()
    assert (oldest.kind, oldest.source, oldest.file, oldest.counts) == ("ingest", "名录", "a.csv", {"firm.added": 2})
    assert newest.counts == {"firm.changed": 1}
    assert newest.id > oldest.id
    assert oldest.started <= oldest.finished


def test_sources(store, make) -> None:
    put(store, *make.listed("甲表", ["f1", "f2"]))
    put(store, *make.listed("乙表", ["f2"]))
    by_name = {s["source"]: (s["firms"], s["batch"]) for s in store.sources()}
    newest, oldest = (b.id for b in store.batches())
    assert by_name == {"甲表": (2, oldest), "乙表": (1, newest)}


# -- reading ------------------------------------------------------------------------------------


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
        ("t.a", "t.b", "material"), ("t.a", "t.c", "material"), ("t.a", "t.c", "service"), ("t.b", "t.c", "material"),
    ]  # fmt: skip


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
        make.member("d", "toy.cell", size=1.0), make.member("c", "toy.cell", size=4.0),
        make.member("b", "toy.cell", size=8.0, confidence=0.5), make.member("a", "toy.cell", size=9.0, confidence=0.5),
        make.member("e", "toy.cell", size=30.0, confidence=0.01), make.member("x", "toy.ore", size=30.0),
    ]  # fmt: skip
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
        make.member("seat", "toy.cell", size=9), make.member("county", "toy.cell", "410783", size=5),
        make.member("site", "toy.cell", "440300", size=3, sites=("410783",)), make.member("away", "toy.cell", "440300"),
    ]  # fmt: skip
    make.fill(store, [make.line()], rows)
    assert [f.id for f, _ in store.firms_of("toy.cell", region)] == found


def test_memberships_by_firm_and_segment(store, make) -> None:
    rows = [make.membership("f2", "toy.a"), make.membership("f1", "toy.b", 0.25), make.membership("f1", "toy.a")]
    put(store, *rows)
    assert store.memberships(["f2", "f1"]) == [rows[2], rows[1], rows[0]]
    assert store.memberships([]) == []


def test_members(store, make) -> None:
    rows = [
        make.member("f1", "toy.cell", "410783", 2.5, 0.75, ("440300",)),
        make.member("f1", "toy.ore", "410783", 2.5, 0.5, ("440300",)),
        make.member("f2", "toy.ore", "", 0.3),
    ]
    make.fill(store, [make.line()], list(reversed(rows)))
    assert store.members() == rows


def test_member_columns_by_hand(store, make) -> None:
    """Retired rows, firms without membership and seats that are not known: each has its place in the arrays."""
    rows = [
        make.member("f1", "toy.cell", "410783", 2.5, 0.75, ("440300", "110000")),
        make.member("f1", "toy.ore", "410783", 2.5, 0.5, ("440300", "110000")),
        make.member("f2", "toy.ore", "", 0.3),
        make.member("gone", "toy.pack", "650100"),
    ]
    make.fill(store, [make.line()], list(reversed(rows)))
    with store.batch("test", "test") as batch:
        batch.upsert([make.firm("idle", "630100")])
        batch.replace("membership", "firm_id", ["gone"], [])
    columns = store.member_columns()
    assert columns.firms == ("f1", "f2")
    assert columns.segments == ("toy.cell", "toy.ore")
    assert columns.regions == ("110000", "410783", "440300")
    assert columns.firm.tolist() == [0, 0, 1]
    assert columns.segment.tolist() == [0, 1, 1]
    assert columns.confidence.tolist() == [750_000, 500_000, 1_000_000]
    assert columns.size.tolist() == [2_500_000, 300_000]
    assert columns.seat.tolist() == [1, -1]
    assert columns.site_start.tolist() == [0, 2, 2]
    assert columns.site.tolist() == [2, 0]
    assert list(columns.members()) == rows[:3]


def test_member_columns_say_what_members_says(store, make) -> None:
    """Two hundred firms at random, some ids sorting after others with their segment."""
    rng = np.random.default_rng(4)
    codes = ("410700", "410783", "440300", "110000", "")
    rows = []
    for i in range(200):
        seat, size = codes[rng.integers(5)], float(rng.integers(1, 9))
        sites = tuple(codes[k] for k in rng.integers(0, 4, size=rng.integers(0, 3)))
        for name in rng.choice(["ore", "powder", "cell", "pack"], size=rng.integers(1, 4), replace=False):
            firm = f"新{i}" if i % 2 else f"新{i - 1}~"
            rows.append(make.member(firm, f"toy.{name}", seat, size, rng.integers(1, 9) / 10, sites))
    make.fill(store, [make.line()], rows)
    order = sorted(store.members(), key=lambda m: (m.firm_id, m.segment_id))
    assert len(order) == len(rows)
    assert list(store.member_columns().members()) == order


def test_columns_of_an_empty_store(store) -> None:
    assert list(store.member_columns().members()) == []
    assert store.origin_columns().firms == ()


def test_origin_columns(store, make) -> None:
    rows = [make.member("seat", "toy.ore"), make.member("site", "toy.ore", "440300", sites=("410783",))]
    make.fill(store, [make.line()], rows, {"甲": ["site", "seat"], "乙": ["seat"], "丙": ["site"]})
    with store.batch("test", "test") as batch:
        batch.replace("firm_record", "origin", ["丙"], [])
    columns = store.origin_columns()
    assert (columns.firms, columns.origins) == (("seat", "site"), ("乙", "甲"))
    assert list(zip(columns.firm.tolist(), columns.origin.tolist(), strict=True)) == [(0, 0), (0, 1), (1, 1)]
    assert columns.regions == ("410700", "410783", "440300")
    assert columns.seat.tolist() == [0, 2]
    assert [columns.regions[k] for k in columns.site[columns.site_start[1] : columns.site_start[2]]] == ["410783"]


def test_origins(store, make) -> None:
    """Firms with a seat or a site in the region, with the sources that list them now."""
    rows = [
        make.member("seat", "toy.ore"), make.member("site", "toy.ore", "440300", sites=("410783",)),
        make.member("away", "toy.ore", "440300"),
    ]  # fmt: skip
    make.fill(store, [make.line()], rows, {"甲": ["seat", "away"], "乙": ["seat", "site"]})
    assert store.origins("410700") == {"seat": {"甲", "乙"}, "site": {"乙"}}
    assert store.origins("440300") == {"site": {"乙"}, "away": {"甲"}}
    with store.batch("test", "test") as batch:
        batch.replace("firm_record", "firm_id", ["site"], [])
    assert store.origins("410700") == {"seat": {"甲", "乙"}}


def test_strength_matrix_brute_force(store, make, regions: Regions) -> None:
    """200 firms at random: every cell as an explicit sum over the firms read back."""
    rng = random.Random(11)
    codes = ["410700", "410783", "410100", "310115", "440300", "419001", ""]
    segments = [f"toy.{n}" for n in ("ore", "powder", "cell", "pack", "car")]
    rows = [
        make.member(f"f{i}", rng.choice(segments), rng.choice(codes), rng.uniform(0.3, 30), rng.random(),
                    tuple(rng.sample(codes[:-1], rng.randrange(3))))
        for i in range(200)
    ]  # fmt: skip
    make.fill(store, [make.line()], rows)
    matrix = store.strength_matrix(regions)
    assert (sorted(matrix.segments), list(matrix.regions)) == (sorted(segments), regions.cities())
    expected: dict[tuple[str, str], int] = {}
    for m in rows:
        whole = m.confidence * m.size // MICRO
        seat = regions.city_of(m.region)
        sites = {regions.city_of(s) for s in m.sites} - {seat}
        for city, amount in [(seat, whole), *((c, whole * 2 // 5) for c in sites)]:
            if city:
                expected[m.segment_id, city] = expected.get((m.segment_id, city), 0) + amount
    found = {
        (s, r): int(matrix.values[i, j])
        for i, s in enumerate(matrix.segments)
        for j, r in enumerate(matrix.regions)
        if matrix.values[i, j]
    }
    assert found == expected


def test_the_order_of_loading_leaves_no_trace(kind, tmp_path: Path, make, regions: Regions) -> None:
    """The same firms in one batch or in many, forwards or backwards: the same reads, byte for byte."""
    rows = [make.member(f"f{i}", "toy.cell", size=1 + i / 7, confidence=(i % 10) / 10) for i in range(30)]

    def reads(store: GraphStore) -> list[object]:
        matrix = store.strength_matrix(regions).values.tobytes()
        return [store.firms(), store.members(), store.firms_of("toy.cell"), matrix]

    for place in ("one", "two"):
        (tmp_path / place).mkdir()
    one = make.fill(kind.create(tmp_path / "one"), [make.line()], rows)
    at_once = reads(one)
    two = make.fill(kind.create(tmp_path / "two"), [make.line()], [])  # on a server: in place of the first
    for m in reversed(rows):
        make.fill(two, [], [m])
    assert reads(two) == at_once


def test_segment_technologies_come_back(store, make) -> None:
    segment: Segment = make.segment(
        "toy.ore", techs=(Technology("浮选", "mature", "stable"), Technology("吸附", "growing", "rising")),
        siting={"land_mu": [50.0, 100.0], "power": "high"}, barriers=("牌照",),
    )  # fmt: skip
    put(store, segment)
    assert store.rows("segment") == [segment]
