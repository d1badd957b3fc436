"""Shipped facts (`data/facts`) about a listed firm of the small country, for the build, the lint and the mask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.support.small import write_csv

CODE = "300999.SZ"  # 深圳薄膜先锋有限公司: separators, seated in Shenzhen
FIRM = f"s:{CODE}"
SOURCE = f"annual report 2025 of {CODE}, read in an extract"
COLUMNS = {
    "products": ("stock_code", "product", "share", "year", "source"),
    "capacity": ("stock_code", "product", "metric", "amount", "unit", "year", "source"),
    "relations": ("stock_code", "counterpart", "relation", "year", "source"),
    "technology": ("stock_code", "technology", "technology_kind", "related_product", "year", "source"),
    "revenue": ("stock_code", "year", "revenue_yi", "source"),
}
Rows = Sequence[Mapping[str, str]]
FACTS: dict[str, Rows] = {
    "products": [{"product": "湿法隔膜", "share": "62.5%"}, {"product": "涂覆设备", "share": ""}],
    "capacity": [
        {"product": "湿法隔膜", "metric": "capacity", "amount": "12", "unit": "亿平方米/年"},
        {"product": "湿法隔膜", "metric": "capacity_utilization", "amount": "93.5", "unit": "%"},
    ],
    "relations": [
        {"counterpart": "上海包能系统有限公司", "relation": "customer"},
        {"counterpart": "苏州薄膜先锋有限公司", "relation": "subsidiary"},
    ],
    "technology": [
        {"technology": "湿法双向拉伸工艺", "technology_kind": "process", "related_product": "湿法隔膜"},
        {"technology": "陶瓷涂覆技术", "technology_kind": "core", "related_product": ""},
    ],
    "revenue": [{"year": "2024", "revenue_yi": "30"}, {"year": "2025", "revenue_yi": "36"}],
}


def write_facts(data: Path, facts: Mapping[str, Rows] = FACTS) -> None:
    """Write these tables; cells that a row leaves out are those of a right row about our firm."""
    right = {"stock_code": CODE, "year": "2025", "source": SOURCE}
    for table, rows in facts.items():
        write_csv(data / "facts" / f"{table}.csv", [right | dict(r) for r in rows], COLUMNS[table])
