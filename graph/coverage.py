"""How much of what really exists our data is thought to hold in a region."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from graph.columns import OriginColumns
from graph.country import within


@dataclass(frozen=True)
class Coverage:
    """How much of what really exists our data is thought to hold in a region.

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
    both = len(a & b)
    if both < 5:
        return Coverage(None, len(origins), sources, "too_few_in_common")
    total = (len(a) + 1) * (len(b) + 1) / (both + 1) - 1
    return Coverage(min(1.0, len(a | b) / total), len(origins), sources, "chapman")


def region_origins(columns: OriginColumns, region: str) -> dict[str, set[str]]:
    """Per firm with a seat or a site in the region, the sources that list it: `GraphStore.origins`, from columns."""
    codes = np.array([int(c) if c.isdigit() else -1 for c in columns.regions] + [-1], dtype=np.int64)
    inside = within(codes, region)
    local = inside[columns.seat]
    owner = np.repeat(np.arange(len(columns.firms)), np.diff(columns.site_start))
    local[owner[inside[columns.site]]] = True
    out: dict[str, set[str]] = {}
    rows = np.flatnonzero(local[columns.firm])
    for f, o in zip(columns.firm[rows].tolist(), columns.origin[rows].tolist(), strict=True):
        out.setdefault(columns.firms[f], set()).add(columns.origins[o])
    return out
