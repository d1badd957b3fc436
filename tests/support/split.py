"""The small country after its catalogue was revised: a segment split in two, one renamed, one that only buys.

`battery_ev.separator` became `wet_separator` and `dry_separator`, `battery_ev.cell` became `accumulator` by way of
`power_cell`, and `battery_ev.grid` is a demand node that takes packs.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from tests.support.small import CHAINS, TERMS, Country, write_chain, write_csv

SEPARATOR, CELL = "battery_ev.separator", "battery_ev.cell"
WET, DRY = "battery_ev.wet_separator", "battery_ev.dry_separator"
ACCUMULATOR, GRID = "battery_ev.accumulator", "battery_ev.grid"
ROWS = (
    {"old": SEPARATOR, "new": f"{WET};{DRY}"},
    {"old": CELL, "new": "battery_ev.power_cell"},
    {"old": "battery_ev.power_cell", "new": ACCUMULATOR},
)


def retire(folder: Path, *rows: Mapping[str, str]) -> Path:
    """Write the table of retired ids into a data folder."""
    return write_csv(folder / "segments_retired.csv", list(rows), ("old", "new"))


def revise(country: Country) -> None:
    """Give the country the new catalogue; its store is not touched."""
    before = CHAINS["battery_ev"][1]
    pack = before["pack"]
    segments = [
        _segment("wet_separator", "湿法隔膜", "upstream", ["湿法隔膜", "锂电隔膜", "湿法基膜"], lane="materials"),
        _segment("dry_separator", "干法隔膜", "upstream", ["干法基膜", "涂覆隔膜", "陶瓷涂覆膜"], lane="materials"),
        _segment("accumulator", "电芯", "midstream", before["cell"][2], foreign_share=0.2),
        _segment("pack", pack[0], pack[1], pack[2]),
        _segment("grid", "电网储能用户", "downstream", [], demand=True, value_weight=0.0),
    ]
    write_chain(
        country.data,
        "battery_ev",
        segments=segments,
        lanes=[{"id": "materials", "name": "材料", "name_en": "Materials"}],
        weights_source="统计年鉴2025",
        links=[
            _link("wet_separator", "accumulator", 0.12, "某公司2024年年报，成本表"),
            _link("dry_separator", "accumulator", 0.08, "own knowledge (estimate)"),
            # Ends that have ended and have one heir still hold.
            _link("cell", "pack", 0.6, "own knowledge (estimate)"),
            _link("pack", "grid", 0.3, "own knowledge (estimate)"),
        ],
    )
    retire(country.data, *ROWS)
    terms = {**TERMS, "general": {**TERMS["general"], GRID: ["电网"]}}
    (country.data / "terms.yaml").write_text(yaml.safe_dump(terms, allow_unicode=True), encoding="utf-8")


def _segment(short: str, name: str, tier: str, products: list[str], **more: Any) -> dict[str, Any]:
    given = {"description": f"{name}。", "gbt4754": [], "value_weight": 0.5, "source": "test"}
    return {"id": short, "name": name, "name_en": short, "tier": tier, "products": products, **given, **more}


def _link(a: str, b: str, share: float, source: str) -> dict[str, Any]:
    return {"from": a, "to": b, "kind": "component", "share": share, "source": source}
