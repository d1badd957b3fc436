"""What is known of this one firm beyond its name, its products and its size: whom it trades with, where it has
subsidiaries, what share of its revenue the product brings, its capacity, its routes of technology.

Each is a sentence with the record behind it; what is not known is not said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.model.records import MICRO, Capacity, Firm, FirmProduct, FirmTechnology, Membership, Relation, Segment, Site
from graph.model.regions import Regions
from graph.model.text import short_name, three_digits
from recommend.explain.evidence import NAMED, Named, fact_row, own_row
from recommend.rank.features import Case
from recommend.rank.firm_facts import of_segment

if TYPE_CHECKING:
    from recommend.explain.shapes import Reason

MOST = 4  # facts named for one target
LEAST_SHARE = 0.1  # of revenue, from which a line of products is told as a reason
NEXT_DOOR_KM = 150.0  # two hours by lorry: from there goods are delivered and no second plant is built for it
TRADE = {"customer": ("客户", "customer"), "supplier": ("供应商", "supplier")}
OUTPUT = ("capacity", "production_volume")  # what a firm can make, before what it made
USE = "capacity_utilization"
FEW, PIECES = 200.0, ("台", "套", "件", "个", "只")  # fewer pieces a year are told as no merit
BUSY = 75.0  # percent in use, from which little stands idle
# Words of a subsidiary's name that makes nothing.
OFFICES = (
    *("销售", "贸易", "商贸", "进出口", "投资", "基金", "资产", "咨询", "电子商务", "供应链", "租赁", "财务", "置业"),
    *("房地产", "物业", "国际", "香港", "营销", "管理", "研究院", "酒店", "保理", "小额贷款"),
)
# Beijing, Shanghai and Tibet: a subsidiary there mostly sells, researches, holds shares or saves taxes.
CAPITALS = ("11", "31", "54")
# Words of a technology that fit any.
EMPTY = (
    *("核心", "关键", "先进", "自主", "研发", "在研", "管线", "生产", "制造", "加工", "制备", "工艺", "技术", "平台"),
    *("系列", "产品", "设计", "开发", "应用", "高端", "高性能", "新型", "专用", "相关", "系统", "集成", "的", "及"),
    *("与", "和", "智能", "电动", "数字化", "绿色", "创新", "优化", "升级"),
)
# Units of reports → as people say them. PCS and T come from tables.
UNITS = {
    **dict.fromkeys(("t", "公吨"), "吨"),
    **dict.fromkeys(("kg", "千克"), "公斤"),
    **dict.fromkeys(("pcs", "pc", "件/套"), "件"),
    **dict.fromkeys(("km", "千米"), "公里"),
    **dict.fromkeys(("l",), "升"),
    **dict.fromkeys(("kw",), "千瓦"),
    **dict.fromkeys(("kwh", "度"), "千瓦时"),
    **dict.fromkeys(("teu",), "标箱"),
    "mw": "兆瓦",
    "套/件": "套",
    "套/套": "套",
    "台套": "台（套）",
}
PREFIXES = (("百万", 1e6), ("千万", 1e7), ("亿", 1e8), ("万", 1e4), ("千", 1e3), ("百", 1e2))
KILO = {"公斤": ("吨", 1000.0), "MWh": ("GWh", 1000.0)}  # from a thousand of them on, said in the larger unit
ROUTE_WORD = 4  # signs of a word that two names of one route share
ROUTES = ("core", "process", "core_technology", "process_technology")
_LARGE = ((1e8, "亿"), (1e4, "万"))
WHOLE = ("千克", "千米", "千瓦", "千瓦时", "千升", "兆瓦")  # units whose first sign is no number


@dataclass(frozen=True)
class Others:
    """What the facts of a list's targets refer to.

    firms: those that can be named, by id; named: a region's code → its name; naming: firm → the relations in which
    another firm's report names it; stated: firm → share of revenue by product, micro-units, as tables of firms say it.
    """

    firms: Mapping[str, Firm]
    named: Named
    naming: Mapping[str, Sequence[Relation]] = field(default_factory=dict)
    stated: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def naming_of(relations: Iterable[Relation]) -> dict[str, list[Relation]]:
    """The customers and suppliers that reports name, by the firm that is named."""
    out: dict[str, list[Relation]] = {}
    for r in relations:
        if r.kind in TRADE and r.to_known:
            out.setdefault(r.to_id, []).append(r)
    return out


def own_facts(case: Case, segment: Segment, membership: Membership | None, others: Others) -> list[Reason]:
    """The facts about a firm that bear on this segment and this place, the most telling first. Its other products, and
    whom it trades with far away, say nothing to whoever wants it for this."""
    terms = _terms(segment, membership)
    found = [
        *_local_trade(case, others.firms),
        *_named_here(case, others),
        *_subsidiary_near(case, others.named),
        *_revenue_share(case, membership, segment, terms, others),
        *_capacity(case, terms),
        *_route(case, segment, terms),
    ]
    return found[:MOST]


def _terms(segment: Segment, membership: Membership | None) -> tuple[str, ...]:
    """The words by which a product is of the segment: its terms, its name, and what led the firm there."""
    matched = [str(e["term"]) for e in (membership.evidence if membership else ()) if e["kind"] in ("product", "name")]
    return tuple(dict.fromkeys(t for t in (*segment.products, segment.name, *matched) if len(t) >= 2))


def _local_trade(case: Case, firms: Mapping[str, Firm]) -> Iterator[Reason]:
    """Customers and suppliers that its report names and that are seated here."""
    for kind, (zh, en) in TRADE.items():
        here = [
            r
            for r in case.facts.relations
            if r.kind == kind and r.to_id in firms and Regions.within(firms[r.to_id].region, case.place.region)
        ][:NAMED]
        if here:
            names = [short_name(firms[r.to_id]) for r in here]
            yield {
                "kind": "local_trade",
                "text": f"其{zh}在本地：{'、'.join(names)}{_year(here[0])[0]}。",
                "text_en": f"A {en} of its own is here: {', '.join(names)}{_year(here[0])[1]}.",
                "evidence": [fact_row(case.firm, r) for r in here],
            }


def _named_here(case: Case, others: Others) -> Iterator[Reason]:
    """Firms seated here whose own reports name this one."""
    for kind, told in _by_kind(case, others):
        here = [r for r in told if Regions.within(others.firms[r.from_id].region, case.place.region)][:NAMED]
        if here:
            yield _named_by(kind, here, others.firms)


def _by_kind(case: Case, others: Others) -> Iterator[tuple[str, list[Relation]]]:
    told = [r for r in others.naming.get(case.firm.id, ()) if r.from_id in others.firms]
    yield from ((kind, [r for r in told if r.kind == kind]) for kind in TRADE)


def _named_by(kind: str, told: Sequence[Relation], firms: Mapping[str, Firm]) -> Reason:
    """Which local firms' reports name this one, and as what."""
    zh, en = TRADE[kind]
    names = [short_name(firms[r.from_id]) for r in told]
    year_zh, year_en = _year(told[0])
    return {
        "kind": "local_trade",
        "text": f"本地企业{'、'.join(names)}的年报列该企业为其{zh}{year_zh}。",
        "text_en": f"Reports of firms here name it as a {en}: {', '.join(names)}{year_en}.",
        "evidence": [fact_row(firms[r.from_id], r) for r in told],
    }


