"""What speaks against a target, and what is not known of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from graph.model.records import MICRO, Firm
from graph.model.regions import Regions
from recommend.explain.evidence import Named, behind
from recommend.explain.neighbours import Neighbours
from recommend.rank.exclusions import ParkFit
from recommend.rank.features import Case, Value

if TYPE_CHECKING:
    from recommend.explain.shapes import CounterArgument, OpenQuestion

FAR_KM = 1200.0
EVEN = 0.5  # capability below which it is not sure that the firm works in the segment


def counter_arguments(
    case: Case, neighbours: Neighbours, named: Named, named_en: Named, parks: Sequence[ParkFit] = ()
) -> list[CounterArgument]:
    """What speaks against, the gravest first; there is always something, if only what nobody has asked yet.

    named, named_en: a region's code → its full name in Chinese and in English.
    """
    out = [
        *_fit(case, neighbours, parks),
        *_the_firm(case),
        *_elsewhere(case, named, named_en),
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
    if not neighbours.buyers:
        out.append(
            _said(
                "no_buyer",
                "在库未见本地直接买方，产品主要外销。",
                "No direct buyer on record here; it would sell elsewhere.",
            )
        )
    for fit in parks[:1]:
        out += [_said("park_clash", f"{fit.park.name}：{zh}。", f"{fit.park.name}: {en}.") for zh, en in fit.clashes]
    if case.distance_km is not None and case.distance_km > FAR_KM:
        out.append(
            _said(
                "far",
                f"总部相距约 {case.distance_km:.0f} 公里，来此设厂的理由要讲清。",
                f"Its headquarters are about {case.distance_km:.0f} km away; the ground for a plant here must be made.",
            )
        )
    return out


def _the_firm(case: Case) -> list[CounterArgument]:
    out = []
    if case.firm.size < MICRO:
        out.append(
            _said("small", "规模较小，异地建厂能力待核。", "Small; its capacity to build elsewhere is unverified.")
        )
    if not case.sites and not case.facts.sites and not case.facts.projects:
        out.append(
            _said(
                "no_sites",
                "在库未收录异地建厂先例，扩产意愿待核。",
                "No plant elsewhere known; expansion plans unverified.",
            )
        )
    return out


def _elsewhere(case: Case, named: Named, named_en: Named) -> list[CounterArgument]:
    """Plants or subsidiaries outside the city of its headquarters, unless it has one here as well."""
    places = [*case.sites, *(s.region for s in case.facts.sites)]
    if any(Regions.within(p, case.place.region) for p in places):
        return []
    others = sorted({p for p in places if p and p[:4] != case.firm.region[:4]})
    if not others:
        return []
    place, place_en, further = named(others[0]), named_en(others[0]), len(others) - 1
    more = f"等 {len(others)} 处" if further else ""
    more_en = f" and {further} more place{'s' if further > 1 else ''}" if further else ""
    return [
        {
            "kind": "elsewhere",
            "text": f"已在{place}{more}设有基地或子公司，扩产可能优先选在那里。",
            "text_en": f"It has a plant or subsidiary in {place_en}{more_en} and may rather expand there.",
            "evidence": behind("expansion", case, named),
        }
    ]


def _supply(case: Case, neighbours: Neighbours) -> list[CounterArgument]:
    out, net = [], neighbours.network
    if not neighbours.suppliers and net.adjacent[:, net.row[case.segment]].any():
        out.append(
            _said(
                "no_supplier",
                "在库未见本地上游企业，原料和部件须外购。",
                "No local supplier on record; materials and parts come from elsewhere.",
            )
        )
    if sum(r.kind == "customer" for r in case.facts.relations) == 1:
        out.append(
            _said(
                "one_customer",
                "只知其一家客户的名称，是否依赖单一客户待核。",
                "Only one customer is known by name; dependence on it is unverified.",
            )
        )
    return out
