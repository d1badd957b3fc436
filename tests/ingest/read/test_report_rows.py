"""Tables of facts about firms: what is told becomes records with source and year, the rest is named with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from graph.errors import MissingColumn, UnreadableFile
from graph.model.records import MICRO, Capacity, FirmMaterial, FirmProduct, FirmTechnology, Project, Relation, Site
from ingest.load.files import ingest_file
from ingest.load.load_report import LoadReport
from ingest.read.table_kinds import layout
from tests.support.small import Country, state, write_csv

CODE = "300999.SZ"  # 深圳薄膜先锋有限公司 of the small country
OWNER = "s:300999.SZ"


def ingest(country: Country, place: Path, name: str, columns: str, *lines: Sequence[str]) -> LoadReport:
    heads = columns.split(",")
    file = write_csv(place / f"{name}.csv", [dict(zip(heads, line, strict=True)) for line in lines], heads)
    return ingest_file(country.store, file, country.regions, country.assigner())


def reasons(report: LoadReport) -> list[tuple[int, str]]:
    return sorted((p.row, p.code) for p in report.problems)


@pytest.mark.parametrize(
    ("columns", "kind"),
    [
        ("ts_code,short,product,type,revenue_proportion", "products"),
        ("ts_code,short,material,target_product,cost_proportion", "materials"),
        ("ts_code,short,counterpart,relation_type", "relations"),
        ("ts_code,short,product,metric_type,value,period", "capacity"),
        ("ts_code,short,name,asset_type,related_product", "technology"),
        ("ts_code,name,fullname,province", "listed"),
        ("企业名称,结果,日期,环节", "decisions"),
        ("企业名称,项目名称,状态,投资额", "projects"),
        ("企业名称,统一社会信用代码,经营范围", "firms"),
        # Where firms really went is what a back-test is measured by; it is no table of ours.
        ("ts_code,short,project,project_type,dest_adcode,investment", "firms"),
        ("name,product,type,revenue_proportion", "firms"),
    ],
)
def test_kind_of_a_table(columns: str, kind: str) -> None:
    assert layout(columns.split(",")).kind == kind


def test_products_with_shares_reach_store_and_memberships(country: Country, tmp_path: Path) -> None:
    report = ingest(
        country,
        tmp_path,
        "年报产品",
        "ts_code,short,product,type,revenue_proportion",
        (CODE, "先锋", "锂电隔膜", "material", "62.5%"),
        (CODE, "先锋", "湿法隔膜", "material", "占营业收入12.5%"),
        (CODE, "先锋", "其他业务", "service", "1%"),
        (CODE, "先锋", "面粉", "material", "150%"),
        ("000001.SZ", "不识", "面粉", "", "10%"),
    )
    assert (report.kind, report.rows, report.firms, report.new_firms, report.rejected) == ("products", 5, 1, 0, 2)
    assert report.facts == {"product": 3}
    assert reasons(report) == [(4, "no_product"), (5, "bad_share"), (6, "unknown_firm")]
    assert country.store.of_firms(FirmProduct, [OWNER]) == [
        FirmProduct(OWNER, "湿法隔膜", 125_000, "material", source="年报产品"),
        FirmProduct(OWNER, "锂电隔膜", 625_000, "material", source="年报产品"),
        FirmProduct(OWNER, "面粉", None, "material", source="年报产品"),
    ]
    shares = {m.segment_id: m.revenue_share for m in country.store.memberships([OWNER])}
    assert shares["battery_ev.separator"] == 750_000
    assert shares.get("green_food.flour") is None


def test_relations_link_known_firms_and_keep_the_others_by_name(country: Country, tmp_path: Path) -> None:
    report = ingest(
        country,
        tmp_path,
        "往来",
        "ts_code,short,counterpart,relation_type",
        (CODE, "先锋", "新乡市明日电芯有限公司及其子公司", "customer"),
        (CODE, "先锋", "客户A", "customer"),
        (CODE, "先锋", "甲乙会计师事务所", "supplier"),
        (CODE, "先锋", "薄膜先锋（上海）有限公司", "subsidiary"),
        (CODE, "先锋", "江苏膜业有限公司", "subsidiary"),
        (CODE, "先锋", "深圳膜材有限公司", "subsidiary"),
        (CODE, "先锋", "深圳薄膜先锋有限公司", "subsidiary"),
        (CODE, "先锋", "广东省国有资产监督管理委员会", "subsidiary"),
        (CODE, "先锋", "甲、乙丙厂", "rival"),
    )
    assert reasons(report) == [(3, "anonymous"), (4, "service"), (8, "itself"), (9, "not_subsidiary"), (10, "bad_kind")]
    buyer = next(f.id for f in country.store.firms() if f.name == "新乡市明日电芯有限公司")
    found = {r.to_name: r for r in country.store.of_firms(Relation, [OWNER])}
    assert found["新乡市明日电芯有限公司"] == Relation(
        OWNER, buyer, "customer", "", "新乡市明日电芯有限公司", "", "往来"
    )
    assert found["江苏膜业有限公司"].to_id == "x:江苏膜业有限公司"
    assert (found["江苏膜业有限公司"].to_known, found["新乡市明日电芯有限公司"].to_known) == (False, True)
    assert found["广东省国有资产监督管理委员会"].kind == "parent"
    assert len(found) == 5
    read = {(s.region, s.name) for s in country.store.of_firms(Site, [OWNER]) if s.kind == "subsidiary"}
    assert read == {
        ("310000", "薄膜先锋（上海）有限公司"),
        ("320000", "江苏膜业有限公司"),
    }  # the one at the seat is none
    firm = country.store.firm(OWNER)
    assert firm is not None
    assert firm.sites == ("320500", "310000")  # what the firm table declares stays as it is
    assert {s.region for s in country.store.of_firms(Site, [OWNER]) if s.kind == "plant"} == {"310000", "320500"}


def test_materials(country: Country, tmp_path: Path) -> None:
    report = ingest(
        country,
        tmp_path,
        "采购",
        "ts_code,short,material,target_product,cost_proportion",
        (CODE, "先锋", "聚乙烯", "湿法隔膜", "41.2%"),
        (CODE, "先锋", "白油、二氯甲烷", "隔膜", "9%"),
        (CODE, "先锋", "直接人工", "", "12%"),
        (CODE, "先锋", "供应商一", "", "3%"),
        (CODE, "先锋", "苏州涂覆科技有限公司", "", "2%"),
    )
    assert reasons(report) == [(4, "cost_item"), (5, "anonymous"), (6, "firm_as_material")]
    assert country.store.rows(FirmMaterial) == [
        FirmMaterial(OWNER, "二氯甲烷", "隔膜", None, source="采购"),  # one share for two is nobody's
        FirmMaterial(OWNER, "白油", "隔膜", None, source="采购"),
        FirmMaterial(OWNER, "聚乙烯", "湿法隔膜", 412_000, source="采购"),
    ]
    (tie,) = country.store.rows(Relation)
    assert (tie.kind, tie.to_known, tie.to_name) == ("supplier", True, "苏州涂覆科技有限公司")


def test_capacity_under_construction_is_a_project(country: Country, tmp_path: Path) -> None:
    report = ingest(
        country,
        tmp_path,
        "产能",
        "ts_code,short,product,metric_type,value,period",
        (CODE, "先锋", "隔膜", "production_volume", "2.5亿平方米", "2025年"),
        (CODE, "先锋", "隔膜", "capacity_utilization", "83%", "报告期"),
        (CODE, "先锋", "苏州二期（在建）", "capacity", "3亿平方米/年", "2025年末"),
        (CODE, "先锋", "隔膜", "inventory_volume", "不多", "开业之日"),
        (CODE, "先锋", "隔膜", "capacity", "", "2025年"),
    )
    assert reasons(report) == [(5, "bad_period"), (5, "bad_value"), (6, "no_value")]
    held = {(c.product, c.metric): c for c in country.store.rows(Capacity)}
    assert held["隔膜", "production_volume"] == Capacity(
        OWNER, "隔膜", "production_volume", "2025年", "2.5亿平方米", 2.5, "亿平方米", "2025", "产能"
    )
    # 报告期 means the year that most periods of the table name.
    assert (held["隔膜", "capacity_utilization"].amount, held["隔膜", "capacity_utilization"].as_of) == (83.0, "2025")
    assert (held["隔膜", "inventory_volume"].amount, held["隔膜", "inventory_volume"].as_of) == (None, "")
    assert country.store.rows(Project) == [
        Project(
            OWNER, "苏州二期（在建）", "320500", "capacity", None, "在建", "2025年末", "3亿平方米/年", "2025", "产能"
        )
    ]
    assert Site(OWNER, "320500", "project", "苏州二期（在建）", "由名称识别", "2025", "产能") in country.store.rows(
        Site
    )


def test_technology_and_an_offices_projects(country: Country, tmp_path: Path) -> None:
    ingest(
        country,
        tmp_path,
        "技术",
        "ts_code,short,name,asset_type,related_product",
        (CODE, "先锋", "湿法双拉", "core_technology", "隔膜"),
    )
    assert country.store.rows(FirmTechnology) == [
        FirmTechnology(OWNER, "湿法双拉", "core_technology", "隔膜", "", "技术")
    ]
    report = ingest(
        country,
        tmp_path,
        "项目",
        "企业名称,项目名称,状态,投资额,地区,期间",
        ("河南大力机械有限公司", "新乡起重机产业园", "在建", "19,200万元", "新乡市", "2024"),
        ("河南大力机械有限公司", "二号车间", "规划", "很多", "火星", "2026"),
    )
    assert reasons(report) == [(3, "bad_number"), (3, "unknown_region")]
    found = {p.name: (p.region, p.investment_yi, p.status, p.as_of) for p in country.store.rows(Project)}
    assert found == {"新乡起重机产业园": ("410700", 1.92, "在建", "2024"), "二号车间": ("", None, "规划", "2026")}


def test_twice_is_once_and_a_newer_table_replaces_its_own(country: Country, tmp_path: Path) -> None:
    columns = "ts_code,short,counterpart,relation_type"
    ingest(
        country,
        tmp_path,
        "往来",
        columns,
        (CODE, "", "甲乙有限公司", "supplier"),
        (CODE, "", "丙丁有限公司", "supplier"),
    )
    ingest(country, tmp_path, "别处", columns, (CODE, "", "戊己有限公司", "supplier"))
    ingest(
        country,
        tmp_path,
        "往来",
        columns,
        (CODE, "", "甲乙有限公司", "supplier"),
        (CODE, "", "丙丁有限公司", "supplier"),
    )
    assert set(country.store.batches()[0].counts) == {"relation.unchanged", "source.unchanged"}
    ingest(country, tmp_path, "往来", columns, (CODE, "", "甲乙有限公司", "supplier"))
    assert {(r.to_name, r.source) for r in country.store.rows(Relation)} == {
        ("甲乙有限公司", "往来"),
        ("戊己有限公司", "别处"),
    }


def test_a_counterparty_that_is_loaded_later_is_met(country: Country, tmp_path: Path) -> None:
    """Kept by name at first; once its table of firms is loaded the tie leads to it, and the old file says the same."""
    columns, line = "ts_code,short,counterpart,relation_type", (CODE, "", "苏州后来电池有限公司", "customer")
    ingest(country, tmp_path, "往来", columns, line)
    ingest(
        country, tmp_path, "名单", "企业名称,所属城市,经营范围", ("苏州后来电池有限公司", "苏州市", "锂离子电池制造")
    )
    (tie,) = country.store.rows(Relation)
    assert (tie.to_known, tie.to_name, tie.source) == (True, "苏州后来电池有限公司", "往来")
    firm = country.store.firm(tie.to_id)
    assert firm is not None
    assert firm.region == "320500"
    ingest(country, tmp_path, "往来", columns, line)
    assert country.store.batches()[0].counts == {"relation.unchanged": 1, "source.unchanged": 1}


def test_a_table_of_facts_alone(country: Country, tmp_path: Path) -> None:
    """Not one of its firms is loaded: one sentence, and nothing is written."""
    before = state(country.store)
    with pytest.raises(
        UnreadableFile,
        match=r"往来\.csv: none of its 1 rows is about a firm that is loaded; load the table of firms first",
    ):
        ingest(
            country,
            tmp_path,
            "往来",
            "ts_code,short,counterpart,relation_type",
            ("000001.SZ", "某", "甲乙有限公司", "customer"),
        )
    assert state(country.store) == before


def test_a_missing_column_makes_it_a_table_of_firms_without_names(country: Country, tmp_path: Path) -> None:
    with pytest.raises(MissingColumn, match="has no column 'name'"):
        ingest(country, tmp_path, "往来", "ts_code,short,counterpart", (CODE, "先锋", "甲乙有限公司"))


def test_a_listed_table_meets_shipped_firms(country: Country, tmp_path: Path) -> None:
    """The firm is found by its stock code; its products come with shares, its year is that of the column."""
    columns = "ts_code,name,fullname,province,city,ownership,uscc,reg_capital_2019,main_products_2025,revenue_2025_est"
    lines = (
        (
            CODE,
            "*ST先锋Ａ",
            "深圳薄膜先锋股份有限公司",
            "广东",
            "深圳市",
            "民营企业",
            "",
            "1,200(万元)",
            "锂电隔膜(62.5%)；其他(1%)",
            "350000000",
        ),
        ("600998.SH", "甲 乙", "苏州甲乙电气股份有限公司", "江苏", "", "地方国有企业", "", "", "变频电机(150%)", ""),
    )
    report = ingest(country, tmp_path, "listed_firms", columns, *lines)
    assert (report.kind, report.firms, report.new_firms, report.matched_firms) == ("listed", 2, 1, 1)
    assert reasons(report) == [(3, "bad_share")]
    firm = country.store.firm(OWNER)
    assert firm is not None
    assert (firm.name, firm.region, firm.revenue_yi, firm.revenue_year) == ("深圳薄膜先锋有限公司", "440300", 3.5, 2025)
    assert (firm.capital_wan, "先锋" in firm.aliases, "民营" in firm.tags) == (1200.0, True, True)
    member = next(m for m in country.store.memberships([OWNER]) if m.segment_id == "battery_ev.separator")
    assert member.revenue_share == round(0.625 * MICRO)
    other = country.store.firm("s:600998.SH")
    assert other is not None
    assert (other.region, other.products) == ("320500", ("变频电机",))  # its name tells the city
    # What later tables leave open is of that year.
    ingest(country, tmp_path, "技术", "ts_code,short,name,asset_type,related_product", (CODE, "", "双拉", "patent", ""))
    assert country.store.rows(FirmTechnology)[0].as_of == "2025"
    assert ingest(country, tmp_path, "listed_firms", columns, *lines).new_firms == 0


def test_gbk_and_damaged_text(country: Country, tmp_path: Path) -> None:
    text = f"ts_code,short,counterpart,relation_type\n{CODE},先锋,甲乙有限公司,customer\n"
    file = tmp_path / "往来.csv"
    file.write_bytes(text.encode("gbk"))
    assert ingest_file(country.store, file, country.regions, country.assigner()).facts["relation"] == 1
    file.write_bytes(text.encode() + b"\xff\xfe\x00\x80")
    with pytest.raises(UnreadableFile, match="zero bytes"):
        ingest_file(country.store, file, country.regions, country.assigner())