def _subsidiary_near(case: Case, named: Named) -> Iterator[Reason]:
    """Subsidiaries, else plants, elsewhere in the region's province; what stands in the region itself is the business
    of `presence`."""
    region = case.place.region
    if case.firm.region[:2] == region[:2]:
        return
    near = [
        s
        for s in case.facts.sites
        if s.kind == "subsidiary" and s.name and s.region[:2] == region[:2] and not Regions.within(s.region, region)
    ][:NAMED]
    plants = [s for s in case.sites if s[:2] == region[:2] and not Regions.within(s, region)][:NAMED]
    if near:
        names = "、".join(f"{s.name}（{named(s.region)}）" for s in near)
        yield {
            "kind": "subsidiary_near",
            "text": f"在本省已有子公司{_year(near[0])[0]}：{names}。",
            "text_en": f"Has a subsidiary in this province{_year(near[0])[1]}: {', '.join(s.name for s in near)}.",
            "evidence": [fact_row(case.firm, s) for s in near],
        }
    elif plants:
        names = "、".join(named(s) for s in plants)
        open_zh, open_en = ("", "") if case.firm.verified_products else ("（待核）", " (unverified)")
        yield {
            "kind": "subsidiary_near",
            "text": f"在本省已有{'基地' if case.makes else '布点'}{open_zh}：{names}。",
            "text_en": f"Has a {'plant' if case.makes else 'branch'} in this province{open_en}: {names}.",
            "evidence": [own_row(case.firm, named(s)) for s in plants],
        }


