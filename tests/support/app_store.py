"""The small store the app's tests run on: two chains, eight segments, sixteen firms, as text."""

from __future__ import annotations

import csv
from pathlib import Path

import yaml

from tests.support.small import ROOT as ROOT

REGIONS = [
    ("410000", "province", "河南省", "河南", "", "113.62", "34.75"),
    ("410100", "city", "郑州市", "郑州", "410000", "113.62", "34.75"),
    ("410700", "city", "新乡市", "新乡", "410000", "113.93", "35.30"),
    ("410783", "county", "长垣市", "长垣", "410700", "114.67", "35.20"),
    ("350000", "province", "福建省", "福建", "", "119.30", "26.10"),
    ("350100", "city", "福州市", "福州", "350000", "119.30", "26.07"),
    ("350900", "city", "宁德市", "宁德", "350000", "119.55", "26.67"),
    ("440000", "province", "广东省", "广东", "", "113.26", "23.13"),
    ("440300", "city", "深圳市", "深圳", "440000", "114.06", "22.54"),
]
SEGMENTS = {
    "battery_ev": [
        ("cathode", "正极材料", "Cathode materials", "upstream", ["磷酸铁锂", "三元材料", "钴酸锂"]),
        ("separator", "隔膜", "Separators", "upstream", ["锂电池隔膜", "湿法隔膜", "涂覆隔膜"]),
        ("cell", "电芯", "Cells", "midstream", ["锂离子电芯", "动力电芯", "储能电芯"]),
        ("vehicle", "整车", "Vehicles", "downstream", ["新能源客车", "电动乘用车", "纯电动物流车"]),
        ("testing", "电池检测", "Battery testing", "support", ["电池检测服务", "电芯测试设备", "化成检测"]),
    ],
    "textile": [
        ("viscose", "粘胶纤维", "Viscose", "upstream", ["粘胶长丝", "粘胶短纤", "再生纤维素"]),
        ("nonwoven", "非织造布", "Nonwovens", "midstream", ["水刺无纺布", "纺粘布", "熔喷布"]),
        ("garment", "服装", "Garments", "downstream", ["职业装", "针织服装", "防护服装"]),
    ],
}
LINKS = {
    "battery_ev": [
        ("cathode", "cell", "material", 0.4),
        ("separator", "cell", "material", 0.1),
        ("cell", "vehicle", "component", 0.35),
        ("testing", "cell", "service", 0.02),
        ("textile.nonwoven", "separator", "material", 0.05),
    ],
    "textile": [("viscose", "nonwoven", "material", 0.5), ("nonwoven", "garment", "material", 0.2)],
}
# What one list can hardly have missed: plants of this size. What they need of land and power nobody knows.
SITING = {"battery_ev": {"investment_yi": [2, 10]}}
# Who buys what at which share is an estimate, but for one link.
SOURCED = {("cathode", "cell"): "annual report 2025 of 某电芯股份: cathode 40% of cost"}
FOREIGN = {"cell": 0.3}
NAMES = {"battery_ev": ("动力电池", "Power batteries"), "textile": ("现代纺织", "Textiles")}
LOCAL_CELLS, LOCAL_CATHODES = ("新乡甲电芯有限公司", "新乡乙电芯有限公司"), ("新乡甲正极有限公司", "新乡乙正极有限公司")
OUTSIDE_SEPARATORS = ("宁德隔膜科技有限公司", "深圳隔膜股份有限公司")
LOCAL_SEPARATOR_SITE = "郑州隔膜有限公司"
# name, region, products, tags, verified
FIRMS = {
    "battery_ev": [
        *((n, "410700", "动力电芯;储能电芯", "民营;大型", True) for n in LOCAL_CELLS),
        (LOCAL_CATHODES[0], "410783", "磷酸铁锂;三元材料", "民营;大型", True),
        (LOCAL_CATHODES[1], "410783", "磷酸铁锂", "民营;小型", True),
        ("新乡客车有限公司", "410700", "新能源客车", "国有;中型", True),
        (OUTSIDE_SEPARATORS[0], "350900", "锂电池隔膜;湿法隔膜", "民营;大型;上市", True),
        (OUTSIDE_SEPARATORS[1], "440300", "涂覆隔膜;锂电池隔膜", "民营;中型", False),
        (LOCAL_SEPARATOR_SITE, "410100", "湿法隔膜", "民营;小型", False),
        ("郑州电池检测有限公司", "410100", "电池检测服务;化成检测", "民营;小型", True),
    ],
    "textile": [
        *((f"新乡{c}粘胶有限公司", "410700", "粘胶长丝;粘胶短纤", "民营;大型", True) for c in "甲乙丙"),
        *((f"长垣{c}服装有限公司", "410783", "职业装;防护服装", "民营;中型", True) for c in "甲乙丙"),
        ("深圳无纺布有限公司", "440300", "水刺无纺布;熔喷布", "民营;大型", True),
    ],
}
OLD_WAY, NEW_WAY = "磷酸铁锂固相法", "磷酸锰铁锂"  # technology routes of the cathode, where a test adds them
UPLOAD = "企业名称,主要产品,城市\n新乡新隔膜有限公司,锂电池隔膜,新乡市\n,湿法隔膜,新乡市\n".encode()


