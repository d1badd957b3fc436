"""A city of thirty firms around a chain that lacks a separator maker, so that the right text of every sentence can be
written down beforehand.

Sizes are roots of yearly sales in 亿元. Three makers of lithium cells (16, 9 and 4 亿元), one of zinc cells (25), a
shop that sells cells, a repairer whose scope merely mentions them, makers of packs (3 × 4) and cars (3 × 9), resin
(2 × 4), a coater, a laboratory, a power station, four car dealers and nine small makers of cases.
"""

from __future__ import annotations

from collections.abc import Callable

from graph.model.goods.product_routes import ProductRoutes, Route
from graph.model.records import (
    MICRO,
    Chain,
    Firm,
    FirmRecord,
    Link,
    LinkKind,
    Membership,
    MembershipEvidence,
    Role,
    Segment,
    Siting,
)
from graph.store.embedded.store import EmbeddedStore

HOME = "410700"
SEGMENTS = {  # id → name, codes, smallest usual project in 亿元
    "film": ("隔膜", ("2921",), 2.0),
    "foil": ("箔材", ("3252",), 1.0),
    "robot": ("码垛机器人", ("3491",), 50.0),
    "cell": ("电芯", ("3841",), 2.0),
    "pack": ("电池包", ("3849",), 2.0),
    "car": ("电动车", ("3612",), 20.0),
    "resin": ("树脂", ("2651",), 2.0),
    "coater": ("涂布机", ("3563",), 1.0),
    "testing": ("检测", ("7450",), 0.1),
    "power": ("发电", ("4411",), 5.0),
    "dealer": ("汽车经销", ("5261",), 0.1),
    "case": ("壳体", ("3311",), 0.5),
}
LINKS: tuple[tuple[str, str, LinkKind, float], ...] = (
    ("film", "cell", "material", 0.10),
    ("foil", "cell", "material", 0.005),
    ("robot", "cell", "equipment", 0.02),
    ("cell", "pack", "component", 0.60),
    ("case", "pack", "component", 0.05),
    ("pack", "car", "component", 0.30),
    ("resin", "film", "material", 0.40),
    ("coater", "film", "equipment", 0.05),
    ("testing", "film", "service", 0.03),
    ("power", "film", "service", 0.06),
    ("car", "dealer", "channel", 0.80),
)
# name → (segment, size, product, role, kind of evidence, confidence)
FIRMS: dict[str, tuple[str, float, str, Role, str, float]] = {
    "锂一": ("cell", 4, "锂离子电池", "maker", "product", 1.0),
    "锂二": ("cell", 3, "锂离子电池", "maker", "product", 1.0),
    "锂三": ("cell", 2, "储能电芯", "maker", "product", 1.0),
    "锌电": ("cell", 5, "锌锰电池", "maker", "product", 1.0),
    "电池门市": ("cell", 1, "锂离子电池", "trader", "name", 1.0),
    "维修部": ("cell", 1, "锂离子电池", "maker", "scope", 0.4),
    **{f"包{k}": ("pack", 2, "电池包", "maker", "product", 1.0) for k in "甲乙丙"},
    **{f"车{k}": ("car", 3, "电动客车", "maker", "product", 1.0) for k in "甲乙丙"},
    **{f"脂{k}": ("resin", 2, "聚乙烯", "maker", "product", 1.0) for k in "甲乙"},
    "机甲": ("coater", 1, "涂布机", "maker", "product", 1.0),
    "检甲": ("testing", 1, "隔膜检测", "service", "name", 1.0),
    "电厂": ("power", 5, "火力发电", "maker", "product", 1.0),
    **{f"店{k}": ("dealer", 1, "汽车经销", "trader", "name", 1.0) for k in "甲乙丙丁"},
    **{f"壳{k}": ("case", 0.5, "电池壳", "maker", "product", 1.0) for k in "一二三四五六七八九"},
}
ROUTES = ProductRoutes((Route(("dc.film",), ("dc.cell",), "buyer", ("锂", "电芯"), ("锌",)),))


def chain() -> Chain:
    """The chain of the city."""
    segments = tuple(
        Segment(
            f"dc.{i}",
            "dc",
            name,
            f"{i} making",
            "midstream",
            "说明",
            (name, f"{name}件", f"{name}制品"),
            codes,
            value_weight=0.1,
            siting=Siting(investment_yi=[least, least * 5]),
            position=k,
            source="test",
        )
        for k, (i, (name, codes, least)) in enumerate(SEGMENTS.items())
    )
    links = tuple(Link(f"dc.{a}", f"dc.{b}", kind, share, "own knowledge (estimate)") for a, b, kind, share in LINKS)
    return Chain("dc", "电池链", "battery chain", "test", "说明", segments, links)


def build(
    new: Callable[[], EmbeddedStore], elsewhere: tuple[str, ...] = ("film", "film", "foil", "robot")
) -> EmbeddedStore:
    """The store of the city, with a firm of these segments each in Suzhou."""
    firms, memberships = [], []
    rows = [(name, HOME, *row) for name, row in FIRMS.items()]
    rows += [(f"外{k}", "320500", s, 5.0, SEGMENTS[s][0], "maker", "product", 1.0) for k, s in enumerate(elsewhere)]
    for name, region, segment, size, product, role, kind, confidence in rows:
        known = (product,) if kind == "product" else ()
        firms.append(Firm(name, f"{name}公司", region=region, size=round(size * MICRO), products=known, source="test"))
        evidence: MembershipEvidence = {"kind": kind, "term": product, "text": product, "source": "t", "weight": 1.0}
        memberships.append(
            Membership(name, f"dc.{segment}", round(confidence * MICRO), (evidence,), role=role)  # type: ignore[arg-type]
        )
    store, whole = new(), chain()
    with store.batch("test", "test") as batch:
        batch.upsert([whole, *whole.segments, *whole.links])
        batch.upsert(firms)
        batch.upsert(memberships)
        batch.upsert([FirmRecord("名录", f.id, f.id, i, {"name": f.name}) for i, f in enumerate(firms, 2)])
    return store
