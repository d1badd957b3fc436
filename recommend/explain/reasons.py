"""Why this firm, why us, what speaks against: sentences, each with the evidence it stands on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from graph.gaps.kinds_and_scores import FAINT
from graph.measures.network import Network
from graph.model.place_names import english
from graph.model.records import MICRO, Firm, Membership
from graph.model.regions import Regions
from graph.model.text import short_name
from graph.model.words import UNKNOWN
from graph.region.footprint import Footprint
from recommend.rank.exclusions import ParkFit
from recommend.rank.features import Case, Value

FAR_KM = 1200.0
NAMED = 3
# From which value on a feature is worth a sentence of its own.
LEAST = {
    "presence": 0.5,
    "expansion": 0.3,
    "same_province": 1.0,
    "nearness": 0.5,
    "scale": 0.55,
    "building": 0.9,
    "technology": 0.75,
    "materials_maker": 0.6,
    "fresh_capital": 1.0,
}


def _sentence(kind: str, zh: str, en: str, evidence: Sequence[Mapping[str, Any]] = ()) -> dict[str, Any]:
    return {"kind": kind, "text": zh, "text_en": en, "evidence": [dict(e) for e in evidence]}


def _firm_evidence(firm: Firm, what: str) -> dict[str, Any]:
    return {
        "what": what,
        "firm": firm.id,
        "name": firm.name,
        "source": firm.source or UNKNOWN["zh"],
        "as_of": firm.as_of or UNKNOWN["zh"],
        "verified": firm.verified,
    }


def local_neighbours(footprint: Footprint, segment: str, outgoing: bool) -> list[tuple[str, list[str]]]:
    """Linked segments with local firms, the most weighty first, as (segment id, firm ids); a channel is no buyer."""
    net = footprint.network
    row = net.row[segment]
    shares = net.shares[row] if outgoing else net.shares[:, row]
    linked = net.using[row] if outgoing else net.adjacent[:, row]
    rows = np.flatnonzero(np.asarray(linked, dtype=bool) & (footprint.x >= FAINT))
    found = sorted((-float(shares[j] * footprint.x[j]), net.ids[j]) for j in rows)
    return [(s, [f for f, _ in footprint.by_segment[s]]) for _, s in found]


@dataclass(frozen=True)
class Around:
    """A segment's neighbours in a region, the same for every target of a list: linked segments with the local firms in them
    that are known by name, those that buy from it and those that supply it, the most weighty first."""

    network: Network
    buyers: tuple[Linked, ...]
    suppliers: tuple[Linked, ...]

    @classmethod
    def of(cls, foot: Footprint, segment: str, firms: Mapping[str, Firm]) -> Around:
        def side(outgoing: bool) -> tuple[Linked, ...]:
            return tuple(
                Linked(s, len(ids), tuple(firms[i] for i in ids if i in firms)[:NAMED])
                for s, ids in local_neighbours(foot, segment, outgoing)
            )

        return cls(foot.network, side(True), side(False))


@dataclass(frozen=True)
class Linked:
    """A linked segment, how many local firms work in it, and the first of them."""

    segment: str
    count: int
    firms: tuple[Firm, ...]


def reasons(
    case: Case,
    around: Around,
    values: Mapping[str, Value],
    membership: Membership | None,
    parks: Sequence[ParkFit],
    named: Callable[[str], str],
) -> list[dict[str, Any]]:
    """What speaks for the firm, the strongest first. named: a region's code → its name."""
    net, firm = around.network, case.firm
    segment = net.segments[case.segment]
    out: list[dict[str, Any]] = []
    matched = [e for e in (membership.evidence if membership else ()) if e["kind"] in ("product", "name", "scope")]
    terms = list(dict.fromkeys(str(e["term"]) for e in matched))[:NAMED] or list(firm.products[:NAMED])
    doubt = "" if firm.verified else "（待核）"
    position = "，属行业龙头" if "龙头" in firm.tags else ""
    out.append(
        _sentence(
            "capability",
            f"从事{segment.name}：{'、'.join(terms) or '产品待核'}{position}{doubt if terms else ''}。",
            f"Works in {segment.name_en}: {', '.join(terms) or 'products to be checked'}{'' if firm.verified or not terms else ' (to be checked)'}.",
            [{**_firm_evidence(firm, str(e["text"])), "match": e["kind"], "term": e["term"]} for e in matched]
            or [_firm_evidence(firm, "、".join(firm.products) or UNKNOWN["zh"])],
        )
    )
    for side, zh, en in (
        (
            around.buyers,
            "本地{seg}企业 {n} 家可成为买方：{names}",
            "Local firms in {seg_en} ({n}) could buy from it: {names_en}",
        ),
        (
            around.suppliers,
            "本地{seg}企业 {n} 家可就近供料：{names}",
            "Local firms in {seg_en} ({n}) could supply it: {names_en}",
        ),
    ):
        for other in side[:1]:
            known = other.firms
            if not known:
                continue
            short = [short_name(f) for f in known]
            more = other.count > len(known)
            fields = {
                "seg": net.segments[other.segment].name,
                "seg_en": net.segments[other.segment].name_en,
                "n": other.count,
                "names": "、".join(short) + ("等" if more else ""),
                "names_en": ", ".join(short) + (" and others" if more else ""),
            }
            out.append(
                _sentence(
                    "buyer" if side is around.buyers else "supplier",
                    zh.format(**fields) + "。",
                    en.format(**fields) + ".",
                    [_firm_evidence(f, "、".join(f.products[:NAMED])) for f in known],
                )
            )
    for name, least in LEAST.items():
        value = values[name]
        if value.known and value.value >= least:
            out.append(
                _sentence(
                    name, f"{value.zh}。", f"{value.en[:1].upper()}{value.en[1:]}.", _rows_behind(name, case, named)
                )
            )
    for fit in [p for p in parks if not p.clashes][:1]:
        park = fit.park
        out.append(
            _sentence(
                "park",
                f"可落位{park.name}（主导产业{'一致' if fit.lead else '相近'}，承载条件待核）。",
                f"{park.name} leads with this {'segment' if fit.lead else 'chain'} (conditions to be checked).",
                [
                    {
                        "what": park.name,
                        "source": park.source or "data/parks.csv",
                        "as_of": park.as_of,
                        "verified": park.verified,
                    }
                ],
            )
        )
    return out


