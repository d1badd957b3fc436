"""What 产业链招商图 shows besides the chain: neighbours of other chains, what to go for, another city, what if."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from app_pages.read import chains, gaps, target_lists, views
from app_pages.read.base import Data, present, space, versioned
from app_pages.read.shapes import ChainView, CityBeside, RimEnd
from graph.chance.shapes import Group
from graph.gaps.comparison import Comparison, Pair
from graph.gaps.documents import plans
from graph.gaps.documents.plan_shapes import ScenarioDocument
from graph.gaps.documents.shapes import State
from graph.gaps.priorities.shapes import PriorityRow
from graph.measures.network import Network
from graph.model.records import Link
from graph.model.text import short_name
from outreach.maps.chain_map import Candidate, Wanted
from outreach.papers.priority_lines import buyers

RIM = 6  # neighbours of each side at the rim
GO_FOR: tuple[Group, ...] = ("attack", "task_force")
NEXT: tuple[Group, ...] = ("advantage", "reserve", "check")
MOST = 4  # segments to go for beside the map
TARGETS = 3


@versioned(present, max_entries=256)
def rim(data: Data, chain: str, segment: str) -> list[RimEnd]:
    """The segments of other chains that sell most to the chain, or to one of its segments, and those that buy from it:
    of each its largest share, the largest first."""
    net = space.at(data).network
    inside = {i for i, s in net.segments.items() if s.chain == chain and segment in ("", i)}
    selling = [(k.source_id, k.target_id, k) for k in net.links if k.target_id in inside]
    buying = [(k.target_id, k.source_id, k) for k in net.links if k.source_id in inside]
    return [*_ends(net, chain, "supplier", selling), *_ends(net, chain, "buyer", buying)]


def _ends(
    net: Network, chain: str, side: Literal["supplier", "buyer"], links: Iterable[tuple[str, str, Link]]
) -> list[RimEnd]:
    names = {c.id: (c.name, c.name_en) for c in net.chains}
    best: dict[str, tuple[float, str]] = {}
    for outside, inside, link in links:
        if net.segments[outside].chain != chain:
            best[outside] = max(best.get(outside, (-1.0, "")), (link.share, inside))
    order = sorted(best, key=lambda i: (-best[i][0], i))[:RIM]
    return [
        {
            "id": i,
            "name": net.segments[i].name,
            "name_en": net.segments[i].name_en,
            "chain_name": names[net.segments[i].chain][0],
            "chain_name_en": names[net.segments[i].chain][1],
            "side": side,
            "inside": best[i][1],
            "share": best[i][0],
        }
        for i in order
    ]


def groups(region: str) -> dict[str, Group]:
    """The group of what to do first, by segment."""
    return {row["segment"]: group for group, rows in gaps.first(region).items() for row in rows}


def to_go_for(chain: str, region: str) -> list[PriorityRow]:
    """The segments of a chain to go for, at most `MOST`: 主攻, then 专班攻坚."""
    of = gaps.of_chain_only(gaps.first(region), chain)
    return [row for group in GO_FOR for row in of.get(group, ())][:MOST]


def next_best(chain: str, region: str) -> list[PriorityRow]:
    """What comes after, where there is nothing to go for: by group, what is forbidden or supplied from nearby left
    out."""
    of = gaps.of_chain_only(gaps.first(region), chain)
    return [row for group in NEXT for row in of.get(group, ())][:MOST]


@versioned(target_lists.list_state, max_entries=64)
def wanted(state: target_lists.ListState, segment: str, region: str) -> Wanted:
    """Who wants a segment here, by product, and the best firms elsewhere that could fill it."""
    row = next(r for rows in gaps.first.at(state.data, region).values() for r in rows if r["segment"] == segment)
    best = target_lists.outsiders(segment, region)[:TARGETS]
    store = space.at(state.data).store
    firms = {f.id: f for f in store.firms([t["firm"]["id"] for t in best])}
    return Wanted(
        segment,
        row["name"],
        row["name_en"],
        row["priority"]["group"],
        tuple(buyers(row, store)),
        tuple(
            Candidate(
                i,
                t["firm"]["name"],
                short_name(firms[i]) if i in firms else t["firm"]["name"],
                t["firm"]["place"],
                t["grade"],
            )
            for t in best
            for i in (t["firm"]["id"],)
        ),
    )


@versioned(present, max_entries=16, shared=True)
def _pairs(data: Data, region: str) -> list[Pair]:
    foot, _ = gaps.state_of.at(data, region)
    return Comparison(foot, space.at(data).yardstick).pairs


def cities(region: str) -> list[CityBeside]:
    """The cities that a region can be held beside: those that the leaders chose, then the like ones."""
    names = space().regions
    return [
        {
            "city": p.like.city,
            "name": names.full_name(p.like.city),
            "chosen": p.like.chosen,
            "comparable": p.comparable,
        }
        for p in _pairs(region)
    ]


def beside(region: str, city: str) -> Mapping[str, tuple[float, float]] | None:
    """(firms here, firms there) of each segment over the sources that cover both; None where no source does, or where
    the city is none to compare with."""
    pair = next((p for p in _pairs(region) if p.like.city == city), None)
    if pair is None or not pair.comparable:
        return None
    ids = space().network.ids
    return {i: (float(a), float(b)) for i, a, b in zip(ids, pair.here, pair.there, strict=True)}


@versioned(present, max_entries=16)
def supposed(data: Data, chain: str, region: str, steps: tuple[str, ...]) -> tuple[ChainView, ScenarioDocument]:
    """The chain after what is supposed to land or to fall out, and what that changes. Raises `LiantuError` where a firm
    or segment does not exist."""
    work = space.at(data)
    parsed = work.changes(steps)
    foot, found = work.found(region, changes=parsed)
    before = gaps.state_of.at(data, region)
    document = plans.scenario_document(parsed, list(work.country.columns.members()), before, (foot, found))
    return views.chain_view(foot, found, chain), document


def changed(chain: str, region: str, after: ChainView) -> dict[str, State]:
    """The states before of the segments whose state is another after what is supposed."""
    before = {s["id"]: s["state"] for s in chains.chain(chain, region)["segments"]}
    return {s["id"]: before[s["id"]] for s in after["segments"] if before.get(s["id"], s["state"]) != s["state"]}
