"""What a firm is in a segment, by its name."""

from __future__ import annotations

import pytest

from graph.model.chains import Catalogue
from graph.model.records import StatedFacts
from graph.store.embedded.store import EmbeddedStore
from ingest.assign.roles import role_of
from ingest.load.files import ingest_file
from ingest.load.resolve import head_of, merge, to_firm
from tests.support.small import Country, code, write_csv

DRUG, SHOP, FREIGHT, WHEAT = (
    "biomedicine.chemical_drug",
    "biomedicine.retail_pharmacy",
    "logistics.road_freight",
    "agriculture.wheat",
)


@pytest.mark.parametrize(
    ("name", "segment", "role"),
    [
        ("新乡市甲制药有限公司", DRUG, "maker"),
        ("新乡市红旗区乙大药房", DRUG, "trader"),
        ("新乡市红旗区乙大药房", SHOP, "trader"),
        ("新乡丙医药连锁有限公司第三门市部", DRUG, "branch"),
        ("河南丁商贸有限公司", DRUG, "trader"),
        ("新乡市戊运输有限公司", FREIGHT, "service"),
        ("封丘县己小麦种植专业合作社", WHEAT, "cooperative"),
        ("原阳县庚农场", WHEAT, "grower"),
        ("原阳县辛供销有限公司", WHEAT, "trader"),
        ("壬物流有限公司新乡分公司", FREIGHT, "branch"),
    ],
)
def test_role_by_name(catalogue: Catalogue, name: str, segment: str, role: str) -> None:
    assert role_of({"name": name}, catalogue.segments[segment]) == role


def test_who_states_products_is_no_seller_by_name_alone(catalogue: Catalogue) -> None:
    group: StatedFacts = {"name": "甲国际贸易集团有限公司", "products": ["布洛芬片"]}
    plant: StatedFacts = {"name": "甲化学股份有限公司新乡分公司", "products": ["布洛芬片"]}
    carrier: StatedFacts = {"name": "甲物流有限公司新乡分公司", "products": ["公路货运"]}
    assert role_of(group, catalogue.segments[DRUG]) == "maker"
    assert role_of(plant, catalogue.segments[DRUG]) == "maker"
    assert role_of(carrier, catalogue.segments[FREIGHT]) == "branch"


@pytest.mark.parametrize(
    ("branch", "head"),
    [
        ("中国石化销售股份有限公司河南新乡石油分公司", "中国石化销售股份有限公司"),
        ("甲医药有限责任公司第三门市部", "甲医药有限责任公司"),
        ("乙集团公司长垣分公司", "乙集团公司"),
        ("新乡分公司", ""),
        ("红旗区丙药店", ""),
        ("丁有限公司", ""),
    ],
)
def test_the_firm_behind_a_branch(branch: str, head: str) -> None:
    assert head_of(branch) == head


def test_a_shop_is_in_the_segment_and_no_strength_of_it(country: Country, tmp_path) -> None:
    """From the file to the columns: role, house and status are stored, and only the maker counts."""
    rows = [
        {"企业名称": "新乡市甲面粉有限公司", "经营范围": "面粉、小麦粉生产"},
        {"企业名称": "新乡市乙面粉批发部", "经营范围": "面粉、小麦粉销售"},
        {"企业名称": "甲面粉有限公司新乡分公司", "经营范围": "面粉、小麦粉生产"},
    ]
    rows = [r | {"城市": "新乡市", "统一社会信用代码": code("410700", f"MA4000{i}02")} for i, r in enumerate(rows)]
    file = write_csv(tmp_path / "登记.csv", rows, list(rows[0]))
    ingest_file(country.store, file, country.regions, country.assigner())
    store: EmbeddedStore = country.store
    ids = {f.name: f.id for f in store.firms()}
    roles = {m.firm_id: m.role for r in rows for m in store.memberships([ids[r["企业名称"]]])}
    assert set(roles.values()) == {"maker", "trader", "branch"}
    assert [f.branch_of for f in store.firms([ids["甲面粉有限公司新乡分公司"]])] == ["甲面粉有限公司"]
    assert [s["scope"] for s in store.sources()] == ["roll", "roll", "roll", ""]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (
            [{"status": "active", "status_date": "2020-01-01"}, {"status": "revoked", "status_date": "2024-05-01"}],
            "revoked",
        ),
        (
            [{"status": "dissolved", "status_date": "2021-01-01"}, {"status": "active", "status_date": "2024-01-01"}],
            "active",
        ),
        ([{"status": "active", "as_of": "2025"}, {"status": "moved_out", "as_of": "2025"}], "moved_out"),
        ([{"status": "suspended"}, {"status": "unknown", "status_date": "2026-01-01"}], "suspended"),
        ([{}, {}], "unknown"),
    ],
)
def test_the_status_told_last_counts(told: list[StatedFacts], expected: str) -> None:
    records = [(f"源{i}", {"name": "甲", **facts}) for i, facts in enumerate(told)]
    assert to_firm(merge("f", records), "", "", "").status == expected  # type: ignore[arg-type]
