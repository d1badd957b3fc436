"""Features of the firm itself: can it, is it large enough, does it build elsewhere, what do we know of it."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right

from graph.gaps.wording.amounts import yuan
from graph.model.records import MICRO
from graph.model.text import three_digits
from graph.model.vocabulary import RISKS
from graph.model.words import verified_words
from recommend.rank.features.base import Behind, Case, Value

LARGE = 30.0  # size units of the largest firms, see graph.model.firm_size
MANY_PLACES = 8  # places outside the seat at which the propensity to expand is full
MUCH_TECHNOLOGY = 15  # reported technologies, patents, certificates at which the value is full
UNKNOWN_TECHNOLOGY = 0.3  # where no report was read: about what a report tells on average
FULL = 0.85  # utilisation from which a firm is short of capacity
# 科创板, 创业板, 北交所; and the ranges of the main boards given out since 2014 (Shanghai 603, 605) and 2021 (Shenzhen
# 001).
_LATE_LISTED = re.compile(r"^(?:68[89]|30[01]|92|8[37]|43|60[35]|001)")


def capability(case: Case) -> Value:
    """How surely the firm works in the segment: confidence of its membership, or the calibrated match of its
    products."""
    return Value(case.capability, f"产品与环节吻合度 {case.capability:.0%}", f"product match {case.capability:.0%}")


def standing(case: Case) -> Value:
    """Where the firm stands among all candidates of the segment by size: 1 the largest, 0 the smallest."""
    n = len(case.peers)
    below = bisect_left(case.peers, case.firm.size)
    rank = n - bisect_right(case.peers, case.firm.size) + 1
    return Value(min(1.0, below / max(1, n - 1)), f"规模在 {n} 家候选中居第 {rank}", f"size rank {rank} of {n}")


def scale(case: Case) -> Value:
    """Absolute size on a log scale: 1 for the largest firms of the country."""
    value = math.log1p(case.firm.size / MICRO) / math.log1p(LARGE)
    if case.firm.revenue_yi:
        year = f"（{case.firm.revenue_year}）" if case.firm.revenue_year else ""
        return Value(
            value,
            f"年营收约 {three_digits(case.firm.revenue_yi)} 亿元{year}",
            f"revenue about {yuan(float(f'{case.firm.revenue_yi:.3g}'))}"
            f"{f' ({case.firm.revenue_year})' if year else ''}",
        )
    word = next((t for t in case.firm.tags if t in ("大型", "中型", "小型")), "")
    english = {"大型": "large firm", "中型": "medium firm", "小型": "small firm"}.get(word, "size unverified")
    # A size class is a guess of the table's writer: it weighs, and it is no figure that one could repeat.
    return Value(value, f"{word}企业" if word else "规模待核", english, False)


def expansion(case: Case) -> Value:
    """Propensity to build elsewhere: distinct places of plants, subsidiaries and projects outside the seat's city, on a
    log scale up to eight."""
    seat = case.firm.region[:4]
    known = [*case.sites, *(r.region for r in case.facts.sites), *(r.region for r in case.facts.projects)]
    places = {p for p in known if p and p[:4] != seat}
    if not places:
        return Value(0.0, "未查到外地生产基地", "no plant elsewhere known", False)
    value = min(1.0, math.log1p(len(places)) / math.log1p(MANY_PLACES))
    return Value(
        value,
        f"已在外地 {len(places)} 处设有基地或子公司",
        f"{_counted(len(places), 'place')} with a plant or subsidiary outside its headquarters",
    )


def places_elsewhere(case: Case) -> list[Behind]:
    """The named sites and projects behind `expansion`, else the regions of its plants."""
    facts = case.facts
    named: list[Behind] = [*(s for s in facts.sites if s.name), *(p for p in facts.projects if p.name)]
    return named or list(dict.fromkeys((*case.sites, *(s.region for s in facts.sites))))


def building(case: Case) -> Value:
    """Is it short of capacity: the highest utilisation it reports, full from 85%; a project under way counts as
    well."""
    under_way = [p for p in case.facts.projects if p.status in ("在建", "规划")]
    rates = [c.amount for c in case.facts.capacities if c.metric == "capacity_utilization" and c.amount]
    rates = [r if r > 1.5 else r * 100 for r in rates if 0 < r <= 200]
    if under_way:
        return Value(
            1.0, f"有在建或规划项目 {len(under_way)} 个", f"{_counted(len(under_way), 'project')} under way or planned"
        )
    if rates:
        top = max(rates)
        return Value(min(1.0, top / 100 / FULL), f"产能利用率最高 {top:.0f}%", f"utilisation up to {top:.0f}%")
    return Value(0.5, "产能利用率待核", "utilisation unverified", False)


def use_of_capacity(case: Case) -> list[Behind]:
    """The projects and utilisation rates behind `building`."""
    rates = (c for c in case.facts.capacities if c.metric == "capacity_utilization")
    return [*case.facts.projects, *rates]


def technology(case: Case) -> Value:
    """Depth of technology: technologies, patents, certificates and platforms on record, on a log scale up to fifteen.
    What is on record is a lower bound (of some firms only the routes are), so it never counts for less than nothing
    known."""
    n = len(case.facts.technologies)
    if not n:
        return Value(UNKNOWN_TECHNOLOGY, "技术储备待核", "technology unverified", False)
    return Value(
        min(1.0, max(UNKNOWN_TECHNOLOGY, math.log1p(n) / math.log1p(MUCH_TECHNOLOGY))),
        f"在库技术、专利和认证 {n} 项",
        f"{n} {'technology' if n == 1 else 'technologies'} on record",
    )


def technologies(case: Case) -> tuple[Behind, ...]:
    """The records behind `technology`."""
    return case.facts.technologies


def materials_maker(case: Case) -> Value:
    """Share of its products that are materials: makers of materials build near their buyers more often than makers of
    devices or software. Where the kind of product is not told, the segments it works in speak: how many supply
    material."""
    kinds = [p.kind for p in case.facts.products if p.kind]
    if kinds:
        value = sum(k == "material" for k in kinds) / len(kinds)
    else:
        sells = case.place.material_segments
        value = sum(s in sells for s in case.segments) / len(case.segments) if case.segments else 0.0
    if value >= 0.5:
        return Value(value, "以材料类产品为主，宜靠近用户设厂", "mostly materials, made near their users", bool(kinds))
    return Value(value, "非材料类产品为主", "not mainly materials", bool(kinds))


def fresh_capital(case: Case) -> Value:
    """Listed on a growth board (科创板, 创业板, 北交所) or, by its code, on a main board in the last decade or so:
    raised money that must be built with. Firms listed long ago have built already."""
    if _LATE_LISTED.match(case.firm.stock_code):
        return Value(
            1.0,
            "上市较晚或在成长板块，募集资金余额待核",
            "listed late or on a growth board; raised funds left unverified",
        )
    if not case.firm.stock_code:
        return Value(0.0, "未上市", "not listed")
    return Value(0.0, "上市较早", "listed long ago")


def risk(case: Case) -> Value:
    """Nothing known against it: 1, or 0 where a tag or the name itself tells of special treatment or worse."""
    bad = [
        w
        for w in RISKS
        if w in case.firm.tags or case.firm.name.startswith(w) or any(a.startswith(w) for a in case.firm.aliases)
    ]
    if bad:
        return Value(0.0, f"有风险标记：{bad[0]}", f"flagged: {bad[0]}")
    return Value(1.0, "未见风险标记（司法数据未接入，待核）", "no flag seen (no litigation data loaded)", False)


def certainty(case: Case) -> Value:
    """How well the firm itself is known: 1 where second sources agree on who it is and on what it makes."""
    identity, products = case.firm.verified_identity, case.firm.verified_products
    if not identity and not products:
        return Value(0.4, "企业信息待核", "firm's data unverified", False)
    value = 1.0 if identity and products else 0.7
    return Value(
        value,
        "、".join(verified_words(identity, products, "zh")),
        ", ".join(verified_words(identity, products, "en")),
        identity and products,
    )


def _counted(n: int, noun: str) -> str:
    """A number with its noun: 1 place, 2 places."""
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
