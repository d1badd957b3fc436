"""A country without what a destination's province gives away: plants there, and subsidiaries seated there.

A report that tells of a project also lists the firm founded for it. Whoever reads that while ordering the segments that
might come knows the answer.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from graph.model.records import Relation
from graph.region.country import Country
from graph.store.base.protocol import GraphStore

OWNED = ("subsidiary", "joint_venture", "investee")


def owned_firms(store: GraphStore) -> frozenset[str]:
    """Ids of the firms that another firm owns or founded, by their own record or by another's report."""
    found = {f.id for f in store.firms() if f.parent}
    for relation in store.rows(Relation):
        if relation.kind in OWNED:
            found.add(relation.to_id)
        elif relation.kind == "parent":
            found.add(relation.from_id)
    return frozenset(found)


def hide(country: Country, province: str, owned: Collection[str]) -> Country:
    """The country without sites in a province (two digits) and without the owned firms that are seated in it."""
    columns = country.given
    there = np.array([code[:2] == province for code in columns.regions] + [False])
    kept = ~there[columns.site]
    owner = np.repeat(np.arange(len(columns.firms)), np.diff(columns.site_start))
    start = np.zeros(len(columns.firms) + 1, dtype=np.int64)
    np.cumsum(np.bincount(owner[kept], minlength=len(columns.firms)), out=start[1:])
    gone = np.array([f in owned for f in columns.firms], dtype=bool) & there[columns.seat]
    rows = ~gone[columns.firm]
    return replace(
        country,
        given=replace(
            columns,
            firm=columns.firm[rows],
            segment=columns.segment[rows],
            confidence=columns.confidence[rows],
            role=columns.role[rows],
            site=columns.site[kept],
            site_start=start,
        ),
    )
