"""Target lists: by segment, with each group once, the lists beside them, and the thread that makes them ready."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from app_pages.read import gaps
from app_pages.read.base import Data, one_at_a_time, present, recommender, space, versioned
from graph.model.regions import Regions
from outreach.papers.target_list import with_names
from outreach.targets import one_owner
from recommend.explain.shapes import TargetDocument
from recommend.lists import four_lists
from recommend.lists.shapes import ListRow, OneOwnerTarget
from recommend.recommender import Recommender
from recommend.retrieve.reading import Read, in_turns

CHAIN_GAPS, CHAIN_TARGETS = 6, 20  # of every chain, for the list that gives each group one owner
MANY = 1000  # targets asked for at once; the pages re-cut this one list
HEAD_START = 3.0  # seconds the first page has the processor to itself

OtherList = Literal["expanding", "capital", "outflow"]
MAKERS = {"expanding": four_lists.expanding, "capital": four_lists.capital, "outflow": four_lists.outflow}


@dataclass(frozen=True)
class ListState:
    """What a target list depends on: the data, how many rounds of newly loaded firms were read, and the weights, which
    learning changes without a new version of the data."""

    data: Data
    read: int
    weights: str


def weights_key(made: Recommender) -> str:
    """The weights as part of a cache's key."""
    return ",".join(f"{w:.6f}" for w in made.shares.values())


def list_state() -> ListState:
    """What target lists depend on now."""
    made = recommender()
    return ListState(present(), made.reader.round, weights_key(made))


@versioned(list_state, max_entries=64)
def of_segment(state: ListState, segment: str, region: str) -> list[TargetDocument]:
    """All targets of a segment, best first, local firms among them; filters re-cut this list."""
    with one_at_a_time:
        made = recommender.at(state.data)
        targets = made.recommend(region, segment, MANY)
    return with_names(targets, {f.id: f.name for f in made.firms.values()})


def outsiders(segment: str, region: str) -> list[TargetDocument]:
    """The targets of a segment that are seated elsewhere, best first."""
    return [t for t in of_segment(segment, region) if not Regions.within(t["firm"]["region"], region)]


@versioned(list_state, max_entries=4, shared=True)
def groups(state: ListState, region: str) -> list[OneOwnerTarget]:
    """Outsiders for the first gaps of all chains, every group once. Shared by all sessions: not to be changed."""
    made = recommender.at(state.data)
    first: dict[str, list[str]] = {}
    for gap in gaps.of_region.at(state.data, region):
        segments = first.setdefault(gap["chain"], [])
        if len(segments) < CHAIN_GAPS:
            segments.append(gap["segment"])
    lists: dict[str, list[TargetDocument]] = {}
    for segment in (s for segments in first.values() for s in segments):
        with one_at_a_time:  # one list at a time, so that others are served in between
            lists[segment] = made.recommend(region, segment, CHAIN_TARGETS, exclude_local=True)
    return one_owner.groups(made.network, lists)


@versioned(present, max_entries=64)
def other_list(data: Data, kind: OtherList, chain: str, region: str) -> list[ListRow]:
    """A list beside the targets, best first."""
    with one_at_a_time:
        holdings = recommender.at(data).holdings
    return MAKERS[kind](holdings, region, chain)


def reading() -> Read:
    """How far the firms of the store have been read; finished where nothing was new."""
    return recommender().reader.state


@contextmanager
def _turn() -> Iterator[None]:
    with one_at_a_time:
        yield
    time.sleep(0.02)  # or this thread would take the lock again before a page that waits for it wakes up


def _prepare(data: Data) -> None:
    time.sleep(HEAD_START)
    recommender.at(data).warm(gate=_turn)
    work = space.at(data)
    gc.unfreeze()  # what an earlier version of the data left behind can go now
    trades = work.search.index.trades  # the firms have been read; only the trades are left
    if trades is not None:
        in_turns(work.encoder, [t.text for t in trades.trades], query=True, gate=_turn)


@versioned(present, max_entries=1, shared=True)
def warm(data: Data) -> threading.Thread:
    """Make the recommender ready while the user reads the first page; once for a version of the data."""
    thread = threading.Thread(target=_prepare, args=(data,), name="warm-recommender", daemon=True)
    thread.start()
    return thread
