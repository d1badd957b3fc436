"""What speaks against a target, and what is not known of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from graph.gaps.evidence_words import about
from graph.model.records import MICRO, Firm
from graph.model.regions import Regions
from graph.model.trade_kinds import shares_of
from recommend.explain.evidence import Named, behind
from recommend.explain.neighbours import Neighbours
from recommend.explain.own_facts import places_built
from recommend.rank.exclusions import ParkFit
from recommend.rank.features import Case, Value

if TYPE_CHECKING:
    from recommend.explain.shapes import CounterArgument, OpenQuestion

FAR_KM = 1200.0
TIBET = "54"  # province code
EVEN = 0.5  # capability below which it is not sure that the firm works in the segment


def counter_arguments(
    case: Case, neighbours: Neighbours, named: Named, parks: Sequence[ParkFit] = ()
) -> list[CounterArgument]:
    """What speaks against, the gravest first; there is always something, if only what nobody has asked yet.

    named: a region's code → its full name.
    """
    out = [
        *_fit(case, neighbours, parks),
        *_the_firm(case),
        *_elsewhere(case, named),
        *_supply(case, neighbours),
    ]
    return out or [_said("plans", "近期有无新增投资计划待核。", "New investment plans unverified.")]


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


def _fit(case: Case, neighbours: Neighbours, parks: Sequence[ParkFit]) -> list[CounterArgument]:
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
    out += _demand(neighbours)
    for fit in parks[:1] if parks and parks[0].lead else ():
        out += [_said("park_clash", f"{fit.park.name}：{zh}。", f"{fit.park.name}: {en}.") for zh, en in fit.clashes]
    if case.distance_km is not None and case.distance_km > FAR_KM:
        out.append(
            _said(
                "far",
                f"{seat_word(case.firm.region, case.firm.stock_code)}相距约 {case.distance_km:.0f} 公里，"
                f"来此{'设厂' if case.makes else '布点'}的理由要讲清。",
                f"Its headquarters are about {case.distance_km:.0f} km away; the ground for a plant here must be made.",
            )
        )
    return out


def seat_word(region: str, stock_code: str) -> str:
    """What a registered seat is called: firms of the whole country are registered in Tibet and managed elsewhere."""
    return "注册地" if region.startswith(TIBET) and stock_code else "总部"


def _demand(neighbours: Neighbours) -> list[CounterArgument]:
    """No buyer here, or none large enough to come for. A good sold to households needs no firm that buys it,
    and a service is bought by all sorts."""
    segment = neighbours.network.segments.get(neighbours.segment)
    if segment is None or neighbours.for_households or shares_of(segment).serve >= 0.5:
        return []
    if not neighbours.buyers:
        return [
            _said(
                "no_buyer",
                "在库未见本地企业采购这类产品，产品须销往外地。",
                "No firm on record here buys it; it would sell elsewhere.",
            )
        ]
    if not neighbours.argument:
        zh, en = about(neighbours.need_yi)
        return [
            _said(
                "small_need",
                f"本地企业一年在这类产品上花费{zh}（估算），撑不起一个项目，产品须销往外地。",
                f"Firms here spend {en} a year on it (estimate), too little for a plant; it would sell elsewhere.",
            )
        ]
    return []


def _the_firm(case: Case) -> list[CounterArgument]:
    out = []
    if case.firm.size < MICRO:
        out.append(
            _said("small", "规模较小，异地建厂能力待核。", "Small; its capacity to build elsewhere is unverified.")
        )
    if case.firm.parent and case.firm.parent != case.firm.name:
        out.append(
            _said(
                "group",
                f"属{_bare(case.firm.parent)}，重大投资由集团决定，须同时对接集团。",
                f"It belongs to {_bare(case.firm.parent)}, which decides on large investments.",
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
    if not places_built(case):
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
    out, net = [], neighbours.network
    if case.makes and not neighbours.suppliers and net.adjacent[:, net.row[case.segment]].any():
        out.append(
            _said(
                "no_supplier",
                "在库未见本地上游企业，原料和部件须外购。",
                "No local supplier on record; materials and parts come from elsewhere.",
            )
        )
    return out
