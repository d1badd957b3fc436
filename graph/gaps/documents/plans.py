"""Scenarios, landings, history and kinds of firm as documents: names put to ids, numbers rounded, one per command."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from graph.gaps import changes as history
from graph.gaps import leading_firms, portfolio, recruitability, scenario
from graph.gaps.find import Gap
from graph.gaps.portfolio import Budget, Portfolio, Step
from graph.gaps.recruitability import Recruit
from graph.gaps.scenario import segment_ref
from graph.gaps.wording.recruit import said
from graph.measures.network import Network
from graph.model.records import Batch, Firm, Member, Park
from graph.model.regions import Regions
from graph.model.text import recorded_firm, rounded
from graph.region.footprint import Footprint
from graph.store.base.protocol import GraphStore

if TYPE_CHECKING:
    from graph.gaps.documents.plan_shapes import (
        Addition,
        BarredSegment,
        ChangedGap,
        ChangeFact,
        ChangesDocument,
        FactDocument,
        LandingDocument,
        NamedAddition,
        NamedRemoval,
        PortfolioDocument,
        Removal,
        Resource,
        RoleDocument,
        ScenarioDocument,
    )
    from graph.gaps.documents.shapes import SegmentRef, Status

CANDIDATES = 5  # firms named for a landing
BEYOND = 3  # landings past the wanted number that the frontier shows: is one more worth asking for?
Found = tuple[Footprint, Sequence[Gap]]


def scenario_document(
    changes: Sequence[scenario.Change], members: Sequence[Member], before: Found, after: Found, chain: str = ""
) -> ScenarioDocument:
    """What a scenario changes, see `graph.gaps.scenario.compare`."""
    foot = before[0]
    effects = scenario.effects(changes, members, foot.region)
    document: ScenarioDocument = {
        "region": foot.region,
        "chain": chain,
        "changes": [_with_names(foot.network, e) for e in effects],
        **scenario.compare(scenario.State(*before), scenario.State(*after), chain),
    }
    return rounded(document)


def _with_names(net: Network, effect: Removal | Addition) -> NamedRemoval | NamedAddition:
    segment = net.segments[effect["segment"]]
    if effect["do"] == "remove":
        return {**effect, "segment_name": segment.name, "segment_name_en": segment.name_en}
    return {**effect, "segment_name": segment.name, "segment_name_en": segment.name_en}


def can_be_landed(gap: Gap, unsure: bool) -> bool:
    """Is a landing from outside an answer to this gap? Not where the data are too thin for it, unless asked for."""
    return bool(gap.candidates) and (unsure or gap.verdict != "insufficient_data")


def portfolio_document(
    store: GraphStore, regions: Regions, found: Found, limits: Budget, chain: str = "", unsure: bool = False
) -> PortfolioDocument:
    """The best landings under limits, with firms that could come and the frontier.

    What is better bought nearby or cannot be placed here (可招性) is left out and listed in `barred`. A cost of None is
    not known.
    """
    foot, gaps = found
    inside = [g for g in gaps if not chain or g.chain == chain]
    answers = recruiting(store, foot, inside)
    stop = {s for s, a in answers.items() if a.answer in ("nearby", "unsuitable")}
    open_gaps = [g for g in inside if can_be_landed(g, unsure) and g.segment not in stop]
    chains = (chain,) if chain else ()
    plan = portfolio.choose(foot, open_gaps, limits, chains)
    writer = _Landings.of(store, regions, foot, plan, {g.segment: g for g in open_gaps}, answers)
    document: PortfolioDocument = {
        "region": foot.region,
        "chain": chain,
        "limits": {
            "k": limits.k,
            "money_yi": limits.of("money_yi"),
            "land_mu": limits.of("land_mu"),
            "high_power": limits.of("high_power"),
        },
        "landings": [writer.document(step) for step in plan.steps],
        "value": plan.value,
        "bound": plan.bound,
        "guaranteed": plan.guaranteed,
        "used": dict(plan.used),
        "unknown": _by_resource(foot.network, plan.unknown),
        "left_out": _by_resource(foot.network, plan.left_out),
        "barred": [_barred(foot.network, g.segment, answers[g.segment]) for g in inside if g.segment in stop],
        "considered": len(open_gaps),
        "unsure": sum(1 for g in inside if g.verdict == "insufficient_data"),
        "frontier": portfolio.frontier(foot, open_gaps, replace(limits, k=limits.k + BEYOND), chains),
    }
    return rounded(document)


@dataclass(frozen=True)
class _Landings:
    """Writes the landings of a portfolio; `firms` are the records of the candidates that are named."""

    regions: Regions
    network: Network
    gaps: Mapping[str, Gap]
    answers: Mapping[str, Recruit]
    firms: Mapping[str, Firm]

    @classmethod
    def of(
        cls,
        store: GraphStore,
        regions: Regions,
        foot: Footprint,
        plan: Portfolio,
        gaps: Mapping[str, Gap],
        answers: Mapping[str, Recruit],
    ) -> _Landings:
        named = {f for s in plan.segments for f in gaps[s].candidates[:CANDIDATES]}
        return cls(regions, foot.network, gaps, answers, {f.id: f for f in store.firms(sorted(named))})

    def document(self, step: Step) -> LandingDocument:
        gap, segment, answer = self.gaps[step.segment], self.network.segments[step.segment], self.answers[step.segment]
        cost = portfolio.cost_of(segment)
        zh, en = said(answer)
        named = [self.firms[f] for f in gap.candidates[:CANDIDATES] if f in self.firms]
        return {
            **segment_ref(self.network, step.segment),
            "kind": gap.kind,
            "verdict": gap.verdict,
            "action": gap.action,
            "gain": step.gain,
            "value": step.value,
            "completeness": step.completeness,
            "need": step.need,
            "cost": {"money_yi": cost.money_yi, "land_mu": cost.land_mu, "high_power": cost.high_power},
            "recruit": {"answer": answer.answer, "sentence": zh, "sentence_en": en},
            "siting": {
                "investment_yi": segment.siting.get("investment_yi"),
                "land_mu": segment.siting.get("land_mu"),
                "power": segment.siting.get("power"),
            },
            "candidates": {"count": len(gap.candidates), "firms": [recorded_firm(f, self.regions) for f in named]},
        }


def _by_resource(net: Network, segments: Mapping[Resource, Sequence[str]]) -> dict[Resource, list[SegmentRef]]:
    return {r: [segment_ref(net, s) for s in names] for r, names in segments.items()}


def recruiting(store: GraphStore, foot: Footprint, gaps: Sequence[Gap]) -> dict[str, Recruit]:
    """Of each gap: should it be recruited at all?"""
    parks = [p for p in store.rows(Park) if Regions.within(p.region, foot.region)]
    reach, demand = recruitability.within_reach(foot), recruitability.demand_yi(foot)
    return {g.segment: recruitability.recruit(foot, g.segment, parks, reach, demand) for g in gaps}


def _barred(net: Network, segment: str, answer: Recruit) -> BarredSegment:
    zh, en = said(answer)
    return {**segment_ref(net, segment), "reason": answer.reason, "sentence": zh, "sentence_en": en}


def roles_document(store: GraphStore, regions: Regions, foot: Footprint, chain: str = "") -> list[RoleDocument]:
    """The three kinds of firm with their reasons, local marks first."""
    net = foot.network
    marks = [r for r in leading_firms.roles(foot) if not chain or r.chain == chain]
    firms = {f.id: f for f in store.firms(sorted({r.firm for r in marks}))}
    here = {m.firm_id for m in foot.local}
    zh = {s.id: s.name for s in net.segments.values()}, {c.id: c.name for c in net.chains}
    en = {s.id: s.name_en for s in net.segments.values()}, {c.id: c.name_en for c in net.chains}
    rows: list[RoleDocument] = [
        {
            "kind": r.kind,
            "chain": r.chain,
            "segment": r.segment,
            "firm": recorded_firm(firms[r.firm], regions),
            "weight": r.weight,
            "figures": dict(r.figures),
            "local": r.firm in here,
            "reason": leading_firms.reason(r, *zh, "zh"),
            "reason_en": leading_firms.reason(r, *en, "en"),
        }
        for r in marks
        if r.firm in firms
    ]
    return rounded(sorted(rows, key=lambda r: not r["local"]))


def changes_document(
    store: GraphStore, last: Batch, before: Found, after: Found, since: date, chain: str = ""
) -> ChangesDocument:
    """What changed in a region since a day; `last`: the newest load of the earlier state."""
    foot = after[0]

    def wanted(segment: str) -> bool:
        return not chain or segment.split(".")[0] == chain

    states = {s: v for s, v in history.statuses(before[1], after[1], foot.network.retired).items() if wanted(s)}
    facts = [f for f in history.difference(store, last.id, before, after) if wanted(f["segment"])]
    networks = (foot.network, before[0].network)

    def gaps(status: Status) -> list[ChangedGap]:
        return [
            {**_named_in(networks, s), "was": v["was"], "now": v["now"]}
            for s, v in states.items()
            if v["status"] == status
        ]

    document: ChangesDocument = {
        "region": foot.region,
        "chain": chain,
        "since": since.isoformat(),
        "last_load": {"id": last.id, "source": last.source, "finished": last.finished},
        "gaps": {"new": gaps("new"), "healed": gaps("healed"), "persistent": gaps("persistent")},
        "facts": [_fact(_named_in(networks, f["segment"]), f) for f in facts],
    }
    return rounded(document)


def _fact(segment: SegmentRef, fact: ChangeFact) -> FactDocument:
    """A fact with the names of its segment and its firm under keys of their own."""
    return {
        "what": fact["what"],
        "segment": fact["segment"],
        "firm": fact["firm"],
        "before": fact["before"],
        "after": fact["after"],
        "batch": fact["batch"],
        "chain": segment["chain"],
        "segment_name": segment["name"],
        "segment_name_en": segment["name_en"],
        "firm_name": fact["name"],
    }


def _named_in(networks: Sequence[Network], segment: str) -> SegmentRef:
    """The segment's names from the first of these that knows it: a catalogue changes too."""
    return next(segment_ref(net, segment) for net in networks if segment in net.segments)
