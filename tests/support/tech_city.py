"""A city with two sub-chains of batteries, whose routes and firms are so few that the map can be written down by
hand. Firms: 甲 (large, local) is on the old pocket route and on the new one, 乙 and 丙 (local) on the old one only, 丁
(local) says nothing of a route, 戊 (elsewhere, the largest) is on the new one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.measures.columns import MemberColumns
from graph.measures.network import Network
from graph.model.records import MICRO, Chain, Firm, Institution, Lane, Member, Segment, Technology
from graph.model.regions import Regions
from graph.region.country import Country
from graph.region.coverage import coverage
from graph.region.footprint import Footprint
from graph.routes.route_words import RouteRow, RouteWords
from graph.routes.shapes import TechMap
from graph.routes.standing import Said
from graph.routes.tech_document import Known, tech_map

HOME = "410700"
CELL, SHELL = "b.cell", "b.shell"
OLD, NEW, LAB, TUBE = "袋式镉镍", "锂离子航空电池", "固态航空电池", "拉伸钢壳"
TECHS = {
    CELL: (
        Technology(OLD, "mature", "falling"),
        Technology(NEW, "growing", "rising"),
        Technology(LAB, "emerging", "rising"),
    ),
    SHELL: (Technology(TUBE, "declining", "falling"),),
}
FIRMS = {  # id → (seat, size, segment)
    "甲": (HOME, 4, CELL),
    "乙": (HOME, 2, CELL),
    "丙": ("410783", 1, CELL),
    "丁": (HOME, 1, SHELL),
    "戊": ("440300", 9, CELL),
}
TEXTS: Mapping[str, Sequence[Said]] = {
    "甲": [
        Said("product", "镉镍蓄电池", "own knowledge", "2025"),
        Said("technology", "锂离子航空电池技术", "年报", "2025"),
    ],
    "乙": [Said("scope", "镉镍电池的生产")],
    "丙": [Said("scope", "镉镍电池的生产")],
    "丁": [Said("product", "电池外壳")],
    "戊": [Said("product", "锂离子航空电池")],
}
WORDS = RouteWords({(CELL, OLD): RouteRow(("镉镍",), (), (NEW,))})
INSTITUTIONS = (
    Institution("far", "南方大学电池学院", "Southern School", "university", segments=(CELL,), region="440300"),
    Institution("near", "北方电池研究所", "Northern Institute", "institute", segments=(CELL,), region="410100"),
    Institution("nowhere", "无地址研究院", "Nowhere", "institute", segments=(CELL,), region=""),
    Institution("club", "电池行业协会", "Club", "association", segments=(CELL,), region=HOME),
    Institution("other", "壳体实验室", "Shell laboratory", "key_laboratory", segments=(SHELL,), region=HOME),
)
RIDES = {HOME: (40, "local"), "410100": (90, "road"), "440300": (500, "rail")}
LANES = (Lane("cells", "电芯", "Cells"), Lane("parts", "部件", "Parts"))


def chain(lanes: bool = True, techs: Mapping[str, tuple[Technology, ...]] = TECHS) -> Chain:
    """The chain; lanes: does it name sub-chains."""
    rows = [("cell", "镍系电池", "Nickel cells", "cells"), ("shell", "电池壳", "Cases", "parts")]
    segments = tuple(
        Segment(
            f"b.{i}",
            "b",
            name,
            en,
            "midstream",
            f"{name}的说明",
            (name, f"{name}件", f"{name}品"),
            techs=techs.get(f"b.{i}", ()),
            lane=lane if lanes else "",
            position=k,
            source="own knowledge",
        )
        for k, (i, name, en, lane) in enumerate(rows)
    )
    return Chain("b", "电池链", "Battery chain", "test", "说明", segments, (), LANES if lanes else ())


def known(
    regions: Regions,
    of: Chain,
    firms: Mapping[str, tuple[str, float, str]] = FIRMS,
    texts: Mapping[str, Sequence[Said]] = TEXTS,
    region: str = HOME,
) -> Known:
    """What the map is made of."""
    members = [
        Member(i, segment, MICRO, round(size * MICRO), seat, (), role="maker")
        for i, (seat, size, segment) in firms.items()
    ]
    network = Network((of,))
    country = Country.of(MemberColumns.of(members), network, regions)
    foot = Footprint(network, region, country, coverage({}), {})
    rows = {
        i: Firm(i, f"{i}电池有限公司", region=seat, size=round(size * MICRO)) for i, (seat, size, _) in firms.items()
    }
    return Known(foot, regions, rows, lambda i: texts.get(i, ()), RIDES.get, INSTITUTIONS, WORDS)


def city(regions: Regions, lanes: bool = True) -> TechMap:
    """The map of the city."""
    of = chain(lanes)
    return tech_map(of, known(regions, of))
