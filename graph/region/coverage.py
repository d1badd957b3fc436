"""Estimate which share of the firms that exist in a region our data hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from graph.measures.columns import OriginColumns, ranges, within

COMMON = 5  # firms that two sources must have in common to speak of coverage


@dataclass(frozen=True)
class Coverage:
    """Which share of the firms that exist in a region our data are estimated to hold.

    estimate: in 0–1, or None where one source alone says nothing about it.
    firms: distinct firms; sources: their number by source; method: how the estimate came about.
    """

    estimate: float | None
    firms: int
    sources: dict[str, int]
    method: str


def coverage(origins: Mapping[str, Collection[str]]) -> Coverage:
    """Capture–recapture over the two largest sources: N̂ = (n₁+1)(n₂+1)/(m+1) − 1, Chapman (1951).

    `origins` maps each firm of the region to the sources that list it. Sources that list the same well-known
    firms overlap more than chance, so the estimate is rather too high than too low. It is None with one source
    or fewer than 5 firms in common.
    """
    lists: dict[str, set[str]] = defaultdict(set)
    for firm, names in origins.items():
        for name in names:
            lists[name.split(":")[0]].add(firm)
    sources = {k: len(v) for k, v in sorted(lists.items())}
    largest = sorted(lists, key=lambda k: (-len(lists[k]), k))[:2]
    if len(largest) < 2:
        return Coverage(None, len(origins), sources, "one_source")
    a, b = (lists[k] for k in largest)
    return _estimated(len(origins), sources, len(a), len(b), len(a & b))


def coverages(columns: OriginColumns, cities: Sequence[str], city_of: Callable[[str], str]) -> list[Coverage]:
    """`coverage` of every city at once, from the records of the whole country."""
    at = {c: j for j, c in enumerate(cities)}
    city = np.array([at.get(city_of(c), -1) for c in columns.regions] + [-1], dtype=np.int64)
    groups = [o.split(":")[0] for o in columns.origins]
    names = sorted(set(groups))
    group = np.array([names.index(g) for g in groups], dtype=np.int64)
    listed = np.zeros((len(columns.firms), len(names)), dtype=bool)
    listed[columns.firm, group[columns.origin]] = True
    firm = np.concatenate([np.arange(len(columns.firms)), columns.owner])
    where = city[np.concatenate([columns.seat, columns.site])]
    pairs = np.sort(where[where >= 0] * max(len(columns.firms), 1) + firm[where >= 0])
    pairs = pairs[np.diff(pairs, prepend=-1) > 0]  # a plant in the seat's own city adds nothing
    place, firm = np.divmod(pairs, max(len(columns.firms), 1))
    bounds = np.searchsorted(place, np.arange(len(cities) + 1))
    out = []
    for first, last in pairwise(bounds.tolist()):
        here = listed[firm[first:last]]
        n = here.sum(axis=0).tolist()
        sources = {g: k for g, k in zip(names, n, strict=True) if k}
        largest = sorted(range(len(names)), key=lambda g: -n[g])[:2]
        if len(sources) < 2:
            out.append(Coverage(None, int(last - first), sources, "one_source"))
        else:
            a, b = largest
            both = int((here[:, a] & here[:, b]).sum())
            out.append(_estimated(int(last - first), sources, n[a], n[b], both))
    return out


def _estimated(firms: int, sources: dict[str, int], a: int, b: int, both: int) -> Coverage:
    """From the sizes of the two largest lists and what they have in common."""
    if both < COMMON:
        return Coverage(None, firms, sources, "too_few_in_common")
    total = (a + 1) * (b + 1) / (both + 1) - 1
    return Coverage(min(1.0, (a + b - both) / total), firms, sources, "chapman")


def region_origins(columns: OriginColumns, region: str) -> dict[str, set[str]]:
    """Per firm with a seat or a site in the region, the sources that list it: `GraphStore.origins`, from columns."""
    inside = within(columns.codes, region)
    local = inside[columns.seat]
    local[columns.owner[inside[columns.site]]] = True
    out: dict[str, set[str]] = {}
    rows = ranges(columns.start, np.flatnonzero(local))
    for f, o in zip(columns.firm[rows].tolist(), columns.origin[rows].tolist(), strict=True):
        out.setdefault(columns.firms[f], set()).add(columns.origins[o])
    return out