def _revenue_share(
    case: Case, membership: Membership | None, segment: Segment, terms: Sequence[str], others: Others
) -> Iterator[Reason]:
    """The share of revenue that the very product brings, by the product's own name; without one by that name, what the
    segment's products bring together."""
    mine = [p for p in case.facts.products if p.share and of_segment(p.name, terms, case.place.terms)]
    best = max(mine, key=lambda p: (p.share or 0, p.name), default=None)
    if best is not None:
        if (best.share or 0) < LEAST_SHARE * MICRO:
            return  # a side line: that it brings 1% of the revenue is no reason to ask the firm
        share = _percent(best.share or 0)
        yield {
            "kind": "revenue_share",
            "text": f"{plain(best.name)}占其营业收入 {share}{_year(best)[0]}。",
            "text_en": f"{plain(best.name)} brings {share} of its revenue{_year(best)[1]}.",
            "evidence": [fact_row(case.firm, best)],
        }
    elif membership and (membership.revenue_share or 0) >= LEAST_SHARE * MICRO:
        share = _percent(membership.revenue_share or 0)
        told = [p for p in case.facts.products if p.share]
        year_zh, year_en = _year(told[0]) if told else ("（待核）", " (unverified)")
        zh, en = f"{segment.name}{'类产品' if case.makes else '业务'}", f"Its products of {segment.name_en}"
        if not told and (line := _stated(case, terms, others)):
            zh, en, share = line[0], line[0], _percent(line[1])
        yield {
            "kind": "revenue_share",
            "text": f"{zh}占其营业收入约 {share}{year_zh}。",
            "text_en": f"{en} bring about {share} of its revenue{year_en}.",
            # Where no report tells, the share stands in the firm's own row, beside the product.
            "evidence": [fact_row(case.firm, p) for p in told[:NAMED]] or [own_row(case.firm, zh)],
        }


def _stated(case: Case, terms: Sequence[str], others: Others) -> tuple[str, int] | None:
    """The line of the firm's own table that brings most of the segment's share, with what that table says of it. The
    segment's name may be wider or narrower than the line."""
    shares = others.stated.get(case.firm.id, {})
    mine = [(share, line) for line, share in shares.items() if of_segment(line, terms, case.place.terms)]
    return (max(mine)[1], max(mine)[0]) if mine else None


def _capacity(case: Case, terms: Sequence[str]) -> Iterator[Reason]:
    """What it can make of the segment's products, or made of them in a year, with the use of capacity."""
    told = [c for c in case.facts.capacities if of_segment(c.product, terms, case.place.terms)]
    made = sorted((c for c in told if c.metric in OUTPUT and c.amount), key=lambda c: OUTPUT.index(c.metric))
    yield from _amount_and_use(case, made, [c for c in told if c.metric == USE and c.amount])


def _amount_and_use(case: Case, made: Sequence[Capacity], uses: Sequence[Capacity]) -> Iterator[Reason]:
    """One sentence of the first amount with the use of that product's capacity, else of the first use; capacity that
    stands idle speaks for no new plant and is not told as a merit."""
    uses = [u for u in uses if (u.amount or 0.0) >= BUSY]
    made = [c for c in made if (c.amount or 0.0) >= FEW or not c.unit.startswith(PIECES)]
    if made:
        first = made[0]
        use = next((u for u in uses if u.product == first.product), None)
        zh, en = ("产能", "Capacity") if first.metric == "capacity" else ("年产量", "Output")
        rate = three_digits(use.amount) if use and use.amount else ""
        year_zh, year_en = _year(first)
        yield {
            "kind": "own_capacity",
            "text": f"{plain(first.product)}{zh} {amount(first)}{f'，利用率 {rate}%' if rate else ''}{year_zh}。",
            "text_en": f"{en}, {plain(first.product)}: {amount(first)}{f', {rate}% in use' if rate else ''}{year_en}.",
            "evidence": [fact_row(case.firm, c) for c in (first, use) if c],
        }
    elif uses:
        first, rate = uses[0], three_digits(uses[0].amount or 0.0)
        yield {
            "kind": "own_capacity",
            "text": f"{plain(first.product)}产能利用率 {rate}%{_year(first)[0]}。",
            "text_en": f"{plain(first.product)}: {rate}% in use{_year(first)[1]}.",
            "evidence": [fact_row(case.firm, first)],
        }


