"""A small country: three chains, a dozen places and firms, so that every expected value can be worked out on paper.

`write_data` writes it as a `data/` folder, read by the same code as the one that ships.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from hypothesis import settings

from graph.model import catalogue as cat
from graph.model.regions import Regions
from graph.store.embedded.store import EmbeddedStore
from ingest.assign.assigner import Assigner
from ingest.assign.lexicon import GeneralTerms
from ingest.load.build import BuildReport, build
from recommend.encode.encoder import CachedEncoder, HashEncoder

ROOT = Path(__file__).resolve().parents[2]
CODE_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # without I, O, S, V, Z
calm = settings(deadline=None, max_examples=80)  # the machine is shared: no test fails for being slow

# chain → (name, segments in order: id → (name, tier, products, codes), links)
CHAINS: dict[str, tuple[str, dict[str, tuple[str, str, list[str], list[str]]], list[tuple[str, str, str, float]]]] = {
    "battery_ev": (
        "动力电池和新能源汽车",
        {
            "separator": ("电池隔膜", "upstream", ["锂电隔膜", "湿法隔膜", "涂覆隔膜"], ["2929"]),
            "cell": ("电芯", "midstream", ["锂离子电池", "动力电池", "储能电芯"], ["3841"]),
            "pack": ("电池包", "downstream", ["动力电池包", "电池模组", "电池管理系统"], ["3849"]),
        },
        [("separator", "cell", "material", 0.2), ("cell", "pack", "component", 0.6)],
    ),
    "equipment": (
        "高端装备制造",
        {
            "motor": ("起重电机", "upstream", ["起重用电动机", "变频电机", "电动机"], ["3812"]),
            "crane": ("起重机", "midstream", ["桥式起重机", "门式起重机", "起重机械"], ["3432"]),
            "service": ("起重机维修服务", "downstream", ["起重机维修", "起重机安装", "起重机检测"], []),
        },
        [("motor", "crane", "component", 0.15), ("crane", "service", "equipment", 0.3)],
    ),
    "green_food": (
        "绿色食品",
        {
            "flour": ("面粉加工", "upstream", ["面粉", "小麦粉", "专用粉"], ["1311"]),
            "noodles": ("面制品", "midstream", ["挂面", "方便面", "鲜湿面条"], ["1431"]),
            "retail": ("食品连锁", "downstream", ["食品连锁超市", "面点连锁", "早餐工程"], []),
        },
        [("flour", "noodles", "material", 0.5), ("noodles", "retail", "channel", 0.2)],
    ),
}
TERMS: dict[str, Any] = {
    "general": {"equipment.crane": ["起重", "重工"], "battery_ev.cell": ["电池"]},
    "outside": [["银行", "信用社", "五金", "百货"], ["水泥制品", "混凝土"]],
    "stop": ["加工"],
}
PLACES = ("410000", "410100", "410700", "410721", "410783", "310000", "320000", "320500", "440000", "440300")
COLUMNS = (
    "uscc",
    "stock_code",
    "name",
    "aliases",
    "region_code",
    "province",
    "city",
    "county",
    "unit",
    "address",
    "products",
    "business_scope",
    "gbt4754",
    "founded",
    "registered_capital_wan",
    "employees",
    "revenue_yi",
    "revenue_year",
    "tags",
    "parent",
    "sites",
    "source",
    "as_of",
    "verified_identity",
    "verified_products",
)
FIRMS: dict[str, list[dict[str, str]]] = {
    "battery_ev": [
        {"name": "新乡市明日电芯有限公司", "region_code": "410700", "products": "锂离子电池;动力电池", "tags": "中型"},
        {
            "name": "深圳薄膜先锋有限公司",
            "aliases": "薄膜先锋",
            "region_code": "440300",
            "products": "锂电隔膜;湿法隔膜",
            "tags": "大型;龙头",
            "sites": "320500;310000",
            "verified_identity": "true",
            "verified_products": "true",
            "stock_code": "300999.SZ",
        },
        {"name": "苏州涂覆科技有限公司", "region_code": "320500", "products": "涂覆隔膜", "tags": "小型"},
        {
            "name": "上海包能系统有限公司",
            "region_code": "310000",
            "products": "动力电池包;电池管理系统",
            "tags": "中型",
        },
    ],
    "equipment": [
        {"name": "河南大力机械有限公司", "region_code": "410783", "products": "桥式起重机;门式起重机", "tags": "大型"},
        {
            "name": "苏州恒转电气有限公司",
            "region_code": "320500",
            "products": "变频电机;电动机",
            "sites": "410721",
            "tags": "中型",
        },
        {"name": "深圳精转电气有限公司", "region_code": "440300", "products": "起重用电动机", "tags": "小型"},
    ],
    "green_food": [
        {"name": "新乡市金穗食品有限公司", "region_code": "410721", "products": "面粉;小麦粉", "tags": "大型"},
        {"name": "上海长面食品有限公司", "region_code": "310000", "products": "挂面;方便面", "tags": "大型"},
        {"name": "郑州鲜面食品有限公司", "region_code": "410100", "products": "鲜湿面条", "tags": "小型"},
    ],
}


def code(district: str, serial: str = "MA40XYW12") -> str:
    """A valid credit code of a firm registered in this district.

    The check digit is worked out here anew: 31 − Σ 3^i·c_i modulo 31 (GB 32100-2015, 4.3).
    """
    body = f"91{district}{serial}"
    total = sum(pow(3, i, 31) * CODE_LETTERS.index(c) for i, c in enumerate(body))
    return body + CODE_LETTERS[-total % 31]


def write_csv(file: Path, rows: Sequence[Mapping[str, str]], columns: Sequence[str] = COLUMNS) -> Path:
    """Rows under these columns; cells not given stay empty."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(columns))
        writer.writeheader()
        writer.writerows(rows)
    return file


