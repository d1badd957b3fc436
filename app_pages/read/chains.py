"""Chains and segments of a region as the pages show them, and the sets of chains."""

from __future__ import annotations

from app_pages.read import gaps, set_views, views
from app_pages.read.base import Data, present, space, versioned
from app_pages.read.shapes import ChainCard, ChainSetsView, ChainView, FirmBrief, SegmentView
from graph.model.regions import Regions

LARGEST = 20  # firms that 企业档案 opens on


@versioned(present, max_entries=64, shared=True)
def chain(data: Data, chain_id: str, region: str) -> ChainView:
    """One chain as the graph shows it, with its completeness. Shared by all sessions: not to be changed."""
    foot, found = gaps.state_of.at(data, region)
    return views.chain_view(foot, found, chain_id)


def overview(region: str) -> list[ChainCard]:
    """All chains in the order of the policy, as the cards show them."""
    return [views.card(chain(c.id, region)) for c in space().network.chains]


@versioned(present, max_entries=256)
def segment(data: Data, segment_id: str, region: str) -> SegmentView:
    """One segment with its firms here and elsewhere and its links, those into other chains as well."""
    foot, _ = gaps.state_of.at(data, region)
    return views.segment_view(space.at(data), foot, segment_id)


@versioned(present, max_entries=4)
def firms_on_record(data: Data, region: str) -> list[FirmBrief]:
    """All firms on record with a seat or a plant in a region, by name."""
    foot, _ = gaps.state_of.at(data, region)
    work = space.at(data)
    return [views.brief(work, f) for f in sorted(work.store.firms(list(foot.listed)), key=lambda f: f.name)]


@versioned(present, max_entries=8)
def largest(data: Data, region: str) -> list[FirmBrief]:
    """The largest firms with their seat in a region that count in a chain: by revenue, then by staff, then by
    registered capital."""
    foot, _ = gaps.state_of.at(data, region)
    work = space.at(data)
    here = work.store.firms(sorted({m.firm_id for m in foot.local}))
    firms = [f for f in here if Regions.within(f.region, region)]
    firms.sort(key=lambda f: (-(f.revenue_yi or 0), -(f.employees or 0), -(f.capital_wan or 0), f.name))
    return [views.brief(work, f) for f in firms[:LARGEST]]


def local_makers(segment_id: str, region: str) -> list[tuple[str, str]]:
    """Local firms that work in a segment as (id, name), the strongest first."""
    return [(f["id"], f["name"]) for f in segment(segment_id, region)["local"]]


@versioned(present, max_entries=2)
def sets(data: Data) -> ChainSetsView:
    """The sets of chains that the data folder names, and how the segments of one became those of the next."""
    return set_views.chain_sets(space.at(data))