def _rows_behind(name: str, case: Case, named: Callable[[str], str]) -> list[dict[str, Any]]:
    """The records a feature was read from, at most three, else the firm's own row."""
    firm, facts = case.firm, case.facts
    rows: Sequence[Any] = ()
    if name == "expansion":
        rows = [*(s for s in facts.sites if s.name), *(p for p in facts.projects if p.name)]
        if not rows and (places := [*case.sites, *(s.region for s in facts.sites)]):
            return [_firm_evidence(firm, named(p)) for p in dict.fromkeys(places)][:NAMED]
    elif name == "technology":
        rows = facts.technologies
    elif name == "building":
        rows = [*facts.projects, *(c for c in facts.capacities if c.metric == "capacity_utilization")]
    found = [
        {
            "what": getattr(r, "name", "") or f"{getattr(r, 'product', '')} {getattr(r, 'value', '')}".strip(),
            "firm": firm.id,
            "name": firm.name,
            "source": r.source or UNKNOWN["zh"],
            "as_of": r.as_of or UNKNOWN["zh"],
            "verified": False,
        }
        for r in rows[:NAMED]
    ]
    return found or [_firm_evidence(firm, name)]


def counter_arguments(
    case: Case, around: Around, named: Callable[[str], str], parks: Sequence[ParkFit] = ()
) -> list[dict[str, Any]]:
    """What speaks against, the gravest first; there is always something, if only what nobody has asked yet.

    named: a region's code → its name.
    """
    firm, facts, net = case.firm, case.facts, around.network
    out: list[dict[str, Any]] = []

    def add(kind: str, zh: str, en: str, evidence: Sequence[Mapping[str, Any]] = ()) -> None:
        out.append(_sentence(kind, zh, en, evidence))

    if case.capability < 0.5:
        add(
            "unsure",
            "是否真正从事该环节把握不大，拜访前须核实。",
            "Not sure that it really does this; check before a visit.",
        )
    if not around.buyers:
        add("no_buyer", "本地尚无直接买方，产品须外销。", "No direct buyer here; it would sell elsewhere.")
    for fit in parks[:1]:
        for zh, en in fit.clashes:
            add("park_clash", f"{fit.park.name}：{zh}。", f"{fit.park.name}: {en}.")
    if case.distance_km is not None and case.distance_km > FAR_KM:
        add(
            "far",
            f"总部相距约 {case.distance_km:.0f} 公里，仅靠本地需求难以吸引设厂。",
            f"Its seat is about {case.distance_km:.0f} km away; local demand alone may not draw a plant.",
        )
    if firm.size < MICRO:
        add("small", "规模较小，异地建厂能力待核。", "Small; whether it can build elsewhere is to be checked.")
    if not case.sites and not facts.sites and not facts.projects:
        add(
            "no_sites",
            "未查到异地建厂先例，扩产意愿待核。",
            "No plant elsewhere known; its will to expand is to be checked.",
        )
    elsewhere = _elsewhere(case)
    if elsewhere:
        place = named(elsewhere[0])
        more = f"等 {len(elsewhere)} 处" if len(elsewhere) > 1 else ""
        others = f" and {len(elsewhere) - 1} more place(s)" if len(elsewhere) > 1 else ""
        add(
            "elsewhere",
            f"已在{place}{more}设有基地或子公司，扩产可能优先选在那里。",
            f"It has a plant or subsidiary in {english(place)}{others} and may rather expand there.",
            _rows_behind("expansion", case, named),
        )
    if not around.suppliers and net.adjacent[:, net.row[case.segment]].any():
        add(
            "no_supplier",
            "本地没有其上游企业，原料和部件须外购。",
            "Nobody here supplies it; materials and parts come from elsewhere.",
        )
    if sum(r.kind == "customer" for r in facts.relations) == 1:
        add(
            "one_customer",
            "年报只披露一家客户，是否依赖单一客户待核。",
            "One customer only is named; dependence is to be checked.",
        )
    if not out:
        add("plans", "近期有无新增投资计划待核。", "Whether it plans new investment is to be checked.")
    return out


