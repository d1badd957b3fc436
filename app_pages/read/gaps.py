"""Gaps of a region, and what a landing, a set of landings or a time span changes in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from app_pages.read.base import Data, present, space, versioned
from app_pages.read.shapes import Across
from graph.chance.shapes import Group
from graph.gaps import across_chains
from graph.gaps.documents import plans
from graph.gaps.documents.checks import CheckDocument
from graph.gaps.documents.gap import gap_documents
from graph.gaps.documents.plan_shapes import ChangesDocument, PortfolioDocument, RoleDocument, ScenarioDocument
from graph.gaps.find import Gap, find_gaps
from graph.gaps.portfolio import Budget
from graph.gaps.priorities.prioritiser import grouped, rows_of
from graph.gaps.priorities.shapes import PrioritisedGap, PriorityRow
from graph.region.footprint import Footprint
from workspace import PastWorkspace

WEEK = timedelta(days=7)


@versioned(present, max_entries=16, shared=True)
def state_of(data: Data, region: str) -> tuple[Footprint, tuple[Gap, ...]]:
    """A region seen against the country, and its gaps."""
    foot = space.at(data).footprint(region)
    return foot, tuple(find_gaps(foot))


@versioned(present, max_entries=16, shared=True)
def of_region(data: Data, region: str) -> Sequence[PrioritisedGap]:
    """All gaps of a region as documents, best first. Shared by all sessions, since a copy takes 0.1 s: not to be
    changed."""
    work = space.at(data)
    foot, found = state_of.at(data, region)
    documents = gap_documents(work.store, work.regions, foot, found, work.yardstick, work.routes)
    return work.prioritiser(foot).added(documents)


@versioned(present, max_entries=8, shared=True)
def first(data: Data, region: str) -> Mapping[Group, Sequence[PriorityRow]]:
    """The segments of a region by what to do first: its gaps, and those it is strong in, by group. Shared like the
    gaps."""
    documents = of_region.at(data, region)
    strong = space.at(data).prioritiser(state_of.at(data, region)[0]).strong(documents)
    return grouped([*rows_of(documents), *strong])


@versioned(present, max_entries=8)
def first_page(data: Data, region: str, chain: str, day: str) -> bytes:
    """The one page for the vice mayor as a .docx, over one chain or all (empty)."""
    from outreach.papers import priority_page

    work = space.at(data)
    groups = of_chain_only(first.at(data, region), chain)
    name = next((c.name for c in work.network.chains if c.id == chain), "")
    return priority_page.document(work.store, work.regions, state_of.at(data, region)[0], groups, name, day)


def of_chain_only(groups: Mapping[Group, Sequence[PriorityRow]], chain: str) -> dict[Group, list[PriorityRow]]:
    """The rows of one chain, all where empty."""
    return {g: [r for r in rows if not chain or r["chain"] == chain] for g, rows in groups.items()}


def of_segment(segment: str, region: str) -> PrioritisedGap | None:
    """The gap of a segment, None where it is no gap."""
    return next((g for g in of_region(region) if g["segment"] == segment), None)


def of_chain(chain: str, region: str) -> list[PrioritisedGap]:
    """The gaps of a chain, best first."""
    return [g for g in of_region(region) if g["chain"] == chain]


@versioned(present, max_entries=32)
def scenario(data: Data, region: str, changes: tuple[str, ...]) -> ScenarioDocument:
    """What a scenario changes in all chains. Raises `LiantuError` where a firm or segment does not exist."""
    work = space.at(data)
    parsed = work.changes(changes)
    after = work.found(region, changes=parsed)
    return plans.scenario_document(parsed, list(work.country.columns.members()), state_of.at(data, region), after)


@versioned(present, max_entries=16)
def checks(data: Data, region: str) -> list[CheckDocument]:
    """What to check next in a region."""
    return space.at(data).check_next(region)


@versioned(present, max_entries=32)
def portfolio(data: Data, region: str, chain: str, limits: Budget, unsure: bool) -> PortfolioDocument:
    """The best landings under the office's limits, over one chain or all (empty)."""
    work = space.at(data)
    return plans.portfolio_document(work.store, work.regions, state_of.at(data, region), limits, chain, unsure)


@versioned(present, max_entries=16)
def across(data: Data, region: str) -> Across:
    """Segments and firms that close gaps in two or more chains."""
    work = space.at(data)
    foot, found = state_of.at(data, region)
    return {
        "segments": across_chains.segments_across(foot, found),
        "firms": across_chains.firms_across(work.store, work.regions, foot, found),
    }


@versioned(present, max_entries=16, shared=True)
def roles(data: Data, region: str) -> list[RoleDocument]:
    """The three kinds of firm with their reasons, as seen from a region. Shared by all sessions: not to be changed."""
    work = space.at(data)
    return plans.roles_document(work.store, work.regions, state_of.at(data, region)[0])


@versioned(present, max_entries=16, shared=True)
def marks(data: Data, region: str) -> dict[str, list[RoleDocument]]:
    """The roles of each firm that has one, by the firm's id. Shared by all sessions: not to be changed."""
    out: dict[str, list[RoleDocument]] = {}
    for row in roles.at(data, region):
        out.setdefault(row["firm"]["id"], []).append(row)
    return out


@versioned(present, max_entries=2, shared=True)
def past(data: Data, day: str) -> PastWorkspace:
    """The workspace as it stood at the end of a day."""
    return space.at(data).as_of(day)


@versioned(present, max_entries=8)
def changes(data: Data, region: str, day: str) -> ChangesDocument:
    """What changed in a region since a day. Raises `InvalidArgument` for a day before the first load."""
    before = past.at(data, day)
    return plans.changes_document(
        space.at(data).store, before.snapshot.last, before.found(region), state_of.at(data, region), before.day
    )


def start_day(days: Sequence[date], today: date) -> date:
    """A week ago, or the first load where that is later; no later than the last load."""
    return max(days[0], min(today - WEEK, days[-1]))


def load_days() -> list[date]:
    """The days on which something was loaded, in order."""
    return sorted({b.loaded_on for b in space().store.batches()})


def newest_day() -> str:
    """The day of the newest load, '' where there is none."""
    days = load_days()
    return days[-1].isoformat() if days else ""
