"""A small country of listed firms with reports, for the back-test: who works in which segment, and what reports
tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from graph.measures.network import Network
from graph.model.records import (
    MICRO,
    Capacity,
    Firm,
    FirmProduct,
    FirmTechnology,
    Member,
    Membership,
    Project,
    Relation,
    Site,
)
from graph.model.regions import Regions
from graph.store.embedded.store import EmbeddedStore
from recommend.evaluate.backtest import Backtest
from tests.support.small import ROOT, Country

SEPARATOR, CELL = "battery_ev.separator", "battery_ev.cell"
# code → (name, seat, size, second segment)
FIRMS = {
    "000001.SZ": ("甲膜股份有限公司", "410100", 9, ""),
    "000002.SZ": ("乙膜股份有限公司", "440300", 4, CELL),
    "000003.SZ": ("丙膜股份有限公司", "320500", 16, ""),
    "000004.SZ": ("丁膜股份有限公司", "310000", 1, ""),
    "000005.SZ": ("戊膜股份有限公司", "410700", 4, ""),  # seated in Xinxiang: no candidate for it
    "000006.SZ": ("己膜股份有限公司", "320500", 25, ""),  # its report was not read
    "000007.SZ": ("庚电芯股份有限公司", "410700", 9, ""),
}
READ = frozenset(FIRMS) - {"000006.SZ"}


def facts() -> list[Any]:
    """What reports tell; half of it names Xinxiang or Henan and must be hidden for a landing there."""
    out: list[Any] = []
    for n, code in enumerate(sorted(FIRMS)):
        firm = f"s:{code}"
        out += [FirmProduct(firm, "锂电隔膜", None, "material" if n % 2 else "device")]
        out += [FirmTechnology(firm, f"涂覆工艺{i}") for i in range(n)]
        out += [
            Site(firm, "320500", "subsidiary", f"苏州第{n}有限公司"),
            Capacity(firm, "隔膜", "capacity", "2025", f"{n} 亿平米"),
        ]
    mine = "s:000002.SZ"  # the comer: everything that gives it away
    out += [
        Site(mine, "410700", "subsidiary", "新乡乙膜有限公司"),
        Site(mine, "410000", "subsidiary", "河南乙膜有限公司"),
        Project(mine, "新乡基地二期", "", "", 12.0, "在建"),
        Project(mine, "华中基地", "410700", "", 3.0, "规划"),
        Relation(mine, "s:000007.SZ", "customer", "", "庚电芯股份有限公司"),
        Relation(mine, "x:郑州某某", "supplier", "", "郑州某某厂"),
        Capacity(mine, "新乡一期隔膜", "capacity", "2025", "3 亿平米"),
        FirmTechnology(mine, "长垣工厂认证", "certification"),
        FirmProduct(mine, "河南专用膜", None, "material"),
    ]
    return out


def gives_away(record: Any) -> bool:
    """Written apart from the mask: does a record of ours lie in Henan, name a place there, or tie to a firm seated
    there?"""
    region = getattr(record, "region", "")
    texts = [v for k in record.__slots__ for v in [getattr(record, k)] if isinstance(v, str)]
    there = any(w in t for t in texts for w in ("新乡", "河南", "郑州", "长垣"))
    return region.startswith("41") or there or getattr(record, "to_id", "") == "s:000007.SZ"


def open_store(place: Path, rows: Iterable[Any]) -> EmbeddedStore:
    """The chains of the small country, these firms and these facts."""
    country = Country(place)
    store = EmbeddedStore.create(country.url)
    with store.batch("build", "chains") as batch:
        for chain in country.catalogue.chains:
            batch.upsert([chain])
            batch.upsert(chain.segments)
            batch.upsert(chain.links)
    with store.batch("ingest", "test") as batch:
        for code, (name, seat, size, second) in FIRMS.items():
            own = CELL if "电芯" in name else SEPARATOR
            firm = Firm(
                f"s:{code}",
                name,
                stock_code=code,
                region=seat,
                size=size * MICRO,
                products=("锂电隔膜",),
                revenue_yi=float(size),
            )
            batch.upsert([firm, Membership(firm.id, own, round(0.9 * MICRO))])
            if second:
                batch.upsert([Membership(firm.id, second, round(0.5 * MICRO))])
        batch.upsert(list(rows))
    return store


def backtest(store: EmbeddedStore) -> Backtest:
    """Over all places that ship."""
    regions = Regions.load(ROOT / "data" / "regions.csv")
    return Backtest(store, regions, Network(tuple(store.chains())), READ)


Keep = Callable[[Any], bool]
__all__ = ["CELL", "FIRMS", "READ", "SEPARATOR", "Member", "backtest", "facts", "gives_away", "open_store"]
