"""What 目标企业图 shows: the targets of all segments of a chain that can be recruited, each firm once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain as joined

from app_pages.read import gaps, office, target_lists
from app_pages.read.base import Data, one_at_a_time, present, recommender, space, versioned
from graph.model.records import Firm, Relation
from graph.store.base.protocol import GraphStore
from outreach.maps.target_map import sheet as maps
from outreach.maps.target_map.sheet import MapSegment, TargetSheet
from recommend.explain.shapes import TargetDocument

MANY = 1000  # targets asked for of each segment


def segments(chain: str, region: str) -> list[MapSegment]:
    """The segments of a chain that can be recruited, what to go for first ahead."""
    of = gaps.of_chain_only(gaps.first(region), chain)
    return [
        MapSegment(row["segment"], row["name"], row["name_en"], group)
        for group in maps.GROUPS
        for row in of.get(group, ())
    ]


@versioned(target_lists.list_state, max_entries=512, shared=True)
def targets(state: target_lists.ListState, segment: str, region: str) -> Sequence[TargetDocument]:
    """The targets of a segment that are seated elsewhere. Shared by all sessions: not to be changed."""
    made = recommender.at(state.data)
    with one_at_a_time:  # one list at a time, so that others are served in between
        return made.recommend(region, segment, MANY, exclude_local=True)


def prepare(chain: str, region: str, told: Callable[[int, int], None]) -> None:
    """Make the lists of a chain, saying how many of how many are done; at once where they were made before."""
    state, found = target_lists.list_state(), segments(chain, region)
    for done, segment in enumerate(found, 1):
        targets.at(state, segment.id, region)
        told(done, len(found))


@versioned(target_lists.list_state, max_entries=16, shared=True)
def of_chain(state: target_lists.ListState, chain: str, region: str) -> TargetSheet:
    """The targets of a chain. Shared by all sessions: not to be changed."""
    work, found = space.at(state.data), segments(chain, region)
    lists = {s.id: targets.at(state, s.id, region) for s in found}
    found_targets, left_out = maps.gathered(found, lists, region, work.regions, _heads.at(state.data))
    row = next(c for c in work.network.chains if c.id == chain)
    home = work.regions.by_code.get(work.regions.canonical(region))
    at = None if home is None or home.lng is None or home.lat is None else (home.lng, home.lat)
    return TargetSheet(
        region,
        work.regions.name(region),
        at,
        row.name_en,
        row.name,
        found,
        found_targets,
        {code: r.name for code, r in work.regions.by_code.items()},
        {code: r.short for code, r in work.regions.by_code.items()},
        left_out,
        day=gaps.newest_day(),
    )


@versioned(present, max_entries=1, shared=True)
def _heads(data: Data) -> dict[str, str]:
    """The head of each firm's group, by the firm's name: from the firm table, and from ties on record. Shared by all
    chains: not to be changed."""
    store = space.at(data).store
    firms = {f.id: f for f in store.firms()}
    told = ((f.name, f.parent) for f in firms.values() if f.parent)
    return maps.heads_of(joined(_tied(store, firms), told))  # the firm's own word comes last and counts


def _tied(store: GraphStore, firms: dict[str, Firm]) -> list[tuple[str, str]]:
    """(firm, parent) by name of the ties of groups whose two ends are firms of the store."""
    out = []
    for r in store.rows(Relation):
        if r.kind in ("parent", "subsidiary") and r.from_id in firms and r.to_id in firms:
            child, parent = (r.from_id, r.to_id) if r.kind == "parent" else (r.to_id, r.from_id)
            out.append((firms[child].name, firms[parent].name))
    return out


def sheet(chain: str, region: str) -> TargetSheet:
    """The map of a chain, with the review number that is set."""
    return of_chain(chain, region).reviewed(office.map_review())