def _elsewhere(case: Case) -> list[str]:
    """Regions outside its seat's city where it has plants or subsidiaries; none where it has one here as well."""
    places = [*case.sites, *(s.region for s in case.facts.sites)]
    if any(Regions.within(p, case.place.region) for p in places):
        return []
    return sorted({p for p in places if p and p[:4] != case.firm.region[:4]})


def unknowns(firm: Firm, values: Mapping[str, Value]) -> list[dict[str, Any]]:
    """What we do not know and an official would ask."""
    out = []
    if not firm.revenue_yi:
        out.append(_sentence("revenue", "营业收入待核。", "Revenue to be checked."))
    if not values["building"].known:
        out.append(
            _sentence("capacity", "产能利用率与在建项目待核。", "Utilisation and projects under way to be checked.")
        )
    out.append(_sentence("credit", "司法与信用状况未接入数据，待核。", "Litigation and credit status: no data loaded."))
    return out


def path(case: Case, around: Around) -> list[dict[str, str]]:
    """The path in the graph: target → its segment → a linked segment here → a named local firm."""
    net = around.network
    steps = [
        {"type": "firm", "id": case.firm.id, "name": case.firm.name},
        {"type": "segment", "id": case.segment, "name": net.segments[case.segment].name},
    ]
    for role, side in (("buyer", around.buyers), ("supplier", around.suppliers)):
        for other in side:
            if other.firms:
                first = other.firms[0]
                steps.append(
                    {"type": "segment", "id": other.segment, "name": net.segments[other.segment].name, "role": role}
                )
                steps.append({"type": "firm", "id": first.id, "name": first.name})
                return steps
    return steps
