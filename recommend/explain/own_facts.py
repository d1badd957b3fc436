"""What is known of this one firm beyond its name, its products and its size: whom it trades with, where it has
subsidiaries, what share of its revenue the product brings, its capacity, its routes of technology.

Each is a sentence with the record behind it; what is not known is not said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from graph.model.records import MICRO, Capacity, Firm, FirmProduct, FirmTechnology, Membership, Relation, Segment, Site
from graph.model.regions import Regions
from graph.model.text import short_name, three_digits
from recommend.explain.evidence import NAMED, Named, fact_row
from recommend.rank.features import Case

if TYPE_CHECKING:
    from recommend.explain.shapes import Reason

MOST = 4  # facts named for one target
TRADE = {"customer": ("客户", "customer"), "supplier": ("供应商", "supplier")}
OUTPUT = ("capacity", "production_volume")  # what a firm can make, before what it made
ROUTES = ("core", "process", "core_technology", "process_technology")
_LARGE = ((1e8, "亿"), (1e4, "万"))
_MULTIPLES = ("万", "亿", "千", "百")


def own_facts(
    case: Case, segment: Segment, membership: Membership | None, firms: Mapping[str, Firm], named: Named
) -> list[Reason]:
    """The facts about a firm, the most telling first. firms: those that can be named; named: a region's code → name."""
    terms = _terms(segment, membership)
    found = [
        *_local_trade(case, firms),
        *_subsidiary_near(case, named),
        *_revenue_share(case, membership, segment, terms),
        *_capacity(case, terms),
        *_route(case, terms),
    ]
    return (found or list(_trade(case, firms)))[:MOST]


def _terms(segment: Segment, membership: Membership | None) -> tuple[str, ...]:
    """The words by which a product is of the segment: its terms, its name, and what led the firm there."""
    matched = [str(e["term"]) for e in (membership.evidence if membership else ()) if e["kind"] in ("product", "name")]
    return tuple(dict.fromkeys(t for t in (*segment.products, segment.name, *matched) if len(t) >= 2))


def of_segment(text: str, terms: Sequence[str]) -> bool:
    """Does a report's product name one of these terms, or is it named by one?"""
    return len(text) >= 2 and any(t in text or (len(text) >= 3 and text in t) for t in terms)


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


def _subsidiary_near(case: Case, named: Named) -> Iterator[Reason]:
    """Subsidiaries elsewhere in the region's province; one in the region itself is the business of `presence`."""
    region = case.place.region
    near = [
        s
        for s in case.facts.sites
        if s.kind == "subsidiary" and s.name and s.region[:2] == region[:2] and not Regions.within(s.region, region)
    ][:NAMED]
    if near and case.firm.region[:2] != region[:2]:
        names = "、".join(f"{s.name}（{named(s.region)}）" for s in near)
        yield {
            "kind": "subsidiary_near",
            "text": f"在本省已有子公司：{names}。",
            "text_en": f"Has a subsidiary in this province: {', '.join(s.name for s in near)}.",
            "evidence": [fact_row(case.firm, s) for s in near],
        }


def _revenue_share(
    case: Case, membership: Membership | None, segment: Segment, terms: Sequence[str]
) -> Iterator[Reason]:
    """The share of revenue that the very product brings; without one by that name, what the segment's products bring
    together."""
    mine = [p for p in case.facts.products if p.share and of_segment(p.name, terms)]
    if mine:
        best = max(mine, key=lambda p: (p.share or 0, p.name))
        share = _percent(best.share or 0)
        yield {
            "kind": "revenue_share",
            "text": f"{best.name}占其营业收入 {share}{_year(best)[0]}。",
            "text_en": f"{best.name} brings {share} of its revenue{_year(best)[1]}.",
            "evidence": [fact_row(case.firm, best)],
        }
    elif membership and membership.revenue_share:
        share = _percent(membership.revenue_share)
        told = [p for p in case.facts.products if p.share]
        yield {
            "kind": "revenue_share",
            "text": f"{segment.name}类产品占其营业收入约 {share}{_year(told[0])[0] if told else ''}。",
            "text_en": f"Its products of {segment.name_en} bring about {share} of its revenue.",
            "evidence": [fact_row(case.firm, p) for p in told[:NAMED]],
        }


