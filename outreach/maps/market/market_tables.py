"""The rows behind 市场分布图: what the table on the screen and the workbook hold."""

from __future__ import annotations

from collections.abc import Sequence

from graph.model.records.sources import basis_in_short
from graph.model.words import LINK, VERIFIED, Lang
from outreach.maps.market import market_words as words
from outreach.maps.market.shapes import MarketDocument

Cell = str | int | float
Heads = Sequence[tuple[str, int]]  # with the width of the column in characters
Table = tuple[Heads, list[list[Cell]]]
_HEADS: dict[Lang, dict[str, Heads]] = {
    "zh": {
        "买方": (
            ("序号", 6),
            ("企业", 36),
            ("所在地", 24),
            ("用得上它的产品", 28),
            ("估计年采购（亿元）", 14),
            ("占在库合计", 10),
            ("公路车程", 10),
            ("怎么估的", 48),
            ("产品核实", 10),
        ),
        "城市": (
            ("城市", 30),
            ("估计年采购（亿元）", 16),
            ("占在库合计", 12),
            ("公路车程", 12),
            ("能点名的买方（家）", 16),
        ),
        "省份": (("省份", 24), ("估计年采购（亿元）", 16), ("占在库合计", 12), ("能点名的买方（家）", 16)),
        "买方环节": (
            ("环节", 24),
            ("产业链", 24),
            ("关系", 10),
            ("占买方成本", 12),
            ("依据", 40),
            ("在库企业（家）", 12),
            ("能点名的买方（家）", 16),
            ("估计年采购（亿元）", 16),
            ("占在库合计", 12),
        ),
        "车程圈": (("公路车程", 14), ("估计年采购（亿元）", 16), ("占在库合计", 12)),
    },
    "en": {
        "Buyers": (
            ("No.", 6),
            ("Firm", 36),
            ("Seat", 24),
            ("What it makes of it", 28),
            ("Purchases a year (100 million yuan, estimate)", 14),
            ("Share of the sum on record", 10),
            ("By road", 10),
            ("How estimated", 48),
            ("Products checked", 10),
        ),
        "Cities": (
            ("City", 30),
            ("Purchases a year (100 million yuan, estimate)", 16),
            ("Share of the sum on record", 12),
            ("By road", 12),
            ("Buyers named", 16),
        ),
        "Provinces": (
            ("Province", 24),
            ("Purchases a year (100 million yuan, estimate)", 16),
            ("Share of the sum on record", 12),
            ("Buyers named", 16),
        ),
        "Buying segments": (
            ("Segment", 24),
            ("Chain", 24),
            ("Link", 10),
            ("Share of the buyer's cost", 12),
            ("Grounds", 40),
            ("Firms on record", 12),
            ("Buyers named", 16),
            ("Purchases a year (100 million yuan, estimate)", 16),
            ("Share of the sum on record", 12),
        ),
        "Rings": (
            ("By road", 14),
            ("Purchases a year (100 million yuan, estimate)", 16),
            ("Share of the sum on record", 12),
        ),
    },
}
SHARES = ("占在库合计", "占买方成本", "Share of the sum on record", "Share of the buyer's cost")
REST: dict[Lang, str] = {"zh": "其他（占成本不到 1% 的环节和零星企业）", "en": "Others (under 1% of cost, stray firms)"}


def tables(d: MarketDocument, lang: Lang = "zh") -> dict[str, Table]:
    """The tables by name, largest first: headings with widths, rows; amounts in 亿元 to four digits behind the point,
    shares 0–1."""
    zh = lang == "zh"
    buyers: list[list[Cell]] = [
        [
            b["rank"],
            b["name"],
            b["place"] if zh else b["city_name_en"],
            words.products(b),
            round(b["yi"], 4),
            b["share"],
            words.near(d, b["city"], b["minutes"], lang),
            words.how(b, lang),
            VERIFIED["products"][lang] if b["verified_products"] else ("待核" if zh else "unverified"),
        ]
        for b in d["buyers"]
    ]
    cities: list[list[Cell]] = [
        [
            (c["full"] if c["is_city"] else c["name"]) if zh else c["name_en"],
            round(c["yi"], 4),
            c["share"],
            words.near(d, c["code"], c["minutes"], lang),
            c["named"],
        ]
        for c in d["cities"]
    ]
    provinces: list[list[Cell]] = [
        [p["name"] if zh else p["name_en"], round(p["yi"], 4), p["share"], p["named"]] for p in d["provinces"]
    ]
    segments: list[list[Cell]] = [
        [
            s["name"] if zh else s["name_en"],
            s["chain_name"] if zh else s["chain_name_en"],
            LINK[s["kind"]][lang],
            s["cost_share"],
            basis_in_short(s["source"], lang),
            s["firms"],
            s["named"],
            round(s["yi"], 4),
            s["share"],
        ]
        for s in d["segments"]
    ]
    if d["scattered_yi"] >= words.LEAST_YI:
        share = d["scattered_yi"] / d["total_yi"]
        segments.append([REST[lang], "—", "—", "—", "—", "—", "—", round(d["scattered_yi"], 4), share])
    rings: list[list[Cell]] = [
        [f"{r['hours']} 小时内" if zh else f"within {r['hours']} h", round(r["yi"], 4), r["share"]] for r in d["rings"]
    ]
    heads = _HEADS[lang]
    return dict(zip(heads, zip(heads.values(), (buyers, cities, provinces, segments, rings), strict=True), strict=True))