def write_data(data: Path) -> None:
    """Write the `data/` folder."""
    for folder in ("chains", "firms"):
        (data / folder).mkdir(parents=True)
    with (data / "regions.csv").open("w", encoding="utf-8", newline="") as handle:
        out = csv.writer(handle)
        out.writerow(["code", "level", "name", "short", "parent", "lng", "lat", "source", "as_of", "verified"])
        out.writerows([*r, "own knowledge", "2025", "true"] for r in REGIONS)
    empty: dict[str, object] = {"general": {}, "outside": [], "stop": []}
    (data / "terms.yaml").write_text(yaml.safe_dump(empty), encoding="utf-8")
    for chain, segments in SEGMENTS.items():
        document = {
            "id": chain,
            "name": NAMES[chain][0],
            "name_en": NAMES[chain][1],
            "set": "test",
            "description": "试验用产业链。",
            "source": "own knowledge",
            "segments": [
                {
                    "id": i,
                    "name": n,
                    "name_en": e,
                    "tier": t,
                    "description": f"{n}的说明。",
                    "products": p,
                    "value_weight": 0.2,
                    "foreign_share": FOREIGN.get(i),
                    "source": "own knowledge",
                    "siting": SITING.get(chain, {}),
                }
                for i, n, e, t, p in segments
            ],
            "links": [
                {"from": a, "to": b, "kind": k, "share": s, "source": SOURCED.get((a, b), "estimate")}
                for a, b, k, s in LINKS[chain]
            ],
        }
        (data / "chains" / f"{chain}.yaml").write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
        with (data / "firms" / f"{chain}.csv").open("w", encoding="utf-8", newline="") as handle:
            rows = csv.writer(handle)
            ticks = ["verified_identity", "verified_products"]
            rows.writerow(["name", "region_code", "products", "tags", "source", "as_of", *ticks])
            rows.writerows(
                [
                    n,
                    r,
                    p,
                    t,
                    "own knowledge; products in its annual report 2025",
                    "2025",
                    str(v).lower(),
                    str(v).lower(),
                ]
                for n, r, p, t, v in FIRMS[chain]
            )


def environment(folder: Path) -> dict[str, str]:
    """What tells the app to use the store in `folder`."""
    return {
        "LIANTU_DATA": str(folder / "data"),
        "LIANTU_DB": str(folder / "liantu.db"),
        "LIANTU_VECTORS": str(folder / "vectors"),
        "LIANTU_MODEL": "hash",
    }


def add_routes(data: Path) -> None:
    """Give the cathode two technology routes, of which the new one takes the place of the old. Build again after it."""
    file = data / "chains" / "battery_ev.yaml"
    chain = yaml.safe_load(file.read_text(encoding="utf-8"))
    cathode = next(s for s in chain["segments"] if s["id"] == "cathode")
    cathode["techs"] = [
        {"name": OLD_WAY, "maturity": "mature", "trend": "falling"},
        {"name": NEW_WAY, "maturity": "growing", "trend": "rising"},
    ]
    file.write_text(yaml.safe_dump(chain, allow_unicode=True, sort_keys=False), encoding="utf-8")
    rules = data / "rules"
    rules.mkdir(exist_ok=True)
    rows = f"battery_ev.cathode,{OLD_WAY},磷酸铁锂,,{NEW_WAY},own knowledge\n"
    (rules / "route_words.csv").write_text("segment,route,words,never,gives_way_to,source\n" + rows, encoding="utf-8")
