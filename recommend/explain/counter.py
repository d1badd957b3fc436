"""What speaks against a target, and what is not known of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from graph.model.records import Firm
from graph.model.regions import Regions
from graph.model.trade_kinds import makes
from recommend.explain.evidence import Named, behind
from recommend.explain.neighbours import Neighbours
from recommend.explain.own_facts import next_door, places_built
from recommend.rank.exclusions import ParkFit
from recommend.rank.features import Case, Value

if TYPE_CHECKING:
    from recommend.explain.shapes import CounterArgument, OpenQuestion

FAR_KM = 600.0  # a day's drive: from there on a plant here is run from afar
# A place in brackets or 中国 in the name of a firm that is not listed: a plant or the Chinese arm of a group.
_OF_A_GROUP = re.compile(r"^([^（(]+)[（(]([一-鿿]{2,4})[）)](?!集团|股份|控股|投资|总部)")
_HEADS = ("集团", "控股", "总部", "总公司")  # words of the name that say that the firm is the group itself
_NO_PLACE = (*_HEADS, "合伙", "普通合伙", "有限合伙")  # what stands in brackets and is no place
MINES = ("06", "07", "08", "09", "10")  # divisions of GB/T 4754; a leader in what is made of ore has mines of its own
_TRADES = ("技术", "信息", "科技", "网络", "文化", "服务")  # before the bracket: a whole name, and no brand of a group
TIBET = "54"  # province code
MAIN_INPUTS, LEAST_INPUT = 2, 0.1  # inputs that are named, and the share of cost from which one is
FINANCE = ("66", "67", "68", "69")  # divisions of GB/T 4754: banks, brokers, insurers
SIDE_LINE = 0.2  # of the feature `main_trade`, below which this is no main trade of the firm
EVEN = 0.5  # capability below which it is not sure that the firm works in the segment


def counter_arguments(
    case: Case,
    neighbours: Neighbours,
    named: Named,
    parks: Sequence[ParkFit] = (),
    values: Mapping[str, Value] | None = None,
) -> list[CounterArgument]:
    """What speaks against, the gravest first; nothing where nothing is known. What nobody has asked yet is no argument:
    it stands among the `unknowns`.

    named: a region's code → its full name; values: of the features, where they are known.
    """
    return [
        *_demand(neighbours),
        *_fit(case, neighbours, parks, named),
        *_side_line(values or {}),
        *_the_firm(case, neighbours),
        *_elsewhere(case, named),
        *_supply(case, neighbours),
    ]


def unknowns(firm: Firm, values: Mapping[str, Value]) -> list[OpenQuestion]:
    """What is not known and an official would ask."""
    out: list[OpenQuestion] = []
    if not firm.revenue_yi:
        out.append(_said("revenue", "营业收入待核。", "Revenue unverified."))
    if not values["building"].known:
        out.append(_said("capacity", "产能利用率与在建项目待核。", "Utilisation and projects under way unverified."))
    out.append(_said("credit", "司法与信用状况未接入数据，待核。", "Litigation and credit status: no data loaded."))
    return out


def _said(kind: str, zh: str, en: str) -> CounterArgument:
    return {"kind": kind, "text": zh, "text_en": en, "evidence": []}


def _fit(case: Case, neighbours: Neighbours, parks: Sequence[ParkFit], named: Named) -> list[CounterArgument]:
    """The firm and the place: does it do this, is there a buyer, does the park clash, how far is it."""
    out = []
    if case.capability < EVEN:
        out.append(
            _said(
                "unsure",
                "是否真正从事该环节把握不大，拜访前须核实。",
                "Not sure that it really does this; check before a visit.",
            )
        )
    for fit in parks[:1] if parks and parks[0].lead else ():
        out += [_said("park_clash", f"{fit.park.name}：{zh}。", f"{fit.park.name}: {en}.") for zh, en in fit.clashes]
    if next_door(case):
        out.append(
            _said(
                "near",
                f"相距仅约 {case.distance_km:.0f} 公里，现有工厂即可就近供应本地，来此另建的理由要讲清。",
                f"Only about {case.distance_km:.0f} km away: its plant there can supply this place; the ground for "
                "another one here must be made.",
            )
        )
    elif near := _in_our_province(case):
        where = "、".join(named(p) for p in near)
        does, does_en = ("供应", "supply") if case.makes else ("服务", "serve")
        out.append(
            {
                "kind": "near",
                "text": f"在{where}已有布点，可就近{does}本地，来此增设的理由要讲清。",
                "text_en": f"It is in {where} already and can {does_en} this place from there; the ground for another "
                "one here must be made.",
                "evidence": behind("expansion", case, named),
            }
        )
    if case.distance_km is not None and case.distance_km > FAR_KM and case.makes and not _near(case):
        out.append(
            _said(
                "far",
                f"{'企业' if case.firm.parent else '总部'}相距约 {case.distance_km:.0f} 公里，来此设厂的理由要讲清。",
                f"Its headquarters are about {case.distance_km:.0f} km away; the ground for a plant here must be made.",
            )
        )
    return out


def _in_our_province(case: Case) -> list[str]:
    """Cities of our province, first two, where a firm from another one is already, but not here."""
    ours = case.place.region
    if case.firm.region[:2] == ours[:2]:
        return []
    known = [p for p in dict.fromkeys((*case.sites, *(s.region for s in case.facts.sites))) if p[:2] == ours[:2]]
    if any(Regions.within(p, ours) for p in known):
        return []
    return [p for p in known if p[2:4] != "00"][:MAIN_INPUTS]


def _near(case: Case) -> bool:
    """Is the seat no measure of the distance: is there a plant in our province, or is the firm only registered where
    its seat is, as listed firms are in Tibet?"""
    ours = case.place.region[:2]
    built = any(p[:2] == ours for p in (*case.sites, *(s.region for s in case.facts.sites)))
    return built or (case.firm.region.startswith(TIBET) and bool(case.firm.stock_code))


def _for_all(kind: str, zh: str, en: str) -> CounterArgument:
    return {**_said(kind, zh, en), "shared": True}


def _demand(neighbours: Neighbours) -> list[CounterArgument]:
    """What speaks against every firm of the list, marked `shared`: no buyer here, or none large enough to come for.
    What is sold to households needs no firm that buys it, and of what hospitals buy no firm here is asked."""
    segment = neighbours.network.segments.get(neighbours.segment)
    if segment is None or neighbours.for_households or neighbours.market or neighbours.everywhere:
        return []
    if neighbours.by_tender and not neighbours.argument and makes(segment):
        return [
            _for_all(
                "tender",
                "买方主要是医疗机构，进院须经集中采购或招标；本地用量有限，产品面向全国销售。",
                "Hospitals buy it, by tender; this place takes little of it, so it is sold all over the country.",
            )
        ]
    wares = neighbours.wares
    goods = wares["zh"] == "产品"
    if not neighbours.buyers:
        return [
            _for_all(
                "no_buyer",
                f"在库未见本地企业采购这类{wares['zh']}，"
                + ("产品须销往外地。" if goods else "业务量从哪里来要先讲清。"),
                f"No firm on record here buys such {wares['en']}; it would have to sell elsewhere.",
            )
        ]
    if not neighbours.argument:
        zh, en = neighbours.need_words
        bears, bears_en = ("未必撑得起", "perhaps too little") if neighbours.may_bear else ("撑不起", "too little")
        return [
            _for_all(
                "small_need",
                f"本地企业一年在这类{wares['zh']}上花费{zh}（估算），"
                + (f"{bears}一个项目，产品须销往外地。" if goods else "业务量有限。"),
                f"Firms here spend {en} a year on such {wares['en']} (estimate), {bears_en} for a project alone.",
            )
        ]
    return []


def _side_line(values: Mapping[str, Value]) -> list[CounterArgument]:
    """That the firm lives on something else, where its report or table says what share this brings."""
    main = values.get("main_trade")
    if main is None or not main.known or main.value >= SIDE_LINE:
        return []
    return [
        _said(
            "side_line",
            "这一环节占其营业收入比重小，不是主业。",
            "This brings a small part of its revenue: it is not its main trade.",
        )
    ]


def _the_firm(case: Case, neighbours: Neighbours) -> list[CounterArgument]:
    out = []
    codes = neighbours.network.segments[case.segment].gbt4754
    finance = bool(codes) and all(code.startswith(FINANCE) for code in codes)
    here = any(Regions.within(p, case.place.region) for p in case.sites)  # it has built here already
    if not here and ("小型" in case.firm.tags or 0 < (case.firm.revenue_yi or 0.0) < 1.0):
        out.append(
            _said("small", "规模较小，异地建厂能力待核。", "Small; its capacity to build elsewhere is unverified.")
        )
    if finance:
        zh = "这一行持牌经营，在各省多设有分支机构，增设机构和业务先对接其省级分公司。"
        en = "A licensed trade with branches in most provinces: talk to its provincial branch first."
        out.append(_said("group", zh, en))
    elif case.firm.parent and case.firm.parent != case.firm.name:
        out.append(
            _said(
                "group",
                f"属{_bare(case.firm.parent)}，重大投资由集团决定，须同时对接集团。",
                f"It belongs to {_bare(case.firm.parent)}, which decides on large investments.",
            )
        )
    elif not case.firm.stock_code and (named := _OF_A_GROUP.match(case.firm.name)):
        brand, place = named[1], named[2]
        if not brand.endswith(_HEADS) and place not in _NO_PLACE and not any(w in brand for w in _TRADES):
            out.append(
                _said(
                    "group",
                    f"从名称看是“{brand}”在{place}的企业，重大投资须对接“{brand}”总部（待核）。",
                    f"By its name it is the firm of {brand} in {place}; the head office of {brand} decides on large "
                    "investments (unverified).",
                )
            )
    return out


def _bare(name: str) -> str:
    """A group's name without the code of its shares: 卫龙美味（09985.HK） → 卫龙美味."""
    return re.sub(r"[（(][0-9A-Z.]+[）)]$", "", name)


