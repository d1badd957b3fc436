"""A small clean `data/` that tests of the lint spoil in one place and then write."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import yaml

from tests.support.cities import ROW
from tests.support.small import COLUMNS

MADE = {
    "first": ["碳酸锂", "碳酸锂;锂矿石", "氢氧化锂;碳酸锂", "锂矿石", "氢氧化锂"],
    "second": ["锂电池", "锂电池;电芯", "锂电池;储能电池", "电芯", "储能电池"],
}


def city(code: str, name: str) -> dict[str, str]:
    """A row of cities.csv that nothing is wrong with."""
    return ROW | {"region_code": code, "name": name}


class Folder:
    """A `data/` in memory that tests spoil in one place and then write."""

    def __init__(self) -> None:
        self.chain = self._chain()
        self.terms: dict[str, Any] = {"general": {"toy.cell": ["电池"]}, "outside": [["餐饮"]], "stop": ["新型"]}
        self.firms = {
            name: [self.firm(f"新乡市第{name}{i}{n}有限公司", product) for i, product in enumerate(products)]
            for n, (name, products) in enumerate(MADE.items())
        }
        self.tables = self._tables()

    @staticmethod
    def segment(id: str, products: list[str], code: str) -> dict[str, Any]:
        return {
            "id": id,
            "name": f"{id}环节",
            "name_en": id,
            "tier": "midstream",
            "description": "说明。",
            "products": products,
            "gbt4754": [code],
            "value_weight": 0.5,
            "siting": {"investment_yi": [1, 5], "power": "low"},
            "source": "own knowledge",
        }

    @classmethod
    def _chain(cls) -> dict[str, Any]:
        return {
            "id": "toy",
            "name": "玩具链",
            "name_en": "Toy",
            "set": "test",
            "description": "说明。",
            "source": "own knowledge",
            "weights_source": "own knowledge of the statistical yearbook 2024",
            "segments": [
                cls.segment("ore", ["锂矿石", "碳酸锂", "氢氧化锂"], "0939"),
                cls.segment("cell", ["锂电池", "电芯", "储能电池"], "3841"),
            ],
            "links": [
                {"from": "ore", "to": "cell", "kind": "material", "share": 0.4, "source": "own knowledge (estimate)"}
            ],
        }

    @staticmethod
    def _tables() -> dict[str, list[dict[str, str]]]:
        own = {"source": "own knowledge", "as_of": "2025", "verified": "false"}
        place = {"province": "河南省", "city": "新乡市", "region_code": "410700", "chains": "toy"} | own
        return {
            "institutions/toy.csv": [{"name": "某大学化学学院", "kind": "university", "segments": "toy.cell", **place}],
            "parks.csv": [
                {
                    "id": "p",
                    "name": "电池园",
                    "lead_segments": "toy.cell",
                    "unit": "长垣市",
                    "land_mu": "",
                    "plants_m2": "",
                    "energy": "",
                    "environment": "",
                    "chemical_park": "",
                    **place,
                }
            ],
            "districts.csv": [
                {"id": "changyuan", "name": "长垣市", "kind": "county_city", "region_code": "410783", **own}
            ],
            "zones.csv": [{"id": "z", "name": "某高新区", "kind": "high_tech", **place}],
            "events.csv": [{"id": "e", "name": "电池展", **place}],
            "cities.csv": [city("410700", "新乡市"), city("410100", "郑州市")],
            "regions.csv": [
                {
                    "code": code,
                    "level": level,
                    "name": name,
                    "short": name[:-1],
                    "parent": parent,
                    "lng": "113.9",
                    "lat": "35.3",
                    **own,
                }
                for code, level, name, parent in (
                    ("410000", "province", "河南省", ""),
                    ("410700", "city", "新乡市", "410000"),
                    ("410100", "city", "郑州市", "410000"),
                    ("410783", "county", "长垣市", "410700"),
                )
            ],
        }

    @staticmethod
    def firm(name: str, products: str, **more: str) -> dict[str, str]:
        given = {
            "name": name,
            "products": products,
            "region_code": "410700",
            "province": "河南省",
            "city": "新乡市",
            "tags": "民营;中型",
            "source": "own knowledge",
            "as_of": "2025",
            "verified_identity": "false",
            "verified_products": "false",
        }
        return dict.fromkeys(COLUMNS, "") | given | more

    def write(self, data: Path) -> Path:
        for folder in ("chains", "firms", "institutions", "rules"):
            (data / folder).mkdir(parents=True)
        (data / "chains" / "toy.yaml").write_text(yaml.safe_dump(self.chain, allow_unicode=True), encoding="utf-8")
        (data / "terms.yaml").write_text(yaml.safe_dump(self.terms, allow_unicode=True), encoding="utf-8")
        for name, rows in (self.tables | {f"firms/{k}.csv": v for k, v in self.firms.items()}).items():
            _write_csv(data / name, rows)
        return data


def _write_csv(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
