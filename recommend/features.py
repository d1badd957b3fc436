"""What speaks for and against a target: each feature a pure function that returns a value in 0–1 and says why."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from graph.footprint import Footprint
from graph.gaps import FAINT
from graph.regions import Regions
from graph.types import MICRO, Firm

NEAR_KM = 500.0  # distance at which nearness has fallen to a third
LARGE = 30.0  # size units of the largest firms, see graph.size
GOOD_SITES = 3


@dataclass(frozen=True, slots=True)
class Case:
    """One firm weighed for one segment of one region."""

    firm: Firm
    segment: str
    capability: float  # how surely it does this, 0–1
    footprint: Footprint
    segments: tuple[str, ...]  # all segments it works in
    distance_km: float | None
    peers: Sequence[int]  # sizes of all candidates, micro-units
    here: tuple[Firm, ...]  # local firms of the same group


@dataclass(frozen=True, slots=True)
class Value:
    """A feature's value and the words for it, Chinese and English."""

    value: float
    zh: str
    en: str


def capability(case: Case) -> Value:
    """How surely the firm works in the segment: confidence of its membership, or the calibrated match of its products."""
    return Value(case.capability, f"产品与环节吻合度 {case.capability:.0%}", f"product match {case.capability:.0%}")


def standing(case: Case) -> Value:
    """Where the firm stands among all candidates of the segment by size: 1 the largest, 0 the smallest."""
    below = sum(p < case.firm.size for p in case.peers)
    rank = sum(p > case.firm.size for p in case.peers) + 1
    value = below / max(1, len(case.peers) - 1)
    return Value(
        min(1.0, value), f"规模在 {len(case.peers)} 家候选中居第 {rank}", f"size rank {rank} of {len(case.peers)}"
    )


def scale(case: Case) -> Value:
    """Absolute size on a log scale: 1 for the largest firms of the country."""
    value = math.log1p(case.firm.size / MICRO) / math.log1p(LARGE)
    if case.firm.revenue_yi:
        year = f"（{case.firm.revenue_year}）" if case.firm.revenue_year else ""
        return Value(
            value,
            f"年营收约 {case.firm.revenue_yi:g} 亿元{year}",
            f"revenue about {case.firm.revenue_yi / 10:g} billion yuan{f' ({case.firm.revenue_year})' if year else ''}",
        )
    word = next((t for t in case.firm.tags if t in ("大型", "中型", "小型")), "")
    english = {"大型": "large firm", "中型": "medium firm", "小型": "small firm"}.get(word, "size to be checked")
    return Value(value, f"{word}企业" if word else "规模待核", english)


def expansion(case: Case) -> Value:
    """Propensity to build elsewhere: plants already outside the seat, up to three."""
    n = len(case.firm.sites)
    if not n:
        return Value(0.0, "未查到外地生产基地", "no plant elsewhere known")
    return Value(min(1.0, n / GOOD_SITES), f"已在外地设有 {n} 处生产基地", f"{n} plant(s) outside its seat")


def supply_tie(case: Case) -> Value:
    """Share of the firm's segments whose buyers or suppliers are here, by link: how much it would find on the spot."""
    net, x = case.footprint.network, case.footprint.x
    ties = set()
    for segment in {case.segment, *case.segments}:
        i = net.row[segment]
        for j in range(len(net.ids)):
            if x[j] >= FAINT and (net.adjacent[i, j] or net.adjacent[j, i]):
                ties.add(net.ids[j])
    value = 1 - math.exp(-len(ties) / 4)
    return Value(value, f"本地有 {len(ties)} 个上下游环节可配套", f"{len(ties)} linked segments are here")


def nearness(case: Case) -> Value:
    """e^(−distance / 500 km); the same province counts as half the distance."""
    if case.distance_km is None:
        return Value(0.3, "距离待核", "distance to be checked")
    same = case.firm.region[:2] == case.footprint.region[:2]
    value = math.exp(-case.distance_km * (0.5 if same else 1.0) / NEAR_KM)
    kin = "同省，" if same else ""
    return Value(
        value,
        f"{kin}相距约 {case.distance_km:.0f} 公里",
        f"{'same province, ' if same else ''}about {case.distance_km:.0f} km away",
    )


def presence(case: Case) -> Value:
    """The firm or its group is here already: the shortest way to a second project."""
    if any(Regions.within(s, case.footprint.region) for s in case.firm.sites):
        return Value(1.0, "已在本地设厂", "already has a plant here")
    if case.here:
        names = "、".join(f.name for f in case.here[:2])
        return Value(0.8, f"同集团企业 {names} 已在本地", f"group sibling {names} is here")
    return Value(0.0, "本地尚无其分支", "no presence here")


def certainty(case: Case) -> Value:
    """How well the firm itself is known: 1 where a second source agrees."""
    if case.firm.verified:
        return Value(1.0, "企业信息经第二来源核对", "checked against a second source")
    return Value(0.4, "企业信息待核", "firm's data to be checked")


Feature = Callable[[Case], Value]
# Declared, not learned yet: what an official asks first weighs most. They add up to 1.
FEATURES: tuple[tuple[str, Feature, float], ...] = (
    ("capability", capability, 0.36),
    ("standing", standing, 0.08),
    ("scale", scale, 0.10),
    ("expansion", expansion, 0.12),
    ("supply_tie", supply_tie, 0.10),
    ("nearness", nearness, 0.12),
    ("presence", presence, 0.07),
    ("certainty", certainty, 0.05),
)
LABELS = {
    "capability": ("能力吻合", "capability"), "standing": ("同行地位", "standing"), "scale": ("规模", "scale"),
    "expansion": ("扩张意愿", "expansion"), "supply_tie": ("本地配套", "local ties"), "nearness": ("距离", "nearness"),
    "presence": ("已有布局", "presence"), "certainty": ("信息可靠", "certainty"),
}  # fmt: skip
