"""What `data/facts` says reaches the store, again and again, and bad rows are refused before it is touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import InvalidData, MissingColumn, UnreadableFile
from graph.model.records import MICRO, Capacity, FirmProduct, FirmTechnology, Relation, Site
from ingest.load.files import ingest_file
from ingest.load.shipped_facts import SOURCE as STORED
from tests.support.shipped_facts import CODE, FACTS, FIRM, write_facts
from tests.support.small import Country, write_csv


@pytest.fixture
def told(country: Country) -> Country:
    """The small country with facts about 深圳薄膜先锋."""
    write_facts(country.data)
    country.build()
    return country


def test_every_table_becomes_its_records(told: Country) -> None:
    store = told.store
    assert store.rows(FirmProduct) == [
        FirmProduct(FIRM, "涂覆设备", None, "", False, "2025", STORED),
        FirmProduct(FIRM, "湿法隔膜", 625_000, "", False, "2025", STORED),
    ]
    made, used = sorted(store.rows(Capacity), key=lambda c: c.metric)
    assert (made.product, made.metric, made.amount, made.unit) == ("湿法隔膜", "capacity", 12.0, "亿平方米/年")
    assert (used.metric, used.amount, used.unit, used.as_of) == ("capacity_utilization", 93.5, "%", "2025")
    ties = {(r.kind, r.to_name, r.to_known) for r in store.rows(Relation)}
    assert ties == {("customer", "上海包能系统有限公司", True), ("subsidiary", "苏州薄膜先锋有限公司", False)}
    named = [s for s in store.rows(Site) if s.name]
    assert [(s.region, s.kind, s.source) for s in named] == [("320500", "subsidiary", STORED)]
    assert {(t.name, t.kind, t.product) for t in store.rows(FirmTechnology)} == {
        ("湿法双向拉伸工艺", "process", "湿法隔膜"),
        ("陶瓷涂覆技术", "core", ""),
    }


def test_the_firm_takes_share_and_latest_revenue_and_keeps_its_own_products(told: Country) -> None:
    firm = told.store.firm(FIRM)
    assert firm is not None
    assert (firm.revenue_yi, firm.revenue_year) == (36.0, 2025)
    assert firm.products == ("锂电隔膜", "湿法隔膜")  # not the equipment that the report adds
    (membership,) = told.store.memberships([FIRM])
    assert (membership.segment_id, membership.revenue_share) == ("battery_ev.separator", round(0.625 * MICRO))


def test_twice_is_once(told: Country) -> None:
    before = [told.store.rows(t) for t in (FirmProduct, Capacity, Relation, Site, FirmTechnology)]
    assert told.build().refreshed == 0
    assert [told.store.rows(t) for t in (FirmProduct, Capacity, Relation, Site, FirmTechnology)] == before
    assert [k for k in told.store.batches()[0].counts if not k.endswith(".unchanged")] == []


def test_a_fact_that_left_is_retired_and_a_folder_that_left_takes_all(told: Country) -> None:
    write_facts(told.data, {"technology": FACTS["technology"][:1], "revenue": FACTS["revenue"][:1]})
    told.build()
    assert [t.name for t in told.store.rows(FirmTechnology)] == ["湿法双向拉伸工艺"]
    firm = told.store.firm(FIRM)
    assert firm is not None
    assert (firm.revenue_yi, firm.revenue_year) == (30.0, 2024)
    for file in (told.data / "facts").iterdir():
        file.unlink()
    (told.data / "facts").rmdir()
    told.build()
    assert told.store.rows(FirmTechnology) == told.store.rows(Relation) == told.store.rows(Capacity) == []
    assert [s.kind for s in told.store.rows(Site)] == ["plant"] * 3  # those of the tables of firms
    firm = told.store.firm(FIRM)
    assert firm is not None
    assert firm.revenue_yi is None


def test_a_firm_that_no_table_has_is_left_out(country: Country) -> None:
    write_facts(country.data, {"technology": [{"stock_code": "600000.SH", "technology": "干法拉伸工艺"}]})
    assert country.build().counts["technology"] == 0


def test_what_a_user_says_of_the_same_thing_stays(told: Country, tmp_path: Path) -> None:
    row = {"stock_code": CODE, "product": "湿法隔膜", "share": "70%", "year": "2026"}
    table = write_csv(tmp_path / "产品.csv", [row], list(row))
    ingest_file(told.store, table, told.regions, told.assigner())
    write_facts(told.data, {"revenue": FACTS["revenue"][:1]})
    told.build()
    share = {p.name: (p.share, p.source) for p in told.store.rows(FirmProduct)}
    assert share == {"湿法隔膜": (700_000, "产品"), "涂覆设备": (None, STORED)}


@pytest.mark.parametrize(
    ("table", "row", "said"),
    [
        ("products", {"product": "隔膜", "share": "120%"}, "facts/products.csv row 2, column share: share '120%'"),
        ("products", {"product": "", "share": ""}, "row 2, column product: product is empty"),
        ("capacity", {"product": "膜", "metric": "capacity", "amount": "-3"}, "column amount: amount says '-3'"),
        ("capacity", {"product": "膜", "metric": "面积", "amount": "3"}, "column metric: metric says '面积'"),
        ("relations", {"counterpart": "某某", "relation": "friend"}, "column relation: relation says 'friend'"),
        ("technology", {"technology": "工艺", "year": "2999"}, "column year: the year 2999 lies in the future"),
        ("revenue", {"year": "20", "revenue_yi": "3"}, "column year: year '20' is not four digits"),
        ("revenue", {"revenue_yi": "3", "source": ""}, "column source: no source"),
    ],
)
def test_a_bad_row_is_refused_with_row_and_column(country: Country, table: str, row: dict[str, str], said: str) -> None:
    write_facts(country.data, {table: [row]})
    before = country.store.counts()
    with pytest.raises(InvalidData) as refused:
        country.build()
    assert said in str(refused.value)
    assert country.store.counts() == before


def test_a_table_without_its_columns_or_of_another_name_is_refused(country: Country) -> None:
    file = write_csv(country.data / "facts" / "relations.csv", [{"stock_code": CODE}], ["stock_code"])
    with pytest.raises(MissingColumn, match="counterpart"):
        country.build()
    file.unlink()
    write_csv(country.data / "facts" / "landings.csv", [{"stock_code": CODE}], ["stock_code"])
    with pytest.raises(UnreadableFile, match=r"landings\.csv"):
        country.build()