def write_chain(folder: Path, chain_id: str, **changes: Any) -> Path:
    """One chain's YAML; `changes` replace the lists of links or segments."""
    name, segments, links = CHAINS[chain_id]
    document = {
        "id": chain_id,
        "name": name,
        "name_en": chain_id,
        "set": "small",
        "description": "小链",
        "source": "test",
        "segments": [
            {
                "id": s,
                "name": n,
                "name_en": s,
                "tier": tier,
                "description": f"{n}。",
                "products": products,
                "gbt4754": codes,
                "value_weight": 0.5,
                "source": "test",
            }
            for s, (n, tier, products, codes) in segments.items()
        ],
        "links": [
            {"from": a, "to": b, "kind": kind, "share": share, "source": "test (estimate)"}
            for a, b, kind, share in links
        ],
    } | changes
    file = folder / "chains" / f"{chain_id}.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return file


def write_firms(folder: Path, stem: str, rows: Sequence[Mapping[str, str]]) -> Path:
    """One shipped table of firms."""
    return write_csv(folder / "firms" / f"{stem}.csv", [{"source": "test", "as_of": "2025"} | dict(r) for r in rows])


def write_data(folder: Path) -> Path:
    """The whole small country."""
    for chain_id in CHAINS:
        write_chain(folder, chain_id)
    for stem, rows in FIRMS.items():
        write_firms(folder, stem, rows)
    (folder / "terms.yaml").write_text(yaml.safe_dump(TERMS, allow_unicode=True), encoding="utf-8")
    with (ROOT / "data" / "regions.csv").open(encoding="utf-8", newline="") as handle:
        rows = [r for r in csv.DictReader(handle) if r["code"] in PLACES]
    write_csv(folder / "regions.csv", rows, list(rows[0]))
    park = {
        "id": "p1",
        "name": "新乡电池园",
        "chains": "battery_ev",
        "lead_segments": "battery_ev.cell",
        "region_code": "410700",
    }
    write_csv(
        folder / "parks.csv",
        [park],
        [
            *park,
            "unit",
            "land_mu",
            "plants_m2",
            "energy",
            "environment",
            "chemical_park",
            "note",
            "source",
            "as_of",
            "verified",
        ],
    )
    return folder


class Country:
    """A small `data/` folder with a store beside it: what `liantu build` and `liantu ingest` work on."""

    def __init__(self, place: Path) -> None:
        self.data = write_data(place / "data")
        self.url = f"sqlite:///{place / 'liantu.db'}"
        self.vectors = place / "vectors"

    @property
    def regions(self) -> Regions:
        return Regions.load(self.data / "regions.csv")

    @property
    def catalogue(self) -> cat.Catalogue:
        return cat.load(self.data / "chains")

    @property
    def encoder(self) -> CachedEncoder:
        return CachedEncoder(HashEncoder(), self.vectors)

    @property
    def store(self) -> EmbeddedStore:
        return EmbeddedStore.open(self.url)

    def assigner(self) -> Assigner:
        catalogue = self.catalogue
        terms = GeneralTerms.load(self.data / "terms.yaml").through(catalogue.retired.now)
        return Assigner(list(catalogue.segments.values()), self.encoder, terms)

    def build(self) -> BuildReport:
        return build(lambda: EmbeddedStore.create(self.url), self.data, self.catalogue, self.regions, self.assigner())

    def copy_to(self, place: Path) -> Country:
        """The same, to be changed by one test alone."""
        shutil.copytree(self.data.parent, place, dirs_exist_ok=True)
        twin = Country.__new__(Country)
        twin.data, twin.url, twin.vectors = (
            place / "data",
            f"sqlite:///{place / 'liantu.db'}",
            place / "vectors",
        )
        return twin


def state(store: EmbeddedStore) -> tuple[dict[str, int], str]:
    """What a failing load must leave as it was."""
    return store.counts(), store.data_version()
