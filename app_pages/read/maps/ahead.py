"""What is made ahead, in the background: once a chain and region are looked at, what their other pages take longest to
make. A page that wants a part of it earlier makes that part itself, or waits for that part alone."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial

from app_pages.read import chains, gaps, target_lists
from app_pages.read.base import Data, present, versioned
from graph.errors import LiantuError

PAUSE = 0.05  # seconds between two parts, in which pages have the processor
LONGEST = 600.0  # seconds to wait for the recommender
_one_chain = threading.Lock()  # chains are made ahead one after the other


def _parts(chain: str, region: str) -> Iterator[Callable[[], object]]:
    """What to make, the pages that are opened first ahead."""
    # Read only here: the first page needs none of it.
    from app_pages.draw import china
    from app_pages.read.maps import chain_map, market_map, target_map, tech_map

    yield china.outlines
    yield partial(gaps.marks, region)
    yield partial(gaps.checks, region)
    for row in chain_map.to_go_for(chain, region):
        yield partial(chain_map.wanted, row["segment"], region)
    for segment in target_map.segments(chain, region):
        yield partial(target_map.targets, segment.id, region)
    yield partial(target_map.of_chain, chain, region)
    yield partial(tech_map.routes, chain, region)
    if first := market_map.first_segment(chain, region):
        yield partial(market_map.document, first, region)
    yield chains.sets


def _make(data: Data, chain: str, region: str, ready: threading.Thread) -> None:
    ready.join(LONGEST)
    with _one_chain:
        try:
            for part in _parts(chain, region):
                if present() != data:
                    return  # newer data: the next run begins anew
                part()
                time.sleep(PAUSE)
        except LiantuError:
            return  # the page that asks for it says what is wrong
        gc.unfreeze()  # of older data too, so that its cycles go
        gc.collect()
        gc.freeze()  # it lives as long as the data: no later collection walks it


@versioned(present, max_entries=32, shared=True)
def begin(data: Data, chain: str, region: str) -> threading.Thread:
    """Make ready the recommender, then what the pages of a chain and region show; once for a version of the data."""
    ready = target_lists.warm.at(data)
    thread = threading.Thread(target=_make, args=(data, chain, region, ready), name=f"ahead-{chain}", daemon=True)
    thread.start()
    return thread