def _capacity(case: Case, terms: Sequence[str]) -> Iterator[Reason]:
    """What it can make, with how much of it is in use; of the segment's products first, else of what it makes most."""
    told = [c for c in case.facts.capacities if c.metric in OUTPUT and c.amount and c.product]
    order = sorted(told, key=lambda c: (not of_segment(c.product, terms), OUTPUT.index(c.metric)))
    uses = [c for c in case.facts.capacities if c.metric == "capacity_utilization" and c.amount]
    if order:
        first = order[0]
        use = next((u for u in uses if u.product in (first.product, "")), None)
        zh = "产能" if first.metric == "capacity" else "年产量"
        en = "Capacity" if first.metric == "capacity" else "Output"
        rate = three_digits(use.amount) if use and use.amount else ""
        year_zh, year_en = _year(first)
        yield {
            "kind": "own_capacity",
            "text": f"{first.product}{zh} {amount(first)}{f'，利用率 {rate}%' if rate else ''}{year_zh}。",
            "text_en": f"{en}, {first.product}: {amount(first)}{f', {rate}% in use' if rate else ''}{year_en}.",
            "evidence": [fact_row(case.firm, c) for c in (first, use) if c],
        }
    elif uses:
        best = min(uses, key=lambda c: not of_segment(c.product, terms))
        rate = three_digits(best.amount or 0.0)
        yield {
            "kind": "own_capacity",
            "text": f"{best.product}产能利用率 {rate}%{_year(best)[0]}。",
            "text_en": f"{best.product or 'Its capacity'}: {rate}% in use{_year(best)[1]}.",
            "evidence": [fact_row(case.firm, best)],
        }


def _route(case: Case, terms: Sequence[str]) -> Iterator[Reason]:
    """Routes of technology that its report names, those of the segment first; certificates and patents are none."""
    told = [t for t in case.facts.technologies if t.kind in ROUTES]
    order = sorted(told, key=lambda t: not (of_segment(t.product, terms) or of_segment(t.name, terms)))[:2]
    if order:
        names = [t.name for t in order]
        yield {
            "kind": "route",
            "text": f"年报所列技术路线：{'、'.join(names)}{_year(order[0])[0]}。",
            "text_en": f"Routes of technology in its report: {', '.join(names)}{_year(order[0])[1]}.",
            "evidence": [fact_row(case.firm, t) for t in order],
        }


def _trade(case: Case, firms: Mapping[str, Firm]) -> Iterator[Reason]:
    """Whom it sells to or buys from, wherever they are: said where nothing nearer is known."""
    for kind, (zh, en) in TRADE.items():
        told = sorted((r for r in case.facts.relations if r.kind == kind), key=lambda r: r.to_id not in firms)[:NAMED]
        if told:
            names = [short_name(firms[r.to_id]) if r.to_id in firms else r.to_name for r in told]
            yield {
                "kind": "trade",
                "text": f"年报所列{zh}：{'、'.join(names)}{_year(told[0])[0]}。",
                "text_en": f"Its report names a {en}: {', '.join(names)}{_year(told[0])[1]}.",
                "evidence": [fact_row(case.firm, r) for r in told],
            }


def amount(told: Capacity) -> str:
    """An amount as people say it: 12265098 只 → 1230 万只; one that is counted in 万 already stays."""
    value, unit = told.amount or 0.0, told.unit
    for size, word in _LARGE:
        if value >= size and not unit.startswith(_MULTIPLES):
            return f"{three_digits(value / size)} {word}{unit}"
    return f"{three_digits(value)} {unit}".strip()


def _percent(share: int) -> str:
    return f"{three_digits(share / MICRO * 100)}%"


def _year(told: Relation | FirmProduct | Capacity | FirmTechnology | Site) -> tuple[str, str]:
    """The year of a fact as its sentence ends, in Chinese and English; nothing where it is not told."""
    year = told.as_of[:4]
    return (f"（{year} 年）", f" ({year})") if year else ("", "")