def _elsewhere(case: Case, named: Named) -> list[CounterArgument]:
    """Plants or subsidiaries outside the city of its headquarters, unless it has one here as well. Which they are is
    told among the reasons; how many there are is not known from what is on record."""
    if any(Regions.within(p, case.place.region) for p in (*case.sites, *(s.region for s in case.facts.sites))):
        return []
    if not case.makes or not places_built(case) or _in_our_province(case):
        return []
    return [
        {
            "kind": "elsewhere",
            "text": "已在外地布点，扩产可能优先选在现有基地。",
            "text_en": "It has built elsewhere already and may rather expand there.",
            "evidence": behind("expansion", case, named),
        }
    ]


def _supply(case: Case, neighbours: Neighbours) -> list[CounterArgument]:
    """Nobody here supplies it: of what it needs most, by name."""
    net = neighbours.network
    shares = net.spent[:, net.row[case.segment]]
    if not case.makes or neighbours.suppliers:
        return []
    goods = [j for j in np.argsort(-shares, kind="stable")[:MAIN_INPUTS].tolist() if shares[j] >= LEAST_INPUT]
    goods = [j for j in goods if net.edges[net.ids[j], case.segment][1] in ("material", "component")]
    if not goods:
        return []
    names = [net.segments[net.ids[j]] for j in goods]
    own = [n for n in names if any(p in n.products or p == n.name for p in case.firm.products)]
    own = own or [n for n in names if n.gbt4754 and n.gbt4754[0].startswith(MINES) and "龙头" in case.firm.tags]
    if own:
        return [
            _said(
                "no_supplier",
                f"{'、'.join(n.name for n in own)}由其自有基地或矿山供应，落到本地须多一段运输。",
                f"It has its own {', '.join(n.name_en.lower() for n in own)}: a plant here adds a haul.",
            )
        ]
    return [
        _said(
            "no_supplier",
            f"在库未见本地供应{'、'.join(n.name for n in names)}的企业，须从外地采购。",
            f"No local firm on record supplies {', '.join(n.name_en.lower() for n in names)}; it comes from elsewhere.",
        )
    ]
