"""Scenarios, landings, history and kinds of firm as documents: names put to ids, numbers rounded, one per command."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from graph.gaps import changes as history
from graph.gaps import evidence_words, portfolio, recruitability, roles, scenario
from graph.gaps.find import Gap
from graph.gaps.portfolio import RESOURCES, Limits
from graph.gaps.recruitability import Recruit
from graph.model.records import Batch, Firm, Member, Park
from graph.model.regions import Regions
from graph.model.text import rounded, short_name
from graph.region.footprint import Footprint
from graph.store.base.protocol import GraphStore

CANDIDATES = 5  # firms named for a landing
BEYOND = 3  # landings past the wanted number that the frontier shows: is one more worth asking for?
Found = tuple[Footprint, Sequence[Gap]]


def scenario_document(
    changes: Sequence[scenario.Change], members: Sequence[Member], before: Found, after: Found, chain: str = ""
) -> dict[str, Any]:
    """What a scenario changes: {region, chain, changes, completeness, single_points, gaps}, see `whatif.compare`."""
    net = before[0].network
    done = scenario.effects(changes, members, before[0].region)
    for row in done:
        segment = net.segments[row["segment"]]
        row["segment_name"], row["segment_name_en"] = segment.name, segment.name_en
    compared = scenario.compare(scenario.State(*before), scenario.State(*after), chain)
    document: dict[str, Any] = rounded({"region": before[0].region, "chain": chain, "changes": done} | compared)
    return document


def can_be_landed(gap: Gap, unsure: bool) -> bool:
    """Is a landing from outside an answer to this gap? Not where the data do not carry it, unless asked for."""
    return bool(gap.candidates) and (unsure or gap.verdict != "insufficient_data")


def portfolio_document(
    store: GraphStore, regions: Regions, found: Found, limits: Limits, chain: str = "", unsure: bool = False
) -> dict[str, Any]:
    """The best landings under limits, with firms that could come and the frontier.

    What is better bought nearby or cannot be placed here (可招性, see `graph.gaps.recruitability`) is left out and listed in `barred`.
    `{region, chain, limits, landings, value, bound, guaranteed, used, unknown, left_out, barred, considered, unsure,
    frontier}`; a cost of None is not known.
    """
    foot, gaps = found
    net = foot.network
    inside = [g for g in gaps if not chain or g.chain == chain]
    answers = recruiting(store, foot, inside)
    stop = {s for s, a in answers.items() if a.answer in ("nearby", "unsuitable")}
    open_gaps = [g for g in inside if can_be_landed(g, unsure) and g.segment not in stop]
    chains = (chain,) if chain else ()
    plan = portfolio.choose(foot, open_gaps, limits, chains)
    by_segment = {g.segment: g for g in open_gaps}
    wanted = {f for s in plan.segments for f in by_segment[s].candidates[:CANDIDATES]}
    firms = {f.id: f for f in store.firms(sorted(wanted))}
    landings = []
    for step in plan.steps:
        gap, segment = by_segment[step.segment], net.segments[step.segment]
        cost = portfolio.cost_of(segment)
        zh, en = evidence_words.recruit(answers[step.segment])
        landings.append(
            {
                **_named(foot, step.segment),
                "kind": gap.kind,
                "verdict": gap.verdict,
                "action": gap.action,
                "gain": step.gain,
                "value": step.value,
                "completeness": step.completeness,
                "need": step.need,
                "cost": {r: getattr(cost, r) for r in RESOURCES},
                "recruit": {"answer": answers[step.segment].answer, "sentence": zh, "sentence_en": en},
                "siting": {k: segment.siting.get(k) for k in ("investment_yi", "land_mu", "power")},
                "candidates": {
                    "count": len(gap.candidates),
                    "firms": _firms(regions, firms, gap.candidates[:CANDIDATES]),
                },
            }
        )

    def names(by_resource: Mapping[Any, Sequence[str]]) -> dict[str, list[dict[str, str]]]:
        return {r: [_named(foot, s) for s in segments] for r, segments in by_resource.items()}

    document: dict[str, Any] = rounded(
        {
            "region": foot.region,
            "chain": chain,
            "limits": {"k": limits.k} | {r: limits.of(r) for r in RESOURCES},
            "landings": landings,
            "value": plan.value,
            "bound": plan.bound,
            "guaranteed": plan.guaranteed,
            "used": dict(plan.used),
            "unknown": names(plan.unknown),
            "left_out": names(plan.left_out),
            "barred": [_barred(foot, g.segment, answers[g.segment]) for g in inside if g.segment in stop],
            "considered": len(open_gaps),
            "unsure": sum(1 for g in inside if g.verdict == "insufficient_data"),
            "frontier": portfolio.frontier(foot, open_gaps, replace(limits, k=limits.k + BEYOND), chains),
        }
    )
    return document


def recruiting(store: GraphStore, foot: Footprint, gaps: Sequence[Gap]) -> dict[str, Recruit]:
    """Of each gap: should it be recruited at all?"""
    parks = [p for p in store.rows(Park) if Regions.within(p.region, foot.region)]
    reach, demand = recruitability.within_reach(foot), recruitability.demand_yi(foot)
    return {g.segment: recruitability.recruit(foot, g.segment, parks, reach, demand) for g in gaps}


def _barred(foot: Footprint, segment: str, found: Recruit) -> dict[str, str]:
    zh, en = evidence_words.recruit(found)
    return _named(foot, segment) | {"reason": found.reason, "sentence": zh, "sentence_en": en}


def roles_document(store: GraphStore, regions: Regions, foot: Footprint, chain: str = "") -> list[dict[str, Any]]:
    """The three kinds of firm with their reasons, local marks first: {kind, chain, segment, firm: {…}, weight, figures,
    local, reason, reason_en}."""
    net = foot.network
    found = [r for r in roles.roles(foot) if not chain or r.chain == chain]
    firms = {f.id: f for f in store.firms(sorted({r.firm for r in found}))}
    here = {m.firm_id for m in foot.local}
    words = {
        "zh": ({s.id: s.name for s in net.segments.values()}, {c.id: c.name for c in net.chains}),
        "en": ({s.id: s.name_en for s in net.segments.values()}, {c.id: c.name_en for c in net.chains}),
    }
    rows = [
        {
            "kind": r.kind,
            "chain": r.chain,
            "segment": r.segment,
            "firm": _firms(regions, firms, [r.firm])[0],
            "weight": r.weight,
            "figures": dict(r.figures),
            "local": r.firm in here,
            "reason": roles.reason(r, *words["zh"], "zh"),
            "reason_en": roles.reason(r, *words["en"], "en"),
        }
        for r in found
        if r.firm in firms
    ]
    document: list[dict[str, Any]] = rounded(sorted(rows, key=lambda r: not r["local"]))
    return document


def changes_document(
    store: GraphStore, last: Batch, before: Found, after: Found, since: date, chain: str = ""
) -> dict[str, Any]:
    """What changed in a region since a day: {region, chain, since, last_load, gaps: {new, healed, persistent}, facts}."""
    foot = after[0]

    def wanted(segment: str) -> bool:
        return not chain or segment.split(".")[0] == chain

    states = {s: v for s, v in history.statuses(before[1], after[1]).items() if wanted(s)}
    facts = [f for f in history.difference(store, last.id, before, after) if wanted(f["segment"])]
    both = (foot, before[0])
    document: dict[str, Any] = rounded(
        {
            "region": foot.region,
            "chain": chain,
            "since": since.isoformat(),
            "last_load": {"id": last.id, "source": last.source, "finished": last.finished},
            "gaps": {
                status: [
                    _named_in(both, s) | {"was": v["was"], "now": v["now"]}
                    for s, v in states.items()
                    if v["status"] == status
                ]
                for status in ("new", "healed", "persistent")
            },
            "facts": [_fact(_named_in(both, f["segment"]), f) for f in facts],
        }
    )
    return document


def _fact(segment: Mapping[str, str], fact: Mapping[str, Any]) -> dict[str, Any]:
    """A fact with the names of its segment and its firm under keys of their own."""
    kept = {k: v for k, v in fact.items() if k != "name"}
    return kept | {
        "chain": segment["chain"],
        "segment_name": segment["name"],
        "segment_name_en": segment["name_en"],
        "firm_name": fact["name"],
    }


def _named(foot: Footprint, segment: str) -> dict[str, str]:
    s = foot.network.segments[segment]
    return {"segment": segment, "chain": s.chain, "name": s.name, "name_en": s.name_en}


def _named_in(feet: Sequence[Footprint], segment: str) -> dict[str, str]:
    """The segment's names from the first of these that knows it: a catalogue changes too."""
    return next(_named(f, segment) for f in feet if segment in f.network.segments)


def _firms(regions: Regions, firms: Mapping[str, Firm], ids: Collection[str]) -> list[dict[str, Any]]:
    return [
        {
            "id": f,
            "name": firms[f].name,
            "short": short_name(firms[f]),
            "region": regions.name(firms[f].region),
            "verified": firms[f].verified,
        }
        for f in ids
        if f in firms
    ]