def _route(case: Case, segment: Segment, terms: Sequence[str]) -> Iterator[Reason]:
    """Routes of technology of the segment's products that its report names; certificates and patents are none, nor what
    only says the product again (核心机器人技术), nor a single project of research: a route is one that the catalogue
    knows."""
    known = [t.name for t in segment.techs]
    told = [t for t in case.facts.technologies if t.kind in ROUTES and tells(t.name, terms)]
    told = [t for t in told if any(alike(t.name, k, terms) for k in known)]
    order = [t for t in told if any(w in t.product or w in t.name for w in terms)][:2]
    if order:
        names = [plain(t.name) for t in order]
        yield {
            "kind": "route",
            "text": f"年报所列技术路线：{'、'.join(names)}{_year(order[0])[0]}。",
            "text_en": f"Routes of technology in its report: {', '.join(names)}{_year(order[0])[1]}.",
            "evidence": [fact_row(case.firm, t) for t in order],
        }


def alike(name: str, known: str, terms: Sequence[str]) -> bool:
    """Do two names of a technology share a word of four signs or more that is no product?"""
    parts = {name[i : i + ROUTE_WORD] for i in range(len(name) - ROUTE_WORD + 1)}
    shared = [p for p in parts if p in known and not any(p in w or w in p for w in (*terms, *EMPTY))]
    return bool(shared)


def tells(name: str, terms: Sequence[str]) -> bool:
    """Does the name of a technology say how, beyond the product and words that fit any?"""
    rest = name
    for word in sorted((*terms, *EMPTY), key=len, reverse=True):
        rest = rest.replace(word, "")
    return len(re.sub(r"[\W_]", "", rest)) >= 2


def plain(name: str) -> str:
    """A product as people say it: without the numbers, notes and signs that a report's tables hang on it."""
    bare = re.sub(
        r"等$|等(?=产品|及配件)|[（(](?:[一二三四五六七八九十\d]+|制种产量|注\d*|含[^）)]*|单位[^）)]*)[）)]|[+＋*]+",
        "",
        name,
    )
    return bare.replace("&", "和").strip(" ：:、，") or name


def next_door(case: Case) -> bool:
    """Does the firm make this within `NEXT_DOOR_KM` of a region in which it has nothing yet, so that it can deliver
    without building again?"""
    if case.distance_km is None or not case.makes or Regions.within(case.firm.region, case.place.region):
        return False
    here = any(Regions.within(p, case.place.region) for p in (*case.sites, *(s.region for s in case.facts.sites)))
    return case.distance_km <= NEXT_DOOR_KM and not here and not case.here


def places_built(case: Case) -> list[str]:
    """Regions outside its city where the firm has plants, projects or subsidiaries that could make something; an office
    that sells or holds shares is no precedent."""
    sites = [
        s.region
        for s in case.facts.sites
        if not any(w in s.name for w in OFFICES) and not (s.kind == "subsidiary" and s.region[:2] in CAPITALS)
    ]
    known = [*case.sites, *sites, *(r.region for r in case.facts.projects)]
    return [p for p in dict.fromkeys(known) if p and p[:4] != case.firm.region[:4]]


def amount(told: Capacity) -> str:
    """An amount as people say it: 12265098 只 → 1230 万只, 3 万T → 3 万吨, 6820000 千只 → 68.2 亿只, 120000 千克 → 120
    吨."""
    value, unit = told.amount or 0.0, told.unit.strip()
    unit, per = (unit[: -len("/年")], "/年") if unit.endswith("/年") else (unit, "")
    if unit not in WHOLE:
        for word, size in PREFIXES:
            if unit.startswith(word) and len(unit) > len(word):
                value, unit = value * size, unit[len(word) :]
                break
    unit = "/".join(dict.fromkeys(UNITS.get(u.lower(), u if u in WHOLE else u.lstrip("万千")) for u in unit.split("/")))
    if unit in KILO and value >= KILO[unit][1]:
        unit, value = KILO[unit][0], value / KILO[unit][1]
    for size, word in _LARGE:
        if value >= size:
            return f"{three_digits(value / size)} {word}{unit}{per}"
    return f"{three_digits(value)} {unit}{per}".strip()


def _percent(share: int) -> str:
    return f"{three_digits(share / MICRO * 100)}%"


def _year(told: Relation | FirmProduct | Capacity | FirmTechnology | Site) -> tuple[str, str]:
    """How the sentence of a fact ends, in Chinese and English: its year, and that nobody has verified it."""
    year = told.as_of[:4]
    return (f"（{year} 年，待核）", f" ({year}, unverified)") if year else ("（待核）", " (unverified)")
