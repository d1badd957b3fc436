"""What every store promises of writing (`graph.store.base.protocol`), run over every store there is (see `STORES` in
conftest)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.model.records import (
    Capacity,
    Correction,
    Decision,
    Event,
    Firm,
    FirmMaterial,
    FirmProduct,
    FirmRecord,
    FirmTechnology,
    Institution,
    Lane,
    Park,
    Project,
    Relation,
    Segment,
    Site,
    Source,
    Technology,
    Unit,
    Zone,
)
from graph.model.specs import record_hash, rid
from graph.store.base.protocol import Counts
from tests.support.bolt_graph import put

RECORDS = [
    Relation("f1", "f2", "supplier", "电解液", "乙公司", "2025", source="年报"),
    Site("f1", "410783", "plant", "二厂", "名称", "2025", source="年报"),
    Project("f1", "年产万吨项目", "410700", "new", 12.5, "planned", "2025", "一期", "2025", source="年报"),
    Capacity("f1", "电解液", "capacity", "2025", "2万吨", 2.0, "万吨", "2025", source="年报"),
    FirmTechnology("f1", "浮选", "patent", "锂精矿", "2025", source="年报"),
    FirmProduct("f1", "电解液", 250_000, "material", True, "2025", source="年报"),
    FirmMaterial("f1", "碳酸锂", "电解液", None, "2025", source="年报"),
    Decision("f1", "甲公司", "toy.ore", "410700", "2026-03-01", "lost", "land", "用地", source="台账"),
    Institution(
        "i1",
        "研究院",
        chains=("toy",),
        segments=("toy.ore", "toy.cell"),
        region="410700",
        verified=True,
        source="own knowledge",
    ),
    Park("p1", "产业园", chains=("toy",), lead_segments=("toy.cell",), land_mu=120.5, source="own knowledge"),
    Unit("u1", "红旗区", "district", "410702"),
    Zone("z1", "高新区", "high-tech", "河南省", "新乡市", "410700"),
    Event("e1", "展会", chains=("toy", "textile"), months="5;6"),
    Source("登记名录", "register", "410700", "2026-09-30"),
    Correction(
        "c1",
        ("u:91410700MA40000017", "n:甲@4107"),
        "甲有限公司",
        "role",
        "toy.ore",
        "trader",
        reason="只卖不产",
        author="产业办",
        made_at="2026-11-30T02:00:00+00:00",
        undone_by="招商局",
        undone_at="2026-12-01T02:00:00+00:00",
    ),
    FirmRecord("shipped:toy", "f1", "f1", 2, {"name": "甲", "revenue_yi": 1.25, "products": ["锂", "镍"], "sites": []}),
]
TABLE = {
    Relation: "relation",
    Site: "site",
    Project: "project",
    Capacity: "capacity",
    FirmTechnology: "technology",
    FirmProduct: "product",
    FirmMaterial: "material",
    Decision: "decision",
    Institution: "institution",
    Park: "park",
    Unit: "unit",
    Zone: "zone",
    Event: "event",
    Source: "source",
    Correction: "correction",
    FirmRecord: "firm_record",
}


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
    assert store.rows(type(row)) == [row]
    assert store.counts()[table] == 1
    assert put(store, row) == Counts(unchanged=1)


def test_firm_comes_back_whole(store, make) -> None:
    firm = make.firm(
        "f1",
        size=2.345678,
        sites=("410783", "310000"),
        aliases=("甲", "乙"),
        products=("电解液", "六氟磷酸锂"),
        scope="一般项目：“锂电”；'引号'、emoji 🔋",
        capital_wan=0.1 + 0.2,
        employees=None,
        revenue_yi=1e-9,
        verified_identity=True,
        verified_products=True,
    )
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


def test_segment_technologies_come_back(store, make) -> None:
    segment: Segment = make.segment(
        "toy.ore",
        techs=(Technology("浮选", "mature", "stable"), Technology("吸附", "growing", "rising")),
        siting={"land_mu": [50.0, 100.0], "power": "high"},
        barriers=("牌照",),
    )
    put(store, segment)
    assert store.rows(Segment) == [segment]


def test_lanes_demand_and_foreign_share_come_back(store, make) -> None:
    """What a chain says of its lanes and weights, and a segment of its lane, its foreign makers and its demand."""
    chain = replace(
        make.line(names=("ore", "cell")),
        lanes=(Lane("materials", "材料", "Materials"), Lane("cells", "电芯", "Cells")),
        weights_source="统计年鉴2025，表13-2",
    )
    ore, cell = chain.segments
    ore = replace(ore, lane="materials", foreign_share=0.35, siting={"resource": ["deposit"]})
    buyer = make.segment("toy.grid", demand=True, products=(), value_weight=0.0, position=2)
    whole = replace(chain, segments=(ore, replace(cell, lane="cells", foreign_share=0.0), buyer))
    put(store, whole, *whole.segments, *whole.links)
    assert store.chains() == [whole]
    assert [(s.lane, s.demand, s.foreign_share) for s in store.chains()[0].segments] == [
        ("materials", False, 0.35),
        ("cells", False, 0.0),
        ("", True, None),
    ]
    assert put(store, whole, *whole.segments, *whole.links) == Counts(unchanged=5)


def test_facts_of_firms_by_owner_source_and_column(store) -> None:
    """What the tables of facts ask of a store: rows of these firms, columns, hashes, and one source's rows replaced."""
    mine, theirs = FirmProduct("f|1", "隔膜", share=1, source="a"), FirmProduct("f|1", "电解液", source="b")
    outside = Relation("f|1", "x:外地", "customer", to_name="外地", source="a")
    record = FirmRecord("a", "k|1", "f|1", 3, {"name": "甲"})
    with store.batch("test", "test") as batch:
        batch.upsert([Firm("f|1", "甲公司", aliases=("甲",)), Firm("f2", "乙公司"), mine, theirs, outside, record])
        batch.upsert([FirmMaterial("f2", "铜箔", source="a")])
        assert batch.names_of(["f|1", "none"]) == {"f|1": "甲公司"}
        assert batch.held("product", "firm_id", ["f|1", "f2"]) == {"f|1"}
        assert batch.current(Relation, "to_id", ["x:外地"]) == [outside]
    assert store.of_firms(FirmProduct, ["f|1"]) == sorted([mine, theirs], key=rid)
    assert store.of_firms(Relation, ["f|1", "f2"]) == [outside]
    assert store.of_firms(FirmProduct, ["f2"]) == []
    assert sorted((i, n, tuple(a)) for i, n, a in store.columns("firm", "id", "name", "aliases")) == [
        ("f2", "乙公司", ()),
        ("f|1", "甲公司", ("甲",)),
    ]
    assert store.hashes("firm_record", "a", ["k|1", "none"]) == {"k|1": record_hash(record, "test")}
    with store.batch("test", "test") as batch:
        assert batch.replace("product", "firm_id", ["f|1"], [], source="a") == Counts(retired=1)
        batch.count_unchanged("product", 2)
        assert batch.totals["product"] == Counts(unchanged=2, retired=1)
    assert store.of_firms(FirmProduct, ["f|1"]) == [theirs]
